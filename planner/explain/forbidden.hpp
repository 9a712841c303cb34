/// Which rules forbid a demand. Internal to this module.
#pragma once

#include "planner/explain/market.hpp"

namespace hallplan::explain {

/// The rules each of whose limits keeps the bound below the wanted racks by itself, the tightest first. Where there is none, an
/// irreducible set of rules whose limits do so together: without any one of them the bound allows the demand. Where linear limits leave room for it and whole racks do not, the bound is that of integer programming. No rules where
/// no bound forbids it, or where space alone does. `placed`: compute racks that stand.
[[nodiscard]] Forbidden forbidden(const Market& market, const Site& site, int wanted, int placed);

}  // namespace hallplan::explain
