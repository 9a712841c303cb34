/// Rear doors as things that stand: they weigh on the floor with their racks, and reach into the aisle behind them. A door whose
/// product states no depth takes no floor here, and what that leaves open is undecided.
#pragma once

#include <vector>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

/// The door behind racks of a type in a row; null without one, or for no row (-1).
[[nodiscard]] const Product<RearDoorType>* rear_door(const Site& site, int row, int type);

/// How far it reaches behind its rack, high end; 0 without a door, or where that is not known.
[[nodiscard]] long long depth_mm(const Product<RearDoorType>* door);

/// The floor of a rack and its door.
[[nodiscard]] RectMm with_door(const RectMm& rack, Side front, const Product<RearDoorType>* door);

/// What stands with the floor that its doors take.
[[nodiscard]] std::vector<Equipment> with_doors(std::vector<Equipment> pieces);

/// Slots as deep as racks that may come to stand in them reach with their doors, where that is beyond the slot.
[[nodiscard]] Slots with_doors(const Site& site, Slots slots);

}  // namespace hallplan::layout
