#include "planner/plan/json_places.hpp"

#include <algorithm>
#include <string>

namespace hallplan {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// Offset just behind the string that starts at `quote`.
std::size_t behind_string(std::string_view text, std::size_t quote) {
  for (std::size_t at = quote + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

/// Offset of the next byte that is no white space.
std::size_t skip_space(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kSpace, at), text.size());
}

bool opens(char c) { return c == '{' || c == '['; }
bool closes(char c) { return c == '}' || c == ']'; }

}  // namespace

JsonPlaces find_places(std::string_view text, std::size_t deepest) {
  JsonPlaces out;
  std::size_t depth = 0;
  bool in_placements = false;
  std::string_view last;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      const std::size_t behind = behind_string(text, at);
      last = text.substr(at, behind - at);
      if (depth == 2 && in_placements) out.placements.push_back(at);
      at = behind;
      continue;
    }
    if (opens(c)) {
      if (depth == 1 && c == '[' && last == "\"placements\"") in_placements = true;
      if (depth == 2 && in_placements) out.placements.push_back(at);
      if (++depth > deepest) {
        out.too_deep = true;
        out.deepest_at = at;
        return out;
      }
    } else if (closes(c)) {
      depth -= depth > 0 ? 1U : 0U;
      if (depth == 1) in_placements = false;
    }
    ++at;
  }
  return out;
}

std::size_t find_value(std::string_view text, std::size_t object, std::string_view key) {
  const std::string quoted = '"' + std::string(key) + '"';
  std::size_t depth = 0;
  for (std::size_t at = object; at < text.size();) {
    if (text[at] == '"') {
      const std::size_t behind = behind_string(text, at);
      const std::size_t colon = skip_space(text, behind);
      const bool is_key = depth == 1 && colon < text.size() && text[colon] == ':';
      if (is_key && text.substr(at, behind - at) == quoted) return skip_space(text, colon + 1);
      at = behind;
      continue;
    }
    if (opens(text[at])) ++depth;
    if (closes(text[at])) {
      if (depth <= 1) break;
      --depth;
    }
    ++at;
  }
  return object;
}

Mark mark_of(std::string_view text, int file, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1);
  return {file, static_cast<int>(lines) + 1, static_cast<int>(column) + 1};
}

}  // namespace hallplan
