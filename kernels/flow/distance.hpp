/// Distance of each air cell's centre to the nearest wall, for the turbulence models. Internal.
#pragma once

#include <array>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/grid/layout.hpp"

namespace kernels::flow {

/// A face of a sheet without thickness: the component, and the element within the case.
struct WallFace {
  int component = 0;
  Index at = 0;
};

/// `solid`: one byte an element of the case (the rim is solid). `out`: metres, the case's elements from `base` on; 0 in
/// solids. To the surface of the nearest solid cell, exactly; to a sheet as if the cells at its sides had half a cell to it,
/// which errs by less than half a cell.
void wall_distance(const Layout& layout, const std::array<double, 3>& h_m, const std::vector<unsigned char>& solid,
                   const std::vector<WallFace>& sheets, float* out);

}  // namespace kernels::flow
