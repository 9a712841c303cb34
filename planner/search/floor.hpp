/// What depends on where racks stand on the floor: the load of floor bays, as capacity rows of the spots, and pairs of spots
/// that service clearances or overlap forbid.
#pragma once

#include <vector>

#include "planner/search/model.hpp"

namespace hallplan::search {

/// Adds a row for every bay that some spot touches; plant and `pinned` racks stand there already. Racks count with the CDU inside them
/// and the door behind them. Where a row's CDU groups make a rack more or less heavy, the lighter one bounds, and rows of the heavier
/// one, that prove nothing, steer.
void add_floor_bays(Model& model, const Site& site, const Plan& pinned);

/// Fills the spots' conflicts, and makes unusable those that pinned racks forbid. `places` holds the spots' racks.
void add_conflicts(Model& model, const Site& site, const Plan& pinned, const std::vector<Placement>& places);

}  // namespace hallplan::search
