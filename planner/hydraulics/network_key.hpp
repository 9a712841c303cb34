/// What a group's flow hangs on, as bytes: equal networks under equal control have equal keys, others differ.
#pragma once

#include <string>

#include "planner/hydraulics/group_network.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Of the network as it stands: which links are shut and how fast pumps turn are in it. The group has `piping`.
[[nodiscard]] std::string network_key(const CduGroup& group, const GroupNetwork& network, FlowEnd end);

}  // namespace hallplan::hydraulics
