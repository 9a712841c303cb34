/// Whether a rack stands in a slot.
#pragma once

#include <algorithm>
#include <vector>

#include "planner/plan/plan.hpp"

namespace hallplan {

[[nodiscard]] inline bool is_taken(const std::vector<Placement>& racks, int row, int slot) {
  return std::any_of(racks.begin(), racks.end(),
                     [&](const Placement& rack) { return rack.row == row && rack.slot == slot; });
}

}  // namespace hallplan
