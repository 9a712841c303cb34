/// How bodies refer to arrays, and to places and rows in them.
#pragma once

#include <cstdint>

#include "kernels/base/hd.hpp"

namespace kernels {

using Index = std::int64_t;

/// A place in an array, or a distance in it: in 32 bits, which inner loops take half as long for. Arrays that are used so
/// have at most kMostPlaces elements, all cases together.
using Cell = std::int32_t;
inline constexpr Index kMostPlaces = Index{1} << 31;

/// A number to divide others by, all of them 0 .. 2^31 - 1. A device has no instruction for that: there it is a product and
/// a shift (Granlund and Montgomery 1994).
class Divisor {
 public:
  Divisor() = default;
  explicit Divisor(Index by) : by_(static_cast<std::uint32_t>(by)) {
    while ((std::uint64_t{1} << shift_) < by_) ++shift_;
    if (by_ > 0) multiplier_ = static_cast<std::uint32_t>((((std::uint64_t{1} << shift_) - by_) << 32U) / by_ + 1);
  }

  /// How often it goes into `number`.
  KERNELS_HD Index whole(Index number) const {
#ifdef __CUDA_ARCH__
    return by_product(static_cast<std::uint32_t>(number));
#else
    return number / by_;
#endif
  }
  KERNELS_HD std::uint32_t by_product(std::uint32_t number) const {
    const auto high = static_cast<std::uint32_t>((std::uint64_t{number} * multiplier_) >> 32U);
    return (high + number) >> shift_;
  }

 private:
  std::uint32_t by_ = 1;
  std::uint32_t multiplier_ = 1;
  std::uint32_t shift_ = 0;
};

/// A view refers to an array that someone else owns, on whichever side the executor keeps its memory. Up to three
/// extents, x fastest; the slowest one is the case of a batch in a flat problem. No bounds checks: bodies run on it.
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
