// The best of a small hall by looking at every placement.
#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include "tests/search/halls.hpp"

namespace hallplan::search {
namespace {

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

int exhaustive(const Model& model) {
  const Kind& kind = model.kinds[0];
  Enumeration all(model);
  int units = 0;
  while (units < kind.wanted && all.possible(units + 1)) ++units;
  return units * kind.compute_racks;
}

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

}  // namespace hallplan::search
