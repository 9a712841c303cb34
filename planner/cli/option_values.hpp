/// Words of the command line as values, and checks that say what was expected in words of our own: the library's differ from
/// version to version. For `options.cpp` alone.
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
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

/// Refuses a word that is not on the list.
[[nodiscard]] CLI::Validator one_of(const std::vector<std::string>& words);
[[nodiscard]] CLI::Validator whole_number(std::uint64_t low, std::uint64_t high);
[[nodiscard]] CLI::Validator seconds(double low, double high);

/// "0.2m", "0.2 m", "200 mm".
[[nodiscard]] std::optional<double> length_of(const std::string& text);
[[nodiscard]] CLI::Validator cell_side();

}  // namespace hallplan::cli
