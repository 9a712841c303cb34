/// Words of the command line as values, and checks that say what was expected in words of our own: the library's differ from
/// version to version.
#pragma once

#include <charconv>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hallplan::cli {

/// The whole text as a number; nothing when it is anything else, a sign or a leading zero's octal reading included.
template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// What is wrong with a word; empty when nothing is.
using Checker = std::function<std::string(const std::string&)>;

/// Refuses a word that is not on the list.
[[nodiscard]] Checker one_of(const std::vector<std::string>& words);
[[nodiscard]] Checker whole_number(std::uint64_t low, std::uint64_t high);
[[nodiscard]] Checker seconds(double low, double high);

/// "0.2m", "0.2 m", "200 mm".
[[nodiscard]] std::optional<double> length_of(const std::string& text);
[[nodiscard]] Checker cell_side();

/// "24degC", "75 degF".
[[nodiscard]] std::optional<double> temperature_of(const std::string& text);
[[nodiscard]] Checker temperature(double low_degc, double high_degc);

/// "600 s", "10 min".
[[nodiscard]] std::optional<double> duration_of(const std::string& text);
[[nodiscard]] Checker duration(double low_s, double high_s, const std::string& example);

/// "120kW", "1.2 MW".
[[nodiscard]] std::optional<double> power_of(const std::string& text);
[[nodiscard]] Checker power();

}  // namespace hallplan::cli
