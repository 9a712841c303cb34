/// The two halves of the liquid checks: what a CDU group can give, and what a facility-water loop can.
#pragma once

#include <string>
#include <vector>

#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/heat_share.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/throttled_flow.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Checks of one CDU group (heat, flow, head, approach, supply, dew point) and of the rack types on it (supply, flow, return).
void check_group(const Site& site, const Plan& plan, int group, std::vector<Check>& out);

/// Heat and flow of a group whose units each serve racks of their own, in whole racks.
void check_dedicated(const Site& site, const CduGroup& group, const Racks& racks, const Shares& shares,
                     std::vector<Check>& out);

/// Pressure ratings of a group's CDU and racks, where the site states its fill pressure.
void check_pressure(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out);
/// NPSH of its pumps, where the fill pressure is given; behind their strainers, where the site gives them.
void check_suction(const Site& site, const Plan& plan, int group, const Racks& racks, std::vector<Check>& out);
/// What its vessels take up, where that is given.
void check_expansion(const Site& site, const CduGroup& group, const Racks& racks, std::vector<Check>& out);

/// The same of a loop's water, from the coldest that it sees to what comes back at design heat or, while it stands, takes on from the weather
/// or the room. `unknown`: why its heat is not known, by name.
void check_loop_expansion(const Site& site, int loop, double loop_heat_w, const std::string& unknown,
                          const LoopFlow& flow, const ThrottledFlow& throttled, std::vector<Check>& out);

/// The flow of each rack through the group's pipes, where the site gives them.
void check_delivery(const Site& site, const Plan& plan, int group, std::vector<Check>& out);
/// The most flow that its pipes, whose network is known, give a rack against the most it may take.
void check_most(const Site& site, const Plan& plan, int group, std::vector<Check>& out);

/// The facility-water side of a group's CDUs, where the site states the head and the most pressure of its loop.
void check_primary(const Site& site, const CduGroup& group, std::vector<Check>& out);
/// The most pressure of a loop, which is stated, against what `taker`, of that id and type, takes of it; `unknown`: what is said where that
/// is not known.
[[nodiscard]] Check loop_pressure_check(const FacilityLoop& loop, const std::string& id, const std::string& type,
                                        const MaybeValue& limit, const std::string& taker, std::string unknown);

/// Checks of one facility-water loop that carries `loop_heat_w`: dew point, return temperature, heat rejection; the latter two also with the
/// rear door lost whose heat it takes then.
void check_loop(const Site& site, const Plan& plan, int loop, double loop_heat_w,
                const std::vector<double>& zone_heat_w, const std::vector<double>& door_heat_w,
                const DoorLost& door_lost, std::vector<Check>& out);

/// A supply temperature against the room's dew point plus a margin. `mend`: what a failing one is told to do.
[[nodiscard]] Check dew_point_check(const Site& site, const std::string& where, const Value& supply, double margin_k,
                                    const std::string& mend);

}  // namespace hallplan::hydraulics
