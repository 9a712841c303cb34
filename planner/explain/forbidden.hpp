/// Which rules forbid a demand. Internal to this module.
#pragma once

#include "planner/explain/explain.hpp"

namespace hallplan::explain {

/// An irreducible set of rules whose limits together keep the bound below the wanted racks: without any one of them the bound
/// allows the demand. No rules where no bound forbids it, or where space alone does.
[[nodiscard]] Forbidden forbidden(const Site& site, int wanted);

}  // namespace hallplan::explain
