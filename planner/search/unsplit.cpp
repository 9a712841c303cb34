#include "planner/search/unsplit.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace hallplan::search {
namespace {

/// Nearest units that are tried as partners of a split one, alone; two together of the nearest of these.
constexpr std::size_t kPartners = 8;
constexpr std::size_t kPairedPartners = 3;
/// Fillings in all: one costs what a move of the search costs.
constexpr int kMostTrials = 400;

const SlotInfo& slot_of(const State& state, const Member& member) {
  return state.model().slots[static_cast<std::size_t>(member.slot)];
}

bool is_split(const State& state, const Unit& unit) {
  return std::any_of(unit.members.begin(), unit.members.end(), [&](const Member& member) {
    return slot_of(state, member).row != slot_of(state, unit.members.front()).row;
  });
}

long long distance(const State& state, const Unit& a, const Unit& b) {
  if (a.members.empty() || b.members.empty()) return 0;
  const auto centre = [&](const Unit& unit) { return slot_of(state, unit.members[unit.members.size() / 2]).centre; };
  return manhattan(centre(a), centre(b));
}

/// What is taken out together with a unit: nothing, each of its nearest, and pairs of the very nearest.
std::vector<std::vector<int>> partners_of(const State& state, int index) {
  const std::vector<Unit>& units = state.units();
  std::vector<std::pair<long long, int>> near;
  for (int i = 0; i < static_cast<int>(units.size()); ++i) {
    if (i == index) continue;
    near.push_back({distance(state, units[static_cast<std::size_t>(index)], units[static_cast<std::size_t>(i)]), i});
  }
  std::sort(near.begin(), near.end());
  near.resize(std::min(near.size(), kPartners));
  std::vector<std::vector<int>> sets = {{}};
  for (const auto& [far, partner] : near) sets.push_back({partner});
  for (std::size_t a = 0; a < std::min(near.size(), kPairedPartners); ++a) {
    for (std::size_t b = 0; b < a; ++b) sets.push_back({near[a].second, near[b].second});
  }
  return sets;
}

class Unsplitting {
 public:
  Unsplitting(State& state, const Stop& stop) : state_(state), stop_(stop), random_(1), splits_(split_units(state)) {}

  void run() {
    while (splits_ > 0 && one_less()) {
    }
  }

 private:
  /// Units change their places in the list when one is put anew, so the round then begins again.
  bool one_less() {
    for (int i = 0; i < static_cast<int>(state_.units().size()); ++i) {
      if (!is_split(state_, state_.units()[static_cast<std::size_t>(i)])) continue;
      for (std::vector<int>& out : partners_of(state_, i)) {
        out.push_back(i);
        std::sort(out.rbegin(), out.rend());
        for (const Wiring wiring : {Wiring::balance, Wiring::tight}) {
          if (trials_++ >= kMostTrials || stop_()) return false;
          if (filled_anew(out, wiring)) return true;
        }
      }
    }
    return false;
  }

  bool filled_anew(const std::vector<int>& out, Wiring wiring) {
    State trial = state_;
    for (const int index : out) trial.drop_unit(index);
    const Policy policy{Order::straight, false, wiring};
    fill(trial, policy, random_, stop_);
    const int splits = split_units(trial);
    if (splits >= splits_ || trial.compute() < state_.compute()) return false;
    if (room_left(trial) < room_left(state_)) return false;
    for (int kind = 0; kind < trial.management_kinds(); ++kind) {
      if (trial.units_of(kind) < state_.units_of(kind)) return false;
    }
    for (std::size_t pinned = 0; pinned < trial.model().pinned_units.size(); ++pinned) {
      if (state_.completed(static_cast<int>(pinned)) && !trial.completed(static_cast<int>(pinned))) return false;
    }
    state_ = std::move(trial);
    splits_ = splits;
    return true;
  }

  State& state_;
  const Stop& stop_;
  Random random_;  ///< for the filling, which asks it nothing unless it shuffles
  int splits_;
  int trials_ = 0;
};

}  // namespace

int split_units(const State& state) {
  return static_cast<int>(std::count_if(state.units().begin(), state.units().end(),
                                        [&](const Unit& unit) { return is_split(state, unit); }));
}

void unsplit(State& state, const Stop& stop) { Unsplitting(state, stop).run(); }

}  // namespace hallplan::search
