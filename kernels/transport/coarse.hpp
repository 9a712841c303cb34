/// The correction equation on coarser and coarser grids, and the steps of a cycle through them, as kernel bodies: what makes it
/// converge where the flow turns in vortices or heat diffuses, which sweeps alone follow slowly.
///
/// Method: aggregation of 2 x 2 x 2 cells. What flows through a coarse face in one direction and in the other is summed
/// separately, so that the coarse equation is again upwind with coefficients of one sign, conserves, and knows the
/// exchange that the sum of both would hide; conductances are halved for the doubled distance. What a cell loses to
/// places whose values are given (walls, solids, ducts, openings) stays on its diagonal. Right-hand sides are summed;
/// the correction is constant over the aggregate. The smoother is Gauss-Seidel in four colours, mirrored on the way up.
/// Internal.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/halves.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/transport/bodies.hpp"

namespace kernels::transport {

/// The correction equation of one grid: x - sum of coefficient * neighbour = right, times the diagonal.
struct Equation {
  Layout layout;
  Index step[3] = {};
  float* coefficient[6] = {};
  float* diagonal = nullptr;  ///< m3/s; 0 where there is no air
  float* x = nullptr;
  float* right = nullptr;
  float* left = nullptr;  ///< what remains, times the diagonal: K m3/s

  KERNELS_HD float neighbours(Index i) const {
    const float along = coefficient[0][i] * x[i - 1] + coefficient[1][i] * x[i + 1];
    const float across = coefficient[2][i] * x[i - step[1]] + coefficient[3][i] * x[i + step[1]];
    const float upward = coefficient[4][i] * x[i - step[2]] + coefficient[5][i] * x[i + step[2]];
    return along + (across + upward);
  }
};

/// What passes between a cell and its low neighbour, m3/s.
struct Link {
  float up = 0, down = 0, conductance = 0;
};

/// The links of the finest grid.
struct FinestLinks {
  FlowViews flow;

  KERNELS_HD bool linked(Index i, int d) const { return flow.air(i) && flow.air(i - flow.step[d]); }
  KERNELS_HD Link link(Index i, int d) const {
    if (!linked(i, d)) return {};
    const double flux = flow.flux[d][i];
    return {static_cast<float>(larger(flux, 0.0)), static_cast<float>(larger(-flux, 0.0)), flow.conductance(i, d)};
  }
  /// What a cell loses to given values.
  KERNELS_HD float lost(Index i) const {
    if (!flow.air(i)) return 0;
    float sum = 0;
    for (int d = 0; d < 3; ++d) {
      const Index high = i + flow.step[d];
      if (!linked(i, d)) sum += static_cast<float>(larger(-flow.flux[d][i], 0.0)) + flow.conductance(i, d);
      if (!linked(high, d)) sum += static_cast<float>(larger(flow.flux[d][high], 0.0)) + flow.conductance(high, d);
    }
    return sum;
  }
};

/// The links of a coarser grid, as they are stored.
struct StoredLinks {
  float* up[3] = {};
  float* down[3] = {};
  float* conductance[3] = {};
  float* loss = nullptr;

  KERNELS_HD Link link(Index i, int d) const { return {up[d][i], down[d][i], conductance[d][i]}; }
  KERNELS_HD float lost(Index i) const { return loss[i]; }
};

/// The links of a coarse row of faces and cells.
template <class Links>
struct CoarsenRow {
  Layout fine;
  Layout coarse;
  Links from;
  StoredLinks to;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout::Place of_row = coarse.face_place(row);
    const Index y = of_row.y;
    const Index z = of_row.z;
    for (Index x = lane.first(1); x <= coarse.nx + 1; x += lane.stride()) {
      const Index place[3] = {x, y, z};
      const Index at = coarse.at(x, y, z);
      for (int d = 0; d < 3; ++d) add_links(place, d, at);
      add_loss(place, at);
    }
  }

  KERNELS_HD void add_links(const Index* place, int d, Index at) const {
    const Index size[3] = {fine.nx, fine.ny, fine.nz};
    Index begin[3], end[3];
    for (int e = 0; e < 3; ++e) {
      begin[e] = 2 * place[e] - 1;
      end[e] = e == d ? begin[e] : 2 * place[e];
      if (end[e] > size[e]) end[e] = size[e];
    }
    Link sum;
    if (begin[d] <= size[d]) {
      for (Index z = begin[2]; z <= end[2]; ++z) {
        for (Index y = begin[1]; y <= end[1]; ++y) {
          for (Index x = begin[0]; x <= end[0]; ++x) {
            const Link link = from.link(fine.at(x, y, z), d);
            sum.up += link.up;
            sum.down += link.down;
            sum.conductance += 0.5F * link.conductance;
          }
        }
      }
    }
    to.up[d][at] = sum.up;
    to.down[d][at] = sum.down;
    to.conductance[d][at] = sum.conductance;
  }

  KERNELS_HD void add_loss(const Index* place, Index at) const {
    float sum = 0;
    for (Index z = 2 * place[2] - 1; z <= 2 * place[2] && z <= fine.nz; ++z) {
      for (Index y = 2 * place[1] - 1; y <= 2 * place[1] && y <= fine.ny; ++y) {
        for (Index x = 2 * place[0] - 1; x <= 2 * place[0] && x <= fine.nx; ++x) sum += from.lost(fine.at(x, y, z));
      }
    }
    to.loss[at] = sum;
  }
};

/// Coefficients and diagonal of a coarse row of cells.
struct CoarseCoefficientRow {
  Equation equation;
  StoredLinks links;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = equation.layout.row(row);
    for (Index x = lane.first(1); x <= equation.layout.nx; x += lane.stride()) {
      const Index i = start + x;
      float leaves = links.loss[i];
      for (int d = 0; d < 3; ++d) {
        const Index high = i + equation.step[d];
        leaves += (links.down[d][i] + links.conductance[d][i]) + (links.up[d][high] + links.conductance[d][high]);
      }
      const float per = leaves > 0 ? 1 / leaves : 0;
      for (int d = 0; d < 3; ++d) {
        const Index high = i + equation.step[d];
        const Index low = Index{2} * d;
        equation.coefficient[low][i] = per * (links.up[d][i] + links.conductance[d][i]);
        equation.coefficient[low + 1][i] = per * (links.down[d][high] + links.conductance[d][high]);
      }
      equation.diagonal[i] = leaves;
    }
  }
};

/// Relaxes a row: first the cells of one parity of x + y + z, then the others. Scratch: two rows.
struct SmoothRow {
  Equation equation;
  bool mirrored;

  static Index scratch_floats(const Layout& layout) { return 2 * layout.pitch; }

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane, float* scratch) const {
    const Layout& layout = equation.layout;
    const Layout::Place of_row = layout.place(row);
    const Index start = layout.at(0, of_row.y, of_row.z);
    const auto parity = static_cast<std::int32_t>((of_row.y + of_row.z + (mirrored ? 1 : 0)) & 1);
    float* const beside = scratch;
    float* const half = scratch + layout.pitch;
    float* const x = equation.x + start;
    const float* const right = equation.right + start;
    const float* const south = x - equation.step[1];
    const float* const north = x + equation.step[1];
    const float* const below = x - equation.step[2];
    const float* const above = x + equation.step[2];
    const float* c[6];
    for (int n = 0; n < 6; ++n) c[n] = equation.coefficient[n] + start;
    if (lane.leads()) half[0] = half[layout.nx + 1] = 0;
    KERNELS_SIMD
    for (Index i = lane.first(1); i <= layout.nx; i += lane.stride()) {
      const float others =
          right[i] + ((c[2][i] * south[i] + c[3][i] * north[i]) + (c[4][i] * below[i] + c[5][i] * above[i]));
      beside[i] = others;
      half[i] = either(waits(static_cast<Cell>(i), parity), x[i], others + (c[0][i] * x[i - 1] + c[1][i] * x[i + 1]));
    }
    lane.sync();
    KERNELS_SIMD
    for (Index i = lane.first(1); i <= layout.nx; i += lane.stride()) {
      const float relaxed = beside[i] + (c[0][i] * half[i - 1] + c[1][i] * half[i + 1]);
      x[i] = either(waits(static_cast<Cell>(i), parity), relaxed, half[i]);
    }
  }
};

/// What remains in a row, times the diagonal.
struct LeftRow {
  Equation equation;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index start = equation.layout.row(row);
    KERNELS_SIMD
    for (Index i = start + lane.first(1); i <= start + equation.layout.nx; i += lane.stride()) {
      equation.left[i] = equation.diagonal[i] * (equation.right[i] - (equation.x[i] - equation.neighbours(i)));
    }
  }
};

/// A coarse row's right-hand side; its x starts from zero.
struct RestrictRow {
  Equation fine;
  Equation coarse;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& to = coarse.layout;
    const Layout& from = fine.layout;
    const Layout::Place of_row = to.place(row);
    const Index y = 2 * of_row.y - 1;
    const Index z = 2 * of_row.z - 1;
    const Index start = to.row(row);
    for (Index x = lane.first(1); x <= to.nx; x += lane.stride()) {
      float sum = 0;
      for (Index b = z; b <= z + 1 && b <= from.nz; ++b) {
        for (Index a = y; a <= y + 1 && a <= from.ny; ++a) {
          const float* const left = fine.left + from.at(0, a, b);
          sum += left[2 * x - 1] + (2 * x <= from.nx ? left[2 * x] : 0.0F);
        }
      }
      const float diagonal = coarse.diagonal[start + x];
      coarse.right[start + x] = diagonal > 0 ? sum / diagonal : 0.0F;
      coarse.x[start + x] = 0;
    }
  }
};

/// Adds the coarse correction to a fine row.
struct ProlongRow {
  Equation fine;
  Equation coarse;

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Layout& from = coarse.layout;
    const Index start = fine.layout.row(row);
    const Layout::Place of_row = fine.layout.place(row);
    const Index y = (of_row.y + 1) / 2;
    const Index z = (of_row.z + 1) / 2;
    const float* const add = coarse.x + from.at(0, y, z);
    for (Index x = lane.first(1); x <= fine.layout.nx; x += lane.stride()) {
      if (fine.diagonal[start + x] > 0) fine.x[start + x] += add[(x + 1) / 2];
    }
  }
};

}  // namespace kernels::transport
