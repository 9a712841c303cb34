/// Loads on the floor by one piece of equipment, in the unfavourable case. Only for this module.
#pragma once

#include <optional>

#include "planner/site/site.hpp"

namespace hallplan::layout {

/// Mass over footprint; nothing when the mass is not known.
[[nodiscard]] std::optional<double> patch_kg_per_m2(const Body& body);

/// Load of the worst caster: an even share times the floor's allowance for an uneven stand.
/// Nothing when the mass or the casters are not known.
[[nodiscard]] std::optional<double> point_kg(const Body& body, int casters, const FloorRating& floor);

}  // namespace hallplan::layout
