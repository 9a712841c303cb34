/// The order of a zebra sweep: rows along x are coloured by (y + z) mod 2, like the stripes of a zebra, so a row's
/// neighbours in y and z have the other colour. A sweep visits all rows of one colour, then all of the other. A body
/// may read its own row and rows of the other colour, and writes its own row: the result is the same whatever the order
/// within a colour. (The four rows at (y+-1, z+-1) have the row's own colour: it must not read from them what the sweep
/// writes.)
///
/// On the host the second colour follows one plane behind the first, so that a sweep passes through memory once.
#pragma once

#include "kernels/base/view.hpp"

namespace kernels {

/// Rows (y, z) of each of `cases` equal boxes; the body gets the row (case * nz + z) * ny + y.
struct Zebra {
  Index ny = 0;
  Index nz = 0;
  Index cases = 1;
  bool odd_first = false;  ///< the rows with odd y + z come first: the adjoint of the other order
};

/// The rows of one colour in one plane of one case. `second`: those that come second.
template <class Row>
void sweep_plane(const Zebra& zebra, Index unit, Index z, bool second, const Row& row) {
  const Index parity = zebra.odd_first == second ? 0 : 1;
  const Index plane = (unit * zebra.nz + z) * zebra.ny;
  for (Index y = (z + parity) & 1; y < zebra.ny; y += 2) row(plane + y);
}

/// Both colours in the planes [begin, end) of one case, by one thread.
template <class Row>
void sweep_planes(const Zebra& zebra, Index unit, Index begin, Index end, const Row& row) {
  for (Index z = begin; z < end; ++z) {
    sweep_plane(zebra, unit, z, false, row);
    if (z > begin) sweep_plane(zebra, unit, z - 1, true, row);
  }
  if (end > begin) sweep_plane(zebra, unit, end - 1, true, row);
}

}  // namespace kernels
