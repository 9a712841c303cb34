// Which assumptions carry the answer. Each value nobody vouches for is moved a little, alone, and the plan checked again: how
// fast margins shrink predicts where the first check changes its status. The nearest predictions are then confirmed by checking
// the plan on both sides of the predicted value, and bisected where the prediction was off.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/site/walk.hpp"
#include "planner/verdict/checks.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr std::size_t kConfirmed = 8;  ///< nearest predictions that are confirmed
constexpr double kProbe = 1e-3;        ///< first step, as a share of the reach
constexpr double kFarthest = 1;        ///< of the reach: a factor of two, or 15 K
constexpr double kHopeless = 2;  ///< predictions beyond are dropped; margins bend, so those a little beyond are not

/// A value nobody vouches for, how it is moved, and what it may change.
struct Candidate {
  std::string path;
  Value* value = nullptr;
  Dimension dimension = Dimension::count;
  Domains domains;
  double nearest = kNever;  ///< signed distance to the predicted change, as a share of the reach
  std::string rule;
};

/// Moves a value by a share of its reach, with its range: temperatures by kelvins, the rest by a factor.
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

/// Where walls and rows stand is drawn, not guessed: lengths are left alone.
std::optional<Domains> domains_moved_by(Dimension dimension) {
  switch (dimension) {
    case Dimension::length:
    case Dimension::count:
      return std::nullopt;
    case Dimension::mass:
    case Dimension::floor_load:
    case Dimension::linear_load:
      return Domains{true, false, false};
    case Dimension::power_density:
      return Domains{false, false, true};
    case Dimension::fraction:
      return Domains{};
    case Dimension::power:
      return Domains{false, true, true};
    default:
      return Domains{false, true, false};
  }
}

using Key = std::tuple<Rule, std::string, std::string>;
using Margins = std::map<Key, std::pair<double, Status>>;

/// Margins relative to their limits.
Margins margins_of(const std::vector<Check>& checks) {
  Margins margins;
  for (const Check& check : checks) {
    const double scale = std::max(std::abs(check.limit), 1e-12);
    margins.emplace(Key{check.rule, check.where, check.scenario}, std::pair(check.margin / scale, check.status));
  }
  return margins;
}

/// The checks with one value moved; the site is as before afterwards.
std::vector<Check> checks_with(Site& site, const Plan& plan, const Candidate& candidate, double share) {
  Value kept = std::exchange(*candidate.value, moved(*candidate.value, candidate.dimension, share));
  std::vector<Check> checks = checks_of(site, plan, candidate.domains);
  *candidate.value = std::move(kept);
  return checks;
}

/// The rules that do not pass.
std::vector<Rule> not_passing(const std::vector<Check>& checks) {
  std::vector<Rule> rules;
  for (const Check& check : checks) {
    if (check.status != Status::pass) rules.push_back(check.rule);
  }
  std::sort(rules.begin(), rules.end());
  rules.erase(std::unique(rules.begin(), rules.end()), rules.end());
  return rules;
}

/// Extrapolates every margin to zero and keeps the nearest crossing, on either side.
void predict(Site& site, const Plan& plan, const Margins& before, Candidate& candidate) {
  for (const auto& [key, after] : margins_of(checks_with(site, plan, candidate, kProbe))) {
    const auto found = before.find(key);
    if (found == before.end()) continue;
    const auto [margin, status] = found->second;
    const double slope = (after.first - margin) / kProbe;
    const double crossing = status != after.second ? kProbe : -margin / slope;
    const bool nearer = std::abs(crossing) < std::abs(candidate.nearest);
    if (!std::isfinite(crossing) || slope == 0 || std::abs(crossing) > kHopeless || !nearer) continue;
    candidate.nearest = crossing == 0 ? std::copysign(0.0, -slope) : crossing;
    candidate.rule = rule_id(std::get<0>(key));
  }
}

/// True when some rule passes on one side and not on the other.
bool changes(Site& site, const Plan& plan, const Candidate& candidate, double from, double to) {
  return not_passing(checks_with(site, plan, candidate, from)) != not_passing(checks_with(site, plan, candidate, to));
}

/// The confirmed distance, or infinity when nothing changes within the reach after all.
double confirmed(Site& site, const Plan& plan, const Candidate& candidate) {
  constexpr double kBracket = 0.01;
  constexpr int kBisections = 10;
  const double sign = std::signbit(candidate.nearest) ? -1 : 1;
  const double near = std::max(0.0, std::abs(candidate.nearest) * (1 - kBracket) - kProbe);
  double far = std::min(std::abs(candidate.nearest) * (1 + kBracket) + kProbe, kFarthest);
  if (near == 0 || changes(site, plan, candidate, sign * near, sign * far)) {
    if (changes(site, plan, candidate, 0, sign * far)) return candidate.nearest;
  }
  far = kFarthest;
  if (!changes(site, plan, candidate, 0, sign * far)) return kNever;
  double same = 0;
  for (int i = 0; i < kBisections; ++i) {
    const double middle = 0.5 * (same + far);
    (changes(site, plan, candidate, 0, sign * middle) ? far : same) = middle;
  }
  return sign * far;
}

/// The nearest change of each rule first, then the second nearest of each, and so on: five assumptions about one pump say
/// less than one about each of five systems.
void order(std::vector<Candidate>& candidates) {
  const auto distance = [](const Candidate& a) { return std::abs(a.nearest); };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const Candidate& a, const Candidate& b) { return distance(a) < distance(b); });
  std::map<std::string, int> seen;
  std::vector<std::pair<int, Candidate>> ranked;
  for (Candidate& candidate : candidates) {
    const int rank = std::isfinite(candidate.nearest) ? seen[candidate.rule]++ : std::numeric_limits<int>::max();
    ranked.emplace_back(rank, std::move(candidate));
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  candidates.clear();
  for (auto& [rank, candidate] : ranked) candidates.push_back(std::move(candidate));
}

std::string written(Dimension dimension, double si) {
  const FieldQuantity quantity = to_field(dimension, si);
  return fmt::format("{:.4g}{}{}", quantity.value, quantity.unit.empty() ? "" : " ", quantity.unit);
}

Assumption told(const Site& site, const Candidate& candidate, bool is_confirmed) {
  const Value& value = *candidate.value;
  const Source* source = find_source(site, value.source);
  const std::string& why = source == nullptr ? value.source : source->title;
  Assumption out{candidate.path, value.written, why, value.trust, {}, {}, kNever};
  if (!is_confirmed || !std::isfinite(candidate.nearest)) return out;
  const double at = moved(value, candidate.dimension, candidate.nearest).value;
  out.flips_at = written(candidate.dimension, at);
  out.flips_what = candidate.rule;
  out.closeness = value.value == 0 ? std::abs(at) : std::abs(at / value.value - 1);
  return out;
}

}  // namespace

std::vector<Assumption> assumptions(const Site& original, const Plan& plan) {
  Site site = original;
  std::vector<Candidate> candidates;
  for_each_value(site, [&](const std::string& path, Value& value, Dimension dimension) {
    if (!is_assumption(value.trust)) return;
    const std::optional<Domains> domains = domains_moved_by(dimension);
    candidates.push_back({path, &value, dimension, domains.value_or(Domains{false, false, false}), kNever, {}});
  });
  const Margins before = margins_of(checks_of(site, plan, {}));
  for (Candidate& candidate : candidates) predict(site, plan, before, candidate);
  order(candidates);
  const std::size_t looked_at = std::min(kConfirmed, candidates.size());
  for (std::size_t i = 0; i < looked_at; ++i) {
    if (std::isfinite(candidates[i].nearest)) candidates[i].nearest = confirmed(site, plan, candidates[i]);
  }
  std::vector<Assumption> out;
  for (std::size_t i = 0; i < candidates.size(); ++i) out.push_back(told(site, candidates[i], i < looked_at));
  return out;
}

}  // namespace hallplan::verdict
