/// Which devices are closed on one bus for a short circuit: nothing between their outputs limits what flows.
#pragma once

#include <vector>

#include "planner/power/loads.hpp"

namespace hallplan::power {

/// Boards (switchboards, busways, PDUs) with what they draw from in equal parts, or from one source alone; and sources that any other device
/// draws from in equal parts. A bus is known by its number.
struct Buses {
  std::vector<int> of;  ///< at each device's output
  std::vector<std::vector<int>>
      brought;  ///< by bus: the devices on it that bring current from elsewhere, sources first
  std::vector<std::vector<int>> members;  ///< by bus: all devices whose outputs stand on it, sources first
};

[[nodiscard]] Buses buses_of(const Site& site, const Loads& loads);

}  // namespace hallplan::power
