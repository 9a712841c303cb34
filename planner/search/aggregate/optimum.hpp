/// The best plan of a hall by integer programming, with what no plan can exceed.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "planner/mip/solve.hpp"
#include "planner/search/aggregate/plan.hpp"
#include "planner/search/aggregate/program.hpp"
#include "planner/search/aggregate/tighten.hpp"

namespace hallplan::search::aggregate {

/// How far it has come, in the goal's units: of value, or half scalable units.
struct Step {
  double seconds = 0;
  double objective = -mip::kInfinity;
  double bound = mip::kInfinity;
};

struct Settings {
  Goal goal = Goal::value;
  mip::Solver solver = mip::Solver::cbc;
  double seconds = 60;    ///< wall time, guards only
  int nodes = 1'000'000;  ///< for each choice of spine rooms; repeats
  double gap = 0;
  double cutoff = -mip::kInfinity;  ///< only plans worth more are looked for
  int seed = 1;                     ///< of the neighbourhoods of a large hall
  int refills = 2000;               ///< rounds of `refilled` on the first plan
  int probes = kProbes;             ///< of `tighten`
  std::function<bool()> cancelled;
  std::function<void(const Step&)> progress;
};

struct Optimum {
  mip::Status status = mip::Status::failed;  ///< optimal, feasible, infeasible, unknown, refused, failed or unavailable
  std::string reason;
  Plan plan;
  bool has_plan = false;
  double objective = 0;               ///< in the goal's units; 0 without a plan
  double bound = mip::kInfinity;      ///< of all choices of spine rooms, as the solver claims; never above `certified`
  double certified = mip::kInfinity;  ///< the same by weak duality, computed here
  int choices = 0;  ///< of spine rooms that were left after dropping those that reach less than another
  int nodes = 0;
  double seconds = 0;
  bool cut_by_time = false;
};

/// A first plan without a solver, told at once. Then relaxes every choice of spine rooms and solves them from the most promising on, each
/// only for what is better than what is found; a hall of more than `kMostColumns` part by part (`large.hpp`). Every plan is counted by the
/// rules (`rules.hpp`) before it is taken. Throws nothing; a hall with a fault is refused with its reason.
[[nodiscard]] Optimum optimum_of(const Hall& hall, const Settings& settings = {});

}  // namespace hallplan::search::aggregate
