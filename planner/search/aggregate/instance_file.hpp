/// Placement instances (tests/data/instances/README.md) as halls in numbers, all phases.
#pragma once

#include <string>

#include "planner/search/aggregate/hall.hpp"

namespace hallplan::search::aggregate {

/// A hall, or why there is none: "FILE: the place in it: what was expected, what was found".
struct InstanceFile {
  Hall hall;
  std::string fault;  ///< empty when the hall may be used
};

/// Reads a JSON file of up to 16 MiB. Limits are rounded down and loads up to whole watts and kilograms. Throws nothing.
[[nodiscard]] InstanceFile read_instance_file(const std::string& path);

}  // namespace hallplan::search::aggregate
