#include "tests/mip/programs.hpp"

#include <string>

namespace hallplan::mip {
namespace {

int pick(std::mt19937& random, int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); }

bool fits(const Model& model, const std::vector<double>& x) {
  for (const Row& row : model.rows) {  // whole factors and points: exact
    double sum = 0;
    for (const Entry& entry : row.entries) sum += entry.factor * x[static_cast<std::size_t>(entry.column)];
    if (sum < row.lower || sum > row.upper) return false;
  }
  return true;
}

}  // namespace

std::optional<double> best_by_trying(const Model& model) {
  std::optional<double> best;
  std::vector<double> x;
  for (const Column& column : model.columns) x.push_back(column.lower);
  while (true) {
    if (fits(model, x)) {
      double gain = 0;
      for (std::size_t c = 0; c < x.size(); ++c) gain += model.columns[c].gain * x[c];
      if (!best || gain > *best) best = gain;
    }
    std::size_t c = 0;
    while (c < x.size() && ++x[c] > model.columns[c].upper) {
      x[c] = model.columns[c].lower;
      ++c;
    }
    if (c == x.size()) return best;
  }
}

Model random_program(std::mt19937& random) {
  Model model;
  const int columns = pick(random, 1, 5);
  for (int c = 0; c < columns; ++c) {
    const int lower = pick(random, -1, 1);
    Column column{"x" + std::to_string(c)};
    column.lower = lower;
    column.upper = lower + pick(random, 0, 3);
    column.gain = pick(random, -5, 9);
    column.integer = true;
    model.add(column);
  }
  const int rows = pick(random, 1, 5);
  for (int r = 0; r < rows; ++r) {
    Row row{"r" + std::to_string(r)};
    for (int c = 0; c < columns; ++c) {
      if (const int factor = pick(random, -3, 6); factor != 0) row.entries.push_back({c, static_cast<double>(factor)});
    }
    const int limit = pick(random, -2, 14);
    const int kind = pick(random, 0, 9);
    if (kind < 6 || kind == 9) row.upper = limit;
    if (kind == 6 || kind == 7) row.lower = limit - 8;
    if (kind == 8) row.lower = row.upper = limit;
    if (kind == 9) row.lower = limit - 3;
    model.add(row);
  }
  return model;
}

Model random_knapsack(std::mt19937& random) {
  Model model;
  Row row{"capacity"};
  int total = 0;
  for (int c = 0; c < 12; ++c) {
    const int weight = pick(random, 5, 60);
    Column column{"item" + std::to_string(c)};
    column.upper = 1;
    column.gain = weight + pick(random, -4, 4);
    column.integer = true;
    model.add(column);
    row.entries.push_back({c, static_cast<double>(weight)});
    total += weight;
  }
  row.upper = total / 2;
  model.add(row);
  return model;
}

}  // namespace hallplan::mip
