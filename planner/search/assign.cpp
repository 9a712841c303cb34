#include "planner/search/assign.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace hallplan::search {
namespace {

/// More ways than this to pick the network slots, and they are picked one by one instead of all looked at.
constexpr long long kMostWays = 400;

class Assignment {
 public:
  Assignment(const State& state, const Want& want, const std::vector<int>& slots, Random* random)
      : state_(state),
        want_(want),
        slots_(slots),
        random_(random),
        kind_(state.model().kinds[static_cast<std::size_t>(want.kind)]) {}

  std::optional<Roles> best() {
    if (static_cast<int>(slots_.size()) != want_.racks()) return std::nullopt;
    picked_.assign(slots_.size(), 0);
    if (ways() <= kMostWays) {
      look_at(0, want_.network);
    } else {
      pick_one_by_one();
    }
    return best_;
  }

 private:
  [[nodiscard]] long long ways() const {
    long long all = 1;
    for (int i = 0; i < want_.network; ++i) {
      all = all * (want_.racks() - i) / (i + 1);
      if (all > kMostWays) return all;
    }
    return all;
  }

  /// All ways to pick `left` of the slots from `from` on.
  void look_at(std::size_t from, int left) {
    if (left == 0) {
      judge();
      return;
    }
    for (std::size_t i = from; i + static_cast<std::size_t>(left) <= slots_.size(); ++i) {
      if (!state_.can_stand(slots_[i], kind_.network)) continue;
      picked_[i] = 1;
      look_at(i + 1, left - 1);
      picked_[i] = 0;
    }
  }

  /// Slots with the least distance to all others; slots that only one type fits go to it first.
  void pick_one_by_one() {
    std::vector<std::pair<long long, std::size_t>> order;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (!state_.can_stand(slots_[i], kind_.network)) continue;
      long long sum = 0;
      for (const int other : slots_) sum += distance(slots_[i], other);
      order.push_back({state_.can_stand(slots_[i], kind_.compute) ? sum : -1, i});
    }
    std::sort(order.begin(), order.end());
    if (static_cast<int>(order.size()) < want_.network) return;
    for (int i = 0; i < want_.network; ++i) picked_[order[static_cast<std::size_t>(i)].second] = 1;
    judge();
  }

  [[nodiscard]] long long distance(int a, int b) const {
    const std::vector<SlotInfo>& all = state_.model().slots;
    return manhattan(all[static_cast<std::size_t>(a)].centre, all[static_cast<std::size_t>(b)].centre);
  }

  void judge() {
    const Model& model = state_.model();
    std::vector<CableEnd> compute, network;
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (picked_[i] == 0 && !state_.can_stand(slots_[i], kind_.compute)) return;
      const int type = picked_[i] != 0 ? kind_.network : kind_.compute;
      const Spot& spot = model.spot(slots_[i], type);
      (picked_[i] != 0 ? network : compute).push_back({spot.centre, spot.tray});
    }
    long long cable = 0;
    const auto cables = [&](const std::vector<CableEnd>& from, const std::vector<CableEnd>& to) {
      for (const CableEnd& a : from) {
        for (const CableEnd& b : to) {
          const long long length = model.cable(a, b);
          if (length > model.reach) return false;
          cable += length;
        }
      }
      return true;
    };
    if (!cables(compute, network)) return;
    if (want_.pinned >= 0) {
      const PinnedUnit& pinned = model.pinned_units[static_cast<std::size_t>(want_.pinned)];
      if (!cables(compute, pinned.network) || !cables(pinned.compute, network)) return;
    }
    ++found_;
    if (best_ && (random_ != nullptr ? !random_->once_in(found_) : best_->cable <= cable)) return;
    Roles roles;
    roles.cable = cable;
    for (std::size_t i = 0; i < slots_.size(); ++i)
      (picked_[i] != 0 ? roles.network : roles.compute).push_back(slots_[i]);
    best_ = std::move(roles);
  }

  const State& state_;
  const Want& want_;
  const std::vector<int>& slots_;
  Random* random_;
  const Kind& kind_;
  int found_ = 0;
  std::vector<char> picked_;
  std::optional<Roles> best_;
};

}  // namespace

std::optional<Roles> assign(const State& state, const Want& want, const std::vector<int>& slots, Random* random) {
  return Assignment(state, want, slots, random).best();
}

}  // namespace hallplan::search
