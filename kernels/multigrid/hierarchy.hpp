/// A hierarchy of coarser and coarser grids for the pressure equation, and one V-cycle on it.
///
/// Equation in each cell: the sum over its six faces of c (x_P - x_N) = b, x and b in 32-bit floats, c in 16 bits. A wall has c = 0. A face
/// of the hall with c > 0 is open: beyond it x = 0. A cell without conducting faces is solid: its x is 0, and its b has
/// to be 0. The operator is symmetric.
///
/// Method: aggregation of 2 cells in each direction that is not coarser than 1.5 times the finest one (semi-coarsening,
/// so flat cells and shallow boxes converge as well). A coarse right-hand side is the sum of the fine residuals, and
/// the correction is constant over the aggregate. A coarse coefficient is the sum over the fine faces, each in series
/// with half of the aggregates' inner faces (transfer.hpp): half of the sum where the coefficients are even, which
/// makes up for constant corrections being half of what they should be (Braess 1995); all of it where the face is the
/// bottleneck. The smoother is a Gauss-Seidel sweep in four colours (bodies.hpp), mirrored after the coarse correction,
/// so x = M b has a symmetric positive M: a cycle is a preconditioner for conjugate gradients. Nothing is allocated
/// after construction.
///
/// Where the box has no opening, A is singular: b has to add up to zero over each connected part, and x is one of many.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/executor/team.hpp"
#include "kernels/executor/zebra.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/multigrid/bodies.hpp"
#include "kernels/multigrid/coarsen.hpp"
#include "kernels/multigrid/pairs.hpp"
#include "kernels/multigrid/small_levels.hpp"
#include "kernels/multigrid/transfer.hpp"

namespace kernels::multigrid {

template <class Executor>
class Hierarchy {
 public:
  using Level = Equations;

  static constexpr Index kFewCells = 8;      ///< no coarser level is made below
  static constexpr int kLevelsWithCuts = 4;  ///< coarser ones forget the walls: their few cells are relaxed enough
  static constexpr double kSameWidth = 1.5;  ///< directions this much wider than the finest one are not coarsened

  /// Allocates every level for the cases of `fine`. The owner writes cx, cy, cz (faces 1..n+1 of interior rows; the
  /// rest stays zero) and b of the finest level, and reads its x.
  /// `cuts`: planes of walls that no aggregate of the first levels reaches across.
  Hierarchy(Executor& executor, const Layout& fine, double hx_m, double hy_m, double hz_m, Cuts cuts = {}) {
    double width[3] = {hx_m, hy_m, hz_m};
    Layout layout = fine;
    add_level(executor, layout);
    while (layout.cells() > kFewCells) {
      const Index n[3] = {layout.nx, layout.ny, layout.nz};
      double finest = 0;
      for (int d = 0; d < 3; ++d) {
        if (n[d] > 1 && (finest == 0 || width[d] < finest)) finest = width[d];
      }
      if (levels() > kLevelsWithCuts) cuts = {};
      Direction made[3];
      for (int d = 0; d < 3; ++d) {
        const auto part = static_cast<std::size_t>(d);
        made[d] = direction(executor, n[d], n[d] > 1 && width[d] <= kSameWidth * finest, cuts[part]);
        width[d] *= made[d].halved ? 2 : 1;
      }
      transfers_.push_back({made[0], made[1], made[2]});
      layout = Layout(made[0].coarse, made[1].coarse, made[2].coarse, layout.cases);
      add_level(executor, layout);
    }
    const auto is_small = [this](int l) {
      const Layout& at = level(l).layout;
      const Index scratch = std::max(RelaxRow::scratch_floats(at), Restrict::scratch_floats(at));
      return at.cells() <= SmallLevels::kCells && scratch <= kTeamScratchFloats && levels() - l <= SmallLevels::kMost;
    };
    while (large_ + 1 < levels() && !is_small(large_)) ++large_;
    for (int l = large_; l < levels(); ++l) {
      small_.level[small_.levels] = level(l);
      if (l + 1 < levels()) small_.transfer[small_.levels] = transfer(l);
      ++small_.levels;
    }
  }

  [[nodiscard]] Level& level(int number) { return levels_[static_cast<std::size_t>(number)]; }
  [[nodiscard]] int levels() const { return static_cast<int>(levels_.size()); }

  /// From the finest level's coefficients: all coarser levels, and each level's 1 / diagonal where someone reads it. Of the
  /// finest level that may be the owner: `shows_inverse`.
  void coarsen(Executor& executor, bool shows_inverse = true) {
    if (shows_inverse || relaxing_reads_inverse(0)) invert(executor, 0);
    for (int l = 0; l < large_; ++l) {
      const Layout& to = level(l + 1).layout;
      executor.for_each_row(CoarsenFaces::rows(to), level(l).layout.nx, CoarsenFaces::scratch_floats(level(l).layout),
                            CoarsenFaces{level(l), level(l + 1), transfer(l)});
      if (relaxing_reads_inverse(l + 1)) invert(executor, l + 1);
    }
    if (small_.levels > 1) {
      executor.together(level(0).layout.cases, small_.scratch_floats(), CoarsenSmallLevels{small_});
    }
  }

  /// x = M b on the finest level: one V-cycle from zero with `pre` sweeps on the way down and `post` on the way up, both
  /// 1 or more. From each of the `twice` finest levels the next one is visited twice (a W-cycle, cut short): on one level
  /// that costs a ninth more and keeps the number of cycles within one or two from 64^3 to 256^3; on two levels it saves a
  /// cycle where coefficients jump from cell to cell, which halls do not do. Symmetric when pre = post.
  void cycle(Executor& executor, int pre, int post, int twice = 0) { visit(executor, 0, {pre, post, twice}, true); }

  /// Sweeps of a level, from zero or from its x, in the order or, from its x alone, in the mirrored one.
  void relax(Executor& executor, int number, int sweeps, bool from_zero, bool mirrored) {
    const Level& on = level(number);
    const Layout& at = on.layout;
    const Zebra order{at.ny, at.nz, at.cases, mirrored};
    const Index scratch = RelaxRow::scratch_floats(at);
    const RelaxFromZero begin{on};
    const Relax go_on{on, mirrored};
    if (from_zero && sweeps > 1) {
      sweep_in_turn(executor, order, at.nx, scratch, begin, go_on);
    } else if (from_zero && sweeps > 0) {
      executor.sweep(order, at.nx, scratch, begin);
    }
    repeat_sweep(executor, order, at.nx, scratch, from_zero ? sweeps - 2 : sweeps, go_on);
  }

 private:
  static constexpr Index kApart =
      11 * Layout::kGroup;  ///< so that equal places of the arrays fall into different cache sets

  struct Shape {
    int pre, post, twice;
  };

  void visit(Executor& executor, int l, const Shape& shape, bool from_zero) {
    if (l >= large_ && (l >= shape.twice || l + 1 == levels())) {
      executor.together(level(0).layout.cases, small_.scratch_floats(),
                        CycleSmallLevels{small_, l - large_, shape.pre, shape.post, from_zero});
      return;
    }
    relax(executor, l, shape.pre, from_zero, false);
    const Layout& to = level(l + 1).layout;
    const Layout& at = level(l).layout;
    executor.for_each_row(to.rows(), at.nx, Restrict::scratch_floats(at),
                          Restrict{level(l), level(l + 1), transfer(l)});
    visit(executor, l + 1, shape, true);
    if (l < shape.twice && l + 2 < levels()) visit(executor, l + 1, shape, false);
    executor.for_each_row(at.rows(), at.nx, Correct{level(l), level(l + 1), transfer(l)});
    relax(executor, l, shape.post, false, true);
  }

  [[nodiscard]] const Transfer& transfer(int from) const { return transfers_[static_cast<std::size_t>(from)]; }

  void add_level(Executor& executor, const Layout& layout) {
    const Index each = layout.size + kApart;
    faces_.push_back(executor.template buffer<Conductance>(3 * each));
    cells_.push_back(executor.template buffer<float>(3 * each));
    executor.fill_bytes(faces_.back().view(), 0);
    executor.fill_bytes(cells_.back().view(), 0);
    const auto face = [&](Index part) {
      return View<Conductance>{faces_.back().view().data + part * each, layout.size};
    };
    const auto cell = [&](Index part) { return View<float>{cells_.back().view().data + part * each, layout.size}; };
    levels_.push_back({layout, face(0), face(1), face(2), cell(0), cell(1), cell(2)});
  }

  /// The pairs along a direction of n cells; `cuts` become those of the coarser level.
  Direction direction(Executor& executor, Index n, bool halve, std::vector<Cut>& cuts) {
    if (!halve) return {false, true, n, n, nullptr, nullptr};
    Pairs pairs = pair_cells(n, cuts);
    cuts = pairs.cuts;
    const auto coarse = static_cast<Index>(pairs.first.size()) - 2;
    pairs.first.push_back(pairs.first.back());  // rows of faces reach one further than rows of cells
    const auto put = [&](const std::vector<int>& numbers) {
      indices_.push_back(executor.template buffer<int>(static_cast<Index>(numbers.size())));
      executor.upload(std::span<const int>(numbers), indices_.back().view());
      return indices_.back().view().data;
    };
    const int* const first = put(pairs.first);
    return {true, pairs.regular, n, coarse, first, put(pairs.parent)};
  }

  /// Lanes with few cells each work it out anew.
  [[nodiscard]] bool relaxing_reads_inverse(int number) {
    const Index lanes = number < large_ ? Executor::kMostLanes : Executor::kTeamLanes;
    return lanes == 1 || level(number).layout.nx > lanes * RelaxRow::kKept;
  }

  void invert(Executor& executor, int number) {
    const Layout& at = level(number).layout;
    executor.for_each_row(at.rows(), at.nx, Invert{level(number)});
  }

  std::vector<typename Executor::template Buffer<Conductance>> faces_;
  std::vector<typename Executor::template Buffer<float>> cells_;
  std::vector<typename Executor::template Buffer<int>> indices_;
  std::vector<Level> levels_;
  std::vector<Transfer> transfers_;
  int large_ = 0;  ///< levels; the small ones follow
  SmallLevels small_;
};

}  // namespace kernels::multigrid
