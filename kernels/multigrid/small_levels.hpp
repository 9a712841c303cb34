/// The coarsest grids of a hierarchy, whose few cells a team relaxes by itself, case by case: the same steps in the same
/// order as on the finer grids, with the same bits, but as one step for the machine.
#pragma once

#include <algorithm>

#include "kernels/executor/zebra.hpp"
#include "kernels/multigrid/bodies.hpp"
#include "kernels/multigrid/coarsen.hpp"
#include "kernels/multigrid/transfer.hpp"

namespace kernels::multigrid {

/// From a grid of a hierarchy on down to its coarsest one.
struct SmallLevels {
  static constexpr Index kCells = 1024;  ///< of a case, at most
  static constexpr int kMost = 10;       ///< grids
  /// On the coarsest grid, then as many mirrored. With two, rooms that only leaks join ran away.
  static constexpr int kLastSweeps = 4;

  Equations level[kMost];
  Transfer transfer[kMost];  ///< from the grid of the number to the next one
  int levels = 0;

  [[nodiscard]] Index scratch_floats() const {
    Index floats = 0;
    for (int l = 0; l < levels; ++l) {
      const Layout& at = level[l].layout;
      floats = std::max({floats, RelaxRow::scratch_floats(at), Restrict::scratch_floats(at)});
    }
    return floats;
  }

  template <class Team>
  KERNELS_HD void relax(const Team& team, Index unit, int l, bool from_zero, bool mirrored) const {
    const Equations& on = level[l];
    const Zebra order{on.layout.ny, on.layout.nz, 1, mirrored};
    if (from_zero && !mirrored) {
      team.sweep(order, unit, RelaxFromZero{on});
    } else {
      team.sweep(order, unit, Relax{on, mirrored});
    }
  }

  /// One cycle from the grid `first` on.
  template <class Team>
  KERNELS_HD void cycle(const Team& team, Index unit, int first, int pre, int post, bool from_zero) const {
    for (int l = first; l + 1 < levels; ++l) {
      for (int s = 0; s < pre; ++s) relax(team, unit, l, (from_zero || l > first) && s == 0, false);
      const Index rows = level[l + 1].layout.ny * level[l + 1].layout.nz;
      team.for_each_row_with_scratch(unit * rows, rows, Restrict{level[l], level[l + 1], transfer[l]});
    }
    const int last = levels - 1;
    for (int s = 0; s < kLastSweeps; ++s) relax(team, unit, last, (from_zero || last > first) && s == 0, false);
    for (int s = 0; s < kLastSweeps; ++s) relax(team, unit, last, false, true);
    for (int l = last - 1; l >= first; --l) {
      const Index rows = level[l].layout.ny * level[l].layout.nz;
      team.for_each_row(unit * rows, rows, Correct{level[l], level[l + 1], transfer[l]});
      for (int s = 0; s < post; ++s) relax(team, unit, l, false, true);
    }
  }

  /// The coefficients of all but the first of these grids.
  template <class Team>
  KERNELS_HD void coarsen(const Team& team, Index unit) const {
    for (int l = 0; l + 1 < levels; ++l) {
      const Layout& to = level[l + 1].layout;
      const Index faces = 3 * (to.ny + 1) * (to.nz + 1);
      team.for_each_row_with_scratch(unit * faces, faces, CoarsenFaces{level[l], level[l + 1], transfer[l]});
      const Index rows = to.ny * to.nz;
      team.for_each_row(unit * rows, rows, Invert{level[l + 1]});
    }
  }
};

struct CycleSmallLevels {
  SmallLevels on;
  int first, pre, post;
  bool from_zero;

  template <class Team>
  KERNELS_HD void operator()(Index unit, const Team& team) const {
    on.cycle(team, unit, first, pre, post, from_zero);
  }
};

struct CoarsenSmallLevels {
  SmallLevels on;

  template <class Team>
  KERNELS_HD void operator()(Index unit, const Team& team) const {
    on.coarsen(team, unit);
  }
};

}  // namespace kernels::multigrid
