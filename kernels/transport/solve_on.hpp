/// Steady transport of a scalar on a frozen flow, on any executor: a flow in the executor's storage, and a solver for
/// it.
///
/// Method: correction in two precisions. In 64-bit floats the residual of the conservative equation with its ducts'
/// laws and, where asked for, the limited scheme; in 32-bit floats an equation for the correction, first-order upwind
/// with linearised ducts, solved to a part of the residual by BiCGStab (van der Vorst 1992), preconditioned with one
/// multigrid cycle (coarse_grids.hpp). The limited scheme and the switch points of the laws are thereby iterated on the
/// outside. Ducts cost the inner iteration nothing that was seen: they are few, and each adds one direction to it.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

#include "kernels/transport/bodies.hpp"
#include "kernels/transport/coarse_grids.hpp"
#include "kernels/transport/coupling.hpp"
#include "kernels/transport/krylov.hpp"
#include "kernels/transport/problem.hpp"

namespace kernels::transport {

/// When a solve is done. Amounts are of heat: K m3/s.
struct Tolerance {
  double imbalance = 0;  ///< sum of the cells' amounts; with the limited scheme the amount of the sum
  double change = 1e-5;  ///< K, limited scheme only: root mean square of what cells are asked to move in a round
  int most_rounds = 60;
  int most_turns = 100;  ///< of the inner solver in one round
  bool shrinks = false;  ///< linear: a round that leaves much more than it found tells that there is no answer
};

[[nodiscard]] inline Tolerance tolerance_of(const Asked& asked) {
  Tolerance made;
  made.imbalance = asked.imbalance;
  made.change = asked.change;
  return made;
}

struct Effort {
  bool converged = false;
  int rounds = 0;        ///< residuals in 64-bit floats
  int turns = 0;         ///< of the inner solver, in all
  double imbalance = 0;  ///< sum of the cells' amounts, as it ended
};

/// Fluxes in an executor's storage: three arrays of `Layout::size`.
template <class Executor>
using FluxBuffers = std::array<typename Executor::template Buffer<double>, 3>;

/// `values` in an executor's storage; never empty.
template <class T, class Executor>
typename Executor::template Buffer<T> put(Executor& executor, const std::vector<T>& values) {
  auto made = executor.template buffer<T>(std::max<Index>(1, static_cast<Index>(values.size())));
  executor.upload(std::span<const T>(values), made.view());
  return made;
}

template <class Executor>
class Frozen {
 public:
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  static constexpr int kSweeps = 4;  ///< before and after each coarse correction

  /// `problem` and the arrays `bits` and `eddy` (of the layout, in the executor's storage; `eddy` may be null) have to
  /// outlive this. What is asked comes by `set`.
  Frozen(Executor& executor, const Problem& problem, const std::array<const face::Bits*, 3>& bits, const float* eddy,
         FluxBuffers<Executor> flux, bool walls_conduct = true)
      : problem_(problem),
        flux_(std::move(flux)),
        floats_(executor.template buffer<float>(kFloats * problem.layout.size)),
        value_(executor.template buffer<double>(problem.layout.size)),
        terms_(executor.template buffer<DuctTerm>(std::max(problem.ducts.count(), Index{1}))),
        first_(put(executor, problem.ducts.first_followed)),
        followed_(put(executor, problem.ducts.followed)),
        behind_(put(executor, problem.ducts.behind)),
        shares_(put(executor, problem.ducts.behind_shares)),
        duct_(executor.template buffer<double>(3 * std::max(problem.ducts.followed_count(), Index{1}))),
        scalar_(executor.template buffer<double>(kScalars)),
        partial_(executor.template buffer<double>(problem.layout.rows())) {
    executor.fill_bytes(floats_.view(), 0);
    lay_out(bits, eddy, walls_conduct);
    make_coefficients(executor);
    grids_ = CoarseGrids<Executor>(executor, flow_);
    turn_ = executor.record([this, &executor] { turn(executor); });
  }
  Frozen(const Frozen&) = delete;
  Frozen& operator=(const Frozen&) = delete;

  /// A question on the flow: laws of the ducts, given values and start, sources, the scheme.
  void set(Executor& executor, const Asked& asked) {
    limited_ = asked.limited;
    everywhere_ = asked.everywhere;
    executor.upload(std::span<const DuctTerm>(asked.terms), terms_.view());
    given_ = put(executor, asked.given);
    executor.fill_bytes(value_.view(), 0);
    executor.for_each_row(flow_.layout.rows(), flow_.layout.nx,
                          StartCells{flow_.layout, asked.start, value_.view().data});
    executor.for_each_cell(static_cast<Index>(asked.given.size()), SetGiven{given_.view().data, value_.view().data});
    has_source_ = !asked.source.empty();
    if (has_source_) source_ = put(executor, asked.source);
  }

  /// From now on walls with a given value conduct, or they do not.
  void let_walls_conduct(Executor& executor, bool conduct) {
    set_walls(conduct);
    make_coefficients(executor);
    grids_.make(executor, flow_);
  }

  /// No question comes after this: fluxes and values stay.
  void end() {
    grids_ = {};
    floats_ = {};
    source_ = {};
  }
  void release_flux(int d) { flux_[static_cast<std::size_t>(d)] = {}; }

  [[nodiscard]] const FlowViews& flow() const { return flow_; }
  [[nodiscard]] View<double> value() { return value_.view(); }
  [[nodiscard]] View<double> flux(int d) { return flux_[static_cast<std::size_t>(d)].view(); }

  Effort solve(Executor& executor, const Tolerance& tolerance) {
    Effort effort;
    double asked = 0;
    for (effort.rounds = 1; effort.rounds <= tolerance.most_rounds; ++effort.rounds) {
      run_ducts(executor);
      const double before = effort.imbalance;
      effort.imbalance = residual(executor);
      if (!executor.status() || !std::isfinite(effort.imbalance)) return effort;
      constexpr double kMuchMore = 2;  // norms of 32-bit floats do not shrink alike
      if (tolerance.shrinks && effort.rounds > 1 && effort.imbalance > kMuchMore * before) return effort;
      effort.converged = effort.imbalance <= tolerance.imbalance ||
                         (limited_ && effort.rounds > 1 && settled(executor, tolerance, asked));
      if (effort.converged) return effort;
      asked = correct(executor, tolerance, effort);
    }
    effort.rounds = tolerance.most_rounds;
    return effort;
  }

  /// The followed values: ducts' intakes, then probes.
  std::vector<double> followed(Executor& executor) {
    run_ducts(executor);
    std::vector<double> means(static_cast<std::size_t>(problem_.ducts.followed_count()));
    executor.download(duct_.view().as_const(), std::span(means));
    return means;
  }

 private:
  enum Part : Index { kCoefficient, kDiagonal = 6, kR, kShadow, kP, kV, kT, kHat, kFloats };

  float* vector(Index part) { return floats_.view().data + part * flow_.layout.size; }
  double* intake() { return duct_.view().data; }
  double* discharge() { return intake() + problem_.ducts.followed_count(); }
  double* slope() { return discharge() + problem_.ducts.followed_count(); }

  void lay_out(const std::array<const face::Bits*, 3>& bits, const float* eddy, bool walls_conduct) {
    const Layout& layout = problem_.layout;
    const Index steps[3] = {1, layout.pitch, layout.plane};
    flow_.layout = layout;
    finest_.layout = layout;
    for (int d = 0; d < 3; ++d) {
      flow_.step[d] = finest_.step[d] = steps[d];
      flow_.bits[d] = bits[static_cast<std::size_t>(d)];
      flow_.flux[d] = flux(d).data;
      const double h = problem_.h_m[static_cast<std::size_t>(d)];
      flow_.area_per_distance_m[d] = problem_.volume_m3() / (h * h);
    }
    flow_.eddy = eddy;
    flow_.diffusivity_m2_per_s = problem_.diffusivity_m2_per_s;
    flow_.per_turbulent_prandtl = problem_.per_turbulent_prandtl;
    set_walls(walls_conduct);
    for (int n = 0; n < 6; ++n) flow_.coefficient[n] = finest_.coefficient[n] = vector(kCoefficient + n);
    finest_.diagonal = vector(kDiagonal);
    finest_.x = vector(kHat);
    finest_.left = vector(kT);
  }

  void set_walls(bool conduct) { flow_.wall_share = conduct ? 2 : 0; }

  void make_coefficients(Executor& executor) {
    const Layout& layout = flow_.layout;
    executor.for_each_row(layout.rows(), layout.nx, CoefficientRow{flow_, vector(kDiagonal)});
  }

  /// The laws, on the value; all followed means.
  void run_ducts(Executor& executor) {
    const Ducts& ducts = problem_.ducts;
    executor.sum_rows(ducts.followed_count(), ducts.widest,
                      FollowedTerm<double>{value_.view().data, first_.view().data, followed_.view().data},
                      duct_.view());
    executor.for_each_cell(ducts.count(), RunTerms{terms_.view().data, intake(), discharge(), slope()});
    fill_behind(executor, value_.view().data);
  }

  /// The linearised ducts, on a correction.
  void run_slopes(Executor& executor, float* x) {
    const Ducts& ducts = problem_.ducts;
    executor.sum_rows(ducts.count(), ducts.widest, FollowedTerm<float>{x, first_.view().data, followed_.view().data},
                      duct_.view());
    executor.for_each_cell(ducts.count(), RunSlopes{intake(), discharge(), slope()});
    fill_behind(executor, x);
  }

  template <class Real>
  void fill_behind(Executor& executor, Real* value) {
    executor.for_each_cell(static_cast<Index>(problem_.ducts.behind.size()),
                           FillBehind<Real>{behind_.view().data, shares_.view().data, discharge(), value});
  }

  /// Sum over all cells; with `right` the correction's right-hand side is made on the way.
  double residual_sum(Executor& executor, float* right, bool with_sign) {
    const Layout& layout = flow_.layout;
    const ResidualTerm term{flow_,       value_.view().data, has_source_ ? source_.view().data : nullptr,
                            everywhere_, limited_ ? 1 : 0,   vector(kDiagonal),
                            right,       with_sign ? 1 : 0};
    executor.sum(1, layout.rows(), layout.nx, term, partial_.view(), {scalar(kNorm), 1, 1, 1});
    return fetch(executor, kNorm);
  }
  double residual(Executor& executor) { return residual_sum(executor, vector(kR), false); }

  /// The limited scheme ends by small changes and a closed sum: its residual may never become quite still.
  bool settled(Executor& executor, const Tolerance& tolerance, double asked) {
    if (asked > tolerance.change * std::sqrt(static_cast<double>(flow_.layout.cells()))) return false;
    return std::abs(residual_sum(executor, nullptr, true)) <= tolerance.imbalance;
  }

  double* scalar(Scalar which) { return scalar_.view().data + which; }
  double fetch(Executor& executor, Scalar which) {
    double value = 0;
    executor.download(View<const double>{scalar(which), 1, 1, 1}, std::span(&value, 1));
    return value;
  }
  void dot(Executor& executor, Part a, Part b, Scalar to) {
    const Layout& layout = flow_.layout;
    executor.sum(1, layout.rows(), layout.nx, DotTerm{layout, vector(a), vector(b)}, partial_.view(),
                 {scalar(to), 1, 1, 1});
  }

  /// hat = preconditioner of `right`, which is zero in solids; out = the equation's left-hand side of hat.
  void apply(Executor& executor, Part right, Part out) {
    const Layout& layout = flow_.layout;
    executor.fill_bytes(View<float>{vector(kHat), layout.size, 1, 1}, 0);
    finest_.right = vector(right);
    grids_.cycle(executor, finest_, kSweeps);
    run_slopes(executor, vector(kHat));
    executor.for_each_row(layout.rows(), layout.nx, ApplyRow{flow_, vector(kHat), vector(out)});
  }
  void step(Executor& executor, Scalar factor, Part made) {
    const Layout& layout = flow_.layout;
    executor.for_each_row(layout.rows(), layout.nx,
                          StepRow{layout, scalar_.view().data, factor, flow_.bits[0], vector(kHat), vector(made),
                                  value_.view().data, vector(kR)});
  }

  /// One turn of BiCGStab; value and r are moved.
  void turn(Executor& executor) {
    const Layout& layout = flow_.layout;
    double* const scalars = scalar_.view().data;
    dot(executor, kShadow, kR, kRho);
    executor.for_each_cell(1, MakeBeta{scalars});
    executor.for_each_row(layout.rows(), layout.nx, DirectionRow{layout, scalars, vector(kR), vector(kV), vector(kP)});
    apply(executor, kP, kV);
    dot(executor, kShadow, kV, kShadowV);
    executor.for_each_cell(1, MakeAlpha{scalars});
    step(executor, kAlpha, kV);
    apply(executor, kR, kT);
    dot(executor, kT, kR, kTs);
    dot(executor, kT, kT, kTt);
    executor.for_each_cell(1, MakeOmega{scalars});
    step(executor, kOmega, kT);
    dot(executor, kR, kR, kNorm);
  }

  /// No more than the imbalance asks for, with room for norms that do not shrink alike. The limited scheme changes its
  /// right-hand side in every round and asks for a round of its own by what cells still move.
  [[nodiscard]] double part_to_leave(const Tolerance& tolerance, double imbalance) const {
    constexpr double kRoom = 0.3, kLeast = 1e-4, kMost = 0.1, kOfLimited = 1e-3;
    if (limited_) return kOfLimited;
    return std::clamp(kRoom * tolerance.imbalance / imbalance, kLeast, kMost);
  }

  /// Adds corrections until r is small. Returns the norm of the right-hand side, K.
  double correct(Executor& executor, const Tolerance& tolerance, Effort& effort) {
    const Layout& layout = flow_.layout;
    executor.for_each_row(layout.rows(), layout.nx, CopyRow{layout, vector(kR), vector(kShadow)});
    executor.fill_bytes(View<float>{vector(kP), layout.size, 1, 1}, 0);
    executor.fill_bytes(View<float>{vector(kV), layout.size, 1, 1}, 0);
    const std::vector<double> ones(kScalars, 1.0);
    executor.upload(std::span<const double>(ones), scalar_.view());
    dot(executor, kR, kR, kNorm);
    const double start = std::sqrt(fetch(executor, kNorm));
    double norm = start;
    const double part = part_to_leave(tolerance, effort.imbalance);
    for (int turns = 0; turns < tolerance.most_turns && norm > part * start; ++turns) {
      executor.play(turn_);
      norm = std::sqrt(fetch(executor, kNorm));
      ++effort.turns;
      const bool lost = !std::isfinite(norm) || norm > 1e3 * start;
      if (!executor.status() || lost) break;
    }
    return start;
  }

  const Problem& problem_;
  bool has_source_ = false;
  bool limited_ = false;
  double everywhere_ = 0;
  FlowViews flow_;
  Equation finest_;
  CoarseGrids<Executor> grids_;
  FluxBuffers<Executor> flux_;
  Buffer<float> floats_;
  Buffer<double> value_, source_;
  Buffer<Given> given_;
  Buffer<DuctTerm> terms_;
  Buffer<Index> first_;
  Buffer<Share> followed_;
  Buffer<Behind> behind_;
  Buffer<Share> shares_;
  Buffer<double> duct_;
  Buffer<double> scalar_;
  Buffer<double> partial_;
  decltype(std::declval<Executor&>().record(std::declval<void (*)()>())) turn_;
};

}  // namespace kernels::transport
