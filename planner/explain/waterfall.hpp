/// Where the capacity of every resource goes. Internal to this module.
#pragma once

#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/plan/check.hpp"

namespace hallplan::explain {

/// From the checks of one placement in one phase, by resource; those come first whose tightest element uses most of its limit.
/// Densities do not add up and are left out. `units`: what keeps one unit more of each demand out, with the placed racks frozen.
[[nodiscard]] std::vector<Fall> falls_of(const std::vector<Check>& checks, const std::vector<OneUnit>& units);

}  // namespace hallplan::explain
