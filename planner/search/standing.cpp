#include "planner/search/standing.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>

#include "planner/plan/pin.hpp"

namespace hallplan::search {
namespace {

class Standing {
 public:
  Standing(const Site& site, const std::vector<capacity::Choice>& choices, const Model& model)
      : site_(site), choices_(choices), model_(model), state_(model) {}

  State run(const Plan& plan) {
    std::map<std::pair<int, int>, std::vector<const Placement*>> units;  // by demand and unit
    for (const Placement& rack : plan.racks) {
      if (rack.demand < 0 || is_pinned(site_, rack)) continue;
      if (rack.unit < 0) {
        add_management(rack);
      } else {
        units[{rack.demand, rack.unit}].push_back(&rack);
      }
    }
    for (const auto& [key, racks] : units) add_unit(key.first, key.second, racks);
    for (int kind = 0; kind < state_.management_kinds(); ++kind) settle(kind);
    return std::move(state_);
  }

 private:
  void add_management(const Placement& rack) {
    const std::optional<Member> member = member_of(site_, choices_, model_, rack);
    if (!member || !state_.can_add(*member)) return;
    state_.add(*member);
    state_.keep_management(rack.demand, *member);
  }

  /// Racks of one type that are both compute and network racks are not told apart: such units are put anew.
  void add_unit(int demand, int number, const std::vector<const Placement*>& racks) {
    const Kind& kind = model_.kinds[static_cast<std::size_t>(demand)];
    if (kind.network >= 0 && kind.network == kind.compute) return;
    Unit unit;
    unit.kind = demand;
    std::vector<Member> network;
    for (const Placement* rack : racks) {
      const std::optional<Member> member = member_of(site_, choices_, model_, *rack);
      if (!member || !state_.can_add(*member)) return take_back(unit.members, network);
      state_.add(*member);
      (member->type == kind.compute ? unit.members : network).push_back(*member);
    }
    unit.compute = static_cast<int>(unit.members.size());
    int compute = kind.compute_racks, needed = kind.network_racks;
    std::vector<CableEnd> from, to;
    for (std::size_t i = 0; i < model_.pinned_units.size(); ++i) {
      const PinnedUnit& pinned = model_.pinned_units[i];
      if (pinned.kind != demand || pinned.number != number) continue;
      unit.pinned = static_cast<int>(i);
      compute = pinned.missing_compute;
      needed = pinned.missing_network;
      from = pinned.compute;
      to = pinned.network;
    }
    const bool wanted = unit.pinned >= 0 || state_.units_of(demand) < kind.wanted;
    if (!wanted || unit.compute != compute || static_cast<int>(network.size()) != needed) {
      return take_back(unit.members, network);
    }
    unit.cable = cable_of(unit.members, network, from, to);
    unit.members.insert(unit.members.end(), network.begin(), network.end());
    state_.keep(std::move(unit));
  }

  void take_back(const std::vector<Member>& compute, const std::vector<Member>& network) {
    for (const Member& member : compute) state_.remove(member);
    for (const Member& member : network) state_.remove(member);
  }

  [[nodiscard]] CableEnd end_of(const Member& member) const {
    const Spot& spot = model_.spot(member.slot, member.type);
    return {spot.centre, spot.tray};
  }

  /// Cables between all compute and all network racks, but those between pinned ones.
  [[nodiscard]] long long cable_of(const std::vector<Member>& compute, const std::vector<Member>& network,
                                   const std::vector<CableEnd>& pinned_compute,
                                   const std::vector<CableEnd>& pinned_network) const {
    long long sum = 0;
    for (const Member& from : compute) {
      for (const Member& to : network) sum += model_.cable(end_of(from), end_of(to));
      for (const CableEnd& to : pinned_network) sum += model_.cable(end_of(from), to);
    }
    for (const Member& to : network) {
      for (const CableEnd& from : pinned_compute) sum += model_.cable(from, end_of(to));
    }
    return sum;
  }

  /// No more management racks than are needed, and no more units than they manage.
  void settle(int kind) {
    const auto needed = [&] {
      return model_.kinds[static_cast<std::size_t>(kind)].management_for(state_.units_of(kind));
    };
    const auto there = [&] { return static_cast<int>(state_.management(kind).size()); };
    for (int i = static_cast<int>(state_.units().size()) - 1; i >= 0 && there() < needed(); --i) {
      if (state_.units()[static_cast<std::size_t>(i)].kind == kind) state_.drop_unit(i);
    }
    while (there() > needed()) state_.drop_management(kind, there() - 1);
  }

  const Site& site_;
  const std::vector<capacity::Choice>& choices_;
  const Model& model_;
  State state_;
};

}  // namespace

std::optional<Member> member_of(const Site& site, const std::vector<capacity::Choice>& choices, const Model& model,
                                const Placement& rack) {
  const auto type = std::find(model.site_type.begin(), model.site_type.end(), rack.type);
  const auto slot = std::find_if(model.slots.begin(), model.slots.end(),
                                 [&](const SlotInfo& info) { return info.row == rack.row && info.slot == rack.slot; });
  const int choice = capacity::choice_of(site, choices, rack);
  const auto wire =
      std::find_if(model.wires.begin(), model.wires.end(), [&](const Wire& known) { return known.choice == choice; });
  if (type == model.site_type.end() || slot == model.slots.end() || wire == model.wires.end()) return std::nullopt;
  return Member{static_cast<int>(slot - model.slots.begin()), static_cast<int>(type - model.site_type.begin()),
                static_cast<int>(wire - model.wires.begin())};
}

State standing(const Site& site, const std::vector<capacity::Choice>& choices, const Model& model, const Plan& plan) {
  return Standing(site, choices, model).run(plan);
}

}  // namespace hallplan::search
