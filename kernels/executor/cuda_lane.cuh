/// One thread of those that share a row on CUDA: a warp, whose threads take turns with the cells. Each of them then has
/// several cells of a row, over which what is the same for the row is spread, and rows need no barrier of a block.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"

namespace kernels {

class CudaLane {
 public:
  static constexpr int kWarp = 32;
  static constexpr int kMaxThreads = 256;  ///< of a block: eight rows
  static constexpr bool kWholeRow = false;

  /// Which of the block's rows.
  __device__ static unsigned row() { return threadIdx.x / kWarp; }

  __device__ static Index first(Index begin) { return first_of_lane(number(), kWarp, begin); }
  __device__ static Index stride() { return kWarp; }
  __device__ static bool leads() { return number() == 0; }
  __device__ static void sync() { __syncwarp(); }

  struct Larger {
    __device__ Index operator()(Index a, Index b) const { return a < b ? b : a; }
  };
  struct Smaller {
    __device__ Index operator()(Index a, Index b) const { return b < a ? b : a; }
  };
  struct Plus {
    __device__ Index operator()(Index a, Index b) const { return a + b; }
  };
  __device__ static Index max(Index value) { return combine(value, Larger{}); }
  __device__ static Index min(Index value) { return combine(value, Smaller{}); }
  __device__ static Index sum(Index value) { return combine(value, Plus{}); }

 private:
  __device__ static unsigned number() { return threadIdx.x % kWarp; }

  /// Every thread of the row must come here.
  template <class Combine>
  __device__ static Index combine(Index value, Combine both) {
    for (int apart = kWarp / 2; apart > 0; apart /= 2) {
      value = both(value, static_cast<Index>(__shfl_xor_sync(0xFFFFFFFFU, value, apart)));
    }
    return value;
  }
};

}  // namespace kernels
