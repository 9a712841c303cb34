#include "tests/search/halls.hpp"

#include <algorithm>
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

}  // namespace hallplan::search
