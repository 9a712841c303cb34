#include "planner/search/aggregate/optimum.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <utility>

#include "planner/mip/certified.hpp"
#include "planner/search/aggregate/incumbent.hpp"
#include "planner/search/aggregate/large.hpp"
#include "planner/search/aggregate/refill.hpp"
#include "planner/search/aggregate/rules.hpp"
#include "planner/search/aggregate/spines.hpp"
#include "planner/search/aggregate/tighten.hpp"
#include "planner/search/aggregate/totals.hpp"

namespace hallplan::search::aggregate {
namespace {

/// Whole objectives: what a solver claims is rounded down, with room for its tolerance.
constexpr double kClaimTolerance = 1e-6;

/// A hall with more choices of spine rooms is refused.
constexpr std::size_t kMostChoices = 5000;

/// Columns of all choices of spine rooms together, up to which each choice of a large hall is relaxed.
constexpr std::size_t kMostEnumerated = 150'000;

/// Rounds of refilling of a large hall, times those of a small one, and the share of the time that is kept for its parts.
constexpr int kLargeRefills = 30;
constexpr double kShareOfParts = 0.5;
constexpr double kShareAfterFirst =
    0.85;  ///< kept when the first rounds of a large hall begin, before anything is relaxed

/// Columns up to which HiGHS is given a whole large hall, the share of the time that is kept for that, and of it for each choice.
constexpr std::size_t kMostAtOnce = 6000;
constexpr double kShareOfWhole = 0.85;
constexpr double kShareAtOnce = 0.6;

struct Choice {
  Program program;
  std::vector<double> x;          ///< of its relaxation
  double bound = mip::kInfinity;  ///< by the solver, so far
  double certified = mip::kInfinity;
  bool impossible = false;
};

class Run {
 public:
  Run(const Hall& hall, const Settings& settings) : hall_(hall), settings_(settings), best_(hall, settings) {}

  Optimum run() {
    if (std::string fault = fault_of(hall_); !fault.empty()) return refused(std::move(fault));
    if (!mip::available(settings_.solver)) {
      const mip::Answer answer = mip::solve(mip::Model{}, {}, settings_.solver);
      out_.status = answer.status;
      out_.reason = answer.reason;
      return std::move(out_);
    }
    const std::vector<std::vector<int>> spines = spine_choices(hall_);
    out_.choices = static_cast<int>(spines.size());
    if (spines.size() > kMostChoices) return refused("too many choices of spine rooms");
    Filling first = first_plan(hall_, spines, settings_.goal);
    // Old loads alone may break a limit: then there is no plan, and nothing to blame.
    if (first.halves() > 0 || broken_rule(hall_, first.plan()).empty()) accept(first.plan());
    best_.report(mip::kInfinity);
    const bool large = !spines.empty() && columns_of(spines.front()) > kMostColumns;
    first = refill(std::move(first), settings_.refills, large ? kShareAfterFirst * settings_.seconds : 0);
    if (!relax_all(spines)) {
      out_.seconds = best_.seconds();
      return std::move(out_);
    }
    // The most promising first; equal ones in their order.
    std::stable_sort(choices_.begin(), choices_.end(),
                     [](const Choice& a, const Choice& b) { return a.certified > b.certified; });
    best_.report(claimed());
    if (large_) {
      // For half of the time at most; the other half is for parts, which start from the best.
      (void)refill(std::move(first), kLargeRefills * settings_.refills, kShareOfParts * settings_.seconds);
      solve_large();
    } else {
      for (Choice& choice : choices_) {
        if (choice.impossible || choice.certified <= best_.objective()) continue;
        if (!solve(choice)) break;
      }
    }
    return finish();
  }

 private:
  Optimum refused(std::string reason) {
    out_.status = mip::Status::refused;
    out_.reason = std::move(reason);
    return std::move(out_);
  }

  /// Rounds of `refilled`, until so many seconds are left.
  Filling refill(Filling first, int rounds, double seconds_left) {
    RefillLimits limits;
    limits.rounds = rounds;
    limits.seed = static_cast<std::uint64_t>(settings_.seed);
    limits.interrupted = [&] {
      const bool over = best_.interrupted() || best_.left() < seconds_left;
      out_.cut_by_time = out_.cut_by_time || over;
      return over;
    };
    limits.better = [&](const Filling& filling) {
      if (worth(filling, settings_.goal) <= best_.objective()) return;
      accept(filling.plan());
      best_.report(choices_.empty() ? mip::kInfinity : claimed());
    };
    return refilled(hall_, std::move(first), settings_.goal, limits);
  }

  void accept(Plan plan) {
    if (!best_.offer(std::move(plan))) failed_ = true;
  }

  bool relax_all(const std::vector<std::vector<int>>& spines) {
    std::vector<std::vector<int>> tried = spines;
    if (!spines.empty() && columns_of(spines.front()) > kMostColumns) {
      large_ = true;
      // All sites at once, with the choice among them relaxed too: one bound for every choice.
      if (spines.size() * columns_of(spines.front()) > kMostEnumerated) tried = {all_sites()};
    }
    for (const std::vector<int>& spine : tried) {
      Choice choice;
      choice.program = program_of(hall_, spine, settings_.goal);
      if (choice.program.model.columns.empty()) continue;  // nothing can be placed
      if (!relax(choice, true)) return false;
      choices_.push_back(std::move(choice));
    }
    return true;
  }

  [[nodiscard]] std::size_t columns_of(const std::vector<int>& spine) const {
    return program_of(hall_, spine, settings_.goal).model.columns.size();
  }

  [[nodiscard]] std::vector<int> all_sites() const {
    std::vector<int> sites(hall_.reaches.size());
    std::iota(sites.begin(), sites.end(), 0);
    return sites;
  }

  /// Tightens, relaxes, certifies. False when the solver refuses or fails.
  bool relax(Choice& choice, bool tightened) {
    double left = best_.left();
    if (left <= 0) {
      choice.certified = std::min(choice.certified, mip::certified_whole_bound(choice.program.model, {}));
      choice.bound = std::min(choice.bound, choice.certified);
      out_.cut_by_time = true;
      return true;
    }
    if (tightened && !tighten(hall_, choice.program, left, settings_.solver, settings_.probes)) out_.cut_by_time = true;
    left = std::max(1e-3, best_.left());
    mip::Relaxation relaxation = mip::relax(choice.program.model, left, settings_.solver);
    if (relaxation.status == mip::Status::refused || relaxation.status == mip::Status::unavailable ||
        relaxation.status == mip::Status::failed) {
      out_.status = relaxation.status;
      out_.reason = relaxation.reason;
      return false;
    }
    if (relaxation.status == mip::Status::unknown) out_.cut_by_time = true;
    choice.impossible = relaxation.status == mip::Status::infeasible;
    choice.certified =
        std::min(choice.certified, mip::certified_whole_bound(choice.program.model, relaxation.row_duals));
    choice.bound = std::min(choice.bound, choice.certified);
    choice.x = std::move(relaxation.x);
    return true;
  }

  /// The choice that the relaxed rooms speak for: most of what stands in reach.
  [[nodiscard]] std::vector<int> choice_for(const Choice& all) const {
    std::vector<int> best;
    double most = -1;
    for (const std::vector<int>& spine : spine_choices(hall_)) {
      const std::vector<char> reach = reach_of(hall_, spine);
      double halves = 0;
      for (std::size_t s = 0; s < reach.size(); ++s) {
        if (reach[s] == 0) continue;
        for (const auto& by_phase : all.program.halves[s]) {
          for (const int column : by_phase) halves += column < 0 ? 0 : all.x[static_cast<std::size_t>(column)];
        }
      }
      if (halves > most) {
        most = halves;
        best = spine;
      }
    }
    return best;
  }

  /// Whole programs to the solver, the choice with the greatest bound first.
  void at_once() {
    while (!best_.interrupted() && out_.nodes < settings_.nodes) {
      Choice& choice = *std::max_element(choices_.begin(), choices_.end(),
                                         [](const Choice& a, const Choice& b) { return a.bound < b.bound; });
      const double before = choice.bound;
      if (before - best_.objective() <= settings_.gap * best_.objective()) return;
      mip::Limits limits;
      limits.seconds = std::max(1e-3, kShareAtOnce * best_.left());
      limits.nodes = settings_.nodes - out_.nodes;
      limits.cutoff = best_.objective();
      limits.gap = settings_.gap;
      limits.cancelled = settings_.cancelled;
      limits.progress = [&](const mip::Progress& progress) {
        choice.bound = std::min(choice.bound, std::floor(progress.bound + kClaimTolerance));
        best_.report(claimed(), progress.objective);
      };
      const mip::Answer answer = mip::solve(choice.program.model, limits, settings_.solver);
      out_.nodes += answer.nodes + 1;
      out_.cut_by_time = out_.cut_by_time || answer.cut_by_time;
      choice.bound = std::min(choice.bound, std::floor(answer.bound + kClaimTolerance));
      if (answer.has_point()) accept(plan_of(hall_, choice.program, answer.x));
      best_.report(claimed());
      if (choice.bound >= before && !answer.has_point()) return;
    }
  }

  /// Plans for the most promising choice, bounds for all.
  void solve_large() {
    if (choices_.empty() || choices_.front().x.empty()) return;
    LargeSearch search(hall_, settings_, best_);
    Choice chosen;
    const bool all = !choices_.front().program.rooms.empty();
    if (all) {
      chosen.program = program_of(hall_, choice_for(choices_.front()), settings_.goal);
      if (!relax(chosen, false)) return;
    }
    const auto relaxed = [&](const Choice& of) { return Relaxed{of.program, of.x, of.certified}; };
    const auto tightened = [&](Choice& choice) {
      if (!tighten_clusters(hall_, choice.program, search.clusters(), best_.left(), settings_.solver,
                            settings_.cancelled)) {
        out_.cut_by_time = true;
      }
      if (!relax(choice, false)) failed_ = true;
      best_.report(claimed());
    };
    bool going = true;
    if (all) {
      going = search.build(relaxed(chosen), claimed());
      if (going) tightened(choices_.front());
    } else {
      // Until the most promising choice stays it.
      std::vector<char> done(choices_.size(), 0);
      for (std::size_t i = 0; going && best_.left() > 0;) {
        if (done[i] == 0) tightened(choices_[i]);
        if (done[i] == 0 && i == 0) going = search.build(relaxed(choices_[i]), claimed());
        done[i] = 1;
        const auto most = std::max_element(choices_.begin(), choices_.end(),
                                           [](const Choice& a, const Choice& b) { return a.bound < b.bound; });
        const auto next = static_cast<std::size_t>(most - choices_.begin());
        if (done[next] != 0 || choices_[next].bound <= best_.objective()) {
          if (next != 0 && going) going = search.build(relaxed(choices_[next]), claimed());
          break;
        }
        i = next;
      }
    }
    // HiGHS still finds and proves something on a whole hall of 1,000 slots; CBC does not.
    const bool whole =
        !all && settings_.solver == mip::Solver::highs && choices_.front().program.model.columns.size() <= kMostAtOnce;
    if (going) going = search.improve(claimed(), whole ? kShareOfWhole * settings_.seconds : 0);
    if (going && whole) at_once();
    failed_ = failed_ || !going;
    out_.nodes += search.nodes();
    out_.cut_by_time = out_.cut_by_time || search.cut_by_time() || best_.interrupted();
  }

  /// False when the search is over.
  bool solve(Choice& choice) {
    const double left = best_.left();
    if (best_.interrupted()) {
      out_.cut_by_time = true;
      return false;
    }
    double bound = choice.bound;
    const auto heard = [&](double objective, double claim) {
      choice.bound = std::min(choice.bound, std::floor(claim + kClaimTolerance));
      best_.report(claimed(), objective);
    };
    const std::vector<double> x = by_totals(choice, left, best_.objective(), heard, bound);
    choice.bound = std::min(choice.bound, std::floor(bound + kClaimTolerance));
    if (!x.empty()) accept(plan_of(hall_, choice.program, x));
    best_.report(claimed());
    return true;
  }

  using Hear = std::function<void(double objective, double bound)>;

  std::vector<double> by_totals(const Choice& choice, double left, double cutoff, const Hear& heard, double& bound) {
    TotalsLimits limits;
    limits.seconds = left;
    limits.nodes = settings_.nodes;
    limits.cutoff = cutoff;
    limits.gap = settings_.gap;
    limits.solver = settings_.solver;
    limits.cancelled = settings_.cancelled;
    limits.progress = heard;
    TotalsAnswer answer = search_totals(choice.program, limits);
    out_.nodes += answer.nodes;
    out_.cut_by_time = out_.cut_by_time || answer.cut_by_time;
    bound = answer.bound;
    return std::move(answer.x);
  }

  [[nodiscard]] double claimed() const {
    double bound = 0;
    for (const Choice& choice : choices_) {
      if (!choice.impossible) bound = std::max(bound, choice.bound);
    }
    return bound;
  }

  Optimum finish() {
    out_.seconds = best_.seconds();
    out_.certified = 0;
    bool possible = choices_.empty() && (best_.has_plan() || failed_);
    for (const Choice& choice : choices_) {
      out_.certified = std::max(out_.certified, choice.certified);
      possible = possible || !choice.impossible;
    }
    out_.has_plan = best_.has_plan();
    if (out_.has_plan) {
      out_.plan = best_.plan();
      out_.objective = best_.objective();
    }
    out_.bound = std::max(claimed(), out_.objective);
    if (failed_) out_.reason = best_.reason();
    if (!possible) {
      out_.status = mip::Status::infeasible;
    } else if (out_.has_plan) {
      const bool proven = out_.bound <= out_.objective * (1 + settings_.gap) && !failed_;
      out_.status = proven ? mip::Status::optimal : mip::Status::feasible;
    } else {
      out_.status = failed_ ? mip::Status::failed : mip::Status::unknown;
    }
    return std::move(out_);
  }

  const Hall& hall_;
  const Settings& settings_;
  Incumbent best_;
  std::vector<Choice> choices_;
  Optimum out_;
  bool large_ = false;
  bool failed_ = false;
};

}  // namespace

Optimum optimum_of(const Hall& hall, const Settings& settings) { return Run(hall, settings).run(); }

}  // namespace hallplan::search::aggregate
