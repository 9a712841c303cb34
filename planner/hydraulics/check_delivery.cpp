// What each rack gets through its group's pipes against what it asks for: flow and supply temperature, with all CDUs and with each set of
// spare ones lost; and the flow of all others with each branch shut in turn.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/checks.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/delivery_worst.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/rack_trays.hpp"

namespace hallplan::hydraulics {
namespace {

std::string lost_text(const CduGroup& group, const GroupLoss& loss) {
  std::vector<std::string> lost;
  for (const std::size_t unit : loss.units) lost.push_back(group.units[unit].id);
  if (loss.strainer) return fmt::format("strainer of {} half blocked: ", group.units[*loss.strainer].id);
  if (loss.facility_strainer) {
    return fmt::format("facility strainer of {} half blocked: ", group.units[*loss.facility_strainer].id);
  }
  if (loss.facility_pumps > 0)
    return fmt::format("{} facility pump{} out: ", loss.facility_pumps, loss.facility_pumps == 1 ? "" : "s");
  return lost.empty() ? "" : join(lost, ", ") + " lost: ";
}

std::string control_text(const CduGroup& group, const GroupState& state) {
  const Piping& pipes = *group.piping;
  if (pipes.control == PumpControl::full_speed) return {};
  const std::string set = pipes.control == PumpControl::constant_flow ? l_per_min(pipes.control_flow_m3_per_s->low)
                                                                      : kpa(pipes.control_pressure_pa->low);
  if (!state.holds_set) return fmt::format("; pumps at full speed, short of the {} they are set to", set);
  return fmt::format("; pumps at {:.1f} % of full speed hold {}", 100 * state.speed, set);
}

std::string arithmetic_of(const Site& site, const Plan& plan, const CduGroup& group, const WorstFlow& worst,
                          std::size_t racks) {
  const bool in_rack = cdu_of(site, group).body.in_rack;
  const char* const whose = in_rack ? "; each rack has its CDU inside, without headers or branches"
                            : is_dedicated(site, group)
                                ? "; each unit has its own headers, and racks in order of row and slot"
                                : "";
  return fmt::format("{}{} {} {:.1f} % of the {} it asks for; {} of {} racks get less than they ask for{}",
                     lost_text(group, worst.loss), plan.racks[worst.rack->rack].id,
                     in_rack ? "gets" : fmt::format("through {:.3g} m of header each way gets", worst.rack->header_m),
                     100 * worst.share(), l_per_min(worst.rack->asked_m3_per_s), worst.short_of, racks, whose);
}

std::string arithmetic_of(const Plan& plan, const CduGroup& group, const WorstSupply& worst,
                          const GroupCooling& cooling, bool piped_water) {
  const UnitState& unit = *worst.unit;
  constexpr double kValve = 1e-4;  // a limiting valve holds a flow to a part in ten thousand
  const RackState& rack = *worst.rack;
  const bool is_short = rack.flow_m3_per_s < (1 - kValve) * rack.piped.asked_m3_per_s;
  const std::string enough =
      fmt::format("{}{} gets {}, {} {}", lost_text(group, worst.loss), plan.racks[rack.piped.rack].id,
                  l_per_min(rack.flow_m3_per_s), is_short ? "less than it asks for at" : "enough for a supply up to",
                  degc(is_short ? group.supply_degc.high : rack.enough_to_degc));
  const std::string exchanger =
      fmt::format("{} cools {} from {} against {}{} facility water", worst.unit_id, l_per_min(unit.flow_m3_per_s),
                  degc(unit.return_degc), piped_water ? l_per_min(unit.facility_m3_per_s) + " of " : "",
                  degc(cooling.facility_degc));
  return unit.holds_supply ? fmt::format("{}; {} and could down to {}", enough, exchanger, degc(unit.coldest_degc))
                           : fmt::format("{}; {} to no less than {}, {} of heat over {:.3g} K", enough, exchanger,
                                         degc(unit.supply_degc), kw(unit.heat_w), unit.approach_k);
}

/// What the checks of one scenario are made of.
struct Worst {
  WorstFlow flow;
  std::map<int, LeastRack> least_of_type;  ///< of types that tell their manifold
  WorstSupply supply;
  WorstReturn back;
  std::string unknown;
  std::string control;  ///< in the state with the least flow
};

class Delivery {
 public:
  Delivery(const Site& site, const Plan& plan, int number, std::vector<Check>& out)
      : site_(site),
        plan_(plan),
        number_(number),
        group_(site.cdu_groups[static_cast<std::size_t>(number)]),
        solver_(site, plan, number),
        out_(out) {
    for (const std::optional<int>& type : worst_types(site, plan, number)) {
      if (type) of_types_.emplace_back(site, plan, number, type);
    }
  }

  void run() {
    for (const PlantLoss& loss : losses_of(site_, group_)) {
      std::vector<GroupLoss> ways;
      for (std::vector<std::size_t>& units : ways_to_lose(group_.units.size(), loss)) {
        ways.push_back({std::move(units), {}, {}});
      }
      const Worst worst = worst_of(ways);
      check_flow(loss.scenario, worst);
      check_trays(loss.scenario, worst);
      check_supply(loss.scenario, worst);
    }
    if (!solver_.network().unknown.empty()) return;
    check_strainers();
    check_facility();
    // A CDU inside its rack has no branch to shut.
    const bool in_rack = cdu_of(site_, group_).body.in_rack;
    if (!in_rack && solver_.network().racks.size() > 1) check_branches(solver_.whole());
    check_most(site_, plan_, number_, out_);
  }

 private:
  Worst worst_of(const std::vector<GroupLoss>& ways) {
    Worst worst;
    worst.unknown = solver_.network().unknown;
    if (worst.unknown.empty() && ways.empty()) worst.unknown = "too many ways to lose the spare units";
    for (const GroupLoss& way : ways) {
      const bool may_more_flow = take(solver_, way, worst);
      for (GroupSolver& of_type : of_types_) take(of_type, way, worst);
      if (may_more_flow) take_most(way, worst);
    }
    return worst;
  }

  /// Gives whether by other ends of ranges more may flow, or take up more: not where valves hold every rack to what it asks for.
  bool take(GroupSolver& solver, const GroupLoss& way, Worst& worst) const {
    if (!worst.unknown.empty()) return false;
    const bool nothing_out = way.units.empty() && !way.strainer && !way.facility_strainer && way.facility_pumps == 0;
    const GroupState state = nothing_out ? solver.whole() : solver.state(way);
    worst.unknown = state.unknown;
    if (!worst.unknown.empty()) return false;
    const double before = worst.flow.share();
    worst.flow.consider(state, way);
    if (worst.flow.share() < before) worst.control = control_text(group_, state);
    worst.supply.consider(site_, plan_, group_, state, way);
    worst.back.consider(state, way);
    take_manifolds(state, way, worst);
    const bool held = std::all_of(state.racks.begin(), state.racks.end(), [](const RackState& rack) {
      return rack.flow_m3_per_s >= (1 - kValve) * rack.piped.asked_m3_per_s;
    });
    return !held || !group_.piping->flow_limited || takes_up_a_range();
  }

  /// Whether what a cubic metre of coolant takes up has a range at the set supply.
  [[nodiscard]] bool takes_up_a_range() const {
    const CoolantType& coolant = site_.catalogue.coolants[static_cast<std::size_t>(group_.coolant.index)].body;
    const std::optional<CoolantState> low = coolant_at(coolant, group_.supply_degc.high, End::low);
    const std::optional<CoolantState> high = coolant_at(coolant, group_.supply_degc.high, End::high);
    if (!low || !high) return true;
    return low->density_kg_per_m3 != high->density_kg_per_m3 ||
           low->specific_heat_j_per_kg_k != high->specific_heat_j_per_kg_k;
  }

  /// By the ends of all ranges with which most flows: exchangers that take all they can supply warmer then.
  void take_most(const GroupLoss& way, Worst& worst) {
    if (!worst.unknown.empty()) return;
    const bool nothing_out = way.units.empty() && !way.strainer && !way.facility_strainer && way.facility_pumps == 0;
    if (!most_) most_.emplace(site_, plan_, number_, std::nullopt, FlowEnd::most);
    const GroupState state = nothing_out ? most_->whole() : most_->state(way);
    if (!state.unknown.empty()) {
      if (worst.supply.unknown.empty()) worst.supply.unknown = state.unknown;
      return;
    }
    worst.supply.consider(site_, plan_, group_, state, way);
    worst.back.consider(state, way);
  }

  void check_flow(const std::string& scenario, const Worst& worst) {
    const Value& stated = group_.piping->header_diameter_m;
    CheckSubject subject{Rule::liquid_delivery, group_.id, scenario, Dimension::flow, source_of(stated), {}, stated.at};
    if (!worst.unknown.empty() || !worst.flow.rack) {
      out_.push_back(
          undecided(std::move(subject), worst.unknown.empty() ? "none of its racks asks for flow" : worst.unknown));
      return;
    }
    const WorstFlow& flow = worst.flow;
    subject.arithmetic = arithmetic_of(site_, plan_, group_, flow, solver_.network().racks.size()) + worst.control;
    // A valve that holds a rack to its flow is not asked for the last ten-thousandth of it.
    const bool held = flow.flow_m3_per_s >= (1 - kValve) * flow.rack->asked_m3_per_s;
    if (held && group_.piping->flow_limited) return hold_share(std::move(subject), 1, 1);
    out_.push_back(at_least(std::move(subject),
                            held ? std::max(flow.flow_m3_per_s, flow.rack->asked_m3_per_s) : flow.flow_m3_per_s,
                            flow.rack->asked_m3_per_s));
  }

  /// Where a valve or the rule itself lets no more through than is asked for, nothing can be kept free of it: a share takes no margin.
  void hold_share(CheckSubject subject, double got, double asked) {
    subject.dimension = Dimension::fraction;
    out_.push_back(
        at_least(std::move(subject), got >= (1 - kValve) * asked ? std::max(1.0, got / asked) : got / asked, 1));
  }

  void take_manifolds(const GroupState& state, const GroupLoss& loss, Worst& worst) const {
    for (const RackState& one : state.racks) {
      const int type = plan_.racks[one.piped.rack].type;
      if (!site_.catalogue.racks[static_cast<std::size_t>(type)].body.liquid->manifold) continue;
      if (one.piped.asked_m3_per_s <= 0) continue;
      const LeastRack here{one.piped, one.least_m3_per_s, solver_.network().network.fluid, loss};
      const auto [at, fresh] = worst.least_of_type.try_emplace(type, here);
      const LeastRack& least = at->second;
      if (!fresh && here.flow_m3_per_s / here.rack.asked_m3_per_s < least.flow_m3_per_s / least.rack.asked_m3_per_s) {
        at->second = here;
      }
    }
  }

  /// Each tray's share of the flow of the rack that gets least, by its type's manifold.
  void check_trays(const std::string& scenario, const Worst& worst) {
    for (const auto& [number, least] : worst.least_of_type) {
      const Product<RackType>& type = site_.catalogue.racks[static_cast<std::size_t>(number)];
      const RackLiquid& liquid = *type.body.liquid;
      const Value& stated = liquid.manifold->diameter_m;
      CheckSubject subject{Rule::liquid_delivery,
                           group_.id + ", trays of " + type.id,
                           scenario,
                           Dimension::flow,
                           source_of(stated),
                           {},
                           stated.at};
      const double part = least.rack.asked_m3_per_s / liquid.table.back().flow_m3_per_s.low;
      const WorstTray tray = worst_tray(*liquid.manifold, least.fluid, least.flow_m3_per_s, part);
      if (!worst.unknown.empty() || !tray.unknown.empty()) {
        out_.push_back(undecided(std::move(subject), worst.unknown.empty() ? tray.unknown : worst.unknown));
        continue;
      }
      subject.arithmetic = fmt::format(
          "{}{} gets {}; tray {} of {} from its supply port gets {} of that and requires {}; {} from port to port",
          lost_text(group_, least.loss), plan_.racks[least.rack.rack].id, l_per_min(least.flow_m3_per_s),
          tray.number + 1, tray.trays, l_per_min(tray.flow_m3_per_s), l_per_min(tray.asked_m3_per_s),
          kpa(tray.drop_pa));
      out_.push_back(at_least(std::move(subject), tray.flow_m3_per_s, tray.asked_m3_per_s));
    }
  }

  void check_strainers() {
    std::vector<GroupLoss> ways;
    for (std::size_t unit = 0; unit < solver_.network().strainer_links.size(); ++unit) ways.push_back({{}, {}, unit});
    if (ways.empty()) return;
    const Worst worst = worst_of(ways);
    check_flow("1 strainer half blocked", worst);
    check_trays("1 strainer half blocked", worst);
  }

  /// With spare pumps of the facility loop lost, and with each unit's facility strainer half blocked. (A unit whose facility branch is
  /// shut is a unit lost.)
  void check_facility() {
    const FacilityLoop& loop = site_.loops[static_cast<std::size_t>(group_.loop.index)];
    if (!loop.piping) return;
    for (const PlantLoss& loss : pump_losses(site_, *loop.piping)) {
      check_supply("facility: " + loss.scenario, worst_of({{{}, {}, {}, loss.units, {}}}));
    }
    if (!loop.piping->strainer_drop_pa) return;
    std::vector<GroupLoss> ways;
    for (std::size_t unit = 0; unit < group_.units.size(); ++unit) ways.push_back({{}, {}, {}, 0, unit});
    check_supply("facility: 1 strainer half blocked", worst_of(ways));
  }

  /// With each rack's branch shut the others keep what they have with all open, or what they ask for where that is less.
  void check_branches(const GroupState& whole) {
    BranchFlows flows;
    flows.unknown = whole.unknown;
    if (flows.unknown.empty()) flows = branch_flows(group_, solver_.network());
    std::string& unknown = flows.unknown;
    double least = 1e9, got = 0, had = 0;
    std::size_t worst = 0, shut = 0;
    for (std::size_t i = 0; i < whole.racks.size() && unknown.empty(); ++i) {
      const RackState& rack = whole.racks[i];
      const double keeps = std::min(rack.least_m3_per_s, rack.piped.asked_m3_per_s);
      if (!(keeps > 0) || flows.least_m3_per_s[i] / keeps >= least) continue;
      least = flows.least_m3_per_s[i] / keeps;
      got = flows.least_m3_per_s[i];
      had = keeps;
      worst = i;
      shut = flows.least_shut[i];
    }
    const Value& stated = group_.piping->header_diameter_m;
    CheckSubject subject{Rule::liquid_delivery, group_.id, "1 branch shut", Dimension::flow,
                         source_of(stated),     {},        stated.at};
    if (unknown.empty() && had <= 0) unknown = "nothing flows through its racks";
    if (!unknown.empty()) {
      out_.push_back(undecided(std::move(subject), unknown));
      return;
    }
    const auto name = [&](std::size_t rack) { return plan_.racks[whole.racks[rack].piped.rack].id; };
    subject.arithmetic =
        fmt::format("{} shut: {} gets {}, and {} with all open ({} asked for)", name(shut), name(worst), l_per_min(got),
                    l_per_min(whole.racks[worst].least_m3_per_s), l_per_min(whole.racks[worst].piped.asked_m3_per_s));
    hold_share(std::move(subject), got, had);
  }

  /// The return of each rack as it is supplied, against its limit.
  void check_return(const std::string& scenario, const Worst& worst) {
    if (!worst.unknown.empty() || !worst.back.rack) return;
    const RackState& rack = *worst.back.rack;
    const Placement& placed = plan_.racks[rack.piped.rack];
    const Product<RackType>& type = site_.catalogue.racks[static_cast<std::size_t>(placed.type)];
    const Value& limit = *type.body.liquid->return_limit_degc;
    CheckSubject subject{Rule::liquid_return, group_.id, scenario, Dimension::temperature,
                         source_of(limit),    {},        limit.at};
    subject.arithmetic =
        fmt::format("{}{} gets {} at {} and gives it back at {}", lost_text(group_, worst.back.loss), placed.id,
                    l_per_min(rack.flow_m3_per_s), degc(*rack.supply_degc), degc(*rack.return_degc));
    const std::string& unknown = worst.supply.unknown;
    Check held = at_most(subject, *rack.return_degc, limit.low);
    if (!unknown.empty() && held.status != Status::fail) held = undecided(std::move(subject), unknown);
    out_.push_back(std::move(held));
  }

  void check_supply(const std::string& scenario, const Worst& worst) {
    const Value& stated = group_.supply_degc;
    CheckSubject subject{
        Rule::liquid_delivered_supply, group_.id, scenario, Dimension::temperature, source_of(stated), {}, stated.at};
    const WorstSupply& supply = worst.supply;
    const std::string& unknown = worst.unknown.empty() ? supply.unknown : worst.unknown;
    if (!supply.rack || !supply.unit) {
      out_.push_back(undecided(std::move(subject), unknown));
      return;
    }
    const bool piped_water = site_.loops[static_cast<std::size_t>(group_.loop.index)].piping.has_value();
    subject.arithmetic = arithmetic_of(plan_, group_, supply, solver_.cooling(), piped_water);
    // A millionth of a kelvin is what counts as held.
    const double allowed_degc = supply.rack->enough_to_degc, got_degc = *supply.rack->supply_degc;
    Check held =
        at_most(subject, got_degc <= allowed_degc + kSameK ? std::min(got_degc, allowed_degc) : got_degc, allowed_degc);
    if (!unknown.empty() && held.status != Status::fail) held = undecided(std::move(subject), unknown);
    out_.push_back(std::move(held));
    check_return(scenario, worst);
  }

  const Site& site_;
  const Plan& plan_;
  int number_;
  const CduGroup& group_;
  GroupSolver solver_;
  std::optional<GroupSolver> most_;    ///< by the ends of all ranges with which most flows
  std::vector<GroupSolver> of_types_;  ///< of types that get less where others on their headers drop less
  std::vector<Check>& out_;
};

}  // namespace

void check_delivery(const Site& site, const Plan& plan, int number, std::vector<Check>& out) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  if (!group.piping || racks_on(site, plan, number).empty()) return;
  Delivery(site, plan, number, out).run();
}

}  // namespace hallplan::hydraulics
