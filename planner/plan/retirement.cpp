#include "planner/plan/retirement.hpp"

#include <algorithm>
#include <cstddef>

#include "planner/site/phase.hpp"

namespace hallplan {
namespace {

bool may_go(const PinnedRack& rack) { return rack.may_retire.index >= 0; }

}  // namespace

bool has_choices(const Site& site) { return std::any_of(site.placed.begin(), site.placed.end(), may_go); }

Site built_out(const Site& site) {
  Site built = in_phase(site, last_phase(site));
  built.placed.erase(std::remove_if(built.placed.begin(), built.placed.end(), may_go), built.placed.end());
  return built;
}

Site decided(Site site, const Plan& plan) {
  for (PinnedRack& rack : site.placed) {
    if (!may_go(rack)) continue;
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
