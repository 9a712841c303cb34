/// What a file laid over another, or a what-if, took away: for messages about what still refers to it.
#pragma once

#include <string>
#include <vector>

#include "planner/base/source.hpp"

namespace hallplan {

struct RemovedItem {
  std::string table;  ///< key of the table it stood in: "devices"
  std::string id;     ///< empty when the whole table went
  Mark at;            ///< where that is said
};

using RemovedItems = std::vector<RemovedItem>;

}  // namespace hallplan
