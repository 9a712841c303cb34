#include "planner/search/relaxation.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace hallplan::search {
namespace {

/// A check forgives 1e-9 of its limit; the bound forgives more, so that no accepted placement exceeds it.
constexpr double kOutward = 1e-8;

double unit_cost(const Kind& kind, const std::vector<double>& rack_cost) {
  const auto cost = [&](int racks, int type) {
    return racks == 0 || type < 0 ? 0.0 : racks * rack_cost[static_cast<std::size_t>(type)];
  };
  return cost(kind.compute_racks, kind.compute) + cost(kind.network_racks, kind.network);
}

double management_cost(const Kind& kind, const std::vector<double>& rack_cost) {
  return kind.management < 0 || kind.units_per_management <= 0 ? 0
                                                               : rack_cost[static_cast<std::size_t>(kind.management)];
}

/// One kind: whole units with whole management racks, by bisection.
int most_units(const Model& model, const Kind& kind, double capacity, const std::vector<double>& rack_cost) {
  const double each = unit_cost(kind, rack_cost);
  const double management = management_cost(kind, rack_cost);
  const auto fits = [&](int units) {
    const int managers = kind.management_for(units + kind.pinned_units);
    return units * each + (managers > 0 ? managers * management : 0) <= capacity;
  };
  int low = 0;
  int high = room_for(model, kind);
  while (low < high) {
    const int middle = low + (high - low + 1) / 2;
    if (fits(middle)) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

struct Fractional {
  double total = 0;
  std::int64_t step = 0;  ///< that whole units are multiples of; 0: no kind is open
};

/// The fractional knapsack, the cheapest kind first. A management rack counts by its share in a unit; the pinned ones that serve more units than
/// are pinned are room on top. `worth_of`: what a unit of a kind counts.
Fractional most_of_all_kinds(const Model& model, double capacity, const std::vector<double>& rack_cost,
                             const std::function<std::int64_t(const Kind&)>& worth_of) {
  struct Choice {
    double each;  ///< what one that counts costs
    double most;  ///< that all units of the kind count
  };
  // What is sure to stand comes first, whatever it costs.
  Fractional out;
  std::vector<Choice> order;
  for (const Kind& kind : model.kinds) {
    if (!open(kind)) continue;
    const std::int64_t worth = worth_of(kind);
    out.step = std::gcd(out.step, worth);
    double each = unit_cost(kind, rack_cost);
    const double management = management_cost(kind, rack_cost);
    if (management > 0) {
      each += management / kind.units_per_management;
      const double served = static_cast<double>(kind.pinned_units) / kind.units_per_management;
      capacity += management * std::max(0.0, kind.pinned_management - served);
    }
    if (!std::isfinite(each)) continue;
    const int sure = std::min(kind.sure, room_for(model, kind));
    capacity -= sure * each;
    out.total += sure * static_cast<double>(worth);
    order.push_back({each / static_cast<double>(worth), (room_for(model, kind) - sure) * static_cast<double>(worth)});
  }
  std::stable_sort(order.begin(), order.end(), [](const Choice& a, const Choice& b) { return a.each < b.each; });
  for (const Choice& choice : order) {
    const double here = choice.each <= 0 ? choice.most : std::min(choice.most, std::max(0.0, capacity) / choice.each);
    out.total += here;
    capacity -= here * choice.each;
  }
  return out;
}

std::int64_t whole_steps(double total, std::int64_t step) {
  constexpr double kLastDigits = 1e-6;
  return static_cast<std::int64_t>(std::floor(total + kLastDigits)) / step * step;
}

}  // namespace

bool open(const Kind& kind) { return kind.compute >= 0 && kind.compute_racks > 0; }

const Kind* the_cabled_kind(const Model& model) {
  if (!model.reach_proves) return nullptr;
  const Kind* only = nullptr;
  for (const Kind& kind : model.kinds) {
    if (!open(kind)) continue;
    if (only != nullptr || kind.network < 0) return nullptr;
    only = &kind;
  }
  return model.pinned_units.empty() ? only : nullptr;
}

int room_for(const Model& model, const Kind& kind) {
  const int racks = std::max(1, kind.compute_racks + kind.network_racks);
  return std::clamp(kind.wanted - kind.pinned_units, 0, static_cast<int>(model.slots.size()) / racks);
}

int missing_compute(const Model& model) {
  int missing = 0;
  for (const PinnedUnit& unit : model.pinned_units) missing += unit.missing_compute;
  return missing;
}

int most_wanted(const Model& model) {
  int racks = missing_compute(model);
  for (const Kind& kind : model.kinds) {
    if (open(kind)) racks += room_for(model, kind) * kind.compute_racks;
  }
  return racks;
}

int most_compute(const Model& model, double capacity, const std::vector<double>& rack_cost) {
  const double outward = capacity + kOutward * std::abs(capacity);
  std::vector<const Kind*> kinds;
  for (const Kind& kind : model.kinds) {
    if (open(kind)) kinds.push_back(&kind);
  }
  const int missing = missing_compute(model);
  if (kinds.empty()) return missing;
  if (kinds.size() == 1) {
    return missing + most_units(model, *kinds.front(), outward, rack_cost) * kinds.front()->compute_racks;
  }
  const Fractional most =
      most_of_all_kinds(model, outward, rack_cost, [](const Kind& kind) { return std::int64_t{kind.compute_racks}; });
  return missing + static_cast<int>(whole_steps(most.total, most.step));
}

std::int64_t most_value(const Model& model, double capacity, const std::vector<double>& rack_cost) {
  std::int64_t missing = 0;
  for (const PinnedUnit& unit : model.pinned_units) {
    missing += unit.missing_compute * model.kinds[static_cast<std::size_t>(unit.kind)].value;
  }
  const Fractional most = most_of_all_kinds(model, capacity + kOutward * std::abs(capacity), rack_cost,
                                            [](const Kind& kind) { return kind.compute_racks * kind.value; });
  return most.step == 0 ? missing : missing + whole_steps(most.total * (1 + kOutward), most.step);
}

}  // namespace hallplan::search
