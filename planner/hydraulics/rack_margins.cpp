#include "planner/hydraulics/rack_margins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/hydraulics/facility_water.hpp"
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
  for (const Loss& loss : losses_of(site.policy.liquid, group.spare)) {
    for (const auto& units : ways_to_lose(group.units.size(), static_cast<std::size_t>(loss.units))) {
      std::vector<std::string> lost;
      for (const std::size_t unit : units) lost.push_back(group.units[unit].id);
      failures.push_back({lost.empty() ? "normal" : join(lost, ", ") + " lost", {units, {}, {}}});
    }
  }
  for (std::size_t unit = 0; unit < network.strainer_links.size(); ++unit) {
    failures.push_back({fmt::format("strainer of {} half blocked", group.units[unit].id), {{}, {}, unit}});
  }
  const FacilityLoop& loop = site.loops[static_cast<std::size_t>(group.loop.index)];
  if (!loop.piping) return failures;
  for (const Loss& loss : pump_losses(site, *loop.piping)) {
    failures.push_back({"facility: " + loss.scenario, {{}, {}, {}, loss.units, {}}});
  }
  for (std::size_t unit = 0; unit < group.units.size() && loop.piping->strainer_drop_pa; ++unit) {
    failures.push_back(
        {fmt::format("facility strainer of {} half blocked", group.units[unit].id), {{}, {}, {}, 0, unit}});
  }
  return failures;
}

namespace {

void take(const RackState& state, const RackType& type, const std::string& when, RackMargin& margin) {
  if (margin.least_when.empty() || state.flow_m3_per_s < margin.least_m3_per_s) {
    margin.least_m3_per_s = state.flow_m3_per_s;
    margin.least_when = when;
  }
  const std::optional<PlateRange> plate = plate_range(type, state.supply_degc, state.return_degc);
  if (when == "normal") margin.plate_normal = plate;
  if (plate && (!margin.plate_worst || plate->high_degc > margin.plate_worst->high_degc)) margin.plate_worst = plate;
  if (!state.supply_degc) return;
  const double left_k = state.enough_to_degc - *state.supply_degc;
  if (margin.supply_margin_k && left_k >= *margin.supply_margin_k) return;
  margin.supply_degc = state.supply_degc;
  margin.return_degc = state.return_degc;
  margin.supply_margin_k = left_k;
  margin.return_margin_k = state.return_margin_k;
  margin.warmest_when = when;
}

}  // namespace

std::vector<RackMargin> rack_margins(const Site& site, const Plan& plan, int number) {
  const CduGroup& group = site.cdu_groups[static_cast<std::size_t>(number)];
  std::vector<RackMargin> margins;
  if (!group.piping) return margins;
  GroupSolver solver(site, plan, number);
  if (!solver.network().unknown.empty()) return margins;
  for (const PipedRack& rack : solver.network().racks) {
    RackMargin margin;
    margin.rack = rack.rack;
    margin.asked_m3_per_s = rack.asked_m3_per_s;
    margins.push_back(std::move(margin));
  }
  for (const GroupFailure& failure : group_failures(site, group, solver.network())) {
    const GroupState state = solver.state(failure.loss);
    if (!state.unknown.empty()) return {};
    for (std::size_t i = 0; i < margins.size(); ++i) {
      const int type = plan.racks[margins[i].rack].type;
      take(state.racks[i], site.catalogue.racks[static_cast<std::size_t>(type)].body, failure.text, margins[i]);
    }
  }
  return margins;
}

}  // namespace hallplan::hydraulics
