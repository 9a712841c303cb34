/// What is known of a face of the staggered grid, in 16 bits. A velocity component at a face slides along four edges: u along
/// those at low y, high y, low z, high z; v at low x, high x, low z, high z; w at low x, high x, low y, high y. Two bits say
/// what is beyond each edge. Kept with the cell whose low face it is; that of the x face also says whether the cell is solid.
#pragma once

#include <cstdint>

#include "kernels/base/hd.hpp"

namespace kernels::face {

using Bits = std::uint16_t;

enum Edge : Bits {
  open = 0,    ///< air: the neighbour's velocity is one cell away
  moving = 1,  ///< a wall half a cell away that moves as the velocity stored beyond it says
  slip = 2,    ///< a wall without friction
  wall = 3,    ///< a wall at rest half a cell away; air may be drawn through it (a rack's front)
};

inline constexpr Bits kEdgesA = 0x000F;  ///< of the first direction across
inline constexpr Bits kEdgesB = 0x00F0;  ///< of the second
inline constexpr Bits kEdgeMask = kEdgesA | kEdgesB;
inline constexpr Bits kFixed = 0x0100;  ///< the velocity is given or belongs to an opening; no heat diffuses through
inline constexpr Bits kConducts =
    0x0200;                             ///< heat diffuses between the cell and the value kept beyond, half a cell away
inline constexpr Bits kSolid = 0x0400;  ///< of an x face: the cell itself is no air
inline constexpr int kLossShift = 11;   ///< number of the face's loss coefficient, 0 for none
inline constexpr int kMostLosses = 31;

KERNELS_HD inline bool is_fixed(Bits bits) { return (bits & kFixed) != 0; }
KERNELS_HD inline bool conducts(Bits bits) { return (bits & kConducts) != 0; }
KERNELS_HD inline bool is_solid(Bits bits) { return (bits & kSolid) != 0; }
KERNELS_HD inline int loss(Bits bits) { return bits >> kLossShift; }

}  // namespace kernels::face
