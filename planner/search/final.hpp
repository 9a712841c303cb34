/// From a searched state to a plan in the site's own terms.
#pragma once

#include <vector>

#include "planner/search/state.hpp"

namespace hallplan::search {

/// Pinned and placed racks with ids ("r1-s03"), positions to the millimetre, feeds and CDU groups; new units numbered by where
/// they stand, with the numbers that pinned units leave. Sorted by row, then slot.
[[nodiscard]] Plan plan_of(const Site& site, const std::vector<capacity::Choice>& choices, const State& state);

}  // namespace hallplan::search
