/// Demanded rack types of which the hall takes not one, told without a search: what `hallplan check` says of a demand that the racks that
/// are pinned do not meet.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/site/site.hpp"

namespace hallplan::explain {

/// A rack type of a demand that no slot takes by itself, beside plant and the racks that are pinned.
struct NoRoom {
  std::size_t demand = 0;  ///< of the site
  std::string type;        ///< "test-compute"
  /// Why: "layout.height refuses 6 of 6 free slots: row r1, slot 1: ...", or what is short in the slot that lacks least.
  std::string words;
};

/// Of the hall as it is built out, by the rules of space and the additive limits that a search keeps: where a type is named, `plan` places
/// none of it beside those that are pinned. A type that is not named may still have no room beside the other racks of its unit.
[[nodiscard]] std::vector<NoRoom> no_room(const Site& site);

}  // namespace hallplan::explain
