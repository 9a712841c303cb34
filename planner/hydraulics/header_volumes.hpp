/// What a group's pipes hold, from their lengths and bores.
#pragma once

#include <string_view>

#include "planner/hydraulics/group_network.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// `means` of a volume that follows from pipes.
inline constexpr std::string_view kByPipes = "by its pipes";

/// Headers and branches of each way, both ends; nothing where the network is not known. Tees, bends and CDUs hold nothing.
struct HeaderVolumes {
  MaybeValue supply_m3, return_m3;
};
[[nodiscard]] HeaderVolumes header_volumes(const Piping& pipes, const GroupNetwork& network);

/// The group with header volumes for its ride-through where it has pipes and states none.
[[nodiscard]] CduGroup with_header_volumes(const Site& site, const Plan& plan, int group);

}  // namespace hallplan::hydraulics
