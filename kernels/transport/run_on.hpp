/// Questions about one frozen flow, on any executor. Instantiated for the host executors in host.cpp and for CUDA in
/// device.cu.
#pragma once

#include <utility>
#include <vector>

#include "kernels/transport/certify.hpp"
#include "kernels/transport/job.hpp"
#include "kernels/transport/solve_on.hpp"

namespace kernels::transport {

/// A job's flow in an executor's storage.
template <class Executor>
struct OnExecutor {
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  std::array<Buffer<face::Bits>, 3> bits;
  Buffer<float> eddy;
  Frozen<Executor> frozen;

  OnExecutor(Executor& executor, const Job& job)
      : bits{put(executor, (*job.bits)[0]), put(executor, (*job.bits)[1]), put(executor, (*job.bits)[2])},
        eddy(put(executor, padded_eddy(job))),
        frozen(executor, job.problem, {bits[0].view().data, bits[1].view().data, bits[2].view().data},
               job.flow->eddy_m2_per_s.empty() ? nullptr : eddy.view().data,
               {flux(executor, job, 0), flux(executor, job, 1), flux(executor, job, 2)}, job.walls_conduct) {}

 private:
  static std::vector<float> padded_eddy(const Job& job) {
    if (job.flow->eddy_m2_per_s.empty()) return {};
    return padded(job.problem.layout, 3, job.flow->eddy_m2_per_s);
  }
  static Buffer<double> flux(Executor& executor, const Job& job, int d) {
    return put(executor, padded(job.problem.layout, d, job.flow->flux_m3_per_s[static_cast<std::size_t>(d)]));
  }
};

template <class Executor>
std::vector<Answer> solve_on(Executor& executor, const Job& job) {
  OnExecutor<Executor> on(executor, job);
  std::vector<Answer> answers;
  for (const Asked& asked : job.asked) {
    on.frozen.set(executor, asked);
    const Effort effort = on.frozen.solve(executor, tolerance_of(asked));
    const std::vector<double> followed = on.frozen.followed(executor);
    Answer answer;
    answer.value = download_plain<double>(executor, job.problem.layout, on.frozen.value().data, 0, 3, 0);
    answer.status = executor.status();
    answer.converged = effort.converged;
    answer.turns = effort.turns;
    for (std::size_t i = 0; i < followed.size(); ++i) {
      (i < asked.terms.size() ? answer.intake : answer.probe).push_back(followed[i]);
      if (i < asked.terms.size()) answer.discharge.push_back(asked.terms[i].out(followed[i]));
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

/// Columns of the response by the solver of single questions, one after the other.
template <class Executor>
Columns respond_on(Executor& executor, const Job& job, const ResponseOptions& options) {
  OnExecutor<Executor> on(executor, job);
  const Ducts& ducts = job.problem.ducts;
  const auto count = static_cast<std::size_t>(ducts.count());
  Columns columns;
  columns.direct.assign(count * count, 0.0);
  columns.converged = true;
  for (std::size_t column = 0; column < count; ++column) {
    Asked asked = job.asked.front();
    for (std::size_t duct = 0; duct < count; ++duct) {
      asked.terms[duct] = DuctTerm{};
      asked.terms[duct].gain = 0;
      asked.terms[duct].plus = duct == column ? 1 : 0;
    }
    on.frozen.set(executor, asked);
    Tolerance tolerance;
    tolerance.imbalance = options.change * ducts.flow_m3_per_s[column];
    const Effort effort = on.frozen.solve(executor, tolerance);
    const std::vector<double> followed = on.frozen.followed(executor);
    for (std::size_t row = 0; row < count; ++row) columns.direct[row * count + column] = followed[row];
    columns.converged = columns.converged && effort.converged;
    columns.sweeps.push_back(effort.turns);
  }
  columns.status = executor.status();
  return columns;
}

}  // namespace kernels::transport
