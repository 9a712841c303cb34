/// Floor that plant asks to be free for service, to be pulled out or as working space: what no rack may stand on, and what a drawing
/// shows.
#pragma once

#include <cstddef>
#include <vector>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

struct AskedFloor {
  std::size_t piece = 0;  ///< of the plant
  bool is_working =
      false;  ///< working space of a power device, as much of it as has but one place; else service clearance or pull
              ///< space, whichever is deeper
  Side side = Side::south;  ///< of the piece, on which it is asked
  RectMm rect;
};

/// As deep as it is asked, be it free or not: it may reach through a wall. Sides that ask for nothing, or of which nothing is known, are
/// left out. `plant` is what `equipment` gives without racks.
[[nodiscard]] std::vector<AskedFloor> asked_floor(const Site& site, const std::vector<Equipment>& plant);

}  // namespace hallplan::layout
