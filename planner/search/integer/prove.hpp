/// How many compute racks the integer program of a hall allows: a bound that is certified, one that the solver claims, and a
/// point to aim at.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "planner/mip/solve.hpp"
#include "planner/search/integer/ceiling.hpp"
#include "planner/search/integer/program.hpp"

namespace hallplan::search::integer {

/// Numbers are of what the program gains: compute racks, or thousandths of value.
struct Proof {
  std::int64_t certified = -1;  ///< no placement has more, pinned racks included: weak duality; -1: none
  std::string certified_by;     ///< the limits that carry it, in the user's words
  std::int64_t claimed = -1;    ///< the same as the solver claims; -1: it claims nothing
  std::int64_t reached = -1;    ///< by `point`; -1: there is none
  std::vector<double> point;  ///< by column of the program: a placement in numbers, which may not be possible in slots
  bool cut_by_time = false;   ///< a second run may claim something else
};

/// Branches only where the certified bound leaves room above what is `placed`.
[[nodiscard]] Proof prove(const Model& model, const Classes& classes, const Program& program, mip::Solver solver,
                          std::int64_t placed, const Budget& budget);

}  // namespace hallplan::search::integer
