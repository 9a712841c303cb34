/// A solved field for a reader at a terminal.
#pragma once

#include <string>
#include <vector>

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

/// Hall, racks (all of a small hall, else the tightest of each row), losses, air units, indices and balances, about 90 letters
/// wide.
[[nodiscard]] std::string field_summary(const Site& site, const Plan& plan, const FieldResult& field);

/// Fail before undecided before pass; undecided when there is nothing.
[[nodiscard]] Status status_of(const std::vector<Check>& checks);

/// The rack with the hottest inlet; null when there is none.
[[nodiscard]] const RackField* warmest_of(const FieldState& state);

}  // namespace hallplan::thermal
