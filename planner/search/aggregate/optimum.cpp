#include "planner/search/aggregate/optimum.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <utility>

#include "planner/mip/certified.hpp"
#include "planner/search/aggregate/tighten.hpp"
#include "planner/search/aggregate/totals.hpp"

namespace hallplan::search::aggregate {
namespace {

using Clock = std::chrono::steady_clock;

/// Whole objectives: what a solver claims is rounded down, with room for its tolerance.
constexpr double kClaimTolerance = 1e-6;

/// A hall with more choices of spine rooms is refused.
constexpr std::size_t kMostChoices = 5000;

struct Choice {
  Program program;
  double bound = mip::kInfinity;  ///< by the solver, so far
  double certified = mip::kInfinity;
  bool impossible = false;
};

void choose(int sites, int rooms, int first, std::vector<int>& chosen, std::vector<std::vector<int>>& out) {
  if (static_cast<int>(chosen.size()) == rooms) {
    out.push_back(chosen);
    return;
  }
  for (int site = first; site < sites; ++site) {
    chosen.push_back(site);
    choose(sites, rooms, site + 1, chosen, out);
    chosen.pop_back();
  }
}

std::vector<char> reach_of(const Hall& hall, const std::vector<int>& sites) {
  std::vector<char> reach(hall.segments.size(), 0);
  for (const int site : sites) {
    for (std::size_t s = 0; s < reach.size(); ++s) {
      if (hall.reaches[static_cast<std::size_t>(site)][s] != 0) reach[s] = 1;
    }
  }
  return reach;
}

bool within(const std::vector<char>& small, const std::vector<char>& large) {
  for (std::size_t s = 0; s < small.size(); ++s) {
    if (small[s] > large[s]) return false;
  }
  return true;
}

class Run {
 public:
  Run(const Hall& hall, const Settings& settings) : hall_(hall), settings_(settings) {}

  Optimum run() {
    if (std::string fault = fault_of(hall_); !fault.empty()) {
      out_.status = mip::Status::refused;
      out_.reason = std::move(fault);
      return std::move(out_);
    }
    if (!relax_all()) {
      out_.seconds = seconds();
      return std::move(out_);
    }
    // The most promising first; equal ones in their order.
    std::stable_sort(choices_.begin(), choices_.end(),
                     [](const Choice& a, const Choice& b) { return a.certified > b.certified; });
    report(-mip::kInfinity);
    for (std::size_t i = 0; i < choices_.size(); ++i) {
      if (choices_[i].impossible || (out_.has_plan && choices_[i].certified <= out_.objective)) continue;
      if (!solve(choices_[i])) break;
    }
    return finish();
  }

 private:
  [[nodiscard]] double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  bool relax_all() {
    const std::vector<std::vector<int>> spines = spine_choices(hall_);
    out_.choices = static_cast<int>(spines.size());
    if (spines.size() > kMostChoices) {
      out_.status = mip::Status::refused;
      out_.reason = "too many choices of spine rooms";
      return false;
    }
    for (const std::vector<int>& spine : spines) {
      Choice choice;
      choice.program = program_of(hall_, spine, settings_.goal);
      if (choice.program.model.columns.empty()) continue;  // nothing can be placed
      const double left = settings_.seconds - seconds();
      if (left > 0) {
        if (!tighten(hall_, choice.program, left, settings_.solver)) out_.cut_by_time = true;
        const mip::Relaxation relaxation = mip::relax(choice.program.model, left, settings_.solver);
        if (relaxation.status == mip::Status::refused || relaxation.status == mip::Status::unavailable ||
            relaxation.status == mip::Status::failed) {
          out_.status = relaxation.status;
          out_.reason = relaxation.reason;
          return false;
        }
        choice.impossible = relaxation.status == mip::Status::infeasible;
        choice.certified = mip::certified_whole_bound(choice.program.model, relaxation.row_duals);
      } else {
        choice.certified = mip::certified_whole_bound(choice.program.model, {});
        out_.cut_by_time = true;
      }
      choice.bound = choice.certified;
      choices_.push_back(std::move(choice));
    }
    return true;
  }

  /// False when the search is over.
  bool solve(Choice& choice) {
    const double left = settings_.seconds - seconds();
    if (left <= 0 || (settings_.cancelled && settings_.cancelled())) {
      out_.cut_by_time = true;
      return false;
    }
    const double before = out_.has_plan ? out_.objective : -mip::kInfinity;
    std::vector<double> x;
    double bound = choice.bound;
    const auto heard = [&](double objective, double claimed) {
      choice.bound = std::min(choice.bound, std::floor(claimed + kClaimTolerance));
      report(objective);
    };
    if (choice.program.model.columns.size() <= kMostColumns) {
      x = by_totals(choice, left, before, heard, bound);
    } else {
      x = at_once(choice, left, before, heard, bound);
    }
    choice.bound = std::min(choice.bound, std::floor(bound + kClaimTolerance));
    if (!x.empty()) {
      out_.has_plan = true;
      out_.objective = std::round(choice.program.model.objective(x));
      out_.plan = plan_of(hall_, choice.program, x);
    }
    report(-mip::kInfinity);
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

  /// A hall too large to branch on its totals: the whole program to the solver.
  std::vector<double> at_once(Choice& choice, double left, double cutoff, const Hear& heard, double& bound) {
    mip::Limits limits;
    limits.seconds = left;
    limits.nodes = settings_.nodes;
    limits.cutoff = cutoff;
    limits.gap = settings_.gap;
    limits.cancelled = settings_.cancelled;
    limits.progress = [&](const mip::Progress& progress) { heard(progress.objective, progress.bound); };
    mip::Answer answer = mip::solve(choice.program.model, limits, settings_.solver);
    out_.nodes += answer.nodes;
    out_.cut_by_time = out_.cut_by_time || answer.cut_by_time;
    if (answer.status == mip::Status::failed || answer.status == mip::Status::refused) {
      out_.reason = answer.reason;
      failed_ = true;
    }
    choice.impossible = answer.status == mip::Status::infeasible;
    bound = answer.bound;
    return std::move(answer.x);
  }

  void report(double objective) {
    const double best = std::max(objective, out_.has_plan ? out_.objective : -mip::kInfinity);
    if (settings_.progress) settings_.progress({seconds(), best, std::max(claimed(), best)});
  }

  [[nodiscard]] double claimed() const {
    double bound = 0;
    for (const Choice& choice : choices_) {
      if (!choice.impossible) bound = std::max(bound, choice.bound);
    }
    return bound;
  }

  Optimum finish() {
    out_.seconds = seconds();
    out_.certified = 0;
    bool possible = choices_.empty();
    for (const Choice& choice : choices_) {
      out_.certified = std::max(out_.certified, choice.certified);
      possible = possible || !choice.impossible;
    }
    out_.bound = std::max(claimed(), out_.objective);
    if (choices_.empty()) {  // the empty plan is the only one
      out_.has_plan = true;
      out_.plan.management.assign(hall_.segments.size(), std::vector<int>(static_cast<std::size_t>(hall_.phases), 0));
    }
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
  Clock::time_point start_ = Clock::now();
  std::vector<Choice> choices_;
  Optimum out_;
  bool failed_ = false;
};

}  // namespace

std::vector<std::vector<int>> spine_choices(const Hall& hall) {
  std::vector<std::vector<int>> all;
  std::vector<int> chosen;
  const int sites = static_cast<int>(hall.reaches.size());
  choose(sites, std::clamp(hall.most_spine_rooms, 0, sites), 0, chosen, all);
  std::vector<std::vector<char>> reaches;
  for (const std::vector<int>& sites_chosen : all) reaches.push_back(reach_of(hall, sites_chosen));
  std::vector<std::vector<int>> out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    bool worth = true;
    for (std::size_t j = 0; j < all.size() && worth; ++j) {
      const bool less = within(reaches[i], reaches[j]);
      worth = i == j || !less || (within(reaches[j], reaches[i]) && i < j);  // of equals the first
    }
    if (worth) out.push_back(all[i]);
  }
  return out;
}

Optimum optimum_of(const Hall& hall, const Settings& settings) { return Run(hall, settings).run(); }

}  // namespace hallplan::search::aggregate
