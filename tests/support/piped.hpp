/// The small hall's group g1 of three CDUs of 250 kW at 4 K, 5 kW each of their own, with pipes.
#pragma once

#include <string>
#include <vector>

#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan::test {

inline constexpr double kLitrePerMinute = 1e-3 / 60;

/// On one pair of headers. `more`: what else stands in its `piping`, from the comma on; `sets`: further what-ifs.
inline Site piped(const std::string& more = {}, const std::vector<std::string>& sets = {},
                  const std::string& header = "80 mm") {
  std::vector<std::string> all = {"liquid.cdu_groups.g1.type=test-cdu-4bar",
                                  "liquid.cdu_groups.g1.piping={header_diameter: " + header +
                                      ", branch_diameter: 40 mm, branch_length: 3 m, roughness: 0.045 mm" + more + "}"};
  all.insert(all.end(), sets.begin(), sets.end());
  return small_site(all);
}

/// Each unit on headers of its own; the loss of one is accepted.
inline Site dedicated(const std::string& more = {}, const std::vector<std::string>& sets = {}) {
  std::vector<std::string> all = {"liquid.cdu_groups.g1.headers=dedicated", "liquid.cdu_groups.g1.spare=0"};
  all.insert(all.end(), sets.begin(), sets.end());
  return piped(more, all, "50 mm");
}

/// So many compute racks of 90 kW, each in its slot.
inline Plan placed(const Site& site, int compute) {
  return layout::positioned(site, racks(site, {{"test-compute", compute}}));
}

inline hydraulics::GroupState state(const Site& site, int compute, const hydraulics::GroupLoss& loss = {}) {
  const Plan plan = placed(site, compute);
  return hydraulics::GroupSolver(site, plan, 0).state(loss);
}

/// The check of a rule on g1, with so many compute racks.
inline Check checked(const Site& site, int compute, Rule rule, const std::string& scenario = "normal") {
  return only(hydraulics::check(site, placed(site, compute), {50e3}), rule, "g1", scenario);
}
inline Check supply(const Site& site, int compute, const std::string& scenario = "normal") {
  return checked(site, compute, Rule::liquid_delivered_supply, scenario);
}
inline Check delivery(const Site& site, int compute, const std::string& scenario = "normal") {
  return checked(site, compute, Rule::liquid_delivery, scenario);
}

}  // namespace hallplan::test
