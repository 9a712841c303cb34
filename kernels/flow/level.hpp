/// One grid's state as bodies see it: where the fields of a batch lie. Internal.
#pragma once

#include "kernels/base/hd.hpp"
#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/executor/zebra.hpp"
#include "kernels/flow/sides.hpp"
#include "kernels/flow/tables.hpp"
#include "kernels/grid/face.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/multigrid/equations.hpp"

namespace kernels::flow {

/// Views of one level. Vectors of three are by component: x, y, z.
struct Level {
  Layout layout;
  Index step[3] = {};   ///< to the next cell in each direction
  float per_m[3] = {};  ///< 1 / cell size
  float* velocity[3] = {};
  float* pressure = nullptr;     ///< over density, m2/s2
  float* temperature = nullptr;  ///< K over the case's reference
  float* eddy = nullptr;         ///< turbulent viscosity, m2/s; null without turbulence
  const float* wall_distance = nullptr;
  float* wall_viscosity[3] =
      {};  ///< turbulent, of a wall with that normal beside the cell; `eddy` where no model has its own
  float* kinetic = nullptr;            ///< k, m2/s2; null without k-epsilon
  float* dissipation = nullptr;        ///< epsilon, m2/s3; likewise
  const sides::Bits* sides = nullptr;  ///< likewise
  const face::Bits* bits[3] = {};
  multigrid::Conductance* coefficient[3] = {};  ///< of the pressure correction: time step / cell size^2
  float* correction = nullptr;                  ///< pressure correction, solved for
  float* imbalance = nullptr;                   ///< minus divergence, 1/s: its right-hand side
  const float* momentum_source[3] = {};         ///< m/s2, beyond the forces of the case; null: none
  const float* heat_source = nullptr;           ///< K/s; null without
  float per_step_s = 0;                         ///< 1 / time step of a march in time; 0: steady
  const Numbers* numbers = nullptr;             ///< a case
  const int* active = nullptr;                  ///< a case; 0: done, its fields stay

  /// The cells of a row that bodies walk: whole groups from x = 1 on.
  KERNELS_HD Cell walk_end() const { return end_of_whole_groups(static_cast<Cell>(layout.nx)); }
  KERNELS_HD Cell cell_step(int d) const { return static_cast<Cell>(step[d]); }
  KERNELS_HD Index unit_of(Index row) const { return layout.place(row).unit; }
  KERNELS_HD Zebra zebra() const { return {layout.ny, layout.nz, layout.cases, false}; }
};

KERNELS_HD inline float larger(float a, float b) { return a > b ? a : b; }
KERNELS_HD inline float magnitude(float a) { return a < 0 ? -a : a; }

/// each(x) for some cells of a row, which are independent.
template <class Each>
KERNELS_FLAT void along_cells(Cell begin, Cell end, const Each& each) {
  KERNELS_SIMD
  for (Cell x = begin; x < end; ++x) each(x);
}

/// Calls plain(x) where nothing special is (most of a hall is open air), else general(begin, end, bits), for the cells of a row; on
/// the host in runs of groups, plain where all of a group is, so that both are loops without branches. On cells that are plain
/// both have to give the same, to rounding. `bits_of(begin, end)`: what is special in any of these cells, 0 for nothing.
template <class Lane, class BitsOf, class Plain, class General>
KERNELS_FLAT void walk_groups_of(Lane lane, Cell end, const BitsOf& bits_of, const Plain& plain,
                                 const General& general) {
  if constexpr (Lane::kWholeRow) {
    constexpr auto kGroup = static_cast<Cell>(Layout::kGroup);
    int next = bits_of(1, 1 + kGroup);
    for (Cell begin = 1; begin < end;) {
      const bool is_plain = next == 0;
      int any = 0;
      Cell stop = begin;
      while (stop < end && (next == 0) == is_plain) {
        any |= next;
        stop += kGroup;
        if (stop < end) next = bits_of(stop, stop + kGroup);
      }
      if (is_plain) {
        along_cells(begin, stop, plain);
      } else {
        general(begin, stop, any);
      }
      begin = stop;
    }
  } else {
    along_row(lane, 1, end, [&](Cell x) {
      const int here = bits_of(x, x + 1);
      if (here == 0) {
        plain(x);
      } else {
        general(x, x + 1, here);
      }
    });
  }
}

/// The same with the bits of single cells.
template <class Lane, class BitsAt, class Plain, class General>
KERNELS_HD void walk_groups(Lane lane, Cell end, const BitsAt& bits_at, const Plain& plain, const General& general) {
  const auto bits_of = [&](Cell begin, Cell beyond) {
    face::Bits any = 0;
    for (Cell x = begin; x < beyond; ++x) any = static_cast<face::Bits>(any | bits_at(x));
    return any;
  };
  walk_groups_of(lane, end, bits_of, plain, general);
}

}  // namespace kernels::flow
