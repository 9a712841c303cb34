#include "planner/search/final.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace hallplan::search {
namespace {

class Writing {
 public:
  Writing(const Site& site, const std::vector<capacity::Choice>& choices, const State& state)
      : site_(site), choices_(choices), state_(state), model_(state.model()), plan_(pinned_plan(site)) {}

  Plan write() {
    for (const Placement& rack : plan_.racks) ids_.insert(rack.id);
    for (const PinnedRack& rack : site_.of_other_phases) ids_.insert(rack.id);
    const std::vector<int> numbers = unit_numbers();
    for (std::size_t i = 0; i < state_.units().size(); ++i) {
      const Unit& unit = state_.units()[i];
      for (const Member& member : unit.members) add(member, unit.kind, numbers[i]);
    }
    for (int kind = 0; kind < state_.management_kinds(); ++kind) {
      for (const Member& member : state_.management(kind)) add(member, kind, -1);
    }
    for (Placement& rack : plan_.racks) rack = layout::positioned(site_, std::move(rack));
    std::stable_sort(plan_.racks.begin(), plan_.racks.end(), [](const Placement& a, const Placement& b) {
      return std::tuple(a.row, a.slot) < std::tuple(b.row, b.slot);
    });
    return std::move(plan_);
  }

 private:
  [[nodiscard]] const SlotInfo& slot_of(const Member& member) const {
    return model_.slots[static_cast<std::size_t>(member.slot)];
  }

  /// By unit of the state: its number. Units that complete a pinned one keep its number.
  [[nodiscard]] std::vector<int> unit_numbers() const {
    const std::vector<Unit>& units = state_.units();
    std::set<std::pair<int, int>> used;  // kind, number
    for (const Placement& rack : plan_.racks) used.insert({rack.demand, rack.unit});
    for (const PinnedRack& rack : site_.of_other_phases) used.insert({rack.demand.index, rack.unit - 1});
    std::vector<std::pair<int, std::size_t>> order;  // first slot, unit
    std::vector<int> numbers(units.size(), -1);
    for (std::size_t i = 0; i < units.size(); ++i) {
      if (units[i].pinned >= 0) {
        numbers[i] = model_.pinned_units[static_cast<std::size_t>(units[i].pinned)].number;
        continue;
      }
      int first = static_cast<int>(model_.slots.size());
      for (const Member& member : units[i].members) first = std::min(first, member.slot);
      order.push_back({first, i});
    }
    std::sort(order.begin(), order.end());
    for (const auto& [first, i] : order) {
      int number = 0;
      while (!used.insert({units[i].kind, number}).second) ++number;
      numbers[i] = number;
    }
    return numbers;
  }

  void add(const Member& member, int kind, int unit) {
    const SlotInfo& slot = slot_of(member);
    const capacity::Choice& choice =
        choices_[static_cast<std::size_t>(model_.wires[static_cast<std::size_t>(member.wire)].choice)];
    const hallplan::Row& row = site_.rows[static_cast<std::size_t>(slot.row)];
    const FeedPair& feeds = row.feeds[static_cast<std::size_t>(choice.feed_pair)];
    Placement rack;
    rack.id = fmt::format("{}-s{:02}", row.id, slot.slot + 1);
    while (!ids_.insert(rack.id).second) rack.id += "-new";
    rack.type = choice.type;
    rack.row = slot.row;
    rack.slot = slot.slot;
    rack.feed_a = feeds.a.index;
    const bool single = site_.catalogue.racks[static_cast<std::size_t>(choice.type)].body.single_corded();
    rack.feed_b = single ? -1 : feeds.b.index;
    rack.cdu_group = choice.cdu_group;
    rack.demand = kind;
    rack.unit = unit;
    plan_.racks.push_back(std::move(rack));
  }

  const Site& site_;
  const std::vector<capacity::Choice>& choices_;
  const State& state_;
  const Model& model_;
  Plan plan_;
  std::set<std::string> ids_;
};

}  // namespace

Plan plan_of(const Site& site, const std::vector<capacity::Choice>& choices, const State& state) {
  return Writing(site, choices, state).write();
}

}  // namespace hallplan::search
