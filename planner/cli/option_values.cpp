#include "planner/cli/option_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/base/text.hpp"
#include "planner/site/units.hpp"

namespace hallplan::cli {

CLI::Validator one_of(const std::vector<std::string>& words) {
  const auto check = [words](const std::string& text) -> std::string {
    if (std::find(words.begin(), words.end(), text) != words.end()) return {};
    return fmt::format("expected {}, found '{}'", join(words, " or "), printable(text));
  };
  return {check, ""};
}

CLI::Validator whole_number(std::uint64_t low, std::uint64_t high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    const auto number = number_of<std::uint64_t>(text);
    if (number && *number >= low && *number <= high) return {};
    return fmt::format("expected a whole number from {} to {}, found '{}'", low, high, printable(text));
  };
  return {check, ""};
}

CLI::Validator seconds(double low, double high) {
  const auto check = [low, high](const std::string& text) -> std::string {
    const auto number = number_of<double>(text);
    if (number && *number >= low && *number <= high) return {};
    return fmt::format("expected a number of seconds from {} to {}, found '{}'", low, high, printable(text));
  };
  return {check, ""};
}

std::optional<double> length_of(const std::string& text) { return parse_quantity(text, Dimension::length).si; }

CLI::Validator cell_side() {
  const auto check = [](const std::string& text) -> std::string {
    const std::optional<double> side = length_of(text);
    if (side && *side >= 0.02 && *side <= 2) return {};
    return fmt::format("expected a length from 20 mm to 2 m, such as 0.2m, found '{}'", printable(text));
  };
  return {check, ""};
}

}  // namespace hallplan::cli
