#include "planner/hydraulics/pump.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/plan/field_text.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kRounding = 1e-9;

}  // namespace

std::optional<Head> head_at(const CduType& cdu, double flow_m3_per_s) {
  const auto flow_of = [](const PumpPoint& point) { return point.flow_m3_per_s.low; };
  if (!cdu.pump_curve.empty() && flow_m3_per_s <= flow_of(cdu.pump_curve.back()) * (1 + kRounding)) {
    const double used = std::clamp(flow_m3_per_s, flow_of(cdu.pump_curve.front()), flow_of(cdu.pump_curve.back()));
    const auto place = place_in(cdu.pump_curve, used, flow_of);
    if (!place) return std::nullopt;
    const PumpPoint& low = cdu.pump_curve[place->low];
    const PumpPoint& high = place->part > 0 ? cdu.pump_curve[place->low + 1] : low;
    const double head_pa = place->between(low.head_pa.low, high.head_pa.low);
    return Head{head_pa, &high.head_pa, fmt::format("{} at {}", field::kpa(head_pa), field::l_per_min(used))};
  }
  if (flow_m3_per_s > cdu.flow_m3_per_s.low * (1 + kRounding)) return std::nullopt;
  return Head{cdu.head_pa.low, &cdu.head_pa,
              fmt::format("{} at {}", field::kpa(cdu.head_pa.low), field::l_per_min(cdu.flow_m3_per_s.value))};
}

ShutOffHead shut_off_head(const CduType& cdu) {
  if (cdu.shut_off_head_pa) return {cdu.shut_off_head_pa->high, false};
  double most_pa = cdu.head_pa.high;
  bool at_no_flow = false;
  for (const PumpPoint& point : cdu.pump_curve) {
    most_pa = std::max(most_pa, point.head_pa.high);
    at_no_flow = at_no_flow || point.flow_m3_per_s.high == 0;
  }
  return {most_pa, !at_no_flow};
}

}  // namespace hallplan::hydraulics
