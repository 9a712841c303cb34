#include "planner/search/weights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "planner/search/relaxation.hpp"

namespace hallplan::search {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
/// One rack that takes this much more than is left is still taken as fitting: the bound errs on the safe side.
constexpr double kOutward = 1e-8;
/// Beyond this many slots the pairs of them are too many to look at for a bound.
constexpr std::size_t kMostPairedSlots = 1500;

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
  std::vector<double> least(static_cast<std::size_t>(model.types) * static_cast<std::size_t>(model.site_rows), kInfinite);
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

/// The cheapest wire of every type, and what it costs with its place.
struct Cheapest {
  std::vector<int> wire;  ///< -1: none
  std::vector<double> cost;
};

Cheapest cheapest(const Model& model, const std::vector<char>& allowed, const Weights& weights) {
  const std::vector<double> standing = standing_cost(model, weights);
  Cheapest found{std::vector<int>(static_cast<std::size_t>(model.types), -1),
                 std::vector<double>(static_cast<std::size_t>(model.types), kInfinite)};
  for (std::size_t i = 0; i < model.wires.size(); ++i) {
    if (allowed[i] == 0) continue;
    const Wire& wire = model.wires[i];
    const double cost = weighed(wire.terms, weights) + standing[cell(model, wire.type, wire.row)];
    const auto type = static_cast<std::size_t>(wire.type);
    if (cost >= found.cost[type]) continue;
    found.cost[type] = cost;
    found.wire[type] = static_cast<int>(i);
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
    const double left = row.limit - row.base - model.pinned_least[r] + kOutward * std::abs(row.limit);
    free.push_back(std::isfinite(row.limit) ? left : kInfinite);
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
  return {capacity_of(model, free, weights), cheapest(model, allowed, weights).cost};
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

std::vector<double> largest_share(const Model& model, const std::vector<double>& free, const std::vector<char>& allowed) {
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

std::vector<int> connected_slots(const Model& model) {
  const int count = static_cast<int>(model.slots.size());
  if (model.slots.size() > kMostPairedSlots) return {count};
  // A type's footprint is not centred in its slot: that much longer may the distance of two slots be than that of two racks.
  long long off_centre = 0;
  for (int slot = 0; slot < count; ++slot) {
    for (int type = 0; type < model.types; ++type) {
      const Spot& spot = model.spot(slot, type);
      if (spot.usable) {
        off_centre = std::max(off_centre, manhattan(spot.centre, model.slots[static_cast<std::size_t>(slot)].centre));
      }
    }
  }
  const long long reach = model.reach + 2 * off_centre;
  std::vector<int> part(static_cast<std::size_t>(count), -1);
  std::vector<int> sizes;
  for (int first = 0; first < count; ++first) {
    if (part[static_cast<std::size_t>(first)] >= 0) continue;
    std::vector<int> open = {first};
    part[static_cast<std::size_t>(first)] = static_cast<int>(sizes.size());
    sizes.push_back(0);
    while (!open.empty()) {
      const int slot = open.back();
      open.pop_back();
      ++sizes.back();
      for (int other = 0; other < count; ++other) {
        if (part[static_cast<std::size_t>(other)] >= 0) continue;
        const Point& a = model.slots[static_cast<std::size_t>(slot)].centre;
        if (manhattan(a, model.slots[static_cast<std::size_t>(other)].centre) > reach) continue;
        part[static_cast<std::size_t>(other)] = static_cast<int>(sizes.size()) - 1;
        open.push_back(other);
      }
    }
  }
  return sizes;
}

void find_weights(const Model& model, const std::vector<double>& free, const std::vector<char>& allowed,
                  const std::function<void(const Weights&)>& found) {
  constexpr int kRounds = 300;
  constexpr double kStep = 0.12;
  const std::vector<int> slots = slots_by_row(model);
  Weights weights = no_weights(model);
  for (const int r : model.free_of) {
    const auto row = static_cast<std::size_t>(r);
    if (free[row] > 0) weights.row[row] = 1 / free[row];
  }
  for (std::size_t row = 0; row < slots.size(); ++row) {
    if (slots[row] > 0) weights.site_row[row] = 1.0 / slots[row];
  }
  for (int round = 0; round < kRounds; ++round) {
    found(weights);
    // What one unit of each kind, connected the cheapest way, takes of every limit, as a share of it.
    const Cheapest cheap = cheapest(model, allowed, weights);
    std::vector<double> share(model.rows.size(), 0);
    std::vector<double> row_share(slots.size(), 0);
    const auto count = [&](int type, double racks) {
      if (type < 0 || racks <= 0 || cheap.wire[static_cast<std::size_t>(type)] < 0) return;
      const Wire& wire = model.wires[static_cast<std::size_t>(cheap.wire[static_cast<std::size_t>(type)])];
      for (const capacity::Term& term : wire.terms) {
        const auto row = static_cast<std::size_t>(term.row);
        if (weights.row[row] > 0) share[row] += racks * std::max(0.0, term.amount) / free[row];
      }
      row_share[static_cast<std::size_t>(wire.row)] += racks / slots[static_cast<std::size_t>(wire.row)];
    };
    for (const Kind& kind : model.kinds) {
      if (!open(kind)) continue;
      count(kind.compute, kind.compute_racks);
      count(kind.network, kind.network_racks);
      if (kind.units_per_management > 0) count(kind.management, 1.0 / kind.units_per_management);
    }
    const double most = std::max(share.empty() ? 0 : *std::max_element(share.begin(), share.end()),
                                 row_share.empty() ? 0 : *std::max_element(row_share.begin(), row_share.end()));
    if (most <= 0) return;
    for (std::size_t r = 0; r < share.size(); ++r) weights.row[r] *= 1 + kStep * share[r] / most;
    for (std::size_t r = 0; r < row_share.size(); ++r) weights.site_row[r] *= 1 + kStep * row_share[r] / most;
  }
}

}  // namespace hallplan::search
