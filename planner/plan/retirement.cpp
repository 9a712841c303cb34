#include "planner/plan/retirement.hpp"

#include <algorithm>
#include <cstddef>

namespace hallplan {

bool has_choices(const Site& site) {
  return std::any_of(site.placed.begin(), site.placed.end(),
                     [](const PinnedRack& rack) { return rack.may_retire.index >= 0; });
}

Site decided(Site site, const Plan& plan) {
  for (PinnedRack& rack : site.placed) {
    if (rack.may_retire.index < 0) continue;
    const auto choice = std::find_if(plan.retirements.begin(), plan.retirements.end(),
                                     [&](const Retirement& one) { return one.rack == rack.id; });
    if (choice != plan.retirements.end() && choice->phase >= 0) {
      rack.retired = {site.phases[static_cast<std::size_t>(choice->phase)].id, rack.may_retire.at, choice->phase};
    }
    rack.may_retire = {};
  }
  return site;
}

}  // namespace hallplan
