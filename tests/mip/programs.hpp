/// Small integer programs with their optimum by going through all points.
#pragma once

#include <optional>
#include <random>

#include "planner/mip/model.hpp"

namespace hallplan::mip {

/// Greatest objective of all whole points of a program whose columns are whole and bounded; nothing when no point fits.
[[nodiscard]] std::optional<double> best_by_trying(const Model& model);

/// Up to 5 columns of 0 to 3, up to 5 rows of small whole factors of either sign, of every kind of limit, a few of which leave no point.
[[nodiscard]] Model random_program(std::mt19937& random);

/// max sum gain x, sum weight x <= capacity, x in {0, 1}: 12 items.
[[nodiscard]] Model random_knapsack(std::mt19937& random);

}  // namespace hallplan::mip
