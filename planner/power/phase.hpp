/// The three lines of a device: what each carries, in watts (line current x line-to-neutral voltage x power factor). See `phase.cpp`.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::power {

inline constexpr std::size_t kLines = 3;

/// Load by branch, W, or as shares of a load.
struct Branches {
  std::array<double, kLines> neutral{};  ///< L1, L2, L3 to neutral
  std::array<double, kLines> line{};     ///< L1-L2, L2-L3, L3-L1
};

/// Whether a rack loads the lines of its feeds evenly, wherever it starts: three-phase circuits, or a multiple of three a side. A
/// rack without `circuits` counts as such.
[[nodiscard]] bool is_balanced(const RackType& rack);

/// The share of a rack's load on one feed by branch: its circuits there take the branches in turn from `start` (0 to 2). Of an odd number of
/// circuits of a dual-corded rack each branch counts what it has at most; the shares are then more than 1 together.
[[nodiscard]] Branches branches_of(const RackType& rack, int start);

/// What a line (0 to 2) carries; a third of a balanced load. The most that any carries.
[[nodiscard]] double line_of(const Branches& carried, int line);
[[nodiscard]] double worst_line(const Branches& carried);

/// Where a rack's circuits start: L1 in slot 1, L2 in slot 2, L3 in slot 3, L1 in slot 4, as tap-offs are plugged in rotation.
[[nodiscard]] int first_line(const Placement& rack);

/// All but utilities, whose contract knows no lines, are held to their lines where these are loaded unevenly.
[[nodiscard]] bool has_line_limit(const Device& device);

/// Marks everything above marked devices that these load unevenly: all but what stands above a UPS, which draws evenly.
void spread_uneven(const Site& site, const std::vector<int>& order, std::vector<bool>& uneven);

}  // namespace hallplan::power
