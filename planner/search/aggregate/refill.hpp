/// Better plans without a solver: a few segments are cleared and filled anew in another order, again and again (ruin and recreate; Schrimpf et
/// al. 2000), with a little loss allowed now and then (record-to-record travel; Dueck 1993).
#pragma once

#include <cstdint>
#include <functional>

#include "planner/search/aggregate/filling.hpp"
#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

struct RefillLimits {
  int rounds = 1000;  ///< repeats
  std::uint64_t seed = 1;
  std::function<bool()> interrupted = nullptr;                ///< asked now and then
  std::function<void(const Filling& best)> better = nullptr;  ///< told of each better one
};

/// The best filling on the way from this one. The same filling, rounds and seed give the same, unless interrupted.
[[nodiscard]] Filling refilled(const Hall& hall, Filling from, Goal goal, const RefillLimits& limits);

}  // namespace hallplan::search::aggregate
