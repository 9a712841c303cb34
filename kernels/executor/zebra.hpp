/// The order of a zebra sweep: rows along x are coloured by (y + z) mod 2, like the stripes of a zebra, so a row's
/// neighbours in y and z have the other colour. A sweep visits all rows of one colour, then all of the other. Of what
/// the sweep writes, a body reads its own row and the four beside it, (y+-1, z) and (y, z+-1), and writes its own row: the
/// result is the same whatever the order within a colour. (The four rows at (y+-1, z+-1) have the row's own colour.)
///
/// On the host a thread takes a few rows of all its planes at a time, and each half sweep follows one row and one plane behind
/// the one before it: what one half sweep has read is still in a near cache when the next one comes, and sweeps in turn
/// pass through memory once (wavefronts in skewed tiles: Wolf and Lam 1991).
#pragma once

#include <algorithm>

#include "kernels/base/view.hpp"

namespace kernels {

/// Rows (y, z) of each of `cases` equal boxes; the body gets the row (case * nz + z) * ny + y.
struct Zebra {
  Index ny = 0;
  Index nz = 0;
  Index cases = 1;
  bool odd_first = false;  ///< the rows with odd y + z come first: the adjoint of the other order
};

/// The rows of one colour in one plane of one case, of those from `begin` to `end` - 1. `second`: the colour that comes second.
template <class Row>
void sweep_plane(const Zebra& zebra, Index unit, Index z, bool second, Index begin, Index end, const Row& row) {
  const Index parity = zebra.odd_first == second ? 0 : 1;
  const Index plane = (unit * zebra.nz + z) * zebra.ny;
  for (Index y = begin + ((begin + z + parity) & 1); y < end; y += 2) row(plane + y);
}

/// One sweep of a case, as its order is defined.
template <class Row>
void sweep_case(const Zebra& zebra, Index unit, const Row& row) {
  for (const bool second : {false, true}) {
    for (Index z = 0; z < zebra.nz; ++z) sweep_plane(zebra, unit, z, second, 0, zebra.ny, row);
  }
}

/// The planes of one thread. Where another thread's planes begin, each half sweep keeps one plane further away than the one
/// before it, so that no thread reads what another one is writing; `sweep_edges` does the rest.
struct Planes {
  Index begin = 0, end = 0;
  bool low_waits = false, high_waits = false;
};

/// `halves` half sweeps, two a sweep, of the planes of one thread in one case: row(half, number).
template <class Row>
void sweep_tiles(const Zebra& zebra, Index unit, const Planes& planes, Index halves, Index tile, const Row& row) {
  for (Index y = 0; y < zebra.ny + halves - 1; y += tile) {
    for (Index front = planes.begin; front < planes.end + halves - 1; ++front) {
      for (Index half = 0; half < halves; ++half) {
        const Index z = front - half;
        const Index begin = planes.begin + (planes.low_waits ? half : 0);
        const Index end = planes.end - (planes.high_waits ? half : 0);
        if (z < begin || z >= end) continue;
        sweep_plane(zebra, unit, z, half % 2 != 0, std::max<Index>(y - half, 0), std::min(y + tile - half, zebra.ny),
                    [&](Index number) { row(half, number); });
      }
    }
  }
}

/// What `sweep_tiles` left of a half sweep, 1 or later, after all threads have done the ones before it. A thread has at least
/// twice as many planes as there are half sweeps.
template <class Row>
void sweep_edges(const Zebra& zebra, Index unit, const Planes& planes, Index half, const Row& row) {
  const auto sweep = [&](Index begin, Index end) {
    for (Index z = begin; z < end; ++z) {
      sweep_plane(zebra, unit, z, half % 2 != 0, 0, zebra.ny, [&](Index number) { row(half, number); });
    }
  };
  if (planes.low_waits) sweep(planes.begin, planes.begin + half);
  if (planes.high_waits) sweep(planes.end - half, planes.end);
}

/// Rows of a tile: a few planes of them stay in a core's own cache.
[[nodiscard]] inline Index tile_rows(Index width, Index halves) {
  constexpr Index kCells = 16384;
  return std::max<Index>(kCells / ((width + 32) * halves), 4);
}

/// Sweeps, one after the other; an executor that knows how does them in one pass. For that a body may read what another one
/// writes within one row and one plane of its own.
template <class Executor, class... Bodies>
void sweep_in_turn(Executor& executor, const Zebra& zebra, Index width, Index scratch_floats, const Bodies&... bodies) {
  if constexpr (requires { executor.sweeps(zebra, width, scratch_floats, bodies...); }) {
    executor.sweeps(zebra, width, scratch_floats, bodies...);
  } else {
    (executor.sweep(zebra, width, scratch_floats, bodies), ...);
  }
}

/// The same sweep `times` times.
template <class Executor, class Body>
void repeat_sweep(Executor& executor, const Zebra& zebra, Index width, Index scratch_floats, int times,
                  const Body& body) {
  for (; times > 1; times -= 2) sweep_in_turn(executor, zebra, width, scratch_floats, body, body);
  if (times > 0) executor.sweep(zebra, width, scratch_floats, body);
}

}  // namespace kernels
