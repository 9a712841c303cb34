// The failure matrix: what decides each loss.
#include <algorithm>
#include <cstddef>
#include <tuple>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr std::size_t kMostPairs = 20;

LossRow row_of(const Basics& basics, const State& state) {
  LossRow row{scenario_of(basics.site, state), {}, static_cast<int>(state.dark_racks.size())};
  check_devices_in(basics, state, true, row.checks);
  check_phases_in(basics, state, true, row.checks);
  row.checks.push_back(supplied_in(basics, state));
  return row;
}

/// How bad a pair is, without its checks: what goes dark, and the largest share of a limit that is used.
struct Ranked {
  Pair pair;
  std::size_t dark = 0;
  double share = 0;
};

Ranked ranked(const Basics& basics, const Pair& pair) {
  const State state = simulate(basics.site, basics.loads, pair.lost, pair.out);
  const DarkCount dark = dark_by_fault(basics, state);
  Ranked rank{dark.pair, dark.dark, 0};
  for (const Held& held : basics.held) {
    const double value_w = value_of(state, held);
    if (has_limit(held) && value_w > 0) rank.share = std::max(rank.share, value_w / held.limit.continuous_w);
  }
  return rank;
}

std::vector<Pair> worst_pairs(const Basics& basics) {
  std::vector<Ranked> all;
  for (const Pair& pair : maintenance_pairs(basics.site, basics.losses)) all.push_back(ranked(basics, pair));
  std::stable_sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
    return std::tuple(a.dark, a.share) > std::tuple(b.dark, b.share);
  });
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < std::min(all.size(), kMostPairs); ++i) pairs.push_back(all[i].pair);
  return pairs;
}

}  // namespace

std::vector<LossRow> check_losses(const Site& site, const Plan& plan) {
  const Basics basics = basics_of(site, plan);
  std::vector<LossRow> rows;
  for (const int lost : losses(site)) rows.push_back(row_of(basics, simulate(site, basics.loads, lost)));
  const State normal = simulate(site, basics.loads, -1);
  for (const std::vector<Held>* held : {&basics.fewer, &basics.least}) {
    for (const Held& each : *held) rows.push_back({each.modules, {check_in(basics, normal, each)}, 0});
  }
  for (const Pair& pair : worst_pairs(basics)) {
    rows.push_back(row_of(basics, simulate(site, basics.loads, pair.lost, pair.out)));
  }
  return rows;
}

}  // namespace hallplan::power
