/// How parts of a sweep read, the same in text and drawing. Internal to this module.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "planner/report/json_text.hpp"

namespace hallplan::report {

/// Keys as columns are titled: "supply" of "liquid.loops.fws.supply", whole where two would be the same.
[[nodiscard]] std::vector<std::string> short_keys(const Json& sweep);

/// Of a sweep of two axes or more: the cases for one combination of the values of all axes but the last two.
struct Grid {
  std::string held;  ///< "outdoor 38 degC"; empty for two axes
  std::vector<std::vector<const Json*>>
      cells;  ///< by value of the last axis but one, then of the last; null: no such case
};
[[nodiscard]] std::vector<Grid> grids_of(const Json& sweep);

/// The check that binds first, with its numbers; nothing where a bound does, which has none but its words.
[[nodiscard]] const Json& binding_check(const Json& one);

/// Racks and status of a case in a cell: "48", "48 ?", "40 !", "x".
[[nodiscard]] std::string cell_words(const Json& one);
inline constexpr std::string_view kCellMarks = "! fails, ? undecided, x could not be read";

/// What happens at a turning point: "between 36 degC and 38 degC: 48 -> 24 racks, undecided -> fail".
[[nodiscard]] std::string turn_words(const Json& turn);

/// "power.transformer tx-a, tx-b lost"; "-" for none.
[[nodiscard]] std::string check_name(const Json& check);

}  // namespace hallplan::report
