/// The last step of a search: units that stand in two rows without need go into one.
#pragma once

#include "planner/search/greedy.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search {

/// Units that the search placed, or completed, whose racks it put into more than one row.
[[nodiscard]] int split_units(const State& state);

/// Takes a split unit out, alone or with one or two neighbours, and fills up again with straight blocks first; keeps what has fewer split
/// units, no fewer compute racks and no fewer units of any demand, whatever the cables. Every limit holds throughout. No chance is in
/// it: the same state gives the same one.
void unsplit(State& state, const Stop& stop);

}  // namespace hallplan::search
