#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/report/document_parts.hpp"
#include "planner/site/cords.hpp"

namespace hallplan::report {
namespace {

/// Lines of the basis of design. A value shows as it is written, and whether anybody vouches for it.
class Lines {
 public:
  void say(std::string_view system, std::string_view item, std::string value) {
    out_.push_back({{"system", system}, {"item", item}, {"value", std::move(value)}, {"trust", "stated"}});
  }
  void say(std::string_view system, std::string_view item, const Value& value) {
    out_.push_back({{"system", system}, {"item", item}, {"value", value.written}, {"trust", to_string(value.trust)}});
  }
  [[nodiscard]] Json take() { return std::move(out_); }

 private:
  Json out_ = Json::array();
};

std::string names(const std::vector<Ref>& refs) {
  std::vector<std::string> ids;
  ids.reserve(refs.size());
  for (const Ref& ref : refs) ids.push_back(ref.id);
  return join(ids, ", ");
}

std::string units(std::size_t installed, int spare, const std::string& type) {
  return fmt::format("{} x {}, {} may be lost", installed, type, spare == 0 ? "none" : std::to_string(spare));
}

void basis_lines(const Basis& basis, Lines& lines) {
  constexpr std::string_view kSystem = "Basis";
  lines.say(kSystem, "sustained level of a rack", basis.sustained == SustainedLevel::tdp ? "TDP" : "maximum");
  lines.say(kSystem, "electrical code", basis.electrical_code == ElectricalCode::nec ? "NEC" : "IEC");
  lines.say(kSystem, "power factor", basis.power_factor);
  lines.say(kSystem, "elevation", basis.elevation_m);
  lines.say(kSystem, "outdoor design air", basis.outdoor_degc);
  lines.say(kSystem, "room air at rack inlets", basis.room_air_degc);
  lines.say(kSystem, "air around busways", basis.busway_ambient_degc);
  lines.say(kSystem, "dew point of the room", basis.dew_point_degc);
  lines.say(kSystem, "margin over the dew point", basis.dew_point_margin_k);
}

std::string_view stands(FaultPolicy policy) {
  return policy == FaultPolicy::single ? "one failure" : "one out for maintenance and one failure";
}

/// Only what the policy asks for beyond single failures without a margin.
void policy_lines(const Policy& policy, Lines& lines) {
  constexpr std::string_view kSystem = "Policy";
  const auto faults = [&](std::string_view item, FaultPolicy asked) {
    if (asked != FaultPolicy::single) lines.say(kSystem, item, std::string(stands(asked)));
  };
  faults("power stands", policy.power);
  faults("CDUs stand", policy.liquid);
  faults("air units stand", policy.air);
  faults("heat rejection stands", policy.rejection);
  const auto margin = [&](std::string_view item, const MaybeValue& value) {
    if (value) lines.say(kSystem, item, *value);
  };
  margin("margin of power", policy.margins.power);
  margin("margin of liquid", policy.margins.liquid);
  margin("margin of air", policy.margins.air);
  if (!policy.warnings.empty()) lines.say(kSystem, "failures that are warnings", names(policy.warnings));
}

void hall_lines(const Hall& hall, Lines& lines) {
  constexpr std::string_view kSystem = "Hall";
  lines.say(kSystem, "width x depth", hall.width_m.written + " x " + hall.depth_m.written);
  lines.say(kSystem, "clear height", hall.ceiling_m);
  if (hall.plenum_m) lines.say(kSystem, "plenum above the ceiling", *hall.plenum_m);
  lines.say(kSystem, "kept free above the racks", hall.overhead_m);
  lines.say(kSystem, "floor, average over a bay", hall.floor.bay_kg_per_m2);
  lines.say(kSystem, "side of a bay", hall.floor.bay_m);
  if (hall.floor.footprint_kg_per_m2) lines.say(kSystem, "floor, under a footprint", *hall.floor.footprint_kg_per_m2);
  if (hall.floor.point_kg) lines.say(kSystem, "floor, under a caster", *hall.floor.point_kg);
  lines.say(kSystem, "worst caster over an even share", hall.floor.uneven);
}

/// "tx-a, tx-b", or of many the first and the last.
std::string few(const std::vector<std::string>& ids) {
  constexpr std::size_t kMostNamed = 4;
  return ids.size() <= kMostNamed ? join(ids, ", ") : ids.front() + " ... " + ids.back();
}

/// One line for each kind of device: "2 (tx-a, tx-b)". The tree itself is in the site file.
void power_lines(const Site& site, Lines& lines) {
  constexpr DeviceKind kKinds[] = {DeviceKind::utility,     DeviceKind::generator, DeviceKind::transformer,
                                   DeviceKind::switchboard, DeviceKind::ups,       DeviceKind::busway,
                                   DeviceKind::pdu};
  for (const DeviceKind kind : kKinds) {
    std::vector<std::string> ids;
    for (const Device& device : site.devices) {
      if (device.kind == kind) ids.push_back(device.id);
    }
    if (!ids.empty()) lines.say("Power", to_string(kind), fmt::format("{} ({})", ids.size(), few(ids)));
  }
}

/// How units hang on these devices, where the site says so.
std::string cords_text(const std::vector<int>& own_feeds, int cords) {
  const auto single = std::count_if(own_feeds.begin(), own_feeds.end(), [](int feed) { return feed >= 0; });
  if (single == 0) return cords == 2 ? ", each unit on all of them" : "";
  if (single == std::ssize(own_feeds)) return ", one cord each";
  return fmt::format(", one cord for {} of {} units", single, own_feeds.size());
}

void liquid_lines(const Site& site, Lines& lines) {
  for (const FacilityLoop& loop : site.loops) {
    const std::string system = "Facility water " + loop.id;
    lines.say(system, "coolant", loop.coolant.id);
    lines.say(system, "supply", loop.supply_degc);
    lines.say(system, "flow", loop.flow_m3_per_s);
    lines.say(system, "return limit", loop.return_limit_degc);
    if (loop.head_pa) lines.say(system, "head at each CDU", *loop.head_pa);
    if (loop.most_pressure_pa) lines.say(system, "most pressure", *loop.most_pressure_pa);
    for (const LoopGrowth& step : loop.grows) {
      if (step.flow_m3_per_s) lines.say(system, "flow from " + step.id, *step.flow_m3_per_s);
      if (step.supply_degc) lines.say(system, "supply from " + step.id, *step.supply_degc);
      if (step.return_limit_degc) lines.say(system, "return limit from " + step.id, *step.return_limit_degc);
      if (step.head_pa) lines.say(system, "head at each CDU from " + step.id, *step.head_pa);
      if (step.most_pressure_pa) lines.say(system, "most pressure from " + step.id, *step.most_pressure_pa);
    }
    lines.say(system, "heat rejection",
              units(static_cast<std::size_t>(loop.rejection.units), loop.rejection.spare, loop.rejection.type.id));
    if (!loop.rejection.feeds.empty()) {
      lines.say(system, "heat rejection powered from",
                names(loop.rejection.feeds) + cords_text(own_feeds(loop), loop.rejection.cords));
    }
    if (!loop.rejection.pump_feeds.empty()) lines.say(system, "pumps powered from", names(loop.rejection.pump_feeds));
  }
  for (const CduGroup& group : site.cdu_groups) {
    const std::string system = "CDU group " + group.id;
    lines.say(system, "units", units(group.units.size(), group.spare, group.type.id));
    if (group.headers == Headers::dedicated) lines.say(system, "headers", "dedicated: each unit has its own racks");
    lines.say(system, "on loop", group.loop.id);
    lines.say(system, "coolant", group.coolant.id);
    lines.say(system, "TCS supply", group.supply_degc);
    lines.say(system, "powered from", names(group.feeds) + cords_text(own_feeds(group), group.cords));
  }
}

void air_lines(const Site& site, Lines& lines) {
  for (const AirZone& zone : site.air_zones) {
    const std::string system = "Air zone " + zone.id;
    lines.say(system, "units", units(zone.units.size(), zone.spare, zone.type.id));
    lines.say(system, "on loop", zone.loop.id);
    lines.say(system, "supply air", zone.supply_degc);
    lines.say(system, "leakage past the racks", zone.leakage);
    lines.say(system, "containment", std::string(to_string(zone.containment)));
    lines.say(system, "powered from", names(zone.feeds) + cords_text(own_feeds(zone), zone.cords));
  }
}

void demand_lines(const Site& site, Lines& lines) {
  for (const Demand& demand : site.demand) {
    const std::string system = "Demand " + demand.id;
    std::string unit = fmt::format("{} x {}", demand.compute_racks, demand.compute.id);
    if (demand.network_racks > 0) unit += fmt::format(", {} x {}", demand.network_racks, demand.network.id);
    lines.say(system, "one scalable unit", unit);
    if (demand.units_per_management > 0) {
      lines.say(system, "management",
                fmt::format("1 x {} for {} units", demand.management.id, demand.units_per_management));
    }
    lines.say(system, "units wanted", demand.units == 0 ? "as many as fit" : std::to_string(demand.units));
  }
  lines.say("Network", "medium", site.network.cable.id);
  lines.say("Network", "drop at each end", site.network.drop_m);
  lines.say("Network", "slack", site.network.slack_m);
  for (const DensityLimit& limit : site.density) {
    lines.say("Density window " + limit.id, fmt::format("{} x {}", limit.width_m.written, limit.depth_m.written),
              limit.limit_w_per_m2);
  }
}

}  // namespace

Json basis_part(const Site& site) {
  Lines lines;
  basis_lines(site.basis, lines);
  policy_lines(site.policy, lines);
  hall_lines(site.hall, lines);
  power_lines(site, lines);
  liquid_lines(site, lines);
  air_lines(site, lines);
  demand_lines(site, lines);
  return lines.take();
}

}  // namespace hallplan::report
