// The coolant loops as the hydraulics see them, handed on: reports see no other module.
#include <algorithm>
#include <string>
#include <utility>

#include "planner/hydraulics/balance.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/hydraulics/rack_margins.hpp"
#include "planner/verdict/parts.hpp"

namespace hallplan::verdict {
namespace {

using hydraulics::PipedRack;

std::optional<PlateTemperature> handed_on(const std::optional<hydraulics::PlateRange>& plate) {
  if (!plate) return {};
  return PlateTemperature{plate->low_degc, plate->high_degc};
}

/// The worst of a group's checks of what its pipes deliver.
Status status_of_delivery(const std::vector<Check>& checks, const std::string& group) {
  std::vector<Check> own;
  std::copy_if(checks.begin(), checks.end(), std::back_inserter(own), [&](const Check& check) {
    const bool whole = check.where == group || check.where.rfind(group + ", trays of ", 0) == 0;
    return (whole && (check.rule == Rule::liquid_delivery || check.rule == Rule::liquid_delivered_supply)) ||
           (check.where == group + ", pipes" && check.rule == Rule::liquid_rack_flow);
  });
  return own.empty() ? Status::pass : worst(own);
}

class Loop {
 public:
  Loop(const Site& site, const Plan& plan, int number)
      : site_(site), plan_(plan), number_(number), group_(site.cdu_groups[static_cast<std::size_t>(number)]) {}

  CoolantLoop make(const std::vector<Check>& checks) {
    loop_.group = group_.id;
    loop_.piped = group_.piping.has_value();
    if (!loop_.piped) return std::move(loop_);
    loop_.status = status_of_delivery(checks, group_.id);
    take_coolant();
    hydraulics::GroupSolver solver(site_, plan_, number_);
    loop_.unknown = solver.network().unknown;
    if (loop_.unknown.empty() && solver.network().header_links.empty()) {
      loop_.unknown = solver.network().racks.empty() ? "neither CDUs nor racks stand there"
                                                     : "its CDUs stand inside racks, without headers to show";
    }
    if (!loop_.unknown.empty()) return std::move(loop_);
    const hydraulics::GroupState& state = solver.whole();
    const hydraulics::GroupMargins margins = hydraulics::group_margins(site_, plan_, number_);
    loop_.unknown = state.unknown.empty() ? margins.unknown : state.unknown;
    if (!loop_.unknown.empty()) return std::move(loop_);
    loop_.unknown_heat = state.unknown_heat;
    loop_.pump_speed = state.speed;
    take_units(state);
    take_racks(solver.network(), state, margins);
    take_valves(hydraulics::balance_of(solver.network()));
    take_failures(margins);
    return std::move(loop_);
  }

 private:
  void take_coolant() {
    const Product<CoolantType>& coolant = site_.catalogue.coolants[static_cast<std::size_t>(group_.coolant.index)];
    loop_.coolant = coolant.id;
    loop_.at_degc = group_.supply_degc.high;
    const hydraulics::FluidFound found = hydraulics::fluid_at(coolant, loop_.at_degc);
    if (!found.unknown.empty()) return;
    loop_.viscosity_high_pa_s = found.fluid.viscosity_pa_s;
    loop_.viscosity_low_pa_s =
        hydraulics::fluid_at(coolant, loop_.at_degc, hydraulics::FlowEnd::most).fluid.viscosity_pa_s;
  }

  void take_units(const hydraulics::GroupState& state) {
    for (std::size_t i = 0; i < state.units.size(); ++i) {
      const hydraulics::UnitState& unit = state.units[i];
      LoopUnit made;
      made.id = group_.units[i].id;
      made.flow_m3_per_s = unit.flow_m3_per_s;
      made.head_pa = unit.head_pa;
      if (state.unknown_heat.empty() && unit.runs) {
        made.heat_w = unit.heat_w;
        made.return_degc = unit.return_degc;
        made.supply_degc = unit.supply_degc;
        made.approach_k = unit.approach_k;
      }
      loop_.units.push_back(std::move(made));
    }
  }

  void take_racks(const hydraulics::GroupNetwork& network, const hydraulics::GroupState& state,
                  const hydraulics::GroupMargins& margins) {
    for (std::size_t i = 0; i < network.racks.size(); ++i) {
      const PipedRack& piped = network.racks[i];
      const hydraulics::RackMargin& margin = margins.racks[i];
      const Placement& placed = plan_.racks[piped.rack];
      LoopRack rack;
      rack.id = placed.id;
      if (placed.row >= 0) rack.row = site_.rows[static_cast<std::size_t>(placed.row)].id;
      rack.place = i;
      rack.asked_m3_per_s = piped.asked_m3_per_s;
      rack.flow_m3_per_s = state.racks[i].flow_m3_per_s;
      rack.supply_degc = state.racks[i].supply_degc;
      rack.return_degc = state.racks[i].return_degc;
      rack.plate = handed_on(margin.plate_normal);
      rack.header_m = piped.header_m;
      rack.header_velocity_m_per_s =
          network::velocity_m_per_s(network.network.links[piped.header].law, state.flow.flow_m3_per_s[piped.header]);
      rack.least_m3_per_s = margin.least_m3_per_s;
      rack.least_when = margin.least_when;
      rack.flow_margin_m3_per_s = margin.least_m3_per_s - piped.asked_m3_per_s;
      rack.worst_supply_degc = margin.supply_degc;
      rack.worst_return_degc = margin.return_degc;
      rack.supply_margin_k = margin.supply_margin_k;
      rack.return_margin_k = margin.return_margin_k;
      rack.warmest_when = margin.warmest_when;
      rack.worst_plate = handed_on(margin.plate_worst);
      loop_.racks.push_back(std::move(rack));
    }
  }

  void take_valves(const hydraulics::Balance& balance) {
    if (!balance.unknown.empty()) return;
    for (const hydraulics::BranchValve& valve : balance.valves) {
      LoopRack& rack = loop_.racks[valve.rack];
      rack.valve_known = true;
      rack.valve_reached = valve.reached;
      rack.valve_kv_m3_per_h = valve.kv_m3_per_h;
      rack.valve_m3_per_s = valve.flow_m3_per_s;
      rack.valve_pa = valve.valve_pa;
    }
  }

  [[nodiscard]] std::string id_of(std::size_t rack) const { return plan_.racks[rack].id; }

  void take_failures(const hydraulics::GroupMargins& margins) {
    for (const hydraulics::FailureMargin& margin : margins.failures) {
      LoopFailure made;
      made.failure = margin.text;
      made.rack = id_of(margin.rack);
      made.asked_m3_per_s = margin.asked_m3_per_s;
      made.flow_m3_per_s = margin.flow_m3_per_s;
      made.flow_margin_m3_per_s = margin.flow_m3_per_s - margin.asked_m3_per_s;
      made.short_of = margin.short_of;
      made.remark = margin.unknown_heat;
      if (margin.warm_rack) {
        made.warm_rack = id_of(*margin.warm_rack);
        made.supply_degc = margin.supply_degc;
        made.supply_margin_k = margin.margin_k;
      }
      loop_.failures.push_back(std::move(made));
    }
    add_water_off();
  }

  /// The racks' coolant flows on as it did, and warms: there is no steady state. How long racks bear it is followed elsewhere.
  void add_water_off() {
    if (loop_.failures.empty()) return;
    LoopFailure off = loop_.failures.front();
    off.failure = "facility water off";
    off.warm_rack.clear();
    off.supply_degc.reset();
    off.supply_margin_k.reset();
    off.remark = group_.ride_through ? "the coolant warms until the water is back: see ride-through"
                                     : "the coolant warms until the water is back; for how long racks bear that give "
                                       "ride_through of the group";
    loop_.failures.push_back(std::move(off));
  }

  const Site& site_;
  const Plan& plan_;
  int number_;
  const CduGroup& group_;
  CoolantLoop loop_;
};

}  // namespace

std::vector<CoolantLoop> coolant_loops(const Site& site, const Plan& plan, const std::vector<Check>& checks) {
  std::vector<CoolantLoop> loops;
  for (std::size_t group = 0; group < site.cdu_groups.size(); ++group) {
    loops.push_back(Loop(site, plan, static_cast<int>(group)).make(checks));
  }
  return loops;
}

}  // namespace hallplan::verdict
