#include "kernels/executor/cuda.cuh"
#include "kernels/transport/job.hpp"
#include "kernels/transport/run_on.hpp"

namespace kernels::transport {

std::vector<Answer> solve_on_cuda(const Job& job) {
  Cuda cuda;
  return solve_on(cuda, job);
}

Columns respond_on_cuda(const Job& job, const ResponseOptions& options) {
  Cuda cuda;
  return respond_on(cuda, job, options);
}

}  // namespace kernels::transport
