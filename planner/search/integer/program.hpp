/// The hall as an integer program: how many units of each kind, how many racks of each type in each sort of slots and on each way to
/// connect them, under every capacity row that proves something. What it leaves out makes its optimum larger, never smaller:
/// which slots of a sort, neighbours, cable lengths within a part of the hall, clearances, density windows, the air's temperature field.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/mip/model.hpp"
#include "planner/search/integer/classes.hpp"

namespace hallplan::search::integer {

/// Columns are -1 where there is none: it is 0.
struct Program {
  mip::Model model;
  Gain gain = Gain::racks;
  std::int64_t step = 1;                ///< compute racks, or thousandths of value, that 1 of the objective stands for
  std::vector<std::vector<int>> units;  ///< [kind][part]
  std::vector<std::vector<int>> managing;  ///< [kind][part]: management racks
  std::vector<std::vector<int>> stand;     ///< [place][type]
  std::vector<std::vector<int>> connect;   ///< [group][number in its ways]
  std::vector<int> limit_of_row;           ///< by row of the program: in `Classes::limits`, or -1
};

[[nodiscard]] Program program_of(const Model& model, const Classes& classes, Gain gain = Gain::racks);

}  // namespace hallplan::search::integer
