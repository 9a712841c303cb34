/// All phases of a site as one integer program: what the last phase must hold is given, and the more racks stand earlier, the better. A unit that
/// stands stays, and so does a rack of a type in its part of a row.
#pragma once

#include <vector>

#include "planner/mip/solve.hpp"
#include "planner/search/integer/ceiling.hpp"
#include "planner/search/model.hpp"

namespace hallplan::search::integer {

/// Rack-phases: compute racks that stand in a phase, pinned ones included, summed over the phases before the last.
struct Phased {
  long long certified = -1;  ///< no plan has more: weak duality; -1: none
  long long claimed = -1;    ///< the same as the solver claims; -1: it claims nothing
  long long aimed = -1;      ///< of `units`; -1: there are none
  std::vector<std::vector<int>>
      units;  ///< by phase, then kind: units to be placed, numbers that may not be possible in slots
  bool cut_by_time = false;
};

/// The program of the phases' models, each as the site is then, and its bound for plans of at least so many compute racks in the last one.
/// Branches only where the certified bound leaves room above what is placed.
[[nodiscard]] Phased phased(const std::vector<Model>& models, int last_racks, long long placed, mip::Solver solver,
                            const Budget& budget);

}  // namespace hallplan::search::integer
