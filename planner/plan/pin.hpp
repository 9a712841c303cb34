/// A placed rack as a pin of the site: what a further search finds standing.
#pragma once

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

/// The rack where it stands, on its feeds and loop, in its unit and phase.
[[nodiscard]] PinnedRack pin_of(const Site& site, const Placement& rack);

/// True for a rack that the site pins itself.
[[nodiscard]] bool is_pinned(const Site& site, const Placement& rack);

/// The site with every rack of the plan pinned.
[[nodiscard]] Site with_pinned(Site site, const Plan& plan);

}  // namespace hallplan
