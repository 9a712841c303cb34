// What the owner's policy adds to the checks: margins, and rules whose failures are warnings.
#include <algorithm>
#include <string_view>
#include <utility>

#include "planner/site/policy.hpp"
#include "planner/verdict/checks.hpp"

namespace hallplan::verdict {
namespace {

/// What a rack's maker rates inside the rack is not the hall's to keep free.
bool is_inside_a_rack(Rule rule) { return rule == Rule::power_shelf || rule == Rule::power_tap_off; }

const MaybeValue* margin_of(const Margins& margins, Rule rule) {
  if (is_inside_a_rack(rule)) return nullptr;
  const std::string_view domain = rule_domain(rule);
  if (domain == "power") return &margins.power;
  if (domain == "liquid") return &margins.liquid;
  return domain == "air" ? &margins.air : nullptr;
}

}  // namespace

void apply_policy(const Site& site, std::vector<Check>& checks) {
  for (Check& check : checks) {
    const MaybeValue* margin = margin_of(site.policy.margins, check.rule);
    if (margin != nullptr && *margin) check = with_margin(std::move(check), (*margin)->high);
    check.warning = check.status == Status::fail && only_warns(site.policy, check.rule);
  }
}

}  // namespace hallplan::verdict
