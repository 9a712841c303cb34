/// How a box of cells lies in memory, with the rim of ghost cells that every stencil needs.
///
/// Interior cells have x = 1..nx, y = 1..ny, z = 1..nz; the rim is at 0 and n+1. Rows along x are padded to whole cache
/// lines and start so that x = 1 is aligned: `size` elements are to be allocated and `base` of them skipped. The cells of a
/// batch lie one box after the other (`stride` apart). Rows may be walked in whole groups of kGroup from x = 1 on
/// (`groups` of them cover nx + 1 cells, which is what velocities need): what lies beyond the rim is padding, that may be
/// written and is never read as a value.
///
/// A velocity component is stored at the low face of its cell: u(x,y,z) between the cells x-1 and x.
#pragma once

#include "kernels/base/hd.hpp"
#include "kernels/base/view.hpp"

namespace kernels {

struct Layout {
  static constexpr Index kGroup = 16;  ///< floats of a cache line

  Index nx = 0, ny = 0, nz = 0;
  Index cases = 1;
  Index groups = 0;  ///< of a row
  Index pitch = 0;   ///< from row to row
  Index plane = 0;   ///< from plane to plane
  Index stride = 0;  ///< from case to case
  Index base = kGroup - 1;
  Index size = 0;
  Divisor of_y, of_z, of_face_y, of_face_z;  ///< ny, nz, ny + 1, nz + 1

  Layout() = default;
  Layout(Index x, Index y, Index z, Index many = 1)
      : nx(x),
        ny(y),
        nz(z),
        cases(many),
        groups((x + 1 + kGroup - 1) / kGroup),
        pitch(groups * kGroup + kGroup),
        plane(pitch * (y + 2)),
        stride(plane * (z + 2)),
        size(stride * many + 2 * kGroup),
        of_y(y),
        of_z(z),
        of_face_y(y + 1),
        of_face_z(z + 1) {}

  KERNELS_HD Index at(Index x, Index y, Index z, Index unit = 0) const {
    return base + unit * stride + z * plane + y * pitch + x;
  }
  /// Which row a number means. Rows are numbered as `Zebra` does: (case * nz + z - 1) * ny + y - 1.
  struct Place {
    Index y, z, unit;
  };
  KERNELS_HD Place place(Index row) const { return place_among(row, ny, nz, of_y, of_z); }
  /// The same with velocity rows: one more in y and in z, (case * (nz + 1) + z - 1) * (ny + 1) + y - 1.
  KERNELS_HD Place face_place(Index row) const { return place_among(row, ny + 1, nz + 1, of_face_y, of_face_z); }

  /// Where x = 0 of a row lies.
  KERNELS_HD Index row(Index number) const {
    const Place in = place(number);
    return at(0, in.y, in.z, in.unit);
  }
  KERNELS_HD Index face_row(Index number) const {
    const Place in = face_place(number);
    return at(0, in.y, in.z, in.unit);
  }
  KERNELS_HD Index rows() const { return ny * nz * cases; }
  KERNELS_HD Index face_rows() const { return (ny + 1) * (nz + 1) * cases; }
  KERNELS_HD Index cells() const { return nx * ny * nz; }

 private:
  KERNELS_HD static Place place_among(Index row, Index rows_y, Index planes, Divisor of_rows, Divisor of_planes) {
    const Index plane = of_rows.whole(row);
    const Index unit = of_planes.whole(plane);
    return {row - plane * rows_y + 1, plane - unit * planes + 1, unit};
  }
};

}  // namespace kernels
