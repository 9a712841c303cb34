/// The CUDA executor: the current device, one stream. A row is a few warps, a cell is a thread; storage stays on the
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
#include <vector>

#include "kernels/base/in_threads.hpp"
#include "kernels/base/status.hpp"
#include "kernels/base/view.hpp"
#include "kernels/executor/cuda_kernels.cuh"

namespace kernels {

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

/// Owns an array on the device. Given back in the order of the executor's work, so that no one waits for it: the executor
/// outlives its buffers.
template <class T>
class CudaBuffer {
 public:
  CudaBuffer() = default;
  CudaBuffer(T* data, Index count, cudaStream_t stream) : data_(data), count_(count), stream_(stream) {}
  CudaBuffer(CudaBuffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), count_(std::exchange(other.count_, 0)), stream_(other.stream_) {}
  CudaBuffer& operator=(CudaBuffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(count_, other.count_);
    std::swap(stream_, other.stream_);
    return *this;
  }
  ~CudaBuffer() {
    if (data_ != nullptr) cudaFreeAsync(data_, stream_);
  }

  [[nodiscard]] View<T> view() { return {data_, count_, 1, 1}; }

 private:
  T* data_ = nullptr;
  Index count_ = 0;
  cudaStream_t stream_ = nullptr;
};

#define KERNELS_CUDA_CALL(call) keep(call, #call, __FILE__, __LINE__)

class Cuda {
 public:
  template <class T>
  using Buffer = CudaBuffer<T>;

  Cuda();
  ~Cuda();
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
    if (count > 0) KERNELS_CUDA_CALL(cudaMallocAsync(&data, static_cast<std::size_t>(count) * sizeof(T), stream_));
    return {static_cast<T*>(data), count, stream_};
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

  template <class Body>
  void for_each_row(Index rows, Index width, const Body& body) {
    if (rows == 0) return;
    const CudaRows deal = dealt(rows, width, 0);
    launch(cuda_rows<Body>, blocks_for(rows, deal), threads_of(deal), 0, body, rows, deal);
  }

  /// The same with `scratch_floats` floats for each row, in shared memory.
  template <class Body>
  void for_each_row(Index rows, Index width, Index scratch_floats, const Body& body) {
    if (rows == 0) return;
    const CudaRows deal = dealt(rows, width, scratch_floats);
    launch(cuda_rows_with_scratch<Body>, blocks_for(rows, deal), threads_of(deal), scratch_bytes(deal), body, rows,
           deal);
  }

  template <class Body>
  void for_each_cell(Index cells, const Body& body) {
    if (cells == 0) return;
    launch(cuda_cells<Body>, blocks(blocks_of_cells(cells)), CudaLane::kMaxThreads, 0, body, cells);
  }

  /// Calls body(case, team) for each case: a block each, with `scratch_floats` floats for each row in shared memory.
  template <class Body>
  void together(Index cases, Index scratch_floats, const Body& body) {
    if (cases == 0) return;
    const std::size_t bytes = static_cast<std::size_t>(scratch_floats) * (CudaTeam::kThreads / CudaLane::kWarp) * 4;
    launch(cuda_together<Body>, blocks(cases), CudaTeam::kThreads, bytes, body, static_cast<unsigned>(scratch_floats));
  }

  /// Bytes that may be asked for now.
  [[nodiscard]] Index free_bytes();

  /// While a device works its caller's thread has nothing to do, and others may work ahead for it.
  static constexpr bool kLeavesHostFree = true;
  static constexpr Index kMostLanes = CudaLane::kMaxThreads;  ///< that share a row
  static constexpr Index kTeamLanes = CudaLane::kWarp;        ///< the same within `together`

  /// Calls job(executor, i) for i in [0, count), jobs that do not see each other: several at a time, each thread's on a
  /// stream of its own, the caller's with this executor, after what it was told so far.
  template <class Job>
  void side_by_side(Index count, const Job& job) {
    if (count == 0 || !wait()) return;
    const std::size_t threads = threads_for(static_cast<std::size_t>(count), kMostAtOnce);
    std::vector<Status> ended(threads);
    const auto run = [&](Cuda& executor, std::size_t thread) {
      for (auto i = static_cast<Index>(thread); i < count; i += static_cast<Index>(threads)) job(executor, i);
      executor.wait();
      ended[thread] = executor.status();
    };
    in_threads(threads, [&](std::size_t thread) {
      if (thread == 0) return run(*this, thread);
      cudaSetDevice(device_);
      Cuda own;
      run(own, thread);
    });
    for (const Status& status : ended) {
      if (!status && status_) status_ = status;
    }
  }

  template <class T>
  void fill_bytes(View<T> to, unsigned char byte) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (!status_ || to.size() == 0) return;
    KERNELS_CUDA_CALL(cudaMemsetAsync(to.data, byte, static_cast<std::size_t>(to.size()) * sizeof(T), stream_));
  }

  /// One launch: see `CudaWave`.
  template <class Body>
  void sweep(const Zebra& zebra, Index width, Index scratch_floats, const Body& body) {
    const Index planes = zebra.cases * zebra.nz;
    if (!status_ || planes * zebra.ny == 0) return;
    const CudaRows deal = dealt(planes * zebra.ny / 2, width, scratch_floats, cells_a_lane<Body>());
    const Index blocks = blocks_for((zebra.ny + 1) / 2, deal);
    const CudaWave wave = next_wave(planes, zebra.nz, blocks);
    launch(cuda_sweep<Body>, static_cast<unsigned>(2 * blocks * (planes + wave.lag)), threads_of(deal),
           scratch_bytes(deal), body, zebra, deal, wave);
  }

  template <class Term>
  void sum_rows(Index rows, Index width, const Term& term, View<double> partial) {
    if (rows == 0) return;
    launch(cuda_row_sums<Term>, blocks(blocks_of_cells(rows * CudaLane::kWarp)), CudaLane::kMaxThreads, 0, term, rows,
           width, partial);
  }

  template <class Term>
  void sum(Index cases, Index rows_a_case, Index width, const Term& term, View<double> partial, View<double> out) {
    sum_rows(cases * rows_a_case, width, term, partial);
    sum_cases(cases, rows_a_case, partial, out);
  }

  /// The sums of two terms, one after the other in `out`. `partial` has two places for each row.
  template <class One, class Other>
  void sum_both(Index cases, Index rows_a_case, Index width, const One& one, const Other& other, View<double> partial,
                View<double> out) {
    const Index rows = cases * rows_a_case;
    if (rows == 0) return;
    launch(cuda_row_sums_of_two<One, Other>, blocks(blocks_of_cells(rows * CudaLane::kWarp)), CudaLane::kMaxThreads, 0,
           one, other, rows, width, partial);
    sum_cases(2 * cases, rows_a_case, partial, out);
  }

  void scan_rows(View<Index> rows);

  /// Captures the verbs that `calls` runs; they are not carried out until the recording is played.
  template <class Calls>
  [[nodiscard]] CudaRecording record(const Calls& calls) {
    if (!status_) return {};
    KERNELS_CUDA_CALL(cudaStreamBeginCapture(stream_, cudaStreamCaptureModeThreadLocal));
    if (!status_) return {};
    begin_waves();
    calls();
    end_waves();
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
  /// Cells and cases beyond the launch limit are strided over; rows are never so many (`kMostPlaces`).
  static unsigned blocks(Index wanted) {
    return static_cast<unsigned>(std::min<Index>(wanted, std::numeric_limits<std::int32_t>::max()));
  }

  static constexpr Index kCellsALane =
      4;  ///< more cost the sweeps their hold on the cache, fewer spread a row's set-up
  static constexpr Index kMostPlanes = Index{1} << 18;  ///< of a sweep, all cases together

  /// What a body asks for, or what does for most.
  template <class Body>
  static constexpr Index cells_a_lane() {
    if constexpr (requires { Body::kCellsALane; }) {
      return Body::kCellsALane;
    } else {
      return kCellsALane;
    }
  }

  /// A thread for every few cells of a row, or for every one where the device is not full; as many rows in a block as it has
  /// threads, and shared memory for.
  [[nodiscard]] CudaRows dealt(Index rows, Index width, Index scratch_floats, Index cells_a_lane = kCellsALane) const {
    constexpr Index kShared = Index{48} << 10;
    Index threads = CudaLane::kWarp;
    const auto fewer = [&](Index cells_a_thread) {
      return threads < CudaLane::kMaxThreads && threads * cells_a_thread < width;
    };
    while (fewer(cells_a_lane)) threads *= 2;
    while (fewer(1) && rows * threads < Index{resident_blocks_} * CudaLane::kMaxThreads) threads *= 2;
    const Index bytes = std::max<Index>(scratch_floats, 1) * Index{sizeof(float)};
    return {static_cast<unsigned>(threads),
            static_cast<unsigned>(std::clamp<Index>(kShared / bytes, 1, CudaLane::kMaxThreads / threads)),
            static_cast<unsigned>(scratch_floats)};
  }
  static unsigned threads_of(const CudaRows& deal) { return deal.threads * deal.rows_a_block; }
  static std::size_t scratch_bytes(const CudaRows& deal) {
    return std::size_t{deal.scratch_floats} * deal.rows_a_block * sizeof(float);
  }
  static unsigned blocks_for(Index rows, const CudaRows& deal) {
    return blocks((rows + deal.rows_a_block - 1) / deal.rows_a_block);
  }
  static Index blocks_of_cells(Index cells) { return (cells + CudaLane::kMaxThreads - 1) / CudaLane::kMaxThreads; }

  void sum_cases(Index cases, Index rows_a_case, View<double> partial, View<double> out) {
    if (cases == 0) return;
    launch(cuda_case_sums, blocks(cases), SumShape::kLanes * CudaLane::kWarp, 0, partial, rows_a_case,
           View<double>{out.data, cases, 1, 1});
  }

  /// Every launch: parameters by value, and the attribute that `begin_kernel` needs.
  template <class... Parameters, class... Arguments>
  void launch(void (*kernel)(Parameters...), unsigned grid, unsigned threads, std::size_t shared_bytes,
              const Arguments&... arguments) {
    static_assert((std::is_trivially_copyable_v<Parameters> && ...));
    if (!status_) return;
    cudaLaunchAttribute early{};
    early.id = cudaLaunchAttributeProgrammaticStreamSerialization;
    early.val.programmaticStreamSerializationAllowed = 1;
    cudaLaunchConfig_t config{};
    config.gridDim = dim3(grid);
    config.blockDim = dim3(threads);
    config.dynamicSmemBytes = shared_bytes;
    config.stream = stream_;
    config.attrs = &early;
    config.numAttrs = starts_early_ ? 1 : 0;
    KERNELS_CUDA_CALL(cudaLaunchKernelEx(&config, kernel, static_cast<Parameters>(arguments)...));
  }

  /// The counters of a sweep. Within a recording sweeps take turns with two sets of them, each one zeroing the other's;
  /// outside they are zeroed before each.
  CudaWave next_wave(Index planes, Index planes_a_case, Index blocks_a_plane);
  void begin_waves();
  void end_waves() { recording_ = false; }

  void keep(cudaError_t result, const char* call, const char* file, int line) {
    if (result != cudaSuccess && status_) status_ = failure(result, call, file, line);
  }
  static Status failure(cudaError_t result, const char* call, const char* file, int line);

  /// Until the device is done with what it was told; whether all went well.
  bool wait();
  static void keep_pool(int device);

  static constexpr std::size_t kMostAtOnce = 16;  ///< jobs side by side

  int device_ = 0;
  cudaStream_t stream_ = nullptr;
  unsigned* counters_ = nullptr;  ///< two sets, of kMostPlanes each
  unsigned resident_blocks_ = 1;  ///< of the device, at most
  bool starts_early_ = false;     ///< the device knows griddepcontrol
  bool recording_ = false;
  int set_ = 0;              ///< whose turn it is
  Index planes_before_ = 0;  ///< of the sweep before, in the other set
  Status status_;
};

}  // namespace kernels
