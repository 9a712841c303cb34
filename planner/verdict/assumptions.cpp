// Which assumptions carry the answer. Each value nobody vouches for is moved a little, alone, and the plan checked again: how
// fast margins shrink predicts where the first check changes its status. Predictions are then confirmed by checking the plan on
// both sides of the change (`confirm`), the nearest first; what could not be confirmed is told without a number.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "planner/site/walk.hpp"
#include "planner/verdict/candidate.hpp"
#include "planner/verdict/checks.hpp"
#include "planner/verdict/parts.hpp"
#include "planner/verdict/trial.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {
namespace {

constexpr std::size_t kConfirmed = 12;  ///< nearest predictions that are confirmed whatever it costs
constexpr int kOfARule = 2;             ///< so many of a rule come before the next ones of any rule

/// Work of all trials together, in looks at a device or rack: about two seconds. Large sites try fewer values, and say so.
constexpr double kMostWork = 1.5e7;

/// What ends a failure first. Of the rest the two nearest changes of each rule, then the next two of each, and so on: five
/// assumptions about one pump say less than one or two about each of several systems.
void order(std::vector<Candidate>& candidates) {
  const auto distance = [](const Candidate& a) { return std::abs(a.nearest); };
  std::stable_sort(candidates.begin(), candidates.end(),
                   [&](const Candidate& a, const Candidate& b) { return distance(a) < distance(b); });
  std::map<std::string, int> seen;
  std::vector<std::pair<int, Candidate>> ranked;
  for (Candidate& candidate : candidates) {
    const int rank =
        std::isfinite(candidate.nearest) ? seen[candidate.rule]++ / kOfARule : std::numeric_limits<int>::max();
    ranked.emplace_back(rank, std::move(candidate));
  }
  const auto mends = [](const Candidate& a) { return a.mends && std::isfinite(a.nearest); };
  std::stable_sort(ranked.begin(), ranked.end(), [&](const auto& a, const auto& b) {
    return std::pair(!mends(a.second), a.first) < std::pair(!mends(b.second), b.first);
  });
  candidates.clear();
  for (auto& [rank, candidate] : ranked) candidates.push_back(std::move(candidate));
}

/// Four digits, rounded up, down or to the nearest.
enum class Rounded { nearest, up, down };
double in_four_digits(double number, Rounded way) {
  if (number == 0 || way == Rounded::nearest) return number;
  constexpr double kSame = 1e-9;  // of the last digit: what comes of binary fractions
  const double last = std::pow(10.0, std::floor(std::log10(std::abs(number))) - 3);
  const double digits = number / last;
  return last * (way == Rounded::up ? std::ceil(digits - kSame) : std::floor(digits + kSame));
}

/// In the field unit, or as the value itself is written: 1.5 is no 150 %.
std::string written(const Value& value, Dimension dimension, double si, Rounded way = Rounded::nearest) {
  const auto writes = [&](const char* unit) { return value.written.find(unit) != std::string::npos; };
  if (dimension == Dimension::fraction && !writes("%")) return fmt::format("{:.4g}", in_four_digits(si, way));
  const FieldQuantity quantity = to_field(dimension, si);
  return fmt::format("{:.4g}{}{}", in_four_digits(quantity.value, way), quantity.unit.empty() ? "" : " ",
                     quantity.unit);
}

/// Which rule changes, and how: the predicted one if it is among them.
void add_change(Trial& trial, const Candidate& candidate, Assumption& out) {
  const Statuses now = trial.statuses_with(candidate.value, 0);
  for (const auto& [rule, to] : by_rule(trial.checks_with(candidate.value, candidate.seen_at))) {
    const Status from = status_of(now, rule);
    if (from == to || (!out.flips_what.empty() && rule_id(rule) != candidate.rule)) continue;
    out.flips_what = rule_id(rule);
    out.from = from;
    out.to = to;
  }
}

std::string percent(double share) {
  const double value = 100 * share;
  return value >= 10 ? fmt::format("{:.0f} %", value) : fmt::format("{:.2g} %", value);
}

/// What rows of capacities add up, so that a search with another value may place another number of racks.
bool binds_rows(Dimension dimension) {
  switch (dimension) {
    case Dimension::power:
    case Dimension::apparent_power:
    case Dimension::current:
    case Dimension::flow:
    case Dimension::airflow:
    case Dimension::mass:
    case Dimension::floor_load:
    case Dimension::linear_load:
    case Dimension::power_density:
    case Dimension::temperature:  // of air and water: ratings hang on them
    case Dimension::temperature_difference:
    case Dimension::fraction:
      return true;
    default:
      return false;
  }
}

/// What was tried in vain, and what nobody can tell of.
void add_span(const Trial& trial, const std::vector<Check>& before, const Candidate& candidate, Assumption& out) {
  const Value& value = trial.value(candidate.value);
  const auto at = [&](double share) {
    return written(value, candidate.value.dimension, moved(value, candidate.value.dimension, share).value);
  };
  out.tried_from = at(-kFarthest);
  out.tried_to = at(kFarthest);
  out.replanned = !binds_rows(candidate.value.dimension);
  out.open = open_rules(before, candidate.value.path, candidate.value.domains);
}

Assumption told(Trial& trial, const std::vector<Check>& before, const Candidate& candidate) {
  const Value& value = trial.value(candidate.value);
  const Source* source = find_source(trial.site(), value.source);
  const std::string& why = source == nullptr ? value.source : source->title;
  Assumption out;
  out.path = candidate.value.path;
  out.written = value.written;
  out.why = why;
  out.trust = value.trust;
  out.closeness = kNever;
  out.moved = candidate.is_moved;
  out.tried = candidate.is_confirmed || candidate.is_spanned;
  if (!candidate.is_confirmed) {
    if (candidate.is_spanned) add_span(trial, before, candidate, out);
    if (std::isfinite(candidate.nearest)) out.flips_what = candidate.rule;
    return out;
  }
  const double at = moved(value, candidate.value.dimension, candidate.nearest).value;
  out.below = std::signbit(candidate.nearest);
  out.flips_at = written(value, candidate.value.dimension, at, out.below ? Rounded::up : Rounded::down);
  add_change(trial, candidate, out);
  if (candidate.value.dimension == Dimension::temperature) {
    out.closeness = std::abs(candidate.nearest);
    out.away = fmt::format("{:.2g} K", std::abs(at - value.value));
  } else {
    out.closeness = value.value == 0 ? std::abs(at) : std::abs(at / value.value - 1);
    out.away = percent(out.closeness);
  }
  return out;
}

bool ends_a_failure(const Assumption& assumption) {
  return !assumption.flips_at.empty() && assumption.from == Status::fail;
}

/// One trial checks every device in every loss, and every rack; half of the work is kept for confirming.
std::size_t most_trials(const Site& site, const Plan& plan) {
  constexpr double kARack = 50;
  const auto devices = static_cast<double>(site.devices.size());
  double walked = devices;  // beyond one source each, which the price of a look counts
  for (const Device& device : site.devices)
    walked += device.from.empty() ? 0 : static_cast<double>(device.from.size() - 1);
  const double looks = site.policy.power == FaultPolicy::maintenance ? devices * devices / 2 : devices;
  const double trial = 1 + walked * looks + kARack * static_cast<double>(plan.racks.size());
  return static_cast<std::size_t>(kMostWork / 2 / trial);
}

/// Of those without a change nearby both ends are checked, in order and as long as `trials` last. As many go side by side as can be
/// paid for whatever comes of them.
void span_all(std::vector<Trial>& threads, std::vector<Candidate>& candidates, std::size_t trials) {
  std::vector<Candidate*> open;
  for (Candidate& candidate : candidates) {
    const bool has_change = std::isfinite(candidate.nearest) && std::abs(candidate.nearest) <= kFarthest;
    if (!has_change && candidate.is_moved && candidate.is_looked_at) open.push_back(&candidate);
  }
  for (std::size_t first = 0; first < open.size() && trials >= kOfASpan;) {
    const std::size_t count = std::min(open.size() - first, std::max<std::size_t>(1, trials / kOfAFind));
    side_by_side(threads, count, [&](Trial& trial, std::size_t i) { span(trial, *open[first + i]); });
    for (const std::size_t end = first + count; first < end; ++first) {
      trials -= std::min(trials, open[first]->is_confirmed ? kOfAFind : kOfASpan);
    }
  }
}

}  // namespace

std::vector<Assumption> assumptions(const Site& original, const Plan& plan, const Fields& fields) {
  constexpr unsigned kMostThreads = 16;
  std::vector<Trial> threads;
  for (unsigned i = 0; i < std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads); ++i) {
    threads.emplace_back(original, plan, fields);
  }
  std::vector<Candidate> candidates = candidates_of(threads.front());
  const std::vector<Check> checks = checks_of(original, plan, {}, fields);
  const Margins before = margins_of(checks);
  const std::size_t most = most_trials(original, plan);
  side_by_side(threads, std::min(most, candidates.size()), [&](Trial& trial, std::size_t i) {
    predict(trial, before, candidates[i]);
    candidates[i].is_looked_at = true;
  });
  order(candidates);
  const std::size_t confirmed = std::max(std::min(kConfirmed, most), most / kOfAConfirmation);
  side_by_side(threads, std::min(confirmed, candidates.size()), [&](Trial& trial, std::size_t i) {
    if (std::isfinite(candidates[i].nearest)) confirm(trial, before, candidates[i]);
  });
  span_all(threads, candidates, most);
  order(candidates);
  std::vector<Assumption> out(candidates.size());
  side_by_side(threads, candidates.size(),
               [&](Trial& trial, std::size_t i) { out[i] = told(trial, checks, candidates[i]); });
  std::stable_partition(out.begin(), out.end(), ends_a_failure);
  std::vector<Assumption> more = assumed_crates(original, plan);
  for (Assumption& one : disputed_viscosities(original, plan, fields)) more.push_back(std::move(one));
  for (Assumption& one : table_coolants(original, plan, fields)) more.push_back(std::move(one));
  for (Assumption& one : more) {
    const auto later = [&](const Assumption& other) {
      return std::isfinite(one.closeness) && !std::isfinite(other.closeness);
    };
    out.insert(std::find_if(out.begin(), out.end(), later), std::move(one));
  }
  return out;
}

}  // namespace hallplan::verdict
