#include "planner/layout/grid.hpp"

#include <algorithm>
#include <cstddef>

namespace hallplan::layout {
namespace {

/// Squares that a rectangle reaches into. Clamping to the hall keeps the order of coordinates, so rectangles that share floor
/// also share a square, wherever they are.
struct Range {
  long long i0, j0, i1, j1;
};

Range squares_of(const Grid& grid, const RectMm& rect) {
  const auto x = [&](long long at) { return std::clamp(at / grid.side, 0LL, grid.nx - 1); };
  const auto y = [&](long long at) { return std::clamp(at / grid.side, 0LL, grid.ny - 1); };
  return {x(rect.x0), y(rect.y0), x(rect.x1), y(rect.y1)};
}

template <class Visit>
void for_each_square(const Grid& grid, const RectMm& rect, Visit&& visit) {
  const Range range = squares_of(grid, rect);
  for (long long j = range.j0; j <= range.j1; ++j) {
    for (long long i = range.i0; i <= range.i1; ++i) visit(static_cast<std::size_t>(j * grid.nx + i));
  }
}

}  // namespace

Grid grid_of(const RectMm& hall, const std::vector<Equipment>& pieces) {
  constexpr long long kLeastSide = 2000;
  constexpr long long kMostSquares = 256;  // each way
  Grid grid;
  grid.pieces = &pieces;
  grid.side = std::max(kLeastSide, std::max(hall.x1, hall.y1) / kMostSquares + 1);
  grid.nx = hall.x1 / grid.side + 1;
  grid.ny = hall.y1 / grid.side + 1;
  grid.squares.resize(static_cast<std::size_t>(grid.nx * grid.ny));
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    for_each_square(grid, pieces[p].rect,
                    [&](std::size_t square) { grid.squares[square].push_back(static_cast<int>(p)); });
  }
  return grid;
}

std::vector<int> meeting(const Grid& grid, const RectMm& rect) {
  std::vector<int> out;
  for_each_square(grid, rect, [&](std::size_t square) {
    for (const int p : grid.squares[square]) {
      if (overlap((*grid.pieces)[static_cast<std::size_t>(p)].rect, rect)) out.push_back(p);
    }
  });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

int nearest_ahead(const Grid& grid, const RectMm& rect, Side side, long long within_mm) {
  constexpr long long kFirstLook = 2000;
  for (long long depth = kFirstLook;; depth *= 2) {
    int found = -1;
    long long least = std::min(depth, within_mm);
    for (const int p : meeting(grid, strip(rect, side, least))) {
      const long long gap = gap_to(rect, side, (*grid.pieces)[static_cast<std::size_t>(p)].rect);
      if (gap < 0 || gap >= least) continue;
      least = gap;
      found = p;
    }
    if (found >= 0 || depth >= within_mm) return found;
  }
}

}  // namespace hallplan::layout
