// Which values are missing, from the reasons of undecided checks: modules say "no power known for motivair-mcdu-50 (CDUs of pod-1)" or
// "capacity of chiller-1500kw known up to 35 degC outdoor air only, ...".
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

constexpr std::string_view kKnownFor = " known for ";
constexpr std::string_view kElectrical = "electrical power";

/// What follows the names: a reason, a condition, the rest of the arithmetic.
constexpr std::string_view kEnds[] = {"; ", " (", " at ", ", which ", ": ", " as it is ", " above ", ", design "};

std::string_view up_to_end(std::string_view text) {
  std::size_t end = text.size();
  for (const std::string_view mark : kEnds) end = std::min(end, text.find(mark));
  return text.substr(0, end);
}

void add_each(std::vector<std::string>& out, std::string_view names, std::string_view what) {
  while (!names.empty()) {
    const std::size_t comma = std::min(names.find(", "), names.size());
    out.push_back(fmt::format("{}: {}", names.substr(0, comma), what));
    names.remove_prefix(std::min(names.size(), comma + 2));
  }
}

/// "motivair-mcdu-50: power", for every value the reason names.
std::vector<std::string> named_in(std::string_view reason) {
  std::vector<std::string> out;
  constexpr std::string_view kNo = "no ", kOf = "capacity of ", kUpTo = " known up to ", kOnly = " only";
  if (reason.starts_with(kOf)) {
    const std::size_t known = reason.find(kUpTo), only = reason.find(kOnly);
    if (known == std::string_view::npos || only == std::string_view::npos || only < known) return out;
    const std::size_t limit = known + kUpTo.size();
    out.push_back(fmt::format("{}: capacity beyond {}", reason.substr(kOf.size(), known - kOf.size()),
                              reason.substr(limit, only - limit)));
    return out;
  }
  const std::size_t known = reason.find(kKnownFor);
  if (!reason.starts_with(kNo) || known == std::string_view::npos || known > reason.find("; ")) return out;
  std::string_view what = reason.substr(kNo.size(), known - kNo.size());
  if (what == kElectrical) what = "power";
  add_each(out, up_to_end(reason.substr(known + kKnownFor.size())), what);
  return out;
}

/// Cooling plant moves nothing but coolant; its power is a load like any other.
bool moves_liquid_alone(std::string_view path) {
  constexpr std::string_view kParts[] = {": cdu.", ": rejection.", "rack.liquid", "liquid."};
  return !path.ends_with("power") && std::any_of(std::begin(kParts), std::end(kParts), [&](std::string_view part) {
    return path.find(part) != std::string_view::npos;
  });
}

bool may_hang_on(std::string_view domain, std::string_view path, const Domains& domains) {
  if (domain == "demand" || domain == "layout") return domains.layout;
  if (domain == "density") return domains.density;
  return domains.plant && (domain == "liquid" || !moves_liquid_alone(path));
}

/// The part of a rule's name that a path shares: "liquid.rejection" and "schneider-xraf4242a: rejection.capacity".
bool is_named_in(std::string_view rule, std::string_view path) {
  const std::string_view name = rule.substr(rule.find('.') + 1);
  return path.find(name.substr(0, name.find('-'))) != std::string_view::npos;
}

void add_new(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

}  // namespace

std::vector<OpenRule> open_rules(const std::vector<Check>& checks, std::string_view path, const Domains& domains) {
  std::map<Rule, OpenRule> by_rule;
  for (const Check& check : checks) {
    if (check.status != Status::undecided || !may_hang_on(rule_domain(check.rule), path, domains)) continue;
    OpenRule& open = by_rule[check.rule];
    open.rule = rule_id(check.rule);
    for (std::string& want : missing_for(check)) add_new(open.wants, std::move(want));
    if (open.why.empty()) open.why = check.arithmetic.substr(0, check.arithmetic.find("; "));
  }
  std::vector<OpenRule> out;
  for (auto& [rule, open] : by_rule) out.push_back(std::move(open));
  std::stable_partition(out.begin(), out.end(), [&](const OpenRule& open) { return is_named_in(open.rule, path); });
  return out;
}

bool is_partial(const Check& check) {
  return check.status == Status::undecided && check.error == 0 && (check.limit != 0 || check.value != 0);
}

std::vector<std::string> missing_for(const Check& check) {
  return check.status == Status::undecided ? named_in(check.arithmetic) : std::vector<std::string>{};
}

std::vector<MissingValue> missing_values(const std::vector<Check>& checks) {
  std::map<std::string, MissingValue> by_name;
  for (const Check& check : checks) {
    for (const std::string& name : missing_for(check)) {
      MissingValue& value = by_name[name];
      value.name = name;
      ++value.checks;
      add_new(value.rules, std::string(rule_id(check.rule)));
    }
  }
  std::vector<MissingValue> out;
  for (auto& [name, value] : by_name) out.push_back(std::move(value));
  std::stable_sort(out.begin(), out.end(),
                   [](const MissingValue& a, const MissingValue& b) { return a.checks > b.checks; });
  return out;
}

}  // namespace hallplan::verdict
