#include "planner/cli/check_report.hpp"

#include <fmt/format.h>

#include <array>
#include <set>
#include <string_view>
#include <utility>

#include "planner/base/rule.hpp"
#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"

namespace hallplan::cli {

std::string summary(const Finding& finding) {
  if (finding.exit == Exit::input) return finding.status;
  const std::string_view with = finding.warned ? " with warnings" : "";
  if (finding.racks > 0) {
    return fmt::format("{}{} ({} {}, {} checks)", finding.status, with, finding.racks,
                       finding.racks == 1 ? "rack" : "racks", finding.checks);
  }
  if (finding.exit == Exit::pass && !finding.warned)
    return "sound; no racks pinned yet: hallplan plan places and judges them";
  return fmt::format("{}{} (no racks pinned yet, {} checks of plant and demand)", finding.status, with, finding.checks);
}

int severity(Exit exit) {
  switch (exit) {
    case Exit::input:
      return 3;
    case Exit::fail:
      return 2;
    case Exit::undecided:
      return 1;
    default:
      return 0;
  }
}

std::string ways_out(const Diagnostics& problems) {
  std::set<std::string> rules;
  for (const Diagnostic& problem : problems.all()) {
    if (problem.severity == Severity::error) rules.emplace(rule_id(problem.rule));
  }
  if (rules.empty()) return {};
  if (rules.size() == 1) return fmt::format("ways out: hallplan rules show {}\n", *rules.begin());
  return fmt::format("ways out: hallplan rules show RULE, of {}\n", join({rules.begin(), rules.end()}, ", "));
}

std::string tally(const std::vector<Finding>& findings) {
  constexpr std::array<std::pair<Exit, std::string_view>, 4> kKinds = {
      {{Exit::input, "not readable"}, {Exit::fail, "fail"}, {Exit::undecided, "undecided"}, {Exit::pass, "pass"}}};
  std::vector<std::string> parts;
  for (const auto& kind : kKinds) {
    std::size_t count = 0;
    for (const Finding& finding : findings) count += finding.exit == kind.first ? 1 : 0;
    if (count > 0) parts.push_back(fmt::format("{} {}", count, kind.second));
  }
  return fmt::format("{} files: {}", findings.size(), join(parts, ", "));
}

std::string json_of(const Finding& finding) {
  return fmt::format(
      "{{\"site\": {}, \"status\": {}, \"racks\": {}, \"checks\": {}, \"problems\": {}, \"not_listed\": {}}}",
      json_string(finding.path), json_string(finding.status), finding.racks, finding.checks,
      json_list(finding.problems, finding.files), finding.problems.dropped());
}

}  // namespace hallplan::cli
