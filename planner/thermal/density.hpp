/// The power-density grid: a placement's racks rasterised to the floor, every window of every size the site limits held
/// against its limit, in exact whole milliwatts (see `kernels/density`). Power is the racks' sustained power on their own
/// footprint.
#pragma once

#include <string>
#include <vector>

#include "kernels/density/density.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::thermal {

/// The site's limits on the kernel's terms. `windows[i]` belongs to `site.density[i]`; a limit whose window is no whole
/// number of cells (multiples of 50 mm) or larger than the hall has a reason in `unusable[i]` and a window of one cell
/// without limit.
struct DensityGrid {
  kernels::density::Grid grid;
  std::vector<kernels::density::Window> windows;
  std::vector<std::string> unusable;
};

[[nodiscard]] DensityGrid density_grid(const Site& site);

/// A placed rack's rectangle with its sustained power (the high end of its range).
[[nodiscard]] kernels::density::Rect density_rect(const Site& site, const Placement& rack);

/// One check for each limit: its hottest window.
[[nodiscard]] std::vector<Check> check_density(const Site& site, const Plan& plan);

/// Power a square metre, cell by cell, row by row from the south-west corner; empty when it cannot be made.
struct DensityMap {
  int nx = 0, ny = 0;
  double cell_m = 0;
  std::vector<double> w_per_m2;
};
[[nodiscard]] DensityMap density_map(const Site& site, const Plan& plan);

}  // namespace hallplan::thermal
