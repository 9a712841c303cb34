/// Improves a placement by taking a few units out and filling the hall again, over and over (ruin and recreate, Schrimpf et
/// al. 2000; acceptance by a threshold below the best, as in record-to-record travel, Dueck 1993).
#pragma once

#include "planner/search/bound.hpp"
#include "planner/search/search.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search {

struct Outcome {
  State best;
  std::int64_t moves = 0;
  bool interrupted = false;  ///< cancelled by the caller
  bool out_of_time = false;  ///< ended by the seconds guard
};

/// From the empty hall (pinned racks apart) to the best placement that the budget finds. Deterministic for a seed and a budget
/// unless interrupted or out of time; a longer budget walks the same way further. `from`: a placement of the model to start at (or none).
/// `of_due`: the bound of placements that lack nothing of what is due, where that says more.
[[nodiscard]] Outcome improve(const Model& model, const Bound& bound, const Options& options,
                              const State* from = nullptr, const Bound* of_due = nullptr);

}  // namespace hallplan::search
