#include "kernels/executor/openmp.hpp"
#include "kernels/executor/shuffled.hpp"
#include "kernels/pressure/job.hpp"
#include "kernels/pressure/run_on.hpp"

namespace kernels::pressure {

std::vector<Answer> solve_on_host(const Job& job, const Execution& execution) {
  if (execution.backend == Backend::shuffled) {
    Shuffled shuffled(execution.seed);
    return solve_on(shuffled, job);
  }
  if (execution.threads == 1) {
    Serial serial;
    return solve_on(serial, job);
  }
  OpenMp openmp(execution.threads);
  return solve_on(openmp, job);
}

}  // namespace kernels::pressure
