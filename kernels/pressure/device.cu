#include "kernels/executor/cuda.cuh"
#include "kernels/pressure/job.hpp"
#include "kernels/pressure/run_on.hpp"

namespace kernels::pressure {

std::vector<Answer> solve_on_cuda(const Job& job) {
  Cuda cuda;
  return solve_on(cuda, job);
}

}  // namespace kernels::pressure
