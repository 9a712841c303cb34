/// One weighted sum of limits and how many compute racks it leaves room for.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/search/model.hpp"

namespace hallplan::search {

/// New compute racks, pinned ones not counted, when there is `capacity` in all and a rack of each type takes at least
/// `rack_cost`. Units are whole; with several kinds in demand the bound is the fractional one, rounded down.
[[nodiscard]] int most_compute(const Model& model, double capacity, const std::vector<double>& rack_cost);

/// The same of value, in thousandths: the fractional bound, rounded down to what units can be worth.
[[nodiscard]] std::int64_t most_value(const Model& model, double capacity, const std::vector<double>& rack_cost);

/// The same for costs of nothing: only the demand and the number of slots bound it.
[[nodiscard]] int most_wanted(const Model& model);

/// Compute racks that pinned, incomplete units lack.
[[nodiscard]] int missing_compute(const Model& model);

/// True when units of this kind can be asked for at all.
[[nodiscard]] bool open(const Kind& kind);

/// The only kind in demand, where its units have cables and none of it is pinned; null else.
[[nodiscard]] const Kind* the_cabled_kind(const Model& model);

/// How many units of a kind may be added to the pinned ones.
[[nodiscard]] int room_for(const Model& model, const Kind& kind);

}  // namespace hallplan::search
