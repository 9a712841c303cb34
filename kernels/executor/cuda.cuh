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
#include "kernels/executor/sum.hpp"
#include "kernels/executor/zebra.hpp"

namespace kernels {

/// One thread of the block that works on a row. Blocks are whole warps, at most kMaxThreads.
struct CudaLane {
  static constexpr int kWarp = 32;
  static constexpr int kMaxThreads = 256;
  static constexpr bool kWholeRow = false;

  __device__ Index first(Index begin) const { return first_of_lane(threadIdx.x, blockDim.x, begin); }
  __device__ Index stride() const { return blockDim.x; }
  __device__ bool leads() const { return threadIdx.x == 0; }
  __device__ void sync() const { __syncthreads(); }

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

/// The rows of one colour: a block each, its scratch in shared memory.
template <class Body>
__global__ void __launch_bounds__(CudaLane::kMaxThreads)
    cuda_sweep(const Body body, const Zebra zebra, const bool second) {
  extern __shared__ float scratch[];
  const Index parity = zebra.odd_first == second ? 0 : 1;
  const Index half = (zebra.ny + 1) / 2;  // rows of a colour in a plane, or one more than that
  for (Index at = blockIdx.x; at < zebra.cases * zebra.nz * half; at += gridDim.x) {
    const Index plane = at / half;
    const Index y = at % half * 2 + ((plane % zebra.nz + parity) & 1);
    if (y < zebra.ny) body(plane * zebra.ny + y, CudaLane{}, scratch);
    __syncthreads();  // the scratch is free for the next row
  }
}

/// Folds a warp's running sums by halves: the shape of `fixed_sum`. The first lane has the result.
__device__ inline double fold_warp(double running) {
  for (int half = CudaLane::kWarp / 2; half > 0; half /= 2) running += __shfl_down_sync(0xFFFFFFFFU, running, half);
  return running;
}

/// A warp for each row's sum.
template <class Term>
__global__ void __launch_bounds__(CudaLane::kMaxThreads)
    cuda_row_sums(const Term term, const Index rows, const Index width, const View<double> partial) {
  static_assert(SumShape::kLanes == CudaLane::kWarp);
  const Index step = static_cast<Index>(gridDim.x) * (blockDim.x / CudaLane::kWarp);
  for (Index row = static_cast<Index>(blockIdx.x) * (blockDim.x / CudaLane::kWarp) + threadIdx.x / CudaLane::kWarp;
       row < rows; row += step) {
    const auto of_row = row_of(term, row);
    double running = 0;
    for (Index x = threadIdx.x % CudaLane::kWarp; x < width; x += CudaLane::kWarp) {
      running += static_cast<double>(of_row(x));
    }
    running = fold_warp(running);
    if (threadIdx.x % CudaLane::kWarp == 0) partial[row] = running;
  }
}

/// A warp for each case's sum of its rows' sums.
__global__ void cuda_case_sums(View<double> partial, Index rows_a_case, View<double> out);

/// Calls told to the device once, to be replayed as a graph.
class CudaRecording {
 public:
  CudaRecording() = default;
  explicit CudaRecording(cudaGraphExec_t graph) : graph_(graph) {}
  CudaRecording(CudaRecording&& other) noexcept : graph_(std::exchange(other.graph_, nullptr)) {}
  CudaRecording& operator=(CudaRecording&& other) noexcept {
    std::swap(graph_, other.graph_);
    return *this;
  }
  ~CudaRecording() {
    if (graph_ != nullptr) cudaGraphExecDestroy(graph_);
  }

  [[nodiscard]] cudaGraphExec_t graph() const { return graph_; }

 private:
  cudaGraphExec_t graph_ = nullptr;
};

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
    cuda_rows<<<blocks(rows), threads_for(width), 0, stream_>>>(body, rows);
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

  /// Bytes that may be asked for now.
  [[nodiscard]] Index free_bytes();

  template <class T>
  void fill_bytes(View<T> to, unsigned char byte) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (!status_ || to.size() == 0) return;
    KERNELS_CUDA_CALL(cudaMemsetAsync(to.data, byte, static_cast<std::size_t>(to.size()) * sizeof(T), stream_));
  }

  /// A launch a colour, a block a row.
  template <class Body>
  void sweep(const Zebra& zebra, Index width, Index scratch_floats, const Body& body) {
    static_assert(std::is_trivially_copyable_v<Body>);
    const Index rows = zebra.cases * zebra.nz * ((zebra.ny + 1) / 2);
    if (!status_ || rows == 0) return;
    const auto bytes = static_cast<std::size_t>(scratch_floats) * sizeof(float);
    for (const bool second : {false, true}) {
      cuda_sweep<<<blocks(rows), threads_for(width), bytes, stream_>>>(body, zebra, second);
      KERNELS_CUDA_CALL(cudaGetLastError());
    }
  }

  template <class Term>
  void sum_rows(Index rows, Index width, const Term& term, View<double> partial) {
    static_assert(std::is_trivially_copyable_v<Term>);
    if (!status_ || rows == 0) return;
    constexpr Index kRowsABlock = CudaLane::kMaxThreads / CudaLane::kWarp;
    cuda_row_sums<<<blocks((rows + kRowsABlock - 1) / kRowsABlock), CudaLane::kMaxThreads, 0, stream_>>>(
        term, rows, width, partial);
    KERNELS_CUDA_CALL(cudaGetLastError());
  }

  template <class Term>
  void sum(Index cases, Index rows_a_case, Index width, const Term& term, View<double> partial, View<double> out) {
    if (!status_ || cases == 0) return;
    sum_rows(cases * rows_a_case, width, term, partial);
    cuda_case_sums<<<blocks(cases), CudaLane::kWarp, 0, stream_>>>(partial, rows_a_case, out);
    KERNELS_CUDA_CALL(cudaGetLastError());
  }

  void scan_rows(View<Index> rows);

  /// Captures the verbs that `calls` runs; they are not carried out until the recording is played.
  template <class Calls>
  [[nodiscard]] CudaRecording record(const Calls& calls) {
    if (!status_) return {};
    KERNELS_CUDA_CALL(cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal));
    if (!status_) return {};
    calls();
    cudaGraph_t graph = nullptr;
    KERNELS_CUDA_CALL(cudaStreamEndCapture(stream_, &graph));
    cudaGraphExec_t ready = nullptr;
    if (status_) KERNELS_CUDA_CALL(cudaGraphInstantiate(&ready, graph, 0));
    if (graph != nullptr) cudaGraphDestroy(graph);
    return CudaRecording(ready);
  }
  void play(const CudaRecording& recording) {
    if (status_) KERNELS_CUDA_CALL(cudaGraphLaunch(recording.graph(), stream_));
  }

 private:
  /// Kernels stride over what is beyond the launch limit.
  static unsigned blocks(Index wanted) {
    return static_cast<unsigned>(std::min<Index>(wanted, std::numeric_limits<std::int32_t>::max()));
  }

  /// As many threads as the row has cells, in whole warps.
  static unsigned threads_for(Index width) {
    const Index warps = (std::min<Index>(width, CudaLane::kMaxThreads) + CudaLane::kWarp - 1) / CudaLane::kWarp;
    return static_cast<unsigned>(std::max<Index>(warps, 1) * CudaLane::kWarp);
  }

  void keep(cudaError_t result, const char* call, const char* file, int line) {
    if (result != cudaSuccess && status_) status_ = failure(result, call, file, line);
  }
  static Status failure(cudaError_t result, const char* call, const char* file, int line);

  cudaStream_t stream_ = nullptr;
  Status status_;
};

}  // namespace kernels
