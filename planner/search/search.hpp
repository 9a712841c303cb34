/// Proposes a placement: as much value where demands differ in it, else as many compute racks as the site's limits allow, in whole
/// scalable units, then room for more by power and coolant, then short cables, then no hot spots and evenly loaded feeds. A proposal is never a certificate: the verdict re-checks it from scratch.
///
/// Method: greedy over all block templates, then ruin and recreate (Schrimpf et al. 2000) on exact integer loads, and an upper
/// bound by weak duality over the capacity rows; where these do not meet, an integer program. `README.md` says it in plain words, and what the bound covers.
#pragma once

#include <cstdint>
#include <functional>

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::search {

/// Where a search stands.
struct Progress {
  std::int64_t moves = 0;
  int compute_racks = 0;  ///< of the best placement so far
  int bound_racks = 0;    ///< no placement has more
};

/// Who solves the hall as an integer program where moves leave a gap between plan and bound.
enum class Solver {
  none,
  cbc,
  highs,  ///< where the program was built with it
};
[[nodiscard]] bool available(Solver solver);

struct Options {
  std::uint64_t seed = 1;
  std::int64_t moves = 4000;  ///< work budget: ruin-and-recreate moves. More of them never give a worse plan.
  Solver solver = Solver::cbc;
  int nodes = 2000;                 ///< work budget of the solver: nodes of its branch and bound
  double seconds_guard = 120;       ///< ends a search that runs longer; such a plan is marked not reproducible
  std::function<bool()> cancelled;  ///< asked between moves; true ends the search with the best so far
  std::function<void(const Progress&)> progress;  ///< told of every better plan and now and then between
};

/// Searches a placement for the site. Pinned racks stay where they are; incomplete pinned units are completed when they can be.
/// The same site, seed and moves give the same plan. Never fails: a site in which nothing fits gives its pinned racks alone.
[[nodiscard]] Plan search(const Site& site, const Options& options);

}  // namespace hallplan::search
