// A sweep for a terminal: cases, turning points, grids.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
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
  const std::string site = text_of(sweep, "site");  // of a share of which nothing could be read, not known
  std::string out = site.empty() ? "" : paragraph("", site + (title.empty() ? "" : ": " + title), options.width);
  const auto done = static_cast<double>(member_of(sweep, "cases").size());
  const bool held = text_of(sweep, "plan") == "held";
  const Json& part = member_of(sweep, "part");
  if (member_of(sweep, "incomplete") == true) {
    out += paragraph("", fmt::format("INCOMPLETE: {:.0f} of {} cases were done", done, text_of(sweep, "cases_in_all")),
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
  const Json& all = member_of(sweep, "cases");
  const auto by_chance =
      std::count_if(all.begin(), all.end(), [](const Json& one) { return member_of(one, "reproducible") == false; });
  if (by_chance > 0) {
    out += paragraph("  ",
                     fmt::format("not reproducible: seconds ended the search of {}",
                                 counted(static_cast<double>(by_chance), "case", "cases")),
                     options.width);
  }
  for (const Json& axis : member_of(sweep, "axes")) {
    out += paragraph("  varied: ", text_of(axis, "key"), options.width);
  }
  for (const Json& set : member_of(sweep, "sets")) {
    out += paragraph("  in all: ", set.get<std::string>(), options.width);
  }
  return out;
}

/// What is left to the limit, of a check that fails what is missing.
std::string margin_of(const Json& check) {
  return check.is_object() && !is_yes_or_no(check) ? amount(check, "margin") : "-";
}

std::string open_of(const Json& one) {
  const double count = number_of(one, "undecided");
  if (count == 0) return "-";
  return fmt::format("{}: {}", short_number(count), check_name(member_of(one, "worst_undecided")));
}

/// The values of all axes but the last: "fws.supply 34 degC, "; empty where there is one axis.
std::string leading_values(const Json& one, const std::vector<std::string>& keys) {
  const Json& values = member_of(one, "values");
  std::string out;
  for (std::size_t axis = 0; axis + 1 < keys.size(); ++axis) {
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", keys[axis], values[axis].get<std::string>());
  }
  return out;
}

/// One table; under each value of the leading axes the cases stand together.
std::string cases_table(const Json& sweep, const TextOptions& options) {
  const bool held = text_of(sweep, "plan") == "held";
  const std::vector<std::string> keys = short_keys(sweep);
  constexpr std::size_t kValue = 18, kBinds = 23, kOpen = 21;
  std::vector<Column> columns = {{keys.back(), true, kValue}, {"racks", true}};
  if (!held) columns.push_back({"at most", true});
  columns.insert(columns.end(), {{"status"}, {"binds first", false, kBinds}, {"margin", true}});
  columns.push_back({"undecided, worst", false, kOpen});
  std::string out, under;
  std::vector<std::vector<std::string>> rows;
  const auto close = [&] {
    if (rows.empty()) return;
    if (!under.empty()) out += paragraph("  ", under, options.width);
    out += table(columns, rows, table_width(options));
    rows.clear();
  };
  for (const Json& one : member_of(sweep, "cases")) {
    if (std::string leading = leading_values(one, keys); leading != under) {
      close();
      under = std::move(leading);
    }
    std::vector<std::string> row = {member_of(one, "values").back().get<std::string>(), text_of(one, "racks")};
    if (!held) row.push_back(text_of(one, "bound_racks"));
    row.insert(row.end(), {text_of(one, "status"), text_of(one, "binds_first"), margin_of(binding_check(one))});
    row.push_back(open_of(one));
    rows.push_back(std::move(row));
  }
  close();
  return out;
}

/// The values of the other axes, by key where there are several: "38 degC"; empty where there is one axis.
std::string held_of(const Json& turn) {
  std::string out;
  const Json& held = member_of(turn, "held");
  for (auto one = held.begin(); one != held.end(); ++one) {
    out += out.empty() ? "" : " and ";
    out += held.size() == 1 ? one->get<std::string>() : fmt::format("{} {}", one.key(), one->get<std::string>());
  }
  return out;
}

/// "basis.outdoor " where that alone is held.
std::string held_key(const Json& turn) {
  const Json& held = member_of(turn, "held");
  return held.size() == 1 ? held.begin().key() + ' ' : std::string();
}

/// A turn that is the same under several values of the other axes.
struct SameTurn {
  std::string axis, words;
  std::string other;  ///< the axis that is held, where there is one
  std::vector<std::string> under;
};

std::vector<SameTurn> told_once(const Json& turns) {
  std::vector<SameTurn> out;
  for (const Json& turn : turns) {
    std::string words = turn_words(turn);
    if (text_of(turn, "why") != "") words += fmt::format("; at {}: {}", text_of(turn, "at"), text_of(turn, "why"));
    if (member_of(turn, "proven") != true) words += "; not proven: the bound leaves room for as many";
    const std::string axis = text_of(turn, "axis");
    auto same = std::find_if(out.begin(), out.end(),
                             [&](const SameTurn& other) { return other.axis == axis && other.words == words; });
    if (same == out.end()) same = out.insert(out.end(), {axis, words, held_key(turn), {}});
    if (std::string held = held_of(turn); !held.empty()) same->under.push_back(std::move(held));
  }
  return out;
}

std::string turns(const Json& sweep, const TextOptions& options) {
  if (member_of(sweep, "cases").size() < 2) return {};
  std::string out = "\nTurning points\n";
  const std::vector<SameTurn> all = told_once(member_of(sweep, "turning_points"));
  if (all.empty()) {
    return out + paragraph("  ", "none: racks and status are the same in all cases that were looked at", options.width);
  }
  std::string axis;
  for (std::size_t i = 0; i < std::min(all.size(), kTurnsShown); ++i) {
    if (all[i].axis != axis) out += paragraph("  ", all[i].axis, options.width);
    axis = all[i].axis;
    out += paragraph("    ", all[i].words, options.width);
    const std::string under = join(all[i].under, all[i].other.empty() ? "; " : ", ");
    if (!under.empty()) out += paragraph("      at ", all[i].other + under, options.width);
  }
  if (all.size() > kTurnsShown) out += fmt::format("    and {} more in sweep.json\n", all.size() - kTurnsShown);
  return out;
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
      for (std::size_t c = from; c < end; ++c)
        row.push_back(grid.cells[r][c] == nullptr ? "" : cell_words(*grid.cells[r][c]));
      rows.push_back(std::move(row));
    }
    out += table(columns, rows, table_width(options));
  }
  return out;
}

std::string grids(const Json& sweep, const TextOptions& options) {
  const std::vector<Grid> all = grids_of(sweep);
  if (all.empty()) return {};
  std::string out = "\nRacks (" + std::string(kCellMarks) + ")\n";
  for (std::size_t i = 0; i < std::min(all.size(), kGridsShown); ++i) {
    if (!all[i].held.empty()) out += paragraph("  ", all[i].held, options.width);
    out += grid_text(sweep, all[i], options);
  }
  if (all.size() > kGridsShown) out += fmt::format("  and {} grids more in sweep.svg\n", all.size() - kGridsShown);
  return out;
}

/// Each problem once, with the cases that have it.
std::string refused(const Json& sweep, const TextOptions& options) {
  std::vector<std::pair<std::string, std::vector<std::string>>> problems;
  for (const Json& one : member_of(sweep, "cases")) {
    for (const Json& problem : member_of(one, "problems")) {
      const std::string words = problem.get<std::string>();
      auto same =
          std::find_if(problems.begin(), problems.end(), [&](const auto& other) { return other.first == words; });
      if (same == problems.end()) same = problems.insert(problems.end(), {words, {}});
      same->second.push_back(text_of(one, "case"));
    }
  }
  if (problems.empty()) return {};
  std::string out = "\nCases that could not be read\n";
  for (const auto& [words, cases] : problems) {
    out += paragraph("  ", words, options.width);
    out += paragraph("    ", (cases.size() == 1 ? "case " : "cases ") + join(cases, ", "), options.width);
  }
  return out;
}

}  // namespace

std::string sweep_text(std::string_view document, const TextOptions& options) {
  const Json sweep = parsed(document);
  return head(sweep, options) + '\n' + cases_table(sweep, options) + turns(sweep, options) + grids(sweep, options) +
         refused(sweep, options);
}

}  // namespace hallplan::report
