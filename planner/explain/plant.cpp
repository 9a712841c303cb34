#include "planner/explain/plant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "planner/explain/market.hpp"
#include "planner/explain/purchases.hpp"
#include "planner/explain/singles.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

using Key = std::tuple<Rule, std::string, std::string>;

Key key_of(const Check& check) { return {check.rule, check.where, check.scenario}; }

/// Of a hall without racks; that no racks stand is no fault of its plant.
std::vector<Check> failing_checks(const Site& site) {
  std::vector<Check> out;
  for (Check& check : verdict::verify(site, Plan{}).checks) {
    const bool counts = check.status == Status::fail && !check.warning && rule_domain(check.rule) != "demand";
    if (counts) out.push_back(std::move(check));
  }
  return out;
}

class Mending {
 public:
  Mending(const Site& empty, const Purchases& prices, const std::vector<Check>& failing) : empty_(empty) {
    for (const Check& check : failing) failing_.insert(key_of(check));
    all_ = purchases(empty, prices);
    for (Purchase& one : single_purchases(empty, prices)) {
      const bool is_named = std::any_of(failing.begin(), failing.end(), [&](const Check& check) {
        return std::find(one.devices.begin(), one.devices.end(), check.where) != one.devices.end();
      });
      if (is_named) all_.push_back(std::move(one));
    }
    states_.resize(all_.size());
  }

  /// Fewest things broken, then fewest pieces, after which a check holds.
  void mend(const Key& check, PlantFailure& out, const std::function<bool()>& stopped) {
    std::tuple<std::size_t, int> least{};
    for (std::size_t i = 0; i < all_.size() && !stopped(); ++i) {
      // More of a kind that does not help at its most is not tried step by step.
      if (after(i, kMostSteps).count(check) != 0) continue;
      int steps = 1;
      while (after(i, steps).count(check) != 0) ++steps;
      std::set<Key> broken;
      std::set_difference(after(i, steps).begin(), after(i, steps).end(), failing_.begin(), failing_.end(),
                          std::inserter(broken, broken.end()));
      const std::tuple<std::size_t, int> cost{broken.size(), all_[i].pieces * steps};
      if (out.mend && cost >= least) continue;
      least = cost;
      out.mend = line_of(all_[i], steps);
      out.then_fails.clear();
      for (const auto& [rule, where, scenario] : broken) {
        out.then_fails.push_back(fmt::format("{} {}", rule_id(rule), where));
      }
    }
  }

 private:
  /// What fails with so many steps of a purchase.
  const std::set<Key>& after(std::size_t purchase, int steps) {
    std::vector<std::optional<std::set<Key>>>& known = states_[purchase];
    known.resize(kMostSteps + 1);
    std::optional<std::set<Key>>& state = known[static_cast<std::size_t>(steps)];
    if (!state) {
      Site bought = empty_;
      for (int step = 0; step < steps; ++step) all_[purchase].make(bought);
      state.emplace();
      for (const Check& check : failing_checks(bought)) state->insert(key_of(check));
    }
    return *state;
  }

  const Site& empty_;
  std::set<Key> failing_;
  std::vector<Purchase> all_;
  std::vector<std::vector<std::optional<std::set<Key>>>> states_;  ///< by purchase and steps, where tried
};

}  // namespace

std::vector<PlantFailure> plant_failures(const Site& site, const Purchases& prices,
                                         const std::function<bool()>& stopped) {
  Site empty = site;
  empty.placed.clear();
  const std::vector<Check> failing = failing_checks(empty);
  std::vector<PlantFailure> out;
  if (failing.empty()) return out;
  Mending mending(empty, prices, failing);
  out.reserve(failing.size());
  for (const Check& check : failing) {
    PlantFailure one;
    one.rule = check.rule;
    one.where = check.where;
    one.scenario = check.scenario;
    one.arithmetic = check.arithmetic;
    one.dimension = check.dimension;
    one.has_numbers = check.sense != Sense::holds;
    one.at_most = check.sense == Sense::at_most;
    one.value = check.value;
    one.limit = check.limit;
    mending.mend(key_of(check), one, stopped);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace hallplan::explain
