#include "planner/network/laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace hallplan::network {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kStill_m3_per_s = 1e-9;  ///< below it a loss is as good as linear

constexpr double kHour_s = 3600;

/// What the flow at which Kv is stated loses: a bar of water of 15 degC.
double bar_by_gravity_pa(const Fluid& fluid) {
  constexpr double kBar_pa = 1e5, kWater_kg_per_m3 = 999.1;
  return kBar_pa * fluid.density_kg_per_m3 / kWater_kg_per_m3;
}

double area_m2(double diameter_m) { return kPi / 4 * diameter_m * diameter_m; }

/// factor q |q|, by q sqrt(q^2 + still^2), whose slope does not vanish.
Loss square_loss(double factor, double flow) {
  const double root = std::hypot(flow, kStill_m3_per_s);
  return {factor * flow * root, factor * (root + flow * flow / root)};
}

/// factor |q|^exponent with the sign of q, a line below kStill.
Loss power_loss(double factor, double exponent, double flow) {
  const double amount = std::fabs(flow);
  if (amount <= kStill_m3_per_s) {
    const double slope = factor * std::pow(kStill_m3_per_s, exponent - 1);
    return {slope * flow, slope};
  }
  const double pa = factor * std::pow(amount, exponent);
  return {std::copysign(pa, flow), exponent * pa / amount};
}

/// Hazen and Williams (1905) as EPANET rounds it: h = 4.727 L Q^1.852 / (C^1.852 d^4.871), all lengths in feet. Water at usual
/// temperatures in turbulent flow alone.
Loss hazen_williams_loss(const Pipe& pipe, const Fluid& fluid, double flow) {
  constexpr double kFoot_m = 0.3048;
  constexpr double kExponent = 1.852;
  const double factor_ft = 4.727 * (pipe.length_m / kFoot_m) / std::pow(pipe.hazen_williams_c, kExponent) /
                           std::pow(pipe.diameter_m / kFoot_m, 4.871);
  const double factor_m = factor_ft * kFoot_m / std::pow(kFoot_m * kFoot_m * kFoot_m, kExponent);
  return power_loss(factor_m * fluid.density_kg_per_m3 * kGravity_m_per_s2, kExponent, flow);
}

/// f L / d rho / 2 v^2; laminar flow is a line through zero.
Loss darcy_loss(const Pipe& pipe, const Fluid& fluid, double flow) {
  const double area = area_m2(pipe.diameter_m);
  const double reynolds_per_flow = fluid.density_kg_per_m3 * pipe.diameter_m / (area * fluid.viscosity_pa_s);
  const double reynolds = std::fabs(flow) * reynolds_per_flow;
  const double factor = pipe.length_m / pipe.diameter_m * fluid.density_kg_per_m3 / (2 * area * area);
  if (reynolds < 1) {
    const double slope = 64 * factor / reynolds_per_flow;
    return {slope * flow, slope};
  }
  const FrictionFactor f = friction_factor(reynolds, pipe.roughness_m / pipe.diameter_m, pipe.friction);
  const double amount = std::fabs(flow);
  return {factor * f.factor * flow * amount, factor * amount * (2 * f.factor + reynolds * f.per_reynolds)};
}

Loss sum(const Loss& one, const Loss& other) {
  return {one.pa + other.pa, one.slope_pa_s_per_m3 + other.slope_pa_s_per_m3};
}

Loss loss(const Pipe& pipe, const Fluid& fluid, double flow) {
  const Loss along = pipe.friction == FrictionLaw::hazen_williams ? hazen_williams_loss(pipe, fluid, flow)
                                                                  : darcy_loss(pipe, fluid, flow);
  if (pipe.minor_k <= 0) return along;
  return sum(along, square_loss(of_k(pipe.minor_k, pipe.diameter_m, fluid).square_pa_s2_per_m6, flow));
}

Loss loss(const Resistance& at, const Fluid& /*fluid*/, double flow) {
  return sum({at.linear_pa_s_per_m3 * flow, at.linear_pa_s_per_m3}, square_loss(at.square_pa_s2_per_m6, flow));
}

/// On the line from the point before, or the origin.
Loss straight_loss(const std::vector<CurvePoint>& points, double flow) {
  const double amount = std::fabs(flow);
  const auto beyond = std::lower_bound(points.begin(), points.end() - 1, amount,
                                       [](const CurvePoint& point, double q) { return point.flow_m3_per_s < q; });
  const CurvePoint low = beyond == points.begin() ? CurvePoint{} : *(beyond - 1);
  const double slope = (beyond->pa - low.pa) / (beyond->flow_m3_per_s - low.flow_m3_per_s);
  return {std::copysign(low.pa + slope * (amount - low.flow_m3_per_s), flow), slope};
}

Loss loss(const DropCurve& curve, const Fluid& /*fluid*/, double flow) {
  const std::vector<CurvePoint>& points = curve.points;
  if (points.empty()) return {0, 0};
  if (curve.straight) return straight_loss(points, flow);
  const double amount = std::fabs(flow);
  const CurvePoint& first = points.front();
  if (points.size() == 1 || amount <= first.flow_m3_per_s) {
    return square_loss(first.pa / (first.flow_m3_per_s * first.flow_m3_per_s), flow);
  }
  const auto beyond = std::lower_bound(points.begin() + 1, points.end() - 1, amount,
                                       [](const CurvePoint& point, double q) { return point.flow_m3_per_s < q; });
  const CurvePoint& high = *beyond;
  const CurvePoint& low = *(beyond - 1);
  const double exponent = std::log(high.pa / low.pa) / std::log(high.flow_m3_per_s / low.flow_m3_per_s);
  return power_loss(low.pa / std::pow(low.flow_m3_per_s, exponent), exponent, flow);
}

Loss gain(const PowerCurve& curve, double flow) {
  const Loss fallen = power_loss(curve.factor, curve.exponent, flow);
  return {curve.shut_off_pa - fallen.pa, -fallen.slope_pa_s_per_m3};
}

Loss gain(const PointCurve& curve, double flow) {
  const std::vector<CurvePoint>& points = curve.points;
  if (points.empty()) return {0, 0};
  if (points.size() == 1) return {points.front().pa, 0};
  const auto beyond = std::lower_bound(points.begin() + 1, points.end() - 1, flow,
                                       [](const CurvePoint& point, double q) { return point.flow_m3_per_s < q; });
  const CurvePoint& high = *beyond;
  const CurvePoint& low = *(beyond - 1);
  const double slope = (high.pa - low.pa) / (high.flow_m3_per_s - low.flow_m3_per_s);
  return {low.pa + slope * (flow - low.flow_m3_per_s), slope};
}

Loss gain(const QuadraticCurve& curve, double flow) {
  return {curve.constant_pa + flow * (curve.linear + flow * curve.square), curve.linear + 2 * flow * curve.square};
}

Loss loss(const Pump& pump, const Fluid& /*fluid*/, double flow) {
  const Loss made = gain_of(pump, flow);
  return {-made.pa, -made.slope_pa_s_per_m3};
}

}  // namespace

Resistance of_k(double k, double diameter_m, const Fluid& fluid) {
  const double area = area_m2(diameter_m);
  return {0, k * fluid.density_kg_per_m3 / (2 * area * area)};
}

Resistance of_kv(double kv_m3_per_h, const Fluid& fluid) {
  const double flow_at_a_bar = kv_m3_per_h / kHour_s;
  return {0, bar_by_gravity_pa(fluid) / (flow_at_a_bar * flow_at_a_bar)};
}

double kv_of(double flow_m3_per_s, double loss_pa, const Fluid& fluid) {
  return flow_m3_per_s * kHour_s * std::sqrt(bar_by_gravity_pa(fluid) / loss_pa);
}

std::optional<PowerCurve> power_curve(double shut_off_pa, CurvePoint middle, CurvePoint end) {
  const double fallen = shut_off_pa - middle.pa, fallen_at_end = shut_off_pa - end.pa;
  const bool falls = fallen > 0 && fallen_at_end > fallen;
  if (!falls || middle.flow_m3_per_s <= 0 || end.flow_m3_per_s <= middle.flow_m3_per_s) return {};
  const double exponent = std::log(fallen_at_end / fallen) / std::log(end.flow_m3_per_s / middle.flow_m3_per_s);
  return PowerCurve{shut_off_pa, fallen / std::pow(middle.flow_m3_per_s, exponent), exponent};
}

Loss gain_of(const Pump& pump, double flow_m3_per_s) {
  const double n = pump.speed;
  const Loss full = std::visit([&](const auto& curve) { return gain(curve, flow_m3_per_s / n); }, pump.curve);
  return {n * n * full.pa, n * full.slope_pa_s_per_m3};
}

Loss loss_of(const Law& law, const Fluid& fluid, double flow_m3_per_s) {
  return std::visit([&](const auto& one) { return loss(one, fluid, flow_m3_per_s); }, law);
}

std::optional<double> velocity_m_per_s(const Law& law, double flow_m3_per_s) {
  const auto* const pipe = std::get_if<Pipe>(&law);
  if (pipe == nullptr) return {};
  return flow_m3_per_s / area_m2(pipe->diameter_m);
}

}  // namespace hallplan::network
