/// What a group's pipes hold, from their lengths and bores.
#pragma once

#include <cstddef>
#include <string_view>

#include "planner/hydraulics/group_network.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// `means` of a volume that follows from pipes, and of one that is an equal part of what the site gives for all units.
inline constexpr std::string_view kByPipes = "by its pipes";
inline constexpr std::string_view kEqualPart = "an equal part";

/// Headers and branches of each way, both ends; nothing where the network is not known. Tees, bends and CDUs hold nothing.
struct HeaderVolumes {
  MaybeValue supply_m3, return_m3;
};
[[nodiscard]] HeaderVolumes header_volumes(const Piping& pipes, const GroupNetwork& network);
/// Of one unit's own headers.
[[nodiscard]] HeaderVolumes header_volumes(const Piping& pipes, const HeaderPair& pair);

/// The group with header volumes for its ride-through where it has pipes and states none.
[[nodiscard]] CduGroup with_header_volumes(const Site& site, const Plan& plan, int group);

/// A group on dedicated headers with what one unit's circuit holds. Volumes that the site gives are those of all units together (the CDU's
/// own aside): each has the part of the headers' that its pipes have of all units' pipes, of the low end no more than an equal one; an equal one
/// where pipes are not known or a unit has no racks yet, and an equal one of the tank. What it does not give is what its own pipes hold; a CDU inside a rack has no headers: none.
[[nodiscard]] CduGroup with_unit_volumes(const Site& site, const Plan& plan, int group, std::size_t unit);

}  // namespace hallplan::hydraulics
