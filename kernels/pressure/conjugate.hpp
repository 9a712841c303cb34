/// Preconditioned conjugate gradients on any executor, on data that lies there already. Internal: `solve` of
/// pressure.hpp and the flow solver's certificate stand on it.
///
/// The owner fills the coefficients of `equations()`, calls `coarsen`, writes b into `r()`, calls `run`, and reads `x()` and
/// what is left in `r()`. All cases of the layout are solved together; each has its own steps and stops on its own. Nothing
/// is allocated by `run`, apart from a few numbers a case on the caller's side.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/grid/layout.hpp"
#include "kernels/multigrid/hierarchy.hpp"
#include "kernels/pressure/bodies.hpp"

namespace kernels::pressure {

struct Stop {
  double tolerance = 1e-8;
  int most_iterations = 200;
  bool closed = false;  ///< no opening: take the mean of b and of x off the cells that conduct, which are one part
};

/// How one case ended.
struct Ended {
  bool converged = false;
  int iterations = 0;
  std::vector<double> history;  ///< relative residual after each iteration
};

template <class Executor>
class Conjugate {
 public:
  struct Cycle {
    int sweeps = 2;
    int twice = 1;
  };

  /// `hierarchy`, which preconditions, has to outlive this.
  Conjugate(Executor& executor, multigrid::Hierarchy<Executor>& hierarchy, Cycle cycle)
      : hierarchy_(hierarchy),
        layout_(hierarchy.level(0).layout),
        coefficients_(executor.template buffer<float>(3 * layout_.size)),
        level_(exact(hierarchy.level(0), coefficients_.view())),
        r_(executor.template buffer<double>(layout_.size)),
        x_(executor.template buffer<double>(layout_.size)),
        partial_(executor.template buffer<double>(layout_.face_rows())),
        numbers_(executor.template buffer<double>(kNumbers * layout_.cases)) {
    for (auto& p : p_) p = executor.template buffer<float>(layout_.size);
    executor.fill_bytes(coefficients_.view(), 0);
    executor.fill_bytes(r_.view(), 0);
    executor.fill_bytes(x_.view(), 0);
    executor.fill_bytes(numbers_.view(), 0);
    for (int parity = 0; parity < 2; ++parity) {
      iteration_[parity] = executor.record(
          [this, &executor, cycle, parity] { iterate(executor, cycle, p_[parity].view(), p_[1 - parity].view()); });
    }
  }
  Conjugate(const Conjugate&) = delete;
  Conjugate& operator=(const Conjugate&) = delete;

  /// Its cx, cy, cz are the owner's to write: faces 1..n+1 of interior rows; the rest stays zero.
  [[nodiscard]] const Exact& equations() const { return level_; }
  /// From the coefficients: all that the hierarchy knows of them.
  void coarsen(Executor& executor) {
    executor.for_each_row(layout_.face_rows(), layout_.nx + 1, Round{level_, hierarchy_.level(0)});
    hierarchy_.coarsen(executor);
  }

  [[nodiscard]] View<double> r() { return r_.view(); }
  [[nodiscard]] View<double> x() { return x_.view(); }

  std::vector<Ended> run(Executor& executor, const Stop& stop) {
    const auto cases = static_cast<std::size_t>(layout_.cases);
    std::vector<Ended> ended(cases);
    if (stop.closed) take_mean_off(executor, r());
    executor.sum(layout_.cases, rows_a_case(), layout_.nx, Square{layout_, r().as_const()}, partial_.view(),
                 number(kRr));
    std::vector<double> square(cases), scale(cases), active(cases);
    executor.download(number(kRr).as_const(), std::span<double>(square));
    const double unit_square = static_cast<double>(layout_.cells());
    std::vector<double> start(cases);
    for (std::size_t c = 0; c < cases; ++c) {
      scale[c] = square[c] > 0 ? std::exp2(-std::round(std::log2(square[c] / unit_square) / 2)) : 1;
      start[c] = square[c] * scale[c] * scale[c];
      active[c] = square[c] > 0 ? 1 : 0;
      ended[c].converged = square[c] == 0;
    }
    begin(executor, scale, active);
    int turns = 0;
    while (executor.status() && turns < stop.most_iterations &&
           std::any_of(active.begin(), active.end(), [](double moves) { return moves > 0; })) {
      executor.play(iteration_[turns % 2]);
      ++turns;
      executor.download(number(kRr).as_const(), std::span<double>(square));
      bool changed = false;
      for (std::size_t c = 0; c < cases; ++c) {
        if (active[c] == 0) continue;
        ended[c].iterations = turns;
        ended[c].history.push_back(std::sqrt(square[c] / start[c]));
        ended[c].converged = ended[c].history.back() <= stop.tolerance;
        if (!ended[c].converged) continue;
        active[c] = 0;
        changed = true;
      }
      if (changed) executor.upload(std::span<const double>(active), number(kActive));
    }
    executor.for_each_row(layout_.rows(), layout_.nx, End{layout_, number(kScale).as_const(), r(), x()});
    if (stop.closed) take_mean_off(executor, x());
    return ended;
  }

 private:
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  enum Number { kRz, kRzBefore, kPap, kRr, kAlpha, kBeta, kActive, kScale, kSum, kCount, kNumbers };

  [[nodiscard]] View<double> number(int which) { return {numbers_.view().data + which * layout_.cases, layout_.cases}; }
  [[nodiscard]] Index rows_a_case() const { return layout_.ny * layout_.nz; }

  void begin(Executor& executor, const std::vector<double>& scale, const std::vector<double>& active) {
    executor.upload(std::span<const double>(scale), number(kScale));
    executor.upload(std::span<const double>(active), number(kActive));
    for (auto& p : p_) executor.fill_bytes(p.view(), 0);
    executor.fill_bytes(number(kRzBefore), 0);
    executor.for_each_row(layout_.rows(), layout_.nx, Begin{layout_, number(kScale).as_const(), r(), x(), level_.b});
  }

  void iterate(Executor& executor, Cycle cycle, View<float> before, View<float> after) {
    const Steering steering{number(kRz),    number(kRzBefore), number(kPap),   number(kRr),
                            number(kAlpha), number(kBeta),     number(kActive)};
    const Index cases = layout_.cases;
    const Index nx = layout_.nx;
    hierarchy_.cycle(executor, cycle.sweeps, cycle.sweeps, cycle.twice);
    executor.sum(cases, rows_a_case(), nx, RightTimesCorrection{layout_, level_.b.as_const(), level_.x.as_const()},
                 partial_.view(), steering.rz);
    executor.for_each_cell(cases, ChooseBeta{steering});
    executor.sum(cases, (layout_.ny + 1) * (layout_.nz + 1), nx + 1,
                 Turn{level_, before.as_const(), after, steering.beta.as_const()}, partial_.view(), steering.pap);
    executor.for_each_cell(cases, ChooseAlpha{steering});
    executor.sum(cases, rows_a_case(), nx, Step{level_, after.as_const(), steering.alpha.as_const(), x(), r()},
                 partial_.view(), steering.rr);
  }

  void take_mean_off(Executor& executor, View<double> values) {
    const View<const float> inverse = level_.inverse.as_const();
    executor.sum(layout_.cases, rows_a_case(), layout_.nx, Conducting{layout_, inverse}, partial_.view(),
                 number(kCount));
    executor.sum(layout_.cases, rows_a_case(), layout_.nx, SumConducting{layout_, inverse, values.as_const()},
                 partial_.view(), number(kSum));
    executor.for_each_row(layout_.rows(), layout_.nx,
                          TakeMeanOff{layout_, inverse, number(kSum).as_const(), number(kCount).as_const(), values});
  }

  static Exact exact(const multigrid::Equations& level, View<float> c) {
    const Index size = level.layout.size;
    const auto part = [&](Index number) { return View<float>{c.data + number * size, size}; };
    return {level.layout, part(0), part(1), part(2), level.inverse, level.x, level.b};
  }

  multigrid::Hierarchy<Executor>& hierarchy_;
  Layout layout_;
  Buffer<float> coefficients_;
  Exact level_;
  Buffer<double> r_, x_;
  Buffer<float> p_[2];
  Buffer<double> partial_, numbers_;
  decltype(std::declval<Executor&>().record(std::declval<void (*)()>())) iteration_[2];
};

}  // namespace kernels::pressure
