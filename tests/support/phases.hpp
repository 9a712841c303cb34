/// Compute racks of a plan by phase.
#pragma once

#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::test {

inline std::vector<int> compute_by_phase(const Site& site, const Plan& plan) {
  std::vector<int> counts;
  counts.reserve(static_cast<std::size_t>(phase_count(site)));
  for (int phase = 0; phase < phase_count(site); ++phase) {
    counts.push_back(count_compute(site, plan_in_phase(site, plan, phase)));
  }
  return counts;
}

}  // namespace hallplan::test
