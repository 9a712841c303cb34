/// Small steps of reading an axis. Internal to this module.
#pragma once

#include <cstddef>
#include <string_view>

namespace hallplan::sweep {

/// How a letter moves in and out of brackets.
[[nodiscard]] constexpr int depth_change(char letter) {
  if (letter == '[' || letter == '{') return 1;
  return letter == ']' || letter == '}' ? -1 : 0;
}

[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace hallplan::sweep
