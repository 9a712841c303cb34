#include "planner/hydraulics/throttled_flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <optional>

#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/facility_network.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/site/atmosphere.hpp"

namespace hallplan::hydraulics {
namespace {

/// The warmest air that a bank's coils cool: of a zone with its spare units lost, of doors what blows out of the warmest rack before them.
struct HotAir {
  double degc = 0;
  std::string unknown;
};

HotAir return_air(const Site& site, const AirZone& zone, double heat_w) {
  const AirUnitType& unit = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
  const int running = std::max(1, static_cast<int>(zone.units.size()) - std::max(0, zone.spare));
  const double flow_kg_per_s =
      running * unit.airflow_m3_per_s.low * kAir_kg_per_m3 * density_ratio(site.basis.elevation_m.high);
  return {zone.supply_degc.high + heat_w / (kAir_j_per_kg_k * flow_kg_per_s), {}};
}

HotAir into_doors(const Site& site, const Plan& plan, const RearDoors& doors) {
  HotAir warmest;
  for (const Placement& placed : plan.racks) {
    if (placed.row < 0 || doors_of(site, placed.row, placed.type) != &doors) continue;
    const Product<RackType>& rack = site.catalogue.racks[static_cast<std::size_t>(placed.type)];
    const Row& row = site.rows[static_cast<std::size_t>(placed.row)];
    const AirZone& zone = site.air_zones[static_cast<std::size_t>(row.air_zone.index)];
    double least_m3_per_s = 0;
    for (const AirPoint& point : rack.body.air.table) {
      const double here = point.flow_m3_per_s.low;
      least_m3_per_s = least_m3_per_s > 0 ? std::min(least_m3_per_s, here) : here;
    }
    if (least_m3_per_s <= 0) return {0, fmt::format("no airflow known for {}", rack.id)};
    const double air_w = sustained_w(site, rack.body).high * (1 - (rack.body.liquid ? rack.body.liquid->share.low : 0));
    const double air_w_per_k =
        kAir_kg_per_m3 * density_ratio(site.basis.elevation_m.high) * kAir_j_per_kg_k * least_m3_per_s;
    warmest.degc = std::max(warmest.degc, zone.supply_degc.high + air_w / air_w_per_k);
  }
  return warmest;
}

double at(const std::vector<double>& values, std::size_t number) { return number < values.size() ? values[number] : 0; }

}  // namespace

double drawn_m3_per_s(const Site& site, int loop, std::size_t bank) {
  const FacilityLoop& own = site.loops[static_cast<std::size_t>(loop)];
  if (!own.piping) return std::min(coil_banks(site, loop)[bank].drawn_m3_per_s(), own.flow_m3_per_s.low);
  const FacilityNetwork network(site, loop);
  const FacilityFlow flow = network.flow({});
  double drawn = 0;
  for (std::size_t i = 0; i < flow.coil_m3_per_s.size(); ++i) {
    drawn += network.coils()[i].bank == bank ? flow.coil_m3_per_s[i] : 0;
  }
  return drawn;
}

ThrottledFlow throttled_flow(const Site& site, const Plan& plan, int number, double open_m3_per_s,
                             const std::vector<double>& zone_heat_w, const std::vector<double>& door_heat_w) {
  ThrottledFlow made{open_m3_per_s, {}};
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(number)];
  const double supply_degc = loop.supply_degc.high;
  const std::optional<CoolantState> water =
      coolant_at(site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)].body, supply_degc, End::high);
  const std::vector<CoilBank> banks = coil_banks(site, number);
  for (std::size_t b = 0; b < banks.size(); ++b) {
    const CoilBank& bank = banks[b];
    if (!bank.throttles() || !water) continue;
    const double heat_w = at(bank.doors ? door_heat_w : zone_heat_w, bank.number);
    const HotAir air = bank.doors ? into_doors(site, plan, site.rear_doors[bank.number])
                                  : return_air(site, site.air_zones[bank.number], heat_w);
    if (!air.unknown.empty() && heat_w > 0) {
      made.unknown = air.unknown;
      return made;
    }
    // In no loss do its valves let through more, however little they get normally.
    const double drawn = std::min(open_m3_per_s, bank.drawn_m3_per_s());
    const double takes_w_per_m3 = water->density_kg_per_m3 * water->specific_heat_j_per_kg_k * (air.degc - supply_degc);
    const double needed = heat_w <= 0 ? 0 : takes_w_per_m3 > 0 ? heat_w / takes_w_per_m3 : drawn;
    made.least_m3_per_s -= std::max(0.0, drawn - needed);
  }
  made.least_m3_per_s = std::max(0.0, made.least_m3_per_s);
  return made;
}

}  // namespace hallplan::hydraulics
