// What a rack asks of its loop.
#include <fmt/format.h>

#include <cstddef>
#include <vector>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {

double rack_heat_w(const Site& site, const RackType& rack) {
  return rack.liquid ? sustained_w(site, rack).high * rack.liquid->share.high : 0.0;
}

namespace {

/// Pressure drop at `ratio` times the table's flow; exponent 2 above 1 and 1 below lie on the safe side of about 1.89.
void add_pressure_drop(const Place& place, const FlowPoint& low, const FlowPoint& high, double ratio,
                       RackDemand& demand) {
  if (!low.pressure_drop_pa || !high.pressure_drop_pa) return;
  const double table_pa = place.between(low.pressure_drop_pa->high, high.pressure_drop_pa->high);
  demand.pressure_drop_pa = table_pa * (ratio > 1 ? ratio * ratio : ratio);
  demand.pressure_arithmetic = ratio == 1 ? kpa(table_pa)
                                          : fmt::format("{} x {:.4g}{} = {}", kpa(table_pa), ratio,
                                                        ratio > 1 ? "^2" : "", kpa(*demand.pressure_drop_pa));
}

}  // namespace

std::optional<RackDemand> rack_demand(const Site& site, const RackType& rack, double supply_degc,
                                      const CduGroup* group) {
  if (!rack.liquid) return std::nullopt;
  const RackLiquid& liquid = *rack.liquid;
  const auto supply = [](const FlowPoint& point) { return point.supply_degc.value; };
  std::vector<FlowPoint> changed;
  const std::vector<FlowPoint>& table = table_in(site, group, liquid, changed);
  const std::optional<Place> place = place_in(table, supply_degc, supply);
  const double table_heat_w = liquid.table_power_w.low * liquid.table_share.low;
  if (!place || table_heat_w <= 0) return std::nullopt;
  const FlowPoint& low = table[place->low];
  const FlowPoint& high = place->part > 0 ? table[place->low + 1] : low;
  const double table_flow = place->between(low.flow_m3_per_s.high, high.flow_m3_per_s.high);
  const double least_table_flow = place->between(low.flow_m3_per_s.low, high.flow_m3_per_s.low);

  RackDemand demand;
  demand.heat_w = rack_heat_w(site, rack);
  demand.flow_m3_per_s = table_flow * (demand.heat_w / table_heat_w);
  demand.least_flow_m3_per_s =
      least_table_flow * (demand.heat_w / (liquid.table_power_w.high * liquid.table_share.high));
  add_pressure_drop(*place, low, high, demand.heat_w / table_heat_w, demand);
  demand.arithmetic =
      fmt::format("heat {} x {:.4g} % = {}; its table{} at {}: {} for {} x {:.4g} %, so {} x {:.5g} / {:.5g} = {}",
                  kw(sustained_w(site, rack).high), liquid.share.high * 100, kw(demand.heat_w),
                  table_differs(site, group, liquid) ? " of " + liquid.table_coolant : "", degc(supply_degc),
                  l_per_min(table_flow), kw(liquid.table_power_w.low), liquid.table_share.low * 100,
                  l_per_min(table_flow), demand.heat_w / 1e3, table_heat_w / 1e3, l_per_min(demand.flow_m3_per_s));
  return demand;
}

}  // namespace hallplan::hydraulics
