/// Which capacity rows can bind.
///
/// A site has a row for every element in every scenario; most scenarios change nothing for most elements. Rows with the same
/// terms are one row with the least left over, and a row that not even a full hall can exceed is none.
#pragma once

#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "planner/search/model.hpp"

namespace hallplan::search {

/// Who takes of a row, and how much (above 0): a wire, or the number of wires + a spot.
using Taker = std::pair<int, double>;

struct BindingRow {
  double free = std::numeric_limits<double>::infinity();
  double largest = 0;  ///< number of the row or of its takers
  int row = -1;        ///< in `model.rows`
};

/// The rows that can bind, by their takers; `left` by row is what racks to be placed may take, infinite for a row that does not count.
[[nodiscard]] std::map<std::vector<Taker>, BindingRow> binding_rows(const Model& model,
                                                                    const std::vector<double>& left);

}  // namespace hallplan::search
