/// What gives power in normal running, with nothing lost: utilities, or generators that run all the time. What stands behind another source
/// of a transfer switch gives none.
#pragma once

#include <string>
#include <vector>

#include "planner/site/site.hpp"

namespace hallplan {

/// One utility and one generator that a device draws from in normal running, by index; -1: none.
struct NormalSources {
  int utility = -1;
  int generator = -1;
};

/// By device. Sound in trees that feed themselves and with names that point at nothing, as a loader meets them.
[[nodiscard]] std::vector<NormalSources> normal_sources(const Site& site);

/// Devices that rows offer their racks, and those that pinned racks name, each where it is first named.
[[nodiscard]] std::vector<Ref> rack_feeds(const Site& site);

/// The same, and those that plant hangs on.
[[nodiscard]] std::vector<Ref> load_feeds(const Site& site);

/// What the whole site draws from in normal running: "utility", "utility and generators" or "generators".
[[nodiscard]] std::string facility_sources(const Site& site);

}  // namespace hallplan
