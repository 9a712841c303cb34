#include "planner/hydraulics/coils.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/site/air_coil.hpp"
#include "planner/site/atmosphere.hpp"

namespace hallplan::hydraulics {
namespace {

void take(MaybeValue& own, const MaybeValue& other) {
  if (!own) own = other;
}

/// The site's word before the product's, key by key.
CoilWater as_built(const std::optional<CoilWater>& site, const std::optional<CoilWater>& product) {
  CoilWater water = site.value_or(CoilWater{});
  if (!product) return water;
  take(water.flow_m3_per_s, product->flow_m3_per_s);
  take(water.pressure_drop_pa, product->pressure_drop_pa);
  take(water.pressure_limit_pa, product->pressure_limit_pa);
  take(water.volume_m3, product->volume_m3);
  if (water.valve == CoilValve::unknown) water.valve = product->valve;
  return water;
}

/// Centre of a slot.
FloorPoint slot_at(const Row& row, int slot) {
  const double along_m = (slot + 0.5) * row.pitch_m.value, across_m = row.depth_m.value / 2;
  const bool is_x = row.along == Axis::x;
  return {row.x_m.value + (is_x ? along_m : across_m), row.y_m.value + (is_x ? across_m : along_m)};
}

}  // namespace

double CoilBank::part() const {
  // Where none is left that is not spare, as in an early phase, those that are there have to do.
  if (!throttles() || spare >= count) return 1;
  return static_cast<double>(count - spare) / static_cast<double>(count);
}

double CoilBank::drawn_m3_per_s() const {
  return water.flow_m3_per_s ? part() * static_cast<double>(count) * water.flow_m3_per_s->high : 0;
}

std::string CoilBank::lacks(std::string_view what, std::string_view key) const {
  return fmt::format("no {} known for {} ({}.{}, line {}, or water.{} of {})", what, id, path, key, at.line, key, type);
}

std::string CoilBank::unknown_flow() const {
  return water.flow_m3_per_s ? std::string() : lacks("facility-water flow of coils", "flow");
}

std::vector<CoilBank> coil_banks(const Site& site, int loop) {
  std::vector<CoilBank> banks;
  const double ratio = density_ratio(site.basis.elevation_m.high);
  for (std::size_t z = 0; z < site.air_zones.size(); ++z) {
    const AirZone& zone = site.air_zones[z];
    if (zone.loop.index != loop || zone.units.empty()) continue;
    const Product<AirUnitType>& type = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)];
    banks.push_back({false, z, zone.id, type.id, "air.zones." + zone.id + ".water", zone.at, zone.units.size(),
                     static_cast<std::size_t>(std::max(0, zone.spare)), as_built(zone.water, type.body.water),
                     unit_capacity(site, zone, zone.supply_degc.low).capacity_w});
  }
  for (std::size_t d = 0; d < site.rear_doors.size(); ++d) {
    const RearDoors& doors = site.rear_doors[d];
    if (doors.loop.index != loop) continue;
    const Product<RearDoorType>& type = site.catalogue.rear_doors[static_cast<std::size_t>(doors.type.index)];
    std::size_t count = 0;
    for (const Ref& row : doors.rows) {
      count += static_cast<std::size_t>(std::max(0, site.rows[static_cast<std::size_t>(row.index)].slots));
    }
    banks.push_back({true, d, doors.id, type.id, "air.rear_doors." + doors.id + ".water", doors.at, count, 0,
                     as_built(doors.water, type.body.water), type.body.capacity_w.low * ratio});
  }
  return banks;
}

CoilDraw coil_draw(const Site& site, int loop) {
  CoilDraw draw;
  for (const CoilBank& bank : coil_banks(site, loop)) {
    draw.m3_per_s += bank.drawn_m3_per_s();
    if (draw.unknown.empty()) draw.unknown = bank.unknown_flow();
  }
  return draw;
}

std::vector<CoilPlace> coil_places(const Site& site, const CoilBank& bank) {
  std::vector<CoilPlace> places;
  if (!bank.doors) {
    for (const Unit& unit : site.air_zones[bank.number].units) {
      std::optional<FloorPoint> at;
      if (unit.x_m && unit.y_m) at = FloorPoint{unit.x_m->value, unit.y_m->value};
      places.push_back({unit.id, at});
    }
    return places;
  }
  for (const Ref& ref : site.rear_doors[bank.number].rows) {
    const Row& row = site.rows[static_cast<std::size_t>(ref.index)];
    for (int slot = 0; slot < row.slots; ++slot) {
      places.push_back({fmt::format("{} {}-s{:02}", bank.id, row.id, slot + 1), slot_at(row, slot)});
    }
  }
  return places;
}

}  // namespace hallplan::hydraulics
