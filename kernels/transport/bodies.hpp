/// The steps of transport on a frozen flow as kernel bodies.
///
/// Conservative form, per face: Q = max(F, 0) T_low - max(-F, 0) T_high + F c + D (T_low - T_high), in K m3/s, with the
/// flux F, the conductance D = diffusivity * area / distance and the limited correction c (van Leer 1974: with a the
/// upwind and b the central difference, c = a b / (a + b) where they have one sign, else 0; 0 as well where one of the
/// three cells is not air, that is first order next to walls). The residual of a cell is what flows in minus what flows
/// out plus its source: faces cancel in the sum over all cells to the last bit of each Q. It is evaluated in 64-bit
/// floats.
///
/// The correction equation is first-order upwind, divided by its diagonal, in 32-bit floats: x - sum of c_n x_n = r,
/// with all c_n at least 0 and their sum at most 1. A 32-bit float is enough there: the correction's own error is
/// corrected next.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/grid/face.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/transport/problem.hpp"

namespace kernels::transport {

template <class T>
KERNELS_HD inline T larger(T a, T b) {
  return a > b ? a : b;
}

/// The frozen flow as bodies see it. Vectors of three are by direction.
struct FlowViews {
  Layout layout;
  Index step[3] = {};
  const face::Bits* bits[3] = {};
  double* flux[3] = {};         ///< m3/s through the low face
  float* coefficient[6] = {};   ///< of the correction equation: low and high neighbour in x, y, z
  const float* eddy = nullptr;  ///< m2/s, or null
  double diffusivity_m2_per_s = 0;
  double per_turbulent_prandtl = 0;
  double area_per_distance_m[3] = {};
  double wall_share = 2;  ///< of walls with a given value, half a cell away; 0: they do not conduct

  /// The solid flag is kept with x faces only.
  KERNELS_HD bool air(Index i) const { return !face::is_solid(bits[0][i]); }

  /// m3/s, of a low face; as a float, for what both precisions take off must be the same.
  KERNELS_HD float conductance(Index i, int d) const {
    const Index low = i - step[d];
    const face::Bits own = bits[d][i];
    double share = face::is_fixed(own) || face::loss(own) != 0 ? 0 : 1;
    if (face::conducts(own)) share = wall_share;
    if (share == 0 || (!air(i) && !air(low))) return 0;
    double diffusivity = diffusivity_m2_per_s;
    if (eddy != nullptr) {
      diffusivity += 0.5 * (static_cast<double>(eddy[low]) + static_cast<double>(eddy[i])) * per_turbulent_prandtl;
    }
    return static_cast<float>(share * diffusivity * area_per_distance_m[d]);
  }
};

/// What leaves a cell for each unit of its value.
KERNELS_HD inline double diagonal(const FlowViews& flow, Index i) {
  double sum = 0;
  for (int d = 0; d < 3; ++d) {
    const Index high = i + flow.step[d];
    sum += larger(-flow.flux[d][i], 0.0) + static_cast<double>(flow.conductance(i, d));
    sum += larger(flow.flux[d][high], 0.0) + static_cast<double>(flow.conductance(high, d));
  }
  return sum;
}

/// Coefficients and diagonal of the correction equation. A cell that nothing passes has none.
struct CoefficientRow {
  FlowViews flow;
  float* out;  ///< the diagonal, m3/s

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = flow.layout.row(row);
    for (Index x = lane.first(1); x <= flow.layout.nx; x += lane.stride()) {
      const Index i = start + x;
      const double leaves = flow.air(i) ? diagonal(flow, i) : 0;
      const double per = leaves > 0 ? 1 / leaves : 0;
      out[i] = static_cast<float>(leaves);
      for (int d = 0; d < 3; ++d) {
        const Index high = i + flow.step[d];
        const double from_low = larger(flow.flux[d][i], 0.0) + static_cast<double>(flow.conductance(i, d));
        const double from_high = larger(-flow.flux[d][high], 0.0) + static_cast<double>(flow.conductance(high, d));
        const Index low = Index{2} * d;
        flow.coefficient[low][i] = static_cast<float>(from_low * per);
        flow.coefficient[low + 1][i] = static_cast<float>(from_high * per);
      }
    }
  }
};

/// The start of a row's cells.
struct StartCells {
  Layout layout;
  double start;
  double* value;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    double* const own = value + layout.row(row);
    const double all = start;
    along_row(lane, 1, layout.nx + 1, [=](Cell x) { own[x] = all; });
  }
};

struct SetGiven {
  const Given* given;
  double* value;

  KERNELS_HD void operator()(Index number) const { value[given[number].at] = given[number].value; }
};

/// Amount of a cell's imbalance, K m3/s; on the way the right-hand side of the correction equation.
struct ResidualTerm {
  FlowViews flow;
  const double* value;
  const double* source;  ///< or null
  double everywhere;     ///< and in each cell
  int limited;
  const float* diagonal;  ///< of the correction equation
  float* right;           ///< or null: nothing is written
  int with_sign;

  KERNELS_HD double operator()(Index row, Index x) const {
    const Index i = flow.layout.row(row) + 1 + x;
    double sum = everywhere + (source != nullptr ? source[i] : 0.0);
    for (int d = 0; d < 3; ++d) sum += through(i, d) - through(i + flow.step[d], d);
    if (!flow.air(i)) sum = 0;
    if (right != nullptr) {
      const auto leaves = static_cast<double>(diagonal[i]);
      right[i] = static_cast<float>(leaves > 0 ? sum / leaves : 0.0);
    }
    return with_sign != 0 || sum > 0 ? sum : -sum;
  }

  KERNELS_HD double through(Index i, int d) const {
    const Index low = i - flow.step[d];
    const double flux = flow.flux[d][i];
    const double upwind = larger(flux, 0.0) * value[low] - larger(-flux, 0.0) * value[i];
    const double diffused = static_cast<double>(flow.conductance(i, d)) * (value[low] - value[i]);
    return limited != 0 ? upwind + diffused + flux * correction(i, d) : upwind + diffused;
  }

  KERNELS_HD double correction(Index i, int d) const {
    const Index step = flow.step[d];
    const bool rises = flow.flux[d][i] > 0;
    const Index upwind_face = rises ? i - step : i + step;
    if (face::is_fixed(flow.bits[d][i]) || face::is_fixed(flow.bits[d][upwind_face])) return 0;
    const Index centre = rises ? i - step : i;
    const double before = rises ? value[centre] - value[centre - step] : value[centre] - value[centre + step];
    const double after = rises ? value[i] - value[centre] : value[i - step] - value[centre];
    return before * after > 0 ? before * after / (before + after) : 0;
  }
};

/// out = the correction equation's left-hand side; 0 in solids.
struct ApplyRow {
  FlowViews flow;
  const float* x;
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = flow.layout.row(row);
    KERNELS_SIMD
    for (Index i = lane.first(1); i <= flow.layout.nx; i += lane.stride()) {
      const float air = flow.air(start + i) ? 1.0F : 0.0F;
      out[start + i] = air * (x[start + i] - neighbours(start + i));
    }
  }

  KERNELS_HD float neighbours(Index i) const {
    const float along = flow.coefficient[0][i] * x[i - 1] + flow.coefficient[1][i] * x[i + 1];
    const float across = flow.coefficient[2][i] * x[i - flow.step[1]] + flow.coefficient[3][i] * x[i + flow.step[1]];
    const float upward = flow.coefficient[4][i] * x[i - flow.step[2]] + flow.coefficient[5][i] * x[i + flow.step[2]];
    return along + (across + upward);
  }
};

}  // namespace kernels::transport
