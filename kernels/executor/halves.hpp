/// The two halves of a row that a sweep relaxes one after the other, so that its inner loops have unit stride.
#pragma once

#include <cstdint>

#include "kernels/base/bits.hpp"
#include "kernels/base/view.hpp"

namespace kernels {

/// All bits for the cells of a row that wait for the second half of its relaxation, none for the others. A choice by bits:
/// compilers leave a loop with a choice between two sums scalar.
KERNELS_HD inline std::uint32_t waits(Cell x, std::int32_t parity) {
  return 0U - static_cast<std::uint32_t>((x + parity) & 1);
}

/// a where the bits are set, b where they are not.
KERNELS_HD inline float either(std::uint32_t bits, float a, float b) {
  return float_of((bits_of(a) & bits) | (bits_of(b) & ~bits));
}

}  // namespace kernels
