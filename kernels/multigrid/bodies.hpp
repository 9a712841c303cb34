/// The steps of a multigrid cycle as kernel bodies. They work on rows along x; `Zebra` says in which order.
///
/// Smoother: Gauss-Seidel in four colours. Rows are coloured by (y + z) mod 2; within a row first one parity of x + y +
/// z is relaxed, then the other, so that a row is read once and all its inner loops run with unit stride. The mirrored
/// order (odd rows first, the other parity first) is the adjoint, which makes a cycle symmetric.
#pragma once

#include <cstdint>

#include "kernels/base/view.hpp"
#include "kernels/executor/halves.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/multigrid/equations.hpp"
#include "kernels/multigrid/transfer.hpp"

namespace kernels::multigrid {

/// 1 / diagonal; 0 where no face conducts.
KERNELS_HD inline float inverse_of(float diagonal) {
  const float conducts = diagonal > 0 ? 1.0F : 0.0F;
  return conducts / (diagonal + (1 - conducts));
}

/// A level's arrays; i is a place in them.
struct Neighbourhood {
  const Conductance *cx, *cy, *cz;
  const float *inverse, *b;
  float* x;
  Cell pitch, plane;

  KERNELS_HD explicit Neighbourhood(const Equations& level)
      : cx(level.cx.data),
        cy(level.cy.data),
        cz(level.cz.data),
        inverse(level.inverse.data),
        b(level.b.data),
        x(level.x.data),
        pitch(static_cast<Cell>(level.layout.pitch)),
        plane(static_cast<Cell>(level.layout.plane)) {}

  /// What b and the other rows say of a cell.
  KERNELS_INLINE float beside(Cell i) const {
    return b[i] + ((cy[i] * x[i - pitch] + cy[i + pitch] * x[i + pitch]) +
                   (cz[i] * x[i - plane] + cz[i + plane] * x[i + plane]));
  }
  /// The cell's value when `beside` and its neighbours in its row are known.
  KERNELS_INLINE float relaxed(Cell i, float other_rows, float west, float east) const {
    return inverse[i] * (other_rows + (cx[i] * west + cx[i + 1] * east));
  }
  KERNELS_INLINE float residual(Cell i) const {
    const float along = cx[i] * (x[i] - x[i - 1]) + cx[i + 1] * (x[i] - x[i + 1]);
    const float across = cy[i] * (x[i] - x[i - pitch]) + cy[i + pitch] * (x[i] - x[i + pitch]);
    const float upward = cz[i] * (x[i] - x[i - plane]) + cz[i + plane] * (x[i] - x[i + plane]);
    return b[i] - (along + (across + upward));
  }
};

static_assert(end_of_groups<HostLane>(1) == 1 + Layout::kGroup, "rows are padded to what is walked");

/// What the two relaxations have in common: a row in two loops, one a half.
struct RelaxRow {
  Neighbourhood in;
  float* beside;  ///< scratch: what the other rows say
  float* half;    ///< scratch: the row with one parity relaxed
  Cell nx;
  Cell start;  ///< the place of x = 0
  std::int32_t parity;

  KERNELS_HD RelaxRow(const Equations& level, Index row, bool mirrored, float* scratch)
      : in(level),
        beside(scratch + level.layout.base),
        half(beside + level.layout.pitch),
        nx(static_cast<Cell>(level.layout.nx)) {
    const auto [y, z, unit] = level.layout.place(row);
    start = static_cast<Cell>(level.layout.at(0, y, z, unit));
    parity = static_cast<std::int32_t>((y + z) & 1) ^ (mirrored ? 1 : 0);
  }
  static Index scratch_floats(const Layout& layout) { return 2 * layout.pitch + layout.base; }

  /// What the other rows say, and the first half from x.
  template <class Lane>
  KERNELS_HD void begin(Lane lane) const {
    along_groups(lane, nx, [&](Cell i) {
      const Cell at = start + i;
      const float others = in.beside(at);
      beside[i] = others;
      half[i] = either(waits(i, parity), in.x[at], in.relaxed(at, others, in.x[at - 1], in.x[at + 1]));
    });
  }
  /// The same from x = 0. `alone`: the other rows are zero as well.
  template <class Lane>
  KERNELS_HD void begin_from_zero(bool alone, Lane lane) const {
    if (alone) {
      along_groups(lane, nx, [&](Cell i) { begin_from_zero(i, in.b[start + i]); });
    } else {
      along_groups(lane, nx, [&](Cell i) { begin_from_zero(i, in.beside(start + i)); });
    }
  }
  KERNELS_HD void begin_from_zero(Cell i, float others) const {
    beside[i] = others;
    half[i] = either(waits(i, parity), 0, in.inverse[start + i] * others);
  }
  /// Both halves where a lane has at most kKept cells, which it keeps between them: the same sums, and each number is read
  /// once. 1 / diagonal is worked out anew, which costs less than reading it. A lane that has fewer cells reads the row's
  /// rim instead, so that all that it reads is under way at once.
  static constexpr int kKept = 2;
  template <bool kFromZero, class Lane>
  KERNELS_HD void relax_kept(bool alone, Lane lane) const {
    float others[kKept], west[kKept], east[kKept], inverse[kKept], made[kKept];
    const auto first = static_cast<Cell>(lane.first(1));
    const auto step = static_cast<Cell>(lane.stride());
    KERNELS_UNROLL
    for (int n = 0; n < kKept; ++n) {
      const Cell i = first + n * step;
      const Cell at = start + (i <= nx ? i : nx + 1);
      west[n] = in.cx[at];
      east[n] = in.cx[at + 1];
      const float south = in.cy[at], north = in.cy[at + in.pitch];
      const float below = in.cz[at], above = in.cz[at + in.plane];
      inverse[n] = inverse_of((west[n] + east[n]) + (south + north) + (below + above));
      others[n] = in.b[at];
      if (!alone) {
        others[n] += (south * in.x[at - in.pitch] + north * in.x[at + in.pitch]) +
                     (below * in.x[at - in.plane] + above * in.x[at + in.plane]);
      }
      if constexpr (kFromZero) {
        made[n] = either(waits(i, parity), 0, inverse[n] * others[n]);
      } else {
        const float relaxed = inverse[n] * (others[n] + (west[n] * in.x[at - 1] + east[n] * in.x[at + 1]));
        made[n] = either(waits(i, parity), in.x[at], relaxed);
      }
    }
    if (lane.leads()) half[0] = half[nx + 1] = 0;
    KERNELS_UNROLL
    for (int n = 0; n < kKept; ++n) {
      const Cell i = first + n * step;
      if (i <= nx) half[i] = made[n];
    }
    lane.sync();
    KERNELS_UNROLL
    for (int n = 0; n < kKept; ++n) {
      const Cell i = first + n * step;
      if (i > nx) continue;
      const float relaxed = inverse[n] * (others[n] + (west[n] * half[i - 1] + east[n] * half[i + 1]));
      in.x[start + i] = either(waits(i, parity), relaxed, made[n]);
    }
  }
  template <class Lane>
  KERNELS_HD bool few(Lane lane) const {
    if constexpr (Lane::kWholeRow) return false;
    return nx <= kKept * static_cast<Cell>(lane.stride());
  }

  /// The second half. What is walked beyond the row has no inverse, so it stays zero.
  template <class Lane>
  KERNELS_HD void finish(Lane lane) const {
    if (lane.leads()) half[0] = half[nx + 1] = half[end_of_groups<Lane>(nx)] = 0;
    lane.sync();
    along_groups(lane, nx, [&](Cell i) {
      const Cell at = start + i;
      in.x[at] = either(waits(i, parity), in.relaxed(at, beside[i], half[i - 1], half[i + 1]), half[i]);
    });
  }
};

/// Relaxes a row.
struct Relax {
  static constexpr Index kCellsALane = RelaxRow::kKept;  ///< on a device
  static constexpr int kBlocksAtOnce = 6;                ///< one more register would make it five

  Equations level;
  bool mirrored = false;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const RelaxRow work(level, row, mirrored, scratch);
    if (work.few(lane)) return work.relax_kept<false>(false, lane);
    work.begin(lane);
    work.finish(lane);
  }
};

/// The first relaxation of a row when all x are still zero and not stored: rows of the first colour see nothing but b.
struct RelaxFromZero {
  static constexpr Index kCellsALane = RelaxRow::kKept;  ///< on a device
  static constexpr int kBlocksAtOnce = 6;                ///< one more register would make it five

  Equations level;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const RelaxRow work(level, row, false, scratch);
    const bool alone = work.parity == 0;
    if (work.few(lane)) return work.relax_kept<true>(alone, lane);
    work.begin_from_zero(alone, lane);
    work.finish(lane);
  }
};

/// A row of the coarse right-hand side: the sum of the residuals of the fine cells. Scratch: one fine row.
struct Restrict {
  Equations fine;
  Equations coarse;
  Transfer transfer;

  static Index scratch_floats(const Layout& fine) { return fine.pitch + fine.base; }

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const Index nx = fine.layout.nx;
    float* const sums = scratch + fine.layout.base;
    const Layout& to = coarse.layout;
    const auto [coarse_y, coarse_z, unit] = to.place(row);
    const Index y0 = transfer.y.first_cell(coarse_y), y1 = transfer.y.last_cell(coarse_y);
    const Index z0 = transfer.z.first_cell(coarse_z), z1 = transfer.z.last_cell(coarse_z);
    const Neighbourhood in(fine);
    for (Index z = z0; z <= z1; ++z) {
      for (Index y = y0; y <= y1; ++y) {
        const auto start = static_cast<Cell>(fine.layout.at(0, y, z, unit));
        if (y == y0 && z == z0) {
          along_groups(lane, static_cast<Cell>(nx), [&](Cell i) { sums[i] = in.residual(start + i); });
        } else {
          along_groups(lane, static_cast<Cell>(nx), [&](Cell i) { sums[i] += in.residual(start + i); });
        }
      }
    }
    if (lane.leads()) sums[nx + 1] = 0;
    lane.sync();
    float* const out = coarse.b.data + to.row(row);
    if (transfer.x.halved && transfer.x.regular) {
      along_row(lane, 1, to.nx + 1, [&](Cell i) { out[i] = sums[i + i - 1] + sums[i + i]; });
    } else if (transfer.x.halved) {
      const int* const first = transfer.x.first;
      along_row(lane, 1, to.nx + 1, [&](Cell i) {
        const auto second = static_cast<float>(first[i + 1] - first[i] - 1);
        out[i] = sums[first[i]] + second * sums[first[i] + 1];
      });
    } else {
      along_row(lane, 1, to.nx + 1, [&](Cell i) { out[i] = sums[i]; });
    }
  }
};

/// Adds the coarse correction to a fine row. Solid cells get it as well; the relaxation that follows sets them to zero,
/// and no one reads them before.
struct Correct {
  Equations fine;
  Equations coarse;
  Transfer transfer;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout::Place place = fine.layout.place(row);
    const Index unit = place.unit;
    const Index y = transfer.y.coarse_cell(place.y);
    const Index z = transfer.z.coarse_cell(place.z);
    float* const x = fine.x.data + fine.layout.at(0, place.y, place.z, unit);
    const float* const add = coarse.x.data + coarse.layout.at(0, y, z, unit);
    const Index nx = fine.layout.nx;
    if (!transfer.x.halved) {
      along_row(lane, 1, nx + 1, [&](Cell i) { x[i] += add[i]; });
      return;
    }
    if (!transfer.x.regular) {
      const int* const parent = transfer.x.parent;
      along_row(lane, 1, nx + 1, [&](Cell i) { x[i] += add[parent[i]]; });
      return;
    }
    const Index pairs = nx / 2;
    along_row(lane, 1, pairs + 1, [&](Cell i) {
      x[i + i - 1] += add[i];
      x[i + i] += add[i];
    });
    if (lane.leads() && nx % 2 != 0) x[nx] += add[pairs + 1];
  }
};

}  // namespace kernels::multigrid
