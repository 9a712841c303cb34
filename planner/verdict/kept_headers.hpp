/// Racks on CDUs with headers of their own, from phase to phase. Internal to this module.
#pragma once

#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::verdict {

/// Each phase deals its racks out to the units of a group anew (`hydraulics::racks_by_unit`). A rack that stands and would go to another unit is
/// piped to the one it has, so what that phase says of single units is not known: undecided, one check a group. None in the first phase, nor
/// of CDUs inside racks, which have no headers.
[[nodiscard]] std::vector<Check> kept_headers(const Site& site, const Plan& plan, int phase);

}  // namespace hallplan::verdict
