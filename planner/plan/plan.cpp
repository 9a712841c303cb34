#include "planner/plan/plan.hpp"

#include <algorithm>

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
    plan.racks.push_back(rack);
  }
  return plan;
}

const Value& sustained_w(const Site& site, const RackType& rack) {
  return site.basis.sustained == SustainedLevel::max && rack.power.max_w ? *rack.power.max_w : rack.power.tdp_w;
}

int count_compute(const Site& site, const Plan& plan) {
  return static_cast<int>(std::count_if(plan.racks.begin(), plan.racks.end(), [&](const Placement& rack) {
    return site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.role == "compute";
  }));
}

}  // namespace hallplan
