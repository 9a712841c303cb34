/// What stands at each of the six sides of a cell, in 16 bits: what the turbulence model asks, that a face's own bits do not
/// say. Two bits a side, in the order low x, high x, low y, high y, low z, high z. Internal.
#pragma once

#include <cstdint>

#include "kernels/base/hd.hpp"

namespace kernels::sides {

using Bits = std::uint16_t;

enum Side : Bits {
  open = 0,   ///< air
  given = 1,  ///< supplies, ducts, openings, sheets that let air pass, walls that move: no wall function
  wall = 2,   ///< a wall at rest
  slip = 3,   ///< a wall without friction
};

inline constexpr Bits kSolid = 0x1000;  ///< the cell itself is no air

KERNELS_HD constexpr int shift(int direction, bool high) { return 4 * direction + (high ? 2 : 0); }

/// A side in numbers instead of choices: 1 or 0 for each kind.
struct Kind {
  float open, given, wall, slip;
};

KERNELS_HD inline Kind kind(int bits, int direction, bool high) {
  const int code = bits >> shift(direction, high);
  const auto low_bit = static_cast<float>(code & 1);
  const auto high_bit = static_cast<float>((code >> 1) & 1);
  return {(1.0F - low_bit) * (1.0F - high_bit), low_bit * (1.0F - high_bit), (1.0F - low_bit) * high_bit,
          low_bit * high_bit};
}

}  // namespace kernels::sides
