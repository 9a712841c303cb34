/// A placement as JSON: the `placements` of plan.json, in the order of the plan, everything named by the user's ids.
/// Slots and scalable units are counted from 1, as they are in site files and drawings. Positions are to the millimetre.
#pragma once

#include <string>

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

inline constexpr int kPlanSchema = 1;  ///< version of plan.json that this program writes

/// The list of placed racks as JSON text, one rack a line. `read_plan_text` reads it back without loss.
[[nodiscard]] std::string placements_json(const Site& site, const Plan& plan);

/// The least plan.json there is: schema, site and placements. What the report writes holds this and the verdict.
[[nodiscard]] std::string plan_json(const Site& site, const Plan& plan);

}  // namespace hallplan
