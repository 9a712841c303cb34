/// Why slots without a rack take none of a type: by rule, with the arithmetic that a check of a rack there gives.
#pragma once

#include <string>
#include <vector>

#include "planner/base/rule.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::layout {

/// Slots that one rule keeps a rack type out of.
struct RefusedSlots {
  Rule rule = Rule::layout_slot;
  int slots = 0;
  bool among_themselves = false;  ///< each takes such a rack by itself, but not with such racks in the others
  std::string
      first;  ///< the first of them in numbers: "row r1, slot 1 (...) has 0.800 m free to ...; it needs 0.900 m"
};

struct Refusals {
  int free_slots = 0;                 ///< of all rows, without those that hold a rack
  int open = 0;                       ///< of these, those that no rule below speaks of
  std::vector<RefusedSlots> by_rule;  ///< rules that the policy takes as warnings refuse nothing
};

/// What the rules of this module that hang on a rack's place say of the free slots: its slot, height, floor ratings, way in and service
/// clearances. Not floor bays, cables, or what a rack draws. `standing` holds racks of the site that have a position.
[[nodiscard]] Refusals refused_slots(const Site& site, const Plan& standing, int type);

}  // namespace hallplan::layout
