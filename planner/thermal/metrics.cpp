#include "planner/thermal/metrics.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

namespace hallplan::thermal {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// By rising upper limit.
constexpr std::array kClasses = {
    IntakeClass{"H1", 5, 18, 22, 25}, IntakeClass{"A1", 15, 18, 27, 32}, IntakeClass{"A2", 10, 18, 27, 35},
    IntakeClass{"A3", 5, 18, 27, 40}, IntakeClass{"A4", 5, 18, 27, 45},
};

}  // namespace

std::optional<IntakeClass> class_within(double limit_degc) {
  std::optional<IntakeClass> found;
  for (const IntakeClass& one : kClasses) {
    if (one.most_allowable_degc <= limit_degc) found = one;
  }
  return found;
}

RackCooling rack_cooling_index(std::span<const double> intakes_degc, const IntakeClass& limits) {
  if (intakes_degc.empty()) return {kNothing, kNothing};
  double over_k = 0, under_k = 0;
  for (const double intake : intakes_degc) {
    over_k += std::max(0.0, intake - limits.most_recommended_degc);
    under_k += std::max(0.0, limits.least_recommended_degc - intake);
  }
  const auto count = static_cast<double>(intakes_degc.size());
  return {100 * (1 - over_k / (count * (limits.most_allowable_degc - limits.most_recommended_degc))),
          100 * (1 - under_k / (count * (limits.least_recommended_degc - limits.least_allowable_degc)))};
}

double return_temperature_index(double return_degc, double supply_degc, double equipment_rise_k) {
  return equipment_rise_k > 0 ? 100 * (return_degc - supply_degc) / equipment_rise_k : kNothing;
}

HeatIndex heat_index(std::span<const RackStream> racks, double supply_degc) {
  double added = 0, picked_up = 0;
  for (const RackStream& rack : racks) {
    added += rack.flow_m3_per_s * (rack.exhaust_degc - rack.intake_degc);
    picked_up += rack.flow_m3_per_s * (rack.intake_degc - supply_degc);
  }
  const double all = added + picked_up;
  if (!(all > 0)) return {kNothing, kNothing};
  return {picked_up / all, added / all};
}

double mean_by_flow(std::span<const double> values, std::span<const double> flows_m3_per_s) {
  double sum = 0, flow = 0;
  for (std::size_t i = 0; i < std::min(values.size(), flows_m3_per_s.size()); ++i) {
    sum += values[i] * flows_m3_per_s[i];
    flow += flows_m3_per_s[i];
  }
  return flow > 0 ? sum / flow : kNothing;
}

double capture_index(std::span<const double> captured, std::span<const double> flows_m3_per_s) {
  return mean_by_flow(captured, flows_m3_per_s);
}

}  // namespace hallplan::thermal
