#include "planner/cli/bench/search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/search/aggregate/first_plan.hpp"
#include "planner/search/aggregate/optimum.hpp"
#include "planner/search/aggregate/rules.hpp"
#include "planner/search/aggregate/spines.hpp"

namespace hallplan::cli::bench {
namespace {

namespace aggregate = search::aggregate;

std::string json_number(const std::optional<double>& value) { return value ? fmt::format("{:.6g}", *value) : "null"; }

std::string text_number(const std::optional<double>& value, int decimals) {
  return value ? fmt::format("{:.{}f}", *value, decimals) : "-";
}

std::string json_of_row(const SearchRow& row) {
  std::string out =
      fmt::format(R"({{"name": {}, "solver": {}, "value": {}, "bound": {}, "certified_bound": {}, "racks": {}, )",
                  json_string(row.name), json_string(row.solver), json_number(row.value), json_number(row.bound),
                  json_number(row.certified_bound), row.racks ? std::to_string(*row.racks) : "null");
  out += fmt::format(
      R"("straight_racks": {}, "greedy_racks": {}, "first_plan_s": {}, "gap_3pct_s": {}, "gap_1pct_s": {}, )",
      row.straight_racks, row.greedy_racks, json_number(row.first_plan_s), json_number(row.gap_3pct_s),
      json_number(row.gap_1pct_s));
  out += fmt::format(R"("optimum_s": {}, "seconds": {:.6g}, "cut_by_time": {})", json_number(row.optimum_s),
                     row.seconds, row.cut_by_time);
  if (!row.problem.empty()) out += R"(, "problem": )" + json_string(row.problem);
  return out + "}";
}

}  // namespace

SearchRow search_row(const aggregate::Hall& hall, mip::Solver solver, double seconds) {
  constexpr double kThree = 0.03, kOne = 0.01, kNone = 1e-9;
  SearchRow row;
  row.name = printable(hall.name);
  row.solver = std::string(mip::name(solver));
  const auto spines = aggregate::spine_choices(hall);
  row.straight_racks = gpu_racks(straight_plan(hall, spines));
  row.greedy_racks = gpu_racks(greedy_plan(hall, spines));
  aggregate::Settings settings;
  settings.solver = solver;
  settings.seconds = seconds;
  settings.cancelled = [] { return interrupted(); };
  settings.progress = [&](const aggregate::Step& step) {
    if (step.objective <= 0) return;
    if (!row.first_plan_s) row.first_plan_s = step.seconds;
    const double open = (step.bound - step.objective) / step.objective;
    if (!row.gap_3pct_s && open <= kThree) row.gap_3pct_s = step.seconds;
    if (!row.gap_1pct_s && open <= kOne) row.gap_1pct_s = step.seconds;
    if (!row.optimum_s && open <= kNone) row.optimum_s = step.seconds;
  };
  const aggregate::Optimum best = optimum_of(hall, settings);
  row.seconds = best.seconds;
  row.cut_by_time = best.cut_by_time;
  row.problem = printable(best.reason);
  if (best.status == mip::Status::refused || best.status == mip::Status::unavailable) return row;
  if (best.has_plan) {
    row.value = best.objective * hall.value_unit;
    row.racks = gpu_racks(best.plan);
    if (const std::string broken = broken_rule(hall, best.plan); !broken.empty()) {
      row.problem = "the plan breaks a rule: " + broken;
    }
  }
  row.bound = best.bound * hall.value_unit;
  row.certified_bound = best.certified * hall.value_unit;
  return row;
}

std::string json_of(const SearchReport& report) {
  std::string rows;
  for (const SearchRow& row : report.rows) rows += (rows.empty() ? "\n  " : ",\n  ") + json_of_row(row);
  return fmt::format(
      "{{\"schema\": 1,\n \"version\": {},\n \"note\": {},\n \"date\": {},\n \"compiler\": {},\n \"processor\": {},\n "
      "\"seconds_each\": {:.6g},\n \"instances\": [{}\n ]\n}}\n",
      json_string(HALLPLAN_VERSION), json_string(report.note), json_string(report.date), json_string(report.compiler),
      json_string(report.processor), report.seconds, rows);
}

std::string text_of(const SearchReport& report) {
  std::string out = fmt::format("hallplan {}, {}, {}, on {}; up to {:g} s each, wall time\n\n", HALLPLAN_VERSION,
                                report.compiler, report.date, report.processor, report.seconds);
  out += fmt::format("{:<10} {:<6} {:>9} {:>9} {:>9} {:>6} {:>6} {:>8} {:>6} {:>7} {:>7} {:>7} {:>8} {:>7}\n", "hall",
                     "solver", "value", "bound", "certified", "gap %", "racks", "straight", "greedy", "first s",
                     "3 % s", "1 % s", "optim. s", "s");
  for (const SearchRow& row : report.rows) {
    if (!row.value && !row.problem.empty()) {
      out += fmt::format("{:<10} {:<6} not measured: {}\n", row.name, row.solver, row.problem);
      continue;
    }
    std::optional<double> gap;
    if (row.value && row.bound && *row.value > 0) gap = 100 * (*row.bound - *row.value) / *row.value;
    out += fmt::format("{:<10} {:<6} {:>9} {:>9} {:>9} {:>6} {:>6} {:>8} {:>6} {:>7} {:>7} {:>7} {:>8} {:>7.1f}\n",
                       row.name, row.solver, text_number(row.value, 2), text_number(row.bound, 2),
                       text_number(row.certified_bound, 2), text_number(gap, 2),
                       row.racks ? std::to_string(*row.racks) : "-", row.straight_racks, row.greedy_racks,
                       text_number(row.first_plan_s, 3), text_number(row.gap_3pct_s, 1), text_number(row.gap_1pct_s, 1),
                       text_number(row.optimum_s, 1), row.seconds);
    if (!row.problem.empty()) out += fmt::format("{:<10} {:<6} {}\n", "", "", row.problem);
  }
  return out +
         "\nvalue: GPU racks times their value times the discount of their phase. bound: the solver's; certified: by "
         "weak\n"
         "duality, computed here. straight, greedy: racks of two baselines (bench/placement.md). -: not reached\n";
}

}  // namespace hallplan::cli::bench
