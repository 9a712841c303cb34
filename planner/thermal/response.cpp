#include "planner/thermal/response.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>

#include "kernels/transport/transport.hpp"
#include "planner/thermal/field.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/frozen_response.hpp"

namespace hallplan::thermal {
namespace {

using kernels::flow::Case;
using kernels::flow::Duct;
using kernels::flow::Solution;

constexpr double kMoreHeat = 0.5;   ///< of the trial: a share of the rack's own
constexpr double kMissed_k = 0.01;  ///< so far above its set point a unit does not hold it
constexpr double kWattsPerKilowatt = 1e3;

/// Ducts that blow their set point whatever they draw.
std::vector<bool> holding(const Case& hall, const Solution& solution) {
  std::vector<bool> held;
  for (std::size_t i = 0; i < hall.ducts.size(); ++i) {
    const Duct& duct = hall.ducts[i];
    const double flow = solution.ducts[i].flow_m3_per_s;
    const double rise_k = duct.cools_last && flow > 0 ? duct.heat_k_m3_per_s / flow : 0;
    const double drawn_degc = certified_intake_degc(solution, static_cast<int>(i)) + rise_k;
    const double spare_k = flow > 0 ? duct.capacity_k_m3_per_s / flow - (drawn_degc - duct.setpoint_degc) : 0;
    held.push_back(duct.cools && drawn_degc >= duct.setpoint_degc && spare_k > -kMissed_k);
  }
  return held;
}

/// The rack whose heat moves another one's inlet, or its own, most.
std::size_t most_felt(const RackResponse& response) {
  std::size_t found = 0;
  double most = -1;
  for (std::size_t i = 0; i < response.racks; ++i) {
    for (std::size_t j = 0; j < response.racks; ++j) {
      if (std::abs(response.at(i, j)) <= most) continue;
      most = std::abs(response.at(i, j));
      found = j;
    }
  }
  return found;
}

ResponseTrial trial_of(const FieldResult& field, const FieldOptions& options, const RackResponse& response) {
  ResponseTrial trial;
  const std::size_t heated = most_felt(response);
  const auto duct = static_cast<std::size_t>(field.hall.racks[heated].duct);
  kernels::flow::Sequence warmer = field.hall.sequence;
  const double added_k_m3_per_s = kMoreHeat * warmer.grids.back().ducts[duct].heat_k_m3_per_s;
  for (Case& grid : warmer.grids) grid.ducts[duct].heat_k_m3_per_s += added_k_m3_per_s;
  const Solution solved =
      kernels::flow::solve(warmer, options.solver, options.execution, {&field.solution.fields}, options.progress);
  if (!solved.status) {
    trial.problem = solved.status.text;
    return trial;
  }
  trial.heated = static_cast<int>(heated);
  trial.added_w = added_k_m3_per_s * field.hall.heat_capacity_j_per_m3_k;
  trial.settled = solved.ended != kernels::flow::Ended::not_converged;
  for (std::size_t i = 0; i < response.racks; ++i) {
    const int intake = field.hall.racks[i].duct;
    trial.predicted_k.push_back(response.at(i, heated) * trial.added_w / kWattsPerKilowatt);
    trial.resolved_k.push_back(intake_degc(solved, intake) - intake_degc(field.solution, intake));
    const double error_k = std::abs(trial.predicted_k[i] - trial.resolved_k[i]);
    if (trial.worst < 0 || error_k > trial.worst_error_k) {
      trial.worst = static_cast<int>(i);
      trial.worst_error_k = error_k;
    }
    const auto most = static_cast<std::size_t>(std::max(trial.most_moved, 0));
    if (trial.most_moved < 0 || std::abs(trial.resolved_k[i]) > std::abs(trial.resolved_k[most])) {
      trial.most_moved = static_cast<int>(i);
    }
  }
  return trial;
}

}  // namespace

RackResponse frozen_response(const FieldResult& field, const kernels::Execution& execution) {
  RackResponse out;
  const auto begun = std::chrono::steady_clock::now();
  const Case& hall = field.hall.sequence.grids.back();
  std::vector<double> flows;
  for (const kernels::flow::DuctState& duct : field.solution.ducts) flows.push_back(duct.flow_m3_per_s);
  const kernels::transport::FrozenFlow frozen = kernels::transport::freeze(hall, field.solution.fields, flows);
  if (!frozen.status) {
    out.problem = frozen.status.text;
    return out;
  }
  const std::vector<bool> held = holding(hall, field.solution);
  const bool open = !hall.supplies.empty() || !hall.openings.empty();
  if (!open && std::find(held.begin(), held.end(), true) == held.end()) {
    out.problem = "no air unit holds its set point: more heat has nowhere to go";
    return out;
  }
  const kernels::transport::Response response = kernels::transport::response_matrix(frozen, held, execution);
  if (!response.status) {
    out.problem = response.status.text;
  } else if (!response.converged) {
    out.problem = "the response did not converge";
  }
  if (!out.problem.empty()) return out;
  out.racks = field.hall.racks.size();
  const auto ducts = static_cast<std::size_t>(response.ducts);
  for (const FollowedRack& inlet : field.hall.racks) {
    for (const FollowedRack& heated : field.hall.racks) {
      const std::size_t at = static_cast<std::size_t>(inlet.duct) * ducts + static_cast<std::size_t>(heated.duct);
      out.k_per_kw.push_back(response.per_k_m3_per_s[at] * kWattsPerKilowatt / field.hall.heat_capacity_j_per_m3_k);
    }
  }
  out.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return out;
}

RackResponse rack_response(const FieldResult& field, const FieldOptions& options) {
  RackResponse out = frozen_response(field, options.execution);
  if (out.problem.empty()) out.trial = trial_of(field, options, out);
  return out;
}

}  // namespace hallplan::thermal
