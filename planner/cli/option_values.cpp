#include "planner/cli/option_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/base/text.hpp"
#include "planner/site/units.hpp"

namespace hallplan::cli {

Checker one_of(const std::vector<std::string>& words) {
  return [words](const std::string& text) -> std::string {
    if (std::find(words.begin(), words.end(), text) != words.end()) return {};
    return fmt::format("expected {}, found '{}'", join(words, " or "), printable(text));
  };
}

Checker whole_number(std::uint64_t low, std::uint64_t high) {
  return [low, high](const std::string& text) -> std::string {
    const auto number = number_of<std::uint64_t>(text);
    if (number && *number >= low && *number <= high) return {};
    return fmt::format("expected a whole number from {} to {}, found '{}'", low, high, printable(text));
  };
}

Checker seconds(double low, double high) {
  return [low, high](const std::string& text) -> std::string {
    const auto number = number_of<double>(text);
    if (number && *number >= low && *number <= high) return {};
    return fmt::format("expected a number of seconds from {} to {}, found '{}'", low, high, printable(text));
  };
}

std::optional<double> length_of(const std::string& text) { return parse_quantity(text, Dimension::length).si; }

Checker cell_side() {
  return [](const std::string& text) -> std::string {
    const std::optional<double> side = length_of(text);
    if (side && *side >= 0.02 && *side <= 2) return {};
    return fmt::format("expected a length from 20 mm to 2 m, such as 0.2m, found '{}'", printable(text));
  };
}

std::optional<double> temperature_of(const std::string& text) {
  return parse_quantity(text, Dimension::temperature).si;
}

Checker temperature(double low_degc, double high_degc) {
  return [=](const std::string& text) -> std::string {
    const std::optional<double> degc = temperature_of(text);
    if (degc && *degc >= low_degc && *degc <= high_degc) return {};
    return fmt::format("expected a temperature from {} to {} degC, such as 24degC, found '{}'", low_degc, high_degc,
                       printable(text));
  };
}

std::optional<double> duration_of(const std::string& text) { return parse_quantity(text, Dimension::duration).si; }

Checker duration(double low_s, double high_s, const std::string& example) {
  return [=](const std::string& text) -> std::string {
    const std::optional<double> time_s = duration_of(text);
    if (time_s && *time_s >= low_s && *time_s <= high_s) return {};
    return fmt::format("expected a time from {} s to {} s, such as {}, found '{}'", low_s, high_s, example,
                       printable(text));
  };
}

std::optional<double> power_of(const std::string& text) { return parse_quantity(text, Dimension::power).si; }

Checker power() {
  return [](const std::string& text) -> std::string {
    const std::optional<double> power_w = power_of(text);
    if (power_w && *power_w >= 0) return {};
    return fmt::format("expected a power such as 120kW, found '{}'", printable(text));
  };
}

}  // namespace hallplan::cli
