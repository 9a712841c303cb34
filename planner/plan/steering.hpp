/// What the loop of search and verdict did to a plan.
#pragma once

#include <vector>

#include "planner/base/rule.hpp"

namespace hallplan {

/// Where the search's first plan failed limits that no search can keep by itself.
struct Steering {
  int tried = 0;               ///< plans
  bool helped = false;         ///< the plan is another one than the search's first
  bool failed_before = false;  ///< that one fails a limit, and is not merely beyond it by less than its error
  int racks_before = 0;        ///< compute racks of that one
  int left_out = 0;            ///< so many fewer
  int moved = 0;               ///< racks of any type that stand, or hang on a coolant group, where none of theirs did
  std::vector<Rule> rules;     ///< the limits that it was for
};

}  // namespace hallplan
