/// Face fluxes free of divergence, from velocities in 32-bit floats: F + c (x_low - x_high), with x from the pressure
/// solver for the imbalance of F. Faces with a given velocity and ports of ducts keep their flux exactly; every other
/// face of the air gets the correction that changes the velocities least (in the sum of squares). Beyond an opening x =
/// 0. Internal.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "kernels/grid/face.hpp"
#include "kernels/multigrid/hierarchy.hpp"
#include "kernels/pressure/conjugate.hpp"
#include "kernels/transport/problem.hpp"
#include "kernels/transport/solve_on.hpp"

namespace kernels::transport {

/// What projecting reads and writes. Vectors of three are by direction.
struct ProjectViews {
  Layout layout;
  Index step[3] = {};
  const face::Bits* bits[3] = {};
  const float* velocity[3] = {};
  double area_m2[3] = {};
  float factor_m[3] = {};  ///< area over distance
  double* flux[3] = {};
  float* coefficient[3] = {};
};

/// Fluxes and coefficients of a row of faces, as the velocities have them. A closed face between two solids or in a
/// sheet has none, whatever velocity is kept there for a wall that moves.
struct FluxRow {
  ProjectViews views;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = views.layout.face_row(row);
    for (Index x = lane.first(1); x <= views.layout.nx + 1; x += lane.stride()) {
      const Index i = start + x;
      for (int d = 0; d < 3; ++d) {
        const bool fixed = face::is_fixed(views.bits[d][i]);
        const bool border = face::is_solid(views.bits[0][i]) != face::is_solid(views.bits[0][i - views.step[d]]);
        const double flux = static_cast<double>(views.velocity[d][i]) * views.area_m2[d];
        views.flux[d][i] = fixed && !border ? 0.0 : flux;
        views.coefficient[d][i] = fixed ? 0.0F : views.factor_m[d];
      }
    }
  }
};

/// An opening: beyond it x = 0, half a cell away.
struct OpeningCoefficient {
  ProjectViews views;
  const PortFlux* openings;

  KERNELS_HD void operator()(Index number) const {
    const PortFlux& opening = openings[number];
    views.coefficient[opening.component][opening.at] = 2 * views.factor_m[opening.component];
  }
};

struct SetPort {
  ProjectViews views;
  const PortFlux* ports;

  KERNELS_HD void operator()(Index number) const {
    views.flux[ports[number].component][ports[number].at] = ports[number].flux_m3_per_s;
  }
};

/// Square of a cell's imbalance; minus the imbalance is written as the right-hand side.
struct ImbalanceTerm {
  ProjectViews views;
  double* right;

  KERNELS_HD double operator()(Index row, Index x) const {
    const Index i = views.layout.row(row) + 1 + x;
    double sum = 0;
    for (int d = 0; d < 3; ++d) sum += views.flux[d][i] - views.flux[d][i + views.step[d]];
    const double made = face::is_solid(views.bits[0][i]) ? 0.0 : sum;
    right[i] = made;
    return made * made;
  }
};

struct CorrectFluxRow {
  ProjectViews views;
  const double* x;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = views.layout.face_row(row);
    for (Index at = lane.first(1); at <= views.layout.nx + 1; at += lane.stride()) {
      const Index i = start + at;
      for (int d = 0; d < 3; ++d) {
        views.flux[d][i] += static_cast<double>(views.coefficient[d][i]) * (x[i - views.step[d]] - x[i]);
      }
    }
  }
};

/// The fluxes, in the executor's storage.
template <class Executor>
struct Projected {
  FluxBuffers<Executor> flux;
  bool converged = false;
};

/// `velocity`, `bits`: of the one case. `tolerance`: largest imbalance of a cell over `flow_m3_per_s`. `cuts`: see
/// `Hierarchy`.
template <class Executor>
Projected<Executor> project_on(Executor& executor, const Problem& problem, const std::array<const face::Bits*, 3>& bits,
                               const std::array<const float*, 3>& velocity, const std::vector<PortFlux>& openings,
                               double flow_m3_per_s, double tolerance, multigrid::Cuts cuts) {
  const Layout& layout = problem.layout;
  const auto& h = problem.h_m;
  Projected<Executor> made;
  multigrid::Hierarchy<Executor> hierarchy(executor, layout, h[0], h[1], h[2], std::move(cuts));
  pressure::Conjugate<Executor> solver(executor, hierarchy, {});
  auto ports = put(executor, problem.ducts.ports);
  auto open = put(executor, openings);
  auto square = executor.template buffer<double>(1);
  auto partial = executor.template buffer<double>(layout.rows());

  ProjectViews views;
  views.layout = layout;
  const Index steps[3] = {1, layout.pitch, layout.plane};
  const pressure::Exact& equations = solver.equations();
  float* const coefficients[3] = {equations.cx.data, equations.cy.data, equations.cz.data};
  for (int d = 0; d < 3; ++d) {
    const auto at = static_cast<std::size_t>(d);
    made.flux[at] = executor.template buffer<double>(layout.size);
    executor.fill_bytes(made.flux[at].view(), 0);
    views.step[d] = steps[d];
    views.bits[d] = bits[at];
    views.velocity[d] = velocity[at];
    views.area_m2[d] = problem.volume_m3() / h[at];
    views.factor_m[d] = static_cast<float>(problem.volume_m3() / (h[at] * h[at]));
    views.flux[d] = made.flux[at].view().data;
    views.coefficient[d] = coefficients[d];
  }
  executor.for_each_row(layout.face_rows(), layout.nx + 1, FluxRow{views});
  executor.for_each_cell(static_cast<Index>(openings.size()), OpeningCoefficient{views, open.view().data});
  executor.for_each_cell(static_cast<Index>(problem.ducts.ports.size()), SetPort{views, ports.view().data});
  solver.coarsen(executor);
  executor.sum(1, layout.rows(), layout.nx, ImbalanceTerm{views, solver.r().data}, partial.view(), square.view());
  double norm = 0;
  executor.download(square.view().as_const(), std::span(&norm, 1));
  norm = std::sqrt(norm);
  pressure::Stop stop;
  stop.closed = openings.empty();
  // The largest amount is at most the Euclidean norm, and rounding leaves a part of the first imbalance.
  stop.tolerance = norm > 0 ? std::clamp(0.3 * tolerance * flow_m3_per_s / norm, 1e-11, 0.1) : 0.1;
  const std::vector<pressure::Ended> ended = solver.run(executor, stop);
  made.converged = ended.front().converged;
  executor.for_each_row(layout.face_rows(), layout.nx + 1, CorrectFluxRow{views, solver.x().data});
  return made;
}

}  // namespace kernels::transport
