#include "planner/network/inp_curves.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

namespace hallplan::network {
namespace {

/// Pieces a twentieth of the flow long: a square is off by 1/4 of 5 % squared at most.
constexpr double kPiece = 1.05;

std::vector<CurvePoint> at_flows(const Law& law, const Fluid& fluid, double from, double to) {
  std::vector<CurvePoint> points = {{0, 0}};
  for (double flow = from; flow < to * kPiece; flow *= kPiece) points.push_back({flow, loss_of(law, fluid, flow).pa});
  return points;
}

/// Where a gain is gone, or the greatest flow that anything here has.
double end_of(const Pump& full) {
  constexpr double kMost_m3_per_s = 100;
  double flow = 1e-4;
  while (flow < kMost_m3_per_s && gain_of(full, flow).pa > 0) flow *= 2;
  double low = 0, high = flow;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (gain_of(full, middle).pa > 0 ? low : high) = middle;
  }
  return high;
}

std::vector<CurvePoint> at_parts(const Pump& full, int parts, double end) {
  std::vector<CurvePoint> points;
  for (int i = 0; i <= parts; ++i) {
    const double flow = end * i / parts;
    points.push_back({flow, gain_of(full, flow).pa});
  }
  return points;
}

}  // namespace

std::vector<CurvePoint> loss_points(const Law& law, const Fluid& fluid) {
  constexpr double kLeast_m3_per_s = 1e-6, kMost_m3_per_s = 1;
  const auto* const drop = std::get_if<DropCurve>(&law);
  if (drop == nullptr) return at_flows(law, fluid, kLeast_m3_per_s, kMost_m3_per_s);
  if (drop->straight) {
    std::vector<CurvePoint> points = {{0, 0}};
    points.insert(points.end(), drop->points.begin(), drop->points.end());
    return points;
  }
  return at_flows(law, fluid, std::max(kLeast_m3_per_s, drop->points.front().flow_m3_per_s / 8),
                  drop->points.back().flow_m3_per_s * 3);
}

std::vector<CurvePoint> gain_points(const Pump& pump, bool& left_out) {
  Pump full = pump;
  full.speed = 1;
  left_out = false;
  constexpr double kWellWithin = 0.8;
  if (std::holds_alternative<PowerCurve>(pump.curve)) return at_parts(full, 2, kWellWithin * end_of(full));
  const auto* const given = std::get_if<PointCurve>(&pump.curve);
  std::vector<CurvePoint> points = given != nullptr ? given->points : at_parts(full, 24, end_of(full));
  const auto highest = std::max_element(points.begin(), points.end(),
                                        [](const CurvePoint& a, const CurvePoint& b) { return a.pa < b.pa; });
  left_out = highest != points.begin();
  points.erase(points.begin(), highest);
  if (points.size() == 1) points.push_back({points[0].flow_m3_per_s + 1, points[0].pa - 1});
  if (points.size() == 3 && points[0].flow_m3_per_s == 0) {
    const CurvePoint between = {(points[0].flow_m3_per_s + points[1].flow_m3_per_s) / 2,
                                (points[0].pa + points[1].pa) / 2};
    points.insert(points.begin() + 1, between);
  }
  return points;
}

}  // namespace hallplan::network
