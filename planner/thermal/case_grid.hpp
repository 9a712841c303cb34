/// One grid of a scene: edges to faces of the grid, bodies to cells, rectangles to shares of faces. Only for this
/// module and its tests.
#pragma once

#include <vector>

#include "planner/thermal/geometry.hpp"

namespace hallplan::thermal {

/// The face of the grid nearest to a place, in cells from 0; a place half way goes towards the middle of `cells`, so
/// that a mirrored hall snaps to the mirrored face.
[[nodiscard]] int nearest_face(double at_m, double cell_m, int cells);

/// The scene on a grid of that many cells. Fills solids, screens, supplies, openings, ducts, sources and probes of the
/// case (three bands for each of the first `racks` ducts) and what is known of the grid. `finest`: also says which
/// faces are mostly blocked.
[[nodiscard]] kernels::flow::Case lay(Scene& scene, const kernels::flow::Grid& grid, std::size_t racks, bool finest,
                                      HallGrid& known, Diagnostics& problems);

}  // namespace hallplan::thermal
