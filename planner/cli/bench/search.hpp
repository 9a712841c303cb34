/// `hallplan bench search`: what integer programming makes of synthetic halls.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/mip/solve.hpp"
#include "planner/search/aggregate/hall.hpp"

namespace hallplan::cli::bench {

/// One hall by one solver. Values in the hall's own measure; times in wall seconds, absent where they were not reached.
struct SearchRow {
  std::string name, solver;
  std::string problem;  ///< why there is nothing, or what is wrong with the plan; empty when it was measured
  std::optional<double> value, bound, certified_bound;
  std::optional<int> racks;
  int straight_racks = 0, greedy_racks = 0;
  std::optional<double> first_plan_s, gap_3pct_s, gap_1pct_s, optimum_s;
  double seconds = 0;
  bool cut_by_time = false;
};

/// Searches for so many seconds. Every plan is counted by the rules, the best one here again.
[[nodiscard]] SearchRow search_row(const search::aggregate::Hall& hall, mip::Solver solver, double seconds);

struct SearchReport {
  std::string processor, compiler, date, note;
  double seconds = 0;
  std::vector<SearchRow> rows;
};
[[nodiscard]] std::string json_of(const SearchReport& report);
[[nodiscard]] std::string text_of(const SearchReport& report);

}  // namespace hallplan::cli::bench
