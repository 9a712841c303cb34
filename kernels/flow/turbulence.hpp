/// The turbulence model of a grid, whichever it is: its fields, their start and its part of a turn. Internal.
#pragma once

#include <span>

#include "kernels/flow/k_epsilon.hpp"
#include "kernels/flow/level.hpp"
#include "kernels/flow/zero_equation.hpp"

namespace kernels::flow {

/// Fields of floats a model keeps: viscosity and wall distance, or viscosity, k, epsilon and the viscosities of walls.
constexpr Index turbulent_fields(Turbulence turbulence) {
  return turbulence == Turbulence::none ? 0 : turbulence == Turbulence::zero_equation ? 2 : 6;
}

/// Where the fields lie, one after the other from `first` on.
inline void lay_out_turbulence(Turbulence turbulence, float* first, const sides::Bits* sides, Level& level) {
  if (turbulence == Turbulence::none) return;
  const Index size = level.layout.size;
  level.eddy = first;
  for (float*& wall : level.wall_viscosity) wall = first;
  if (turbulence == Turbulence::zero_equation) {
    level.wall_distance = first + size;
    return;
  }
  level.kinetic = first + size;
  level.dissipation = first + 2 * size;
  for (int d = 0; d < 3; ++d) level.wall_viscosity[d] = first + (3 + d) * size;
  level.sides = sides;
}

/// The start.
template <class Executor>
void restart_turbulence(Executor& executor, const Tables& tables, const Level& level) {
  const auto field = [&](float* data) { return View<float>{data, level.layout.size, 1, 1}; };
  if (level.eddy != nullptr) executor.fill_bytes(field(level.eddy), 0);
  if (level.kinetic == nullptr) return;
  for (float* const wall : level.wall_viscosity) executor.fill_bytes(field(wall), 0);
  executor.upload(std::span<const float>(tables.k_m2_per_s2), field(level.kinetic));
  executor.upload(std::span<const float>(tables.epsilon_m2_per_s3), field(level.dissipation));
}

/// The model's part of a turn: the viscosity that goes with the velocities as they are. `behind`, `parts`, `laws`: the
/// tables' cells behind discharges, whose they are, and what ducts do.
template <class Executor>
void update_turbulence(Executor& executor, const Tables& tables, const Level& level, const BehindCell* behind,
                       const Part* parts, const DuctLaw* laws) {
  const Layout& at = level.layout;
  if (tables.turbulence == Turbulence::zero_equation) executor.for_each_row(at.rows(), at.nx, ZeroEquationRow{level});
  if (tables.turbulence != Turbulence::k_epsilon) return;
  float* const production = level.imbalance;  // not in use here
  executor.for_each_cell(static_cast<Index>(tables.behind_cells.size()),
                         SetBehindTurbulence{level, behind, parts, laws});
  executor.for_each_row(at.rows(), at.nx, ProductionRow{level, production});
  repeat_sweep(executor, level.zebra(), at.nx, 2 * level.walk_end(), KEpsilon::kSweeps,
               TurbulenceRow{level, production});
  executor.for_each_row(at.rows(), at.nx, KEpsilonViscosityRow{level});
}

}  // namespace kernels::flow
