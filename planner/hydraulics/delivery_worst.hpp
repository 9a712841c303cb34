/// Of the states that a check of delivery looks at, what is worst in each: of flow, supply, return, and of racks with a manifold.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// A limiting valve holds a flow to a part in ten thousand.
inline constexpr double kValve = 1e-4;

/// The rack that is furthest below what it asks for, over all the losses.
struct WorstFlow {
  std::optional<PipedRack> rack;
  double flow_m3_per_s = 0;
  GroupLoss loss;
  std::size_t short_of = 0;  ///< racks that get less than they ask for, in that loss

  [[nodiscard]] double share() const { return rack ? flow_m3_per_s / rack->asked_m3_per_s : 1e9; }

  void consider(const GroupState& state, const GroupLoss& of) {
    WorstFlow here;
    here.loss = of;
    for (const RackState& one : state.racks) {
      if (one.piped.asked_m3_per_s <= 0) continue;
      if (one.least_m3_per_s < (1 - kValve) * one.piped.asked_m3_per_s) ++here.short_of;
      if (one.least_m3_per_s / one.piped.asked_m3_per_s >= here.share()) continue;
      here.rack = one.piped;
      here.flow_m3_per_s = one.least_m3_per_s;
    }
    if (here.share() < share()) *this = std::move(here);
  }
};

/// The rack whose supply comes nearest to, or furthest beyond, what its flow is enough for.
struct WorstSupply {
  std::optional<RackState> rack;
  std::optional<UnitState> unit;  ///< the one that could give the least cold coolant, in that loss
  std::string unit_id;
  GroupLoss loss;
  std::string unknown;  ///< of some rack, by name

  [[nodiscard]] double margin_k() const { return rack ? rack->enough_to_degc - *rack->supply_degc : 1e9; }

  void consider(const Site& site, const Plan& plan, const CduGroup& group, const GroupState& state,
                const GroupLoss& of) {
    if (unknown.empty()) unknown = state.unknown_heat;
    for (const RackState& one : state.racks) {
      const Placement& placed = plan.racks[one.piped.rack];
      if (!one.supply_degc) {
        if (unknown.empty()) unknown = fmt::format("nothing flows through {}", placed.id);
        continue;
      }
      const bool beyond_table = *one.supply_degc > one.table_to_degc + kSameK;
      if (beyond_table && one.enough_to_degc >= one.table_to_degc) {
        if (unknown.empty()) {
          unknown = fmt::format("no flow known for {} at {} supply",
                                site.catalogue.racks[static_cast<std::size_t>(placed.type)].id, degc(*one.supply_degc));
        }
        continue;
      }
      if (one.enough_to_degc - *one.supply_degc >= margin_k()) continue;
      rack = one;
      loss = of;
      unit.reset();
      for (std::size_t u = 0; u < state.units.size(); ++u) {
        if (!state.units[u].runs || (unit && state.units[u].coldest_degc <= unit->coldest_degc)) continue;
        unit = state.units[u];
        unit_id = group.units[u].id;
      }
    }
  }
};

/// The rack whose coolant comes back nearest to, or furthest beyond, its return limit, at the supply and flow that it gets.
struct WorstReturn {
  std::optional<RackState> rack;
  GroupLoss loss;

  void consider(const GroupState& state, const GroupLoss& of) {
    for (const RackState& one : state.racks) {
      if (!one.return_margin_k || (rack && *rack->return_margin_k <= *one.return_margin_k)) continue;
      rack = one;
      loss = of;
    }
  }
};

/// Of the racks of a type with a manifold, the one that gets least of what it asks for.
struct LeastRack {
  PipedRack rack;
  double flow_m3_per_s = 0;
  network::Fluid fluid;
  GroupLoss loss;
};

}  // namespace hallplan::hydraulics
