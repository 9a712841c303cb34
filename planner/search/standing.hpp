/// Racks of a plan as the search sees them: the way back from `final.hpp`.
#pragma once

#include <optional>
#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search {

/// Nothing where the model has no such type, free slot or way to connect it.
[[nodiscard]] std::optional<Member> member_of(const Site& site, const std::vector<capacity::Choice>& choices,
                                              const Model& model, const Placement& rack);

/// What of a plan can stand under a model's limits: whole units, in the order of their numbers, with the management racks they need.
[[nodiscard]] State standing(const Site& site, const std::vector<capacity::Choice>& choices, const Model& model,
                             const Plan& plan);

}  // namespace hallplan::search
