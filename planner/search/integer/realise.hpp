/// From a placement in numbers to one in slots, one rack after the other.
#pragma once

#include "planner/search/integer/prove.hpp"
#include "planner/search/state.hpp"

namespace hallplan::search::integer {

/// Goes through the hall from end to end and gives every unit the next slots that the point's numbers leave, its network racks the
/// nearest of those. It ends where a unit's cables would be too long or a limit of the model refuses: the state keeps every limit. Empty where power density limits the hall. Pinned units are not completed.
[[nodiscard]] State realise(const Model& model, const Classes& classes, const Program& program,
                            const std::vector<double>& point);

}  // namespace hallplan::search::integer
