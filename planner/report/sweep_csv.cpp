#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/report/sweep.hpp"
#include "planner/report/sweep_parts.hpp"

namespace hallplan::report {
namespace {

/// A field as RFC 4180 quotes it. Names come from strangers' files: what a spreadsheet would take for a formula becomes text.
std::string field(const std::string& text) {
  std::string clean = printable(text);
  if (!clean.empty() && (clean.front() == '=' || clean.front() == '@')) clean.insert(0, 1, '\'');
  if (clean.find_first_of(",\"\n") == std::string::npos) return clean;
  std::string out = "\"";
  for (const char c : clean) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

/// Empty where there is nothing, unlike in a text for people.
std::string value(const Json& object, std::string_view key) {
  return member_of(object, key).is_null() ? std::string() : text_of(object, key);
}

void add_check(std::vector<std::string>& line, const Json& check) {
  for (const std::string_view key : {"rule", "where", "scenario", "margin"}) line.push_back(value(check, key));
  const std::string unit = value(check, "unit");
  line.push_back(unit == "degC" ? "K" : unit);  // of the margin
  line.push_back(value(check, "utilisation"));
}

std::string written(const std::vector<std::string>& line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) out += (i == 0 ? "" : ",") + field(line[i]);
  return out + "\r\n";
}

}  // namespace

std::string sweep_csv(std::string_view document) {
  const Json sweep = parsed(document);
  std::vector<std::string> titles = {"case"};
  for (const Json& axis : member_of(sweep, "axes")) titles.push_back(text_of(axis, "key"));
  for (const char* title :
       {"status", "racks", "bound_racks", "bound_by", "it_kw", "facility_kw", "failed", "undecided", "binds_first",
        "binds_rule", "binds_where", "binds_scenario", "binds_margin", "binds_unit", "binds_utilisation",
        "undecided_rule", "undecided_where", "undecided_scenario", "problem"}) {
    titles.emplace_back(title);
  }
  std::string out = written(titles);
  for (const Json& one : member_of(sweep, "cases")) {
    std::vector<std::string> line = {text_of(one, "case")};
    for (const Json& each : member_of(one, "values")) line.push_back(each.get<std::string>());
    for (const std::string_view key :
         {"status", "racks", "bound_racks", "bound_by", "it_kw", "facility_kw", "failed", "undecided", "binds_first"}) {
      line.push_back(value(one, key));
    }
    add_check(line, binding_check(one));
    const Json& open = member_of(one, "worst_undecided");
    for (const std::string_view key : {"rule", "where", "scenario"}) line.push_back(value(open, key));
    std::string problems;
    for (const Json& problem : member_of(one, "problems")) {
      problems += (problems.empty() ? "" : "; ") + problem.get<std::string>();
    }
    line.push_back(problems);
    out += written(line);
  }
  return out;
}

}  // namespace hallplan::report
