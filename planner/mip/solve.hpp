/// One door to the solvers: an integer program and its limits in, an answer with its bound out.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "planner/mip/model.hpp"

namespace hallplan::mip {

enum class Solver {
  cbc,    ///< COIN-OR CBC with Clp; always there
  highs,  ///< HiGHS, where it was found when the program was configured
};

/// How far a search has come.
struct Progress {
  double seconds = 0;  ///< since `solve` began
  double objective = -kInfinity;
  double bound = kInfinity;  ///< as the solver claims
};

/// `nodes` is the repeatable limit; `seconds` is wall time and guards only.
struct Limits {
  double seconds = 60;
  int nodes = std::numeric_limits<int>::max();
  double gap = 0;              ///< stop when (bound - objective) <= gap * |objective|
  double cutoff = -kInfinity;  ///< look only for points of a greater objective
  int seed = 1;
  std::function<bool()> cancelled;                ///< asked now and then; true ends the search with the best so far
  std::function<void(const Progress&)> progress;  ///< told of better points and bounds
};

enum class Status {
  optimal,      ///< proven by the solver within the gap asked for
  feasible,     ///< a point, and a limit ended the search
  infeasible,   ///< no point at all
  none_better,  ///< no point above the cutoff
  unbounded,
  unknown,      ///< a limit ended the search before a point was found
  refused,      ///< the model or a limit makes no sense: `reason` names the row or column
  failed,       ///< the solver broke off, or its point breaks the model: `reason`
  unavailable,  ///< the program was built without this solver
};

struct Answer {
  Status status = Status::failed;
  std::string reason;             ///< when refused, failed or unavailable
  std::vector<double> x;          ///< by column, whole where integer; empty without a point
  double objective = -kInfinity;  ///< of x, computed here
  double bound = kInfinity;       ///< claimed by the solver: no point has more
  int nodes = 0;
  double seconds = 0;
  bool cut_by_time = false;  ///< wall time or a cancellation ended it: a second run may differ

  [[nodiscard]] bool has_point() const { return !x.empty(); }
};

/// The linear relaxation.
struct Relaxation {
  Status status = Status::failed;  ///< optimal, infeasible, unbounded, unknown, refused, failed or unavailable
  std::string reason;
  std::vector<double> x;
  std::vector<double> row_duals;  ///< what one more unit of a row's limit gains: >= 0 where the upper limit binds
  double objective = kInfinity;   ///< as the solver claims
};

[[nodiscard]] bool available(Solver solver);
[[nodiscard]] std::string_view name(Solver solver);
[[nodiscard]] std::string_view name(Status status);

/// Solves. Throws nothing, prints nothing, uses one thread and leaves the process's signals as they are. A point is given only after
/// whole columns were rounded and every row and bound was computed anew (`fault_of_point`, within 1e-6); an exact check is the caller's.
/// Two runs with the same model, limits and solver give the same answer unless `cut_by_time`.
[[nodiscard]] Answer solve(const Model& model, const Limits& limits = {}, Solver solver = Solver::cbc);

/// Solves without asking for whole numbers. For a bound that holds whatever the solver did: `certified_bound` of the duals.
[[nodiscard]] Relaxation relax(const Model& model, double seconds = 60, Solver solver = Solver::cbc);

}  // namespace hallplan::mip
