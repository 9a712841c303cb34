// A rack's flow table that was stated with another coolant than its group carries.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/pipes.hpp"

namespace hallplan::hydraulics {
namespace {

/// What flow and pressure drop become in another coolant, least and most.
struct Change {
  double least = 1, most = 1;
};

std::optional<Change> of_flow(const CoolantType& table, const CoolantType& carried, double at_degc) {
  const auto j_per_m3_k = [&](const CoolantType& coolant, End end) -> std::optional<double> {
    const std::optional<CoolantState> state = coolant_at(coolant, at_degc, end);
    if (!state) return std::nullopt;
    return state->density_kg_per_m3 * state->specific_heat_j_per_kg_k;
  };
  const auto table_low = j_per_m3_k(table, End::low), table_high = j_per_m3_k(table, End::high);
  const auto low = j_per_m3_k(carried, End::low), high = j_per_m3_k(carried, End::high);
  if (!table_low || !table_high || !low || !high) return std::nullopt;
  return Change{*table_low / *high, *table_high / *low};
}

/// The power of its flow with which a table's pressure drop rises: between 1, of laminar flow, and 2.
Change power_of(const std::vector<FlowPoint>& table) {
  if (table.size() > 1 && table.front().pressure_drop_pa && table.back().pressure_drop_pa) {
    const double drops = table.back().pressure_drop_pa->value / table.front().pressure_drop_pa->value;
    const double flows = table.back().flow_m3_per_s.value / table.front().flow_m3_per_s.value;
    if (drops > 1 && flows > 1) {
      const double power = std::clamp(std::log(drops) / std::log(flows), 1.0, 2.0);
      return {power, power};
    }
  }
  return {1, 2};
}

std::optional<Change> of_drop(const Product<CoolantType>& table, const Product<CoolantType>& carried, double at_degc,
                              const Change& flow, const Change& power) {
  const FluidFound from_thick = fluid_at(table, at_degc, FlowEnd::least), to_thick = fluid_at(carried, at_degc);
  const FluidFound from_thin = fluid_at(table, at_degc, FlowEnd::most);
  const FluidFound to_thin = fluid_at(carried, at_degc, FlowEnd::most);
  if (!from_thick.unknown.empty() || !to_thick.unknown.empty() || !from_thin.unknown.empty() ||
      !to_thin.unknown.empty()) {
    return std::nullopt;
  }
  const auto factor = [&](const network::Fluid& from, const network::Fluid& to, double flows, double n) {
    const double denser = to.density_kg_per_m3 / from.density_kg_per_m3;
    const double thicker = to.viscosity_pa_s / from.viscosity_pa_s / denser;
    return denser * std::pow(thicker, 2 - n) * std::pow(flows, n);
  };
  Change drop{1e9, 0};
  for (const double n : {power.least, power.most}) {
    drop.least = std::min(drop.least, factor(from_thick.fluid, to_thin.fluid, flow.least, n));
    drop.most = std::max(drop.most, factor(from_thin.fluid, to_thick.fluid, flow.most, n));
  }
  return drop;
}

void change(Value& value, const Change& by) {
  value.low *= by.least;
  value.high *= by.most;
  value.value = std::clamp(value.value * (by.least + by.most) / 2, value.low, value.high);
}

}  // namespace

bool table_differs(const Site& site, const CduGroup* group, const RackLiquid& liquid) {
  return group != nullptr && !liquid.table_coolant.empty() &&
         site.catalogue.coolants[static_cast<std::size_t>(group->coolant.index)].id != liquid.table_coolant;
}

const std::vector<FlowPoint>& table_in(const Site& site, const CduGroup* group, const RackLiquid& liquid,
                                       std::vector<FlowPoint>& changed) {
  if (!table_differs(site, group, liquid)) return liquid.table;
  const std::vector<Product<CoolantType>>& coolants = site.catalogue.coolants;
  const Product<CoolantType>& carried = coolants[static_cast<std::size_t>(group->coolant.index)];
  const auto table = std::find_if(coolants.begin(), coolants.end(), [&](const Product<CoolantType>& coolant) {
    return coolant.id == liquid.table_coolant;
  });
  changed.clear();
  if (table == coolants.end()) return changed;
  const Change power = power_of(liquid.table);
  for (FlowPoint point : liquid.table) {
    const double at_degc = point.supply_degc.value;
    const std::optional<Change> flow = of_flow(table->body, carried.body, at_degc);
    if (!flow) continue;
    const std::optional<Change> drop = of_drop(*table, carried, at_degc, *flow, power);
    change(point.flow_m3_per_s, *flow);
    if (point.pressure_drop_pa && drop) {
      change(*point.pressure_drop_pa, *drop);
    } else {
      point.pressure_drop_pa.reset();
    }
    changed.push_back(std::move(point));
  }
  return changed;
}

}  // namespace hallplan::hydraulics
