// A sweep for a terminal: cases, turning points, grids.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "planner/report/headline_parts.hpp"
#include "planner/report/sweep.hpp"
#include "planner/report/sweep_parts.hpp"
#include "planner/report/text_parts.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

constexpr std::size_t kTurnsShown = 40;
constexpr std::size_t kGridsShown = 6;

/// "2 fail, 1 undecided, 3 pass".
std::string tally(const Json& sweep) {
  const Json& counts = member_of(sweep, "counts");
  std::string out;
  for (const std::string_view status : {"refused", "fail", "undecided", "pass"}) {
    if (number_of(counts, status) == 0) continue;
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", text_of(counts, status), status);
  }
  return out.empty() ? "none" : out;
}

std::string head(const Json& sweep, const TextOptions& options) {
  const std::string title = text_of(sweep, "title");
  std::string out = paragraph("", text_of(sweep, "site") + (title.empty() ? "" : ": " + title), options.width);
  const auto done = static_cast<double>(member_of(sweep, "cases").size());
  const bool held = text_of(sweep, "plan") == "held";
  const Json& part = member_of(sweep, "part");
  if (member_of(sweep, "interrupted") == true) {
    out += paragraph("", fmt::format("INTERRUPTED: the cases below were done of {}", text_of(sweep, "cases_in_all")),
                     options.width);
  }
  std::string cases = counted(done, "case", "cases");
  if (part.is_object()) {
    cases += fmt::format(" (share {} of {} of {} cases)", text_of(part, "share"), text_of(part, "of"),
                         text_of(sweep, "cases_in_all"));
  }
  out += paragraph(
      "  ",
      fmt::format("{}, {}: {}", cases, held ? "the stored plan verified in each" : "each planned anew", tally(sweep)),
      options.width);
  for (const Json& axis : member_of(sweep, "axes")) {
    out += paragraph("  varied: ", text_of(axis, "key"), options.width);
  }
  for (const Json& set : member_of(sweep, "sets")) {
    out += paragraph("  in all: ", set.get<std::string>(), options.width);
  }
  return out;
}

/// "37.5 kW (93.7 %)": what is left, of a check that fails what is missing.
std::string margin_of(const Json& check) {
  if (!check.is_object() || is_yes_or_no(check)) return "-";
  const std::string margin = amount(check, "margin");
  const Json& used = member_of(check, "utilisation");
  return used.is_number() && number_of(check, "limit") > 0 ? fmt::format("{} ({})", margin, percent(used.get<double>()))
                                                           : margin;
}

std::string open_of(const Json& one) {
  const double count = number_of(one, "undecided");
  if (count == 0) return "-";
  return fmt::format("{}: {}", short_number(count), check_name(member_of(one, "worst_undecided")));
}

std::string cases_table(const Json& sweep, const TextOptions& options) {
  const bool held = text_of(sweep, "plan") == "held";
  std::vector<Column> columns;
  for (const std::string& key : short_keys(sweep)) columns.push_back({key, true, 14});
  columns.push_back({"racks", true});
  if (!held) columns.push_back({"at most", true});
  columns.push_back({"status"});
  columns.push_back({"binds first"});
  columns.push_back({"margin", false, 20});
  columns.push_back({"undecided"});
  std::vector<std::vector<std::string>> rows;
  for (const Json& one : member_of(sweep, "cases")) {
    std::vector<std::string> row;
    for (const Json& value : member_of(one, "values")) row.push_back(value.get<std::string>());
    row.push_back(text_of(one, "racks"));
    if (!held) row.push_back(text_of(one, "bound_racks"));
    row.push_back(text_of(one, "status"));
    const Json& binds = member_of(one, "binds");
    row.push_back(check_name(binds));
    row.push_back(margin_of(binds));
    row.push_back(open_of(one));
    rows.push_back(std::move(row));
  }
  return table(columns, rows, table_width(options));
}

/// Under which values of the other axes.
std::string held_of(const Json& turn) {
  std::string out;
  const Json& held = member_of(turn, "held");
  for (auto one = held.begin(); one != held.end(); ++one) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", one.key(), one->get<std::string>());
  }
  return out;
}

std::string turns(const Json& sweep, const TextOptions& options) {
  std::string out = "\nTurning points\n";
  const Json& all = member_of(sweep, "turning_points");
  if (all.empty()) {
    return out + paragraph("  ", "none: racks and status are the same in all cases that were looked at", options.width);
  }
  std::string under;
  for (std::size_t i = 0; i < std::min(all.size(), kTurnsShown); ++i) {
    const Json& turn = all[i];
    const std::string held = held_of(turn);
    const std::string heading = text_of(turn, "axis") + (held.empty() ? "" : ", at " + held);
    if (heading != under) out += paragraph("  ", heading, options.width);
    under = heading;
    std::string words = turn_words(turn);
    if (!text_of(turn, "why").empty()) {
      words += fmt::format("; at {}: {}", text_of(turn, "at"), text_of(turn, "why"));
    }
    if (member_of(turn, "proven") != true) words += "; not proven: the bound leaves room for as many";
    out += paragraph("    ", words, options.width);
  }
  if (all.size() > kTurnsShown) {
    out += fmt::format("    and {} more in sweep.json\n", all.size() - kTurnsShown);
  }
  return out;
}

/// "48", "48 ?", "40 !", of what could not be read "x".
std::string cell_of(const Json* one) {
  if (one == nullptr) return "";
  const std::string status = text_of(*one, "status");
  if (status == "refused") return "x";
  return text_of(*one, "racks") + (status == "fail" ? " !" : status == "undecided" ? " ?" : "  ");
}

std::string grid_text(const Json& sweep, const Grid& grid, const TextOptions& options) {
  const Json& axes = member_of(sweep, "axes");
  const std::vector<std::string> keys = short_keys(sweep);
  const Json& down = member_of(axes[axes.size() - 2], "values");
  const Json& across = member_of(axes.back(), "values");
  constexpr std::size_t kCell = 12;
  const std::size_t fits = std::max<std::size_t>(1, (table_width(options) - 2 * kCell) / kCell);
  std::string out;
  for (std::size_t from = 0; from < across.size(); from += fits) {
    std::vector<Column> columns = {{fmt::format("{} / {}", keys[keys.size() - 2], keys.back()), true, 2 * kCell}};
    const std::size_t end = std::min<std::size_t>(across.size(), from + fits);
    for (std::size_t c = from; c < end; ++c) columns.push_back({across[c].get<std::string>(), true, kCell});
    std::vector<std::vector<std::string>> rows;
    for (std::size_t r = 0; r < down.size(); ++r) {
      std::vector<std::string> row = {down[r].get<std::string>()};
      for (std::size_t c = from; c < end; ++c) row.push_back(cell_of(grid.cells[r][c]));
      rows.push_back(std::move(row));
    }
    out += table(columns, rows, table_width(options));
  }
  return out;
}

std::string grids(const Json& sweep, const TextOptions& options) {
  const std::vector<Grid> all = grids_of(sweep);
  if (all.empty()) return {};
  std::string out = "\nRacks (! fails, ? undecided, x could not be read)\n";
  for (std::size_t i = 0; i < std::min(all.size(), kGridsShown); ++i) {
    if (!all[i].held.empty()) out += paragraph("  ", all[i].held, options.width);
    out += grid_text(sweep, all[i], options);
  }
  if (all.size() > kGridsShown) out += fmt::format("  and {} grids more in sweep.svg\n", all.size() - kGridsShown);
  return out;
}

std::string refused(const Json& sweep, const TextOptions& options) {
  std::string out;
  for (const Json& one : member_of(sweep, "cases")) {
    for (const Json& problem : member_of(one, "problems")) {
      out += paragraph(fmt::format("  case {}: ", text_of(one, "case")), problem.get<std::string>(), options.width);
    }
  }
  return out.empty() ? out : "\nCases that could not be read\n" + out;
}

}  // namespace

std::string sweep_text(std::string_view document, const TextOptions& options) {
  const Json sweep = parsed(document);
  return head(sweep, options) + '\n' + cases_table(sweep, options) + turns(sweep, options) + grids(sweep, options) +
         refused(sweep, options);
}

}  // namespace hallplan::report
