// Findings as workflow commands: https://docs.github.com/actions/reference/workflow-commands-for-github-actions.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "planner/base/rule.hpp"
#include "planner/base/text.hpp"
#include "planner/report/findings.hpp"

namespace hallplan::report {
namespace {

/// What a command would read as its own end is written in percents; in properties also what parts them.
std::string escaped_for_command(std::string_view text, std::string_view ends) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '%' || c == '\n' || ends.find(c) != std::string_view::npos) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string property(std::string_view text) { return escaped_for_command(text, ":,"); }

std::string command(const Diagnostic& problem, const SourceFiles& files) {
  std::string where;
  if (problem.at.known()) {
    where = "file=" + property(files.name(problem.at.file)) + ",";
    if (problem.at.line > 0) where += fmt::format("line={},col={},", problem.at.line, std::max(problem.at.column, 1));
  }
  const std::string text = problem.message + (problem.hint.empty() ? "" : "\n" + problem.hint);
  return fmt::format("::{} {}title={}::{}\n", problem.severity == Severity::error ? "error" : "warning", where,
                     property(rule_id(problem.rule)), escaped_for_command(text, ""));
}

}  // namespace

std::string github_of(const Finding& finding) {
  std::string out;
  for (const Diagnostic& problem : finding.problems.all()) out += command(problem, finding.files);
  if (const std::size_t more = finding.problems.dropped(); more > 0) {
    out += fmt::format("::warning title=hallplan check::{}: {} more problems not listed\n",
                       escaped_for_command(finding.path, ""), more);
  }
  return out;
}

}  // namespace hallplan::report
