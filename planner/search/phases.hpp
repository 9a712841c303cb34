/// Placements of a site with phases: as many racks as fit the hall when it is built out, each as early as it can stand.
#pragma once

#include "planner/search/cuts.hpp"
#include "planner/search/search.hpp"

namespace hallplan::search {

/// Two ways are gone, and the better plan is kept: more value in the last phase where demands differ in it, more compute racks in it,
/// then more of them earlier.
///   - forward: each phase is filled in turn, what stands already is pinned;
///   - from the end: the last phase is filled, then each unit goes to the earliest phase in which it, and every unit that is
///     there by then, keeps all limits. What is taken out of a phase is out of all earlier ones, so that nothing ever moves.
/// The bound is that of the last phase with nothing pinned but what the site pins.
[[nodiscard]] Plan search_phases(const Site& site, const Options& options);

/// The same from a plan, without what is cut.
[[nodiscard]] Plan search_phases_again(const Site& site, const Plan& plan, const Cuts& cuts, const Options& options);

/// A plan after another one, of a site that differs in how long old racks stand: its racks up to where that differs, then each phase in turn
/// with no more units than stand there in the other.
[[nodiscard]] Plan search_phases_like(const Site& site, const Site& other_site, const Plan& other,
                                      const Options& options);

/// True when the first plan has more compute racks in the last phase, or as many and more of them earlier. Both sites have the same phases.
[[nodiscard]] bool is_worth_more(const Site& site, const Plan& plan, const Site& other_site, const Plan& other);

/// True when in every phase all new racks that stand by then can stand together: what a phase was filled with does not know what
/// later ones bring, nor which pinned racks stay.
[[nodiscard]] bool stands_in_all_phases(const Site& site, const Plan& plan);

/// What the plan reaches of the levels when the hall is built out, with the bounds that the record has.
void take_levels(const Site& site, const Plan& plan, SearchRecord& record);

/// The search of a site as it is in one phase.
[[nodiscard]] Plan search_hall(const Site& site, const Options& options);
[[nodiscard]] Plan search_hall_again(const Site& site, const Plan& plan, const Cuts& cuts, const Options& options);

}  // namespace hallplan::search
