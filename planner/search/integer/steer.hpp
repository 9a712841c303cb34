/// From a placement in numbers to one in slots: the local search with the numbers as limits.
#pragma once

#include <optional>

#include "planner/search/integer/prove.hpp"
#include "planner/search/search.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search::integer {

struct Steered {
  State best;  ///< of the model itself: every limit of it holds
  std::int64_t moves = 0;
  bool interrupted = false;
  bool out_of_time = false;
};

/// Searches with no more racks on any way to connect them and in any sort of slots than the point has, and where that finds fewer racks, puts
/// them rack by rack (`realise`), which makes longer cables. The point is never trusted: what comes back was built under the limits of
/// the model.
[[nodiscard]] Steered steer(const Model& model, const Classes& classes, const Program& program, const Proof& proof,
                            const Options& options);

}  // namespace hallplan::search::integer
