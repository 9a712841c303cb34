#include "kernels/density/job.hpp"
#include "kernels/density/run_on.hpp"
#include "kernels/executor/openmp.hpp"
#include "kernels/executor/shuffled.hpp"

namespace kernels::density {
namespace {

/// Calls `run` with the executor that the host backend names.
template <class Run>
auto with_host_executor(const Execution& execution, const Run& run) {
  if (execution.backend == Backend::shuffled) {
    Shuffled shuffled(execution.seed);
    return run(shuffled);
  }
  if (execution.threads == 1) {
    Serial serial;
    return run(serial);
  }
  OpenMp openmp(execution.threads);
  return run(openmp);
}

}  // namespace

Answer check_windows_on_host(const Job& job, const Execution& execution) {
  return with_host_executor(execution, [&](auto& executor) { return check_windows_on(executor, job); });
}

Field rasterise_on_host(const Job& job, const Execution& execution) {
  return with_host_executor(execution, [&](auto& executor) { return rasterise_on(executor, job); });
}

}  // namespace kernels::density
