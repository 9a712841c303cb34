/// Networks in EPANET's input format (.inp, version 2.2), as they stand at time 0.
#pragma once

#include "planner/base/diagnostic.hpp"
#include "planner/network/network.hpp"

namespace hallplan::network {

/// EPANET takes gravity for 32.2 ft/s2 where it works out what a pipe of Darcy and Weisbach loses. Pipes are shorter here than in
/// a file by as much, 0.08 %, so that a file gives the answer that its owner knows.
inline constexpr double kEpanetStretch = kGravity_m_per_s2 / (32.2 * 0.3048);
inline constexpr double kEpanetWater_kg_per_m3 = 1000;
inline constexpr double kEpanetWater_m2_per_s = 1.1e-5 * 0.3048 * 0.3048;  ///< its kinematic viscosity

/// Reads a text that `files` holds. Heads of reservoirs and levels of tanks are held pressures; demands are those of the first
/// pattern step; controls count where they act at time 0. Valves: TCV, FCV. What a coolant loop has not (emitters, pumps of
/// constant power, other valves, rules that may act) is refused by file, line and column; what says nothing of flow is passed
/// over. At most 16 MiB and 200,000 nodes and links.
[[nodiscard]] Result<Network> read_inp(const SourceFiles& files, int file);

}  // namespace hallplan::network
