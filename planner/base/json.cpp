#include "planner/base/json.hpp"

#include <fmt/format.h>

#include "planner/base/text.hpp"

namespace hallplan {
namespace {

std::string json_of(const Diagnostic& problem, const SourceFiles& files) {
  return fmt::format(
      R"({{"rule": {}, "severity": "{}", "file": {}, "line": {}, "column": {}, "message": {}, "help": {}}})",
      json_string(rule_id(problem.rule)), problem.severity == Severity::error ? "error" : "warning",
      json_string(files.name(problem.at.file)), problem.at.line, problem.at.column, json_string(problem.message),
      json_string(problem.hint));
}

}  // namespace

std::string json_string(std::string_view text) {
  // Printable text has no control characters left but line ends: those, quotes and backslashes are all there is to escape.
  std::string out = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string json_list(const Diagnostics& problems, const SourceFiles& files) {
  std::string list;
  for (const Diagnostic& problem : problems.all()) list += (list.empty() ? "\n  " : ",\n  ") + json_of(problem, files);
  return "[" + list + (list.empty() ? "]" : "\n]");
}

}  // namespace hallplan
