/// Which devices of the power tree have power, whole or with devices gone. Loads do not enter: only what hangs on what.
#pragma once

#include <vector>

#include "planner/site/site.hpp"

namespace hallplan {

/// Utilities and generators have power of themselves.
[[nodiscard]] bool is_root(const Device& device);

/// Devices in an order in which each stands behind all its sources; among equals by index. The loader guarantees that there
/// are no circles; devices of one would be left out.
[[nodiscard]] std::vector<int> sources_first(const Site& site);

/// Which devices have power when `lost` and `out` (-1: none) are gone. Every device that is no root needs one live source.
[[nodiscard]] std::vector<bool> live_devices(const Site& site, const std::vector<int>& order, int lost, int out = -1);

/// A device out of service for maintenance, and another that is lost meanwhile. Of two that
/// both are ever taken out, the earlier is out: which of them is out and which lost makes no difference to what is left.
struct Pair {
  int out = -1;
  int lost = -1;
};
/// The pairs of `devices` that the site's policy asks for: none, or all of which at least one is ever maintained.
[[nodiscard]] std::vector<Pair> maintenance_pairs(const Site& site, const std::vector<int>& devices);

}  // namespace hallplan
