/// One grid of a batch in an executor's storage, and one turn of the iteration on it. Internal.
#pragma once

#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "kernels/executor/loops.hpp"
#include "kernels/flow/continuity.hpp"
#include "kernels/flow/ducts.hpp"
#include "kernels/flow/level.hpp"
#include "kernels/flow/level_rooms.hpp"
#include "kernels/flow/limited.hpp"
#include "kernels/flow/lists.hpp"
#include "kernels/flow/momentum.hpp"
#include "kernels/flow/openings.hpp"
#include "kernels/flow/tables.hpp"
#include "kernels/flow/temperature.hpp"
#include "kernels/flow/turbulence.hpp"
#include "kernels/multigrid/hierarchy.hpp"

namespace kernels::flow {

/// The fields, tables and multigrid of one grid. Everything is allocated by the constructor; verbs only run bodies.
template <class Executor>
class State {
 public:
  template <class T>
  using Buffer = typename Executor::template Buffer<T>;

  static constexpr Index kHistory = 512;  ///< turns whose followed temperatures are kept

  /// `marches`: with room for what a step in time holds.
  State(Executor& executor, const Tables& tables, bool marches = false)
      : tables_(tables),
        multigrid_(std::in_place, executor, tables.layout, tables.h_m[0], tables.h_m[1], tables.h_m[2], tables.cuts),
        scalars_(executor.template buffer<float>(tables.layout.size * kScalars)),
        bits_(executor.template buffer<face::Bits>(tables.layout.size * 3)),
        turbulent_(executor.template buffer<float>(tables.layout.size * turbulent_fields(tables.turbulence))),
        deferred_(
            executor.template buffer<float>(marches || tables.scheme == Scheme::limited ? 4 * tables.layout.size : 0)),
        heat_(executor.template buffer<float>(static_cast<Index>(tables.source_k_per_s.size()))),
        lists_(executor, tables),
        active_(executor.template buffer<int>(tables.layout.cases)),
        moved_openings_(executor.template buffer<float>(static_cast<Index>(tables.openings.size()))),
        ducts_(executor.template buffer<float>(3 * static_cast<Index>(tables.ducts.size()))),
        followed_(executor.template buffer<double>(tables.followed())),
        history_(executor.template buffer<float>(kHistory * tables.followed())),
        turn_(executor.template buffer<Index>(tables.followed())),
        partial_(executor.template buffer<double>(2 * tables.layout.rows())),
        amount_(executor.template buffer<double>(2 * tables.layout.cases)),
        rooms_(std::in_place, executor, tables.rooms) {
    fill_level();
    upload_tables(executor);
    restart(executor);
  }

  /// Given values, and the start. The count of turns goes on.
  void restart(Executor& executor) {
    executor.fill_bytes(scalars_.view(), 0);
    executor.fill_bytes(ducts_.view(), 0);
    const Layout& at = level_.layout;
    executor.for_each_row(at.rows(), at.nx, StartRow{at, lists_.start_k.view().data, level_.temperature});
    set_start(executor, lists_.temperature, level_.temperature);
    for (std::size_t d = 0; d < 3; ++d) set_start(executor, lists_.velocity[d], level_.velocity[d]);
    restart_turbulence(executor, tables_, level_);
    run_ducts(executor);
    refresh_openings(executor);
  }

  /// No turn comes after this: what only turns need goes back, since certification needs as much.
  void end_turns() {
    multigrid_.reset();
    rooms_.reset();
  }

  [[nodiscard]] const Level& level() const { return level_; }
  [[nodiscard]] const Tables& tables() const { return tables_; }

  void set_active(Executor& executor, const std::vector<int>& active) {
    executor.upload(std::span<const int>(active), active_.view());
  }

  /// Under the full approximation scheme an opening's velocity is moved by the pressure alone.
  void set_helped(bool helped) { helped_ = helped; }

  /// Sources of the equations beyond the case's own, or none.
  void set_sources(const float* const (&momentum)[3], const float* heat) {
    for (int d = 0; d < 3; ++d) level_.momentum_source[d] = momentum[d];
    level_.heat_source = heat != nullptr ? heat : own_heat();
  }
  [[nodiscard]] const float* own_heat() { return tables_.source_k_per_s.empty() ? nullptr : heat_.view().data; }

  /// Intake means, then what ducts blow: velocities at their faces, temperatures behind their discharges.
  void run_ducts(Executor& executor) {
    const auto ducts = static_cast<Index>(tables_.ducts.size());
    if (ducts == 0) return;
    mean_followed(executor, ducts);
    float* const flow = ducts_.view().data;
    float* const discharge = flow + ducts;
    DuctsNow now{lists_.laws.view().data, followed_.view().data, active_.view().data, discharge + ducts,
                 level_.per_step_s};
    const Loop note{ducts, NoteDuct{now, flow, discharge}};
    if constexpr (!Executor::kLeavesHostFree) {
      executor.for_each_cell(note.count, note.body);
      now.noted_m3_per_s = flow;
      now.noted_k = discharge;
    }
    const Loop set_faces{static_cast<Index>(tables_.port_faces.size()),
                         SetPortFace{now,
                                     {level_.velocity[0], level_.velocity[1], level_.velocity[2]},
                                     lists_.port_faces.view().data,
                                     lists_.port_parts.view().data}};
    const Loop set_cells{
        static_cast<Index>(tables_.behind_cells.size()),
        SetBehindCell{now, level_.temperature, lists_.behind_cells.view().data, lists_.behind_parts.view().data}};
    if constexpr (Executor::kLeavesHostFree) {
      const auto loops = loops_of(note, set_faces, set_cells);
      executor.for_each_cell(loops.cells(), loops);
    } else {
      const auto loops = loops_of(set_faces, set_cells);
      executor.for_each_cell(loops.cells(), loops);
    }
  }

  void sweep_momentum(Executor& executor, double relaxation, int sweeps) {
    const auto inertia = static_cast<float>((1 - relaxation) / relaxation);
    for (int sweep = 0; sweep < sweeps; ++sweep) {
      if (level_.eddy != nullptr) {
        sweep_components<true>(executor, inertia);
      } else {
        sweep_components<false>(executor, inertia);
      }
      float* const moved = moved_openings_.view().data;
      each_opening(executor, OpeningMomentum{level_, openings(), inertia, moved});
      if (!helped_) each_opening(executor, MoveOpening{level_, openings(), moved});
    }
  }

  /// The rooms' levels, then one multigrid cycle, taken as far as it lessens the error most.
  void correct_pressure(Executor& executor, double relaxation) {
    const Layout& at = level_.layout;
    multigrid_->coarsen(executor, false);
    rooms_->run(executor, level_);
    executor.for_each_row(at.rows(), at.nx, ImbalanceRow{level_});
    multigrid_->cycle(executor, 1, 1);
    const StepLength step = find_step(executor);
    executor.for_each_row(at.rows(), at.nx, CorrectRow{level_, step, static_cast<float>(relaxation)});
    each_opening(executor, CorrectOpening{level_, step, openings()});
    refresh_openings(executor);
  }

  /// Ducts answer once, after the last sweep: more often the turns are as many. In a march each sweep's heat is to be theirs.
  void sweep_temperature(Executor& executor, int sweeps) {
    const int together = level_.per_step_s > 0 ? 1 : sweeps;
    for (int done = 0; done < sweeps; done += together) {
      if (level_.eddy != nullptr) {
        sweep_heat<true>(executor, together);
      } else {
        sweep_heat<false>(executor, together);
      }
      run_ducts(executor);
    }
    refresh_openings(executor);
  }

  void update_viscosity(Executor& executor) {
    update_turbulence(executor, tables_, level_, lists_.behind_cells.view().data, lists_.behind_parts.view().data,
                      lists_.laws.view().data);
  }

  /// What the limited scheme adds to the upwind one.
  void update_deferred(Executor& executor) {
    if (tables_.scheme != Scheme::limited) return;
    const Layout& at = level_.layout;
    for (int d = 0; d < 3; ++d) executor.for_each_row(at.rows(), at.nx, LimitedVelocityRow{level_, d, deferred(d)});
    executor.for_each_row(at.rows(), at.nx, LimitedHeatRow{level_, own_heat(), deferred(3)});
    set_sources({deferred(0), deferred(1), deferred(2)}, deferred(3));
  }

  /// Begins a step in time: the fields as they are become what the equations hold on to.
  void begin_step(Executor& executor, double step_s) {
    const Layout& at = level_.layout;
    const auto ducts = static_cast<Index>(tables_.ducts.size());
    level_.per_step_s = static_cast<float>(1 / step_s);
    for (int d = 0; d < 3; ++d) {
      executor.for_each_row(at.rows(), at.nx, HoldRow{level_, level_.velocity[d], nullptr, deferred(d)});
    }
    executor.for_each_row(at.rows(), at.nx, HoldRow{level_, level_.temperature, own_heat(), deferred(3)});
    set_sources({deferred(0), deferred(1), deferred(2)}, deferred(3));
    float* const discharge = ducts_.view().data + ducts;
    executor.for_each_cell(ducts, HoldDischarge{discharge, discharge + ducts});
  }

  /// One turn: momentum, pressure, temperature; the followed temperatures are noted.
  void turn(Executor& executor, const Options& options) {
    update_viscosity(executor);
    update_deferred(executor);
    turn_flow(executor, options);
    note(executor);
  }

  /// The same with the viscosity as it is, and nothing noted.
  void turn_flow(Executor& executor, const Options& options) {
    sweep_momentum(executor, options.relax_velocity, options.momentum_sweeps);
    correct_pressure(executor, options.relax_pressure);
    sweep_temperature(executor, options.temperature_sweeps);
  }

  void refresh_openings(Executor& executor) { each_opening(executor, SetOpeningRim{level_, openings()}); }
  [[nodiscard]] const OpeningFace* openings() { return lists_.openings.view().data; }
  [[nodiscard]] float drawn() const { return tables_.drawn_air == DrawnAir::boundary_value ? 1.0F : 0.0F; }

  void note(Executor& executor) {
    mean_followed(executor, tables_.followed());
    executor.for_each_cell(tables_.followed(), NoteFollowed{followed_.view().data, tables_.followed(), kHistory,
                                                            turn_.view().data, history_.view().data});
  }

  /// What the turns [first, end) have noted, [turn][followed]. No more than the last kHistory are there.
  std::vector<float> download_history(Executor& executor, Index first, Index end) {
    const Index followed = tables_.followed();
    std::vector<float> rows(static_cast<std::size_t>((end - first) * followed));
    for (Index turn = first; turn < end;) {  // as the ring goes round
      const Index place = turn % kHistory;
      const Index next = std::min(end, turn + kHistory - place);
      executor.download(history_.view().as_const().after(place * followed),
                        std::span(rows).subspan(static_cast<std::size_t>((turn - first) * followed),
                                                static_cast<std::size_t>((next - turn) * followed)));
      turn = next;
    }
    return rows;
  }

  /// The followed temperatures as they are, K over the reference.
  std::vector<double> download_followed(Executor& executor) {
    mean_followed(executor, tables_.followed());
    std::vector<double> followed(static_cast<std::size_t>(tables_.followed()));
    executor.download(followed_.view().as_const(), std::span(followed));
    return followed;
  }

  /// Sum of |divergence| over each case's cells, times their volume: m3/s.
  std::vector<double> mass_imbalance(Executor& executor) {
    std::vector<double> amounts = sum_of(executor, ImbalanceAmount{level_});
    for (double& amount : amounts) amount *= tables_.h_m[0] * tables_.h_m[1] * tables_.h_m[2];
    return amounts;
  }

  /// Whether velocities are numbers, and those of air: temperatures stand still in a flow that ran away, since it mixes
  /// everything, and would look steady. `squares`: of a case, as `velocity_squares` sums them.
  [[nodiscard]] bool is_sound(double squares) const {
    constexpr double kMostSpeed_m_per_s = 1000;
    return squares < kMostSpeed_m_per_s * kMostSpeed_m_per_s * static_cast<double>(tables_.layout.cells());
  }

  /// Sum of the squares of each case's velocities.
  std::vector<double> velocity_squares(Executor& executor) { return sum_of(executor, VelocitySquares{level_}); }

  /// Each case's imbalance over what its supplies and ducts move.
  std::vector<double> relative_masses(Executor& executor) {
    std::vector<double> amounts = mass_imbalance(executor);
    for (std::size_t unit = 0; unit < amounts.size(); ++unit) {
      const double flow = tables_.flow_m3_per_s[unit];
      amounts[unit] = flow > 0 ? amounts[unit] / flow : 0;
    }
    return amounts;
  }

  [[nodiscard]] View<float> duct_state() { return ducts_.view(); }
  [[nodiscard]] View<float> field(const float* data) const {
    return {const_cast<float*>(data), level_.layout.size, 1, 1};
  }

 private:
  static constexpr Index kScalars = 5;  ///< three velocities, pressure, temperature

  [[nodiscard]] float* deferred(Index number) { return deferred_.view().data + number * level_.layout.size; }

  /// Means of the first `count` followed things: ducts come before probes.
  void mean_followed(Executor& executor, Index count) {
    const FollowedTerm term{level_.temperature, lists_.first.view().data, lists_.parts.view().data};
    executor.sum_rows(count, tables_.widest, term, followed_.view());
  }

  /// How far each case goes along the correction.
  StepLength find_step(Executor& executor) {
    const Layout& at = level_.layout;
    double* const sums = amount_.view().data;
    executor.sum_both(at.cases, at.ny * at.nz, at.nx, CorrectionTimesRight{level_}, CorrectionTimesApplied{level_},
                      partial_.view(), {sums, 2 * at.cases, 1, 1});
    return {sums, sums + at.cases};
  }

  template <class Term>
  std::vector<double> sum_of(Executor& executor, const Term& term) {
    const Layout& at = level_.layout;
    const View<double> sums{amount_.view().data, at.cases, 1, 1};
    executor.sum(at.cases, at.ny * at.nz, at.nx, term, partial_.view(), sums);
    std::vector<double> amounts(static_cast<std::size_t>(at.cases));
    executor.download(sums.as_const(), std::span(amounts));
    return amounts;
  }

  template <bool kTurbulent>
  void sweep_components(Executor& executor, float inertia) {
    if (level_.momentum_source[0] != nullptr) {
      sweep_components<kTurbulent, true>(executor, inertia);
    } else {
      sweep_components<kTurbulent, false>(executor, inertia);
    }
  }
  template <bool kTurbulent, bool kSourced>
  void sweep_components(Executor& executor, float inertia) {
    sweep_in_turn(executor, level_.zebra(), level_.layout.nx, level_.walk_end(),
                  MomentumRow<0, kTurbulent, kSourced>{level_, inertia, drawn()},
                  MomentumRow<1, kTurbulent, kSourced>{level_, inertia, drawn()},
                  MomentumRow<2, kTurbulent, kSourced>{level_, inertia, drawn()});
  }

  template <bool kTurbulent>
  void sweep_heat(Executor& executor, int sweeps) {
    if (level_.heat_source != nullptr) {
      sweep_heat(executor, sweeps, TemperatureRow<kTurbulent, true>{level_});
    } else {
      sweep_heat(executor, sweeps, TemperatureRow<kTurbulent, false>{level_});
    }
  }

  void set_start(Executor& executor, Buffer<StartValue>& values, float* field) {
    executor.for_each_cell(values.view().size(), SetStartValue{values.view().data, field});
  }

  template <class Body>
  void sweep_heat(Executor& executor, int sweeps, const Body& body) {
    repeat_sweep(executor, level_.zebra(), level_.layout.nx, level_.walk_end(), sweeps, body);
  }
  template <class Body>
  void each_opening(Executor& executor, const Body& body) {
    executor.for_each_cell(static_cast<Index>(tables_.openings.size()), body);
  }

  void fill_level() {
    const Index size = tables_.layout.size;
    level_.layout = tables_.layout;
    const Index steps[3] = {1, tables_.layout.pitch, tables_.layout.plane};
    auto& finest = multigrid_->level(0);
    const View<multigrid::Conductance> coefficients[3] = {finest.cx, finest.cy, finest.cz};
    for (int d = 0; d < 3; ++d) {
      level_.step[d] = steps[d];
      level_.per_m[d] = static_cast<float>(1 / tables_.h_m[static_cast<std::size_t>(d)]);
      level_.velocity[d] = scalars_.view().data + d * size;
      level_.bits[d] = bits_.view().data + d * size;
      level_.coefficient[d] = coefficients[d].data;
    }
    level_.pressure = scalars_.view().data + 3 * size;
    level_.temperature = scalars_.view().data + 4 * size;
    level_.correction = finest.x.data;
    level_.imbalance = finest.b.data;
    lay_out_turbulence(tables_.turbulence, turbulent_.view().data, lists_.sides.view().data, level_);
    level_.heat_source = own_heat();
    level_.numbers = lists_.numbers.view().data;
    level_.active = active_.view().data;
  }

  void upload_tables(Executor& executor) {
    const Index size = tables_.layout.size;
    executor.fill_bytes(history_.view(), 0);
    executor.fill_bytes(turn_.view(), 0);
    executor.fill_bytes(deferred_.view(), 0);
    set_active(executor, std::vector<int>(static_cast<std::size_t>(tables_.layout.cases), 1));
    for (int d = 0; d < 3; ++d) {
      executor.upload(std::span<const face::Bits>(tables_.bits[static_cast<std::size_t>(d)]),
                      bits_.view().after(d * size));
    }
    if (level_.wall_distance != nullptr) {
      executor.upload(std::span<const float>(tables_.wall_distance_m), turbulent_.view().after(size));
    }
    executor.upload(std::span<const float>(tables_.source_k_per_s), heat_.view());
  }

  const Tables& tables_;
  std::optional<multigrid::Hierarchy<Executor>> multigrid_;  ///< until the last turn
  Buffer<float> scalars_;
  Buffer<face::Bits> bits_;
  Buffer<float> turbulent_;
  Buffer<float> deferred_;
  Buffer<float> heat_;
  Lists<Executor> lists_;
  Buffer<int> active_;
  Buffer<float> moved_openings_;
  Buffer<float> ducts_;
  Buffer<double> followed_;
  Buffer<float> history_;
  Buffer<Index> turn_;
  Buffer<double> partial_;
  Buffer<double> amount_;
  std::optional<LevelRooms<Executor>> rooms_;  ///< likewise
  Level level_;
  bool helped_ = false;
};

}  // namespace kernels::flow
