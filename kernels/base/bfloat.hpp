/// The upper half of a float: its sign, its exponent and 7 bits of its fraction ("bfloat16"). For numbers that are read often
/// and of which two and a half digits are enough.
#pragma once

#include <cstdint>

#include "kernels/base/bits.hpp"
#include "kernels/base/hd.hpp"

namespace kernels {

struct Bfloat {
  std::uint16_t bits = 0;

  Bfloat() = default;
  /// The nearest one, the larger of two. What is no number stays none.
  KERNELS_HD explicit Bfloat(float value) {
    const std::uint32_t all = bits_of(value);
    const bool finite = (all & kExponent) != kExponent;
    bits = static_cast<std::uint16_t>((all + (finite ? kHalf : 0)) >> kDropped);
  }
  KERNELS_HD operator float() const { return float_of(std::uint32_t{bits} << kDropped); }

 private:
  static constexpr int kDropped = 16;
  static constexpr std::uint32_t kHalf = 0x8000, kExponent = 0x7F800000;
};

}  // namespace kernels
