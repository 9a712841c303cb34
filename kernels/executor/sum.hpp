/// Sums with a fixed shape. A row of terms is added into 32 running sums, x to the one of x mod 32, and these are folded
/// by halves; so are each 256 of a case's row sums, and then what they add up to. The result depends on the numbers alone:
/// not on threads, vector width or machine, and the warps of a device give the same bits.
#pragma once

#include "kernels/base/hd.hpp"
#include "kernels/base/view.hpp"

namespace kernels {

struct SumShape {
  static constexpr Index kLanes = 32;
  static constexpr Index kRows = 256;  ///< of a case, that are added up first
};

/// Adds up term(i), 0 <= i < count, in the fixed shape, on one host thread.
template <class Term>
double fixed_sum(Index count, const Term& term) {
  constexpr Index kLanes = SumShape::kLanes;
  double running[kLanes] = {};
  Index i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    KERNELS_SIMD
    for (Index lane = 0; lane < kLanes; ++lane) running[lane] += static_cast<double>(term(i + lane));
  }
  for (Index lane = 0; i + lane < count; ++lane) running[lane] += static_cast<double>(term(i + lane));
  for (Index half = kLanes / 2; half > 0; half /= 2) {
    for (Index lane = 0; lane < half; ++lane) running[lane] += running[lane + half];
  }
  return running[0];
}

/// A row of a term: what `term.of_row(row)` makes (its pointers at hand, so that the loop over x is vector code), or the term
/// itself with the row.
template <class Term>
KERNELS_HD auto row_of(const Term& term, Index row) {
  if constexpr (requires { term.of_row(row); }) {
    return term.of_row(row);
  } else {
    return [term, row](Index x) { return term(row, x); };
  }
}

/// One row's sum, on the host.
template <class Term>
struct RowSum {
  Term term;
  Index width;
  View<double> partial;

  template <class Lane>
  void operator()(Index row, Lane /*lane*/) const {
    partial[row] = fixed_sum(width_of(row), row_of(term, row));
  }

  /// A term may know that nothing but zeros follows: they change no sum.
  [[nodiscard]] Index width_of(Index row) const {
    if constexpr (requires { term.count(row); }) {
      return term.count(row);
    } else {
      return width;
    }
  }
};

/// One case's sum of its rows' sums, on the host.
struct CaseSum {
  View<double> partial;
  Index rows_a_case;
  View<double> out;

  void operator()(Index unit) const {
    const double* const rows = partial.data + unit * rows_a_case;
    out[unit] = fixed_sum((rows_a_case + SumShape::kRows - 1) / SumShape::kRows, [&](Index chunk) {
      const double* const first = rows + chunk * SumShape::kRows;
      const Index left = rows_a_case - chunk * SumShape::kRows;
      return fixed_sum(left < SumShape::kRows ? left : SumShape::kRows, [first](Index row) { return first[row]; });
    });
  }
};

}  // namespace kernels
