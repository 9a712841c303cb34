/// An upper bound that holds whatever the solver did.
#pragma once

#include <vector>

#include "planner/mip/model.hpp"

namespace hallplan::mip {

/// Upper bound on the gain of every point of the model, whole or not, by weak duality: for any y,
///   gain x = y A x + (gain - y A) x <= sum of max(y lower, y upper) by row + sum of max(r lower, r upper) by column,  r = gain - y A,
/// computed with outward rounding. A dual whose sign asks for a limit that its row does not have is taken as 0, and so is one
/// that is no number. `row_duals` may come from anywhere: wrong ones only make the bound larger; short ones are filled up with 0.
/// Infinite where a column without a bound on that side keeps a reduced cost, so give columns bounds.
[[nodiscard]] double certified_bound(const Model& model, const std::vector<double>& row_duals);

/// The same, rounded down to the objective's grid where every column with a gain is whole and every gain is a whole number
/// (then so is every objective).
[[nodiscard]] double certified_whole_bound(const Model& model, const std::vector<double>& row_duals);

}  // namespace hallplan::mip
