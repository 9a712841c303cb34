#include "planner/report/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "planner/base/json.hpp"
#include "planner/base/rule.hpp"
#include "planner/base/text.hpp"

namespace hallplan::report {
namespace {

std::string_view word_of(FileStatus status) {
  switch (status) {
    case FileStatus::pass:
      return "pass";
    case FileStatus::undecided:
      return "undecided";
    case FileStatus::fail:
      return "fail";
    case FileStatus::unread:
      break;
  }
  return "not readable as a site";
}

std::string member_of(const Finding& finding) {
  return fmt::format(
      "{{\"site\": {}, \"status\": {}, \"racks\": {}, \"checks\": {}, \"problems\": {}, \"not_listed\": {}}}",
      json_string(finding.path), json_string(word_of(finding.status)), finding.racks, finding.checks,
      json_list(finding.problems, finding.files), finding.problems.dropped());
}

}  // namespace

std::string summary(const Finding& finding) {
  const std::string_view status = word_of(finding.status);
  if (finding.status == FileStatus::unread) return std::string(status);
  const std::string_view with = finding.warned ? " with warnings" : "";
  if (finding.racks > 0) {
    return fmt::format("{}{} ({} {}, {} checks)", status, with, finding.racks, finding.racks == 1 ? "rack" : "racks",
                       finding.checks);
  }
  if (finding.status == FileStatus::pass && !finding.warned)
    return "sound; no racks pinned yet: hallplan plan places and judges them";
  return fmt::format("{}{} (no racks pinned yet, {} checks of plant and demand)", status, with, finding.checks);
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
  constexpr std::array kWorstFirst = {FileStatus::unread, FileStatus::fail, FileStatus::undecided, FileStatus::pass};
  std::vector<std::string> parts;
  for (const FileStatus status : kWorstFirst) {
    const auto count = std::count_if(findings.begin(), findings.end(),
                                     [&](const Finding& finding) { return finding.status == status; });
    const std::string_view word = status == FileStatus::unread ? "not readable" : word_of(status);
    if (count > 0) parts.push_back(fmt::format("{} {}", count, word));
  }
  return fmt::format("{} files: {}", findings.size(), join(parts, ", "));
}

std::string json_of(const std::vector<Finding>& findings) {
  std::vector<std::string> members;
  members.reserve(findings.size());
  for (const Finding& finding : findings) members.push_back(member_of(finding));
  return fmt::format("{{\"schema\": 1, \"sites\": [\n{}\n]}}\n", join(members, ",\n"));
}

}  // namespace hallplan::report
