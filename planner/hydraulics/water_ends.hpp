/// Rated facility-water flows that are ranges, of CDUs and coils on loops with pipes. Such a flow is one quantity with one true value, and is
/// read twice: a branch's resistance is its maker's drop over its square, and a rating's heat holds at it. Read at one end here and at the
/// other there, an exchanger is starved of water that it never asked for. So the liquid side is looked at with each of them at either end.
#pragma once

#include <string>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/plan/check.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// A site whose rated flows all have one value.
struct WaterEnd {
  Site site;
  std::string text;  ///< "facility.flow of test-cdu at 400 L/min"
};

/// Every combination of ends; none where no such flow is a range. Of more than four flows all low and all high alone: `is_complete` is false.
struct WaterEnds {
  std::vector<WaterEnd> ends;
  std::string keys;  ///< "facility.flow of test-cdu (400 L/min to 480 L/min, line 12)"
  bool is_complete = true;
};
[[nodiscard]] WaterEnds water_ends(const Site& site);

/// The same checks at each end as one: a pass where all pass, with the tightest; a fail where all fail; else undecided, with the keys that it
/// hangs on.
[[nodiscard]] std::vector<Check> over_ends(const WaterEnds& ends, const std::vector<std::vector<Check>>& at_each);
/// The same rows at each end as one part: where limits differ, the least steers the search and the greatest alone proves, as what fails at one
/// end alone is undecided.
[[nodiscard]] capacity::Part over_ends(const std::vector<capacity::Part>& at_each);

}  // namespace hallplan::hydraulics
