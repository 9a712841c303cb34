// What a verdict says nothing about, because the site does not state what it takes: a pass is no word on these.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/site/cords.hpp"
#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

void breakers(const Site& site, std::vector<std::string>& out) {
  constexpr double kBreakers_degc = 40;  // IEC 60947-1 and UL 489 rate them there
  if (site.basis.busway_ambient_degc.high > kBreakers_degc) {
    out.push_back(
        fmt::format("breakers of tap-offs in air of {:.4g} degC: they count as rated there, which most are "
                    "for {:.4g} degC",
                    site.basis.busway_ambient_degc.high, kBreakers_degc));
  }
}

/// NEC 210.19(A) and 215.2(A), informational notes, and IEC 60364-5-52, annex G, recommend limits; makers' impedances are no key.
void conductors(const Site& site, std::vector<std::string>& out) {
  const bool has_busway = std::any_of(site.devices.begin(), site.devices.end(),
                                      [](const Device& device) { return device.kind == DeviceKind::busway; });
  if (has_busway)
    out.emplace_back(
        "cables between power devices: what they may carry, and the voltage lost along them and along busways");
}

/// Plant on several devices of which the site does not say which of its units hang on which.
void plant(const Site& site, std::vector<std::string>& out) {
  std::vector<std::string> unsaid, pumps;
  const auto look_at = [&](const std::string& name, std::size_t feeds, int cords, const std::vector<int>& own) {
    const bool some_on_all = std::find(own.begin(), own.end(), -1) != own.end();
    if (feeds > 1 && cords == 0 && some_on_all) unsaid.push_back(name);
  };
  for (const CduGroup& group : site.cdu_groups) look_at(group.id, group.feeds.size(), group.cords, own_feeds(group));
  for (const AirZone& zone : site.air_zones) look_at(zone.id, zone.feeds.size(), zone.cords, own_feeds(zone));
  for (const FacilityLoop& loop : site.loops) {
    const Rejection& rejection = loop.rejection;
    look_at("heat rejection of " + loop.id, rejection.feeds.size(), rejection.cords, own_feeds(loop));
    if (rejection.cords == 1 && rejection.pump_feeds.empty() && rejection.feeds.size() > 1 &&
        !(rejection.pump_power_w && rejection.pump_power_w->high == 0))
      pumps.push_back(loop.id);
  }
  if (!unsaid.empty()) {
    out.push_back(fmt::format(
        "plant units with a single cord: each unit of {} counts as fed from all devices in 'feeds', by two cords or a "
        "transfer switch of its own; state 'cords'",
        first_of(unsaid)));
  }
  if (!pumps.empty()) {
    out.push_back(
        fmt::format("single cords of the pumps of {}: they count as fed from all devices in 'feeds'", first_of(pumps)));
  }
}

bool states_flow(const Site& site, const AirZone& zone) {
  if (zone.water && zone.water->flow_m3_per_s) return true;
  const AirUnitType& unit = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
  return unit.water && unit.water->flow_m3_per_s;
}

void air(const Site& site, const std::vector<Check>& checks, std::vector<std::string>& out) {
  std::vector<std::string> cooled, wet, unstated;
  for (const AirZone& zone : site.air_zones) {
    if (zone.units.empty()) continue;
    cooled.push_back(zone.id);
    if (!states_flow(site, zone)) unstated.push_back(zone.id);
    if (zone.loop.index < 0) continue;
    const FacilityLoop& loop = site.loops[static_cast<std::size_t>(zone.loop.index)];
    if (loop.supply_degc.low < site.basis.dew_point_degc.high) wet.push_back(zone.id);
  }
  if (!unstated.empty()) {
    out.push_back(fmt::format("whether coils of {} get as much water as they are rated with: state 'water.flow'",
                              first_of(unstated)));
  }
  if (!cooled.empty()) {
    out.push_back(
        fmt::format("seconds that the air of {} lasts when air units or their water stop: no check follows it, "
                    "'hallplan thermal --ride-through all' does",
                    first_of(cooled)));
  }
  if (!wet.empty()) {
    out.push_back(
        fmt::format("moisture that coils of {} take out of the air: their water is below the dew point, and their "
                    "capacity counts as sensible heat alone",
                    first_of(wet)));
  }
  const bool has_doors = std::any_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.rule == Rule::air_heat && check.scenario.ends_with("rear door lost");
  });
  if (has_doors) {
    out.emplace_back(
        "air at the racks' inlets after the loss of a rear door: the field has all of them, the zone's balance of heat "
        "the loss of the one that takes most");
  }
}

void floor(const std::vector<Check>& checks, std::vector<std::string>& out) {
  const bool stands_on_feet = std::any_of(checks.begin(), checks.end(), [](const Check& check) {
    return check.rule == Rule::layout_floor_point && check.status == Status::pass;
  });
  if (stands_on_feet) {
    out.emplace_back(
        "on how many feet racks and plant stand: 'casters' are counts without a source, and the catalogue's are 4");
  }
}

void liquid(const Site& site, std::vector<std::string>& out) {
  std::vector<std::string> unpiped, unridden, unfilled, unexpanded, throttled;
  for (const FacilityLoop& loop : site.loops) {
    const bool has_cdus = std::any_of(site.cdu_groups.begin(), site.cdu_groups.end(), [&](const CduGroup& group) {
      return !group.units.empty() && &site.loops[static_cast<std::size_t>(group.loop.index)] == &loop;
    });
    if (has_cdus) throttled.push_back(loop.id);
  }
  for (const CduGroup& group : site.cdu_groups) {
    if (!group.piping) unpiped.push_back(group.id);
    if (!group.ride_through) unridden.push_back(group.id);
    if (!group.fill_pressure_pa) unfilled.push_back(group.id);
    if (!group.expansion_m3) unexpanded.push_back(group.id);
  }
  if (!unpiped.empty()) {
    out.push_back(
        fmt::format("pressure lost in pipes and valves of {}: state 'piping' of the group", first_of(unpiped)));
  }
  if (!throttled.empty()) {
    out.push_back(
        fmt::format("how much warmer less water of {} comes back while control valves of its CDUs throttle it, as they "
                    "do at part load, for "
                    "its limit, heat rejection and vessels: all that its pipes or its 'flow' give counts",
                    first_of(throttled)));
  }
  if (!unridden.empty()) {
    out.push_back(
        fmt::format("seconds that coolant of {} lasts when pumps or facility water stop: state 'ride_through' "
                    "of the group",
                    first_of(unridden)));
  }
  if (!unfilled.empty()) {
    out.push_back(fmt::format(
        "pressures of coolant, against ratings and at the pumps' inlets, of {}: state 'fill_pressure' of the group",
        first_of(unfilled)));
  }
  if (!unexpanded.empty()) {
    out.push_back(
        fmt::format("room for coolant that grows as it warms, of {}: state 'expansion_volume' and "
                    "'coolant_volume' of the group",
                    first_of(unexpanded)));
  }
}

}  // namespace

std::vector<std::string> not_looked_at(const Site& site, const std::vector<Check>& checks) {
  std::vector<std::string> out;
  add_open_questions(site, checks, out);
  breakers(site, out);
  conductors(site, out);
  plant(site, out);
  air(site, checks, out);
  floor(checks, out);
  liquid(site, out);
  return out;
}

}  // namespace hallplan::verdict
