/// Branch and bound on the numbers that matter most: how many halves of each kind are placed in each phase.
#pragma once

#include <functional>
#include <vector>

#include "planner/mip/solve.hpp"
#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

struct TotalsLimits {
  double seconds = 60;
  int nodes = 100'000;  ///< of this tree and of the programs at its leaves, together; repeats
  double cutoff = -mip::kInfinity;
  double gap = 0;
  mip::Solver solver = mip::Solver::cbc;
  std::function<bool()> cancelled;
  std::function<void(double objective, double bound)> progress;
};

struct TotalsAnswer {
  std::vector<double> x;  ///< empty when nothing better than the cutoff was found
  double objective = -mip::kInfinity;
  double bound = mip::kInfinity;  ///< no point has more, by the solver's word
  int nodes = 0;
  bool cut_by_time = false;
};

/// The objective depends on the totals alone. So relaxations branch on them, the greatest bound first, and where they are
/// whole an integer program asks whether the hall holds just these: a question without an objective, which integer programming answers much
/// faster than it finds a best plan. One that is not answered within its nodes comes again later with more.
[[nodiscard]] TotalsAnswer search_totals(const Program& program, const TotalsLimits& limits);

}  // namespace hallplan::search::aggregate
