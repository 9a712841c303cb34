/// Many right-hand sides of one frozen flow on the host: the innermost dimension is the right-hand side, so that Gauss-Seidel
/// in the order of the cells, which carries a value as far as the flow goes in one sweep, is vector code. Sweeps take turns
/// through the eight octants of directions, opposite ones after each other. Ducts do not pass anything on here: what is asked
/// is the first pass, which ends after a few dozen sweeps, and all passes follow from a small dense system. Internal.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "kernels/transport/bodies.hpp"
#include "kernels/transport/problem.hpp"
#include "kernels/transport/transport.hpp"

namespace kernels::transport {

/// The equation in a compact box of (nx + 2) (ny + 2) (nz + 2) cells: six coefficients together for each cell, and runs of
/// air along x.
struct LaneEquation {
  struct Run {
    Index first = 0, last = 0;  ///< cells, inclusive
  };
  Index nx = 0, ny = 0, nz = 0;
  Index pitch = 0, plane = 0, cells = 0;
  std::vector<float> coefficient;
  std::vector<Run> runs;
  std::vector<Index> first_run;  ///< a row (y fastest), and the end

  /// `flow`: host views.
  void take(const FlowViews& flow) {
    const Layout& layout = flow.layout;
    nx = layout.nx, ny = layout.ny, nz = layout.nz;
    pitch = nx + 2, plane = pitch * (ny + 2), cells = plane * (nz + 2);
    coefficient.assign(static_cast<std::size_t>(6 * cells), 0.0F);
    first_run.assign(1, 0);
    for (Index z = 1; z <= nz; ++z) {
      for (Index y = 1; y <= ny; ++y) {
        take_row(flow, y, z);
        first_run.push_back(static_cast<Index>(runs.size()));
      }
    }
  }
  /// An element of a layout as a cell here.
  [[nodiscard]] Index cell(const Layout& layout, Index element) const {
    const Index from = element - layout.base;
    return from / layout.plane * plane + from % layout.plane / layout.pitch * pitch + from % layout.pitch;
  }

 private:
  void take_row(const FlowViews& flow, Index y, Index z) {
    bool open = false;
    for (Index x = 1; x <= nx; ++x) {
      const Index from = flow.layout.at(x, y, z);
      const Index to = z * plane + y * pitch + x;
      for (int n = 0; n < 6; ++n) coefficient[static_cast<std::size_t>(6 * to + n)] = flow.coefficient[n][from];
      const bool air = flow.air[from] > 0;
      if (air && !open) runs.push_back({to, to});
      if (air) runs.back().last = to;
      open = air;
    }
  }
};

/// One cell, all lanes. The neighbour before in the sweep comes last, so that a sweep waits for it as little as can be.
template <int kWidth>
inline void relax_lanes(const float* c, float* value, Index before, int c_before, int c_after, Index pitch, Index plane) {
  const float* const near = value + before * kWidth;
  const float* const far = value - before * kWidth;
  const float* const south = value - pitch * kWidth;
  const float* const north = value + pitch * kWidth;
  const float* const below = value - plane * kWidth;
  const float* const above = value + plane * kWidth;
  const float c_near = c[c_before], c_far = c[c_after];
  KERNELS_SIMD
  for (int lane = 0; lane < kWidth; ++lane) {
    const float others = (c[2] * south[lane] + c[3] * north[lane]) + (c[4] * below[lane] + c[5] * above[lane]);
    value[lane] = (c_far * far[lane] + others) + c_near * near[lane];
  }
}

/// A group of columns: all sweeps of it, by one thread. A column that is done keeps the intakes that it had then; the others
/// go on.
template <int kWidth>
struct LaneGroup {
  const LaneEquation* equation;
  const Layout* layout;
  const Ducts* ducts;
  ResponseOptions options;
  Index first;   ///< column
  Index count;   ///< at most kWidth

  void run(std::vector<float>& values, double* direct, int* sweeps, bool* converged) const {
    values.assign(static_cast<std::size_t>(equation->cells * kWidth), 0.0F);
    blow(values);
    const auto rows = static_cast<std::size_t>(ducts->count());
    std::vector<double> before(rows * kWidth, 0.0), now(rows * kWidth, 0.0);
    Index moving = count;
    std::vector<char> done(kWidth, 0);
    for (int sweep = 0; sweep < options.most_sweeps && moving > 0; sweep += 8) {
      for (int octant = 0; octant < 8; ++octant) march(values, octant);
      draw(values, now);
      for (Index lane = 0; lane < count; ++lane) {
        if (done[static_cast<std::size_t>(lane)] != 0) continue;
        double change = 0;
        for (std::size_t row = 0; row < rows; ++row) {
          const std::size_t at = row * kWidth + static_cast<std::size_t>(lane);
          change = std::max(change, std::fabs(now[at] - before[at]));
          direct[row * rows + static_cast<std::size_t>(first + lane)] = now[at];
        }
        sweeps[first + lane] = sweep + 8;
        // Nothing has arrived anywhere in the first sweeps: that is no end.
        if (change > options.change || sweep == 0) continue;
        done[static_cast<std::size_t>(lane)] = 1;
        converged[first + lane] = true;
        --moving;
      }
      before = now;
    }
  }

 private:
  /// 1 in what a lane's duct blows, by its share where ducts blow through one cell.
  void blow(std::vector<float>& values) const {
    for (const Behind& behind : ducts->behind) {
      for (Index i = behind.first; i < behind.last; ++i) {
        const Share& share = ducts->behind_shares[static_cast<std::size_t>(i)];
        if (share.of < first || share.of >= first + count) continue;
        const Index at = equation->cell(*layout, behind.at) * kWidth + share.of - first;
        values[static_cast<std::size_t>(at)] = static_cast<float>(share.share);
      }
    }
  }

  void draw(const std::vector<float>& values, std::vector<double>& intakes) const {
    for (Index row = 0; row < ducts->count(); ++row) {
      double* const sum = intakes.data() + row * kWidth;
      std::fill(sum, sum + kWidth, 0.0);
      for (Index i = ducts->first_followed[static_cast<std::size_t>(row)];
           i < ducts->first_followed[static_cast<std::size_t>(row) + 1]; ++i) {
        const Share& part = ducts->followed[static_cast<std::size_t>(i)];
        const float* const value = values.data() + equation->cell(*layout, part.of) * kWidth;
        for (int lane = 0; lane < kWidth; ++lane) sum[lane] += part.share * static_cast<double>(value[lane]);
      }
    }
  }

  void march(std::vector<float>& values, int octant) const {
    const bool z_up = octant % 2 != 0;
    const bool x_up = z_up != (octant / 2 % 2 != 0);
    const bool y_up = z_up != (octant / 4 != 0);
    for (Index step = 0; step < equation->nz; ++step) {
      const Index z = z_up ? step : equation->nz - 1 - step;
      for (Index line = 0; line < equation->ny; ++line) {
        const Index y = y_up ? line : equation->ny - 1 - line;
        if (x_up) {
          row_up(values, z * equation->ny + y);
        } else {
          row_down(values, z * equation->ny + y);
        }
      }
    }
  }
  void row_up(std::vector<float>& values, Index row) const {
    const float* const c = equation->coefficient.data();
    for (Index r = equation->first_run[static_cast<std::size_t>(row)];
         r < equation->first_run[static_cast<std::size_t>(row) + 1]; ++r) {
      const LaneEquation::Run run = equation->runs[static_cast<std::size_t>(r)];
      for (Index i = run.first; i <= run.last; ++i) {
        relax_lanes<kWidth>(c + 6 * i, values.data() + i * kWidth, -1, 0, 1, equation->pitch, equation->plane);
      }
    }
  }
  void row_down(std::vector<float>& values, Index row) const {
    const float* const c = equation->coefficient.data();
    for (Index r = equation->first_run[static_cast<std::size_t>(row) + 1] - 1;
         r >= equation->first_run[static_cast<std::size_t>(row)]; --r) {
      const LaneEquation::Run run = equation->runs[static_cast<std::size_t>(r)];
      for (Index i = run.last; i >= run.first; --i) {
        relax_lanes<kWidth>(c + 6 * i, values.data() + i * kWidth, 1, 1, 0, equation->pitch, equation->plane);
      }
    }
  }
};

/// How wide the groups of `columns` are for a number of threads: the same work for each, 16 lanes at most, fours. The bits of
/// a column do not depend on it.
[[nodiscard]] inline int lane_width(Index columns, int threads) {
  Index groups = (columns + 15) / 16;
  groups = (groups + threads - 1) / threads * threads;
  const Index each = (columns + groups - 1) / std::max<Index>(groups, 1);
  return static_cast<int>(std::clamp<Index>((each + 3) / 4 * 4, 4, 16));
}

}  // namespace kernels::transport
