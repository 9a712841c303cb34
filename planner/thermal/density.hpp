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

/// The site's limits on the kernel's terms. `windows[i]` and `enclosing[i]` belong to `site.density[i]`; a limit whose window
/// is larger than the hall or smaller than a cell has a reason in `unusable[i]` and windows of one cell without limit.
///
/// The cell of `grid` divides every edge that a demanded or pinned rack's footprint can have and every window (which are taken up to the
/// next whole millimetre). While a window is shifted the power in it changes linearly between the alignments of its edges with footprint
/// edges, so its maximum lies on such an alignment, which is a position of whole cells: the hottest of these is the hottest of all.
///
/// `tabled`: a table of these cells is made. Where the cell would be finer than 10 mm or make more than 4,000,000 of them, alignments
/// alone are looked at (`hottest_window`), and `coarse` has the finest cells that a table may have: any true window holds no more than the
/// hottest `enclosing` one there.
struct DensityGrid {
  kernels::density::Grid grid;
  bool tabled = true;
  std::vector<kernels::density::Window> windows;
  kernels::density::Grid coarse;                    ///< the same as `grid` when tabled
  std::vector<kernels::density::Window> enclosing;  ///< the same as `windows` when tabled
  std::vector<std::string> unusable;
};

[[nodiscard]] DensityGrid density_grid(const Site& site);

/// A placed rack's rectangle, at the low ends of its size, with its sustained power (the high end of its range).
[[nodiscard]] kernels::density::Rect density_rect(const Site& site, const Placement& rack);

/// One check for each limit: its hottest window of all positions.
[[nodiscard]] std::vector<Check> check_density(const Site& site, const Plan& plan);

/// A picture of the floor in cells of 100 mm: power a square metre, cell by cell, row by row from the south-west corner; empty when it cannot be made.
struct DensityMap {
  int nx = 0, ny = 0;
  double cell_m = 0;
  std::vector<double> w_per_m2;
};
[[nodiscard]] DensityMap density_map(const Site& site, const Plan& plan);

}  // namespace hallplan::thermal
