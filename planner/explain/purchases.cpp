#include "planner/explain/purchases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "planner/base/text.hpp"

namespace hallplan::explain {
namespace {

/// Ratings come in steps of about a quarter: 800, 1000, 1250, 1600 A or kVA (the R10 series of preferred numbers, ISO 3).
constexpr double kStep = 1.25;

void scale(Value& value, double factor) {
  value.value *= factor;
  value.low *= factor;
  value.high *= factor;
}
void scale(MaybeValue& value, double factor) {
  if (value) scale(*value, factor);
}

/// "g1, g2 and 4 more"
std::string few(const std::vector<std::string>& names) {
  constexpr std::size_t kNamed = 4;
  if (names.size() <= kNamed) return join(names, ", ");
  const std::vector<std::string> first(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(kNamed - 1));
  return fmt::format("{} and {} more", join(first, ", "), names.size() - first.size());
}

void add_rated(const Site& site, DeviceKind kind, std::string_view what, std::string_view besides,
               std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const Device& device : site.devices) {
    if (device.kind == kind && (device.rating_w || device.rating_va || device.rating_a)) names.push_back(device.id);
  }
  if (names.empty()) return;
  out.push_back({std::string(what), static_cast<int>(names.size()), few(names) + ": rating x 1.25",
                 std::string(besides), [kind](Site& bought) {
                   for (Device& device : bought.devices) {
                     if (device.kind != kind) continue;
                     scale(device.rating_w, kStep);
                     scale(device.rating_va, kStep);
                     scale(device.rating_a, kStep);
                     scale(device.short_time_w, kStep);
                   }
                 }});
}

/// One module more in every UPS; of those without modules the rating.
void add_ups(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const Device& device : site.devices) {
    if (device.kind == DeviceKind::ups && device.ups_type.given()) {
      names.push_back(fmt::format("{}: {} -> {} modules", device.id, device.modules, device.modules + 1));
    }
  }
  if (names.empty()) return add_rated(site, DeviceKind::ups, "every UPS one size larger", "floor, batteries", out);
  out.push_back({"a module in every UPS", static_cast<int>(names.size()), few(names), "batteries, switchgear upstream",
                 [](Site& bought) {
                   for (Device& device : bought.devices) {
                     if (device.kind != DeviceKind::ups || !device.ups_type.given()) continue;
                     const double share = static_cast<double>(device.modules + 1) / std::max(1, device.modules);
                     ++device.modules;
                     scale(device.rating_w, share);
                     scale(device.rating_va, share);
                     scale(device.short_time_w, share);
                   }
                 }});
}

void add_busways(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const Device& device : site.devices) {
    if (device.kind == DeviceKind::busway) names.push_back(device.id);
  }
  if (names.empty()) return;
  out.push_back({"every busway one step larger", static_cast<int>(names.size()), few(names) + ": rating x 1.25",
                 "hung load, tap-offs, boards upstream", [](Site& bought) {
                   for (Product<BuswayType>& type : bought.catalogue.busways) scale(type.body.rating_a, kStep);
                   for (Device& device : bought.devices) {
                     if (device.kind != DeviceKind::busway) continue;
                     scale(device.rating_a, kStep);
                     scale(device.rating_w, kStep);
                     scale(device.short_time_w, kStep);
                   }
                 }});
}

/// The new units stand outside the hall as far as the plan is concerned: where they go is for the drawing.
template <class Group>
Unit one_more(const Group& group) {
  Unit unit = group.units.back();
  unit.id += "-more";
  unit.x_m.reset();
  unit.y_m.reset();
  return unit;
}

void add_cdus(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const CduGroup& group : site.cdu_groups) {
    if (group.units.empty()) continue;
    names.push_back(fmt::format("{}: {} -> {} units", group.id, group.units.size(), group.units.size() + 1));
  }
  if (names.empty()) return;
  out.push_back({"a CDU in every group", static_cast<int>(names.size()), few(names), "floor, feeds, facility water",
                 [](Site& bought) {
                   for (CduGroup& group : bought.cdu_groups) {
                     if (!group.units.empty()) group.units.push_back(one_more(group));
                   }
                 }});
}

void add_loops(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::string> names, flows;
  for (const FacilityLoop& loop : site.loops) {
    names.push_back(fmt::format("{}: {} -> {} units", loop.id, loop.rejection.units, loop.rejection.units + 1));
    flows.push_back(loop.id);
  }
  if (names.empty()) return;
  out.push_back({"a heat-rejection unit on every loop", static_cast<int>(names.size()), few(names), "roof, feeds",
                 [](Site& bought) {
                   for (FacilityLoop& loop : bought.loops) ++loop.rejection.units;
                 }});
  out.push_back({"a quarter more facility water", static_cast<int>(flows.size()), few(flows) + ": flow x 1.25",
                 "pumps, mains", [](Site& bought) {
                   for (FacilityLoop& loop : bought.loops) scale(loop.flow_m3_per_s, kStep);
                 }});
}

void add_air(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const AirZone& zone : site.air_zones) {
    if (zone.units.empty()) continue;
    names.push_back(fmt::format("{}: {} -> {} units", zone.id, zone.units.size(), zone.units.size() + 1));
  }
  if (names.empty()) return;
  out.push_back({"an air unit in every zone", static_cast<int>(names.size()), few(names), "floor, feeds, chilled water",
                 [](Site& bought) {
                   for (AirZone& zone : bought.air_zones) {
                     if (!zone.units.empty()) zone.units.push_back(one_more(zone));
                   }
                 }});
}

void add_floor(const Site& site, std::vector<Purchase>& out) {
  out.push_back({"a floor that carries a quarter more", 1,
                 fmt::format("{} x 1.25 over a bay", site.hall.floor.bay_kg_per_m2.written), "plates under rows",
                 [](Site& bought) {
                   FloorRating& floor = bought.hall.floor;
                   scale(floor.bay_kg_per_m2, kStep);
                   scale(floor.footprint_kg_per_m2, kStep);
                   scale(floor.point_kg, kStep);
                   scale(floor.rolling_kg, kStep);
                 }});
}

void add_deliveries(const Site& site, std::vector<Purchase>& out) {
  std::vector<std::string> names;
  for (const Demand& demand : site.demand) {
    if (demand.units > 0 || demand.delivered >= 0) names.push_back(demand.id);
  }
  if (names.empty()) return;
  out.push_back({"a scalable unit more of each demand", static_cast<int>(names.size()), few(names), "lead time",
                 [](Site& bought) {
                   for (Demand& demand : bought.demand) {
                     if (demand.units > 0) ++demand.units;
                     if (demand.delivered >= 0) ++demand.delivered;
                   }
                 }});
}

}  // namespace

std::vector<Purchase> purchases(const Site& site) {
  std::vector<Purchase> out;
  add_deliveries(site, out);
  add_rated(site, DeviceKind::utility, "a quarter more utility power", "a new connection agreement", out);
  add_rated(site, DeviceKind::generator, "every generator one size larger", "yard, fuel", out);
  add_rated(site, DeviceKind::transformer, "every transformer one size larger", "switchgear", out);
  add_rated(site, DeviceKind::switchboard, "every switchboard one size larger", "floor", out);
  add_ups(site, out);
  add_busways(site, out);
  add_cdus(site, out);
  add_loops(site, out);
  add_air(site, out);
  add_floor(site, out);
  return out;
}

}  // namespace hallplan::explain
