#include "planner/hydraulics/group_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <variant>
#include <vector>

#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/network/heat.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr double kHeld_k = 1e-6;
constexpr double kSettled_k =
    1e-3;  ///< between the temperature that flow was worked out at and the one that it leads to
constexpr int kMostRounds = 30;
/// A limiting valve holds a flow to a part in ten thousand.
constexpr double kValve = 1e-4;

/// From a supply on, the warmest up to which a table asks for no more than a flow: between lines it is linear, so the first line
/// that asks for more bounds it.
double enough_to(const Site& site, const CduGroup& group, const RackType& type, double from_degc,
                 double flow_m3_per_s) {
  double to_degc = from_degc, asked = 0;
  if (const std::optional<RackDemand> demand = rack_demand(site, type, from_degc, &group))
    asked = demand->flow_m3_per_s;
  if (asked > flow_m3_per_s * (1 + kValve)) return from_degc;
  const double enough = std::max(flow_m3_per_s, asked);
  for (const FlowPoint& point : type.liquid->table) {
    if (point.supply_degc.value <= to_degc) continue;
    const std::optional<RackDemand> demand = rack_demand(site, type, point.supply_degc.value, &group);
    if (!demand) break;
    if (demand->flow_m3_per_s > enough) {
      const double part = (enough - asked) / (demand->flow_m3_per_s - asked);
      return to_degc + part * (point.supply_degc.value - to_degc);
    }
    to_degc = point.supply_degc.value;
    asked = demand->flow_m3_per_s;
  }
  return to_degc;
}

}  // namespace

GroupSolver::GroupSolver(const Site& site, const Plan& plan, int group, std::optional<int> worst_type, FlowEnd end)
    : site_(site),
      plan_(plan),
      group_(site.cdu_groups[static_cast<std::size_t>(group)]),
      end_(end),
      network_(network_of(site, plan, group, end, worst_type)),
      cooling_(cooling_of(site, group_, end == FlowEnd::least ? End::low : End::high)),
      facility_(site, group_) {}

const GroupState& GroupSolver::whole() {
  if (!whole_) whole_ = state({});
  return *whole_;
}

GroupState GroupSolver::state(const GroupLoss& loss) {
  GroupState made;
  made.unknown = network_.unknown;
  if (!made.unknown.empty()) return made;
  const auto set_open = [&](bool open) {
    for (const std::size_t unit : loss.units) network_.network.links[network_.unit_links[unit]].open = open;
    if (loss.rack) network_.network.links[network_.racks[*loss.rack].link].open = open;
    if (!loss.strainer || network_.strainer_links.empty()) return;
    auto& strainer = std::get<network::Resistance>(network_.network.links[network_.strainer_links[*loss.strainer]].law);
    strainer.square_pa_s2_per_m6 *= open ? 1 / kHalfBlocked : kHalfBlocked;
  };
  set_open(false);
  made = settled(loss);
  set_open(true);
  return made;
}

GroupState GroupSolver::settled(const GroupLoss& loss) {
  const network::Fluid set_fluid = network_.network.fluid;
  const double set_j_per_m3_k = cooling_.coolant_j_per_m3_k;
  const Product<CoolantType>& coolant = site_.catalogue.coolants[static_cast<std::size_t>(group_.coolant.index)];
  // Gives why the coolant is not known there, by name.
  const auto take_coolant_at = [&](double at_degc) {
    const bool is_least = end_ == FlowEnd::least;
    const FluidFound fluid = fluid_at(coolant, at_degc, end_);
    const std::optional<CoolantState> state = coolant_at(coolant.body, at_degc, is_least ? End::low : End::high);
    if (!fluid.unknown.empty() || !state) return fluid.unknown;
    network_.network.fluid = fluid.fluid;
    const double j_per_m3_k = state->density_kg_per_m3 * state->specific_heat_j_per_kg_k;
    cooling_.coolant_j_per_m3_k =
        is_least ? std::min(set_j_per_m3_k, j_per_m3_k) : std::max(set_j_per_m3_k, j_per_m3_k);
    return std::string();
  };
  double at_degc = group_.supply_degc.high;
  GroupState made;
  std::vector<double> as_set;  // the racks' flows
  for (int round = 0;; ++round) {
    made = at_fluid(loss);
    made.coolant_degc = at_degc;
    for (std::size_t i = 0; i < made.racks.size(); ++i) {
      if (round == 0) as_set.push_back(made.racks[i].flow_m3_per_s);
      made.racks[i].least_m3_per_s = std::min(as_set[i], made.racks[i].flow_m3_per_s);
    }
    const double floats_degc = supply_range(made).coldest_degc;
    if (!made.unknown.empty() || std::fabs(floats_degc - at_degc) <= kSettled_k) break;
    if (round == kMostRounds) {
      made.unknown = fmt::format("flow and temperatures of {} do not settle: {} after {}", group_.id, degc(floats_degc),
                                 degc(at_degc));
      break;
    }
    at_degc = floats_degc;
    made.unknown_heat = take_coolant_at(at_degc);
    if (!made.unknown_heat.empty()) break;  // the flow stands: it is that of the colder, thicker coolant
  }
  const double warmest_degc = supply_range(made).warmest_degc;
  if (made.unknown.empty() && made.unknown_heat.empty() && warmest_degc > at_degc + kSettled_k) {
    made.unknown_heat = take_coolant_at(warmest_degc);
    if (made.unknown_heat.empty()) take_warmer(at_fluid(loss), made);
  }
  network_.network.fluid = set_fluid;
  cooling_.coolant_j_per_m3_k = set_j_per_m3_k;
  return made;
}

GroupSolver::SupplyRange GroupSolver::supply_range(const GroupState& made) const {
  SupplyRange range{std::numeric_limits<double>::infinity(), made.coolant_degc};
  if (made.unknown_heat.empty()) {
    for (const UnitState& unit : made.units) {
      if (!unit.runs) continue;
      const double supply_degc = unit.holds_supply ? cooling_.set_degc : unit.supply_degc;
      range.coldest_degc = std::min(range.coldest_degc, supply_degc);
      range.warmest_degc = std::max(range.warmest_degc, supply_degc);
    }
  }
  range.coldest_degc =
      std::isfinite(range.coldest_degc) ? std::max(range.coldest_degc, cooling_.set_degc) : made.coolant_degc;
  return range;
}

void GroupSolver::take_warmer(const GroupState& thin, GroupState& made) const {
  if (!thin.unknown.empty() || !thin.unknown_heat.empty()) {
    made.unknown_heat = thin.unknown.empty() ? thin.unknown_heat : thin.unknown;
    return;
  }
  for (std::size_t u = 0; u < made.units.size(); ++u) {
    made.units[u].supply_degc = std::max(made.units[u].supply_degc, thin.units[u].supply_degc);
    made.units[u].return_degc = std::max(made.units[u].return_degc, thin.units[u].return_degc);
  }
  for (std::size_t i = 0; i < made.racks.size(); ++i) {
    RackState& rack = made.racks[i];
    if (!rack.supply_degc || !thin.racks[i].supply_degc) continue;
    rack.supply_degc = std::max(*rack.supply_degc, *thin.racks[i].supply_degc);
    rack.return_degc = std::max(*rack.return_degc, *thin.racks[i].return_degc);
    const Placement& placed = plan_.racks[rack.piped.rack];
    take_rack(site_.catalogue.racks[static_cast<std::size_t>(placed.type)].body, rack);
  }
}

GroupState GroupSolver::at_fluid(const GroupLoss& loss) {
  GroupState made;
  const ControlledFlow flow = kept_flow(group_, network_, end_);
  made.unknown = flow.unknown;
  made.speed = flow.speed;
  made.holds_set = flow.holds_set;
  made.flow = flow.flow;
  if (!made.unknown.empty()) return made;
  for (const std::size_t link : network_.unit_links) {
    UnitState unit;
    unit.runs = network_.network.links[link].open;
    unit.flow_m3_per_s = flow.flow.flow_m3_per_s[link];
    unit.head_pa = flow.flow.pressure_pa[network_.network.links[link].to] -
                   flow.flow.pressure_pa[network_.network.links[link].from];
    made.units.push_back(unit);
  }
  std::vector<double> heat_w;
  for (std::size_t i = 0; i < network_.racks.size(); ++i) {
    RackState rack;
    rack.piped = network_.racks[i];
    rack.flow_m3_per_s = flow.flow.flow_m3_per_s[rack.piped.link];
    const Placement& placed = plan_.racks[rack.piped.rack];
    heat_w.push_back(
        loss.rack == i ? 0 : rack_heat_w(site_, site_.catalogue.racks[static_cast<std::size_t>(placed.type)].body));
    made.racks.push_back(rack);
  }
  take_temperatures(flow, heat_w, facility_.water({loss.units, loss.facility_pumps, loss.facility_strainer}), made);
  for (RackState& rack : made.racks) {
    const Placement& placed = plan_.racks[rack.piped.rack];
    take_rack(site_.catalogue.racks[static_cast<std::size_t>(placed.type)].body, rack);
  }
  return made;
}

void GroupSolver::take_temperatures(const ControlledFlow& flow, const std::vector<double>& heat_w,
                                    const GroupWater& water, GroupState& made) const {
  made.unknown_heat = cooling_.unknown.empty() ? water.unknown : cooling_.unknown;
  if (!made.unknown_heat.empty()) return;
  network::Heat heat;
  heat.heat_capacity_j_per_m3_k = cooling_.coolant_j_per_m3_k;
  heat.links.resize(network_.network.links.size());
  for (std::size_t i = 0; i < made.racks.size(); ++i) heat.links[made.racks[i].piped.link].added_w = heat_w[i];
  std::vector<double> taken_w_per_k;
  for (std::size_t u = 0; u < made.units.size(); ++u) {
    const double stream = cooling_.coolant_j_per_m3_k * made.units[u].flow_m3_per_s;
    made.units[u].facility_m3_per_s = water.unit_m3_per_s[u];
    taken_w_per_k.push_back(
        std::min(stream, cooling_.taken_w_per_k(made.units[u].flow_m3_per_s, water.unit_m3_per_s[u])));
    if (!made.units[u].runs) continue;
    heat.links[network_.unit_links[u]] = {cooling_.own_w, network::HeldOutlet{cooling_.set_degc}};
  }
  network::Temperatures found;
  for (std::size_t round = 0; round <= made.units.size(); ++round) {
    found = network::temperatures(network_.network, flow.flow, heat);
    made.unknown_heat = found.problem;
    if (!found.solved()) return;
    bool let_loose = false;
    for (std::size_t u = 0; u < made.units.size(); ++u) {
      UnitState& unit = made.units[u];
      const std::size_t link = network_.unit_links[u];
      unit.runs = unit.runs && std::isfinite(found.inlet_degc[link]);
      if (!unit.runs) continue;
      const double stream = cooling_.coolant_j_per_m3_k * unit.flow_m3_per_s;
      const double before_degc = found.inlet_degc[link] + cooling_.own_w / stream;
      unit.coldest_degc = before_degc - taken_w_per_k[u] / stream * (before_degc - cooling_.facility_degc);
      unit.return_degc = found.inlet_degc[link];
      unit.supply_degc = found.outlet_degc[link];
      unit.approach_k = unit.supply_degc - cooling_.facility_degc;
      unit.heat_w = cooling_.own_w - found.heat_w[link];
      auto& then = heat.links[link].then;
      unit.holds_supply = unit.coldest_degc <= cooling_.set_degc + kHeld_k;
      if (unit.holds_supply || !std::holds_alternative<network::HeldOutlet>(then)) continue;
      then = network::Exchanger{taken_w_per_k[u], cooling_.facility_degc};
      let_loose = true;
    }
    if (!let_loose) break;
  }
  made.node_degc = found.node_degc;
  for (RackState& rack : made.racks) {
    if (!std::isfinite(found.inlet_degc[rack.piped.link])) continue;
    rack.supply_degc = found.inlet_degc[rack.piped.link];
    rack.return_degc = found.outlet_degc[rack.piped.link];
  }
}

void GroupSolver::take_rack(const RackType& type, RackState& rack) const {
  rack.table_to_degc = type.liquid->table.back().supply_degc.value;
  rack.enough_to_degc = enough_to(site_, group_, type, group_.supply_degc.high, rack.flow_m3_per_s);
  rack.asked_m3_per_s.reset();
  if (!rack.supply_degc) return;
  if (const std::optional<RackDemand> demand = rack_demand(site_, type, *rack.supply_degc, &group_)) {
    rack.asked_m3_per_s = demand->flow_m3_per_s;
  }
  if (type.liquid->return_limit_degc) rack.return_margin_k = type.liquid->return_limit_degc->low - *rack.return_degc;
}

}  // namespace hallplan::hydraulics
