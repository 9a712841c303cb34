/// What links do to the flow through them: loss of pressure by flow, in Pa and m3/s. All but pumps lose more the more flows, so a
/// network of them has one answer.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "planner/network/friction.hpp"

namespace hallplan::network {

inline constexpr double kGravity_m_per_s2 = 9.80665;  ///< standard: heads of a metre

/// A fluid as it is throughout a network.
struct Fluid {
  double density_kg_per_m3 = 998.2;
  double viscosity_pa_s = 1.0016e-3;
};

/// From a link's first node to its second; negative where pressure is gained.
struct Loss {
  double pa = 0;
  double slope_pa_s_per_m3 = 0;  ///< d pa / d flow
};

/// A straight round pipe with fittings. Darcy and Weisbach (`FrictionLaw` says how the factor is found), or Hazen and Williams.
struct Pipe {
  double length_m = 0;
  double diameter_m = 0;
  double roughness_m = 0;
  double minor_k = 0;  ///< of all fittings in it, velocity heads of this diameter
  FrictionLaw friction = FrictionLaw::colebrook;
  double hazen_williams_c = 0;  ///< with hazen_williams alone
};

/// A fitting, a valve or a coupling: linear_pa_s_per_m3 q + square_pa_s2_per_m6 q |q|.
struct Resistance {
  double linear_pa_s_per_m3 = 0;
  double square_pa_s2_per_m6 = 0;
};

/// Of K velocity heads in a bore: K rho / 2 v^2.
[[nodiscard]] Resistance of_k(double k, double diameter_m, const Fluid& fluid);
/// Of a flow coefficient Kv, m3/h of water at 1 bar (IEC 60534-2-1): q = Kv sqrt(dp / SG). Cv = 1.1561 Kv.
[[nodiscard]] Resistance of_kv(double kv_m3_per_h, const Fluid& fluid);
/// The Kv that loses so much at a flow, both above 0.
[[nodiscard]] double kv_of(double flow_m3_per_s, double loss_pa, const Fluid& fluid);

struct CurvePoint {
  double flow_m3_per_s = 0;
  double pa = 0;
};

/// A maker's drop by flow, rising points, the origin implied. Between points and beyond the last a power of the flow, as through two
/// points of log(dp) over log(flow); below the first a square.
struct DropCurve {
  std::vector<CurvePoint> points;
  bool straight = false;  ///< lines between the points, from the origin on, as an EPANET valve's (GPV)
};

/// A pump's gain at full speed: shut_off - factor q^exponent.
struct PowerCurve {
  double shut_off_pa = 0;
  double factor = 0;
  double exponent = 2;
};
/// A pump's gain at full speed, linear between points of rising flow; beyond the ends as between the last two. It may rise
/// before it falls.
struct PointCurve {
  std::vector<CurvePoint> points;
};
/// constant + linear q + square q^2.
struct QuadraticCurve {
  double constant_pa = 0, linear = 0, square = 0;
};

/// A pump with a check valve: nothing flows back. By the affinity laws its gain at a share n of its speed is n^2 H(q / n).
struct Pump {
  std::variant<PowerCurve, PointCurve, QuadraticCurve> curve;
  double speed = 1;  ///< share of full speed; 0: off, closed
};

/// The power curve through a shut-off head and two more points of rising flow and falling gain; nothing where there is none.
[[nodiscard]] std::optional<PowerCurve> power_curve(double shut_off_pa, CurvePoint middle, CurvePoint end);

/// A pump's gain; flow from 0 on.
[[nodiscard]] Loss gain_of(const Pump& pump, double flow_m3_per_s);

using Law = std::variant<Pipe, Resistance, DropCurve, Pump>;

/// Of a law with a bore the mean velocity over it, negative as the flow is; nothing of others.
[[nodiscard]] std::optional<double> velocity_m_per_s(const Law& law, double flow_m3_per_s);

/// Loss at a flow of either sign. Near zero, where a square would have no slope, it goes over into a line: by less than 1e-6 of the
/// loss from a millilitre a second on.
[[nodiscard]] Loss loss_of(const Law& law, const Fluid& fluid, double flow_m3_per_s);

}  // namespace hallplan::network
