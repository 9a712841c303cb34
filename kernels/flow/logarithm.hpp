/// The natural logarithm in products and sums alone, so that every compiler and every device gives the same bits: exponent
/// and mantissa m in [2/3, 4/3) taken apart, ln m = 2 artanh((m - 1) / (m + 1)) by its series up to the ninth power. For
/// positive normal 32-bit floats; the error is below 2e-7 + 1.2e-7 |ln x|. Internal.
#pragma once

#include <cstdint>

#include "kernels/base/hd.hpp"

namespace kernels::flow {

KERNELS_HD inline float natural_log(float x) {
  constexpr std::int32_t kTwoThirds = 0x3F2AAAAB;
  constexpr float kLogOfTwo = 0.693147181F;
  const auto bits = __builtin_bit_cast(std::int32_t, x);
  const std::int32_t exponent = (bits - kTwoThirds) >> 23;
  const auto m = __builtin_bit_cast(float, bits - exponent * (1 << 23));
  const float s = (m - 1.0F) / (m + 1.0F);
  const float square = s * s;
  const float series = 1.0F + square * (1.0F / 3 + square * (1.0F / 5 + square * (1.0F / 7 + square * (1.0F / 9))));
  return static_cast<float>(exponent) * kLogOfTwo + 2.0F * s * series;
}

}  // namespace kernels::flow
