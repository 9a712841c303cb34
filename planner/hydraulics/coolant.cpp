// Properties of coolants and the temperature rise of a stream.
#include <cstddef>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/liquid.hpp"

namespace hallplan::hydraulics {

std::optional<CoolantState> coolant_at(const CoolantType& coolant, double temperature_degc, End end) {
  const auto temperature = [](const CoolantPoint& point) { return point.temperature_degc.value; };
  const std::optional<Place> place = place_in(coolant.table, temperature_degc, temperature);
  if (!place) return std::nullopt;
  const CoolantPoint& low = coolant.table[place->low];
  const CoolantPoint& high = place->part > 0 ? coolant.table[place->low + 1] : low;
  const auto of = [end](const Value& value) { return end == End::low ? value.low : value.high; };
  return CoolantState{place->between(of(low.density_kg_per_m3), of(high.density_kg_per_m3)),
                      place->between(of(low.specific_heat_j_per_kg_k), of(high.specific_heat_j_per_kg_k))};
}

std::optional<double> return_degc(const CoolantType& coolant, double supply_degc, double heat_w, double flow_m3_per_s,
                                  End end) {
  const std::optional<CoolantState> state = coolant_at(coolant, supply_degc, end);
  if (!state) return std::nullopt;
  if (heat_w <= 0) return supply_degc;
  if (flow_m3_per_s <= 0) return std::nullopt;
  const double w_per_k = state->density_kg_per_m3 * state->specific_heat_j_per_kg_k * flow_m3_per_s;
  return supply_degc + heat_w / w_per_k;
}

}  // namespace hallplan::hydraulics
