#include "planner/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <set>
#include <utility>

#include "planner/explain/forbidden.hpp"
#include "planner/explain/frozen.hpp"
#include "planner/explain/purchases.hpp"
#include "planner/search/bound.hpp"
#include "planner/search/integer/close_gap.hpp"
#include "planner/search/search.hpp"
#include "planner/site/phase.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

class Explaining {
 public:
  Explaining(const Site& site, const Plan& plan, const Options& options)
      : site_(in_phase(site, last_phase(site))), plan_(plan_in_phase(site, plan, last_phase(site))), options_(options) {
    if (!site.phases.empty()) out_.phase = site.phases.back().id;
  }

  Explanation run() {
    out_.racks = count_compute(site_, plan_);
    const search::Model model = search::model_of(site_);
    const search::Bound bound = bound_for(model, search::bound_of(model), out_.racks);
    out_.bound = std::max(bound.racks, out_.racks);
    out_.bound_by = bound.by;
    more_with_frozen_racks();
    int wanted = 0;
    bool numbered = !site_.demand.empty();
    for (const Demand& demand : site_.demand) {
      numbered = numbered && demand.units > 0;
      wanted += demand.units * demand.compute_racks;
    }
    out_.demand_met = numbered && out_.racks >= wanted;
    if (numbered && !out_.demand_met) out_.forbidden = forbidden(site_, wanted);
    find_base();
    fails_before_ = failing(site_, plan_);
    for (const Purchase& purchase : purchases(site_)) {
      if (stopped()) break;
      buy(purchase);
    }
    const auto a_piece = [](const Gain& gain) { return static_cast<double>(gain.found) / std::max(1, gain.pieces); };
    std::stable_sort(out_.gains.begin(), out_.gains.end(), [&](const Gain& a, const Gain& b) {
      return std::pair(a_piece(a), a.found) > std::pair(a_piece(b), b.found);
    });
    return std::move(out_);
  }

 private:
  bool stopped() {
    if (options_.cancelled && options_.cancelled()) out_.complete = false;
    return !out_.complete;
  }
  void say(const std::string& what) const {
    if (options_.progress) options_.progress(what);
  }

  void more_with_frozen_racks() {
    say("one more, the placed racks frozen");
    const Frozen hall = frozen(site_, plan_);
    for (std::size_t demand = 0; demand < site_.demand.size(); ++demand) {
      if (stopped()) return;
      out_.one_rack.push_back(one_more_rack(hall, demand));
      out_.one_unit.push_back(one_more_unit(hall, demand));
    }
  }

  [[nodiscard]] search::Options search_options() const {
    search::Options options;
    options.seed = options_.seed;
    options.moves = options_.moves;
    options.seconds_guard = options_.seconds_guard;
    options.cancelled = options_.cancelled;
    return options;
  }

  /// Rules that fail, each with where.
  static std::set<std::string> failing(const Site& site, const Plan& plan) {
    std::set<std::string> out;
    for (const Check& check : verdict::verify(site, plan).checks) {
      if (check.status == Status::fail) out.insert(fmt::format("{} {}", rule_id(check.rule), check.where));
    }
    return out;
  }

  /// What no plan exceeds; by integer programming where linear limits leave a gap to the racks that are placed.
  [[nodiscard]] search::Bound bound_for(const search::Model& model, const search::Bound& linear, int placed) const {
    return search::integer::close_gap(model, linear, placed, search_options(), search::integer::Aim::bound_only).bound;
  }

  /// Racks and bound of a hall that is searched anew where its linear limits leave room for more than `base`.
  struct Searched {
    int racks = 0;
    search::Bound bound;
    bool anew = false;
    Plan plan;  ///< where it was searched anew
  };
  [[nodiscard]] Searched searched(const Site& site, int base) const {
    const search::Model model = search::model_of(site);
    Searched out{base, search::bound_of(model), false, {}};
    if (out.bound.racks <= base) return out;
    out.anew = true;
    out.plan = search::search(site, search_options());
    out.racks = std::max(base, count_compute(site, out.plan));
    out.bound = bound_for(model, out.bound, out.racks);
    return out;
  }

  /// Where the demand is met nothing can be gained but by asking for more.
  void find_base() {
    out_.base_racks = out_.racks;
    out_.base_bound = out_.bound;
    out_.base_by = out_.bound_by;
    if (!out_.demand_met || stopped()) return;
    say("as many as fit");
    for (Demand& demand : site_.demand) {
      demand.units = 0;
      demand.delivered = -1;
    }
    const Searched base = searched(site_, out_.racks);
    out_.base_racks = base.racks;
    out_.base_bound = std::max(base.bound.racks, base.racks);
    out_.base_by = base.bound.by;
  }

  /// A purchase makes no plan worse: what stands without it stands with it.
  void buy(const Purchase& purchase) {
    say(purchase.what);
    Site site = site_;
    purchase.make(site);
    const Searched bought = searched(site, out_.base_racks);
    Gain gain;
    gain.what = purchase.what;
    gain.pieces = purchase.pieces;
    gain.detail = purchase.detail;
    gain.besides = purchase.besides;
    gain.racks = bought.racks;
    gain.searched = bought.anew;
    gain.bound = std::max(bought.bound.racks, gain.racks);
    gain.least = std::max(0, gain.racks - out_.base_bound);
    gain.found = gain.racks - out_.base_racks;
    gain.most = gain.bound - out_.base_racks;
    gain.next = bought.bound.by;
    if (bought.anew) {
      const std::set<std::string> now = failing(site, bought.plan);
      std::set_difference(now.begin(), now.end(), fails_before_.begin(), fails_before_.end(),
                          std::back_inserter(gain.then_fails));
    }
    out_.gains.push_back(std::move(gain));
  }

  Site site_;
  Plan plan_;
  const Options& options_;
  Explanation out_;
  std::set<std::string> fails_before_;
};

}  // namespace

Explanation explain(const Site& site, const Plan& plan, const Options& options) {
  return Explaining(site, plan, options).run();
}

}  // namespace hallplan::explain
