/// Loads on the floor by one piece of equipment, in the unfavourable case. Only for this module.
#pragma once

#include <optional>
#include <string>

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::layout {

/// A placed rack as it presses on the floor: with the CDU inside it and the door behind it, neither of which its own sheet is taken
/// to count.
struct Loaded {
  Body body;          ///< its mass is the sum of those that are known: it weighs that much at least
  std::string name;   ///< "test-compute with test-cdu inside"
  std::string lacks;  ///< the product whose mass is not known; empty where all are
};
[[nodiscard]] Loaded loaded(const Site& site, const Placement& rack);

/// Of the CDU groups that a row offers a rack type the one with which it is lightest, and heaviest, by what is known.
struct Loads {
  Body least, most;
};
[[nodiscard]] Loads loads_of(const Site& site, int row, int type);

/// Mass over footprint; nothing when the mass is not known.
[[nodiscard]] std::optional<double> patch_kg_per_m2(const Body& body);

/// Load of the worst caster: an even share times the floor's allowance for an uneven stand.
/// Nothing when the mass or the casters are not known.
[[nodiscard]] std::optional<double> point_kg(const Body& body, std::optional<int> casters, const FloorRating& floor);

}  // namespace hallplan::layout
