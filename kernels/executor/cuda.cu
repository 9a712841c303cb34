#include "kernels/executor/cuda.cuh"

#include <thrust/system/cuda/execution_policy.h>

#include <cstdint>
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

Cuda::Cuda() {
  KERNELS_CUDA_CALL(cudaGetDevice(&device_));
  if (status_) keep_pool(device_);
  if (status_) KERNELS_CUDA_CALL(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking));
  void* counters = nullptr;
  if (status_) KERNELS_CUDA_CALL(cudaMallocAsync(&counters, 2 * kMostPlanes * sizeof(unsigned), stream_));
  counters_ = static_cast<unsigned*>(counters);
  int processors = 0;
  int threads = 0;
  int major = 0;
  if (status_) KERNELS_CUDA_CALL(cudaDeviceGetAttribute(&major, cudaDevAttrComputeCapabilityMajor, device_));
  constexpr int kHopper = 9;
  starts_early_ = major >= kHopper;
  if (status_) KERNELS_CUDA_CALL(cudaDeviceGetAttribute(&processors, cudaDevAttrMultiProcessorCount, device_));
  if (status_) KERNELS_CUDA_CALL(cudaDeviceGetAttribute(&threads, cudaDevAttrMaxThreadsPerMultiProcessor, device_));
  if (status_) resident_blocks_ = static_cast<unsigned>(processors * threads / CudaLane::kMaxThreads);
}

Cuda::~Cuda() {
  if (counters_ != nullptr) cudaFreeAsync(counters_, stream_);
  if (stream_ != nullptr) cudaStreamDestroy(stream_);
}

/// What buffers give back stays with the process: the system's own allocation waits for the whole device.
void Cuda::keep_pool(int device) {
  cudaMemPool_t pool = nullptr;
  std::uint64_t all = std::numeric_limits<std::uint64_t>::max();
  if (cudaDeviceGetDefaultMemPool(&pool, device) == cudaSuccess) {
    cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &all);
  }
  cudaGetLastError();  // a pool that gives back at once is slower, no more
}

bool Cuda::wait() {
  if (status_) KERNELS_CUDA_CALL(cudaStreamSynchronize(stream_));
  return static_cast<bool>(status_);
}

void Cuda::begin_waves() {
  recording_ = true;
  set_ = 0;
  planes_before_ = 0;
  KERNELS_CUDA_CALL(cudaMemsetAsync(counters_, 0, 2 * kMostPlanes * sizeof(unsigned), stream_));
}

CudaWave Cuda::next_wave(Index planes, Index planes_a_case, Index blocks_a_plane) {
  if (planes > kMostPlanes) {
    status_ = {Code::too_large,
               "cuda: a sweep over " + std::to_string(planes) + " planes is over " + std::to_string(kMostPlanes)};
    return {};
  }
  unsigned* const mine = counters_ + set_ * kMostPlanes;
  unsigned* const other = counters_ + (1 - set_) * kMostPlanes;
  if (!recording_) {
    KERNELS_CUDA_CALL(cudaMemsetAsync(mine, 0, static_cast<std::size_t>(planes) * sizeof(unsigned), stream_));
  }
  // The second colour stays so far behind that the blocks it waits for have left the device.
  constexpr Index kAhead = 2;
  const Index lag = std::min<Index>(planes, resident_blocks_ / (2 * blocks_a_plane) + kAhead);
  const CudaWave wave{Divisor(2 * blocks_a_plane),
                      Divisor(planes_a_case),
                      static_cast<unsigned>(planes),
                      static_cast<unsigned>(blocks_a_plane),
                      static_cast<unsigned>(lag),
                      mine,
                      other,
                      recording_ ? static_cast<unsigned>(planes_before_) : 0U};
  if (recording_) {
    set_ = 1 - set_;
    planes_before_ = planes;
  }
  return wave;
}

__global__ void cuda_case_sums(const View<double> partial, const Index rows_a_case, const View<double> out) {
  __shared__ double running_sums[SumShape::kLanes];
  begin_kernel();
  const unsigned warp = threadIdx.x / CudaLane::kWarp;
  const unsigned lane = threadIdx.x % CudaLane::kWarp;
  for (Index unit = blockIdx.x; unit < out.size(); unit += gridDim.x) {
    const double* const rows = partial.data + unit * rows_a_case;
    double running = 0;
    for (Index begin = warp * SumShape::kRows; begin < rows_a_case; begin += SumShape::kLanes * SumShape::kRows) {
      const Index end = begin + SumShape::kRows < rows_a_case ? begin + SumShape::kRows : rows_a_case;
      double of_chunk = 0;
#pragma unroll 8
      for (Index row = begin + lane; row < end; row += CudaLane::kWarp) of_chunk += rows[row];
      running += fold_warp(of_chunk);
    }
    if (lane == 0) running_sums[warp] = running;
    __syncthreads();
    if (warp == 0) {
      running = fold_warp(running_sums[lane]);
      if (lane == 0) out[unit] = running;
    }
    __syncthreads();
  }
}

Index Cuda::free_bytes() {
  std::size_t free_bytes = 0;
  std::size_t total_bytes = 0;
  if (!wait()) return 0;
  KERNELS_CUDA_CALL(cudaMemGetInfo(&free_bytes, &total_bytes));
  // What the pool holds and no buffer has may be asked for as well.
  cudaMemPool_t pool = nullptr;
  std::uint64_t reserved = 0;
  std::uint64_t used = 0;
  if (cudaDeviceGetDefaultMemPool(&pool, device_) == cudaSuccess) {
    cudaMemPoolGetAttribute(pool, cudaMemPoolAttrReservedMemCurrent, &reserved);
    cudaMemPoolGetAttribute(pool, cudaMemPoolAttrUsedMemCurrent, &used);
  }
  cudaGetLastError();
  return static_cast<Index>(free_bytes + (reserved - used));
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
