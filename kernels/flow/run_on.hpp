/// The field solve on any executor: grid after grid from the coarsest to the finest, each one started from the answer of the
/// one before, until the followed temperatures say that it is done. Instantiated for the host executors in host.cpp and for
/// CUDA in device.cu.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "kernels/base/in_threads.hpp"
#include "kernels/executor/side_by_side.hpp"
#include "kernels/flow/fields.hpp"
#include "kernels/flow/followed.hpp"
#include "kernels/flow/full_approximation.hpp"
#include "kernels/flow/hand_out.hpp"
#include "kernels/flow/help.hpp"
#include "kernels/flow/interpolate.hpp"
#include "kernels/flow/job.hpp"
#include "kernels/flow/on_grid.hpp"

namespace kernels::flow {

/// A solve under way.
template <class Executor>
class Run {
 public:
  static constexpr int kTurnsBetweenLooks = 10;

  Run(Executor& executor, const Job& job) : executor_(executor), job_(job), options_(job.options) {}

  std::vector<Solution> solve() {
    const auto begun = std::chrono::steady_clock::now();
    solutions_.resize(job_.halls.size());
    ran_away_.assign(job_.halls.size(), 0);
    room_ = room_on(job_.grids() - 1);
    if (room_) make_tables_ahead();
    const bool warm = job_.starts.front().fields != nullptr;
    for (std::size_t grid = warm ? job_.grids() - 1 : 0; room_ && grid < job_.grids(); ++grid) {
      room_ = room_on(grid);
      if (!room_) break;
      open_grid(grid);
      if (!executor_.status()) break;
      if (stopped_) continue;  // the finest grid then has what was found so far
      if (grid + 1 == job_.grids()) {
        settle();
      } else if (is_to_settle(grid)) {
        settle();
        keep_coarser();
      } else {
        run_turns(options_.coarse_turns);
      }
    }
    if (executor_.status() && room_) hand_out();
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    for (Solution& solution : solutions_) {
      if (!room_) solution.status = room_;
      if (!executor_.status()) solution.status = executor_.status();
      solution.seconds = seconds;
      solution.ran_on = executor_.name();
    }
    return std::move(solutions_);
  }

  /// The cases that ran away on some grid.
  [[nodiscard]] const std::vector<int>& ran_away() const { return ran_away_; }

 private:
  [[nodiscard]] Status room_on(std::size_t grid) {
    return room_for(executor_, job_.halls.front()->grids[grid], static_cast<Index>(job_.halls.size()));
  }

  /// Of the grids before the finest one: the last, for the error of the grid, and with k-epsilon all of them. A hall that takes
  /// some thousand turns to leave its symmetric state, and swings before it rests, is through with that where a turn costs least.
  [[nodiscard]] bool is_to_settle(std::size_t grid) const {
    if (!options_.settle_coarser) return false;
    return grid + 2 == job_.grids() || job_.halls.front()->grids[grid].turbulence == Turbulence::k_epsilon;
  }

  [[nodiscard]] std::vector<const Case*> cases_on(std::size_t grid) const {
    std::vector<const Case*> cases;
    for (const Sequence* hall : job_.halls) cases.push_back(&hall->grids[grid]);
    return cases;
  }

  /// The host makes all grids' tables while a device works on the first ones; where it is the host that works, each grid's
  /// when it is opened.
  void make_tables_ahead() {
    constexpr std::size_t kMostThreads = 16;
    const std::size_t threads = Executor::kLeavesHostFree ? threads_for(job_.halls.size(), kMostThreads) : 1;
    const auto when = Executor::kLeavesHostFree ? std::launch::async : std::launch::deferred;
    for (std::size_t grid = 0; grid < job_.grids(); ++grid) {
      tables_.push_back(std::async(when, [this, grid, threads] { return make_tables(cases_on(grid), threads); }));
    }
  }

  void open_grid(std::size_t grid) {
    grid_ = grid;
    const std::vector<const Case*> cases = cases_on(grid);
    auto opened = std::make_unique<OnGrid<Executor>>(executor_, tables_[grid].get());
    if (!executor_.status()) return;
    if (now_ != nullptr) {
      interpolate(now_->state.level(), opened->state.level());
    } else if (job_.starts.front().fields != nullptr) {
      const StartValues given(opened->tables);
      for (std::size_t unit = 0; unit < cases.size(); ++unit) {
        upload_fields(executor_, opened->state.level(), opened->tables, given, static_cast<Index>(unit),
                      *job_.starts[unit].fields);
      }
    }
    coarser_ = std::move(now_);
    now_ = std::move(opened);
    now_->state.run_ducts(executor_);
    if (grid + 1 < job_.grids() || !options_.full_approximation || coarser_ == nullptr ||
        now_->tables.scheme != Scheme::upwind || !aligned(coarser_->tables, now_->tables)) {
      coarser_.reset();
    }
  }

  void interpolate(const Level& from, const Level& to) {
    InterpolateRow body{from, to, {}};
    body.ratio[0] = static_cast<float>(from.layout.nx) / static_cast<float>(to.layout.nx);
    body.ratio[1] = static_cast<float>(from.layout.ny) / static_cast<float>(to.layout.ny);
    body.ratio[2] = static_cast<float>(from.layout.nz) / static_cast<float>(to.layout.nz);
    executor_.for_each_row(to.layout.rows(), to.layout.nx, InterpolateRow::scratch_floats(from.layout), body);
  }

  void run_turns(int turns) {
    State<Executor>& state = now_->state;
    const auto turn = executor_.record([&] { state.turn(executor_, options_); });
    for (int i = 0; i < turns && executor_.status(); ++i) executor_.play(turn);
    for (Solution& solution : solutions_) solution.turns_on_grid.push_back(turns);
  }

  /// A turn or two on the finest grid as a recording.
  [[nodiscard]] auto recorded_turns(const Options& options) {
    return executor_.record([this, options] {
      for (int turn = 0; turn < kTurnsARecord; ++turn) now_->state.turn(executor_, options);
    });
  }

  /// Visits the coarser grid and takes over what it finds, where that is sound. A case whose coarse grid runs away is left
  /// alone from then on; its change is not taken over. Each case is judged by itself.
  template <class Recording>
  void help(const Recording& find, const Recording& add) {
    const std::vector<double> before = now_->state.relative_masses(executor_);
    std::vector<int> takes(before.size());
    for (std::size_t unit = 0; unit < before.size(); ++unit) {
      takes[unit] = active_[unit] != 0 && help_.takes(unit, before[unit]) ? 1 : 0;
    }
    if (!any_of(takes)) return;
    helper_->set_helped(executor_, takes);
    executor_.play(find);
    const std::vector<double> found = helper_->coarse_masses(executor_);
    for (std::size_t unit = 0; unit < before.size(); ++unit) {
      if (takes[unit] == 0 || help_.sound(unit, before[unit], found[unit])) continue;
      takes[unit] = 0;
      solutions_[unit].full_approximation_kept = false;
    }
    helper_->set_helped(executor_, takes);
    if (any_of(takes)) executor_.play(add);
    if (!help_.any()) helper_.reset();
  }

  [[nodiscard]] const Case& hall(std::size_t unit) const { return job_.halls[unit]->grids.back(); }

  static bool any_of(const std::vector<int>& cases) {
    return std::any_of(cases.begin(), cases.end(), [](int one) { return one != 0; });
  }

  /// Turns until all cases are done. The finest grid is helped by the one before, where that is there. A case of a batch that
  /// runs away is done: it is solved by itself afterwards.
  void settle() {
    State<Executor>& state = now_->state;
    Options options = options_;
    const bool with_help = coarser_ != nullptr;
    if (with_help) helper_ = std::make_unique<FullApproximation<Executor>>(executor_, coarser_->state, state);
    help_ = Help(solutions_.size(), with_help);
    auto turns = recorded_turns(options);
    const auto find = executor_.record([&] {
      if (helper_ != nullptr) helper_->find_change(executor_, options, kCoarseTurnsAVisit);
    });
    const auto add = executor_.record([&] {
      if (helper_ != nullptr) helper_->add_change(executor_);
    });
    active_.assign(solutions_.size(), 1);
    judged_.assign(solutions_.size(), {});
    squares_.assign(solutions_.size(), 0);
    history_ = History(State<Executor>::kHistory, now_->tables.followed());
    bool calmed = false;
    for (int done = 0; done < options.most_turns && executor_.status();) {
      const int next = done + (with_help ? kTurnsBetweenLooksWithHelp : kTurnsBetweenLooks);
      for (; done < next; done += kTurnsARecord) {
        if (helper_ != nullptr && done > 0) help(find, add);
        executor_.play(turns);
      }
      const bool runaway = look(done, calmed || solutions_.size() > 1);
      if (with_help && done == kMostTurnsHelpedInTurbulence && now_->tables.turbulence != Turbulence::none)
        end_help(done);
      if (runaway && !calmed && solutions_.size() == 1) {  // once more from the start, with more inertia
        calmed = true;
        help_.drop(0);
        helper_.reset();
        options.relax_velocity = kCalmRelaxation;
        turns = recorded_turns(options);
        state.restart(executor_);
        history_.since = done;
      }
      stopped_ = !goes_on(done);
      if (!any_of(active_) || stopped_) break;
      state.set_active(executor_, active_);
    }
    for (std::size_t unit = 0; unit < solutions_.size(); ++unit) {
      if (active_[unit] != 0) keep_followed(unit);
      solutions_[unit].turns_on_grid.push_back(solutions_[unit].turns);
      if (judged_[unit].runaway) ran_away_[unit] = 1;
    }
  }

  /// What was found on a grid that settled: of the second-finest for the error of the grid. One that ran away is no start for the
  /// next.
  void keep_coarser() {
    bool lost = false;
    for (std::size_t unit = 0; unit < solutions_.size(); ++unit) {
      Solution& solution = solutions_[unit];
      if (stopped_) {
        solution.ended = Ended::not_converged;
        continue;
      }
      Coarser& coarser = solution.coarser;
      coarser.known = true;
      coarser.ended = solution.ended;
      coarser.probes = std::move(solution.probes);
      coarser.intakes.clear();
      for (const DuctState& duct : solution.ducts) coarser.intakes.push_back(duct.intake);
      lost = lost || judged_[unit].runaway;
    }
    if (lost && solutions_.size() == 1) now_->state.restart(executor_);
    now_->state.set_active(executor_, std::vector<int>(solutions_.size(), 1));
  }

  /// Judges the cases that are still moved by what is followed; true when one has run away.
  bool look(int done, bool last_chance) {
    State<Executor>& state = now_->state;
    history_.note(state.download_history(executor_, history_.turns, done), done);
    bool runaway = false;
    const std::vector<double> squares = state.velocity_squares(executor_);
    const std::vector<double> imbalances = state.relative_masses(executor_);
    for (std::size_t unit = 0; unit < solutions_.size(); ++unit) {
      if (active_[unit] == 0) continue;
      const std::vector<Index> followed = followed_of(now_->tables, unit);
      const bool last = done >= options_.most_turns;
      judged_[unit] = judge(history_, followed, options_, now_->tables.turbulence, pace(unit), last);
      if (followed.empty()) judge_energy(unit, squares[unit]);
      if (!(imbalances[unit] < kMassOfAnAnswer)) judged_[unit] = unfinished(judged_[unit]);
      if (!state.is_sound(squares[unit])) judged_[unit] = lost(judged_[unit]);
      squares_[unit] = squares[unit];
      solutions_[unit].turns = done;
      runaway = runaway || judged_[unit].runaway;
      if (!judged_[unit].ended && !(judged_[unit].runaway && last_chance)) continue;
      active_[unit] = 0;
      keep_followed(unit);  // the history forgets
    }
    return runaway;
  }

  [[nodiscard]] static Judgement unfinished(Judgement judged) {
    judged.ended = false;
    judged.how = Ended::not_converged;
    judged.left_k.clear();
    return judged;
  }
  [[nodiscard]] static Judgement lost(Judgement judged) {
    judged.runaway = true;
    return unfinished(judged);
  }

  /// What has not settled by then wanders: a window's means are the hall's own.
  void end_help(int done) {
    for (std::size_t unit = 0; unit < solutions_.size(); ++unit) help_.drop(unit);
    helper_.reset();
    history_.since = done;
  }

  [[nodiscard]] Pace pace(std::size_t unit) const {
    const Index patience = now_->tables.turbulence == Turbulence::none ? 1 : kPatienceWithTurbulence;
    const bool begun = solutions_[unit].coarser.known && solutions_[unit].coarser.ended != Ended::not_converged;
    if (help_.helped(unit)) return {kTurnsARecord, patience * kTurnsOfAMeanWithHelp, begun};
    const bool unstable = now_->tables.turbulence == Turbulence::k_epsilon && grid_ + 1 < job_.grids();
    return {1, patience * std::max(1, options_.steady_turns / 2), begun, unstable ? kPartOfCoarserGrid : 1.0};
  }

  /// Where nothing is followed, the flow itself says when it stands still.
  void judge_energy(std::size_t unit, double squares) {
    Judgement& judged = judged_[unit];
    if (!(std::fabs(squares - squares_[unit]) <= options_.steady_energy * squares)) return;
    judged.ended = true;
    judged.how = Ended::steady;
  }

  [[nodiscard]] bool goes_on(int done) const {
    if (!job_.progress) return true;
    double change_k = 0;
    for (const Judgement& judged : judged_) change_k = std::max(change_k, judged.change_k);
    return job_.progress(done, change_k);
  }

  void keep_followed(std::size_t unit) {
    hand_out_followed(now_->tables, unit, history_, judged_[unit], pace(unit).every, solutions_[unit]);
  }

  void hand_out() {
    helper_.reset();
    coarser_.reset();
    State<Executor>& state = now_->state;
    state.end_turns();
    const Tables& tables = now_->tables;
    const auto ducts = static_cast<Index>(tables.ducts.size());
    std::vector<float> duct_state(static_cast<std::size_t>(2 * ducts));
    executor_.download(state.duct_state().as_const(), std::span(duct_state));
    for (std::size_t unit = 0; unit < solutions_.size(); ++unit) {
      hand_out_ducts(tables, unit, duct_state, solutions_[unit]);
    }
    side_by_side(executor_, static_cast<Index>(solutions_.size()), solutions_.size() > 1,
                 [&](Executor& on, Index number) {
                   const auto unit = static_cast<std::size_t>(number);
                   const bool certifies = options_.certify && !stopped_ && !judged_[unit].runaway;
                   hand_out_fields(on, state, number, hall(unit), certifies, options_, solutions_[unit]);
                 });
  }

  static constexpr double kCalmRelaxation = 0.7;
  static constexpr int kTurnsARecord = 2;  ///< one alone does not smooth what a coarse visit leaves: it diverges
  static constexpr int kCoarseTurnsAVisit = 10;
  static constexpr int kTurnsBetweenLooksWithHelp = 2 * kTurnsARecord;
  static constexpr int kTurnsOfAMeanWithHelp = 2 * kTurnsARecord;  ///< two visits: twenty turns of the coarse grid
  static constexpr Index kPatienceWithTurbulence = 2;  ///< a hall that wanders has lulls, which are not its mean
  static constexpr int kMostTurnsHelpedInTurbulence = 60;
  /// With k-epsilon a symmetric hall leaves its symmetric state so slowly that a window may take it for the answer. The coarser
  /// grid is to be through with that: there it costs an eighth.
  static constexpr double kPartOfCoarserGrid = 1.0 / 3;
  static constexpr double kMassOfAnAnswer = 1;  ///< imbalance over the hall's flow; a flow that is found has hundredths

  Executor& executor_;
  const Job& job_;
  Options options_;
  Status room_;
  std::size_t grid_ = 0;                     ///< that is open
  std::vector<std::future<Tables>> tables_;  ///< of each grid, until it is opened
  std::unique_ptr<OnGrid<Executor>> coarser_;
  std::unique_ptr<OnGrid<Executor>> now_;
  std::unique_ptr<FullApproximation<Executor>> helper_;
  Help help_;
  bool stopped_ = false;  ///< by the caller
  std::vector<int> active_;
  std::vector<int> ran_away_;  ///< on this grid or a coarser one
  std::vector<double> squares_;
  History history_;
  std::vector<Judgement> judged_;
  std::vector<Solution> solutions_;
};

template <class Executor>
std::vector<Solution> solve_on(Executor& executor, const Job& job) {
  std::vector<Solution> solutions;
  std::vector<int> again;
  {
    Run<Executor> run(executor, job);
    solutions = run.solve();
    again = run.ran_away();
  }
  // A case that ran away starts once more with more inertia: by itself, so that the others of its batch need not.
  for (std::size_t unit = 0; solutions.size() > 1 && unit < solutions.size(); ++unit) {
    if (again[unit] == 0 || !solutions[unit].status) continue;
    const Job alone{{job.halls[unit]}, {job.starts[unit]}, job.options, job.progress};
    solutions[unit] = std::move(Run<Executor>(executor, alone).solve().front());
  }
  return solutions;
}

}  // namespace kernels::flow
