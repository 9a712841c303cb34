/// The two halves of the liquid checks: what a CDU group can give, and what a facility-water loop can.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Checks of one CDU group (heat, flow, head, approach, supply, dew point) and of the rack types on it (supply, flow, return).
void check_group(const Site& site, const Plan& plan, int group, std::vector<Check>& out);

/// Checks of one facility-water loop that carries `loop_heat_w`: dew point, return temperature, heat rejection.
void check_loop(const Site& site, const Plan& plan, int loop, double loop_heat_w,
                const std::vector<double>& zone_heat_w, std::vector<Check>& out);

/// A supply temperature against the room's dew point and the site's margin.
[[nodiscard]] Check dew_point_check(const Site& site, const std::string& where, const Value& supply);

}  // namespace hallplan::hydraulics
