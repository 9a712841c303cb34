/// The placement instances of tests/data/instances as halls in numbers, all phases; and whether a plan keeps their rules.
#pragma once

#include <string>

#include "planner/search/aggregate/hall.hpp"
#include "planner/search/aggregate/plan.hpp"

namespace hallplan::search::aggregate {

/// Reads "200-1", or a path that ends in ".json". Throws std::runtime_error when the file is not there.
[[nodiscard]] Hall read_hall(const std::string& name);

/// The rules of the instances' README, counted rack by rack in whole watts and kilograms, with no part of the program that
/// proposed the plan: why it breaks one, or empty.
[[nodiscard]] std::string broken_rule(const Hall& hall, const Plan& plan);

}  // namespace hallplan::search::aggregate
