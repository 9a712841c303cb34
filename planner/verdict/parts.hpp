/// What a verdict derives from its checks. Internal to this module.
#pragma once

#include <string>
#include <vector>

#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {

/// A row for every single loss: of each power device by simulation, of plant units from the checks made with them lost.
[[nodiscard]] std::vector<FailureRow> failure_rows(const Site& site, const Plan& plan,
                                                   const std::vector<Check>& checks);

/// The additive limits by rule: totals over elements, and the tightest element. Tightest resource first.
[[nodiscard]] std::vector<Resource> resources_of(const std::vector<Check>& checks);

/// "bus-a3 (busway) at 97 % with bus-b3 lost", tightest first, at most five.
[[nodiscard]] std::vector<std::string> limits_of(const std::vector<Resource>& resources);

}  // namespace hallplan::verdict
