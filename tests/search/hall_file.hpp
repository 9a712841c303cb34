/// The placement instances of tests/data/instances as halls in numbers, all phases.
#pragma once

#include <string>

#include "planner/search/aggregate/hall.hpp"
#include "planner/search/aggregate/rules.hpp"

namespace hallplan::search::aggregate {

/// Reads "200-1", or a path that ends in ".json". Throws std::runtime_error when the file is not there.
[[nodiscard]] Hall read_hall(const std::string& name);

}  // namespace hallplan::search::aggregate
