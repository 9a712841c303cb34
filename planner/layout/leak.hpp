/// What a leak stops: it shuts the coolant off in its zone, so the liquid-cooled racks that share floor with the zone stop, and the
/// CDUs that stand in it.
#pragma once

#include <string>
#include <vector>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

struct LeakReach {
  std::vector<RectMm> floor;
  std::vector<std::string> cdus;  ///< those that stand in it
  /// Indices of the CDU groups all of whose racks count as stopped, wherever they stand: more of the group's units stand in the zone than
  /// it has spare, or, with dedicated headers, any unit, since which racks hang on which unit is not planned.
  std::vector<int> groups;
};

[[nodiscard]] LeakReach leak_reach(const Site& site, const LeakZone& zone);

/// True when a rectangle shares floor with the zone; touching edges do not.
[[nodiscard]] bool in_leak(const LeakReach& reach, const RectMm& rect);

/// Racks that a leak in a zone stops: indices into the plan, rising.
[[nodiscard]] std::vector<int> stopped_by_leak(const Site& site, const Plan& plan, const LeakZone& zone);

/// Rows with slots, and CDUs, that stand in no leak zone.
[[nodiscard]] std::vector<std::string> outside_leak_zones(const Site& site);

/// "leak in north": the scenario.
[[nodiscard]] std::string leak_name(const LeakZone& zone);

}  // namespace hallplan::layout
