#include "planner/plan/pin.hpp"

#include <algorithm>
#include <cstddef>
#include <vector>

namespace hallplan {
namespace {

template <class T>
Ref ref_to(const std::vector<T>& items, int index) {
  if (index < 0 || static_cast<std::size_t>(index) >= items.size()) return {};
  return {items[static_cast<std::size_t>(index)].id, {}, index};
}

}  // namespace

PinnedRack pin_of(const Site& site, const Placement& rack) {
  PinnedRack pin;
  pin.id = rack.id;
  pin.at = site.rows[static_cast<std::size_t>(rack.row)].at;
  pin.type = ref_to(site.catalogue.racks, rack.type);
  pin.row = ref_to(site.rows, rack.row);
  pin.slot = rack.slot + 1;
  pin.feed_a = ref_to(site.devices, rack.feed_a);
  pin.feed_b = ref_to(site.devices, rack.feed_b);
  pin.cdu_group = ref_to(site.cdu_groups, rack.cdu_group);
  pin.demand = ref_to(site.demand, rack.demand);
  pin.unit = rack.unit + 1;
  pin.phase = ref_to(site.phases, rack.phase);
  return pin;
}

bool is_pinned(const Site& site, const Placement& rack) {
  return std::any_of(site.placed.begin(), site.placed.end(), [&](const PinnedRack& pin) { return pin.id == rack.id; });
}

Site with_pinned(Site site, const Plan& plan) {
  for (const Placement& rack : plan.racks) {
    if (!is_pinned(site, rack)) site.placed.push_back(pin_of(site, rack));
  }
  return site;
}

}  // namespace hallplan
