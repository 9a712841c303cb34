/// Pieces of equipment by the square of floor they stand on, so that a rack meets its neighbours alone and not the whole hall.
/// Gives the same answers as looking at every piece in turn. Only for this module.
#pragma once

#include <vector>

#include "planner/layout/geometry.hpp"

namespace hallplan::layout {

struct Grid {
  const std::vector<Equipment>* pieces = nullptr;
  long long side = 1;  ///< of a square; pieces beyond the hall count with the squares at its edge
  long long nx = 1, ny = 1;
  std::vector<std::vector<int>> squares;  ///< pieces that reach into each, row by row from the south
};

/// Refers to `pieces`.
[[nodiscard]] Grid grid_of(const RectMm& hall, const std::vector<Equipment>& pieces);

/// The pieces that share floor with a rectangle, in ascending order.
[[nodiscard]] std::vector<int> meeting(const Grid& grid, const RectMm& rect);

/// The piece with the least gap (see `gap_to`) before `rect` on `side`, the first of several; only gaps less than `within_mm`
/// count. -1 when there is none.
[[nodiscard]] int nearest_ahead(const Grid& grid, const RectMm& rect, Side side, long long within_mm);

}  // namespace hallplan::layout
