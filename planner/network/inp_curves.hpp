/// Losses and gains by flow as points for EPANET, which goes straight from one to the next. Internal.
#pragma once

#include <string>
#include <vector>

#include "planner/network/laws.hpp"

namespace hallplan::network {

/// Of a thing that is no pump, and of a drop that has points: from the origin, close enough together that straight pieces are within 0.1 %.
[[nodiscard]] std::vector<CurvePoint> loss_points(const Law& law, const Fluid& fluid);

/// Of a pump at full speed, falling from point to point as EPANET demands; never the three points that EPANET would take for a power
/// of the flow, unless they are one. `left_out`: whether it rises first, which EPANET does not carry.
[[nodiscard]] std::vector<CurvePoint> gain_points(const Pump& pump, bool& left_out);

}  // namespace hallplan::network
