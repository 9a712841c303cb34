/// One rack or unit more with every rack free to move. Internal to this module.
#pragma once

#include <optional>

#include "planner/explain/market.hpp"

namespace hallplan::explain {

/// The hall planned anew for the units of each demand that stand, with one more of `demand`, or with one single compute rack of its type
/// (`whole_unit` false). `fits_frozen`: it has a place as the racks stand, so that none needs to move. Nothing where the plan has compute
/// racks outside whole units, pinned ones aside.
[[nodiscard]] std::optional<Replanned> replanned(const Market& market, const Site& site, const Plan& plan,
                                                 std::size_t demand, bool whole_unit, bool fits_frozen);

}  // namespace hallplan::explain
