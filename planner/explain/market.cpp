#include "planner/explain/market.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <tuple>
#include <utility>

#include "planner/search/integer/close_gap.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

/// Most racks for the money first where all that gain have a price, else most a piece.
void rank(std::vector<Gain>& gains) {
  const bool priced =
      std::all_of(gains.begin(), gains.end(), [](const Gain& gain) { return gain.found <= 0 || gain.price; });
  const auto worth = [&](const Gain& gain) {
    const double cost = priced && gain.price ? *gain.price : gain.pieces;
    return std::tuple(gain.then_fails.empty() || gain.found <= 0, gain.found / std::max(cost, 1e-9), gain.found);
  };
  std::stable_sort(gains.begin(), gains.end(), [&](const Gain& a, const Gain& b) { return worth(a) > worth(b); });
}

/// "power.utility utility", and with numbers "power.utility utility, 1718 kW of 1700 kW".
std::string name_of(const Check& check, bool with_numbers) {
  std::string out = fmt::format("{} {}", rule_id(check.rule), check.where);
  if (!with_numbers || check.sense == Sense::holds) return out;
  const FieldQuantity value = to_field(check.dimension, check.value), limit = to_field(check.dimension, check.limit);
  return out + fmt::format(", {:.4g} {} of {:.4g} {}", value.value, value.unit, limit.value, limit.unit);
}

/// By name, with numbers: of each the first failing check.
std::map<std::string, std::string> failing_in_numbers(const Site& site, const Plan& plan) {
  std::map<std::string, std::string> out;
  for (const Check& check : verdict::verify(site, plan).checks) {
    if (check.status == Status::fail && !check.warning) out.emplace(name_of(check, false), name_of(check, true));
  }
  return out;
}

/// What fails in the second hall and not in the first.
std::vector<std::string> broken_in_numbers(const Held& before, const Held& after) {
  std::vector<std::string> words;
  for (const auto& [name, numbers] : failing_in_numbers(after.site, after.plan)) {
    if (!std::binary_search(before.fails.begin(), before.fails.end(), name)) words.push_back(numbers);
  }
  return words;
}

}  // namespace

std::vector<std::string> failing(const Site& site, const Plan& plan) {
  const std::map<std::string, std::string> found = failing_in_numbers(site, plan);
  std::vector<std::string> out;
  out.reserve(found.size());
  for (const auto& [name, numbers] : found) out.push_back(name);
  return out;
}

std::vector<std::string> broken_by(const Held& before, const Held& after) {
  const std::vector<std::string> now = failing(after.site, after.plan);
  std::vector<std::string> out;
  std::set_difference(now.begin(), now.end(), before.fails.begin(), before.fails.end(), std::back_inserter(out));
  return out;
}

Line line_of(const Purchase& purchase, int steps) {
  Line line;
  line.kind = purchase.kind;
  line.what = purchase.what;
  line.steps = steps;
  line.pieces = purchase.pieces * steps;
  line.detail = purchase.detail(steps);
  line.devices = purchase.devices;
  line.besides = purchase.besides;
  line.brings = purchase.brings * steps;
  line.price = purchase.price(steps);
  if (purchase.piece) line.lead_time_weeks = purchase.piece->lead_time_weeks;
  return line;
}

search::Options Market::search_options() const {
  search::Options options;
  options.seed = options_.seed;
  options.moves = options_.moves;
  options.seconds_guard = std::min(options_.seconds_guard, seconds_left());
  options.cancelled = options_.cancelled;
  return options;
}

double Market::seconds_left() const {
  constexpr double kAllTogether = 3;
  const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  return std::max(0.0, kAllTogether * options_.seconds_guard - passed);
}

search::Bound Market::bound(const Site& site, int placed, int* certified) const {
  const search::Model model = search::model_of(site);
  const search::Bound linear = search::bound_of(model);
  const search::integer::Closing closing =
      search::integer::close_gap(model, linear, placed, search_options(), search::integer::Aim::bound_only);
  if (certified != nullptr) *certified = closing.certified_racks;
  return closing.bound;
}

Held Market::filled(Held hall) const {
  if (hall.bound <= hall.racks) return hall;
  Plan plan = search::search(hall.site, search_options());
  out_of_time_ = out_of_time_ || (!plan.search.reproducible && !plan.search.interrupted);
  if (plan.search.certified_racks >= 0) hall.certified = std::min(hall.proven(), plan.search.certified_racks);
  // The search closes the gap to its bound by integer programming where it can.
  if (plan.search.bound_racks >= 0 && plan.search.bound_racks < hall.bound) {
    hall.bound = plan.search.bound_racks;
    hall.by = plan.search.bound_by;
  }
  const int racks = count_compute(hall.site, plan);
  if (racks > hall.racks) {
    hall.plan = std::move(plan);
    hall.racks = racks;
  }
  hall.bound = std::max(hall.bound, hall.racks);
  hall.certified = std::max(hall.certified, hall.bound);
  return hall;
}

/// What stood before stands where new plant, which draws power, breaks nothing.
Held Market::unsearched(const Held& before, const Purchase& purchase, std::vector<std::string>& breaks) {
  Held out;
  out.site = before.site;
  purchase.make(out.site);
  const search::Bound most = linear_bound(out.site);
  out.plan = before.plan;
  out.racks = before.racks;
  out.bound = most.racks;
  out.by = most.by;
  if (purchase.brings.power_w > 0) breaks = broken_in_numbers(before, out);
  if (!breaks.empty()) {
    out.plan = pinned_plan(out.site);
    out.racks = count_compute(out.site, out.plan);
  }
  out.bound = std::max(out.bound, out.racks);
  return out;
}

Gain Market::gain(const Held& before, const Purchase& purchase, bool search, Held* bought) const {
  if (options_.progress) options_.progress(purchase.what);
  Gain out;
  static_cast<Line&>(out) = line_of(purchase, 1);
  Held hall = unsearched(before, purchase, out.breaks);
  out.searched = hall.bound > before.racks || hall.racks < before.racks;
  const bool stands = hall.racks >= before.racks;
  out.together = !search && stands;
  if (out.searched && !out.together) hall = filled(std::move(hall));
  out.racks = hall.racks;
  out.bound = hall.bound;
  out.found = out.racks - before.racks;
  if (out.found >= 0) out.breaks.clear();
  out.least = std::min(out.found, std::max(0, out.racks - before.proven()));
  out.most = std::max(out.bound, hall.proven()) - before.racks;
  out.next = hall.by;
  if (out.searched && !out.together) out.then_fails = broken_by(before, hall);
  if (bought != nullptr) *bought = std::move(hall);
  return out;
}

std::vector<Gain> Market::gains(const Held& before, const std::function<bool()>& stopped, Looked& looked) const {
  const std::vector<Purchase> all = purchases(before.site, options_.prices);
  // Where the search leaves a gap to the bound, the bound excludes little; one search with everything at once may.
  bool none = false;
  if (before.bound > before.racks && !stopped()) {
    if (options_.progress) options_.progress("all purchases at once");
    Held everything = before;
    for (const Purchase& one : all) {
      if (!one.of_single_ones) one.make(everything.site);
    }
    ease(everything.site);
    everything.bound = linear_bound(everything.site).racks;
    none = filled(std::move(everything)).racks <= before.racks;
  }
  std::vector<Gain> out;
  for (const Purchase& purchase : all) {
    if (stopped()) break;
    out.push_back(gain(before, purchase, !none));
  }
  if (!stopped()) {
    std::vector<Gain> singles = single_gains(before, out, stopped, looked);
    std::move(singles.begin(), singles.end(), std::back_inserter(out));
  }
  rank(out);
  return out;
}

std::vector<Gain> Market::one_after_the_other(const Held& before, const std::vector<Gain>& first,
                                              const std::function<bool()>& stopped, Held& last) const {
  std::vector<Gain> out, gained = first;
  last = before;
  while (static_cast<int>(out.size()) < options_.steps && !stopped()) {
    Looked looked;
    if (!out.empty()) gained = gains(last, stopped, looked);
    if (gained.empty() || gained.front().found <= 0 || !gained.front().then_fails.empty()) break;
    const std::vector<Purchase> all = every_purchase(last.site);
    const auto best =
        std::find_if(all.begin(), all.end(), [&](const Purchase& one) { return one.what == gained.front().what; });
    Held bought;
    out.push_back(gain(last, *best, true, &bought));
    last = std::move(bought);
    last.fails = failing(last.site, last.plan);
  }
  return out;
}

}  // namespace hallplan::explain
