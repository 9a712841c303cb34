#include "planner/explain/explain.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "planner/explain/forbidden.hpp"
#include "planner/explain/frozen.hpp"
#include "planner/explain/purchases.hpp"
#include "planner/search/bound.hpp"
#include "planner/search/search.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::explain {
namespace {

search::Bound bound_for(const Site& site) { return search::bound_of(search::model_of(site)); }

class Explaining {
 public:
  Explaining(const Site& site, const Plan& plan, const Options& options)
      : site_(in_phase(site, last_phase(site))), plan_(plan_in_phase(site, plan, last_phase(site))), options_(options) {
    if (!site.phases.empty()) out_.phase = site.phases.back().id;
  }

  Explanation run() {
    const search::Bound bound = bound_for(site_);
    out_.racks = count_compute(site_, plan_);
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

  int racks_found(const Site& site) const {
    search::Options options;
    options.seed = options_.seed;
    options.moves = options_.moves;
    options.seconds_guard = options_.seconds_guard;
    options.cancelled = options_.cancelled;
    return count_compute(site, search::search(site, options));
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
    const search::Bound bound = bound_for(site_);
    if (bound.racks > out_.racks) out_.base_racks = std::max(out_.racks, racks_found(site_));
    out_.base_bound = std::max(bound.racks, out_.base_racks);
    out_.base_by = bound.by;
  }

  /// A purchase makes no plan worse: what stands without it stands with it.
  void buy(const Purchase& purchase) {
    say(purchase.what);
    Site site = site_;
    purchase.make(site);
    const search::Bound bound = bound_for(site);
    Gain gain;
    gain.what = purchase.what;
    gain.pieces = purchase.pieces;
    gain.detail = purchase.detail;
    gain.besides = purchase.besides;
    gain.racks = out_.base_racks;
    gain.searched = bound.racks > out_.base_racks;
    if (gain.searched) gain.racks = std::max(gain.racks, racks_found(site));
    gain.bound = std::max(bound.racks, gain.racks);
    gain.least = std::max(0, gain.racks - out_.base_bound);
    gain.found = gain.racks - out_.base_racks;
    gain.most = gain.bound - out_.base_racks;
    gain.next = bound.by;
    out_.gains.push_back(std::move(gain));
  }

  Site site_;
  Plan plan_;
  const Options& options_;
  Explanation out_;
};

}  // namespace

Explanation explain(const Site& site, const Plan& plan, const Options& options) {
  return Explaining(site, plan, options).run();
}

}  // namespace hallplan::explain
