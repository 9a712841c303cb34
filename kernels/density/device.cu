#include "kernels/density/job.hpp"
#include "kernels/density/run_on.hpp"
#include "kernels/executor/cuda.cuh"

namespace kernels::density {

Answer check_windows_on_cuda(const Job& job) {
  Cuda cuda;
  return check_windows_on(cuda, job);
}

Field rasterise_on_cuda(const Job& job) {
  Cuda cuda;
  return rasterise_on(cuda, job);
}

}  // namespace kernels::density
