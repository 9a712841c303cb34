#include "planner/search/weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "planner/search/relaxation.hpp"
#include "planner/search/simplex.hpp"

namespace hallplan::search {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
/// One rack that takes this much more than is left is still taken as fitting: the bound errs on the safe side.
constexpr double kOutward = 1e-8;
/// Beyond this many slots the pairs of them are too many to look at for a bound.
constexpr std::size_t kMostPairedSlots = 1500;
/// Coefficients of the linear program, and multiplications spent on it: a fraction of a second.
constexpr double kLargestProgram = 4e6;
constexpr double kPricingWork = 3e8;

std::size_t cell(const Model& model, int type, int row) {
  return static_cast<std::size_t>(type) * static_cast<std::size_t>(model.site_rows) + static_cast<std::size_t>(row);
}

/// Free slots of every site row.
std::vector<int> slots_by_row(const Model& model) {
  std::vector<int> count(static_cast<std::size_t>(model.site_rows), 0);
  for (const SlotInfo& slot : model.slots) ++count[static_cast<std::size_t>(slot.row)];
  return count;
}

double weighed(const std::vector<capacity::Term>& terms, const Weights& weights) {
  double sum = 0;
  for (const capacity::Term& term : terms) {
    if (term.amount > 0) sum += term.amount * weights.row[static_cast<std::size_t>(term.row)];
  }
  return sum;
}

/// By type and site row: the least that standing there costs; infinite where the type fits no slot.
std::vector<double> standing_cost(const Model& model, const Weights& weights) {
  std::vector<double> least(static_cast<std::size_t>(model.types) * static_cast<std::size_t>(model.site_rows),
                            kInfinite);
  for (int slot = 0; slot < static_cast<int>(model.slots.size()); ++slot) {
    const int row = model.slots[static_cast<std::size_t>(slot)].row;
    for (int type = 0; type < model.types; ++type) {
      const Spot& spot = model.spot(slot, type);
      if (!spot.usable) continue;
      double& cost = least[cell(model, type, row)];
      cost = std::min(cost, weighed(spot.terms, weights) + weights.site_row[static_cast<std::size_t>(row)]);
    }
  }
  return least;
}

/// By type: what the cheapest wire costs with its place; infinite when there is none.
std::vector<double> cheapest(const Model& model, const std::vector<char>& allowed, const Weights& weights) {
  const std::vector<double> standing = standing_cost(model, weights);
  std::vector<double> found(static_cast<std::size_t>(model.types), kInfinite);
  for (std::size_t i = 0; i < model.wires.size(); ++i) {
    if (allowed[i] == 0) continue;
    const Wire& wire = model.wires[i];
    const double cost = weighed(wire.terms, weights) + standing[cell(model, wire.type, wire.row)];
    double& least = found[static_cast<std::size_t>(wire.type)];
    least = std::min(least, cost);
  }
  return found;
}

double capacity_of(const Model& model, const std::vector<double>& free, const Weights& weights) {
  double sum = slots_times(model, weights);
  for (std::size_t r = 0; r < free.size(); ++r) {
    if (weights.row[r] > 0) sum += weights.row[r] * free[r];
  }
  return sum;
}

/// Which slots a cable can connect.
class Reaching {
 public:
  explicit Reaching(const Model& model) : model_(model), reach_(model.reach) {
    // A type's footprint is not centred in its slot: two slots may be that much farther apart than two racks in them.
    long long off_centre = 0;
    for (int slot = 0; slot < slots(); ++slot) {
      for (int type = 0; type < model.types; ++type) {
        const Spot& spot = model.spot(slot, type);
        if (spot.usable) off_centre = std::max(off_centre, manhattan(spot.centre, centre(slot)));
      }
    }
    reach_ += 2 * off_centre;
  }

  [[nodiscard]] bool reach(int a, int b) const { return manhattan(centre(a), centre(b)) <= reach_; }

  /// Slots in which a rack of a unit can stand: a network rack needs the unit's compute racks in reach, a compute rack the
  /// network racks. Those that go may take others with them.
  [[nodiscard]] std::vector<char> useful_slots(const Kind& kind) const {
    std::vector<char> compute = fitting(kind.compute);
    std::vector<char> network = fitting(kind.network);
    for (bool changed = true; changed;) {
      changed = prune(network, compute, kind.compute_racks);
      changed = prune(compute, network, kind.network_racks) || changed;
    }
    for (std::size_t i = 0; i < compute.size(); ++i) compute[i] = compute[i] != 0 || network[i] != 0 ? 1 : 0;
    return compute;
  }

 private:
  [[nodiscard]] int slots() const { return static_cast<int>(model_.slots.size()); }
  [[nodiscard]] const Point& centre(int slot) const { return model_.slots[static_cast<std::size_t>(slot)].centre; }

  [[nodiscard]] std::vector<char> fitting(int type) const {
    std::vector<char> fit;
    fit.reserve(model_.slots.size());
    for (int slot = 0; slot < slots(); ++slot) fit.push_back(model_.spot(slot, type).usable ? 1 : 0);
    return fit;
  }

  /// Takes out what has fewer than `needed` partners in reach; true when something went.
  bool prune(std::vector<char>& of, const std::vector<char>& partners, int needed) const {
    bool changed = false;
    for (int slot = 0; slot < slots(); ++slot) {
      if (of[static_cast<std::size_t>(slot)] == 0) continue;
      int found = 0;
      for (int other = 0; other < slots(); ++other) {
        if (other != slot && partners[static_cast<std::size_t>(other)] != 0 && reach(slot, other)) ++found;
      }
      if (found >= needed) continue;
      of[static_cast<std::size_t>(slot)] = 0;
      changed = true;
    }
    return changed;
  }

  const Model& model_;
  long long reach_;
};

/// The relaxation as a linear program: racks on every wire and units of every kind, both fractional, under the rows that
/// can bind, the slots of every site row, and as many racks of each type as the units need.
struct Pricing {
  LinearProgram program;
  std::vector<int> limits;  ///< rows of the model that the first rows of the program stand for

  Pricing(const Model& model, const std::vector<double>& free, const std::vector<char>& allowed, Gain gain) {
    for (std::size_t i = 0; i < model.wires.size(); ++i) {
      if (allowed[i] != 0) wires_.push_back(i);
    }
    program.columns = static_cast<int>(wires_.size() + model.kinds.size());
    program.gain.assign(static_cast<std::size_t>(program.columns), 0);
    if (size(model) > kLargestProgram) return;
    add_limits(model, free);
    add_slots(model);
    add_needs(model);
    add_kinds(model, gain);
  }

  [[nodiscard]] double size() const { return static_cast<double>(program.rows.size()) * program.columns; }

 private:
  [[nodiscard]] double size(const Model& model) const {
    return static_cast<double>(model.free_of.size() + static_cast<std::size_t>(model.site_rows + model.types)) *
           program.columns;
  }

  std::vector<double>& add_row(double limit) {
    program.limits.push_back(limit);
    program.rows.emplace_back(static_cast<std::size_t>(program.columns), 0.0);
    return program.rows.back();
  }

  void add_limits(const Model& model, const std::vector<double>& free) {
    std::vector<int> at(model.rows.size(), -1);
    for (const int row : model.free_of) {
      const double left = free[static_cast<std::size_t>(row)];
      if (left <= 0 || !std::isfinite(left)) continue;
      at[static_cast<std::size_t>(row)] = static_cast<int>(limits.size());
      limits.push_back(row);
      add_row(1);
    }
    for (std::size_t j = 0; j < wires_.size(); ++j) {
      for (const capacity::Term& term : model.wires[wires_[j]].terms) {
        const int row = at[static_cast<std::size_t>(term.row)];
        if (row < 0) continue;
        program.rows[static_cast<std::size_t>(row)][j] =
            std::max(0.0, term.amount) / free[static_cast<std::size_t>(term.row)];
      }
    }
  }

  void add_slots(const Model& model) {
    const std::vector<int> slots = slots_by_row(model);
    for (std::size_t row = 0; row < slots.size(); ++row) {
      std::vector<double>& space = add_row(slots[row]);
      for (std::size_t j = 0; j < wires_.size(); ++j) {
        if (model.wires[wires_[j]].row == static_cast<int>(row)) space[j] = 1;
      }
    }
  }

  void add_needs(const Model& model) {
    for (int type = 0; type < model.types; ++type) {
      double pinned = 0;
      std::vector<double> need(model.kinds.size(), 0);
      for (std::size_t k = 0; k < model.kinds.size(); ++k) {
        const Kind& kind = model.kinds[k];
        if (kind.compute == type) need[k] += kind.compute_racks;
        if (kind.network == type) need[k] += kind.network_racks;
        if (kind.management != type || kind.units_per_management <= 0) continue;
        need[k] += 1.0 / kind.units_per_management;
        pinned +=
            std::max(0.0, kind.pinned_management - static_cast<double>(kind.pinned_units) / kind.units_per_management);
      }
      std::vector<double>& row = add_row(pinned);
      for (std::size_t j = 0; j < wires_.size(); ++j) {
        if (model.wires[wires_[j]].type == type) row[j] = -1;
      }
      for (std::size_t k = 0; k < need.size(); ++k) row[wires_.size() + k] = need[k];
    }
  }

  void add_kinds(const Model& model, Gain gain) {
    for (std::size_t k = 0; k < model.kinds.size(); ++k) {
      const Kind& kind = model.kinds[k];
      const double each = gain == Gain::value ? static_cast<double>(kind.value) / 1e3 : 1.0;
      program.gain[wires_.size() + k] = open(kind) ? kind.compute_racks * each : 0;
      add_row(room_for(model, kind))[wires_.size() + k] = 1;
    }
  }

  std::vector<std::size_t> wires_;
};

}  // namespace

Weights no_weights(const Model& model) {
  return {std::vector<double>(model.rows.size(), 0), std::vector<double>(static_cast<std::size_t>(model.site_rows), 0)};
}

double slots_times(const Model& model, const Weights& weights) {
  const std::vector<int> slots = slots_by_row(model);
  return std::inner_product(weights.site_row.begin(), weights.site_row.end(), slots.begin(), 0.0);
}

std::vector<double> free_of(const Model& model) {
  std::vector<double> free;
  for (std::size_t r = 0; r < model.rows.size(); ++r) {
    const capacity::Row& row = model.rows[r];
    const double left = row.limit - row.base - model.pinned_use[r] + kOutward * std::abs(row.limit);
    free.push_back(std::isfinite(row.limit) && row.proves ? left : kInfinite);
  }
  return free;
}

std::vector<char> allowed_wires(const Model& model, const std::vector<double>& free) {
  std::vector<char> allowed;
  for (const Wire& wire : model.wires) {
    allowed.push_back(std::all_of(wire.terms.begin(), wire.terms.end(), [&](const capacity::Term& term) {
      return term.amount <= 0 || term.amount <= free[static_cast<std::size_t>(term.row)];
    }));
  }
  return allowed;
}

Relaxed relax(const Model& model, const std::vector<double>& free, const std::vector<char>& allowed,
              const Weights& weights) {
  return {capacity_of(model, free, weights), cheapest(model, allowed, weights)};
}

std::vector<std::vector<double>> least_terms(const Model& model, const std::vector<char>& allowed) {
  const auto types = static_cast<std::size_t>(model.types);
  std::vector<std::vector<double>> least(model.rows.size(), std::vector<double>(types, kInfinite));
  std::vector<std::vector<int>> touched(model.rows.size(), std::vector<int>(types, 0));
  std::vector<int> wires(types, 0);
  for (std::size_t i = 0; i < model.wires.size(); ++i) {
    if (allowed[i] == 0) continue;
    const auto type = static_cast<std::size_t>(model.wires[i].type);
    ++wires[type];
    for (const capacity::Term& term : model.wires[i].terms) {
      const auto row = static_cast<std::size_t>(term.row);
      ++touched[row][type];
      least[row][type] = std::min(least[row][type], std::max(0.0, term.amount));
    }
  }
  for (std::size_t row = 0; row < least.size(); ++row) {
    for (std::size_t type = 0; type < types; ++type) {
      if (wires[type] > 0 && touched[row][type] < wires[type]) least[row][type] = 0;
    }
  }
  return least;
}

std::vector<double> largest_share(const Model& model, const std::vector<double>& free,
                                  const std::vector<char>& allowed) {
  std::vector<double> share(model.rows.size(), 0);
  const auto look_at = [&](const std::vector<capacity::Term>& terms) {
    for (const capacity::Term& term : terms) {
      const auto row = static_cast<std::size_t>(term.row);
      if (free[row] > 0) share[row] = std::max(share[row], term.amount / free[row]);
    }
  };
  for (std::size_t i = 0; i < model.wires.size(); ++i) {
    if (allowed[i] != 0) look_at(model.wires[i].terms);
  }
  for (const Spot& spot : model.spots) {
    if (spot.usable) look_at(spot.terms);
  }
  return share;
}

std::vector<int> connected_parts(const Model& model, const Kind& kind) {
  const int count = static_cast<int>(model.slots.size());
  if (model.slots.size() > kMostPairedSlots) return std::vector<int>(model.slots.size(), 0);
  const Reaching reaching(model);
  const std::vector<char> useful = reaching.useful_slots(kind);
  std::vector<int> part(useful.size(), -1);
  int parts = 0;
  for (int first = 0; first < count; ++first) {
    if (useful[static_cast<std::size_t>(first)] == 0 || part[static_cast<std::size_t>(first)] >= 0) continue;
    std::vector<int> open = {first};
    part[static_cast<std::size_t>(first)] = parts;
    while (!open.empty()) {
      const int slot = open.back();
      open.pop_back();
      for (int other = 0; other < count; ++other) {
        int& of = part[static_cast<std::size_t>(other)];
        if (of >= 0 || useful[static_cast<std::size_t>(other)] == 0 || !reaching.reach(slot, other)) continue;
        of = parts;
        open.push_back(other);
      }
    }
    ++parts;
  }
  return part;
}

std::vector<int> connected_slots(const Model& model, const Kind& kind) {
  std::vector<int> sizes;
  for (const int part : connected_parts(model, kind)) {
    if (part < 0) continue;
    if (static_cast<std::size_t>(part) >= sizes.size()) sizes.resize(static_cast<std::size_t>(part) + 1, 0);
    ++sizes[static_cast<std::size_t>(part)];
  }
  return sizes;
}

Weights priced_weights(const Model& model, const std::vector<double>& free, const std::vector<char>& allowed,
                       Gain gain) {
  Weights weights = no_weights(model);
  const Pricing pricing(model, free, allowed, gain);
  if (pricing.size() > kLargestProgram) return weights;
  const std::vector<double> prices = row_prices(pricing.program, kPricingWork);
  for (std::size_t i = 0; i < pricing.limits.size(); ++i) {
    const auto row = static_cast<std::size_t>(pricing.limits[i]);
    weights.row[row] = prices[i] / free[row];
  }
  for (std::size_t row = 0; row < weights.site_row.size(); ++row) {
    weights.site_row[row] = prices[pricing.limits.size() + row];
  }
  return weights;
}

}  // namespace hallplan::search
