/// From a flow as the iteration left it to a solution: what was followed, what `kernels/transport` certifies, fields. Internal.
#pragma once

#include <utility>
#include <vector>

#include "kernels/executor/side_by_side.hpp"
#include "kernels/flow/fields.hpp"
#include "kernels/flow/followed.hpp"
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

/// The fields of one case; where it `certifies`, certified.
template <class Executor>
void hand_out_fields(Executor& executor, const State<Executor>& state, Index unit, const Case& hall, bool certifies,
                     const Options& options, Solution& solution) {
  transport::Certified certified;
  // A device copies out what was found while it certifies.
  side_by_side(executor, 2, worth_streams(state.level().layout.cells()), [&](Executor& on, Index number) {
    if (number == 1) {
      solution.fields = download_fields(on, state.level(), state.tables(), unit);
    } else if (certifies) {
      certified = certify(on, state, unit, hall, solution, options);
    }
  });
  if (certifies) take(std::move(certified), solution);
}

/// What a case's ducts do, from their flows and discharges, all cases': [flow of each, then K over the reference].
inline void hand_out_ducts(const Tables& tables, std::size_t unit, const std::vector<float>& state,
                           Solution& solution) {
  for (std::size_t i = 0; i < solution.ducts.size(); ++i) {
    const auto number = static_cast<std::size_t>(tables.first_duct[unit]) + i;
    solution.ducts[i].flow_m3_per_s = state[number];
    solution.ducts[i].discharge_degc = tables.reference_degc[unit] + state[tables.ducts.size() + number];
  }
}

/// The numbers that are followed of a case: ducts, then probes.
[[nodiscard]] inline std::vector<Index> followed_of(const Tables& tables, std::size_t unit) {
  std::vector<Index> numbers;
  for (Index i = tables.first_duct[unit]; i < tables.first_duct[unit + 1]; ++i) numbers.push_back(i);
  for (Index i = tables.first_probe[unit]; i < tables.first_probe[unit + 1]; ++i) numbers.push_back(i);
  return numbers;
}

/// Means of what is followed, as `judged` saw them; `every`: see `Pace`.
inline void hand_out_followed(const Tables& tables, std::size_t unit, const History& history, const Judgement& judged,
                              Index every, Solution& solution) {
  solution.ended = judged.how;
  solution.ducts.clear();
  solution.probes.clear();
  const std::vector<Index> numbers = followed_of(tables, unit);
  const auto ducts = static_cast<std::size_t>(tables.first_duct[unit + 1] - tables.first_duct[unit]);
  for (std::size_t member = 0; member < numbers.size(); ++member) {
    Followed made = summary(history, numbers[member], judged, every, tables.reference_degc[unit]);
    made.left_k = left_k_of(judged, member);
    if (member < ducts) {
      solution.ducts.emplace_back().intake = made;
    } else {
      solution.probes.push_back(made);
    }
  }
}

}  // namespace kernels::flow
