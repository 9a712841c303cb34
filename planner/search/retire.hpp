/// Plans of sites in which racks stand that may be retired: which of them go, and when.
#pragma once

#include "planner/search/search.hpp"

namespace hallplan::search {

/// More compute racks come first, then earlier ones, then old racks that stay, and of those that go later dates. So the hall is planned with
/// every such rack gone as early as it may be, and with all of them there; where the first holds more, its racks are let stand again
/// wherever the plan leaves them their place and what they take, all at once where that goes, else by halves in the order of rows and
/// slots. Then the hall is planned anew, up to 24 times with few moves, with some of those that go there for good: a plan worth as much takes
/// the place of the first. What comes out lets no further rack stand and none go later; it need not be the greatest number that could stand.
/// The bounds are those with every such rack gone as early as it may be: no other choice of dates holds more.
[[nodiscard]] Plan search_retiring(const Site& site, const Options& options);

}  // namespace hallplan::search
