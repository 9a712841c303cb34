#include "planner/verdict/refused_space.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "planner/layout/refused.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::verdict {
namespace {

void add_demand(const Site& site, const Plan& plan, const Demand& demand, std::vector<RefusedSpace>& out) {
  if (demand.compute.index < 0) return;
  const layout::Refusals refusals = layout::refused_slots(site, plan, demand.compute.index);
  const int unit = demand.compute_racks + demand.network_racks;
  const bool stands = std::any_of(plan.racks.begin(), plan.racks.end(),
                                  [&](const Placement& rack) { return rack.type == demand.compute.index; });
  const bool too_few_anyway = stands && refusals.free_slots < unit;
  if (refusals.open >= unit || too_few_anyway) return;
  for (const layout::RefusedSlots& one : refusals.by_rule) {
    out.push_back({demand.id, one.rule, one.slots, refusals.free_slots,
                   fmt::format("{} {} {} of {} free slots{}: {}", rule_id(one.rule),
                               one.among_themselves ? "keeps" : "refuses", one.slots, refusals.free_slots,
                               one.among_themselves ? " from being filled together" : "", one.first)});
  }
}

}  // namespace

std::vector<RefusedSpace> refused_space(const Site& site, const Plan& plan, const std::vector<Check>& checks) {
  const auto fails = [&](const Demand& demand) {
    return std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
      return check.rule == Rule::demand_racks && check.where == demand.id && check.status == Status::fail;
    });
  };
  std::vector<RefusedSpace> out;
  if (std::none_of(site.demand.begin(), site.demand.end(), fails)) return out;
  const int phase = last_phase(site);
  const Site built = in_phase(site, phase);
  const Plan standing = plan_in_phase(site, plan, phase);
  for (const Demand& demand : built.demand) {
    if (fails(demand)) add_demand(built, standing, demand, out);
  }
  return out;
}

}  // namespace hallplan::verdict
