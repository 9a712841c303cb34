/// A view refers to an array that someone else owns, on whichever side the executor keeps its memory. Up to three
/// extents, x fastest; the slowest one is the case of a batch in a flat problem. No bounds checks: bodies run on it.
#pragma once

#include <cstdint>

#include "kernels/base/hd.hpp"

namespace kernels {

using Index = std::int64_t;

/// A place in an array, or a distance in it: in 32 bits, which inner loops take half as long for. Arrays that are used so
/// have at most kMostPlaces elements, all cases together.
using Cell = std::int32_t;
inline constexpr Index kMostPlaces = Index{1} << 31;

/// Whole parts of numbers of rows, and what remains: both 0 .. 2^32 - 1, since a device takes much longer for 64 bits.
KERNELS_HD inline Index divided(Index number, Index by) {
#ifdef __CUDA_ARCH__
  return static_cast<unsigned>(number) / static_cast<unsigned>(by);
#else
  return number / by;
#endif
}
KERNELS_HD inline Index remainder(Index number, Index by) { return number - divided(number, by) * by; }

template <class T>
struct View {
  T* data = nullptr;
  Index nx = 0;
  Index ny = 1;
  Index nz = 1;

  KERNELS_HD Index size() const { return nx * ny * nz; }
  KERNELS_HD T& operator[](Index i) const { return data[i]; }
  KERNELS_HD T* row(Index y, Index z = 0) const { return data + (z * ny + y) * nx; }

  /// The same array with other extents; the product of the extents must not grow.
  KERNELS_HD View shaped(Index x, Index y, Index z) const { return {data, x, y, z}; }
  /// What follows the first `skip` elements, as one row.
  KERNELS_HD View after(Index skip) const { return {data + skip, size() - skip, 1, 1}; }
  KERNELS_HD View<const T> as_const() const { return {data, nx, ny, nz}; }
};

}  // namespace kernels
