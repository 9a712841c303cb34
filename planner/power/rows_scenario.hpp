/// What every device carries in one scenario, by what is drawn: the search's own account of the power tree. It follows one watt from where
/// it is drawn up to the utility, where the simulation sums loads from below.
#pragma once

#include <string>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/site/site.hpp"

namespace hallplan::power {

/// Watts at the output of `device` for one watt drawn elsewhere.
struct Reach {
  int device = -1;
  double gain = 0;
};

/// The loads of one scenario: of the plant, and of one rack of each choice for a watt it draws.
struct Scenario {
  std::string name;
  std::vector<double> base_w;               ///< by device
  std::vector<std::vector<Reach>> choices;  ///< by choice, then by rising device
};

/// `order`: what was lost, -1: nothing, and what was out of service before. `stage`: of the time until others have taken over; null: what
/// is left in the end.
[[nodiscard]] Scenario scenario_with(const Site& site, const std::vector<capacity::Choice>& choices,
                                     const std::vector<int>& sources_first, const Pair& order,
                                     const Stage* stage = nullptr);

}  // namespace hallplan::power
