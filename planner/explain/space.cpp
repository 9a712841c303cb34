// Why a scalable unit finds no slots although no limit of power, coolant, air or floor stands against it.
#include <array>
#include <cstddef>
#include <limits>
#include <utility>

#include "planner/explain/frozen.hpp"

namespace hallplan::explain {
namespace {

void any_reach(Site& site) {
  constexpr double kFar_m = 1e5;
  for (Product<CableType>& cable : site.catalogue.cables) {
    Value& reach = cable.body.reach_m;
    reach.value = reach.low = reach.high = kFar_m;
  }
  site.network.trays.clear();  // cables then run everywhere
}

void no_windows(Site& site) { site.density.clear(); }

void no_clearance(Site& site) {
  for (Product<RackType>& rack : site.catalogue.racks) {
    for (MaybeValue* depth : {&rack.body.body.clearance_front_m, &rack.body.body.clearance_rear_m}) {
      if (*depth) (*depth)->value = (*depth)->low = (*depth)->high = 0;
    }
  }
}

void no_management(Site& site) {
  for (Demand& demand : site.demand) demand.units_per_management = 0;
}

struct Lift {
  Rule rule;
  void (*make)(Site&);
};

constexpr std::array kLifts = {Lift{Rule::layout_cable, any_reach}, Lift{Rule::density_window, no_windows},
                               Lift{Rule::layout_clearance, no_clearance},
                               Lift{Rule::layout_management, no_management}};

}  // namespace

std::vector<Rule> rules_of_space(const Frozen& hall, std::size_t demand) {
  std::vector<Rule> out;
  for (const Lift& lift : kLifts) {
    Site site = hall.site;
    lift.make(site);
    search::Model model = frozen_as_pinned(std::move(site)).model;
    for (std::size_t kind = 0; kind < model.kinds.size(); ++kind) {
      search::Kind& one = model.kinds[kind];
      one.wanted = one.pinned_units + (kind == demand ? 1 : 0);
    }
    for (capacity::Row& row : model.rows) row.limit = std::numeric_limits<double>::infinity();
    search::finish(model);
    if (finds_place(model, demand)) out.push_back(lift.rule);
  }
  if (!out.empty()) return out;
  const search::Model& model = hall.model;
  const int type = model.kinds[demand].compute;
  for (int slot = 0; slot < static_cast<int>(model.slots.size()); ++slot) {
    if (model.spot(slot, type).usable) return out;
  }
  for (const auto& [rule, slots] : model.refused[static_cast<std::size_t>(type)]) out.push_back(rule);
  return out;
}

}  // namespace hallplan::explain
