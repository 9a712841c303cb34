#include <omp.h>

#include "kernels/executor/on_host.hpp"
#include "kernels/flow/job.hpp"
#include "kernels/flow/march_on.hpp"
#include "kernels/flow/run_on.hpp"

namespace kernels::flow {
namespace {

/// A grid below this is worth no team of its own: the cases of a batch are shared out among threads instead.
constexpr std::int64_t kWorthATeam = 200'000;

/// One hall of the job, alone.
Job alone(const Job& job, std::size_t number) {
  return {{job.halls[number]}, {job.starts[number]}, job.options, job.progress};
}

}  // namespace

std::vector<Solution> solve_on_host(const Job& job, const Execution& execution) {
  if (execution.backend == Backend::shuffled) {
    Shuffled shuffled(execution.seed);
    return solve_on(shuffled, job);
  }
  const auto halls = static_cast<int>(job.halls.size());
  std::vector<Solution> solutions(job.halls.size());
  const int threads = execution.threads > 0 ? execution.threads : omp_get_max_threads();
  const bool small = job.halls.front()->grids.back().grid.cells() < kWorthATeam;
  if (threads == 1 || (small && halls > 1)) {
#pragma omp parallel for num_threads(threads) schedule(dynamic) if (halls > 1 && threads > 1)
    for (int i = 0; i < halls; ++i) {
      Serial serial;
      const auto number = static_cast<std::size_t>(i);
      solutions[number] = std::move(solve_on(serial, alone(job, number)).front());
    }
    return solutions;
  }
  for (std::size_t i = 0; i < job.halls.size(); ++i) {
    OpenMp openmp(threads);
    solutions[i] = std::move(solve_on(openmp, alone(job, i)).front());
  }
  return solutions;
}

March march_on_host(const MarchJob& job, const Execution& execution) {
  return with_host_executor(execution, [&](auto& executor) { return march_on(executor, job); });
}

}  // namespace kernels::flow
