#include "planner/hydraulics/rack_margins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/interpolate.hpp"
#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/loads.hpp"

namespace hallplan::hydraulics {

std::optional<PlateRange> plate_range(const RackType& type, std::optional<double> supply_degc,
                                      std::optional<double> return_degc) {
  if (!type.liquid || !type.liquid->plate_power_w || !supply_degc || !return_degc) return {};
  const Value& power = *type.liquid->plate_power_w;
  return PlateRange{(*supply_degc + *return_degc) / 2 + kPlate_k_per_w_low * power.low,
                    *return_degc + kPlate_k_per_w_high * power.high};
}

std::vector<GroupFailure> group_failures(const Site& site, const CduGroup& group, const GroupNetwork& network) {
  std::vector<GroupFailure> failures;
  for (const PlantLoss& loss : losses_of(site, group)) {
    for (const auto& units : ways_to_lose(group.units.size(), loss)) {
      std::vector<std::string> lost;
      lost.reserve(units.size());
      for (const std::size_t unit : units) lost.push_back(group.units[unit].id);
      const std::string text =
          loss.stopped.empty() ? join(lost, ", ") + " lost" : fmt::format("{} ({})", loss.scenario, join(lost, ", "));
      failures.push_back({lost.empty() ? "normal" : text, {units, {}, {}}});
    }
  }
  for (std::size_t unit = 0; unit < network.strainer_links.size(); ++unit) {
    failures.push_back({fmt::format("strainer of {} half blocked", group.units[unit].id), {{}, {}, unit}});
  }
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  if (!loop.piping) return failures;
  for (const PlantLoss& loss : pump_losses(site, *loop.piping)) {
    failures.push_back({"facility: " + loss.scenario, {{}, {}, {}, loss.units, {}}});
  }
  for (std::size_t unit = 0; unit < group.units.size() && loop.piping->strainer_drop_pa; ++unit) {
    failures.push_back(
        {fmt::format("facility strainer of {} half blocked", group.units[unit].id), {{}, {}, {}, 0, unit}});
  }
  return failures;
}

namespace {

constexpr std::string_view kNormal = "normal";
/// A limiting valve holds a flow to a part in ten thousand.
constexpr double kValve = 1e-4;
/// A failure that leaves less by no more than this is not named for it.
constexpr double kNamed_k = 1e-3;

bool is_short(double flow_m3_per_s, double asked_m3_per_s) { return flow_m3_per_s < (1 - kValve) * asked_m3_per_s; }

double as_held(double flow_m3_per_s, double asked_m3_per_s) {
  return std::fabs(flow_m3_per_s - asked_m3_per_s) <= kValve * asked_m3_per_s ? asked_m3_per_s : flow_m3_per_s;
}

/// What the supply may still rise by, where there is one.
std::optional<double> left_k(const RackState& state) {
  if (!state.supply_degc) return {};
  const double left = state.enough_to_degc - *state.supply_degc;
  return std::fabs(left) <= kSameK ? 0 : left;
}

void take_flow(double flow_m3_per_s, const std::string& when, RackMargin& margin) {
  const double flow = as_held(flow_m3_per_s, margin.asked_m3_per_s);
  if (!margin.least_when.empty() && flow >= margin.least_m3_per_s) return;
  margin.least_m3_per_s = flow;
  margin.least_when = when;
}

void take(const RackState& state, const RackType& type, const std::string& when, RackMargin& margin) {
  take_flow(state.least_m3_per_s, when, margin);
  const std::optional<PlateRange> plate = plate_range(type, state.supply_degc, state.return_degc);
  if (when == kNormal) {
    margin.normal_m3_per_s = state.flow_m3_per_s;
    margin.normal_supply_degc = state.supply_degc;
    margin.normal_return_degc = state.return_degc;
    margin.plate_normal = plate;
  }
  if (plate && (!margin.plate_worst || plate->high_degc > margin.plate_worst->high_degc)) margin.plate_worst = plate;
  const std::optional<double> left = left_k(state);
  if (!left || (margin.supply_margin_k && *left >= *margin.supply_margin_k)) return;
  if (!margin.supply_margin_k || *left < *margin.supply_margin_k - kNamed_k) margin.warmest_when = when;
  margin.supply_degc = state.supply_degc;
  margin.return_degc = state.return_degc;
  margin.supply_margin_k = left;
  margin.return_margin_k = state.return_margin_k;
}

/// The racks that a state leaves least.
FailureMargin margin_of(const GroupState& state, std::string text) {
  FailureMargin made;
  made.text = std::move(text);
  made.unknown_heat = state.unknown_heat;
  double least = 0;
  for (const RackState& rack : state.racks) {
    const double asked = rack.piped.asked_m3_per_s, flow = as_held(rack.least_m3_per_s, asked);
    if (is_short(flow, asked)) ++made.short_of;
    if (asked > 0 && (made.asked_m3_per_s == 0 || flow / asked < least)) {
      least = flow / asked;
      made.rack = rack.piped.rack;
      made.asked_m3_per_s = asked;
      made.flow_m3_per_s = flow;
    }
    const std::optional<double> left = left_k(rack);
    if (!left || (made.warm_rack && *left >= made.margin_k - kNamed_k)) continue;
    made.warm_rack = rack.piped.rack;
    made.supply_degc = *rack.supply_degc;
    made.margin_k = *left;
  }
  return made;
}

/// Of the branches that are shut in turn the one that leaves some other rack least. Their temperatures are not looked at: with a rack less
/// the CDUs have less to cool.
void add_branches(const Plan& plan, const CduGroup& group, const GroupNetwork& network, GroupMargins& made) {
  if (network.racks.size() < 2) return;
  const BranchFlows flows = branch_flows(group, network);
  if (!flows.unknown.empty()) {
    made = {flows.unknown, {}, {}};
    return;
  }
  const auto text = [&](std::size_t shut) {
    return fmt::format("branch of {} shut", plan.racks[network.racks[shut].rack].id);
  };
  FailureMargin worst;
  worst.unknown_heat = "not looked at: with a rack less there is less to cool";
  for (std::size_t i = 0; i < network.racks.size(); ++i) {
    const double asked = network.racks[i].asked_m3_per_s, flow = as_held(flows.least_m3_per_s[i], asked);
    take_flow(flows.least_m3_per_s[i], text(flows.least_shut[i]), made.racks[i]);
    if (is_short(flow, asked)) ++worst.short_of;
    if (asked <= 0) continue;
    if (worst.asked_m3_per_s > 0 && flow / asked >= worst.flow_m3_per_s / worst.asked_m3_per_s) continue;
    worst.rack = network.racks[i].rack;
    worst.asked_m3_per_s = asked;
    worst.flow_m3_per_s = flow;
    worst.text = text(flows.least_shut[i]);
  }
  made.failures.push_back(std::move(worst));
}

}  // namespace

GroupMargins group_margins(const Site& site, const Plan& plan, int number) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  GroupMargins made;
  if (!group.piping) {
    made.unknown = fmt::format("no pipes known for {}", group.id);
    return made;
  }
  GroupSolver solver(site, plan, number);
  made.unknown = solver.network().unknown;
  if (!made.unknown.empty()) return made;
  for (const PipedRack& rack : solver.network().racks) {
    RackMargin margin;
    margin.rack = rack.rack;
    margin.asked_m3_per_s = rack.asked_m3_per_s;
    made.racks.push_back(std::move(margin));
  }
  for (const PlantLoss& loss : losses_of(site, group)) {
    if (ways_to_lose(group.units.size(), loss).empty()) {
      return {"too many ways to lose the spare units", {}, {}};
    }
  }
  for (const GroupFailure& failure : group_failures(site, group, solver.network())) {
    const GroupState state = solver.state(failure.loss);
    if (!state.unknown.empty()) return {state.unknown, {}, {}};
    for (std::size_t i = 0; i < made.racks.size(); ++i) {
      const int type = plan.racks[made.racks[i].rack].type;
      take(state.racks[i], site.catalogue.racks[static_cast<std::size_t>(type)].body, failure.text, made.racks[i]);
    }
    if (!made.racks.empty()) made.failures.push_back(margin_of(state, failure.text));
  }
  add_branches(plan, group, solver.network(), made);
  return made;
}

std::vector<RackMargin> rack_margins(const Site& site, const Plan& plan, int number) {
  return group_margins(site, plan, number).racks;
}

}  // namespace hallplan::hydraulics
