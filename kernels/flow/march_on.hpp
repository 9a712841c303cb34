/// A march in time on any executor: implicit Euler steps, each of a few turns of the steady iteration with the step's own
/// inertia. Internal.
#pragma once

#include <chrono>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "kernels/base/worse.hpp"
#include "kernels/flow/fields.hpp"
#include "kernels/flow/job.hpp"
#include "kernels/flow/state.hpp"

namespace kernels::flow {

/// The followed temperatures now, in degC; false when one is beyond reason, or velocities are.
template <class Executor>
bool note_time(Executor& executor, State<Executor>& state, double time_s, March& march) {
  constexpr float kBeyondReason_degc = 500;
  const Tables& tables = state.tables();
  const std::vector<double> followed_k = state.download_followed(executor);
  const auto ducts = tables.ducts.size();
  std::vector<float> degc;
  bool sound = state.is_sound(state.velocity_squares(executor).front());
  for (const double value : followed_k) {
    degc.push_back(static_cast<float>(tables.reference_degc.front() + value));
    sound = sound && std::fabs(degc.back()) < kBeyondReason_degc;
  }
  if (!sound) return false;
  const auto middle = degc.begin() + static_cast<std::ptrdiff_t>(ducts);
  march.time_s.push_back(time_s);
  march.intake_degc.emplace_back(degc.begin(), middle);
  march.probe_degc.emplace_back(middle, degc.end());
  return true;
}

template <class Executor>
March march_on(Executor& executor, const MarchJob& job) {
  const auto begun = std::chrono::steady_clock::now();
  March march;
  const Case* const hall = &job.hall;
  const Tables tables = make_tables(std::span(&hall, 1));
  State<Executor> state(executor, tables, true);
  Options options;
  options.relax_velocity = job.options.relax_velocity;
  options.relax_pressure = job.options.relax_pressure;
  options.momentum_sweeps = job.options.momentum_sweeps;
  options.temperature_sweeps = job.options.temperature_sweeps;
  if (executor.status()) {
    upload_fields(executor, state.level(), tables, StartValues(tables), 0, job.start);
    state.run_ducts(executor);
    note_time(executor, state, 0, march);
  }
  const auto step = executor.record([&] {
    state.begin_step(executor, job.options.step_s);
    for (int turn = 0; turn < job.options.turns_a_step; ++turn) {
      state.update_viscosity(executor);
      state.turn_flow(executor, options);
    }
  });
  const auto steps = static_cast<int>(std::ceil(job.options.end_s / job.options.step_s - 1e-9));
  for (int i = 1; i <= steps && executor.status(); ++i) {
    executor.play(step);
    march.ran_away = !note_time(executor, state, i * job.options.step_s, march);
    march.worst_mass = worse(march.worst_mass, state.relative_masses(executor).front());
    if (march.ran_away || (job.stop && job.stop(march.time_s.back(), march.intake_degc.back()))) break;
  }
  if (executor.status()) march.fields = download_fields(executor, state.level(), tables, 0);
  march.status = executor.status();
  march.ran_on = executor.name();
  march.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return march;
}

}  // namespace kernels::flow
