// Which assumptions carry the answer: each is moved alone until a domain's status changes, by re-checking the plan.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "planner/site/walk.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {
namespace {

/// How far a value is moved either way: a factor for quantities with a true zero, kelvins for temperatures.
constexpr double kFactor = 2;
constexpr double kKelvins = 15;
constexpr int kBisections = 12;

struct Candidate {
  std::string path;
  Value* value;
  Dimension dimension;
};

std::vector<std::string> failing_rules(const Site& site, const Plan& plan) {
  std::vector<std::string> rules;
  for (const Check& check : verify(site, plan).checks) {
    if (check.status == Status::pass) continue;
    const std::string rule(rule_id(check.rule));
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) rules.push_back(rule);
  }
  std::sort(rules.begin(), rules.end());
  return rules;
}

/// The value moved to `at` between its own place (0) and the end of the range tried (1); its range moves along.
Value moved(const Value& value, Dimension dimension, double end, double at) {
  Value out = value;
  if (dimension == Dimension::temperature) {
    const double shift = end * at;
    out.value += shift;
    out.low += shift;
    out.high += shift;
  } else {
    const double factor = std::pow(end, at);
    out.value *= factor;
    out.low *= factor;
    out.high *= factor;
  }
  if (dimension == Dimension::fraction && value.value <= 1) {
    out.value = std::min(out.value, 1.0);
    out.low = std::min(out.low, 1.0);
    out.high = std::min(out.high, 1.0);
  }
  return out;
}

struct Flip {
  double at = 0;  ///< the value where the answer changes
  std::string rule;
};

std::string difference(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::vector<std::string> changed;
  std::set_symmetric_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(changed));
  return changed.empty() ? "" : changed.front();
}

/// Bisects between the value and one end for the nearest change of the failing rules.
std::optional<Flip> flip_towards(Site& site, const Plan& plan, const Candidate& candidate, double end,
                                 const std::vector<std::string>& before) {
  const Value kept = *candidate.value;
  const auto rule_at = [&](double at) {
    *candidate.value = moved(kept, candidate.dimension, end, at);
    const std::string rule = difference(before, failing_rules(site, plan));
    *candidate.value = kept;
    return rule;
  };
  std::string rule = rule_at(1);
  if (rule.empty()) return std::nullopt;
  double same = 0;
  double changed = 1;
  for (int i = 0; i < kBisections; ++i) {
    const double middle = 0.5 * (same + changed);
    const std::string found = rule_at(middle);
    if (found.empty()) {
      same = middle;
    } else {
      changed = middle;
      rule = found;
    }
  }
  return Flip{moved(kept, candidate.dimension, end, changed).value, rule};
}

std::string written(Dimension dimension, double si) {
  const FieldQuantity quantity = to_field(dimension, si);
  return fmt::format("{:.4g}{}{}", quantity.value, quantity.unit.empty() ? "" : " ", quantity.unit);
}

}  // namespace

std::vector<Assumption> assumptions(const Site& original, const Plan& plan) {
  Site site = original;
  std::vector<Candidate> candidates;
  for_each_value(site, [&](const std::string& path, Value& value, Dimension dimension) {
    if (is_assumption(value.trust)) candidates.push_back({path, &value, dimension});
  });
  const std::vector<std::string> before = failing_rules(site, plan);

  std::vector<Assumption> out;
  for (const Candidate& candidate : candidates) {
    const Value& value = *candidate.value;
    Assumption assumption{candidate.path, value.written, value.source, value.trust, {}, {},
                          std::numeric_limits<double>::infinity()};
    const bool geometry = candidate.dimension == Dimension::length;
    const double reach = candidate.dimension == Dimension::temperature ? kKelvins : kFactor;
    const double back = candidate.dimension == Dimension::temperature ? -kKelvins : 1 / kFactor;
    for (const double end : {reach, back}) {
      if (geometry) break;  // where walls and rows stand is drawn, not guessed
      const std::optional<Flip> flip = flip_towards(site, plan, candidate, end, before);
      if (!flip) continue;
      const double closeness = candidate.dimension == Dimension::temperature
                                   ? std::abs(flip->at - value.value) / kKelvins
                                   : std::abs(flip->at / value.value - 1);
      if (closeness >= assumption.closeness) continue;
      assumption.closeness = closeness;
      assumption.flips_at = written(candidate.dimension, flip->at);
      assumption.flips_what = flip->rule;
    }
    out.push_back(std::move(assumption));
  }
  std::stable_sort(out.begin(), out.end(),
                   [](const Assumption& a, const Assumption& b) { return a.closeness < b.closeness; });
  return out;
}

}  // namespace hallplan::verdict
