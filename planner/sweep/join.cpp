#include <fmt/format.h>

#include <algorithm>

#include "planner/sweep/read.hpp"

namespace hallplan::sweep {
namespace {

/// In what two sweeps differ that have to be the same; empty where they are.
std::string difference(const Sweep& a, const Sweep& b) {
  const auto same = [](const Axis& one, const Axis& other) {
    return one.key == other.key && one.values == other.values;
  };
  const bool axes = std::equal(a.axes.begin(), a.axes.end(), b.axes.begin(), b.axes.end(), same);
  if (!axes) return "what is varied";
  if (a.sets != b.sets) return "--set";
  if (a.held != b.held) return "whether a plan is held";
  // A part of which no case could be read does not know its site.
  return a.site != b.site && !a.site.empty() && !b.site.empty() ? "the site" : "";
}

}  // namespace

Stored joined(const std::vector<Sweep>& parts) {
  Sweep whole = parts.front();
  whole.part = {};
  for (std::size_t i = 1; i < parts.size(); ++i) {
    if (const std::string what = difference(whole, parts[i]); !what.empty()) {
      return {std::nullopt, fmt::format("the first and number {} differ in {}", i + 1, what)};
    }
    if (whole.site.empty()) {
      whole.site = parts[i].site;
      whole.title = parts[i].title;
    }
    whole.cases.insert(whole.cases.end(), parts[i].cases.begin(), parts[i].cases.end());
  }
  std::sort(whole.cases.begin(), whole.cases.end(), [](const Case& a, const Case& b) { return a.number < b.number; });
  const auto twice = std::adjacent_find(whole.cases.begin(), whole.cases.end(),
                                        [](const Case& a, const Case& b) { return a.number == b.number; });
  if (twice != whole.cases.end()) return {std::nullopt, fmt::format("case {} is in two of them", twice->number)};
  whole.incomplete = static_cast<int>(whole.cases.size()) < whole.cases_in_all;
  whole.turns = turns_of(whole.axes, whole.cases);
  return {std::move(whole), {}};
}

}  // namespace hallplan::sweep
