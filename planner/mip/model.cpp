#include "planner/mip/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "planner/base/text.hpp"

namespace hallplan::mip {
namespace {

/// Beyond this, solvers take a number for infinite, and differ on where.
constexpr double kLargest = 1e15;

bool nameable(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

std::string fault_of_bounds(double lower, double upper) {
  if (std::isnan(lower) || std::isnan(upper)) return "a bound is not a number";
  if (lower > upper) return fmt::format("the lower bound {} is above the upper bound {}", lower, upper);
  if (lower == kInfinity || upper == -kInfinity) return "a bound leaves no value";
  for (const double bound : {lower, upper}) {
    if (std::isfinite(bound) && std::abs(bound) > kLargest)
      return fmt::format("the bound {} is beyond {}", bound, kLargest);
  }
  return {};
}

std::string fault_of_number(double number) {
  if (!std::isfinite(number)) return "it is not a finite number";
  if (std::abs(number) > kLargest) return fmt::format("{} is beyond {}", number, kLargest);
  return {};
}

std::string fault_of_columns(const Model& model) {
  std::unordered_set<std::string_view> names;
  for (std::size_t c = 0; c < model.columns.size(); ++c) {
    const Column& column = model.columns[c];
    const std::string who = fmt::format("column '{}' (number {})", shortened(printable(column.name)), c);
    if (!nameable(column.name)) return who + ": its name is empty or holds blanks or other than ASCII";
    if (!names.insert(column.name).second) return who + ": its name is taken by another";
    if (auto fault = fault_of_bounds(column.lower, column.upper); !fault.empty()) return who + ": " + fault;
    if (auto fault = fault_of_number(column.gain); !fault.empty()) return who + ": its gain: " + fault;
    if (column.integer && std::ceil(column.lower) > std::floor(column.upper)) {
      return who + fmt::format(": no whole number between {} and {}", column.lower, column.upper);
    }
  }
  return {};
}

std::string fault_of_entries(const Model& model, const Row& row, std::vector<char>& seen) {
  std::string fault;
  std::size_t marked = 0;
  for (const Entry& entry : row.entries) {
    if (entry.column < 0 || entry.column >= static_cast<int>(model.columns.size())) {
      fault = fmt::format("column number {} does not exist", entry.column);
      break;
    }
    const auto c = static_cast<std::size_t>(entry.column);
    ++marked;
    if (seen[c] != 0) fault = fmt::format("column '{}' stands in it twice", model.columns[c].name);
    if (fault.empty()) {
      if (const std::string number = fault_of_number(entry.factor); !number.empty()) {
        fault = fmt::format("the factor of column '{}': {}", model.columns[c].name, number);
      }
    }
    seen[c] = 1;
    if (!fault.empty()) break;
  }
  for (std::size_t i = 0; i < marked; ++i) seen[static_cast<std::size_t>(row.entries[i].column)] = 0;
  return fault;
}

}  // namespace

int Model::add(Column column) {
  columns.push_back(std::move(column));
  return static_cast<int>(columns.size()) - 1;
}

int Model::add(Row row) {
  rows.push_back(std::move(row));
  return static_cast<int>(rows.size()) - 1;
}

std::size_t Model::integers() const {
  return static_cast<std::size_t>(
      std::count_if(columns.begin(), columns.end(), [](const Column& column) { return column.integer; }));
}

double Model::objective(const std::vector<double>& x) const {
  double sum = 0;
  for (std::size_t c = 0; c < columns.size() && c < x.size(); ++c) sum += columns[c].gain * x[c];
  return sum;
}

std::string fault_of(const Model& model) {
  if (model.columns.empty()) return "the model has no column";
  if (!nameable(model.name)) return "the model's name is empty or holds blanks or other than ASCII";
  if (std::string fault = fault_of_columns(model); !fault.empty()) return fault;
  std::unordered_set<std::string_view> names;
  std::vector<char> seen(model.columns.size(), 0);
  for (std::size_t r = 0; r < model.rows.size(); ++r) {
    const Row& row = model.rows[r];
    const std::string who = fmt::format("row '{}' (number {})", shortened(printable(row.name)), r);
    if (!nameable(row.name)) return who + ": its name is empty or holds blanks or other than ASCII";
    if (!names.insert(row.name).second) return who + ": its name is taken by another";
    if (auto fault = fault_of_bounds(row.lower, row.upper); !fault.empty()) return who + ": " + fault;
    if (auto fault = fault_of_entries(model, row, seen); !fault.empty()) return who + ": " + fault;
  }
  return {};
}

std::string fault_of_point(const Model& model, const std::vector<double>& x, double tolerance) {
  if (x.size() != model.columns.size()) {
    return fmt::format("{} values for {} columns", x.size(), model.columns.size());
  }
  for (std::size_t c = 0; c < x.size(); ++c) {
    const Column& column = model.columns[c];
    if (!std::isfinite(x[c])) return fmt::format("column '{}' is not a finite number", column.name);
    const double slack = tolerance * std::max(1.0, std::abs(x[c]));
    if (x[c] < column.lower - slack || x[c] > column.upper + slack) {
      return fmt::format("column '{}' is {}, outside {} to {}", column.name, x[c], column.lower, column.upper);
    }
    if (column.integer && x[c] != std::round(x[c])) {
      return fmt::format("column '{}' is {}, not a whole number", column.name, x[c]);
    }
  }
  for (const Row& row : model.rows) {
    long double sum = 0;
    double largest = 1;
    for (const Entry& entry : row.entries) {
      const double term = entry.factor * x[static_cast<std::size_t>(entry.column)];
      sum += term;
      largest = std::max(largest, std::abs(term));
    }
    const auto value = static_cast<double>(sum);
    const double slack = tolerance * largest;
    if (value < row.lower - slack || value > row.upper + slack) {
      return fmt::format("row '{}' is {}, outside {} to {}", row.name, value, row.lower, row.upper);
    }
  }
  return {};
}

}  // namespace hallplan::mip
