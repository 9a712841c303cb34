/// "30 degC..44 degC by 2 K" as its values. Internal to this module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hallplan::sweep {

/// The values of a range, or why it has none and how to write one.
struct Range {
  std::vector<std::string> values;
  std::string problem, hint;
};

/// True for what is meant as a range: two points outside brackets.
[[nodiscard]] bool is_range(std::string_view text);

/// Values are written in the unit of the first one, to ten digits. Ends in other units of the same dimension are converted; the step of a
/// temperature is a difference, in K, as everywhere.
[[nodiscard]] Range values_of_range(std::string_view text);

}  // namespace hallplan::sweep
