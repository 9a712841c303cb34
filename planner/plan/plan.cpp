#include "planner/plan/plan.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <set>

#include "planner/site/phase.hpp"

namespace hallplan {

Plan pinned_plan(const Site& site) {
  Plan plan;
  for (const PinnedRack& pinned : site.placed) {
    Placement rack;
    rack.id = pinned.id;
    rack.type = pinned.type.index;
    rack.row = pinned.row.index;
    rack.slot = pinned.slot - 1;
    rack.feed_a = pinned.feed_a.index;
    rack.feed_b = pinned.feed_b.index;
    rack.cdu_group = pinned.cdu_group.index;
    rack.demand = pinned.demand.index;
    rack.unit = pinned.unit - 1;
    rack.phase = since(pinned.phase);
    plan.racks.push_back(rack);
  }
  return plan;
}

Plan plan_in_phase(const Site& site, const Plan& plan, int phase) {
  std::set<std::string> gone;
  for (const PinnedRack& rack : site.placed) {
    if (!stands(rack, phase)) gone.insert(rack.id);
  }
  Plan there;
  there.search = plan.search;
  std::copy_if(plan.racks.begin(), plan.racks.end(), std::back_inserter(there.racks),
               [&](const Placement& rack) { return rack.phase <= phase && gone.count(rack.id) == 0; });
  return there;
}

const Value& sustained_w(const Site& site, const RackType& rack) {
  return site.basis.sustained == SustainedLevel::max && rack.power.max_w ? *rack.power.max_w : rack.power.tdp_w;
}

bool is_answer(const Site& site, int type) {
  if (site.catalogue.racks[static_cast<std::size_t>(type)].body.role != "compute") return false;
  return site.demand.empty() || std::any_of(site.demand.begin(), site.demand.end(),
                                            [&](const Demand& demand) { return demand.compute.index == type; });
}

bool has_values(const Site& site) {
  return std::any_of(site.demand.begin(), site.demand.end(), [&](const Demand& demand) {
    return demand.value_thousandths != site.demand.front().value_thousandths;
  });
}

std::int64_t value_of(const Site& site, const Placement& rack) {
  constexpr std::int64_t kOne = 1000;
  if (!is_answer(site, rack.type)) return 0;
  const auto named = static_cast<std::size_t>(rack.demand);
  if (rack.demand >= 0 && named < site.demand.size() && site.demand[named].compute.index == rack.type) {
    return site.demand[named].value_thousandths;
  }
  const auto first = std::find_if(site.demand.begin(), site.demand.end(),
                                  [&](const Demand& demand) { return demand.compute.index == rack.type; });
  return first == site.demand.end() ? kOne : first->value_thousandths;
}

std::int64_t value_of(const Site& site, const Plan& plan) {
  return std::accumulate(plan.racks.begin(), plan.racks.end(), std::int64_t{0},
                         [&](std::int64_t sum, const Placement& rack) { return sum + value_of(site, rack); });
}

int count_compute(const Site& site, const Plan& plan) {
  return static_cast<int>(std::count_if(plan.racks.begin(), plan.racks.end(),
                                        [&](const Placement& rack) { return is_answer(site, rack.type); }));
}

}  // namespace hallplan
