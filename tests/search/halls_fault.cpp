// Whether a placement keeps every limit, from the rows themselves: by no code of the search.
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "tests/search/halls.hpp"

namespace hallplan::search {

std::string fault_of(const Model& model, const State& state) {
  std::vector<double> sums;
  for (std::size_t r = 0; r < model.rows.size(); ++r) sums.push_back(model.rows[r].base + model.pinned_use[r]);
  std::set<int> spots;
  std::set<int> slots;
  const auto add = [&](const Member& member) {
    spots.insert(model.spot_index(member.slot, member.type));
    if (!slots.insert(member.slot).second) return false;
    const Spot& spot = model.spot(member.slot, member.type);
    for (const auto& term : spot.terms) sums[static_cast<std::size_t>(term.row)] += term.amount;
    for (const auto& term : model.wires[static_cast<std::size_t>(member.wire)].terms) {
      sums[static_cast<std::size_t>(term.row)] += term.amount;
    }
    const Wire& wire = model.wires[static_cast<std::size_t>(member.wire)];
    return spot.usable && wire.type == member.type &&
           wire.row == model.slots[static_cast<std::size_t>(member.slot)].row;
  };
  for (const Unit& unit : state.units()) {
    const Kind& kind = model.kinds[static_cast<std::size_t>(unit.kind)];
    if (static_cast<int>(unit.members.size()) != kind.compute_racks + kind.network_racks)
      return "a unit is not complete";
    for (const Member& member : unit.members) {
      if (!add(member)) return "a rack stands where it cannot";
      for (const Member& other : unit.members) {
        if (member.type != kind.compute || other.type != kind.network) continue;
        const long long length =
            manhattan(model.spot(member.slot, member.type).centre, model.spot(other.slot, other.type).centre);
        if (length > model.reach) return "a cable is too long";
      }
    }
  }
  for (int kind = 0; kind < state.management_kinds(); ++kind) {
    for (const Member& member : state.management(kind)) {
      if (!add(member)) return "a management rack stands where it cannot";
    }
    const int needed = model.kinds[static_cast<std::size_t>(kind)].management_for(state.units_of(kind));
    if (static_cast<int>(state.management(kind).size()) < needed) return "management racks are missing";
  }
  for (const int spot : spots) {
    for (const int other : model.spots[static_cast<std::size_t>(spot)].conflicts) {
      if (spots.count(other) > 0) return "two racks stand in each other's way";
    }
  }
  for (std::size_t r = 0; r < sums.size(); ++r) {
    if (sums[r] > model.rows[r].limit * (1 + 1e-9)) return "over the limit: " + model.rows[r].element;
  }
  return {};
}

}  // namespace hallplan::search
