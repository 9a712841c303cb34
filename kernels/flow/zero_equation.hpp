/// Turbulent viscosity of a room by algebra: 0.03874 |u| l (Chen and Xu 1998, Energy and Buildings 28, 137-144), with l the
/// distance to the nearest wall; fitted to forced, natural and mixed convection in rooms. Relaxed, because the field it makes
/// never becomes quite steady. Internal.
#pragma once

#include "kernels/flow/level.hpp"

namespace kernels::flow {

struct ZeroEquationRow {
  Level level;

  static constexpr float kConstant = 0.03874F;
  static constexpr float kRelaxation = 0.5F;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    if (level.active[level.unit_of(row)] == 0) return;
    const Index start = level.layout.row(row);
    float* const eddy = level.eddy + start;
    const float* const distance = level.wall_distance + start;
    const Index end = level.walk_end();
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) {
      float square = 0;
      for (int d = 0; d < 3; ++d) {
        const float* const velocity = level.velocity[d] + start;
        const float middle = 0.5F * (velocity[x] + velocity[x + level.step[d]]);
        square += middle * middle;
      }
      const float made = kConstant * __builtin_sqrtf(square) * distance[x];
      eddy[x] += kRelaxation * (made - eddy[x]);
    }
  }
};

}  // namespace kernels::flow
