/// Whether a plan keeps the rules of a hall, counted rack by rack from its blocks, with no part of any program that proposed it.
#pragma once

#include <string>

#include "planner/search/aggregate/hall.hpp"
#include "planner/search/aggregate/plan.hpp"

namespace hallplan::search::aggregate {

/// The rules of tests/data/instances/README.md in whole watts and kilograms: why the plan breaks one, or empty. The hall has no fault.
[[nodiscard]] std::string broken_rule(const Hall& hall, const Plan& plan);

}  // namespace hallplan::search::aggregate
