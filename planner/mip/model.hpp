/// An integer program in the planner's own words: maximise gain x within rows and bounds. No solver's types.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace hallplan::mip {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// One factor of a row.
struct Entry {
  int column = 0;
  double factor = 0;
};

struct Column {
  std::string name;  ///< unique; no blanks, no control characters (MPS)
  double lower = 0;
  double upper = kInfinity;
  double gain = 0;  ///< what one more of it adds to the objective
  bool integer = false;
};

/// lower <= sum of factor x <= upper; a side that does not limit is infinite.
struct Row {
  std::string name;
  double lower = -kInfinity;
  double upper = kInfinity;
  std::vector<Entry> entries = {};  ///< at most one a column
};

/// The objective is always maximised. Numbers of columns and rows stay as they are added.
struct Model {
  std::string name = "model";
  std::vector<Column> columns;
  std::vector<Row> rows;

  int add(Column column);
  int add(Row row);

  [[nodiscard]] std::size_t integers() const;

  /// Gain of a point.
  [[nodiscard]] double objective(const std::vector<double>& x) const;
};

/// Why a model is refused, with the name of the row or column: a number that is not one, crossed or useless bounds, a column that is
/// not there or twice in a row, a name that is missing, taken or not printable. Empty when it may be solved.
[[nodiscard]] std::string fault_of(const Model& model);

/// Why a point is no solution, with the name: a bound, a fraction where a whole number is asked, a row off by more than
/// `tolerance` times its largest term (at least 1). Empty when it is one.
[[nodiscard]] std::string fault_of_point(const Model& model, const std::vector<double>& x, double tolerance = 1e-9);

}  // namespace hallplan::mip
