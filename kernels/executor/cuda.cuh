/// The CUDA executor: the current device, one stream. A row is a block, a cell is a thread; storage stays on the
/// device between verbs, and only `upload` and `download` cross. Each runtime call and each launch is checked; the
/// first failure is kept as a status that names the call, the file and the line. A failure inside a kernel is seen by
/// the next verb that waits, `download` at the latest.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include "kernels/base/status.hpp"
#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"

namespace kernels {

/// One thread of the block that works on a row. Blocks are whole warps, at most kMaxThreads.
struct CudaLane {
  static constexpr int kWarp = 32;
  static constexpr int kMaxThreads = 256;

  __device__ Index first(Index begin) const { return first_of_lane(threadIdx.x, blockDim.x, begin); }
  __device__ Index stride() const { return blockDim.x; }
  __device__ bool leads() const { return threadIdx.x == 0; }

  struct Larger {
    __device__ Index operator()(Index a, Index b) const { return a < b ? b : a; }
  };
  struct Smaller {
    __device__ Index operator()(Index a, Index b) const { return b < a ? b : a; }
  };
  struct Plus {
    __device__ Index operator()(Index a, Index b) const { return a + b; }
  };
  __device__ Index max(Index value) const { return combine(value, Larger{}); }
  __device__ Index min(Index value) const { return combine(value, Smaller{}); }
  __device__ Index sum(Index value) const { return combine(value, Plus{}); }

 private:
  /// Combines within each warp, then across the warps. Every thread of the block must come here.
  template <class Combine>
  __device__ static Index combine(Index value, Combine both) {
    __shared__ Index of_warp[kMaxThreads / kWarp];
    for (int apart = kWarp / 2; apart > 0; apart /= 2) {
      value = both(value, static_cast<Index>(__shfl_xor_sync(0xFFFFFFFFU, value, apart)));
    }
    __syncthreads();  // readers of the combine before this one are done
    if (threadIdx.x % kWarp == 0) of_warp[threadIdx.x / kWarp] = value;
    __syncthreads();
    value = of_warp[0];
    for (unsigned warp = 1; warp < blockDim.x / kWarp; ++warp) value = both(value, of_warp[warp]);
    return value;
  }
};

template <class Body>
__global__ void __launch_bounds__(CudaLane::kMaxThreads) cuda_rows(const Body body, const Index rows) {
  for (Index row = blockIdx.x; row < rows; row += gridDim.x) body(row, CudaLane{});
}

template <class Body>
__global__ void __launch_bounds__(CudaLane::kMaxThreads) cuda_cells(const Body body, const Index cells) {
  const Index step = static_cast<Index>(gridDim.x) * blockDim.x;
  for (Index cell = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; cell < cells; cell += step) body(cell);
}

/// Owns an array on the device.
template <class T>
class CudaBuffer {
 public:
  CudaBuffer() = default;
  CudaBuffer(T* data, Index count) : data_(data), count_(count) {}
  CudaBuffer(CudaBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), count_(std::exchange(other.count_, 0)) {}
  CudaBuffer& operator=(CudaBuffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
    return *this;
  }
  ~CudaBuffer() { cudaFree(data_); }

  [[nodiscard]] View<T> view() { return {data_, count_, 1, 1}; }

 private:
  T* data_ = nullptr;
  Index count_ = 0;
};

#define KERNELS_CUDA_CALL(call) keep(call, #call, __FILE__, __LINE__)

class Cuda {
 public:
  template <class T>
  using Buffer = CudaBuffer<T>;

  Cuda() { KERNELS_CUDA_CALL(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking)); }
  ~Cuda() {
    if (stream_ != nullptr) cudaStreamDestroy(stream_);
  }
  Cuda(const Cuda&) = delete;
  Cuda& operator=(const Cuda&) = delete;

  [[nodiscard]] std::string name() const;
  [[nodiscard]] const Status& status() const { return status_; }

  /// As many as fit into a part of the device's free memory, and no more than the scans can index.
  [[nodiscard]] Index cases_at_once(Index bytes_a_case);

  template <class T>
  [[nodiscard]] CudaBuffer<T> buffer(Index count) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (!status_) return {};
    void* data = nullptr;
    KERNELS_CUDA_CALL(cudaMalloc(&data, static_cast<std::size_t>(count) * sizeof(T)));
    return {static_cast<T*>(data), count};
  }

  template <class T>
  void upload(std::span<const T> from, View<T> to) {
    if (!status_ || from.empty()) return;
    KERNELS_CUDA_CALL(cudaMemcpyAsync(to.data, from.data(), from.size_bytes(), cudaMemcpyHostToDevice, stream_));
    KERNELS_CUDA_CALL(cudaStreamSynchronize(stream_));
  }

  template <class T>
  void download(View<const T> from, std::span<T> to) {
    if (!status_ || to.empty()) return;
    KERNELS_CUDA_CALL(cudaMemcpyAsync(to.data(), from.data, to.size_bytes(), cudaMemcpyDeviceToHost, stream_));
    KERNELS_CUDA_CALL(cudaStreamSynchronize(stream_));
  }

  /// A block for each row; as many threads as the row has cells, in whole warps.
  template <class Body>
  void for_each_row(Index rows, Index width, const Body& body) {
    static_assert(std::is_trivially_copyable_v<Body>);
    if (!status_ || rows == 0) return;
    const Index warps = (std::min<Index>(width, CudaLane::kMaxThreads) + CudaLane::kWarp - 1) / CudaLane::kWarp;
    cuda_rows<<<blocks(rows), static_cast<unsigned>(std::max<Index>(warps, 1) * CudaLane::kWarp), 0, stream_>>>(body,
                                                                                                                rows);
    KERNELS_CUDA_CALL(cudaGetLastError());
  }

  template <class Body>
  void for_each_cell(Index cells, const Body& body) {
    static_assert(std::is_trivially_copyable_v<Body>);
    if (!status_ || cells == 0) return;
    const Index needed = (cells + CudaLane::kMaxThreads - 1) / CudaLane::kMaxThreads;
    cuda_cells<<<blocks(needed), CudaLane::kMaxThreads, 0, stream_>>>(body, cells);
    KERNELS_CUDA_CALL(cudaGetLastError());
  }

  void scan_rows(View<Index> rows);

 private:
  /// Kernels stride over what is beyond the launch limit.
  static unsigned blocks(Index wanted) {
    return static_cast<unsigned>(std::min<Index>(wanted, std::numeric_limits<std::int32_t>::max()));
  }

  void keep(cudaError_t result, const char* call, const char* file, int line) {
    if (result != cudaSuccess && status_) status_ = failure(result, call, file, line);
  }
  static Status failure(cudaError_t result, const char* call, const char* file, int line);

  cudaStream_t stream_ = nullptr;
  Status status_;
};

}  // namespace kernels
