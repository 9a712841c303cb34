/// Which rules forbid a demand. Internal to this module.
#pragma once

#include "planner/explain/market.hpp"

namespace hallplan::explain {

/// An irreducible set of rules whose limits together keep the bound below the wanted racks: without any one of them the bound
/// allows the demand. Where linear limits leave room for it and whole racks do not, the bound is that of integer programming. No rules where
/// no bound forbids it, or where space alone does. `placed`: compute racks that stand.
[[nodiscard]] Forbidden forbidden(const Market& market, const Site& site, int wanted, int placed);

}  // namespace hallplan::explain
