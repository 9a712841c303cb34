#include "planner/network/inp_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "planner/base/text.hpp"

namespace hallplan::network {
namespace {

constexpr std::array<std::string_view, 28> kSections = {
    "TITLE",  "JUNCTIONS", "RESERVOIRS", "TANKS",    "PIPES",     "PUMPS",       "VALVES",
    "TAGS",   "DEMANDS",   "STATUS",     "PATTERNS", "CURVES",    "CONTROLS",    "RULES",
    "ENERGY", "EMITTERS",  "QUALITY",    "SOURCES",  "REACTIONS", "MIXING",      "TIMES",
    "REPORT", "OPTIONS",   "LEAKAGE",    "VERTICES", "LABELS",    "COORDINATES", "BACKDROP"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == ','; }

std::vector<Word> words_of(std::string_view line, Mark at) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < line.size() && line[i] != ';';) {
    if (is_blank(line[i])) {
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < line.size() && line[end] != ';' && !is_blank(line[end])) ++end;
    words.push_back({line.substr(i, end - i), {at.file, at.line, static_cast<int>(i) + 1}});
    i = end;
  }
  return words;
}

/// EPANET knows a section by the first letters of its name.
std::string section_named(std::string_view given) {
  constexpr std::size_t kLetters = 4;
  const std::string name = capitals(given);
  for (const std::string_view known : kSections) {
    if (name.substr(0, kLetters) == known.substr(0, kLetters)) return std::string(known);
  }
  return {};
}

}  // namespace

std::string capitals(std::string_view text) {
  std::string made(text);
  std::transform(made.begin(), made.end(), made.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return made;
}

bool says(std::string_view text, std::string_view word) { return capitals(text) == word; }

std::optional<double> number_in(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return {};
  return value;
}

std::vector<InpSection> inp_sections(const SourceFiles& files, int file, Diagnostics& problems) {
  constexpr std::size_t kMostBytes = std::size_t{16} << 20;
  const std::string_view text = files.text(file);
  if (text.size() > kMostBytes) {
    problems.error(Rule::network_file, {file, 1, 1}, "a network file of at most 16 MiB was expected");
    return {};
  }
  std::vector<InpSection> sections;
  bool known = true;
  int number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const Mark at{file, ++number, 1};
    std::vector<Word> words = words_of(text.substr(start, end - start), at);
    start = end + 1;
    if (words.empty()) continue;
    const Word& first = words.front();
    if (first.text.front() == '[') {
      const std::string_view inside = first.text.substr(1, first.text.find(']') - 1);
      if (says(inside, "END")) break;
      std::string name = section_named(inside);
      known = !name.empty();
      if (!known) {
        problems.error(Rule::network_file, first.at,
                       fmt::format("no section of an .inp file is named '{}'", printable(shortened(inside))),
                       suggest(capitals(shortened(inside)), {kSections.begin(), kSections.end()}));
      } else {
        sections.push_back({std::move(name), first.at, {}});
      }
    } else if (known && sections.empty()) {
      problems.error(Rule::network_file, first.at,
                     "a section, such as [JUNCTIONS], was expected before the first line");
      known = false;
    } else if (known) {
      sections.back().lines.push_back({std::move(words)});
    }
  }
  return sections;
}

}  // namespace hallplan::network
