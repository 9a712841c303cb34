/// The host executor that an execution names, for the translation units that instantiate an algorithm on the host.
#pragma once

#include "kernels/executor/backend.hpp"
#include "kernels/executor/openmp.hpp"
#include "kernels/executor/shuffled.hpp"

namespace kernels {

/// Calls `run` with it.
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

}  // namespace kernels
