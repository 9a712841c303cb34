#include "planner/explain/explain.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "planner/explain/forbidden.hpp"
#include "planner/explain/frozen.hpp"
#include "planner/explain/market.hpp"
#include "planner/explain/plant.hpp"
#include "planner/explain/replan.hpp"
#include "planner/explain/waterfall.hpp"
#include "planner/site/phase.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

/// Searches for the cheapest set that is asked for, and for one that is shown where no single purchase gains.
constexpr int kSearchesAsked = 40;
constexpr int kSearchesShown = 6;

/// Days since a fixed day of the Gregorian calendar, of YYYY-MM-DD (H. Hinnant, days_from_civil).
int day_number(const std::string& date) {
  const int month = std::stoi(date.substr(5, 2));
  const int year = std::stoi(date.substr(0, 4)) - (month <= 2 ? 1 : 0);
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + std::stoi(date.substr(8, 2)) - 1;
  return 365 * year + year / 4 - year / 100 + year / 400 + day_of_year;
}

class Explaining {
 public:
  Explaining(const Site& site, const Plan& plan, const Options& options)
      : whole_(site),
        whole_plan_(plan),
        site_(in_phase(site, last_phase(site))),
        plan_(plan_in_phase(site, plan, last_phase(site))),
        options_(options),
        market_(options) {
    if (!site.phases.empty()) out_.phase = site.phases.back().id;
    out_.currency = options.prices.currency;
  }

  Explanation run() {
    out_.racks = count_compute(site_, plan_);
    const search::Bound bound = market_.bound(site_, out_.racks, &out_.certified_bound);
    out_.bound = std::max(bound.racks, out_.racks);
    out_.certified_bound = std::max(out_.certified_bound, out_.bound);
    out_.bound_by = bound.by;
    say("plant without racks");
    out_.plant = plant_failures(site_, options_.prices, [this] { return stopped(); });
    more_racks();
    int wanted = 0;
    bool numbered = !site_.demand.empty();
    for (const Demand& demand : site_.demand) {
      numbered = numbered && demand.units > 0;
      wanted += demand.units * demand.compute_racks;
    }
    out_.demand_met = numbered && out_.racks >= wanted;
    if (numbered && !out_.demand_met) out_.forbidden = forbidden(market_, site_, wanted, out_.racks);
    look_at_stages();
    if (!whole_.phases.empty()) look_at_phasing();
    buy();
    out_.out_of_time = market_.out_of_time();
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

  void more_racks() {
    say("one more");
    const Frozen hall = frozen(site_, plan_);
    for (std::size_t demand = 0; demand < site_.demand.size(); ++demand) {
      if (stopped()) return;
      OneRack rack = one_more_rack(hall, demand);
      OneUnit unit = one_more_unit(hall, demand);
      if (!rack.type.empty()) {
        unit.replanned = replanned(market_, site_, plan_, demand, true, unit.fits);
        const bool fits = rack.fits() || (unit.replanned && unit.replanned->fits());
        rack.replanned = replanned(market_, site_, plan_, demand, false, fits);
      }
      out_.one_rack.push_back(std::move(rack));
      out_.one_unit.push_back(std::move(unit));
    }
  }

  /// Where the capacity goes in each phase, and what keeps units from the rest of it.
  void look_at_stages() {
    for (int phase = 0; phase < phase_count(whole_) && !stopped(); ++phase) {
      say("where capacity goes");
      Stage stage;
      if (!whole_.phases.empty()) {
        stage.id = whole_.phases[static_cast<std::size_t>(phase)].id;
        stage.date = whole_.phases[static_cast<std::size_t>(phase)].date;
      }
      const Site site = in_phase(whole_, phase);
      const Plan plan = plan_in_phase(whole_, whole_plan_, phase);
      stage.racks = count_compute(site, plan);
      const bool last = phase == last_phase(whole_);
      stage.bound = last ? out_.bound : std::max(stage.racks, market_.bound(site, stage.racks).racks);
      std::vector<OneUnit> units;
      if (!last) {
        const Frozen hall = frozen(site, plan);
        for (std::size_t demand = 0; demand < site.demand.size(); ++demand)
          units.push_back(one_more_unit(hall, demand));
      }
      stage.falls = falls_of(verdict::verify(site, plan).checks, last ? out_.one_unit : units);
      out_.stages.push_back(std::move(stage));
    }
  }

  /// What the hall would hold if nothing had to stand before the last phase.
  void look_at_phasing() {
    if (stopped()) return;
    say("all at once");
    Phasing phasing;
    phasing.racks = out_.racks;
    // What stands at the end can be placed at the end.
    const Held at_once = market_.filled(as_it_stands());
    phasing.at_once = at_once.racks;
    phasing.bound = at_once.bound;
    phasing.certified = at_once.proven();
    for (std::size_t i = 0; i + 1 < out_.stages.size(); ++i) {
      const int days = day_number(out_.stages[i + 1].date) - day_number(out_.stages[i].date);
      phasing.rack_days += static_cast<double>(out_.racks - out_.stages[i].racks) * days;
    }
    out_.phasing = phasing;
  }

  [[nodiscard]] Held as_it_stands() const {
    Held out{site_, plan_, out_.racks, out_.bound, out_.bound_by};
    out.certified = out_.certified_bound;
    return out;
  }

  /// What purchases are held against. Where the demand is met nothing can be gained but by asking for more.
  Held base() {
    Held out = as_it_stands();
    // A plan that the loop of search and verdict thinned out, or another's, may have fewer racks than fit: none of those is a purchase's gain.
    if (!out_.demand_met && !stopped()) {
      out = market_.filled(std::move(out));
    } else if (!stopped()) {
      say("as many as fit");
      for (Demand& demand : out.site.demand) {
        demand.units = 0;
        demand.delivered = -1;
      }
      const search::Bound bound = Market::linear_bound(out.site);
      out.by = bound.by;
      out.bound = std::max(bound.racks, out.racks);
      out.certified = out.bound;
      out = market_.filled(std::move(out));
    }
    out.fails = failing(out.site, out.plan);
    return out;
  }

  void buy() {
    const Held before = base();
    const std::function<bool()> stop = [this] { return stopped(); };
    out_.base_racks = before.racks;
    out_.base_bound = before.bound;
    out_.base_by = before.by;
    out_.gains = market_.gains(before, stop, out_.singles);
    if (options_.steps > 0) {
      Held last;
      out_.next = market_.one_after_the_other(before, out_.gains, stop, last);
      out_.then_by = last.by;
    }
    const bool none_together =
        std::any_of(out_.gains.begin(), out_.gains.end(), [](const Gain& gain) { return gain.together; });
    if (options_.steps > 0 && out_.next.empty() && !none_together && !stopped()) {
      say("purchases together");
      out_.together = market_.more(before, before.racks + 1, kSearchesShown, stop);
    }
    if (options_.more > 0 && !stopped()) {
      say("the cheapest purchases");
      out_.more = market_.more(before, out_.racks + options_.more, kSearchesAsked, stop);
      out_.more->wanted = options_.more;
    }
  }

  const Site& whole_;
  const Plan& whole_plan_;
  Site site_;
  Plan plan_;
  const Options& options_;
  Market market_;
  Explanation out_;
};

}  // namespace

Explanation explain(const Site& site, const Plan& plan, const Options& options) {
  return Explaining(site, plan, options).run();
}

}  // namespace hallplan::explain
