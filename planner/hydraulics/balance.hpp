/// Balancing of a CDU group: what each rack's valve must throttle so that none takes more than it asks for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/group_network.hpp"

namespace hallplan::hydraulics {

/// The valve of one rack's branch.
struct BranchValve {
  std::size_t rack = 0;      ///< in `GroupNetwork::racks`
  double flow_m3_per_s = 0;  ///< what it asks for, or less where `reached` is false
  bool reached = false;      ///< false: it gets less even where all others take no more than they ask for
  double valve_pa = 0;       ///< at the valve; 0 where `reached` is false, wide open
  std::optional<double>
      kv_m3_per_h{};  ///< at that loss; nothing where no more than a pascal is to be throttled: wide open
};

struct Balance {
  std::vector<BranchValve> valves;  ///< in the order of `GroupNetwork::racks`
  std::size_t not_reached = 0;
  double least_valve_pa = 0;  ///< of those reached: all pumps may give so much less
  std::string unknown;        ///< why there is none; then nothing else counts
};

/// Solves with every rack's flow limited to what it asks for and all open CDUs running at full speed. What is left at a limit is what
/// its valve has to throttle: with valves of those Kv in place of the limits the flows are the same, since the pressures are.
[[nodiscard]] Balance balance_of(const GroupNetwork& group);

}  // namespace hallplan::hydraulics
