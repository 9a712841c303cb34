/// The shape of the power tree, and what hangs on it besides other devices. Shared by the simulation and the checks; the
/// capacity rows trace the tree by code of their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/site/live.hpp"
#include "planner/site/site.hpp"

namespace hallplan::power {

/// Like units of plant that draw power: the CDUs of a group, the air units of a zone, the heat rejection or the pumps of a loop. Where each
/// hangs on one device by a single cord, a load for each of these devices: several of one name, which follow each other.
struct PlantLoad {
  std::string name;              ///< "CDUs of g1"
  std::string type;              ///< "test-cdu"
  int units = 0;                 ///< all that are installed on these feeds: spare units run too
  std::optional<double> unit_w;  ///< of one unit, high end; empty when no source gives it
  std::vector<int> feeds;
  std::optional<double>
      motor_contribution;  ///< short-circuit over full-load current, high end; empty where the site does not say

  [[nodiscard]] double power_w() const { return units * unit_w.value_or(0.0); }
};

/// All plant of a site that draws power, in a fixed order; its names.
[[nodiscard]] std::vector<PlantLoad> plant_loads(const Site& site);
[[nodiscard]] std::vector<std::string> plant_names(const std::vector<PlantLoad>& loads);

/// By device: whether plant hangs on it that draws power, or may: units whose power nobody gives do run.
[[nodiscard]] std::vector<bool> plant_feeds(const Site& site, const std::vector<PlantLoad>& loads);

/// The names of plant that has no power with these devices live. In normal running one unit without is enough. After a loss (`lost`) it is
/// plant of which no unit has any: what is left of the others is held against what they have to do, by the rules of that plant.
[[nodiscard]] std::vector<std::string> dark_plant(const std::vector<PlantLoad>& loads, const std::vector<bool>& live,
                                                  bool lost);

/// What a UPS takes in at most to recharge its battery, besides its load: stated, or by its type and modules; 0 where neither says it.
[[nodiscard]] double recharge_w(const Site& site, const Device& device);

/// Sustained power of a rack type at its unfavourable (high) end, and its electrical peak: EDPp, or the sustained power where
/// that is higher or no EDPp is known.
[[nodiscard]] double rack_w(const Site& site, const RackType& rack);
[[nodiscard]] double rack_peak_w(const Site& site, const RackType& rack);

/// Fans of the rear door that a rack of a type has in a row, on the rack's feeds; 0 without a door, or where nobody states their power.
[[nodiscard]] double door_fans_w(const Site& site, int row, int type);
/// "no fan power known for motivair-m16 (rear doors d)" of a door that does not state it; a passive one states 0 W. Else empty.
[[nodiscard]] std::string unknown_door_fans(const Site& site, int row, int type);

/// What references point to, in their order.
[[nodiscard]] std::vector<int> indices(const std::vector<Ref>& refs);

[[nodiscard]] inline const Device& device_at(const Site& site, int index) {
  return site.devices[static_cast<std::size_t>(index)];
}
[[nodiscard]] inline const Product<RackType>& rack_at(const Site& site, int type) {
  return site.catalogue.racks[static_cast<std::size_t>(type)];
}

}  // namespace hallplan::power
