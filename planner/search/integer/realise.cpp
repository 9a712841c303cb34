#include "planner/search/integer/realise.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace hallplan::search::integer {
namespace {

class Realising {
 public:
  Realising(const Model& model, const Classes& classes, const Program& program, const std::vector<double>& point)
      : model_(model),
        classes_(classes),
        program_(program),
        point_(point),
        state_(model),
        place_of_(model.slots.size(), 0) {}

  State run() {
    if (model_.density.binds) return std::move(state_);
    for (std::size_t p = 0; p < classes_.places.size(); ++p) {
      for (const int slot : classes_.places[p].slots) place_of_[static_cast<std::size_t>(slot)] = p;
      standing_.push_back(counts(program_.stand[p]));
    }
    for (const std::vector<int>& columns : program_.connect) connected_.push_back(counts(columns));
    add_order();
    for (std::size_t k = 0; k < model_.kinds.size(); ++k) {
      for (std::size_t part = 0; part < classes_.holds_units.size(); ++part) {
        for (int left = count(program_.managing[k][part]); left > 0; --left) add_management(static_cast<int>(k), part);
      }
    }
    for (std::size_t k = 0; k < model_.kinds.size(); ++k) {
      for (std::size_t part = 0; part < classes_.holds_units.size(); ++part) {
        int left = count(program_.units[k][part]);
        while (left > 0 && add_unit(static_cast<int>(k), part)) --left;
      }
      drop_needless(static_cast<int>(k));
    }
    return std::move(state_);
  }

 private:
  [[nodiscard]] int count(int column) const {
    return column < 0 ? 0 : static_cast<int>(std::lround(point_[static_cast<std::size_t>(column)]));
  }
  [[nodiscard]] std::vector<int> counts(const std::vector<int>& columns) const {
    std::vector<int> out;
    for (const int column : columns) out.push_back(count(column));
    return out;
  }

  /// Slots row by row, every other row from its far end.
  void add_order() {
    for (int slot = 0; slot < static_cast<int>(model_.slots.size()); ++slot) order_.push_back(slot);
    std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) {
      const SlotInfo& one = model_.slots[static_cast<std::size_t>(a)];
      const SlotInfo& two = model_.slots[static_cast<std::size_t>(b)];
      if (one.row != two.row) return one.row < two.row;
      return one.row % 2 == 0 ? one.slot < two.slot : one.slot > two.slot;
    });
  }

  [[nodiscard]] std::size_t group_of(int slot) const {
    return static_cast<std::size_t>(classes_.places[place_of_[static_cast<std::size_t>(slot)]].group);
  }
  int& left_standing(const Member& member) {
    return standing_[place_of_[static_cast<std::size_t>(member.slot)]][static_cast<std::size_t>(member.type)];
  }
  /// Racks that the numbers still leave on the way that a member is connected by.
  int& left_connected(const Member& member) {
    const std::size_t group = group_of(member.slot);
    const std::vector<int>& ways = classes_.groups[group].ways;
    std::size_t at = 0;
    while (at + 1 < ways.size() && !has_wire(ways[at], member.wire)) ++at;
    return connected_[group][at];
  }
  [[nodiscard]] bool has_wire(int way, int wire) const {
    const std::vector<int>& wires = classes_.ways[static_cast<std::size_t>(way)].wires;
    return std::find(wires.begin(), wires.end(), wire) != wires.end();
  }

  [[nodiscard]] std::optional<Member> member_at(int slot, int type) {
    Member member{slot, type, -1};
    if (state_.taken(slot) || left_standing(member) <= 0) return std::nullopt;
    for (const int wire : model_.wires_at(slot, type)) {
      member.wire = wire;
      const std::vector<int>& ways = classes_.groups[group_of(slot)].ways;
      const bool known = std::any_of(ways.begin(), ways.end(), [&](int way) { return has_wire(way, wire); });
      if (known && left_connected(member) > 0 && state_.can_add(member)) return member;
    }
    return std::nullopt;
  }

  void add(const Member& member) {
    state_.add(member);
    --left_standing(member);
    --left_connected(member);
  }

  void take_back(const std::vector<Member>& members) {
    for (const Member& member : members) {
      state_.remove(member);
      ++left_standing(member);
      ++left_connected(member);
    }
  }

  [[nodiscard]] bool in_part(int slot, std::size_t part) const {
    return static_cast<std::size_t>(classes_.groups[group_of(slot)].part) == part;
  }

  /// From the far end of the hall, where units come last.
  void add_management(int kind, std::size_t part) {
    for (auto slot = order_.rbegin(); slot != order_.rend(); ++slot) {
      if (!in_part(*slot, part)) continue;
      const std::optional<Member> member = member_at(*slot, model_.kinds[static_cast<std::size_t>(kind)].management);
      if (!member) continue;
      add(*member);
      state_.keep_management(kind, *member);
      return;
    }
  }

  bool add_unit(int number, std::size_t part) {
    const Kind& kind = model_.kinds[static_cast<std::size_t>(number)];
    Unit unit;
    unit.kind = number;
    for (const int slot : order_) {
      if (unit.compute == kind.compute_racks) break;
      if (!in_part(slot, part)) continue;
      const std::optional<Member> member = member_at(slot, kind.compute);
      if (!member) continue;
      add(*member);
      unit.members.push_back(*member);
      ++unit.compute;
    }
    const bool whole = unit.compute == kind.compute_racks && add_network(kind, part, unit);
    const int managed = static_cast<int>(state_.management(number).size());
    if (!whole || managed < kind.management_for(state_.units_of(number) + 1)) {
      take_back(unit.members);
      return false;
    }
    state_.keep(std::move(unit));
    return true;
  }

  [[nodiscard]] CableEnd end_of(const Member& member) const {
    const Spot& spot = model_.spot(member.slot, member.type);
    return {spot.centre, spot.tray};
  }

  /// Network racks in the slots that need the least cable; false when too few are in reach.
  bool add_network(const Kind& kind, std::size_t part, Unit& unit) {
    if (kind.network_racks == 0) return true;
    std::vector<std::pair<long long, int>> near;
    for (const int slot : order_) {
      if (!in_part(slot, part) || state_.taken(slot)) continue;
      long long cable = 0, longest = 0;
      for (int i = 0; i < unit.compute; ++i) {
        const long long length =
            model_.cable(end_of({slot, kind.network, -1}), end_of(unit.members[static_cast<std::size_t>(i)]));
        cable += length;
        longest = std::max(longest, length);
      }
      if (longest <= model_.reach) near.push_back({cable, slot});
    }
    std::sort(near.begin(), near.end());
    int missing = kind.network_racks;
    for (const auto& [cable, slot] : near) {
      if (missing == 0) break;
      const std::optional<Member> member = member_at(slot, kind.network);
      if (!member) continue;
      add(*member);
      unit.members.push_back(*member);
      unit.cable += cable;
      --missing;
    }
    return missing == 0;
  }

  void drop_needless(int kind) {
    const int needed = model_.kinds[static_cast<std::size_t>(kind)].management_for(state_.units_of(kind));
    while (static_cast<int>(state_.management(kind).size()) > needed) {
      state_.drop_management(kind, static_cast<int>(state_.management(kind).size()) - 1);
    }
  }

  const Model& model_;
  const Classes& classes_;
  const Program& program_;
  const std::vector<double>& point_;
  State state_;
  std::vector<std::size_t> place_of_;        ///< by slot
  std::vector<std::vector<int>> standing_;   ///< what the numbers leave, by place and type
  std::vector<std::vector<int>> connected_;  ///< and by group and number in its ways
  std::vector<int> order_;
};

}  // namespace

State realise(const Model& model, const Classes& classes, const Program& program, const std::vector<double>& point) {
  return Realising(model, classes, program, point).run();
}

}  // namespace hallplan::search::integer
