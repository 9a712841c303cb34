/// What integer programming does for a search that left a gap between its plan and its bound.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "planner/search/bound.hpp"
#include "planner/search/search.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search::integer {

struct Closing {
  Bound bound;                       ///< the least that is known; never below the racks placed
  std::int64_t certified_value = 0;  ///< the same of `bound.value`, where the gap was one of value
  int certified_racks = 0;           ///< the least that weak duality proves; the same where no solver's word is needed
  std::string solver;                ///< whose word the bound is; empty: it is certified
  std::optional<State> better;       ///< a placement of more compute racks than `placed`, of the model itself
  std::int64_t moves = 0;
  bool interrupted = false;
  bool out_of_time = false;
};

enum class Aim { bound_only, bound_and_plan };

/// Nothing is done where `placed` (compute racks with pinned ones) reaches the bound, or where the options name no solver. With
/// `Gain::value`, `placed`, the bound that is lowered and the better placement are of value; that of racks is left as it is.
[[nodiscard]] Closing close_gap(const Model& model, const Bound& bound, std::int64_t placed, const Options& options,
                                Aim aim, Gain gain = Gain::racks);

}  // namespace hallplan::search::integer
