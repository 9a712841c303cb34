/// Weighted sums of capacity rows and of floor space, for the bound: what they leave for racks and what a rack takes of them
/// at least.
#pragma once

#include <vector>

#include "planner/search/model.hpp"

namespace hallplan::search {

/// Weights >= 0: one for each row, one for the slots of each site row.
struct Weights {
  std::vector<double> row;
  std::vector<double> site_row;
};
[[nodiscard]] Weights no_weights(const Model& model);

/// A weighted sum of limits as one limit.
struct Relaxed {
  double capacity = 0;
  std::vector<double> rack_cost;  ///< by type: least over places and connections
};

/// By row: what racks to be placed may take, pinned racks at their least; infinite for rows without limit and conservative ones.
[[nodiscard]] std::vector<double> free_of(const Model& model);

/// By wire: whether one rack can be connected so at all in the otherwise empty hall.
[[nodiscard]] std::vector<char> allowed_wires(const Model& model, const std::vector<double>& free);

[[nodiscard]] Relaxed relax(const Model& model, const std::vector<double>& free, const std::vector<char>& allowed,
                            const Weights& weights);

/// By row and type: what a rack takes of that row alone, at least.
[[nodiscard]] std::vector<std::vector<double>> least_terms(const Model& model, const std::vector<char>& allowed);

/// By row: the largest share of it that one rack takes.
[[nodiscard]] std::vector<double> largest_share(const Model& model, const std::vector<double>& free,
                                                const std::vector<char>& allowed);

/// By free slot: which part of the hall it is in, parts being what the cables of a unit can connect; -1 for slots from which too few
/// others are in reach. One part in a hall of very many slots.
[[nodiscard]] std::vector<int> connected_parts(const Model& model, const Kind& kind);

/// Numbers of free slots in the parts of the hall that the cables of a unit can connect, without slots from which too few
/// others are in reach; one part in a hall of very many slots.
[[nodiscard]] std::vector<int> connected_slots(const Model& model, const Kind& kind);

/// The part of the weighted sum that floor space is.
[[nodiscard]] double slots_times(const Model& model, const Weights& weights);

/// The weights with the least bound in fractions: prices of the linear program. All zero for a very large site, and not the
/// best ones where the work allowed ends before: any weights give a bound that holds.
[[nodiscard]] Weights priced_weights(const Model& model, const std::vector<double>& free,
                                     const std::vector<char>& allowed, Gain gain = Gain::racks);

}  // namespace hallplan::search
