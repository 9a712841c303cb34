#include "kernels/executor/cuda.cuh"

#include <thrust/system/cuda/execution_policy.h>

#include <exception>

#include "kernels/executor/backend.hpp"
#include "kernels/executor/scan_thrust.hpp"

namespace kernels {

Status backend_ready(Backend backend) {
  if (backend != Backend::cuda) return {};
  int devices = 0;
  const cudaError_t result = cudaGetDeviceCount(&devices);
  if (result == cudaSuccess && devices > 0) return {};
  cudaGetLastError();  // a later call must not inherit this one's failure
  return {Code::no_device, std::string("no CUDA device answers: ") +
                               (result == cudaSuccess ? "none is installed" : cudaGetErrorString(result))};
}

std::string device_name() {
  if (!backend_ready(Backend::cuda)) return {};
  int device = 0;
  cudaDeviceProp properties{};
  if (cudaGetDevice(&device) != cudaSuccess || cudaGetDeviceProperties(&properties, device) != cudaSuccess) {
    cudaGetLastError();
    return {};
  }
  return std::string(properties.name) + " (sm_" + std::to_string(properties.major) + std::to_string(properties.minor) +
         ")";
}

std::string Cuda::name() const { return "cuda " + device_name(); }

__global__ void cuda_case_sums(const View<double> partial, const Index rows_a_case, const View<double> out) {
  for (Index unit = blockIdx.x; unit < out.size(); unit += gridDim.x) {
    double running = 0;
    for (Index row = threadIdx.x; row < rows_a_case; row += CudaLane::kWarp) {
      running += partial[unit * rows_a_case + row];
    }
    running = fold_warp(running);
    if (threadIdx.x == 0) out[unit] = running;
  }
}

Index Cuda::free_bytes() {
  std::size_t free_bytes = 0;
  std::size_t total_bytes = 0;
  if (status_) KERNELS_CUDA_CALL(cudaMemGetInfo(&free_bytes, &total_bytes));
  return static_cast<Index>(free_bytes);
}

Index Cuda::cases_at_once(Index bytes_a_case) {
  if (!status_) return 1;
  constexpr Index kShareOfFree = 4;             // a scan needs temporary storage, and the device may have other users
  constexpr Index kMostBytes = Index{8} << 30;  // 2^30 elements: every index of a scan fits 32 bits
  const Index budget = std::min(free_bytes() / kShareOfFree, kMostBytes);
  return std::max<Index>(budget / std::max<Index>(bytes_a_case, 1), 1);
}

void Cuda::scan_rows(View<Index> rows) {
  if (!status_ || rows.size() == 0) return;
  try {
    scan_rows_by_thrust(thrust::cuda::par.on(stream_), rows);
  } catch (const std::exception& error) {
    cudaGetLastError();
    status_ = {Code::device_failed, std::string("cuda: thrust::inclusive_scan_by_key: ") + error.what()};
    return;
  }
  KERNELS_CUDA_CALL(cudaGetLastError());
}

Status Cuda::failure(cudaError_t result, const char* call, const char* file, int line) {
  cudaGetLastError();
  const Code code = result == cudaErrorMemoryAllocation ? Code::out_of_memory : Code::device_failed;
  return {code, std::string("cuda: ") + call + ": " + cudaGetErrorString(result) + " (" + file + ":" +
                    std::to_string(line) + ")"};
}

}  // namespace kernels
