/// Where the spine rooms of a hall may stand, and which of its segments they reach.
#pragma once

#include <vector>

#include "planner/search/aggregate/hall.hpp"

namespace hallplan::search::aggregate {

/// Choices of spine rooms that are worth trying: none reaches only what another reaches. Ascending.
[[nodiscard]] std::vector<std::vector<int>> spine_choices(const Hall& hall);

/// Of each segment whether a spine room at one of these sites reaches it.
[[nodiscard]] std::vector<char> reach_of(const Hall& hall, const std::vector<int>& sites);

}  // namespace hallplan::search::aggregate
