// Findings as JUnit's XML, in the form that Jenkins and GitLab read: testsuites, testsuite, testcase.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/base/text.hpp"
#include "planner/report/findings.hpp"
#include "planner/report/markup.hpp"

namespace hallplan::report {
namespace {

/// Of one rule, the worse ones last.
enum class Outcome { warned, undecided, failed, unread };

/// The element of a test case, and its attributes.
struct Element {
  std::string_view tag;
  std::string_view attributes;
};

constexpr Element element_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::failed:
      return {"failure", ""};
    case Outcome::undecided:
      return {"error", " type=\"undecided\""};
    case Outcome::unread:
      return {"error", " type=\"input\""};
    case Outcome::warned:
      break;
  }
  return {"skipped", ""};
}

Outcome outcome_of(const Diagnostic& problem, const Finding& finding) {
  if (problem.severity == Severity::error) {
    return finding.status == FileStatus::unread ? Outcome::unread : Outcome::failed;
  }
  return finding.undecided.count(problem.rule) > 0 ? Outcome::undecided : Outcome::warned;
}

std::string words_of(const Diagnostic& problem, const SourceFiles& files) {
  const std::string place = to_string(problem.at, files);
  return printable(place) + (place.empty() ? "" : ": ") + printable(problem.message) +
         (problem.hint.empty() ? "" : "\n  " + printable(problem.hint));
}

/// The worst of what one rule says, and all of its words.
struct Case {
  Outcome outcome = Outcome::warned;
  std::string words;
};

struct Suite {
  std::map<Rule, Case> cases;
  std::string notes;  ///< warnings about the file, which decide nothing
};

/// Warnings that hold up nothing: of a file that passes, and of rules that no check is judged by.
bool is_note(const Diagnostic& problem, const Finding& finding) {
  if (problem.severity == Severity::error) return false;
  return finding.status == FileStatus::pass || rule_domain(problem.rule) == "site" ||
         rule_domain(problem.rule) == "yaml";
}

Suite suite_of(const Finding& finding) {
  Suite out;
  for (const Diagnostic& problem : finding.problems.all()) {
    const std::string words = words_of(problem, finding.files) + "\n";
    if (is_note(problem, finding)) {
      out.notes += words;
      continue;
    }
    Case& one = out.cases[problem.rule];
    one.outcome = std::max(one.outcome, outcome_of(problem, finding));
    one.words += words;
  }
  if (const std::size_t more = finding.problems.dropped(); more > 0) {
    out.notes += fmt::format("({} more problems not listed)\n", more);
  }
  return out;
}

std::string text_of(const Finding& finding) {
  const Suite suite = suite_of(finding);
  std::map<std::string_view, std::size_t> counts;
  std::string cases;
  const std::string file = escaped(finding.path);
  for (const auto& [rule, one] : suite.cases) {
    const Element element = element_of(one.outcome);
    ++counts[element.tag];
    cases += fmt::format("  <testcase classname=\"{}\" name=\"{}\"><{}{} message=\"{}\">{}</{}></testcase>\n", file,
                         rule_id(rule), element.tag, element.attributes, escaped(rule_demand(rule)), escaped(one.words),
                         element.tag);
  }
  if (suite.cases.empty()) {
    cases = fmt::format("  <testcase classname=\"{}\" name=\"check\"/>\n", file);
  }
  if (!suite.notes.empty()) cases += fmt::format("  <system-out>{}</system-out>\n", escaped(suite.notes));
  return fmt::format(
      " <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n{} </testsuite>\n", file,
      std::max<std::size_t>(suite.cases.size(), 1), counts["failure"], counts["error"], counts["skipped"], cases);
}

}  // namespace

std::string junit_of(const std::vector<Finding>& findings) {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hallplan check\">\n";
  for (const Finding& finding : findings) out += text_of(finding);
  return out + "</testsuites>\n";
}

}  // namespace hallplan::report
