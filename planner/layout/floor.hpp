/// Loads on the floor by one piece of equipment, in the unfavourable case. Only for this module.
#pragma once

#include <optional>

#include "planner/site/site.hpp"

namespace hallplan::layout {

/// The CDU that stands inside racks of a group; null where its units stand on the floor, or for no group (-1).
[[nodiscard]] const Product<CduType>* unit_inside(const Site& site, int cdu_group);

/// A rack with the mass of the CDU inside it, which the rack's own sheet is not taken to count; unknown where either is.
[[nodiscard]] Body with_unit(Body rack, const Body& unit);

/// Mass over footprint; nothing when the mass is not known.
[[nodiscard]] std::optional<double> patch_kg_per_m2(const Body& body);

/// Load of the worst caster: an even share times the floor's allowance for an uneven stand.
/// Nothing when the mass or the casters are not known.
[[nodiscard]] std::optional<double> point_kg(const Body& body, int casters, const FloorRating& floor);

}  // namespace hallplan::layout
