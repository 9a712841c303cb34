/// A frozen flow for many right-hand sides on the host: compact boxes of cells, from the flow's own grid to a coarse
/// one, in the form that lane_group.hpp sweeps over. Internal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/transport/coarse.hpp"
#include "kernels/transport/problem.hpp"

namespace kernels::transport {

/// The correction equation of one grid in a compact box of (nx + 2) (ny + 2) (nz + 2) cells: six coefficients together
/// for each cell, and runs of air along x.
struct LaneEquation {
  struct Run {
    Index first = 0, last = 0;  ///< cells, inclusive
  };
  Index nx = 0, ny = 0, nz = 0;
  Index pitch = 0, plane = 0, cells = 0;
  std::vector<float> coefficient;
  std::vector<float> diagonal;
  std::vector<Run> runs;
  std::vector<Index> first_run;      ///< a row (y fastest), and the end
  std::vector<std::int32_t> coarse;  ///< of a cell: the coarser grid's cell; empty on the last grid

  explicit LaneEquation(const Equation& equation) {
    const Layout& layout = equation.layout;
    nx = layout.nx, ny = layout.ny, nz = layout.nz;
    pitch = nx + 2, plane = pitch * (ny + 2), cells = plane * (nz + 2);
    coefficient.assign(static_cast<std::size_t>(6 * cells), 0.0F);
    diagonal.assign(static_cast<std::size_t>(cells), 0.0F);
    first_run.assign(1, 0);
    for (Index z = 1; z <= nz; ++z) {
      for (Index y = 1; y <= ny; ++y) {
        take_row(equation, y, z);
        first_run.push_back(static_cast<Index>(runs.size()));
      }
    }
  }

  void link(const LaneEquation& next) {
    coarse.assign(static_cast<std::size_t>(cells), 0);
    for (Index z = 1; z <= nz; ++z) {
      for (Index y = 1; y <= ny; ++y) {
        for (Index x = 1; x <= nx; ++x) {
          const Index to = (z + 1) / 2 * next.plane + (y + 1) / 2 * next.pitch + (x + 1) / 2;
          coarse[static_cast<std::size_t>(z * plane + y * pitch + x)] = static_cast<std::int32_t>(to);
        }
      }
    }
  }

  /// An element of a layout as a cell here.
  [[nodiscard]] Index cell(const Layout& layout, Index element) const {
    const Index from = element - layout.base;
    return from / layout.plane * plane + from % layout.plane / layout.pitch * pitch + from % layout.pitch;
  }

 private:
  void take_row(const Equation& equation, Index y, Index z) {
    bool open = false;
    for (Index x = 1; x <= nx; ++x) {
      const Index from = equation.layout.at(x, y, z);
      const Index to = z * plane + y * pitch + x;
      for (int n = 0; n < 6; ++n) coefficient[static_cast<std::size_t>(6 * to + n)] = equation.coefficient[n][from];
      diagonal[static_cast<std::size_t>(to)] = equation.diagonal[from];
      const bool air = equation.diagonal[from] > 0;
      if (air && !open) runs.push_back({to, to});
      if (air) runs.back().last = to;
      open = air;
    }
  }
};

/// From the finest grid to the coarsest; `equations` in that order.
[[nodiscard]] inline std::vector<LaneEquation> lane_grids(std::span<const Equation> equations) {
  std::vector<LaneEquation> grids;
  grids.reserve(equations.size());
  for (const Equation& equation : equations) grids.emplace_back(equation);
  for (std::size_t i = 0; i + 1 < grids.size(); ++i) grids[i].link(grids[i + 1]);
  return grids;
}

/// How wide the groups of `columns` are for a number of threads: the same work for each, 16 lanes at most, fours. The
/// bits of a column do not depend on it.
[[nodiscard]] inline int lane_width(Index columns, int threads) {
  Index groups = (columns + 15) / 16;
  groups = (groups + threads - 1) / threads * threads;
  const Index each = (columns + groups - 1) / std::max<Index>(groups, 1);
  return static_cast<int>(std::clamp<Index>((each + 3) / 4 * 4, 4, 16));
}

}  // namespace kernels::transport
