/// From a flow as the iteration left it to what `kernels/transport` certifies, and back into a solution. Internal.
#pragma once

#include <utility>
#include <vector>

#include "kernels/flow/state.hpp"
#include "kernels/transport/certify.hpp"

namespace kernels::flow {

/// One case, with the ducts' flows that `solution` has.
template <class Executor>
[[nodiscard]] transport::Certified certify(Executor& executor, const State<Executor>& state, Index unit,
                                           const Case& hall, const Solution& solution, const Options& options) {
  const Level& level = state.level();
  transport::FlowOnExecutor found;
  for (std::size_t d = 0; d < 3; ++d) {
    found.bits[d] = level.bits[d];
    found.velocity_m_per_s[d] = level.velocity[d];
  }
  found.eddy_m2_per_s = level.eddy;
  found.temperature_k = level.temperature;
  std::vector<double> flows;
  for (const DuctState& duct : solution.ducts) flows.push_back(duct.flow_m3_per_s);
  transport::CertifyOptions asked;
  asked.tracers = options.tracers;
  return transport::certify_on(executor, state.tables(), unit, hall, found, flows, asked);
}

/// Where it failed, the solution has no answer.
inline void take(transport::Certified made, Solution& solution) {
  if (!made.status) {
    solution.status = made.status;
    return;
  }
  if (!made.converged) solution.ended = Ended::not_converged;
  solution.fields.certified_temperature = std::move(made.temperature_degc);
  solution.fields.flux_u = std::move(made.flux_m3_per_s[0]);
  solution.fields.flux_v = std::move(made.flux_m3_per_s[1]);
  solution.fields.flux_w = std::move(made.flux_m3_per_s[2]);
  solution.certified_intake_degc = std::move(made.intake_degc);
  solution.certified_probe_degc = std::move(made.probe_degc);
  solution.supply_share = std::move(made.supply_share);
  solution.age_s = std::move(made.age_s);
  solution.balance = made.balance;
}

}  // namespace kernels::flow
