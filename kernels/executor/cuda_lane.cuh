/// One thread of those that share a row on CUDA: a warp, or several where rows are few or long. They take turns with the
/// cells. A block holds as many rows as make up eight warps.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"

namespace kernels {

class CudaLane {
 public:
  static constexpr unsigned kWarp = 32;
  static constexpr unsigned kMaxThreads = 256;  ///< of a block
  static constexpr bool kWholeRow = false;

  /// `threads`: of a row: 32, 64, 128 or 256.
  __device__ explicit CudaLane(unsigned threads)
      : threads_(threads),
        row_(threadIdx.x >> (threads == 32    ? 5
                             : threads == 64  ? 6
                             : threads == 128 ? 7
                                              : 8)) {}

  /// Which of the block's rows.
  __device__ unsigned row() const { return row_; }

  __device__ Index first(Index begin) const { return first_of_lane(number(), threads_, begin); }
  __device__ Index stride() const { return threads_; }
  __device__ bool leads() const { return number() == 0; }

  /// The threads of a row meet at a barrier of their own, so that a row may end early without the others of its block.
  /// Barriers are named by constants: a device keeps all sixteen for a block that names them by a variable.
  __device__ void sync() const {
    if (threads_ == kWarp) return __syncwarp();
    if (threads_ == blockDim.x) return __syncthreads();
    switch (row_) {
      case 0:
        asm volatile("bar.sync 1, %0;" ::"r"(threads_) : "memory");
        break;
      case 1:
        asm volatile("bar.sync 2, %0;" ::"r"(threads_) : "memory");
        break;
      case 2:
        asm volatile("bar.sync 3, %0;" ::"r"(threads_) : "memory");
        break;
      default:
        asm volatile("bar.sync 4, %0;" ::"r"(threads_) : "memory");
    }
  }

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
  __device__ unsigned number() const { return threadIdx.x & (threads_ - 1); }

  /// Combines within each warp, then across the row's warps. Every thread of the row must come here.
  template <class Combine>
  __device__ Index combine(Index value, Combine both) const {
    __shared__ Index of_warp[kMaxThreads / kWarp];
    for (unsigned apart = kWarp / 2; apart > 0; apart /= 2) {
      value = both(value, static_cast<Index>(__shfl_xor_sync(0xFFFFFFFFU, value, apart)));
    }
    const unsigned warps = threads_ / kWarp;
    const unsigned first_warp = row_ * warps;
    sync();  // readers of the combine before this one are done
    if (threadIdx.x % kWarp == 0) of_warp[threadIdx.x / kWarp] = value;
    sync();
    value = of_warp[first_warp];
    for (unsigned warp = 1; warp < warps; ++warp) value = both(value, of_warp[first_warp + warp]);
    return value;
  }

  unsigned threads_, row_;
};

}  // namespace kernels
