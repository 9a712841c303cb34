/// The coarser grids of the correction equation, and a cycle through them. Internal.
#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/executor/team.hpp"
#include "kernels/executor/zebra.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/transport/bodies.hpp"
#include "kernels/transport/coarse.hpp"

namespace kernels::transport {

/// The coarsest grids, whose few cells a team relaxes by itself: the same steps in the same order as on the finer grids, with
/// the same bits, but as one step for the machine.
struct SmallGrids {
  static constexpr Index kCells = 2048;  ///< at most
  static constexpr int kMost = 10;       ///< grids
  static constexpr int kLastSweeps = 8;  ///< on the coarsest grid, every other one mirrored

  Equation grid[kMost];
  int grids = 0;
  int sweeps = 0;  ///< before and after each correction

  [[nodiscard]] Index scratch_floats() const {
    Index floats = 0;
    for (int g = 0; g < grids; ++g) floats = std::max(floats, SmoothRow::scratch_floats(grid[g].layout));
    return floats;
  }

  template <class Team>
  KERNELS_HD void operator()(Index /*unit*/, const Team& team) const {
    const int last = grids - 1;
    for (int g = 0; g < last; ++g) {
      smooth(team, g, sweeps, false);
      team.for_each_row(0, rows(g), LeftRow{grid[g]});
      team.for_each_row(0, rows(g + 1), RestrictRow{grid[g], grid[g + 1]});
    }
    for (int s = 0; s < kLastSweeps; ++s) smooth(team, last, 1, s % 2 != 0);
    for (int g = last - 1; g >= 0; --g) {
      team.for_each_row(0, rows(g), ProlongRow{grid[g], grid[g + 1]});
      smooth(team, g, sweeps, true);
    }
  }

 private:
  [[nodiscard]] KERNELS_HD Index rows(int g) const { return grid[g].layout.ny * grid[g].layout.nz; }

  template <class Team>
  KERNELS_HD void smooth(const Team& team, int g, int times, bool mirrored) const {
    const Layout& layout = grid[g].layout;
    for (int s = 0; s < times; ++s) {
      team.sweep(Zebra{layout.ny, layout.nz, 1, mirrored}, 0, SmoothRow{grid[g], mirrored});
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

  CoarseGrids() = default;
  CoarseGrids(Executor& executor, const FlowViews& flow) {
    Layout layout = flow.layout;
    while (layout.cells() > kFewCells && std::max({layout.nx, layout.ny, layout.nz}) > 1) {
      layout = Layout((layout.nx + 1) / 2, (layout.ny + 1) / 2, (layout.nz + 1) / 2);
      floats_.push_back(executor.template buffer<float>(kArrays * layout.size));
      executor.fill_bytes(floats_.back().view(), 0);
      equations_.push_back(equation_of(layout, floats_.back().view().data));
    }
    while (large_ < equations_.size() && !is_small(large_)) ++large_;
    for (std::size_t g = large_; g < equations_.size(); ++g) small_.grid[small_.grids++] = equations_[g];
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
  void cycle(Executor& executor, const Equation& finest, int sweeps) {
    small_.sweeps = sweeps;
    descend(executor, finest, 0, sweeps);
  }

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
    repeat_sweep(executor, Zebra{layout.ny, layout.nz, 1, mirrored}, layout.nx, SmoothRow::scratch_floats(layout),
                 sweeps, SmoothRow{equation, mirrored});
  }

  [[nodiscard]] bool is_small(std::size_t number) const {
    const Layout& layout = equations_[number].layout;
    return layout.cells() <= SmallGrids::kCells && SmoothRow::scratch_floats(layout) <= kTeamScratchFloats &&
           equations_.size() - number <= std::size_t{SmallGrids::kMost};
  }

  /// From `fine` down: the grid before the coarser one of this number.
  void descend(Executor& executor, const Equation& fine, std::size_t number, int sweeps) {
    smooth(executor, fine, sweeps, false);
    if (number < equations_.size()) {
      const Equation& coarse = equations_[number];
      executor.for_each_row(fine.layout.rows(), fine.layout.nx, LeftRow{fine});
      executor.for_each_row(coarse.layout.rows(), coarse.layout.nx, RestrictRow{fine, coarse});
      if (number == large_) {
        executor.together(1, small_.scratch_floats(), small_);
      } else {
        descend(executor, coarse, number + 1, sweeps);
      }
      executor.for_each_row(fine.layout.rows(), fine.layout.nx, ProlongRow{fine, coarse});
    }
    smooth(executor, fine, sweeps, true);
  }

  std::vector<Buffer<float>> floats_;
  std::vector<Equation> equations_;
  std::size_t large_ = 0;  ///< grids; the small ones follow
  SmallGrids small_;
};

}  // namespace kernels::transport
