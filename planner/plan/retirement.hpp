/// Pinned racks that the plan may retire: whether and when is a part of the plan, and everything else reads it from the site.
#pragma once

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

/// True where the site lets the plan say whether and when some rack goes.
[[nodiscard]] bool has_choices(const Site& site);

/// The site in its last phase, all racks gone that may go: as a search would have it where that makes room.
[[nodiscard]] Site built_out(const Site& site);

/// The site with the plan's dates as if the site gave them, without a choice left. Without choices it is the site itself.
[[nodiscard]] Site decided(Site site, const Plan& plan);

}  // namespace hallplan
