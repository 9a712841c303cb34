#include "planner/search/greedy.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "planner/search/assign.hpp"

namespace hallplan::search {
namespace {

/// Blocks of a form tried for one unit. A hall that takes none of so many, best first, is taken as full.
constexpr int kMostTries = 100;
/// What one look at the density windows counts for, in tried blocks.
constexpr int kWindowWork = 20;

class Filler {
 public:
  Filler(State& state, const Policy& policy, Random& random, const Stop& stop)
      : state_(state), model_(state.model()), policy_(policy), random_(random), stop_(stop) {}

  std::int64_t fill() {
    put_units();
    return work_;
  }

 private:
  void put_units() {
    for (std::size_t i = 0; i < model_.pinned_units.size(); ++i) {
      const PinnedUnit& unit = model_.pinned_units[i];
      if (state_.completed(static_cast<int>(i))) continue;
      if (stop_()) return;
      put_unit({unit.kind, static_cast<int>(i), unit.missing_compute, unit.missing_network});
    }
    // What takes as much as fits would take the place of what is due.
    std::vector<int> order = order_of_kinds();
    const auto is_open = [&](int kind) { return kind_of(kind).wanted > kind_of(kind).due; };
    if (order.size() > 1 && std::any_of(order.begin(), order.end(), is_open)) {
      for (const int kind : order) put_units_of(kind, kind_of(kind).due);
      order.erase(std::remove_if(order.begin(), order.end(), [&](int kind) { return !is_open(kind); }), order.end());
    }
    for (const int kind : order) put_units_of(kind, kind_of(kind).wanted);
  }

  void put_units_of(int kind, int most) {
    const Kind& wanted = kind_of(kind);
    while (state_.units_of(kind) < most && !stop_()) {
      if (!put_unit({kind, -1, wanted.compute_racks, wanted.network_racks})) return;
    }
  }

  /// As listed, where they differ in value the dearest racks first; or now and then in any order: such racks may take the room of several
  /// others.
  std::vector<int> order_of_kinds() {
    std::vector<int> order(model_.kinds.size());
    std::iota(order.begin(), order.end(), 0);
    if (policy_.first >= 0) {
      std::rotate(order.begin(), order.begin() + policy_.first, order.begin() + policy_.first + 1);
      return order;
    }
    if (order.size() > 1 && policy_.shuffled && random_.once_in(2)) {
      random_.shuffle(order);
      return order;
    }
    if (!model_.valued) return order;
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return kind_of(a).value > kind_of(b).value; });
    return order;
  }

  [[nodiscard]] const Kind& kind_of(int kind) const { return model_.kinds[static_cast<std::size_t>(kind)]; }

  /// Management racks to be added with one more unit.
  [[nodiscard]] int management_missing(const Want& want) const {
    const int units = state_.units_of(want.kind) + (want.pinned < 0 ? 1 : 0);
    const int needed = kind_of(want.kind).management_for(units);
    return std::max(0, needed - static_cast<int>(state_.management(want.kind).size()));
  }

  [[nodiscard]] bool any_room(int type) const {
    return std::any_of(model_.wires.begin(), model_.wires.end(),
                       [&](const Wire& wire) { return wire.type == type && state_.load().fits(wire.uses); });
  }

  bool put_unit(const Want& want) {
    const Kind& kind = kind_of(want.kind);
    if (state_.free_slots() < want.racks() + management_missing(want)) return false;
    if (want.compute > 0 && !any_room(kind.compute)) return false;
    if (want.network > 0 && !any_room(kind.network)) return false;
    for (const std::vector<Form>& forms : stages()) {
      std::vector<Block> all;
      for (const Form form : forms) {
        std::vector<Block> more = blocks(state_, want, form, policy_.shuffled ? &random_ : nullptr);
        std::move(more.begin(), more.end(), std::back_inserter(all));
      }
      sort(all);
      if (try_all(all, want)) return true;
    }
    return false;
  }

  /// Forms of blocks in the order in which they are tried; those of one stage together.
  [[nodiscard]] std::vector<std::vector<Form>> stages() const {
    std::vector<Form> rest = {Form::scattered};
    if (model_.density.binds) rest.push_back(Form::spaced);
    switch (policy_.order) {
      case Order::straight:
        return {{Form::straight}, {Form::split}, rest};
      case Order::thrifty:
        return {{Form::straight, Form::split}, rest};
      case Order::mixed:
        rest.insert(rest.end(), {Form::straight, Form::split});
        return {rest};
    }
    return {};
  }

  void sort(std::vector<Block>& all) {
    if (policy_.shuffled) random_.shuffle(all);
    if (policy_.order == Order::mixed) return;
    const bool shuffled = policy_.shuffled;
    const auto key = [shuffled](const Block& block) {
      return std::tuple(block.loss, block.form, shuffled ? 0 : block.uneven, shuffled ? 0 : block.spread);
    };
    std::stable_sort(all.begin(), all.end(), [&](const Block& a, const Block& b) { return key(a) < key(b); });
  }

  bool try_all(const std::vector<Block>& all, const Want& want) {
    int tries = 0;
    for (const Block& block : all) {
      if (++tries > kMostTries) return false;
      ++work_;
      if (put_block(block, want)) return true;
    }
    return false;
  }

  bool put_block(const Block& block, const Want& want) {
    Random* any_roles = policy_.shuffled && random_.once_in(4) ? &random_ : nullptr;
    const std::optional<Roles> roles = assign(state_, want, block.slots, any_roles);
    if (!roles) return false;
    const Kind& kind = kind_of(want.kind);
    Unit unit;
    unit.kind = want.kind;
    unit.pinned = want.pinned;
    unit.compute = want.compute;
    unit.cable = roles->cable;
    bool stands =
        put_racks(roles->compute, kind.compute, unit.members) && put_racks(roles->network, kind.network, unit.members);
    std::vector<Member> management;
    if (stands && put_management(want, management) && windows_hold(unit.members, management)) {
      for (const Member& member : management) state_.keep_management(want.kind, member);
      state_.keep(std::move(unit));
      return true;
    }
    for (const Member& member : management) state_.remove(member);
    for (const Member& member : unit.members) state_.remove(member);
    return false;
  }

  bool put_racks(const std::vector<int>& slots, int type, std::vector<Member>& members) {
    return std::all_of(slots.begin(), slots.end(), [&](int slot) {
      const std::optional<Member> member = connected(slot, type);
      if (!member) return false;
      state_.add(*member);
      members.push_back(*member);
      return true;
    });
  }

  /// A rack of the type in the slot with the connections that the policy prefers.
  std::optional<Member> connected(int slot, int type) {
    if (!state_.can_stand(slot, type)) return std::nullopt;
    std::optional<Member> best;
    double least = 0;
    for (const int wire : model_.wires_at(slot, type)) {
      const std::vector<Use>& uses = model_.wires[static_cast<std::size_t>(wire)].uses;
      if (!state_.load().fits(uses)) continue;
      const double cost =
          policy_.wiring == Wiring::any ? static_cast<double>(random_.below(1 << 20)) : state_.load().scarcity(uses);
      const double rank = policy_.wiring == Wiring::tight ? -cost : cost;
      if (best && rank >= least) continue;
      best = Member{slot, type, wire};
      least = rank;
    }
    return best;
  }

  bool put_management(const Want& want, std::vector<Member>& placed) {
    const int type = kind_of(want.kind).management;
    for (int missing = management_missing(want); missing > 0; --missing) {
      if (!put_one(management_slots(want, type), type, placed)) return false;
    }
    return true;
  }

  bool put_one(const std::vector<int>& slots, int type, std::vector<Member>& placed) {
    for (const int slot : slots) {
      const std::optional<Member> member = connected(slot, type);
      if (!member) continue;
      state_.add(*member);
      placed.push_back(*member);
      return true;
    }
    return false;
  }

  /// Free slots for a management rack: first those whose run holds as many straight units without them, ends before
  /// middles, short runs before long ones.
  std::vector<int> management_slots(const Want& want, int type) {
    const Kind& kind = kind_of(want.kind);
    const int racks = std::max(1, kind.compute_racks + kind.network_racks);
    std::vector<std::tuple<int, int, int>> order;
    const int count = static_cast<int>(model_.slots.size());
    const auto open = [&](int slot, int run) {
      return slot >= 0 && slot < count && !state_.taken(slot) &&
             model_.slots[static_cast<std::size_t>(slot)].run == run;
    };
    for (int first = 0; first < count;) {
      const int run = model_.slots[static_cast<std::size_t>(first)].run;
      int end = first;
      while (open(end, run)) ++end;
      const int size = end - first;
      for (int slot = first; slot < end; ++slot) {
        if (!state_.can_stand(slot, type)) continue;
        const int before = slot - first;
        const int loss = size / racks - before / racks - (size - 1 - before) / racks;
        order.push_back({loss * 1000 + (before == 0 || slot == end - 1 ? 0 : 1), size, slot});
      }
      first = std::max(end, first + 1);
    }
    if (policy_.shuffled) random_.shuffle(order);
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
      return policy_.shuffled ? std::get<0>(a) < std::get<0>(b) : a < b;
    });
    std::vector<int> slots;
    slots.reserve(order.size());
    for (const auto& entry : order) slots.push_back(std::get<2>(entry));
    return slots;
  }

  [[nodiscard]] bool windows_hold(const std::vector<Member>& members, const std::vector<Member>& management) {
    if (!model_.density.binds) return true;
    work_ += kWindowWork;
    std::vector<kernels::density::Rect> changed;
    const auto add = [&](const Member& member) { changed.push_back(model_.spot(member.slot, member.type).rect); };
    std::for_each(members.begin(), members.end(), add);
    std::for_each(management.begin(), management.end(), add);
    std::vector<kernels::density::Rect> all = state_.rects();
    all.insert(all.end(), changed.begin(), changed.end());
    return within_windows(model_.density, all, changed);
  }

  State& state_;
  const Model& model_;
  const Policy& policy_;
  Random& random_;
  const Stop& stop_;
  std::int64_t work_ = 0;
};

}  // namespace

std::int64_t fill(State& state, const Policy& policy, Random& random, const Stop& stop) {
  return Filler(state, policy, random, stop).fill();
}

}  // namespace hallplan::search
