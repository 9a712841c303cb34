/// Whether windows of the floor keep their limits, without a table of the whole floor: the same answer as `kernels/density` gives.
///
/// While a window is shifted, the power in it is bilinear between the alignments of its edges with those of racks, so what is highest lies
/// beside one of these. The kernel's whole milliwatts differ from true shares only where a window cuts a rack, and by few: positions closer to
/// the limit than that are summed as the kernel sums them.
#pragma once

#include <optional>
#include <vector>

#include "kernels/density/density.hpp"

namespace hallplan::search {

/// True when no position of the window on the grid holds more than its limit. Nothing where too many positions are too close to the limit.
/// The window fits the grid; racks are within the kernel's limits.
[[nodiscard]] std::optional<bool> window_holds(const kernels::density::Grid& grid,
                                               const kernels::density::Window& window,
                                               const std::vector<kernels::density::Rect>& racks);

}  // namespace hallplan::search
