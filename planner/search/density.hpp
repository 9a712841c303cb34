/// Keeps proposals within the power-density windows. Windows do not add up to capacity rows of a useful number, so they are
/// looked at where a block is put: on the part of the floor that its racks can change, with the same grid and the same whole
/// milliwatts as the check.
#pragma once

#include <vector>

#include "kernels/density/density.hpp"
#include "planner/site/site.hpp"

namespace hallplan::search {

using Rects = std::vector<kernels::density::Rect>;

struct DensityGuard {
  bool binds = false;  ///< false: no placement at all can break a window, and nothing is looked at
  kernels::density::Grid grid;
  bool tabled = true;  ///< as in `thermal::DensityGrid`
  std::vector<kernels::density::Window> windows;
  Rects fixed;  ///< pinned racks
};

/// `by_slot`: of each slot the rectangles of the rack types that fit it.
[[nodiscard]] DensityGuard density_guard(const Site& site, Rects fixed, const std::vector<Rects>& by_slot);

/// True when no window near the racks of `changed` is above its limit with the racks of `all` (`changed` among them) and the
/// fixed ones standing. A window nearby that the fixed racks break alone counts as broken.
[[nodiscard]] bool within_windows(const DensityGuard& guard, const Rects& all, const Rects& changed);

}  // namespace hallplan::search
