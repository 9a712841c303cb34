#include "planner/thermal/zones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "planner/plan/field_text.hpp"
#include "planner/site/air_coil.hpp"
#include "planner/site/cords.hpp"

namespace hallplan::thermal {
namespace {

/// Temperatures this close are the same: what converting from degF may leave.
constexpr double kSameK = 1e-6;

const AirUnitType& unit_type(const Site& site, const AirZone& zone) {
  return site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
}

double most_or(const MaybeValue& value, double otherwise) { return value ? value->high : otherwise; }

/// Of an opening, at most.
double area_m2(const Site& site, const WallOpening& opening) {
  const double width_m = most_or(opening.width_m, 0), depth_m = most_or(opening.depth_m, 0);
  const double bottom_m = opening.bottom_m ? opening.bottom_m->low : 0;
  const double height_m = most_or(opening.top_m, site.hall.ceiling_m.high) - bottom_m;
  switch (opening.wall) {
    case Wall::south:
    case Wall::north:
      return width_m * height_m;
    case Wall::west:
    case Wall::east:
      return depth_m * height_m;
    default:
      return width_m * depth_m;
  }
}

/// What so many running units give and take.
void add_units(const Site& site, const AirZone& zone, int units, ZoneBalance& balance) {
  const AirUnitType& type = unit_type(site, zone);
  balance.units = units;
  balance.other_heat_w += balance.units * type.fan_power_w.high;
  if (water_cools(site, zone))
    balance.capacity_w = balance.units * unit_capacity(site, zone, zone.supply_degc.low).capacity_w;
  balance.supply_m3_per_s = balance.units * type.airflow_m3_per_s.low;
  balance.bypass_m3_per_s = balance.supply_m3_per_s - balance.drawn_m3_per_s;
}

}  // namespace

std::string in_place_of_water(const Site& site, const FacilityLoop& loop, const std::string& coil) {
  const std::string& carried = site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)].id;
  return carried == "water" ? "" : fmt::format("no rating of {} with {} in place of water", coil, carried);
}

double rack_air_heat_w(const Site& site, const RackType& rack) {
  const double liquid_share = rack.liquid ? rack.liquid->share.low : 0.0;
  return sustained_w(site, rack).high * (1.0 - liquid_share);
}

double openings_heat_w(const Site& site, const AirZone& zone) {
  double heat_w = 0;
  for (const AirSupply& supply : site.supplies) {
    const double flow =
        supply.flow_m3_per_s ? supply.flow_m3_per_s->high : most_or(supply.velocity_m_per_s, 0) * area_m2(site, supply);
    const double warmer_k = std::max(0.0, supply.temperature_degc.high - zone.supply_degc.low);
    heat_w += kAir_j_per_m3_k * flow * warmer_k;
  }
  return heat_w;
}

bool water_cools(const Site& site, const AirZone& zone) {
  if (zone.loop.index < 0) return true;
  return zone.supply_degc.low > site.loops[static_cast<std::size_t>(zone.loop.index)].supply_degc.high + kSameK;
}

double inlet_for_flow_degc(const Site& site, const AirZone& zone) {
  return std::max(site.basis.room_air_degc.high, zone.supply_degc.high);
}

bool airflow_known(const RackType& rack, double inlet_degc) {
  const std::vector<AirPoint>& table = rack.air.table;
  if (table.empty()) return false;
  return table.size() == 1 || inlet_degc <= table.back().inlet_degc.value + kSameK;
}

double rack_airflow_m3_per_s(const RackType& rack, double inlet_degc, double Value::*end) {
  const std::vector<AirPoint>& table = rack.air.table;
  if (table.empty()) return 0;
  if (inlet_degc <= table.front().inlet_degc.value) return table.front().flow_m3_per_s.*end;
  for (std::size_t i = 0; i + 1 < table.size(); ++i) {
    const AirPoint& low = table[i];
    const AirPoint& high = table[i + 1];
    if (inlet_degc >= high.inlet_degc.value) continue;
    const double part = (inlet_degc - low.inlet_degc.value) / (high.inlet_degc.value - low.inlet_degc.value);
    return low.flow_m3_per_s.*end + part * (high.flow_m3_per_s.*end - low.flow_m3_per_s.*end);
  }
  return table.back().flow_m3_per_s.*end;
}

std::vector<ZoneBalance> balances(const Site& site, const Plan& plan, const std::vector<double>& device_losses_w) {
  std::vector<ZoneBalance> zones(site.air_zones.size());
  for (const Placement& rack : plan.racks) {
    const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
    const Row& row = site.rows[static_cast<std::size_t>(rack.row)];
    ZoneBalance& balance = zones[static_cast<std::size_t>(row.air_zone.index)];
    const DoorHeat door = door_heat(site, rack.row, rack.type);
    balance.rack_heat_w += rack_air_heat_w(site, type);
    balance.door_heat_w += door.least_w;
    balance.worst_door_w = std::max(balance.worst_door_w, door.least_w);
    balance.other_heat_w += door.fan_w;
    const AirZone& zone = site.air_zones[static_cast<std::size_t>(row.air_zone.index)];
    balance.drawn_m3_per_s += rack_airflow_m3_per_s(type, inlet_for_flow_degc(site, zone));
  }
  for (std::size_t z = 0; z < zones.size(); ++z) {
    ZoneBalance& balance = zones[z];
    const AirZone& zone = site.air_zones[z];
    if (z < device_losses_w.size()) balance.other_heat_w += device_losses_w[z];
    balance.other_heat_w += openings_heat_w(site, zone);
    add_units(site, zone, static_cast<int>(zone.units.size()), balance);
    balance.demand_m3_per_s = balance.drawn_m3_per_s * (1.0 + zone.leakage.high);
  }
  return zones;
}

ZoneBalance without_units(const Site& site, const AirZone& zone, ZoneBalance balance, int lost) {
  balance.other_heat_w -= balance.units * unit_type(site, zone).fan_power_w.high;
  add_units(site, zone, std::max(0, balance.units - lost), balance);
  return balance;
}

std::vector<AcceptedLoss> accepted_losses(const Site& site, const Plan& plan,
                                          const std::vector<double>& device_losses_w) {
  std::vector<AcceptedLoss> losses;
  const std::vector<ZoneBalance> normal = balances(site, plan, device_losses_w);
  for (std::size_t z = 0; z < normal.size(); ++z) {
    const AirZone& zone = site.air_zones[z];
    if (zone.units.empty() || units_missing(site.policy.air, zone.spare) > 0) continue;
    const ZoneBalance left = without_units(site, zone, normal[z], 1);
    if (left.rack_heat_w <= 0) continue;
    if (left.room_heat_w() <= left.capacity_w && left.demand_m3_per_s <= left.supply_m3_per_s) continue;
    losses.push_back({static_cast<int>(z),
                      fmt::format("with one of {} air units lost {} keeps {} of {} heat and {} of "
                                  "{} air; the site accepts it (spare: 0)",
                                  zone.units.size(), zone.id, field::kw(left.capacity_w), field::kw(left.room_heat_w()),
                                  field::m3_per_s(left.supply_m3_per_s), field::m3_per_s(left.demand_m3_per_s))});
  }
  return losses;
}

std::vector<PlantLoss> losses_of(const Site& site, const AirZone& zone) {
  return plant_losses(site.policy.air, zone.spare, cord_losses(site, zone));
}

std::vector<double> zone_heat_w(const Site& site, const Plan& plan, const std::vector<double>& device_losses_w) {
  std::vector<double> heat;
  for (const ZoneBalance& balance : balances(site, plan, device_losses_w)) {
    heat.push_back(balance.room_heat_w());
  }
  return heat;
}

}  // namespace hallplan::thermal
