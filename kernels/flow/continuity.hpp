/// Mass: the imbalance of each cell, and what its correction changes. Internal.
#pragma once

#include "kernels/flow/level.hpp"

namespace kernels::flow {

/// The divergence of a row's velocities, 1/s; 0 in solids, whose faces ducts may blow through.
struct RowDivergence {
  const float *u, *v, *w;
  const face::Bits* bits;
  Index step_y, step_z;
  float per_x, per_y, per_z;

  KERNELS_HD RowDivergence(const Level& level, Index start)
      : u(level.velocity[0] + start),
        v(level.velocity[1] + start),
        w(level.velocity[2] + start),
        bits(level.bits[0] + start),
        step_y(level.step[1]),
        step_z(level.step[2]),
        per_x(level.per_m[0]),
        per_y(level.per_m[1]),
        per_z(level.per_m[2]) {}

  KERNELS_HD float operator()(Index x) const {
    const auto air = static_cast<float>(1 - ((bits[x] / face::kSolid) & 1));
    return air * ((u[x + 1] - u[x]) * per_x + (v[x + step_y] - v[x]) * per_y + (w[x + step_z] - w[x]) * per_z);
  }
};

struct ImbalanceRow {
  Level level;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = level.layout.row(row);
    const RowDivergence divergence(level, start);
    float* const imbalance = level.imbalance + start;
    const Index end = level.walk_end();
    KERNELS_SIMD
    for (Index x = lane.first(1); x < end; x += lane.stride()) imbalance[x] = -divergence(x);
  }
};

/// |divergence| of a cell of air, to be summed over a case.
struct ImbalanceAmount {
  Level level;

  struct OfRow {
    RowDivergence divergence;
    KERNELS_HD float operator()(Index x) const { return magnitude(divergence(x + 1)); }
  };
  KERNELS_HD OfRow of_row(Index row) const { return {RowDivergence(level, level.layout.row(row))}; }
};

/// The correction x times the right-hand side b of its equation A x = b.
struct CorrectionTimesRight {
  Level level;

  struct OfRow {
    const float *correction, *imbalance;
    KERNELS_HD float operator()(Index x) const { return correction[x] * imbalance[x]; }
  };
  KERNELS_HD OfRow of_row(Index row) const {
    const Index start = level.layout.row(row) + 1;
    return {level.correction + start, level.imbalance + start};
  }
};

/// The correction x times A x.
struct CorrectionTimesApplied {
  Level level;

  struct OfRow {
    const float* correction;
    const multigrid::Conductance *cx, *cy, *cz;
    Index step_y, step_z;

    KERNELS_HD float operator()(Index x) const {
      const float here = correction[x];
      const float along = cx[x] * (here - correction[x - 1]) + cx[x + 1] * (here - correction[x + 1]);
      const float across = cy[x] * (here - correction[x - step_y]) + cy[x + step_y] * (here - correction[x + step_y]);
      const float upward = cz[x] * (here - correction[x - step_z]) + cz[x + step_z] * (here - correction[x + step_z]);
      return here * (along + across + upward);
    }
  };
  KERNELS_HD OfRow of_row(Index row) const {
    const Index start = level.layout.row(row) + 1;
    return {level.correction + start,
            level.coefficient[0] + start,
            level.coefficient[1] + start,
            level.coefficient[2] + start,
            level.step[1],
            level.step[2]};
  }
};

/// Squares of the velocities at a cell's low faces, to be summed over a case: twice its kinetic energy over density and volume.
struct VelocitySquares {
  Level level;

  struct OfRow {
    const float *u, *v, *w;
    KERNELS_HD float operator()(Index x) const { return u[x] * u[x] + v[x] * v[x] + w[x] * w[x]; }
  };
  KERNELS_HD OfRow of_row(Index row) const {
    const Index start = level.layout.row(row) + 1;
    return {level.velocity[0] + start, level.velocity[1] + start, level.velocity[2] + start};
  }
};

/// one / other, or `without` where there is no other. A ratio beyond all reason is that of two roundings: 0.
KERNELS_HD inline double sound_ratio(double one, double other, double without) {
  constexpr double kMost = 1e6;
  if (!(other > 0)) return without;
  const double ratio = one / other;
  return ratio < kMost && ratio > -kMost ? ratio : 0.0;
}

/// How far each case goes along the correction x so that the error is least in the energy of A: x b over x A x. A cycle alone
/// may overshoot: its coarse corrections are enlarged (see multigrid/hierarchy.hpp). Who needs it divides anew: a launch less.
struct StepLength {
  const double* right;
  const double* applied;

  KERNELS_HD float of(Index unit) const { return static_cast<float>(sound_ratio(right[unit], applied[unit], 1.0)); }
};

/// Moves velocities and pressure by a step of the pressure correction.
struct CorrectRow {
  Level level;
  StepLength step;
  float relaxation;  ///< of pressure

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index unit = level.unit_of(row);
    if (level.active[unit] == 0) return;
    const float far = step.of(unit);
    const auto start = static_cast<Cell>(level.layout.row(row));
    const float cell_x = far / level.per_m[0], cell_y = far / level.per_m[1], cell_z = far / level.per_m[2];
    const Cell step_y = level.cell_step(1), step_z = level.cell_step(2);
    const multigrid::Conductance* const cx = level.coefficient[0];
    const multigrid::Conductance* const cy = level.coefficient[1];
    const multigrid::Conductance* const cz = level.coefficient[2];
    float *const u = level.velocity[0], *const v = level.velocity[1], *const w = level.velocity[2];
    const float* const correction = level.correction;
    float* const pressure = level.pressure;
    const float share = relaxation * far;
    along_row(lane, start + 1, start + level.walk_end(), [=](Cell i) {
      const float here = correction[i];
      const float to_u = u[i] + cx[i] * cell_x * (correction[i - 1] - here);
      const float to_v = v[i] + cy[i] * cell_y * (correction[i - step_y] - here);
      const float to_w = w[i] + cz[i] * cell_z * (correction[i - step_z] - here);
      const float to_pressure = pressure[i] + share * here;
      u[i] = to_u;
      v[i] = to_v;
      w[i] = to_w;
      pressure[i] = to_pressure;
    });
  }
};

}  // namespace kernels::flow
