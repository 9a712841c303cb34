#include "planner/mip/mps.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <utility>
#include <vector>

namespace hallplan::mip {
namespace {

struct RowKind {
  char letter;
  double side;       ///< the right-hand side
  double range = 0;  ///< distance to the other limit; 0: none
};

RowKind kind_of(const Row& row) {
  const bool below = std::isfinite(row.upper);
  const bool above = std::isfinite(row.lower);
  if (below && above && row.lower == row.upper) return {'E', row.upper};
  if (below && above) return {'L', row.upper, row.upper - row.lower};
  if (below) return {'L', row.upper};
  if (above) return {'G', row.lower};
  return {'N', 0};
}

void write_bounds(const Column& column, std::back_insert_iterator<std::string> out) {
  const auto line = [&](const char* kind, double bound) {
    fmt::format_to(out, " {} BND {} {}\n", kind, column.name, bound);
  };
  if (column.lower == column.upper) return line("FX", column.lower);
  if (!std::isfinite(column.lower) && !std::isfinite(column.upper)) {
    fmt::format_to(out, " FR BND {}\n", column.name);
    return;
  }
  if (!std::isfinite(column.lower)) {
    fmt::format_to(out, " MI BND {}\n", column.name);
  } else {
    line("LO", column.lower);
  }
  if (!std::isfinite(column.upper)) {
    fmt::format_to(out, " PL BND {}\n", column.name);
  } else {
    line("UP", column.upper);
  }
}

}  // namespace

std::string to_mps(const Model& model) {
  std::string text;
  const auto out = std::back_inserter(text);
  std::vector<std::vector<std::pair<std::size_t, double>>> by_column(model.columns.size());
  fmt::format_to(out, "NAME {} FREE\nROWS\n N COST\n", model.name);
  for (std::size_t r = 0; r < model.rows.size(); ++r) {
    fmt::format_to(out, " {} {}\n", kind_of(model.rows[r]).letter, model.rows[r].name);
    for (const Entry& entry : model.rows[r].entries) {
      by_column[static_cast<std::size_t>(entry.column)].emplace_back(r, entry.factor);
    }
  }
  fmt::format_to(out, "COLUMNS\n");
  bool in_integers = false;
  int markers = 0;
  const auto mark = [&](bool integers) {
    if (integers == in_integers) return;
    fmt::format_to(out, " MARKER{} 'MARKER' '{}'\n", markers++, integers ? "INTORG" : "INTEND");
    in_integers = integers;
  };
  for (std::size_t c = 0; c < model.columns.size(); ++c) {
    const Column& column = model.columns[c];
    mark(column.integer);
    fmt::format_to(out, " {} COST {}\n", column.name, column.gain == 0 ? 0 : -column.gain);
    for (const auto& [row, factor] : by_column[c]) {
      fmt::format_to(out, " {} {} {}\n", column.name, model.rows[row].name, factor);
    }
  }
  mark(false);
  fmt::format_to(out, "RHS\n");
  for (const Row& row : model.rows) {
    if (const RowKind kind = kind_of(row); kind.side != 0) fmt::format_to(out, " RHS {} {}\n", row.name, kind.side);
  }
  fmt::format_to(out, "RANGES\n");
  for (const Row& row : model.rows) {
    if (const RowKind kind = kind_of(row); kind.range != 0) fmt::format_to(out, " RNG {} {}\n", row.name, kind.range);
  }
  fmt::format_to(out, "BOUNDS\n");
  for (const Column& column : model.columns) write_bounds(column, out);
  fmt::format_to(out, "ENDATA\n");
  return text;
}

}  // namespace hallplan::mip
