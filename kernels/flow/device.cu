#include "kernels/executor/cuda.cuh"
#include "kernels/flow/job.hpp"
#include "kernels/flow/march_on.hpp"
#include "kernels/flow/run_on.hpp"

namespace kernels::flow {

std::vector<Solution> solve_on_cuda(const Job& job) {
  Cuda cuda;
  return solve_on(cuda, job);
}

March march_on_cuda(const MarchJob& job) {
  Cuda cuda;
  return march_on(cuda, job);
}

}  // namespace kernels::flow
