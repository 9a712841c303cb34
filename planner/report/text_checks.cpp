// Checks as text: what fails, what is undecided and what that lacks, what comes closest to a limit.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "planner/report/text_parts.hpp"
#include "planner/report/text_table.hpp"
#include "planner/report/wording.hpp"

namespace hallplan::report {
namespace {

constexpr std::size_t kChecksShown = 20;
constexpr std::size_t kTightestShown = 5;
constexpr std::size_t kMissingShown = 12;

std::vector<const Json*> checks_with(const Json& document, std::string_view status) {
  std::vector<const Json*> out;
  for (const Json& check : member_of(document, "checks")) {
    if (text_of(check, "status") == status) out.push_back(&check);
  }
  return out;
}

/// The first of each rule, then the others: a long list is cut, and no rule may be cut with it.
std::vector<const Json*> each_rule_first(const std::vector<const Json*>& checks) {
  std::set<std::string> seen;
  std::vector<const Json*> first, others;
  for (const Json* check : checks) (seen.insert(text_of(*check, "rule")).second ? first : others).push_back(check);
  first.insert(first.end(), others.begin(), others.end());
  return first;
}

std::string one_check(const Json& check, const TextOptions& options) {
  const std::string status = text_of(check, "status");
  std::string out = "  " + coloured(status, upper(status), options) + ' ';
  out += paragraph("", fmt::format("{}  {}", text_of(check, "rule"), where_and_when(check)), options.width - 12);
  const std::string said = finding(check);
  out += paragraph("     ", said, options.width);
  const std::string arithmetic = text_of(check, "arithmetic");
  if (!arithmetic.empty() && arithmetic != said) out += paragraph("     ", arithmetic, options.width);
  const std::string place = text_of(check, "place");
  if (!place.empty()) out += paragraph("     ", "limit: " + place, options.width);
  return out;
}

std::string list_checks(std::string_view title, const std::vector<const Json*>& checks, std::size_t most,
                        const TextOptions& options) {
  if (checks.empty()) return {};
  std::string out = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(checks.size(), most); ++i) out += one_check(*checks[i], options);
  if (checks.size() > most) out += fmt::format("  and {} more in plan.json\n", checks.size() - most);
  return out;
}

/// Passing checks by how much of their limit is used, one of each rule: in an even hall the next of the same rule says no more.
std::vector<const Json*> tightest(const Json& document) {
  std::vector<const Json*> sorted;
  for (const Json* check : checks_with(document, "pass")) {
    if (member_of(*check, "utilisation").is_number() && number_of(*check, "limit") > 0) sorted.push_back(check);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const Json* a, const Json* b) {
    return number_of(*a, "utilisation") > number_of(*b, "utilisation");
  });
  std::vector<const Json*> out;
  std::set<std::string> rules;
  for (const Json* check : sorted) {
    if (out.size() < kTightestShown && rules.insert(text_of(*check, "rule")).second) out.push_back(check);
  }
  return out;
}

}  // namespace

std::string text_missing(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "missing");
  if (all.empty()) return {};
  std::vector<std::vector<std::string>> rows;
  for (const Json& one : all) {
    if (rows.size() == kMissingShown) break;
    rows.push_back({text_of(one, "name"), text_of(one, "checks"), rules_of(one)});
  }
  const std::string cut = all.size() > rows.size() ? fmt::format(", {} of {}", rows.size(), all.size()) : "";
  return fmt::format("\nMissing values: what undecided checks lack, most wanted first{}\n", cut) +
         table({{"value", false, 50}, {"checks", true}, {"rules", false, 40}}, rows, table_width(options));
}

std::string text_not_looked_at(const Json& document, const TextOptions& options) {
  const Json& all = member_of(document, "not_looked_at");
  if (all.empty()) return {};
  std::string out = "\nNot looked at: the site does not state what it takes\n";
  for (const Json& one : all) out += paragraph("  - ", one.get<std::string>(), options.width);
  return out;
}

std::string text_checks(const Json& document, const TextOptions& options) {
  const std::vector<const Json*> failing = checks_with(document, "fail");
  std::string out = list_checks("Failing checks", failing, kChecksShown, options);
  if (!failing.empty()) out += "  more: hallplan rules show " + text_of(*failing.front(), "rule") + '\n';
  out += list_checks("Warnings: checks that fail by a rule that the policy does not count",
                     checks_with(document, "warning"), kChecksShown, options);
  out += list_checks("Undecided checks, one of each rule first", each_rule_first(checks_with(document, "undecided")),
                     kChecksShown, options);
  return out + list_checks("Tightest checks that pass, one of each rule", tightest(document), kTightestShown, options);
}

}  // namespace hallplan::report
