// From capacity rows in SI to the few integer rows that can bind.
#include "planner/search/reduce.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

namespace hallplan::search {
namespace {

/// Half of what a check forgives as rounding (1e-9 of the limit), so that a full row never fails by the verdict's own rounding.
constexpr double kForgiven = 5e-10;
/// The largest number of a row becomes less than 2^46 units: 2^17 racks cannot overflow, and rounding each rack to a whole unit
/// stays under `kForgiven` up to 60,000 racks.
constexpr int kBits = 46;

std::vector<std::vector<Taker>> takers_by_row(const Model& model) {
  std::vector<std::vector<Taker>> by_row(model.rows.size());
  const auto add = [&](int taker, const std::vector<capacity::Term>& terms) {
    for (const capacity::Term& term : terms) {
      if (term.amount > 0) by_row[static_cast<std::size_t>(term.row)].push_back({taker, term.amount});
    }
  };
  const int wires = static_cast<int>(model.wires.size());
  for (int i = 0; i < wires; ++i) add(i, model.wires[static_cast<std::size_t>(i)].terms);
  for (std::size_t i = 0; i < model.spots.size(); ++i) add(wires + static_cast<int>(i), model.spots[i].terms);
  return by_row;
}

/// More than every placement takes of a row: each slot filled with what takes most there.
double most_taken(const Model& model, const std::vector<int>& slots_in_row, const std::vector<Taker>& takers) {
  std::vector<double> by_site_row(slots_in_row.size(), 0);
  std::vector<double> by_slot(model.slots.size(), 0);
  const int wires = static_cast<int>(model.wires.size());
  for (const auto& [taker, amount] : takers) {
    double& most = taker < wires
                       ? by_site_row[static_cast<std::size_t>(model.wires[static_cast<std::size_t>(taker)].row)]
                       : by_slot[static_cast<std::size_t>((taker - wires) / model.types)];
    most = std::max(most, amount);
  }
  double sum = 0;
  for (std::size_t row = 0; row < by_site_row.size(); ++row) sum += by_site_row[row] * slots_in_row[row];
  for (const double most : by_slot) sum += most;
  return sum;
}

bool is_power_or_coolant(Rule rule) {
  const std::string_view id = rule_id(rule);
  return id.starts_with("power.") || id.starts_with("liquid.");
}

/// In units of 2^-46 of the row's largest number.
Amount whole(double amount, int exponent) { return std::llround(std::ldexp(amount, kBits - exponent)); }

/// Rows of power and coolant with the same takers are one, with the least left over; those that the first type takes nothing of are none.
void find_room(Model& model) {
  Room room;
  room.uses.resize(model.wires.size());
  model.room = room;
  const auto first = std::find_if(model.kinds.begin(), model.kinds.end(),
                                  [](const Kind& kind) { return kind.compute >= 0 && kind.compute_racks > 0; });
  if (first == model.kinds.end()) return;
  std::map<std::vector<Taker>, BindingRow> rows;
  std::vector<std::vector<Taker>> by_row = takers_by_row(model);
  for (std::size_t r = 0; r < model.rows.size(); ++r) {
    const double free = left_of(model, r);
    const capacity::Row& row = model.rows[r];
    if (!is_power_or_coolant(row.rule) || !std::isfinite(free) || by_row[r].empty()) continue;
    double largest = std::max({std::abs(row.limit), std::abs(row.base), std::abs(free)});
    for (const Taker& taker : by_row[r]) largest = std::max(largest, taker.second);
    BindingRow& one = rows[std::move(by_row[r])];
    if (free < one.free) one = {free, largest, static_cast<int>(r)};
  }
  const int wires = static_cast<int>(model.wires.size());
  for (const auto& [takers, row] : rows) {
    const bool touched = std::any_of(takers.begin(), takers.end(), [&](const Taker& taker) {
      return taker.first < wires && model.wires[static_cast<std::size_t>(taker.first)].type == first->compute;
    });
    if (!touched) continue;
    int exponent = 0;
    std::frexp(row.largest, &exponent);
    const int number = static_cast<int>(room.free.size());
    room.free.push_back(static_cast<Amount>(std::floor(std::ldexp(row.free, kBits - exponent))));
    for (const auto& [taker, amount] : takers) {
      if (taker < wires) room.uses[static_cast<std::size_t>(taker)].push_back({number, whole(amount, exponent)});
    }
  }
  std::set<std::vector<std::pair<int, Amount>>> seen;
  for (std::size_t i = 0; i < model.wires.size(); ++i) {
    if (model.wires[i].type != first->compute) continue;
    std::vector<std::pair<int, Amount>> takes;
    for (const Use& use : room.uses[i]) takes.push_back({use.row, use.amount});
    if (seen.insert(std::move(takes)).second) room.ways.push_back(static_cast<int>(i));
  }
  model.room = std::move(room);
}

void index_wires(Model& model) {
  model.wires_of.assign(static_cast<std::size_t>(model.types) * static_cast<std::size_t>(model.site_rows), {});
  for (std::size_t i = 0; i < model.wires.size(); ++i) {
    const Wire& wire = model.wires[i];
    const auto cell = static_cast<std::size_t>(wire.type) * static_cast<std::size_t>(model.site_rows) +
                      static_cast<std::size_t>(wire.row);
    model.wires_of[cell].push_back(static_cast<int>(i));
  }
}

}  // namespace

std::map<std::vector<Taker>, BindingRow> binding_rows(const Model& model, const std::vector<double>& left) {
  std::vector<int> slots_in_row(static_cast<std::size_t>(model.site_rows), 0);
  for (const SlotInfo& slot : model.slots) ++slots_in_row[static_cast<std::size_t>(slot.row)];
  std::map<std::vector<Taker>, BindingRow> binding;
  std::vector<std::vector<Taker>> by_row = takers_by_row(model);
  for (std::size_t r = 0; r < model.rows.size(); ++r) {
    const double free = left[r];
    if (by_row[r].empty() || !std::isfinite(free)) continue;
    if (most_taken(model, slots_in_row, by_row[r]) <= free) continue;
    const capacity::Row& row = model.rows[r];
    double largest = std::max({std::abs(row.limit), std::abs(row.base), std::abs(free)});
    for (const Taker& taker : by_row[r]) largest = std::max(largest, taker.second);
    BindingRow& one = binding[std::move(by_row[r])];
    if (free < one.free) one = {free, largest, static_cast<int>(r)};
  }
  return binding;
}

double left_of(const Model& model, std::size_t row) {
  const capacity::Row& of = model.rows[row];
  return of.limit + kForgiven * std::abs(of.limit) - of.base - model.pinned_use[row];
}

void finish(Model& model) {
  index_wires(model);
  find_room(model);
  model.free.clear();
  model.free_of.clear();
  for (Wire& wire : model.wires) wire.uses.clear();
  for (Spot& spot : model.spots) spot.uses.clear();
  const int wires = static_cast<int>(model.wires.size());
  std::vector<double> left;
  for (std::size_t r = 0; r < model.rows.size(); ++r) left.push_back(left_of(model, r));
  for (const auto& [takers, group] : binding_rows(model, left)) {
    int exponent = 0;
    std::frexp(group.largest, &exponent);
    const int row = static_cast<int>(model.free.size());
    model.free.push_back(static_cast<Amount>(std::floor(std::ldexp(group.free, kBits - exponent))));
    model.free_of.push_back(group.row);
    for (const auto& [taker, amount] : takers) {
      std::vector<Use>& uses = taker < wires ? model.wires[static_cast<std::size_t>(taker)].uses
                                             : model.spots[static_cast<std::size_t>(taker - wires)].uses;
      uses.push_back({row, std::llround(std::ldexp(amount, kBits - exponent))});
    }
  }
}

int Kind::management_for(int units) const {
  if (units_per_management <= 0 || units <= 0) return 0;
  return std::max(0, (units + units_per_management - 1) / units_per_management - pinned_management);
}

long long manhattan(const Point& a, const Point& b) { return std::abs(a.x - b.x) + std::abs(a.y - b.y); }

}  // namespace hallplan::search
