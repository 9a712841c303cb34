/// Loops that carry the heat of a lost rear door: it goes to the zone's air units, whose coils may hang on another loop than the door.
#pragma once

#include <vector>

#include "planner/hydraulics/liquid.hpp"

namespace hallplan::hydraulics {

/// Heat, W, that a loop takes on with the one door lost that takes most, of all zones whose units hang on the loop.
[[nodiscard]] double lost_door_w(const Site& site, int loop, const DoorLost& lost);

/// Return and heat rejection of each such loop as rows. `air` and `door_heat_w` as for `capacity_rows`; `worst`: by zone, the most
/// that the door of one rack takes of all that may be placed. Whether that rack is placed is not known here, so rows are no less strict than
/// their checks, steer the search and prove nothing.
[[nodiscard]] capacity::Part door_lost_rows(const Site& site, const std::vector<capacity::Choice>& choices,
                                            const capacity::Part& air, const std::vector<double>& door_heat_w,
                                            const DoorLost& worst);

}  // namespace hallplan::hydraulics
