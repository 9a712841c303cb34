/// Why demanded racks do not stand, where that is the rules of space: what a reader of "0 racks" looks for first.
#pragma once

#include <string>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::verdict {

/// One rule that keeps compute racks of a demand that is not met out of free slots.
struct RefusedSpace {
  std::string demand;
  Rule rule = Rule::layout_slot;
  int slots = 0;       ///< that it refuses
  int free_slots = 0;  ///< of the hall
  std::string
      words;  ///< "layout.clearance refuses 12 of 12 free slots: row r1, slot 1 ... has 0.500 m free to column c1 ..."
};

/// Of the hall as it is built out. A demand counts where `checks` fail `demand.racks` for it and fewer slots are left open than the
/// compute and network racks of one unit take, though as many are free, or nothing of it stands.
[[nodiscard]] std::vector<RefusedSpace> refused_space(const Site& site, const Plan& plan,
                                                      const std::vector<Check>& checks);

}  // namespace hallplan::verdict
