#include "planner/verdict/trial.hpp"

#include <algorithm>
#include <cmath>

#include "planner/site/walk.hpp"

namespace hallplan::verdict {

std::vector<Check> liquid_checks(const Site& site, const Plan& plan, const Fields& fields) {
  constexpr Domains kPlant{false, true, false};
  std::vector<Check> checks = checks_of(site, plan, kPlant, fields);
  checks.erase(std::remove_if(checks.begin(), checks.end(),
                              [](const Check& check) { return rule_domain(check.rule) != "liquid"; }),
               checks.end());
  return checks;
}

Margins margins_of(const std::vector<Check>& checks) {
  Margins margins;
  for (const Check& check : checks) {
    const double scale = std::max(std::abs(check.limit), 1e-12);
    margins.emplace(Key{check.rule, check.where, check.scenario}, std::pair(check.margin / scale, check.status));
  }
  return margins;
}

Statuses by_rule(const std::vector<Check>& checks) {
  const auto severity = [](Status status) { return status == Status::fail ? 0 : status == Status::undecided ? 1 : 2; };
  Statuses out;
  for (const Check& check : checks) {
    const auto [found, is_new] = out.emplace(check.rule, check.status);
    if (!is_new && severity(check.status) < severity(found->second)) found->second = check.status;
  }
  return out;
}

Status status_of(const Statuses& statuses, Rule rule) {
  const auto found = statuses.find(rule);
  return found == statuses.end() ? Status::pass : found->second;
}

bool same(const Statuses& a, const Statuses& b) {
  const auto holds = [](const Statuses& one, const Statuses& other) {
    return std::all_of(one.begin(), one.end(),
                       [&](const auto& each) { return status_of(other, each.first) == each.second; });
  };
  return holds(a, b) && holds(b, a);
}

Value moved(const Value& value, Dimension dimension, double share) {
  constexpr double kKelvins = 15;
  Value out = value;
  if (dimension == Dimension::temperature) {
    out.value += share * kKelvins;
    out.low += share * kKelvins;
    out.high += share * kKelvins;
    return out;
  }
  const double factor = std::exp2(share);
  // A share of a whole stays one.
  const double most = dimension == Dimension::fraction && value.high <= 1 ? 1 : kNever;
  out.value = std::min(out.value * factor, most);
  out.low = std::min(out.low * factor, most);
  out.high = std::min(out.high * factor, most);
  return out;
}

Trial::Trial(const Site& original, const Plan& plan, const Fields& fields)
    : site_(std::make_unique<Site>(original)), plan_(&plan), fields_(&fields) {
  for_each_value(*site_, [&](const std::string& path, Value& value, Dimension dimension) {
    if (!is_assumption(value.trust)) return;
    movables_.push_back({path, values_.size(), dimension, {}});
    values_.push_back(&value);
  });
}

std::vector<Check> Trial::checks_with(const Movable& movable, double share) {
  Value& value = *values_[movable.number];
  Value kept = std::exchange(value, moved(value, movable.dimension, share));
  std::vector<Check> checks = checks_of(*site_, *plan_, movable.domains, *fields_);
  value = std::move(kept);
  return checks;
}

Statuses Trial::statuses_with(const Movable& movable, double share) {
  if (share != 0) return by_rule(checks_with(movable, share));
  const Domains& on = movable.domains;
  const auto [known, fresh] = at_rest_.try_emplace({on.layout, on.plant, on.density});
  if (fresh) known->second = by_rule(checks_with(movable, 0));
  return known->second;
}

}  // namespace hallplan::verdict
