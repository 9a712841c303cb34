#include "tests/search/halls.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace hallplan::search {
namespace {

constexpr long long kHalfMm = 2;

int add_row(Model& model, Rule rule, std::string element, std::string scenario, double limit, double base) {
  model.rows.push_back({rule, std::move(element), std::move(scenario), "more", Dimension::power, limit, base});
  model.pinned_use.push_back(0);
  return static_cast<int>(model.rows.size()) - 1;
}

void add_slots(Model& model, const HallShape& shape, Random& random) {
  for (int i = 0; i < shape.slots; ++i) {
    const int row = i * shape.rows / shape.slots;
    const int slot = i;
    const bool gap = model.slots.empty() || model.slots.back().row != row || random.once_in(6);
    const int run = model.slots.empty() ? 0 : model.slots.back().run + (gap ? 1 : 0);
    const Point centre = {(750LL * slot + 375) * kHalfMm, (3000LL * row + 600) * kHalfMm};
    model.slots.push_back({row, slot, run, centre});
    for (int type = 0; type < model.types; ++type) {
      Spot spot;
      spot.usable = !random.once_in(12);
      spot.centre = centre;
      model.spots.push_back(spot);
    }
  }
}

void add_wires(Model& model, const std::vector<double>& power, Random& random) {
  const int everything = add_row(model, Rule::power_utility, "utility", "normal", 150 + random.below(900), 50);
  std::vector<int> groups;
  groups.reserve(2);
  for (int g = 0; g < 2; ++g) {
    groups.push_back(
        add_row(model, Rule::liquid_cdu_heat, "g" + std::to_string(g), "one unit lost", 100 + random.below(500), 0));
  }
  for (int row = 0; row < model.site_rows; ++row) {
    const int pairs = 2 + random.below(2);
    for (int pair = 0; pair < pairs; ++pair) {
      const std::string name = "bus-" + std::to_string(row) + std::to_string(pair);
      const double limit = 60 + random.below(400);
      const int normal = add_row(model, Rule::power_busway, name, "normal", limit, 0);
      const int lost = add_row(model, Rule::power_busway, name, "other lost", limit, 0);
      for (int type = 0; type < model.types; ++type) {
        for (int g = 0; g < (type == 0 ? 2 : 1); ++g) {
          Wire wire;
          wire.type = type;
          wire.row = row;
          const double load = power[static_cast<std::size_t>(type)];
          wire.terms = {{everything, load}, {normal, load / 2}, {lost, load}};
          if (type == 0) wire.terms.push_back({groups[static_cast<std::size_t>(g)], 0.9 * load});
          std::sort(wire.terms.begin(), wire.terms.end(), [](const auto& a, const auto& b) { return a.row < b.row; });
          model.wires.push_back(wire);
        }
      }
    }
  }
}

void add_floor(Model& model, const std::vector<double>& mass, Random& random) {
  for (int first = 0; first < static_cast<int>(model.slots.size()); first += 3) {
    const int bay =
        add_row(model, Rule::layout_floor_bay, "bay " + std::to_string(first), "normal", 20 + random.below(40), 0);
    for (int slot = first; slot < std::min(first + 3, static_cast<int>(model.slots.size())); ++slot) {
      for (int type = 0; type < model.types; ++type) {
        model.spots[static_cast<std::size_t>(model.spot_index(slot, type))].terms = {
            {bay, mass[static_cast<std::size_t>(type)]}};
      }
    }
  }
  if (!random.once_in(3)) return;
  // A compute rack in one slot keeps any rack out of another.
  const int a = random.below(static_cast<int>(model.slots.size()));
  const int b = random.below(static_cast<int>(model.slots.size()));
  if (a == b) return;
  for (int type = 0; type < model.types; ++type) {
    model.spots[static_cast<std::size_t>(model.spot_index(a, 0))].conflicts.push_back(model.spot_index(b, type));
    model.spots[static_cast<std::size_t>(model.spot_index(b, type))].conflicts.push_back(model.spot_index(a, 0));
  }
}

/// Whether so many racks of each type in each row can be connected within all limits.
class Connecting {
 public:
  explicit Connecting(const Model& model) : model_(model) {}

  bool possible(const std::vector<int>& counts) {
    const auto known = known_.find(counts);
    if (known != known_.end()) return known->second;
    std::vector<double> left;
    for (const capacity::Row& row : model_.rows) left.push_back(row.limit - row.base);
    std::vector<int> open = counts;
    return known_[counts] = place(open, 0, 0, left);
  }

 private:
  /// Connects the racks of one cell (type and row) after the other, wires in rising order.
  bool place(std::vector<int>& open, std::size_t cell, std::size_t first_wire, std::vector<double>& left) {
    while (cell < open.size() && open[cell] == 0) {
      ++cell;
      first_wire = 0;
    }
    if (cell == open.size()) return true;
    const std::vector<int>& wires = model_.wires_of[cell];
    for (std::size_t i = first_wire; i < wires.size(); ++i) {
      const std::vector<capacity::Term>& terms = model_.wires[static_cast<std::size_t>(wires[i])].terms;
      bool fits = true;
      for (const auto& term : terms) fits = (left[static_cast<std::size_t>(term.row)] -= term.amount) >= -1e-9 && fits;
      --open[cell];
      const bool done = fits && place(open, cell, i, left);
      ++open[cell];
      for (const auto& term : terms) left[static_cast<std::size_t>(term.row)] += term.amount;
      if (done) return true;
    }
    return false;
  }

  const Model& model_;
  std::map<std::vector<int>, bool> known_;
};

/// Every way to stand so many units.
class Enumeration {
 public:
  explicit Enumeration(const Model& model) : model_(model), kind_(model.kinds[0]), connecting_(model) {}

  bool possible(int units) {
    units_ = units;
    taken_.assign(model_.slots.size(), -1);
    counts_.assign(model_.wires_of.size(), 0);
    bay_.assign(model_.rows.size(), 0);
    return unit(0, -1);
  }

 private:
  bool stand(int slot, int type) {
    const Spot& spot = model_.spot(slot, type);
    if (taken_[static_cast<std::size_t>(slot)] >= 0 || !spot.usable) return false;
    for (const int other : spot.conflicts) {
      if (taken_[static_cast<std::size_t>(other / model_.types)] == other % model_.types) return false;
    }
    for (const auto& term : spot.terms) {
      const capacity::Row& row = model_.rows[static_cast<std::size_t>(term.row)];
      if (bay_[static_cast<std::size_t>(term.row)] + term.amount > row.limit) return false;
    }
    mark(slot, type, 1);
    return true;
  }

  void mark(int slot, int type, int sign) {
    taken_[static_cast<std::size_t>(slot)] = sign > 0 ? type : -1;
    for (const auto& term : model_.spot(slot, type).terms)
      bay_[static_cast<std::size_t>(term.row)] += sign * term.amount;
    const int row = model_.slots[static_cast<std::size_t>(slot)].row;
    counts_[static_cast<std::size_t>(type) * static_cast<std::size_t>(model_.site_rows) +
            static_cast<std::size_t>(row)] += sign;
  }

  bool unit(int index, int after) {
    if (index == units_) return management(kind_.management_for(units_), -1);
    return compute(index, kind_.compute_racks, after, {});
  }

  /// Compute racks of a unit from west to east; units by their first compute rack.
  bool compute(int index, int left, int after, const std::vector<int>& own) {
    if (left == 0) return network(index, kind_.network_racks, -1, own);
    for (int slot = after + 1; slot < static_cast<int>(model_.slots.size()); ++slot) {
      if (!stand(slot, kind_.compute)) continue;
      std::vector<int> more = own;
      more.push_back(slot);
      const bool done = compute(index, left - 1, slot, more);
      mark(slot, kind_.compute, -1);
      if (done) return true;
    }
    return false;
  }

  bool network(int index, int left, int after, const std::vector<int>& own) {
    if (left == 0) return unit(index + 1, own.front());
    for (int slot = after + 1; slot < static_cast<int>(model_.slots.size()); ++slot) {
      const Point& centre = model_.slots[static_cast<std::size_t>(slot)].centre;
      const bool near = std::all_of(own.begin(), own.end(), [&](int other) {
        return manhattan(centre, model_.slots[static_cast<std::size_t>(other)].centre) <= model_.reach;
      });
      if (!near || !stand(slot, kind_.network)) continue;
      const bool done = network(index, left - 1, slot, own);
      mark(slot, kind_.network, -1);
      if (done) return true;
    }
    return false;
  }

  bool management(int left, int after) {
    if (left == 0) return connecting_.possible(counts_);
    for (int slot = after + 1; slot < static_cast<int>(model_.slots.size()); ++slot) {
      if (!stand(slot, kind_.management)) continue;
      const bool done = management(left - 1, slot);
      mark(slot, kind_.management, -1);
      if (done) return true;
    }
    return false;
  }

  const Model& model_;
  const Kind& kind_;
  Connecting connecting_;
  int units_ = 0;
  std::vector<int> taken_;  ///< by slot: the type that stands there
  std::vector<int> counts_;
  std::vector<double> bay_;
};

}  // namespace

HallShape shape_of(int i) {
  HallShape shape;
  shape.rows = 1 + i % 3;
  shape.slots = 6 + i % 5;
  shape.compute_racks = 1 + i % 3;
  shape.network_racks = i % 4 == 0 ? 0 : 1;
  shape.units_per_management = i % 3;
  shape.wanted = i % 7 == 0 ? 1 : 0;
  return shape;
}

void add_management(Model& model, double amount) {
  model.types = 2;
  model.site_type = {0, 1};
  model.type_names = {"compute", "management"};
  model.kinds[0].management = 1;
  model.kinds[0].units_per_management = 1;
  std::vector<Spot> spots;
  for (const Spot& spot : model.spots) spots.insert(spots.end(), 2, spot);
  model.spots = std::move(spots);
  Wire wire = model.wires[0];
  wire.type = 1;
  for (capacity::Term& term : wire.terms) term.amount = amount;
  model.wires.push_back(std::move(wire));
}

Model random_hall(const HallShape& shape, Random& random) {
  Model model;
  model.types = 3;
  model.site_type = {0, 1, 2};
  model.type_names = {"compute", "network", "management"};
  model.site_rows = shape.rows;
  Kind kind;
  kind.compute = 0;
  kind.network = shape.network_racks > 0 ? 1 : -1;
  kind.management = 2;
  kind.compute_racks = shape.compute_racks;
  kind.network_racks = shape.network_racks;
  kind.units_per_management = shape.units_per_management;
  kind.wanted = shape.wanted > 0 ? shape.wanted : 1000;
  model.kinds = {kind};
  add_slots(model, shape, random);
  add_wires(model, {80.0 + random.below(40), 20.0 + random.below(20), 10.0}, random);
  add_floor(model, {12.0, 8.0, 4.0}, random);
  model.reach = (random.once_in(2) ? 20'000 : 2'000 + random.below(4'000)) * kHalfMm;
  finish(model);
  return model;
}

int exhaustive(const Model& model) {
  const Kind& kind = model.kinds[0];
  Enumeration all(model);
  int units = 0;
  while (units < kind.wanted && all.possible(units + 1)) ++units;
  return units * kind.compute_racks;
}

Model random_valued_hall(int i, Random& random) {
  HallShape shape;
  shape.rows = 1 + i % 2;
  shape.slots = 5 + i % 3;
  shape.network_racks = 1;
  Model model = random_hall(shape, random);
  Kind kind;
  kind.compute_racks = 1 + i % 2;
  kind.wanted = i % 5 == 0 ? 2 : 1000;
  model.kinds.clear();
  for (int type = 0; type < 2; ++type) {
    kind.compute = type;
    kind.value = type == 0 ? 1000 + random.below(4000) : 1000;
    model.kinds.push_back(kind);
  }
  model.valued = true;
  finish(model);
  return model;
}

namespace {

/// Every slot empty or with either type.
class EveryValue {
 public:
  explicit EveryValue(const Model& model) : model_(model), connecting_(model), at_(model.slots.size(), -1) {}

  std::int64_t run() {
    fill(0);
    return most_;
  }

 private:
  void fill(std::size_t slot) {
    if (slot == at_.size()) return judge();
    for (int type = -1; type < 2; ++type) {
      at_[slot] = type;
      fill(slot + 1);
    }
  }

  void judge() {
    std::vector<int> counts(model_.wires_of.size(), 0);
    std::vector<double> taken(model_.rows.size(), 0);
    std::vector<int> racks(2, 0);
    for (std::size_t slot = 0; slot < at_.size(); ++slot) {
      if (at_[slot] < 0) continue;
      const Spot& spot = model_.spot(static_cast<int>(slot), at_[slot]);
      if (!spot.usable) return;
      for (const int other : spot.conflicts) {
        if (at_[static_cast<std::size_t>(other / model_.types)] == other % model_.types) return;
      }
      for (const auto& term : spot.terms) {
        const auto row = static_cast<std::size_t>(term.row);
        if ((taken[row] += term.amount) > model_.rows[row].limit) return;
      }
      ++racks[static_cast<std::size_t>(at_[slot])];
      const auto type = static_cast<std::size_t>(at_[slot]), row = static_cast<std::size_t>(model_.slots[slot].row);
      ++counts[type * static_cast<std::size_t>(model_.site_rows) + row];
    }
    std::int64_t value = 0;
    for (std::size_t kind = 0; kind < 2; ++kind) {
      const Kind& of = model_.kinds[kind];
      if (racks[kind] % of.compute_racks != 0 || racks[kind] / of.compute_racks > of.wanted) return;
      value += racks[kind] * of.value;
    }
    if (value > most_ && connecting_.possible(counts)) most_ = value;
  }

  const Model& model_;
  Connecting connecting_;
  std::vector<int> at_;  ///< by slot: the type that stands there, or -1
  std::int64_t most_ = 0;
};

int most_further(const Model& model, std::vector<double>& left, std::size_t from, int most) {
  int best = 0;
  for (std::size_t i = from; i < model.wires.size() && best < most; ++i) {
    const Wire& wire = model.wires[i];
    if (wire.type != 0) continue;
    const bool fits = std::all_of(wire.terms.begin(), wire.terms.end(), [&](const auto& term) {
      return term.amount <= left[static_cast<std::size_t>(term.row)] + 1e-9;
    });
    if (!fits) continue;
    for (const auto& term : wire.terms) left[static_cast<std::size_t>(term.row)] -= term.amount;
    best = std::max(best, 1 + most_further(model, left, i, most - 1));
    for (const auto& term : wire.terms) left[static_cast<std::size_t>(term.row)] += term.amount;
  }
  return best;
}

}  // namespace

std::int64_t exhaustive_value(const Model& model) { return EveryValue(model).run(); }

int exhaustive_room(const Model& model, const State& state, int most) {
  std::vector<double> left;
  for (const capacity::Row& row : model.rows) left.push_back(row.limit - row.base);
  const auto take = [&](const Member& member) {
    for (const auto& term : model.wires[static_cast<std::size_t>(member.wire)].terms) {
      left[static_cast<std::size_t>(term.row)] -= term.amount;
    }
  };
  for (const Unit& unit : state.units()) std::for_each(unit.members.begin(), unit.members.end(), take);
  for (int kind = 0; kind < state.management_kinds(); ++kind) {
    std::for_each(state.management(kind).begin(), state.management(kind).end(), take);
  }
  return most_further(model, left, 0, most);
}

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
