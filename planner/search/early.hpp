/// Which racks of a later phase can stand in an earlier one.
#pragma once

#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::search {

/// Sets the phase of those racks that are there from `phase + 1` on and can stand from `phase` on as well, with all others so
/// moved: whole units, with the management racks they need, in the order of their numbers. `site` is as it is in `phase`.
void move_to(const Site& site, int phase, std::vector<Placement>& racks);

/// True when all of these racks can stand together in the phase, whole units with the management they need.
[[nodiscard]] bool all_stand(const Site& site, std::vector<Placement> racks);

}  // namespace hallplan::search
