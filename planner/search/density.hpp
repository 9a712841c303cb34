/// Keeps proposals within the power-density windows. Windows do not add up to capacity rows of a useful number, so they
/// are looked at where a block is put: on the part of the floor that its racks can change, with the same kernel, the same
/// grid and the same whole milliwatts as the verdict.
#pragma once

#include <vector>

#include "kernels/density/density.hpp"
#include "planner/site/site.hpp"

namespace hallplan::search {

struct DensityGuard {
  bool binds = false;  ///< false: no placement at all can break a window, nothing is looked at
  kernels::density::Grid grid;
  std::vector<kernels::density::Window> windows;
  std::vector<kernels::density::Rect> fixed;  ///< plant and pinned racks with their power
};

/// True when, with the racks of `all` standing, no window that touches a rack of `changed` is above its limit and some were
/// already (a window that the fixed racks break alone stays broken and counts).
[[nodiscard]] bool within_windows(const DensityGuard& guard, const std::vector<kernels::density::Rect>& all,
                                  const std::vector<kernels::density::Rect>& changed);

}  // namespace hallplan::search
