// The failure matrix: what decides each loss.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {
namespace {

constexpr std::size_t kMostPairs = 20;

LossRow row_of(const Basics& basics, const State& state) {
  LossRow row{scenario_of(basics.site, state), {}, static_cast<int>(state.dark_racks.size())};
  check_devices_in(basics, state, true, row.checks);
  check_phases_in(basics, state, true, row.checks);
  if (!state.meanwhile) {
    row.checks.push_back(supplied_in(basics, state));
  } else {
    row.dark_racks = 0;  // what waits is counted by the loss itself
  }
  return row;
}

/// The stretches after a loss in which some device carries more than in normal running and in the end.
std::vector<State> heavier_meanwhile(const Basics& basics, const Pair& losses, const State& normal,
                                     const State& after) {
  std::vector<State> states = states_meanwhile(basics, losses, after.live);
  const auto is_no_more = [&](const State& state) {
    return std::none_of(basics.held.begin(), basics.held.end(),
                        [&](const Held& held) { return carries_more(basics.site, state, held, normal, after); });
  };
  states.erase(std::remove_if(states.begin(), states.end(), is_no_more), states.end());
  return states;
}

/// How bad what a pair leaves is, without its checks: what goes dark, and the largest share of a limit that is used.
struct Ranked {
  Pair pair;
  std::size_t dark = 0;
  double share = 0;
  std::optional<State> meanwhile;  ///< where it is not what the pair ends in
};

Ranked ranked(const Basics& basics, const DarkCount& dark, const State& state) {
  Ranked rank{dark.pair, dark.dark, 0, state.meanwhile ? std::optional(state) : std::nullopt};
  for (const Held& held : basics.held) {
    const double value_w = value_of(state, held);
    if (has_limit(held) && value_w > 0) rank.share = std::max(rank.share, value_w / held.limit.continuous_w);
  }
  return rank;
}

void keep_worst(std::vector<Ranked>& all) {
  std::stable_sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) {
    return std::tuple(a.dark, a.share) > std::tuple(b.dark, b.share);
  });
  all.resize(std::min(all.size(), kMostPairs));
}

std::vector<Ranked> worst_pairs(const Basics& basics, const State& normal) {
  std::vector<Ranked> all;
  for (const Pair& pair : maintenance_pairs(basics.site, basics.losses)) {
    const State state = simulate(basics.site, basics.loads, pair.lost, pair.out);
    all.push_back(ranked(basics, dark_by_fault(basics, state), state));
    for (const State& meanwhile : heavier_meanwhile(basics, pair, normal, state)) {
      all.push_back(ranked(basics, {{meanwhile.out, meanwhile.lost}, 0, 0}, meanwhile));
    }
    if (all.size() > 4 * kMostPairs) keep_worst(all);
  }
  keep_worst(all);
  return all;
}

}  // namespace

std::vector<LossRow> check_losses(const Site& site, const Plan& plan) {
  const Basics basics = basics_of(site, plan);
  std::vector<LossRow> rows;
  const State normal = simulate(site, basics.loads, -1);
  std::vector<State> heavier;
  for (const int lost : losses(site)) {
    const State after = simulate(site, basics.loads, lost);
    rows.push_back(row_of(basics, after));
    std::vector<State> meanwhile = heavier_meanwhile(basics, {-1, lost}, normal, after);
    std::move(meanwhile.begin(), meanwhile.end(), std::back_inserter(heavier));
  }
  for (const State& state : heavier) rows.push_back(row_of(basics, state));
  for (const std::vector<Held>* held : {&basics.fewer, &basics.least}) {
    for (const Held& each : *held) rows.push_back({each.modules, {check_in(basics, normal, each)}, 0});
  }
  for (const Ranked& rank : worst_pairs(basics, normal)) {
    rows.push_back(
        row_of(basics, rank.meanwhile ? *rank.meanwhile : simulate(site, basics.loads, rank.pair.lost, rank.pair.out)));
  }
  return rows;
}

}  // namespace hallplan::power
