/// Ducts inside the equation: what they take in, what they make of it, and the cells behind their discharges that hand
/// it to the air. In 64-bit floats with their laws; in 32-bit floats linearised, for the correction equation. Internal.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/transport/problem.hpp"

namespace kernels::transport {

/// Term of the mean that a followed thing takes.
template <class Real>
struct FollowedTerm {
  const Real* value;
  const Index* first;  ///< [followed], and the end
  const Share* parts;

  KERNELS_HD double operator()(Index number, Index part) const {
    const Index at = first[number] + part;
    return at < first[number + 1] ? parts[at].share * static_cast<double>(value[parts[at].of]) : 0.0;
  }
};

/// What ducts blow out by their laws, and how it answers to what they take in.
struct RunTerms {
  const DuctTerm* terms;
  const double* intake;
  double* discharge;
  double* slope;

  KERNELS_HD void operator()(Index duct) const {
    discharge[duct] = terms[duct].out(intake[duct]);
    slope[duct] = terms[duct].slope(intake[duct]);
  }
};

/// The same for a correction.
struct RunSlopes {
  const double* intake;
  double* discharge;
  const double* slope;

  KERNELS_HD void operator()(Index duct) const { discharge[duct] = slope[duct] * intake[duct]; }
};

/// The values behind discharges.
template <class Real>
struct FillBehind {
  const Behind* behind;
  const Share* shares;
  const double* discharge;
  Real* value;

  KERNELS_HD void operator()(Index number) const {
    double sum = 0;
    for (Index i = behind[number].first; i < behind[number].last; ++i) sum += shares[i].share * discharge[shares[i].of];
    value[behind[number].at] = static_cast<Real>(sum);
  }
};

}  // namespace kernels::transport
