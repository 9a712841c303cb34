#include "planner/verdict/checks.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/ride_through/ride_through.hpp"
#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "planner/site/cords.hpp"
#include "planner/site/phase.hpp"
#include "planner/thermal/density.hpp"
#include "planner/thermal/zones.hpp"
#include "planner/verdict/kept_headers.hpp"
#include "planner/verdict/phases.hpp"

namespace hallplan::verdict {
namespace {

void append(std::vector<Check>& to, std::vector<Check> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

hydraulics::PowerReturn power_return(const Site& site, const std::vector<Ref>& feeds, const std::string& plant) {
  power::Outage outage = power::outage_of(site, feeds, plant);
  return {outage.bridged, std::move(outage.by), outage.seconds, std::move(outage.words), std::move(outage.unknown)};
}

/// With the longest time that a switch after their UPS leaves more of the units than are spare without voltage.
hydraulics::PowerReturn with_switchover(const Site& site, const std::vector<Ref>& feeds,
                                        const std::vector<int>& own_feeds, int spare, hydraulics::PowerReturn power) {
  if (!power.bridged) return power;
  std::vector<int> all;
  all.reserve(feeds.size());
  for (const Ref& feed : feeds) all.push_back(feed.index);
  power::UnitFeeds units;
  units.reserve(own_feeds.size());
  for (const int own : own_feeds) units.push_back(own < 0 ? all : std::vector<int>{own});
  power::Switchover switchover = power::longest_switchover(site, units, spare);
  power.switch_s = switchover.seconds;
  power.switch_words = std::move(switchover.words);
  power.switch_unknown = std::move(switchover.unknown);
  return power;
}

/// The slower of two; bridged where both are.
hydraulics::PowerReturn both(const hydraulics::PowerReturn& one, const hydraulics::PowerReturn& other) {
  const bool bridged = one.bridged && other.bridged;
  const bool slower = one.unknown.empty() && (!other.unknown.empty() || other.seconds > one.seconds);
  const bool switches_later =
      one.switch_unknown.empty() && (!other.switch_unknown.empty() || other.switch_s > one.switch_s);
  const hydraulics::PowerReturn& later = switches_later ? other : one;
  hydraulics::PowerReturn out = slower ? other : one;
  out.bridged = bridged;
  out.switch_s = later.switch_s;
  out.switch_words = later.switch_words;
  out.switch_unknown = later.switch_unknown;
  return out;
}

/// Of plant some of whose units hang on one device each (-1: on all of `feeds`).
hydraulics::PowerReturn power_return(const Site& site, const std::vector<Ref>& feeds, const std::vector<int>& own_feeds,
                                     const std::string& plant) {
  std::optional<hydraulics::PowerReturn> out;
  for (const int own : std::set<int>(own_feeds.begin(), own_feeds.end())) {
    const std::vector<Ref> one{{own < 0 ? "" : site.devices[static_cast<std::size_t>(own)].id, {}, own}};
    hydraulics::PowerReturn found = power_return(site, own < 0 ? feeds : one, plant);
    out = out ? both(*out, found) : std::move(found);
  }
  return out ? std::move(*out) : power_return(site, feeds, plant);
}

/// Losses of power devices that heat zones, and the air units that stop with them. (Where all of a zone do, `power.supplied` says so.)
std::vector<thermal::LossScenario> loss_scenarios(const Site& site, const Plan& plan) {
  std::vector<thermal::LossScenario> scenarios;
  for (power::ZoneLosses& loss : power::zone_losses_by_loss(site, plan)) {
    thermal::LossScenario scenario{std::move(loss.scenario), std::move(loss.by_zone_w), {}};
    for (const AirZone& zone : site.air_zones) {
      const int stopped = stopped_units(zone, loss.live);
      scenario.stopped.push_back(stopped < std::ssize(zone.units) ? stopped : 0);
    }
    scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

/// When power is back at CDUs and heat rejection after the loss of every utility.
hydraulics::PlantPower plant_power(const Site& site) {
  hydraulics::PlantPower out;
  for (const CduGroup& group : site.cdu_groups) {
    const int spare = hydraulics::is_dedicated(site, group) ? 0 : group.spare;
    out.groups.push_back(with_switchover(site, group.feeds, own_feeds(group), spare,
                                         power_return(site, group.feeds, own_feeds(group), group.id)));
  }
  for (const FacilityLoop& loop : site.loops) {
    const Rejection& rejection = loop.rejection;
    hydraulics::PowerReturn pumps = with_switchover(site, pump_feeds(loop), {-1}, 0,
                                                    power_return(site, pump_feeds(loop), "the pumps of " + loop.id));
    const hydraulics::PowerReturn units =
        with_switchover(site, rejection.feeds, own_feeds(loop), rejection.spare,
                        power_return(site, rejection.feeds, own_feeds(loop), loop.id));
    out.loops.push_back(both(units, pumps));
    out.loop_pumps.push_back(std::move(pumps));
  }
  return out;
}

/// Power, liquid and air hang together: losses of power devices heat zones, zones heat loops, and power returns to pumps.
void append_plant(const Site& site, const Plan& plan, const thermal::FieldResult* field, Losses* losses,
                  std::vector<Check>& checks) {
  const std::vector<double> losses_w = power::zone_losses_w(site, plan);
  const std::vector<double> zone_heat_w = thermal::zone_heat_w(site, plan, losses_w);
  const std::vector<double> door_heat_w = thermal::door_heat_w(site, plan);
  append(checks, power::check(site, plan));
  append(checks, hydraulics::check(site, plan, zone_heat_w, door_heat_w, losses ? &losses->cooling : nullptr,
                                   {thermal::door_lost_text(site), thermal::lost_door_heat_w(site, plan)}));
  const auto asks = [](const CduGroup& group) { return group.ride_through.has_value(); };
  if (std::any_of(site.cdu_groups.begin(), site.cdu_groups.end(), asks)) {
    append(checks, hydraulics::check_ride_through(site, plan, plant_power(site),
                                                  hydraulics::loop_heat_w(site, plan, zone_heat_w, door_heat_w),
                                                  losses ? &losses->coolant : nullptr));
  }
  append(checks, thermal::check(site, plan, losses_w, field));
  if (losses != nullptr) {
    for (const thermal::AcceptedLoss& loss : thermal::accepted_losses(site, plan, losses_w)) {
      const AirZone& zone = site.air_zones[static_cast<std::size_t>(loss.zone)];
      losses->cooling.push_back({zone.id, thermal::kAirUnitLost, {}, {loss.zone}, 1, true, loss.arithmetic, zone.at});
    }
  }
  append(checks, thermal::check_power_losses(site, plan, loss_scenarios(site, plan)));
}

}  // namespace

std::vector<Check> checks_in_phase(const Site& site, const Plan& plan, const Domains& domains,
                                   const thermal::FieldResult* field, Losses* losses) {
  std::vector<Check> checks;
  if (domains.layout) append(checks, layout::check(site, plan));
  if (domains.plant) append_plant(site, plan, field, losses, checks);
  if (domains.density) append(checks, thermal::check_density(site, plan));
  apply_policy(site, checks);
  return checks;
}

std::vector<Check> checks_of(const Site& site, const Plan& plan, const Domains& domains, const Fields& fields) {
  const auto field_of = [&](std::size_t phase) { return phase < fields.size() ? fields[phase] : nullptr; };
  if (site.phases.empty()) return checks_in_phase(site, plan, domains, field_of(0));
  std::vector<std::vector<Check>> by_phase;
  by_phase.reserve(static_cast<std::size_t>(phase_count(site)));
  for (int phase = 0; phase < phase_count(site); ++phase) {
    by_phase.push_back(checks_in_phase(in_phase(site, phase), plan_in_phase(site, plan, phase), domains,
                                       field_of(static_cast<std::size_t>(phase))));
    if (domains.plant) append(by_phase.back(), kept_headers(site, plan, phase));
  }
  return tightest_of_phases(site, std::move(by_phase));
}

}  // namespace hallplan::verdict
