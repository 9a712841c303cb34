// What rear doors take of their racks' heat, and what they leave to the room.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>

#include "planner/plan/field_text.hpp"
#include "planner/site/air_coil.hpp"
#include "planner/thermal/zones.hpp"

namespace hallplan::thermal {
namespace {

const Product<RearDoorType>& type_of(const Site& site, const RearDoors& doors) {
  return site.catalogue.rear_doors[static_cast<std::size_t>(doors.type.index)];
}

const AirZone& zone_of(const Site& site, int row) {
  return site.air_zones[static_cast<std::size_t>(site.rows[static_cast<std::size_t>(row)].air_zone.index)];
}

/// The least and the most air that a rack may draw, m3/s.
struct Draught {
  double least_m3_per_s = 0, most_m3_per_s = 0;
};

Draught draught(const Site& site, const AirZone& zone, const RackType& rack) {
  return {rack_airflow_m3_per_s(rack, zone.supply_degc.low, &Value::low),
          rack_airflow_m3_per_s(rack, inlet_for_flow_degc(site, zone))};
}

/// What the coil takes of so much air by its rated point, W: air behind a rack that breathes the coldest supply. With less air than it is
/// rated at its effectiveness is that of its rating at least, with more its heat is.
double coil_w(const Site& site, const RearDoors& doors, int row, const RackType& rack, double airflow_m3_per_s) {
  const RearDoorType& type = type_of(site, doors).body;
  const std::optional<double> w_per_k =
      coil_w_per_k(type.capacity_w, *type.airflow_m3_per_s, *type.entering_air_degc, type.water_supply_degc);
  const double ratio = density_ratio(site.basis.elevation_m.high);
  const double air_w_per_k = kAir_j_per_m3_k * ratio * airflow_m3_per_s;
  if (!w_per_k || air_w_per_k <= 0) return 0;
  const double entering_degc = zone_of(site, row).supply_degc.low + rack_air_heat_w(site, rack) / air_w_per_k;
  const double water_degc = site.loops[static_cast<std::size_t>(doors.loop.index)].supply_degc.high;
  const double part = std::min(1.0, airflow_m3_per_s / type.airflow_m3_per_s->high);
  return *w_per_k * ratio * part * std::max(0.0, entering_degc - water_degc);
}

bool has_rated_air(const RearDoorType& type) { return type.entering_air_degc && type.airflow_m3_per_s; }

}  // namespace

std::string unknown_door(const Site& site, int row, int rack_type) {
  const RearDoors* doors = doors_of(site, row, rack_type);
  if (doors == nullptr || doors->loop.index < 0) return {};
  const Product<RearDoorType>& type = type_of(site, *doors);
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(doors->loop.index)];
  const RearDoorType& body = type.body;
  if (!has_rated_air(body)) {
    return fmt::format(
        "no air known at which {} takes its {} (rear_door.entering_air and rear_door.airflow, on its data sheet): what "
        "it "
        "takes behind these racks, with water of {}, does not follow",
        type.id, field::kw(body.capacity_w.low), field::degc(loop.supply_degc.high));
  }
  if (!coil_w_per_k(body.capacity_w, *body.airflow_m3_per_s, *body.entering_air_degc, body.water_supply_degc)) {
    return fmt::format(
        "{} takes {} of {} at {}: it would leave no warmer than the water of {}; one of the ends of its "
        "rating is wrong",
        type.id, field::kw(body.capacity_w.low), field::m3_per_s(body.airflow_m3_per_s->high),
        field::degc(body.entering_air_degc->high), field::degc(body.water_supply_degc.low));
  }
  return in_place_of_water(site, loop, type.id);
}

double door_capacity_w(const Site& site, int row, int rack_type) {
  const RearDoors* doors = doors_of(site, row, rack_type);
  if (doors == nullptr) return 0;
  const RearDoorType& type = type_of(site, *doors).body;
  const double rated_w = type.capacity_w.low * density_ratio(site.basis.elevation_m.high);
  if (doors->loop.index < 0 || !has_rated_air(type)) return rated_w;
  const RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type)].body;
  const Draught air = draught(site, zone_of(site, row), rack);
  return std::min({rated_w, coil_w(site, *doors, row, rack, air.least_m3_per_s),
                   coil_w(site, *doors, row, rack, air.most_m3_per_s)});
}

DoorHeat door_heat(const Site& site, int row, int rack_type) {
  DoorHeat out;
  const RearDoors* doors = doors_of(site, row, rack_type);
  if (doors == nullptr) return out;
  const RearDoorType& type = type_of(site, *doors).body;
  const RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type)].body;
  const AirZone& zone = zone_of(site, row);
  const double ratio = density_ratio(site.basis.elevation_m.high);
  const double heat_w = rack_air_heat_w(site, rack);
  const double air_w_per_k = kAir_j_per_m3_k * ratio * draught(site, zone, rack).most_m3_per_s;
  const double left_w = std::max(0.0, air_w_per_k * (door_leaving_degc(site, *doors) - zone.supply_degc.low));
  out.least_w = std::clamp(heat_w - left_w, 0.0, door_capacity_w(site, row, rack_type));
  out.most_w = std::min(heat_w, type.capacity_w.high * ratio);
  out.fan_w = type.fan_power_w ? type.fan_power_w->high : 0;
  return out;
}

double door_leaving_degc(const Site& site, const RearDoors& doors) {
  if (doors.loop.index < 0) return doors.leaving_degc.high;
  return std::max(doors.leaving_degc.high, site.loops[static_cast<std::size_t>(doors.loop.index)].supply_degc.high);
}

double door_to_loop_w(const Site& site, int row, int rack_type) {
  const RearDoors* doors = doors_of(site, row, rack_type);
  if (doors == nullptr) return 0;
  const DoorHeat heat = door_heat(site, row, rack_type);
  return doors->loop.index == zone_of(site, row).loop.index ? heat.least_w : heat.most_w;
}

std::vector<double> door_heat_w(const Site& site, const Plan& plan) {
  std::vector<double> heat(site.rear_doors.size(), 0.0);
  for (const Placement& rack : plan.racks) {
    const RearDoors* doors = doors_of(site, rack.row, rack.type);
    if (doors == nullptr) continue;
    heat[static_cast<std::size_t>(doors - site.rear_doors.data())] += door_to_loop_w(site, rack.row, rack.type);
  }
  return heat;
}

std::vector<double> door_heat_w(const Site& site, const std::vector<capacity::Choice>& choices) {
  std::vector<double> heat;
  heat.reserve(choices.size());
  for (const capacity::Choice& choice : choices) heat.push_back(door_to_loop_w(site, choice.row, choice.type));
  return heat;
}

std::vector<double> lost_door_heat_w(const Site& site, const Plan& plan) {
  std::vector<double> heat_w(site.air_zones.size(), 0.0);
  for (const Placement& rack : plan.racks) {
    const RearDoors* const doors = doors_of(site, rack.row, rack.type);
    if (doors == nullptr) continue;
    const auto z = static_cast<std::size_t>(site.rows[static_cast<std::size_t>(rack.row)].air_zone.index);
    if (doors->loop.index == site.air_zones[z].loop.index) continue;
    heat_w[z] = std::max(heat_w[z], door_heat(site, rack.row, rack.type).least_w);
  }
  return heat_w;
}

ZoneBalance with_door_lost(const Site& site, const AirZone& zone, ZoneBalance normal) {
  normal.door_heat_w -= normal.worst_door_w;
  return without_units(site, zone, normal, units_missing(site.policy.air, 0));
}

std::string door_lost_text(const Site& site) {
  return site.policy.air == FaultPolicy::maintenance ? "1 unit out, 1 rear door lost" : "1 rear door lost";
}

}  // namespace hallplan::thermal
