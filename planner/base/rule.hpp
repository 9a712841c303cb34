/// The rules of the product as an enumeration with stable ids, made from `rules.def`. Diagnostics and checks
/// both name a rule by this type, so an unregistered id cannot be reported.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace hallplan {

enum class Rule {
#define HALLPLAN_RULE(name, id, demand) name,
#include "planner/base/rules.def"
#undef HALLPLAN_RULE
};

struct RuleInfo {
  Rule rule;
  std::string_view id;      ///< stable, as printed: "power.busway"
  std::string_view demand;  ///< what the rule asks for, one sentence
};

inline constexpr std::array kRules = {
#define HALLPLAN_RULE(name, id, demand) RuleInfo{Rule::name, id, demand},
#include "planner/base/rules.def"
#undef HALLPLAN_RULE
};

constexpr std::string_view rule_id(Rule rule) { return kRules[static_cast<std::size_t>(rule)].id; }
constexpr std::string_view rule_demand(Rule rule) { return kRules[static_cast<std::size_t>(rule)].demand; }

/// The part before the dot: the domain a check counts for ("power", "liquid", "air", ...).
constexpr std::string_view rule_domain(Rule rule) {
  const std::string_view id = rule_id(rule);
  return id.substr(0, id.find('.'));
}

constexpr std::optional<Rule> rule_from_id(std::string_view id) {
  for (const RuleInfo& info : kRules) {
    if (info.id == id) return info.rule;
  }
  return std::nullopt;
}

}  // namespace hallplan
