/// What a placement reaches of the levels of the objective after the racks, for the record of a search.
#pragma once

#include "planner/plan/plan.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search {

/// Without bounds. Cables count without drops and slack.
[[nodiscard]] Levels levels_of(const State& state);

/// The same of a plan of a site as it is in one phase: what of it can stand.
[[nodiscard]] Levels levels_of(const Site& site, const Plan& plan);

}  // namespace hallplan::search
