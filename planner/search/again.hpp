/// A search that goes on from a plan, for whoever found something wrong with that plan that the search cannot see.
#pragma once

#include "planner/search/cuts.hpp"
#include "planner/search/search.hpp"

namespace hallplan::search {

/// Searches again from a plan of the site, without what is cut: what of it can stand does, and the rest of the hall is filled with few
/// moves (`options.moves`). No integer program is solved, and the record has no bound: cuts prove nothing. Deterministic as `search` is.
[[nodiscard]] Plan search_again(const Site& site, const Plan& plan, const Cuts& cuts, const Options& options);

/// Puts the bound of every plan in place of that of plans which lack nothing of what is due: for one that lacks some of it after all.
void take_bound_of_all(const Site& site, SearchRecord& record);

}  // namespace hallplan::search
