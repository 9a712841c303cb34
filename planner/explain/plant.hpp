/// Checks that plant fails by itself, and what mends them. Internal to this module.
#pragma once

#include <functional>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/site/site.hpp"

namespace hallplan::explain {

/// What fails in the hall without any rack, and of each the purchase of fewest pieces, up to `kMostSteps` steps of one kind or of one device, after
/// which it holds; those that break nothing else come first. Each is made and verified, nothing is searched. `site` has no phases.
[[nodiscard]] std::vector<PlantFailure> plant_failures(const Site& site, const Purchases& prices,
                                                       const std::function<bool()>& stopped);

}  // namespace hallplan::explain
