/// The hottest window of a floor without a table of it: only positions where an edge of the window meets an edge of a footprint, or
/// the hall's edge, are looked at.
///
/// While a window is shifted, the floor that it shares with a footprint is linear in x and in y between these positions, so its
/// power is bilinear and highest at one of them. Edges need no common cell of a useful size: a cell of 1 mm does.
#pragma once

#include <vector>

#include "kernels/density/density.hpp"

namespace hallplan::thermal {

/// The highest power of all positions of the window that lie within the grid, to the nearest milliwatt, and where: of equal ones
/// the lowest y, then the lowest x. `violations` counts the looked-at positions above the limit. A rack's power is spread evenly over its
/// footprint, what lies outside the grid is left out. The order of racks changes nothing.
///
/// Every edge is a whole number of the grid's cells; the window fits the grid; racks are within the kernel's limits. The grid's
/// cells are not visited, so that their number is not limited by memory.
[[nodiscard]] kernels::density::Hottest hottest_window(const kernels::density::Grid& grid,
                                                       const kernels::density::Window& window,
                                                       const std::vector<kernels::density::Rect>& racks);

}  // namespace hallplan::thermal
