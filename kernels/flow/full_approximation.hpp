/// The full approximation scheme between a grid and one of twice its cell size (Brandt 1977): what the fine grid's equations
/// are short of drives the coarse grid, whose turns cost an eighth; the change it finds is added to the fine fields. A solution
/// of the fine equations stays one: the coarse sources are made so that its restriction solves the coarse ones.
///
/// Only for grids on which the same things are solid: every coarse face is given where its four fine faces are, and free where
/// they are. Internal.
#pragma once

#include <vector>

#include "kernels/flow/interpolate.hpp"
#include "kernels/flow/state.hpp"

namespace kernels::flow {

/// Whether `fine` has twice the cells of `coarse` in each direction and the same faces.
[[nodiscard]] bool aligned(const Tables& coarse, const Tables& fine);

/// Fields of the coarse grid as means of the fine ones: a velocity over its four fine faces, so that flows are kept; a
/// temperature, a pressure and a viscosity over the eight cells, air alone.
struct RestrictRow {
  Level from, to;

  KERNELS_HD Index first_fine(Index x, Index y, Index z, Index unit) const {
    return from.layout.at(2 * x - 1, 2 * y - 1, 2 * z - 1, unit);
  }

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& at = to.layout;
    const auto [y, z, unit] = at.place(row);
    const Index start = at.at(0, y, z, unit);
    for (Index x = lane.first(1); x <= at.nx; x += lane.stride()) {
      const Index fine = first_fine(x, y, z, unit);
      for (int d = 0; d < 3; ++d) {
        const Index a = from.step[d == 0 ? 1 : 0];
        const Index b = from.step[d == 2 ? 1 : 2];
        const float* const velocity = from.velocity[d] + fine;
        if (!face::is_fixed(to.bits[d][start + x])) {
          to.velocity[d][start + x] = 0.25F * ((velocity[0] + velocity[a]) + (velocity[b] + velocity[a + b]));
        }
      }
      if (!face::is_solid(to.bits[0][start + x])) scalars(fine, start + x);
    }
  }

  KERNELS_HD void scalars(Index fine, Index coarse) const {
    float temperature = 0;
    float pressure = 0;
    float eddy = 0;
    for (int corner = 0; corner < 8; ++corner) {
      const Index cell =
          fine + (corner & 1) * from.step[0] + (corner >> 1 & 1) * from.step[1] + (corner >> 2) * from.step[2];
      temperature += from.temperature[cell];
      pressure += from.pressure[cell];
      if (from.eddy != nullptr) eddy += from.eddy[cell];
    }
    to.temperature[coarse] = 0.125F * temperature;
    to.pressure[coarse] = 0.125F * pressure;
    if (from.eddy != nullptr) to.eddy[coarse] = 0.125F * eddy;
  }
};

/// The velocity of a coarse opening: the mean of its four fine faces.
struct RestrictOpening {
  Level from, to;
  const OpeningFace* openings;

  KERNELS_HD void operator()(Index number) const {
    const OpeningFace& opening = openings[number];
    const Index local = opening.at - to.layout.base - opening.unit * to.layout.stride;
    const Index z = local / to.layout.plane;
    const Index y = local % to.layout.plane / to.layout.pitch;
    const Index x = local % to.layout.pitch;
    const int d = opening.component;
    const Index a = from.step[d == 0 ? 1 : 0];
    const Index b = from.step[d == 2 ? 1 : 2];
    const float* const velocity = from.velocity[d] + from.layout.at(2 * x - 1, 2 * y - 1, 2 * z - 1, opening.unit);
    to.velocity[d][opening.at] = 0.25F * ((velocity[0] + velocity[a]) + (velocity[b] + velocity[a + b]));
  }
};

/// Adds weighted fine residuals to a coarse field: of a velocity over its four faces and those before and behind them.
struct RestrictVelocityResidualRow {
  Level from, to;
  const float* residual;
  float* out;
  int component;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& at = to.layout;
    const auto [y, z, unit] = at.place(row);
    const Index start = at.at(0, y, z, unit);
    const Index c = from.step[component];
    const Index a = from.step[component == 0 ? 1 : 0];
    const Index b = from.step[component == 2 ? 1 : 2];
    for (Index x = lane.first(1); x <= at.nx; x += lane.stride()) {
      const float* const fine = residual + from.layout.at(2 * x - 1, 2 * y - 1, 2 * z - 1, unit);
      float sum = 0;
      for (const Index side : {Index{0}, a, b, a + b})
        sum += 0.5F * fine[side] + 0.25F * (fine[side - c] + fine[side + c]);
      const bool fixed = face::is_fixed(to.bits[component][start + x]);
      out[start + x] = fixed ? 0.0F : 0.25F * sum - out[start + x];
    }
  }
};

/// The same for temperatures, over the eight cells.
struct RestrictHeatResidualRow {
  Level from, to;
  const float* residual;
  const float* own;  ///< the coarse grid's own sources; null: none
  float* out;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& at = to.layout;
    const auto [y, z, unit] = at.place(row);
    const Index start = at.at(0, y, z, unit);
    for (Index x = lane.first(1); x <= at.nx; x += lane.stride()) {
      const Index fine = from.layout.at(2 * x - 1, 2 * y - 1, 2 * z - 1, unit);
      float sum = 0;
      for (int corner = 0; corner < 8; ++corner) {
        sum += residual[fine + (corner & 1) * from.step[0] + (corner >> 1 & 1) * from.step[1] +
                        (corner >> 2) * from.step[2]];
      }
      const float given = own != nullptr ? own[start + x] : 0.0F;
      out[start + x] = given + 0.125F * sum - out[start + x];
    }
  }
};

/// Keeps the fields, or turns what was kept into the change since.
struct KeepRow {
  Level level;
  float* kept[5];
  bool change;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = level.layout.row(row);
    float* const fields[5] = {level.velocity[0], level.velocity[1], level.velocity[2], level.pressure,
                              level.temperature};
    const Index end = level.walk_end();
    for (int field = 0; field < 5; ++field) {
      const float* const value = fields[field] + start;
      float* const keep = kept[field] + start;
      if (change) {
        KERNELS_SIMD
        for (Index x = lane.first(1); x < end; x += lane.stride()) keep[x] = value[x] - keep[x];
      } else {
        KERNELS_SIMD
        for (Index x = lane.first(1); x < end; x += lane.stride()) keep[x] = value[x];
      }
    }
  }
};

template <class Executor>
class FullApproximation {
 public:
  FullApproximation(Executor& executor, State<Executor>& coarse, State<Executor>& fine)
      : coarse_(coarse),
        fine_(fine),
        sources_(executor.template buffer<float>(4 * coarse.level().layout.size)),
        kept_(executor.template buffer<float>(5 * coarse.level().layout.size)) {
    executor.fill_bytes(sources_.view(), 0);
    executor.fill_bytes(kept_.view(), 0);
  }

  /// A visit of the coarse grid up to the change that it finds. Viscosities there stay those of the fine grid.
  void find_change(Executor& executor, const Options& options, int turns) {
    const Level& coarse = coarse_.level();
    const Level& fine = fine_.level();
    executor.for_each_row(coarse.layout.rows(), coarse.layout.nx, RestrictRow{fine, coarse});
    executor.for_each_cell(static_cast<Index>(coarse_.tables().openings.size()),
                           RestrictOpening{fine, coarse, coarse_.openings()});
    coarse_.run_ducts(executor);
    coarse_.refresh_openings(executor);
    executor.for_each_row(coarse.layout.rows(), coarse.layout.nx, keep(false));
    if (fine.eddy != nullptr) {
      make_sources<true>(executor);
    } else {
      make_sources<false>(executor);
    }
    const float* const momentum[3] = {source(0), source(1), source(2)};
    coarse_.set_sources(momentum, source(3));
    coarse_.set_helped(true);
    for (int turn = 0; turn < turns; ++turn) coarse_.turn_flow(executor, options);
    coarse_.set_sources({nullptr, nullptr, nullptr}, nullptr);
    coarse_.set_helped(false);
    executor.for_each_row(coarse.layout.rows(), coarse.layout.nx, keep(true));
  }

  /// Adds the change to the fine fields.
  void add_change(Executor& executor) {
    const Level& fine = fine_.level();
    executor.for_each_row(fine.layout.rows(), fine.layout.nx, InterpolateRow::scratch_floats(coarse_.level().layout),
                          InterpolateRow{changes(), fine, {0.5F, 0.5F, 0.5F}, true});
    fine_.run_ducts(executor);
    fine_.refresh_openings(executor);
  }

  /// Which cases are found a change for, and are given it.
  void set_helped(Executor& executor, const std::vector<int>& helped) { coarse_.set_active(executor, helped); }

  /// Mass imbalance of each case's coarse fields over the hall's flow.
  std::vector<double> coarse_masses(Executor& executor) { return coarse_.relative_masses(executor); }

 private:
  [[nodiscard]] float* source(int number) { return sources_.view().data + number * coarse_.level().layout.size; }

  [[nodiscard]] float* kept(int field) { return kept_.view().data + field * coarse_.level().layout.size; }

  [[nodiscard]] KeepRow keep(bool change) {
    return {coarse_.level(), {kept(0), kept(1), kept(2), kept(3), kept(4)}, change};
  }

  /// The coarse level with changes in place of its fields.
  [[nodiscard]] Level changes() {
    Level level = coarse_.level();
    for (int d = 0; d < 3; ++d) level.velocity[d] = kept(d);
    level.pressure = kept(3);
    level.temperature = kept(4);
    return level;
  }

  template <bool kTurbulent>
  void make_sources(Executor& executor) {
    velocity_source<0, kTurbulent>(executor);
    velocity_source<1, kTurbulent>(executor);
    velocity_source<2, kTurbulent>(executor);
    const Level& coarse = coarse_.level();
    const Level& fine = fine_.level();
    float* const room = fine.imbalance;  // not in use between turns
    if (fine.heat_source != nullptr) {
      executor.for_each_row(coarse.layout.rows(), coarse.layout.nx,
                            HeatResidualRow<kTurbulent, true>{coarse, source(3)});
      executor.for_each_row(fine.layout.rows(), fine.layout.nx, HeatResidualRow<kTurbulent, true>{fine, room});
    } else {
      executor.for_each_row(coarse.layout.rows(), coarse.layout.nx,
                            HeatResidualRow<kTurbulent, false>{coarse, source(3)});
      executor.for_each_row(fine.layout.rows(), fine.layout.nx, HeatResidualRow<kTurbulent, false>{fine, room});
    }
    executor.for_each_row(coarse.layout.rows(), coarse.layout.nx,
                          RestrictHeatResidualRow{fine, coarse, room, coarse_.own_heat(), source(3)});
  }

  template <int kComponent, bool kTurbulent>
  void velocity_source(Executor& executor) {
    const Level& coarse = coarse_.level();
    const Level& fine = fine_.level();
    float* const room = fine.imbalance;
    const float drawn = coarse_.drawn();
    executor.for_each_row(coarse.layout.rows(), coarse.layout.nx,
                          MomentumResidualRow<kComponent, kTurbulent>{coarse, drawn, source(kComponent)});
    executor.for_each_row(fine.layout.rows(), fine.layout.nx,
                          MomentumResidualRow<kComponent, kTurbulent>{fine, drawn, room});
    executor.for_each_row(coarse.layout.rows(), coarse.layout.nx,
                          RestrictVelocityResidualRow{fine, coarse, room, source(kComponent), kComponent});
  }

  State<Executor>& coarse_;
  State<Executor>& fine_;
  typename Executor::template Buffer<float> sources_;
  typename Executor::template Buffer<float> kept_;
};

}  // namespace kernels::flow
