/// The CUDA executor's kernels: what a launch does for each verb. Internal to cuda.cuh.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/cuda_lane.cuh"
#include "kernels/executor/sum.hpp"
#include "kernels/executor/zebra.hpp"

namespace kernels {

/// What every kernel begins with: the next one may be put onto the device as soon as this one's blocks are there, and this
/// one waits until the one before it is done. Saves a launch's latency where the device can (compute capability 9.0 on).
__device__ inline void begin_kernel() {
#if __CUDA_ARCH__ >= 900
  asm volatile("griddepcontrol.launch_dependents;");
  asm volatile("griddepcontrol.wait;" ::: "memory");
#endif
}

/// How rows are dealt to blocks.
struct CudaRows {
  unsigned threads;  ///< a row: a warp, two, four or eight
  unsigned rows_a_block;
  unsigned scratch_floats;  ///< a row, in shared memory
};

template <class Body>
__global__ void __launch_bounds__(CudaLane::kMaxThreads)
    cuda_rows(const Body body, const Index rows, const CudaRows deal) {
  begin_kernel();
  const CudaLane lane(deal.threads);
  const Index row = static_cast<Index>(blockIdx.x) * deal.rows_a_block + lane.row();
  if (row < rows) body(row, lane);
}

template <class Body>
__global__ void __launch_bounds__(CudaLane::kMaxThreads)
    cuda_rows_with_scratch(const Body body, const Index rows, const CudaRows deal) {
  extern __shared__ float scratch[];
  begin_kernel();
  const CudaLane lane(deal.threads);
  const Index row = static_cast<Index>(blockIdx.x) * deal.rows_a_block + lane.row();
  if (row < rows) body(row, lane, scratch + lane.row() * deal.scratch_floats);
}

template <class Body>
__global__ void __launch_bounds__(CudaLane::kMaxThreads) cuda_cells(const Body body, const Index cells) {
  begin_kernel();
  const Index step = static_cast<Index>(gridDim.x) * blockDim.x;
  for (Index cell = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; cell < cells; cell += step) body(cell);
}

/// The warps of one block as a team; each takes a row at a time.
struct CudaTeam {
  static constexpr unsigned kThreads = 1024;

  float* scratch;
  unsigned scratch_floats;

  __device__ static unsigned warp() { return threadIdx.x / CudaLane::kWarp; }
  __device__ static unsigned warps() { return blockDim.x / CudaLane::kWarp; }
  __device__ float* own_scratch() const { return scratch + warp() * scratch_floats; }

  template <class Body>
  __device__ void for_each_row(Index first, Index rows, const Body& body) const {
    for (Index row = warp(); row < rows; row += warps()) body(first + row, CudaLane(CudaLane::kWarp));
    __syncthreads();
  }
  template <class Body>
  __device__ void for_each_row_with_scratch(Index first, Index rows, const Body& body) const {
    for (Index row = warp(); row < rows; row += warps()) {
      body(first + row, CudaLane(CudaLane::kWarp), own_scratch());
      __syncwarp();
    }
    __syncthreads();
  }
  template <class Body>
  __device__ void sweep(const Zebra& zebra, Index unit, const Body& body) const {
    const auto ny = static_cast<unsigned>(zebra.ny);
    const unsigned half = (ny + 1) / 2;
    for (const bool second : {false, true}) {
      for (unsigned at = warp(); at < half * static_cast<unsigned>(zebra.nz); at += warps()) {
        const unsigned z = at / half;
        const unsigned y = 2 * (at % half) + ((z + (zebra.odd_first == second ? 0 : 1)) & 1);
        if (y < ny) body((unit * zebra.nz + z) * ny + y, CudaLane(CudaLane::kWarp), own_scratch());
        __syncwarp();
      }
      __syncthreads();
    }
  }
};

template <class Body>
__global__ void __launch_bounds__(CudaTeam::kThreads)
    cuda_together(const __grid_constant__ Body body, const unsigned scratch_floats) {
  extern __shared__ float scratch[];
  begin_kernel();
  body(static_cast<Index>(blockIdx.x), CudaTeam{scratch, scratch_floats});
}

/// The order of a sweep's blocks. Planes follow each other as in a wave: while the first colour of a plane is relaxed, the
/// second colour follows `lag` planes behind, so that what the first one read is still in the device's cache and the sweep
/// passes through memory once. Blocks are taken up in the order of their numbers, which the progress of the wave rests on.
struct CudaWave {
  Divisor of_step;          ///< blocks of both colours in a plane
  Divisor of_case;          ///< planes
  unsigned planes;          ///< of all cases
  unsigned blocks_a_plane;  ///< of one colour
  unsigned lag;
  unsigned* done;   ///< [plane] blocks of the first colour that are done; zero before
  unsigned* clear;  ///< what the sweep before this one has counted in, to be zeroed
  unsigned clear_count;
};

/// Waits until the first colour is done in the planes that touch `plane`.
__device__ inline void wait_for_first_colour(const CudaWave& wave, unsigned plane) {
  const unsigned beside = plane + threadIdx.x - 1;  // threads 0, 1, 2 look at a plane each; -1 is beyond all
  if (threadIdx.x < 3 && beside < wave.planes) {
    const volatile unsigned* const done = wave.done + beside;
    while (*done < wave.blocks_a_plane) __nanosleep(32);
    __threadfence();
  }
  __syncthreads();
}

/// Blocks that a processor is to hold at once, for which the compiler leaves registers free: what a body asks for, or what
/// comes of it.
template <class Body>
constexpr int blocks_at_once() {
  if constexpr (requires { Body::kBlocksAtOnce; }) {
    return Body::kBlocksAtOnce;
  } else {
    return 0;
  }
}

template <class Body>
__global__ void __launch_bounds__(CudaLane::kMaxThreads, blocks_at_once<Body>())
    cuda_sweep(const Body body, const Zebra zebra, const CudaRows deal, const CudaWave wave) {
  extern __shared__ float scratch[];
  begin_kernel();
  for (unsigned i = blockIdx.x * blockDim.x + threadIdx.x; i < wave.clear_count; i += gridDim.x * blockDim.x) {
    wave.clear[i] = 0;
  }
  const auto step = static_cast<unsigned>(wave.of_step.whole(blockIdx.x));
  unsigned within = blockIdx.x - step * 2 * wave.blocks_a_plane;
  const bool second = within >= wave.blocks_a_plane;
  if (second) within -= wave.blocks_a_plane;
  const unsigned plane = second ? step - wave.lag : step;
  if (plane >= wave.planes) return;  // below 0 is beyond all
  if (second) wait_for_first_colour(wave, plane);
  const auto ny = static_cast<unsigned>(zebra.ny);
  const unsigned z = plane - static_cast<unsigned>(wave.of_case.whole(plane) * zebra.nz);
  const unsigned parity = (z + (zebra.odd_first == second ? 0 : 1)) & 1;
  const CudaLane lane(deal.threads);
  const unsigned y = 2 * (within * deal.rows_a_block + lane.row()) + parity;
  if (y < ny) body(static_cast<Index>(plane) * ny + y, lane, scratch + lane.row() * deal.scratch_floats);
  if (second) return;
  __syncthreads();
  if (threadIdx.x == 0) {
    __threadfence();
    atomicAdd(wave.done + plane, 1U);
  }
}

/// Folds a warp's running sums by halves: the shape of `fixed_sum`. The first lane has the result.
__device__ inline double fold_warp(double running) {
  for (int half = CudaLane::kWarp / 2; half > 0; half /= 2) running += __shfl_down_sync(0xFFFFFFFFU, running, half);
  return running;
}

template <class Term>
__device__ void sum_row(const Term& term, const Index row, const Index width, double* partial) {
  static_assert(SumShape::kLanes == CudaLane::kWarp);
  const auto of_row = row_of(term, row);
  double running = 0;
  for (Index x = threadIdx.x % CudaLane::kWarp; x < width; x += CudaLane::kWarp) {
    running += static_cast<double>(of_row(x));
  }
  running = fold_warp(running);
  if (threadIdx.x % CudaLane::kWarp == 0) *partial = running;
}

/// A warp for each row's sum.
template <class Term>
__global__ void __launch_bounds__(CudaLane::kMaxThreads)
    cuda_row_sums(const Term term, const Index rows, const Index width, const View<double> partial) {
  begin_kernel();
  const Index row =
      static_cast<Index>(blockIdx.x) * (CudaLane::kMaxThreads / CudaLane::kWarp) + threadIdx.x / CudaLane::kWarp;
  if (row < rows) sum_row(term, row, width, partial.data + row);
}

/// The same of two terms, the other's sums after the one's.
template <class One, class Other>
__global__ void __launch_bounds__(CudaLane::kMaxThreads)
    cuda_row_sums_of_two(const One one, const Other other, const Index rows, const Index width,
                         const View<double> partial) {
  begin_kernel();
  const Index row =
      static_cast<Index>(blockIdx.x) * (CudaLane::kMaxThreads / CudaLane::kWarp) + threadIdx.x / CudaLane::kWarp;
  if (row >= rows) return;
  sum_row(one, row, width, partial.data + row);
  sum_row(other, row, width, partial.data + rows + row);
}

/// A block of 32 warps for each case's sum of its rows' sums.
__global__ void cuda_case_sums(View<double> partial, Index rows_a_case, View<double> out);

}  // namespace kernels
