/// The hall at other supply temperatures: all of them at once, from the field of normal running on.
#pragma once

#include <string>
#include <vector>

#include "planner/thermal/field.hpp"

namespace hallplan::thermal {

/// Solves normal running with every air zone and supply opening at each of these temperatures, on the grid of the solved
/// field, and appends the states ("supply 24 degC") to `field.set_points`, each with its own errors. What went wrong, or
/// nothing.
[[nodiscard]] std::string solve_set_points(const Site& site, const Plan& plan, const std::vector<double>& supply_degc,
                                           const FieldOptions& options, FieldResult& field);

/// The rack of a state with the least margin to its limit; without limits the warmest. Null when there is none.
[[nodiscard]] const RackField* tightest_of(const Site& site, const Plan& plan, const FieldState& state);

}  // namespace hallplan::thermal
