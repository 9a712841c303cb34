/// What a sweep varies: a key of the site, as `--set` names it, and the values that it takes in turn.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/base/source.hpp"

namespace hallplan::sweep {

inline constexpr std::size_t kMostCases = 1000;  ///< of one sweep, and values of one axis

struct Axis {
  std::string key;
  std::vector<std::string> values;  ///< as they are laid over the site
  std::vector<double> numbers;      ///< of the values; empty where they are no numbers of one unit
  std::string unit;                 ///< of the numbers; empty where they have none
};

/// Reads "KEY=VALUE, VALUE, ..."; each value as `--set` takes it, or a range "FIRST..LAST by STEP" whose last value is taken where a step
/// meets it. Commas inside brackets belong to a value. All problems of all texts at once, each at its place in its text.
[[nodiscard]] Result<std::vector<Axis>> read_axes(SourceFiles& files, const std::vector<std::string>& texts);

/// An axis of values in hand, with its numbers.
[[nodiscard]] Axis axis_of(std::string key, std::vector<std::string> values);

/// "basis.outdoor=38 degC": what `--set` takes.
[[nodiscard]] std::string set_of(const Axis& axis, std::size_t value);

/// A number and the unit behind it, "38 degC"; false for what does not begin with a finite number.
struct Amount {
  double number = 0;
  std::string unit;
};
[[nodiscard]] bool read_amount(std::string_view text, Amount& out);

}  // namespace hallplan::sweep
