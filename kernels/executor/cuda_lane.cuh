/// One thread of those that share a row on CUDA. A block holds one row, or several narrow ones; the threads of a row are
/// whole warps and meet at a barrier of their own, so that a row may end early without the others.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"

namespace kernels {

class CudaLane {
 public:
  static constexpr int kWarp = 32;
  static constexpr int kMaxThreads = 256;  ///< of a block
  static constexpr bool kWholeRow = false;

  /// `threads`: of a row, a multiple of a warp.
  __device__ explicit CudaLane(unsigned threads)
      : threads_(threads), row_(threadIdx.x / threads), number_(threadIdx.x % threads) {}

  /// Which of the block's rows.
  __device__ unsigned row() const { return row_; }

  __device__ Index first(Index begin) const { return first_of_lane(number_, threads_, begin); }
  __device__ Index stride() const { return threads_; }
  __device__ bool leads() const { return number_ == 0; }
  __device__ void sync() const {
    if (threads_ == kWarp) {
      __syncwarp();
    } else {
      asm volatile("bar.sync %0, %1;" ::"r"(row_ + 1), "r"(threads_) : "memory");
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
  /// Combines within each warp, then across the row's warps. Every thread of the row must come here.
  template <class Combine>
  __device__ Index combine(Index value, Combine both) const {
    __shared__ Index of_warp[kMaxThreads / kWarp];
    for (int apart = kWarp / 2; apart > 0; apart /= 2) {
      value = both(value, static_cast<Index>(__shfl_xor_sync(0xFFFFFFFFU, value, apart)));
    }
    const unsigned warps = threads_ / kWarp;
    const unsigned first_warp = row_ * warps;
    sync();  // readers of the combine before this one are done
    if (number_ % kWarp == 0) of_warp[first_warp + number_ / kWarp] = value;
    sync();
    value = of_warp[first_warp];
    for (unsigned warp = 1; warp < warps; ++warp) value = both(value, of_warp[first_warp + warp]);
    return value;
  }

  unsigned threads_, row_, number_;
};

}  // namespace kernels
