/// What CDUs take with the facility water and the coolant that they get, as a share of what they are rated at.
///
/// At constant flows a unit's heat goes with the approach (`cdu.hpp`), so a share holds at any. By effectiveness and transfer units, the least
/// that any of its maker's points leads to. Less coolant comes back warmer for the same heat, so an exchanger of many transfer units takes
/// more of it at the same approach, and one of few takes less, as its U A falls: which flow is the bad one hangs on the exchanger.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Never above 1. Where it is less than 97 % of what a unit takes at its rated coolant flow nothing is known: few transfer units, or far
/// more water than coolant.
struct HeatShare {
  double share = 0;
  std::string unknown;  ///< why it is not known; then an upper bound, 0 where there is none
  std::string coolant;  ///< at which flow: ", at 476 L/min of coolant"; empty: at any from a tenth of the rated one up
};

/// Of one unit, at any coolant flow from a tenth of its rated one to all of it.
[[nodiscard]] HeatShare heat_share(const Site& site, const CduGroup& group, double facility_m3_per_s);

/// A unit that runs, by its number in the group.
struct WateredUnit {
  std::size_t unit = 0;
  double facility_m3_per_s = 0;
};

/// Of units that run together, so that each holds its supply: by it the heat of all of them is that share of what they are rated at. On
/// headers of their own the least of each. Empty: `heat_share` of the unit with the least water.
using Shares = std::function<HeatShare(const std::vector<WateredUnit>&)>;

/// At the coolant flow that the group's pipes give each of them with these racks, by both ends of all ranges (`FlowEnd`). Racks' heat
/// parts as the flow does. As without pipes where the network is not known. Does not outlive site and plan.
[[nodiscard]] Shares piped_shares(const Site& site, const Plan& plan, int group);

/// Of units that have so much coolant together, each an equal part.
[[nodiscard]] Shares shares_at(const Site& site, const CduGroup& group, double coolant_m3_per_s);

/// The same of racks that are yet to be placed, for the search: by their heat over the flow that they ask for, J/m3, low and high ends of
/// those that may stand. Where valves hold the racks to that flow, each unit has an equal part of it, and the share is that of the group when
/// no more heat fits; else any flow may be.
struct ShareBounds {
  Shares steers;  ///< no more than the pipes will lead to, but for units of unlike flow
  Shares proves;  ///< no less
};
[[nodiscard]] ShareBounds share_bounds(const Site& site, const CduGroup& group, double least_j_per_m3,
                                       double most_j_per_m3);

}  // namespace hallplan::hydraulics
