/// Limits on what one leak may stop, as rows of the model.
#pragma once

#include "planner/search/model.hpp"

namespace hallplan::search {

/// Adds a row for each limit of each leak zone, with what pinned racks take of it as its base. `places` holds the rack of each spot. The
/// rows count as `layout.leak-zone` and `layout.leak-power` do; only where a row of the zone offers both a CDU group that the leak stops
/// and one that it does not, a rack may count twice, and the row proves nothing.
void add_leak_zones(Model& model, const Site& site, const std::vector<capacity::Choice>& choices, const Plan& pinned,
                    const std::vector<Placement>& places);

}  // namespace hallplan::search
