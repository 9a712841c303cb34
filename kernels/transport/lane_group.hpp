/// Many right-hand sides of one frozen flow on the host: the innermost dimension is the right-hand side, so that
/// Gauss-Seidel in the order of the cells, which carries a value as far as the flow goes in one sweep, is vector code.
/// Sweeps take turns through the eight octants of directions, opposite ones after each other, with a coarse correction
/// between pairs. Ducts do not pass anything on here: what is asked is the first pass, where nothing comes round again;
/// all passes follow from a small dense system. Internal.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "kernels/base/hd.hpp"
#include "kernels/base/worse.hpp"
#include "kernels/transport/lanes.hpp"
#include "kernels/transport/transport.hpp"

namespace kernels::transport {

/// What the five neighbours say that are not before the cell in the sweep.
template <int kWidth>
inline void others_of(const LaneEquation& on, Index i, const float* values, Index before, float* sum) {
  const float* const c = on.coefficient.data() + 6 * i;
  const float* const value = values + i * kWidth;
  const float* const far = value - before * kWidth;
  const float* const south = value - on.pitch * kWidth;
  const float* const north = value + on.pitch * kWidth;
  const float* const below = value - on.plane * kWidth;
  const float* const above = value + on.plane * kWidth;
  const float c_far = c[before < 0 ? 1 : 0];
  KERNELS_SIMD
  for (int lane = 0; lane < kWidth; ++lane) {
    sum[lane] =
        c_far * far[lane] + ((c[2] * south[lane] + c[3] * north[lane]) + (c[4] * below[lane] + c[5] * above[lane]));
  }
}

/// Relaxes one cell. `before`: -1 or 1, where the sweep comes from; that neighbour is added last, so that a sweep waits
/// for it as little as can be. `right` may be null: zeros.
template <int kWidth>
inline void relax_lanes(const LaneEquation& on, Index i, float* values, const float* right, Index before) {
  float sum[kWidth];
  others_of<kWidth>(on, i, values, before, sum);
  const float c_near = on.coefficient[static_cast<std::size_t>(6 * i + (before < 0 ? 0 : 1))];
  float* const value = values + i * kWidth;
  const float* const near = value + before * kWidth;
  if (right != nullptr) {
    KERNELS_SIMD
    for (int lane = 0; lane < kWidth; ++lane) sum[lane] += right[i * kWidth + lane];
  }
  KERNELS_SIMD
  for (int lane = 0; lane < kWidth; ++lane) value[lane] = sum[lane] + c_near * near[lane];
}

/// One sweep over a grid in one octant of directions.
template <int kWidth>
void march(const LaneEquation& on, int octant, float* values, const float* right) {
  const bool z_up = octant % 2 != 0;
  const bool x_up = z_up != (octant / 2 % 2 != 0);
  const bool y_up = z_up != (octant / 4 != 0);
  for (Index step = 0; step < on.nz; ++step) {
    const Index z = z_up ? step : on.nz - 1 - step;
    for (Index line = 0; line < on.ny; ++line) {
      const Index y = y_up ? line : on.ny - 1 - line;
      const auto row = static_cast<std::size_t>(z * on.ny + y);
      if (x_up) {
        for (Index r = on.first_run[row]; r < on.first_run[row + 1]; ++r) {
          const LaneEquation::Run run = on.runs[static_cast<std::size_t>(r)];
          for (Index i = run.first; i <= run.last; ++i) relax_lanes<kWidth>(on, i, values, right, -1);
        }
      } else {
        for (Index r = on.first_run[row + 1] - 1; r >= on.first_run[row]; --r) {
          const LaneEquation::Run run = on.runs[static_cast<std::size_t>(r)];
          for (Index i = run.last; i >= run.first; --i) relax_lanes<kWidth>(on, i, values, right, 1);
        }
      }
    }
  }
}

/// A group of columns: all sweeps of it, by one thread. A column that is done keeps the intakes that it had then; the
/// others go on.
template <int kWidth>
class LaneGroup {
 public:
  /// The columns first .. first + count - 1, at most kWidth of them.
  LaneGroup(const std::vector<LaneEquation>& grids, const Layout& layout, const Ducts& ducts, Index first, Index count)
      : grids_(grids), layout_(layout), ducts_(ducts), first_(first), count_(count) {
    for (const LaneEquation& grid : grids) {
      values_.emplace_back(static_cast<std::size_t>(grid.cells * kWidth), 0.0F);
      const bool finest = values_.size() == 1;
      rights_.emplace_back(static_cast<std::size_t>(finest ? 0 : grid.cells * kWidth), 0.0F);
    }
    blow();
  }

  void run(const ResponseOptions& options, double* direct, int* sweeps, bool* converged) {
    const auto rows = static_cast<std::size_t>(ducts_.count());
    std::vector<double> before(rows * kWidth, 0.0), now(rows * kWidth, 0.0);
    std::vector<char> done(kWidth, 0);
    Index moving = count_;
    for (int sweep = 8; sweep <= options.most_sweeps && moving > 0; sweep += 8) {
      cycle(0, 0);
      cycle(0, 2);
      draw(now);
      for (Index lane = 0; lane < count_; ++lane) {
        const auto own = static_cast<std::size_t>(lane);
        if (done[own] != 0) continue;
        double change = 0;
        for (std::size_t row = 0; row < rows; ++row) {
          const std::size_t at = row * kWidth + own;
          change = worse(change, std::fabs(now[at] - before[at]));
          direct[row * rows + static_cast<std::size_t>(first_ + lane)] = now[at];
        }
        sweeps[first_ + lane] = sweep;
        // Where nothing has arrived yet, nothing changes: the first look is no end.
        if (!(change <= options.change) || sweep == 8) continue;
        done[own] = 1;
        converged[first_ + lane] = true;
        --moving;
      }
      before = now;
    }
  }

 private:
  static constexpr int kOctants = 8;

  /// Two sweeps in the pair of octants `pair` (0..3), a coarse correction, and two in the next pair.
  void cycle(std::size_t grid, int pair) {
    const LaneEquation& on = grids_[grid];
    float* const values = values_[grid].data();
    const float* const right = grid == 0 ? nullptr : rights_[grid].data();
    if (grid + 1 == grids_.size()) {
      for (int octant = 0; octant < kOctants; ++octant) march<kWidth>(on, octant, values, right);
      return;
    }
    march<kWidth>(on, 2 * pair, values, right);
    march<kWidth>(on, 2 * pair + 1, values, right);
    hand_down(grid);
    cycle(grid + 1, pair);
    hand_up(grid);
    march<kWidth>(on, 2 * pair + 2, values, right);
    march<kWidth>(on, 2 * pair + 3, values, right);
  }

  /// What remains on a grid, summed, as the right-hand side of the next one.
  void hand_down(std::size_t grid) {
    const LaneEquation& on = grids_[grid];
    const LaneEquation& next = grids_[grid + 1];
    const float* const values = values_[grid].data();
    const float* const right = grid == 0 ? nullptr : rights_[grid].data();
    float* const sums = rights_[grid + 1].data();
    std::fill(rights_[grid + 1].begin(), rights_[grid + 1].end(), 0.0F);
    std::fill(values_[grid + 1].begin(), values_[grid + 1].end(), 0.0F);
    for (const LaneEquation::Run& run : on.runs) {
      for (Index i = run.first; i <= run.last; ++i) {
        const auto at = static_cast<std::size_t>(i);
        float left[kWidth];
        others_of<kWidth>(on, i, values, -1, left);
        const float c_low = on.coefficient[6 * at];
        const float* const value = values + i * kWidth;
        float* const to = sums + Index{on.coarse[at]} * kWidth;
        KERNELS_SIMD
        for (int lane = 0; lane < kWidth; ++lane) {
          const float given = right != nullptr ? right[i * kWidth + lane] : 0.0F;
          to[lane] += on.diagonal[at] * (given + ((left[lane] + c_low * value[lane - kWidth]) - value[lane]));
        }
      }
    }
    for (const LaneEquation::Run& run : next.runs) {
      for (Index i = run.first; i <= run.last; ++i) {
        const float per = 1 / next.diagonal[static_cast<std::size_t>(i)];
        for (int lane = 0; lane < kWidth; ++lane) sums[i * kWidth + lane] *= per;
      }
    }
  }

  void hand_up(std::size_t grid) {
    const LaneEquation& on = grids_[grid];
    float* const values = values_[grid].data();
    const float* const from = values_[grid + 1].data();
    for (const LaneEquation::Run& run : on.runs) {
      for (Index i = run.first; i <= run.last; ++i) {
        const float* const add = from + Index{on.coarse[static_cast<std::size_t>(i)]} * kWidth;
        KERNELS_SIMD
        for (int lane = 0; lane < kWidth; ++lane) values[i * kWidth + lane] += add[lane];
      }
    }
  }

  /// 1 in what a lane's duct blows, by its share where ducts blow through one cell.
  void blow() {
    for (const Behind& behind : ducts_.behind) {
      for (Index i = behind.first; i < behind.last; ++i) {
        const Share& share = ducts_.behind_shares[static_cast<std::size_t>(i)];
        if (share.of < first_ || share.of >= first_ + count_) continue;
        const Index at = grids_.front().cell(layout_, behind.at) * kWidth + share.of - first_;
        values_.front()[static_cast<std::size_t>(at)] = static_cast<float>(share.share);
      }
    }
  }

  void draw(std::vector<double>& intakes) const {
    for (Index row = 0; row < ducts_.count(); ++row) {
      double* const sum = intakes.data() + row * kWidth;
      std::fill(sum, sum + kWidth, 0.0);
      const Index end = ducts_.first_followed[static_cast<std::size_t>(row) + 1];
      for (Index i = ducts_.first_followed[static_cast<std::size_t>(row)]; i < end; ++i) {
        const Share& part = ducts_.followed[static_cast<std::size_t>(i)];
        const float* const value = values_.front().data() + grids_.front().cell(layout_, part.of) * kWidth;
        for (int lane = 0; lane < kWidth; ++lane) sum[lane] += part.share * static_cast<double>(value[lane]);
      }
    }
  }

  const std::vector<LaneEquation>& grids_;
  const Layout& layout_;
  const Ducts& ducts_;
  Index first_, count_;
  std::vector<std::vector<float>> values_, rights_;  ///< a grid; the finest one's right-hand sides are zero
};

}  // namespace kernels::transport
