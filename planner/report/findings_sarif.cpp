// Findings as SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "planner/base/json.hpp"
#include "planner/base/rule.hpp"
#include "planner/report/findings.hpp"

namespace hallplan::report {
namespace {

/// A path as a URI reference (RFC 3986): what is not unreserved there is written in percents; an absolute path becomes a file: URI.
std::string uri_of(std::string_view path) {
  constexpr std::string_view kPlain = "-._~/";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : std::filesystem::path(path).lexically_normal().string()) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string location(const Diagnostic& problem, const SourceFiles& files) {
  const std::string uri = json_string(uri_of(files.name(problem.at.file)));
  const std::string region = problem.at.line > 0 ? fmt::format(R"(, "region": {{"startLine": {}, "startColumn": {}}})",
                                                               problem.at.line, std::max(problem.at.column, 1))
                                                 : "";
  return fmt::format(R"({{"physicalLocation": {{"artifactLocation": {{"uri": {}}}{}}}}})", uri, region);
}

std::string result(const Diagnostic& problem, const SourceFiles& files) {
  const std::string text = problem.message + (problem.hint.empty() ? "" : "\n" + problem.hint);
  const std::string where = problem.at.known() ? location(problem, files) : "";
  return fmt::format(R"({{"ruleId": {}, "level": "{}", "message": {{"text": {}}}, "locations": [{}]}})",
                     json_string(rule_id(problem.rule)), problem.severity == Severity::error ? "error" : "warning",
                     json_string(text), where);
}

}  // namespace

std::string sarif_of(const std::vector<Finding>& findings) {
  std::set<Rule> met;
  std::size_t not_listed = 0;
  std::string results;
  for (const Finding& finding : findings) {
    not_listed += finding.problems.dropped();
    for (const Diagnostic& problem : finding.problems.all()) {
      met.insert(problem.rule);
      results += (results.empty() ? "\n  " : ",\n  ") + result(problem, finding.files);
    }
  }
  std::string rules;
  for (const Rule rule : met) {
    rules += fmt::format("{}{{\"id\": {}, \"shortDescription\": {{\"text\": {}}}}}", rules.empty() ? "\n  " : ",\n  ",
                         json_string(rule_id(rule)), json_string(rule_demand(rule)));
  }
  return fmt::format(
      "{{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\", \"runs\": [\n"
      " {{\"tool\": {{\"driver\": {{\"name\": \"hallplan\", \"version\": \"{}\", \"rules\": [{}]}}}},\n"
      " \"properties\": {{\"notListed\": {}}},\n \"results\": [{}]}}\n]}}\n",
      HALLPLAN_VERSION, rules, not_listed, results);
}

}  // namespace hallplan::report
