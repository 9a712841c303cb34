/// A unit on dedicated headers as a group of its own.
#pragma once

#include <cstddef>
#include <vector>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/plan/plan.hpp"

namespace hallplan::test {

struct UnitAlone {
  Site site;
  Plan plan;  ///< its racks alone
};

/// Of the first group, on shared headers.
inline UnitAlone unit_alone(const Site& site, const Plan& plan, std::size_t unit) {
  UnitAlone out{site, plan};
  out.site.cdu_groups[0].headers = Headers::shared;
  out.site.cdu_groups[0].units = {site.cdu_groups[0].units[unit]};
  out.plan.racks.clear();
  const std::vector<std::vector<int>> by_unit = hydraulics::racks_by_unit(site, plan, 0);
  for (const int rack : by_unit[unit]) {
    out.plan.racks.push_back(plan.racks[static_cast<std::size_t>(rack)]);
  }
  return out;
}

}  // namespace hallplan::test
