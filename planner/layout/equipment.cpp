/// What stands on the floor: the plant units that have a place, then the placed racks.
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "planner/layout/geometry.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/trays.hpp"

namespace hallplan::layout {
namespace {

struct UnitKind {
  std::string word;   ///< "CDU", "air unit"
  std::string group;  ///< "CDU group g1"
  std::string type;
  const Body* body = nullptr;
  std::optional<int> casters;
};

void add_units(std::vector<Equipment>& out, const std::vector<Unit>& units, const UnitKind& kind) {
  for (const Unit& unit : units) {
    if (!unit.x_m || !unit.y_m) continue;
    Equipment piece;
    piece.name = kind.word + " " + unit.id;
    piece.type = kind.type;
    piece.group = kind.group;
    piece.rect = body_rect(*kind.body, to_mm(unit.x_m->value), to_mm(unit.y_m->value), unit.front);
    piece.front = unit.front;
    piece.body = kind.body;
    piece.casters = kind.casters;
    piece.at = unit.at;
    out.push_back(std::move(piece));
  }
}

void add_devices(std::vector<Equipment>& out, const std::vector<Device>& devices) {
  for (std::size_t d = 0; d < devices.size(); ++d) {
    if (!devices[d].place) continue;
    const DevicePlace& place = *devices[d].place;
    Equipment piece;
    piece.name = fmt::format("{} {}", to_string(devices[d].kind), devices[d].id);
    piece.type = devices[d].id;
    piece.group = "power devices";
    piece.rect = body_rect(place, to_mm(place.x_m.value), to_mm(place.y_m.value), place.front);
    piece.front = place.front;
    piece.body = &place;
    piece.device = static_cast<int>(d);
    piece.at = devices[d].at;
    out.push_back(std::move(piece));
  }
}

using Pins = std::map<std::string_view, const PinnedRack*>;

/// Where the files put a rack: its pin, else its row.
Mark place_of(const Site& site, const Pins& pins, const Placement& rack) {
  const auto found = pins.find(rack.id);
  if (found != pins.end()) {
    const PinnedRack& pin = *found->second;
    if (pin.row.index == rack.row && pin.slot == rack.slot + 1) return pin.at;
  }
  const bool has_row = rack.row >= 0 && rack.row < static_cast<int>(site.rows.size());
  return has_row ? site.rows[static_cast<std::size_t>(rack.row)].at : Mark{};
}

const Product<RackType>& type_of(const Site& site, const Placement& rack) {
  return site.catalogue.racks[static_cast<std::size_t>(rack.type)];
}

}  // namespace

RectMm footprint(const Site& site, const Placement& rack) {
  return body_rect(type_of(site, rack).body.body, to_mm(rack.x_m), to_mm(rack.y_m), side_of(rack.rotation_deg));
}

std::vector<Equipment> equipment(const Site& site, const Plan& plan) {
  std::vector<Equipment> out;
  for (const CduGroup& group : site.cdu_groups) {
    const Product<CduType>& type = site.catalogue.cdus[static_cast<std::size_t>(group.type.index)];
    add_units(out, group.units, {"CDU", "CDU group " + group.id, type.id, &type.body.body, type.body.casters});
  }
  for (const AirZone& zone : site.air_zones) {
    const Product<AirUnitType>& type = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)];
    add_units(out, zone.units, {"air unit", "air zone " + zone.id, type.id, &type.body.body, type.body.casters});
  }
  add_devices(out, site.devices);
  Pins pins;
  for (const PinnedRack& pin : site.placed) pins.emplace(pin.id, &pin);
  for (std::size_t i = 0; i < plan.racks.size(); ++i) {
    const Placement& rack = plan.racks[i];
    const bool has_row = rack.row >= 0 && rack.row < static_cast<int>(site.rows.size());
    Equipment piece;
    piece.name = rack.id;
    piece.type = type_of(site, rack).id;
    piece.group = has_row ? "row " + site.rows[static_cast<std::size_t>(rack.row)].id : "no row";
    piece.rect = footprint(site, rack);
    piece.front = side_of(rack.rotation_deg);
    piece.body = &type_of(site, rack).body.body;
    piece.casters = type_of(site, rack).body.casters;
    piece.door = rear_door(site, rack.row, rack.type);
    piece.rack = static_cast<int>(i);
    piece.at = place_of(site, pins, rack);
    out.push_back(std::move(piece));
  }
  return out;
}

double cable_length_m(const Site& site, const TrayWays& ways, const Placement& from, const Placement& to) {
  const RectMm a = footprint(site, from);
  const RectMm b = footprint(site, to);
  const double fixed_m = 2 * site.network.drop_m.high + site.network.slack_m.high;
  if (!ways.empty()) {
    const long long length = ways.length_half_mm(ways.end_of(a), ways.end_of(b));
    if (length >= kNoWay_half_mm) return std::numeric_limits<double>::infinity();
    return static_cast<double>(length) / 2000 + fixed_m;
  }
  // Twice the distances between centres, so that centres at half millimetres stay exact.
  const long long dx2 = std::llabs(a.x0 + a.x1 - b.x0 - b.x1);
  const long long dy2 = std::llabs(a.y0 + a.y1 - b.y0 - b.y1);
  return static_cast<double>(dx2 + dy2) / 2000 + fixed_m;
}

double cable_length_m(const Site& site, const Placement& from, const Placement& to) {
  return cable_length_m(site, TrayWays(site), from, to);
}

}  // namespace hallplan::layout
