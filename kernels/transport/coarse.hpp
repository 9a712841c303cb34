/// Coarser and coarser grids for the correction equation: what makes it converge where the flow turns in vortices or
/// heat diffuses, which sweeps alone follow slowly.
///
/// Method: aggregation of 2 x 2 x 2 cells. What flows through a coarse face in one direction and in the other is summed
/// separately, so that the coarse equation is again upwind with coefficients of one sign, conserves, and knows the
/// exchange that the sum of both would hide; conductances are halved for the doubled distance. What a cell loses to
/// places whose values are given (walls, solids, ducts, openings) stays on its diagonal. Right-hand sides are summed;
/// the correction is constant over the aggregate. The smoother is Gauss-Seidel in four colours, mirrored on the way up.
/// Internal.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/executor/zebra.hpp"
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
      const float waits = share(i, parity);
      beside[i] = others;
      half[i] = waits * x[i] + (1 - waits) * (others + (c[0][i] * x[i - 1] + c[1][i] * x[i + 1]));
    }
    lane.sync();
    KERNELS_SIMD
    for (Index i = lane.first(1); i <= layout.nx; i += lane.stride()) {
      const float waits = share(i, parity);
      x[i] = (1 - waits) * half[i] + waits * (beside[i] + (c[0][i] * half[i - 1] + c[1][i] * half[i + 1]));
    }
  }

  /// 1 for cells that wait, as a factor: compilers leave a loop with a choice of sums scalar.
  KERNELS_HD static float share(Index i, std::int32_t parity) {
    return static_cast<float>((static_cast<std::int32_t>(i) + parity) & 1);
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

/// The coarser grids in an executor's storage, and a cycle through them.
template <class Executor>
class CoarseGrids {
 public:
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  static constexpr Index kFewCells = 64;  ///< of the coarsest grid, or fewer
  static constexpr int kCoarsestSweeps = 8;

  CoarseGrids() = default;
  CoarseGrids(Executor& executor, const FlowViews& flow) {
    Layout layout = flow.layout;
    while (layout.cells() > kFewCells && std::max({layout.nx, layout.ny, layout.nz}) > 1) {
      layout = Layout((layout.nx + 1) / 2, (layout.ny + 1) / 2, (layout.nz + 1) / 2);
      floats_.push_back(executor.template buffer<float>(kArrays * layout.size));
      executor.fill_bytes(floats_.back().view(), 0);
      equations_.push_back(equation_of(layout, floats_.back().view().data));
    }
    make(executor, flow);
  }

  /// All coefficients anew, where they are.
  void make(Executor& executor, const FlowViews& flow) {
    Buffer<float> finer;
    StoredLinks from;
    for (std::size_t level = 0; level < equations_.size(); ++level) {
      const Equation& coarse = equations_[level];
      auto links = executor.template buffer<float>(kLinkArrays * coarse.layout.size);
      executor.fill_bytes(links.view(), 0);
      const StoredLinks to = links_in(links.view().data, coarse.layout.size);
      if (level == 0) {
        coarsen(executor, CoarsenRow<FinestLinks>{flow.layout, coarse.layout, {flow}, to});
      } else {
        coarsen(executor, CoarsenRow<StoredLinks>{equations_[level - 1].layout, coarse.layout, from, to});
      }
      executor.for_each_row(coarse.layout.rows(), coarse.layout.nx, CoarseCoefficientRow{coarse, to});
      finer = std::move(links);
      from = to;
    }
  }

  /// From the first coarser grid on.
  [[nodiscard]] const std::vector<Equation>& equations() const { return equations_; }

  /// Improves `finest.x` for `finest.right`: one V cycle, with `sweeps` before and after each correction.
  void cycle(Executor& executor, const Equation& finest, int sweeps) { descend(executor, finest, 0, sweeps); }

 private:
  enum Array : Index { kCoefficients = 0, kDiagonal = 6, kX, kRight, kLeft, kArrays };
  enum LinkArray : Index { kUp = 0, kDown = 3, kConductance = 6, kLoss = 9, kLinkArrays };

  static Equation equation_of(const Layout& layout, float* data) {
    Equation made;
    made.layout = layout;
    const Index steps[3] = {1, layout.pitch, layout.plane};
    std::copy(steps, steps + 3, made.step);
    for (int n = 0; n < 6; ++n) made.coefficient[n] = data + (kCoefficients + n) * layout.size;
    made.diagonal = data + kDiagonal * layout.size;
    made.x = data + kX * layout.size;
    made.right = data + kRight * layout.size;
    made.left = data + kLeft * layout.size;
    return made;
  }
  static StoredLinks links_in(float* data, Index size) {
    StoredLinks made;
    for (int d = 0; d < 3; ++d) {
      made.up[d] = data + (kUp + d) * size;
      made.down[d] = data + (kDown + d) * size;
      made.conductance[d] = data + (kConductance + d) * size;
    }
    made.loss = data + kLoss * size;
    return made;
  }

  template <class Body>
  static void coarsen(Executor& executor, const Body& body) {
    executor.for_each_row(body.coarse.face_rows(), body.coarse.nx + 1, body);
  }
  static void smooth(Executor& executor, const Equation& equation, int sweeps, bool mirrored) {
    const Layout& layout = equation.layout;
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      executor.sweep(Zebra{layout.ny, layout.nz, 1, mirrored}, layout.nx, SmoothRow::scratch_floats(layout),
                     SmoothRow{equation, mirrored});
    }
  }

  void descend(Executor& executor, const Equation& fine, std::size_t level, int sweeps) {
    if (level == equations_.size()) {
      for (int sweep = 0; sweep < kCoarsestSweeps; ++sweep) smooth(executor, fine, 1, sweep % 2 != 0);
      return;
    }
    const Equation& coarse = equations_[level];
    smooth(executor, fine, sweeps, false);
    executor.for_each_row(fine.layout.rows(), fine.layout.nx, LeftRow{fine});
    executor.for_each_row(coarse.layout.rows(), coarse.layout.nx, RestrictRow{fine, coarse});
    descend(executor, coarse, level + 1, sweeps);
    executor.for_each_row(fine.layout.rows(), fine.layout.nx, ProlongRow{fine, coarse});
    smooth(executor, fine, sweeps, true);
  }

  std::vector<Buffer<float>> floats_;
  std::vector<Equation> equations_;
};

}  // namespace kernels::transport
