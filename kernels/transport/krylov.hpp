/// The steps of BiCGStab (van der Vorst 1992) as kernel bodies: vectors in 32-bit floats, products and coefficients in
/// 64-bit ones. Coefficients stay in the executor's storage. Internal.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/grid/face.hpp"
#include "kernels/grid/layout.hpp"

namespace kernels::transport {

/// Where the coefficients lie.
enum Scalar : Index { kRho, kRhoBefore, kAlpha, kBeta, kOmega, kShadowV, kTs, kTt, kNorm, kScalars };

struct DotTerm {
  Layout layout;
  const float* a;
  const float* b;

  KERNELS_HD double operator()(Index row, Index x) const {
    const Index i = layout.row(row) + 1 + x;
    return static_cast<double>(a[i]) * static_cast<double>(b[i]);
  }
};

/// a / b, and 0 where that says nothing.
KERNELS_HD inline double quotient(double a, double b) {
  const double made = a / b;
  return made - made == 0 ? made : 0;
}

struct MakeBeta {
  double* scalar;
  KERNELS_HD void operator()(Index /*one*/) const {
    const double ratio = quotient(scalar[kRho], scalar[kRhoBefore]);
    scalar[kBeta] = ratio * quotient(scalar[kAlpha], scalar[kOmega]);
    scalar[kRhoBefore] = scalar[kRho];
  }
};
struct MakeAlpha {
  double* scalar;
  KERNELS_HD void operator()(Index /*one*/) const { scalar[kAlpha] = quotient(scalar[kRho], scalar[kShadowV]); }
};
struct MakeOmega {
  double* scalar;
  KERNELS_HD void operator()(Index /*one*/) const { scalar[kOmega] = quotient(scalar[kTs], scalar[kTt]); }
};

struct CopyRow {
  Layout layout;
  const float* from;
  float* to;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = layout.row(row);
    KERNELS_SIMD
    for (Index i = start + lane.first(1); i <= start + layout.nx; i += lane.stride()) to[i] = from[i];
  }
};

/// p = r + beta (p - omega v).
struct DirectionRow {
  Layout layout;
  const double* scalar;
  const float* r;
  const float* v;
  float* p;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = layout.row(row);
    const auto beta = static_cast<float>(scalar[kBeta]);
    const auto omega = static_cast<float>(scalar[kOmega]);
    KERNELS_SIMD
    for (Index i = start + lane.first(1); i <= start + layout.nx; i += lane.stride()) {
      p[i] = r[i] + beta * (p[i] - omega * v[i]);
    }
  }
};

/// value += factor * hat; r -= factor * made, where there is air.
struct StepRow {
  Layout layout;
  const double* scalar;
  Scalar factor;
  const face::Bits* bits;  ///< of x faces: they say what is solid
  const float* hat;
  const float* made;
  double* value;
  float* r;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = layout.row(row);
    const double exact = scalar[factor];
    const auto rounded = static_cast<float>(exact);
    KERNELS_SIMD
    for (Index i = start + lane.first(1); i <= start + layout.nx; i += lane.stride()) {
      const float air = face::is_solid(bits[i]) ? 0.0F : 1.0F;
      value[i] += exact * static_cast<double>(air * hat[i]);
      r[i] = air * (r[i] - rounded * made[i]);
    }
  }
};

}  // namespace kernels::transport
