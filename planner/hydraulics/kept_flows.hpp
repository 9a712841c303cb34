/// Flows of a group's network that are found once: as it stands, and with each rack's branch shut in turn. They hang on pipes, pumps and racks'
/// drops alone, and one verdict asks for them with many what-ifs that leave those alone: so what was found last is kept, for each thread, in
/// one store by all that it hangs on (`network_key`).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/pump_speed.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// `controlled_flow`; `network` gets the speeds.
[[nodiscard]] ControlledFlow kept_flow(const CduGroup& group, GroupNetwork& network, FlowEnd end = FlowEnd::least);

struct BranchFlows {
  std::string unknown;                 ///< why there are none, by name; then nothing else counts
  std::vector<double> most_m3_per_s;   ///< of each rack, over all branches shut but its own
  std::vector<std::size_t> most_shut;  ///< the branch with which it has that
  std::vector<double> least_m3_per_s;  ///< likewise
  std::vector<std::size_t> least_shut;
};

/// As many solutions as there are racks, 45 ms for 64.
[[nodiscard]] BranchFlows branch_flows(const CduGroup& group, const GroupNetwork& network,
                                       FlowEnd end = FlowEnd::least);

}  // namespace hallplan::hydraulics
