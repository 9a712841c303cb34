#include "planner/hydraulics/ride_through/restart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/hydraulics/cooling_loss.hpp"

namespace hallplan::hydraulics {
namespace {

/// One restart: power back, then the machine itself.
struct Back {
  double seconds = 0;
  std::string words;
  std::string unknown;
};

/// A UPS keeps plant running where it is known when a generator takes over from it; `power.autonomy` holds its battery against that.
bool runs_on(const PowerReturn& power) { return power.bridged && power.unknown.empty(); }
/// And no switch after the UPS leaves it without voltage, whatever is lost.
bool never_stands(const PowerReturn& power) {
  return runs_on(power) && power.switch_s <= 0 && power.switch_unknown.empty();
}

Back back(const PowerReturn& power, const MaybeValue& own_s, const std::string& what, const std::string& missing) {
  Back out;
  if (!runs_on(power)) {
    out.seconds = power.seconds;
    out.words = power.words;
    out.unknown = power.unknown;
  } else {
    out.seconds = power.switch_s;
    out.words = power.switch_words;
    out.unknown = power.switch_unknown;
  }
  if (!own_s) {
    if (out.unknown.empty()) out.unknown = "no " + missing;
    return out;
  }
  out.seconds += own_s->high;
  out.words += fmt::format("{}{} {:.4g} s", out.words.empty() ? "" : " + ", what, own_s->high);
  return out;
}

Restarts only_pumps(const Back& pumps) { return {pumps.seconds, 0, pumps.seconds, pumps.words, pumps.unknown}; }
Restarts only_water(const Back& water) { return {0, water.seconds, water.seconds, water.words, water.unknown}; }

Restarts both(const Back& pumps, const Back& water) {
  const bool later = water.seconds >= pumps.seconds;
  return {pumps.seconds, water.seconds, std::max(pumps.seconds, water.seconds), later ? water.words : pumps.words,
          pumps.unknown.empty() ? water.unknown : pumps.unknown};
}

RideCase pumps_off(const CoolantInventory& ride, std::string scenario) {
  RideCase loss;
  loss.scenario = std::move(scenario);
  loss.timeline.pumps_stop = true;
  loss.timeline.coast_half_s = ride.coast_down_s ? ride.coast_down_s->low : 0;
  return loss;
}

}  // namespace

std::vector<RideCase> ride_cases(const Site& site, const CduGroup& group, const PowerReturn& pumps,
                                 const PowerReturn& water, const PowerReturn& water_pumps) {
  const CoolantInventory& ride = *group.ride_through;
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  const Back pumps_back = back(pumps, ride.drive_restart_s, "drives of " + group.id + " restart in",
                               "drive restart time known for " + group.id);
  const Back water_back = back(water, loop.restart_s, loop.id + " restarts in", "restart time known for " + loop.id);
  std::vector<RideCase> cases;
  RideCase off = pumps_off(ride, "pumps off");
  off.restarts = only_pumps(pumps_back);
  if (never_stands(pumps)) off.runs_on = pumps.by;
  cases.push_back(off);

  const bool dedicated = is_dedicated(site, group);
  const int lost = dedicated ? 1 : units_missing(site.policy.liquid, group.spare) + 1;
  if (dedicated || lost < static_cast<int>(group.units.size())) {
    RideCase few;
    few.scenario = lost == 1 ? std::string(kUnitLost) : fmt::format("{} units lost", lost);
    // A broken unit need not coast: its flow stops at once.
    few.timeline.pumps_stop = few.unit_out = dedicated;
    few.units_lost = dedicated ? 0 : lost;
    few.judged = ride.cdu_restart_s.has_value();
    const PowerReturn no_outage{true, {}, 0, {}, {}};
    few.restarts = only_pumps(back(no_outage, ride.cdu_restart_s, "a CDU restarts in", "CDU restart time"));
    cases.push_back(few);
  }

  RideCase dry;
  dry.scenario = kLoopLost;
  dry.timeline.water_stops = true;
  dry.circulates = never_stands(water_pumps);
  dry.restarts = only_water(water_back);
  cases.push_back(dry);

  RideCase all = pumps_off(ride, "pumps and facility water off");
  all.timeline.water_stops = true;
  all.circulates = dry.circulates;
  all.restarts = both(pumps_back, water_back);
  if (!runs_on(pumps)) cases.push_back(all);
  return cases;
}

}  // namespace hallplan::hydraulics
