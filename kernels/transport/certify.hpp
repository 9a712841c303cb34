/// Certify: from a flow in 32-bit floats, as an iteration left it in an executor's storage, to numbers that may be
/// handed out. Internal to `kernels`; the entry that the flow solver calls.
///
///   1. Face fluxes in 64-bit floats, projected to be free of divergence by the pressure solver (project_on.hpp).
///      Faces with a given velocity keep it; each duct draws and blows exactly the same volume.
///   2. The conservative equation of temperature, solved in 64-bit floats on that frozen flow (solve_on.hpp), with the
///      ducts' laws inside.
///   3. Where asked for, tracers on the same flow: where the air that ducts draw comes from, and its age.
///   4. The fields are downloaded, and the balances are recomputed from them by a plain host routine of its own
///      (balance.hpp).
///
/// A batch is certified case by case, so that each one has the bits it would have alone.
#pragma once

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <vector>

#include "kernels/base/in_threads.hpp"
#include "kernels/base/status.hpp"
#include "kernels/base/view.hpp"
#include "kernels/executor/side_by_side.hpp"
#include "kernels/flow/tables.hpp"
#include "kernels/grid/face.hpp"
#include "kernels/grid/plain.hpp"
#include "kernels/transport/balance.hpp"
#include "kernels/transport/problem.hpp"
#include "kernels/transport/project_on.hpp"
#include "kernels/transport/solve_on.hpp"

namespace kernels::transport {

/// A flow in an executor's storage; each pointer is to a whole array of `Tables::layout`, all cases.
struct FlowOnExecutor {
  std::array<const face::Bits*, 3> bits{};
  std::array<const float*, 3> velocity_m_per_s{};
  const float* eddy_m2_per_s = nullptr;  ///< turbulent viscosity; null: none
  const float* temperature_k = nullptr;  ///< relative to the case's reference: where the solve starts
};

struct CertifyOptions {
  double mass = 1e-8;    ///< largest imbalance of a cell over the hall's flow
  double heat = 3e-7;    ///< sum of the amounts of all cells' heat imbalances over the heat added
  bool tracers = false;  ///< also `Certified::supply_share` and `age_s`
};

/// One case, as it is handed out. Cell values in rows along x, then y, then z, without rims.
struct Certified {
  Status status;                                     ///< an error: nothing else may be used
  bool converged = false;                            ///< both options were reached
  std::array<std::vector<double>, 3> flux_m3_per_s;  ///< through the low face of each cell, and the last ones
  std::vector<double> temperature_degc;              ///< in solids: what is given there, or what a duct blows out
  std::vector<double> intake_degc, discharge_degc;   ///< a duct
  std::vector<double> probe_degc;
  std::vector<double> supply_share, age_s;  ///< of what a duct draws: see transport.hpp; empty: not asked, or not found
  flow::Balance balance;
  int rounds = 0, turns = 0;  ///< of the temperature: see `Effort`
};

/// Where the flow solver's temperature is taken over: cells of air.
struct StartRow {
  FlowViews flow;
  const float* found;
  double* value;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = flow.layout.row(row);
    for (Index i = start + lane.first(1); i <= start + flow.layout.nx; i += lane.stride()) {
      if (flow.air(i)) value[i] = static_cast<double>(found[i]);
    }
  }
};

/// Heat that is put in somewhere, or the hall's flow by a kelvin where there is none: what imbalances are measured by.
[[nodiscard]] double heat_scale(const flow::Case& hall, double flow_m3_per_s);

/// Where air that ducts draw comes from and how old it is, on a flow that holds no other question any more. What is not found in
/// a few rounds (an age where air never leaves) is left out.
template <class Executor>
void follow_tracers(Executor& executor, const flow::Tables& tables, Index unit, const flow::Case& hall, double flow,
                    const Problem& problem, Frozen<Executor>& frozen, Certified& made) {
  constexpr double kAccuracy = 1e-3;  // an imbalance is at most as much of the least duct's flow, wherever it ends
  constexpr int kMostRounds = 6;
  constexpr int kMostTurns = 15;  // thrice what a hall takes
  double least = flow;
  for (const double through : problem.ducts.flow_m3_per_s) {
    if (through > 0) least = std::min(least, through);
  }
  const bool conduct =
      std::any_of(hall.walls.begin(), hall.walls.end(), [](const flow::Wall& wall) { return wall.isothermal; });
  if (conduct) frozen.let_walls_conduct(executor, false);
  const auto follow = [&](const Question& question, double scale) {
    frozen.set(executor, ask(tables, unit, problem, question));
    Tolerance tolerance;
    tolerance.imbalance = kAccuracy * least * scale;
    tolerance.most_rounds = kMostRounds;
    tolerance.most_turns = kMostTurns;
    tolerance.shrinks = true;
    if (!(tolerance.imbalance > 0) || !frozen.solve(executor, tolerance).converged) return std::vector<double>{};
    std::vector<double> followed = frozen.followed(executor);
    followed.resize(hall.ducts.size());
    return followed;
  };
  if (!(flow > 0)) return;
  made.supply_share = follow(supply_air(hall), 1);
  made.age_s = follow(age_of_air(hall), static_cast<double>(problem.layout.cells()) * problem.volume_m3() / flow);
}

/// One case of the batch. `flows_m3_per_s`: of the case's ducts, in their order.
template <class Executor>
[[nodiscard]] Certified certify_on(Executor& executor, const flow::Tables& tables, Index unit, const flow::Case& hall,
                                   const FlowOnExecutor& found, std::span<const double> flows_m3_per_s,
                                   const CertifyOptions& options = {}) {
  const Problem problem = problem_of(tables, unit, hall, flows_m3_per_s);
  const Index skip = unit * tables.layout.stride;
  const double flow = tables.flow_m3_per_s[static_cast<std::size_t>(unit)];
  const double reference = tables.reference_degc[static_cast<std::size_t>(unit)];
  std::array<const face::Bits*, 3> bits{};
  std::array<const float*, 3> velocity{};
  for (std::size_t d = 0; d < 3; ++d) {
    bits[d] = found.bits[d] + skip;
    velocity[d] = found.velocity_m_per_s[d] + skip;
  }
  std::vector<PortFlux> openings;
  for (const flow::OpeningFace& opening : tables.openings) {
    if (opening.unit == unit) openings.push_back({opening.component, opening.at - skip, 0});
  }
  const float* const eddy = found.eddy_m2_per_s != nullptr ? found.eddy_m2_per_s + skip : nullptr;

  Certified made;
  auto projected = project_on(executor, problem, bits, velocity, openings, flow, options.mass, tables.cuts);
  Frozen<Executor> frozen(executor, problem, bits, eddy, std::move(projected.flux));
  std::vector<DuctTerm> terms;
  {
    Asked asked = temperature_of(tables, unit, hall, problem);
    frozen.set(executor, asked);
    terms = std::move(asked.terms);
  }
  executor.for_each_row(problem.layout.rows(), problem.layout.nx,
                        StartRow{frozen.flow(), found.temperature_k + skip, frozen.value().data});
  Tolerance tolerance;
  tolerance.imbalance = options.heat * heat_scale(hall, flow);
  const Effort effort = frozen.solve(executor, tolerance);
  const std::vector<double> followed = frozen.followed(executor);
  made.temperature_degc = download_plain<double>(executor, problem.layout, frozen.value().data, 0, 3, reference);
  std::vector<float> eddy_plain;
  // A device copies the fluxes out while it follows tracers. Jobs that come one after the other give back what is done with.
  constexpr bool kInTurn = !Executor::kLeavesHostFree;
  side_by_side(executor, 5, worth_streams(problem.layout.cells()), [&](Executor& on, Index number) {
    const auto d = static_cast<int>(number) - 1;
    if (number == 0) {
      if (options.tracers) follow_tracers(on, tables, unit, hall, flow, problem, frozen, made);
      if (kInTurn) frozen.end();
    } else if (d < 3) {
      made.flux_m3_per_s[static_cast<std::size_t>(d)] =
          download_plain<double>(on, problem.layout, frozen.flux(d).data, 0, d, 0);
      if (kInTurn) frozen.release_flux(d);
    } else if (eddy != nullptr) {
      eddy_plain = download_plain<float>(on, problem.layout, eddy, 0, 3, 0);
    }
  });
  made.status = executor.status();
  if (!made.status) return made;
  made.rounds = effort.rounds;
  made.turns = effort.turns;
  for (std::size_t i = 0; i < followed.size(); ++i) {
    const bool duct = i < terms.size();
    (duct ? made.intake_degc : made.probe_degc).push_back(reference + followed[i]);
    if (duct) made.discharge_degc.push_back(reference + terms[i].out(followed[i]));
  }
  constexpr std::size_t kMostThreads = 16;
  const bool shared = Executor::kLeavesHostFree && worth_streams(problem.layout.cells());
  const HandedOut out{{made.flux_m3_per_s[0], made.flux_m3_per_s[1], made.flux_m3_per_s[2]},
                      made.temperature_degc,
                      eddy_plain,
                      flows_m3_per_s};
  made.balance = balance(hall, out, shared ? threads_for(kMostThreads, kMostThreads) : 1);
  made.converged = effort.converged && made.balance.worst_mass <= options.mass;
  return made;
}

}  // namespace kernels::transport
