#include "planner/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <iterator>

namespace hallplan {
namespace {

/// Bytes in the well-formed UTF-8 sequence at the front of `text`, or 0 when it is broken (RFC 3629, table 3-7
/// of the Unicode standard).
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(i < text.size() ? text[i] : 0); };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    return tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
    return tail(1) && tail(2) && tail(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0U : 1U);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto lead = static_cast<unsigned char>(text[0]);
    // C1 controls are two bytes, 0xC2 0x80..0x9F: terminals obey them as they obey C0.
    const bool c1 = length == 2 && lead == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0;
    // Bidirectional controls (U+202A..202E, U+2066..2069) can make a message read as what it does not say.
    const auto second = static_cast<unsigned char>(text.size() > 1 ? text[1] : 0);
    const auto third = static_cast<unsigned char>(text.size() > 2 ? text[2] : 0);
    const bool bidi =
        length == 3 && lead == 0xE2 &&
        ((second == 0x80 && third >= 0xAA && third <= 0xAE) || (second == 0x81 && third >= 0xA6 && third <= 0xA9));
    const bool c0 = length == 1 && (lead < 0x20 || lead == 0x7F) && lead != '\n';
    if (length == 0 || c0 || c1 || bidi) {
      out += lead == '\t' ? ' ' : '?';
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

bool is_utf8(std::string_view text, std::size_t* bad) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text.substr(at));
    if (length == 0) {
      if (bad != nullptr) *bad = at;
      return false;
    }
    at += length;
  }
  return true;
}

std::string closest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kLongestCompared = 64;
  if (word.size() > kLongestCompared) return {};
  std::string best;
  std::size_t best_distance = kLongestCompared;
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongestCompared) continue;
    const std::size_t distance = edit_distance(word, candidate);
    const std::size_t allowed = std::max<std::size_t>(1, std::max(word.size(), candidate.size()) / 3);
    if (distance <= allowed && distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string suggest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr std::size_t kMostNamed = 24;
  const std::string near = closest(word, candidates);
  if (!near.empty()) return fmt::format("did you mean '{}'?", near);
  if (candidates.empty()) return {};
  std::vector<std::string> named;
  std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(named), [&](const std::string& candidate) {
    return word.size() >= 3 && candidate.find(word) != std::string::npos;
  });
  if (named.size() == 1) return fmt::format("did you mean '{}'?", named.front());
  if (named.empty()) named = candidates;
  if (named.size() > kMostNamed) {
    named.resize(kMostNamed);
    named.emplace_back("...");
  }
  return "one of: " + join(named, ", ");
}

std::string shortened(std::string_view text) {
  constexpr std::size_t kMostShown = 48;
  std::string out = printable(text.substr(0, text.find('\n')));
  if (out.size() <= kMostShown && out.size() >= text.size()) return out;
  std::size_t end = std::min(out.size(), kMostShown);
  while (end > 0 && (static_cast<unsigned char>(out[end - 1]) & 0xC0U) == 0x80U) --end;  // not inside a letter
  return out.substr(0, end) + "...";
}

std::string join(const std::vector<std::string>& words, std::string_view separator) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += separator;
    out += word;
  }
  return out;
}

}  // namespace hallplan
