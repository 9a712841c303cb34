#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "planner/cli/commands.hpp"

namespace hallplan::cli {
namespace {

using Key = std::tuple<Rule, std::string, std::string>;

/// A check that both verdicts made.
struct Moved {
  const Check* before;
  const Check* after;
  double change;  ///< of the margin, relative to the limit
};

double relative_margin(const Check& check) { return check.margin / std::max(std::abs(check.limit), 1e-12); }

/// "85 kW (pass)"; of what could not be computed, why.
std::string margin_text(const Check& check) {
  if (check.status == Status::undecided && check.limit == 0 && check.value == 0) {
    return fmt::format("unknown ({})", check.arithmetic.substr(0, check.arithmetic.find(';')));
  }
  const FieldQuantity margin = to_field_difference(check.dimension, check.margin);
  return fmt::format("{:.4g}{}{} ({})", margin.value, margin.unit.empty() ? "" : " ", margin.unit,
                     to_string(check.status));
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::vector<Moved> moved_checks(const verdict::Verdict& before, const verdict::Verdict& after) {
  std::map<Key, const Check*> known;
  for (const Check& check : before.checks) known.emplace(Key{check.rule, check.where, check.scenario}, &check);
  std::vector<Moved> moved;
  for (const Check& check : after.checks) {
    const auto found = known.find(Key{check.rule, check.where, check.scenario});
    if (found == known.end()) continue;
    const double change = relative_margin(check) - relative_margin(*found->second);
    if (std::abs(change) > 1e-6 || check.status != found->second->status)
      moved.push_back({found->second, &check, change});
  }
  std::stable_sort(moved.begin(), moved.end(), [](const Moved& a, const Moved& b) {
    const bool a_turned = a.before->status != a.after->status;
    const bool b_turned = b.before->status != b.after->status;
    return std::pair(!a_turned, -std::abs(a.change)) < std::pair(!b_turned, -std::abs(b.change));
  });
  return moved;
}

}  // namespace

std::string what_if(const Outcome& before, const Outcome& after) {
  constexpr std::size_t kMost = 12;
  const std::vector<Moved> moved = moved_checks(before.verdict, after.verdict);
  const auto racks = [](const Outcome& outcome) {
    return counted(static_cast<std::size_t>(outcome.verdict.compute_racks), "compute rack", "compute racks");
  };
  std::string out = fmt::format("\nWhat-if: {} before, {} now; the verdict is {} before, {} now; {} moved\n",
                                racks(before), racks(after), to_string(before.verdict.status),
                                to_string(after.verdict.status), counted(moved.size(), "margin", "margins"));
  for (std::size_t i = 0; i < std::min(moved.size(), kMost); ++i) {
    const Check& check = *moved[i].after;
    out += fmt::format("  {} {} [{}]: margin {} -> {}\n", rule_id(check.rule), check.where, check.scenario,
                       margin_text(*moved[i].before), margin_text(check));
  }
  if (moved.size() > kMost) out += fmt::format("  and {} more\n", moved.size() - kMost);
  return out;
}

}  // namespace hallplan::cli
