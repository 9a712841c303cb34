// What a rack asks of its loop.
#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {

double rack_heat_w(const Site& site, const RackType& rack) {
  return rack.liquid ? sustained_w(site, rack).high * rack.liquid->share.high : 0.0;
}

namespace {

/// A rack's table at one supply temperature.
struct TableAt {
  double flow_m3_per_s = 0;  ///< the high end
  double least_flow_m3_per_s = 0;
  std::optional<double> pressure_drop_pa;
  double heat_w = 0;  ///< that the table is stated at, the low end
};

std::optional<TableAt> table_at(const Site& site, const RackLiquid& liquid, double supply_degc, const CduGroup* group) {
  const auto supply = [](const FlowPoint& point) { return point.supply_degc.value; };
  std::vector<FlowPoint> changed;
  const std::vector<FlowPoint>& table = table_in(site, group, liquid, changed);
  const std::optional<Place> place = place_in(table, supply_degc, supply);
  TableAt out;
  out.heat_w = liquid.table_power_w.low * liquid.table_share.low;
  if (!place || out.heat_w <= 0) return std::nullopt;
  const FlowPoint& low = table[place->low];
  const FlowPoint& high = place->part > 0 ? table[place->low + 1] : low;
  out.flow_m3_per_s = place->between(low.flow_m3_per_s.high, high.flow_m3_per_s.high);
  out.least_flow_m3_per_s = place->between(low.flow_m3_per_s.low, high.flow_m3_per_s.low);
  if (low.pressure_drop_pa && high.pressure_drop_pa) {
    out.pressure_drop_pa = place->between(low.pressure_drop_pa->high, high.pressure_drop_pa->high);
  }
  return out;
}

RackDemand demand_of(const Site& site, const RackType& rack, const TableAt& table) {
  const RackLiquid& liquid = *rack.liquid;
  RackDemand demand;
  demand.heat_w = rack_heat_w(site, rack);
  const double ratio = demand.heat_w / table.heat_w;
  demand.flow_m3_per_s = table.flow_m3_per_s * ratio;
  demand.least_flow_m3_per_s =
      table.least_flow_m3_per_s * (demand.heat_w / (liquid.table_power_w.high * liquid.table_share.high));
  // Exponent 2 above 1 and 1 below lie on the safe side of about 1.89.
  if (table.pressure_drop_pa) demand.pressure_drop_pa = *table.pressure_drop_pa * (ratio > 1 ? ratio * ratio : ratio);
  return demand;
}

}  // namespace

std::optional<RackDemand> rack_demand(const Site& site, const RackType& rack, double supply_degc,
                                      const CduGroup* group) {
  if (!rack.liquid) return std::nullopt;
  const std::optional<TableAt> table = table_at(site, *rack.liquid, supply_degc, group);
  if (!table) return std::nullopt;
  return demand_of(site, rack, *table);
}

DemandWords rack_demand_words(const Site& site, const RackType& rack, double supply_degc, const CduGroup* group) {
  if (!rack.liquid) return {};
  const RackLiquid& liquid = *rack.liquid;
  const std::optional<TableAt> table = table_at(site, liquid, supply_degc, group);
  if (!table) return {};
  const RackDemand demand = demand_of(site, rack, *table);
  DemandWords words;
  words.flow = fmt::format(
      "heat {} x {:.4g} % = {}; its table{} at {}: {} for {} x {:.4g} %, so {} x {:.5g} / {:.5g} = {}",
      kw(sustained_w(site, rack).high), liquid.share.high * 100, kw(demand.heat_w),
      table_differs(site, group, liquid) ? " of " + liquid.table_coolant : "", degc(supply_degc),
      l_per_min(table->flow_m3_per_s), kw(liquid.table_power_w.low), liquid.table_share.low * 100,
      l_per_min(table->flow_m3_per_s), demand.heat_w / 1e3, table->heat_w / 1e3, l_per_min(demand.flow_m3_per_s));
  if (!table->pressure_drop_pa) return words;
  const double ratio = demand.heat_w / table->heat_w;
  words.pressure_drop = ratio == 1 ? kpa(*table->pressure_drop_pa)
                                   : fmt::format("{} x {:.4g}{} = {}", kpa(*table->pressure_drop_pa), ratio,
                                                 ratio > 1 ? "^2" : "", kpa(*demand.pressure_drop_pa));
  return words;
}

}  // namespace hallplan::hydraulics
