/// From a failed limit to what may be cut, most promising first. Internal to this module.
#pragma once

#include <vector>

#include "planner/search/cuts.hpp"
#include "planner/steer/steer.hpp"

namespace hallplan::steer {

/// Ways to go on from a plan, each a set of cuts, for one reason.
struct Branches {
  Rule rule = Rule::air_inlet;  ///< the limit that failed
  std::vector<search::Cuts> ways;
};

/// For the first failed limit of a CDU group: the rack that it fails most at goes elsewhere; all racks go that it fails at; a unit fewer;
/// and as many units fewer as it takes if nothing else moves. Limits that a type of racks fails by itself: none of it on that group.
[[nodiscard]] Branches coolant_branches(const Site& site, const Plan& plan, const std::vector<Check>& failed);

/// For the rack that breathes the warmest air against its limit: it goes elsewhere; the one whose heat reaches it most does, by the response
/// matrix on the frozen flow; both do; all racks that are too warm do.
[[nodiscard]] Branches air_branches(const Site& site, const Judged& judged, const kernels::Execution& execution);

}  // namespace hallplan::steer
