/// A float's bits, and the float of such bits.
#pragma once

#include <cstdint>

#include "kernels/base/hd.hpp"

namespace kernels {

KERNELS_HD inline std::uint32_t bits_of(float value) { return __builtin_bit_cast(std::uint32_t, value); }
KERNELS_HD inline float float_of(std::uint32_t bits) { return __builtin_bit_cast(float, bits); }

}  // namespace kernels
