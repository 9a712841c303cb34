// Properties of coolants and the temperature rise of a stream.
#include <cstddef>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"

namespace hallplan::hydraulics {

std::optional<CoolantState> coolant_at(const CoolantType& coolant, double temperature_degc) {
  const auto temperature = [](const CoolantPoint& point) { return point.temperature_degc.value; };
  const std::optional<Place> place = place_in(coolant.table, temperature_degc, temperature);
  if (!place) return std::nullopt;
  const CoolantPoint& low = coolant.table[place->low];
  const CoolantPoint& high = place->part > 0 ? coolant.table[place->low + 1] : low;
  return CoolantState{place->between(low.density_kg_per_m3.value, high.density_kg_per_m3.value),
                      place->between(low.specific_heat_j_per_kg_k.value, high.specific_heat_j_per_kg_k.value)};
}

std::optional<double> return_degc(const CoolantType& coolant, double supply_degc, double heat_w, double flow_m3_per_s) {
  const std::optional<CoolantState> state = coolant_at(coolant, supply_degc);
  if (!state) return std::nullopt;
  if (heat_w <= 0) return supply_degc;
  if (flow_m3_per_s <= 0) return std::nullopt;
  const double w_per_k = state->density_kg_per_m3 * state->specific_heat_j_per_kg_k * flow_m3_per_s;
  return supply_degc + heat_w / w_per_k;
}

}  // namespace hallplan::hydraulics
