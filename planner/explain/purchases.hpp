/// What can be bought for a hall: one step of each kind of plant. Internal to this module.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "planner/site/site.hpp"

namespace hallplan::explain {

struct Purchase {
  std::string what;     ///< "a CDU in each group"
  int pieces = 0;       ///< 3
  std::string detail;   ///< "g1: 3 -> 4 units"
  std::string besides;  ///< what it needs and nobody looked at
  std::function<void(Site&)> make;
};

/// One step of all that the site has of a kind, in a fixed order. What has no rating has no step.
[[nodiscard]] std::vector<Purchase> purchases(const Site& site);

}  // namespace hallplan::explain
