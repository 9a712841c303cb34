/// Pieces of JSON as these files write them.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "planner/base/json.hpp"

namespace hallplan::thermal {

inline std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.6g}", value) : "null"; }

/// Items of a list, each on a line of its own.
template <class Items, class One>
std::string list_of(const Items& items, const One& one) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "\n  " : ",\n  ") + one(item);
  return "[" + out + (out.empty() ? "]" : "\n ]");
}

}  // namespace hallplan::thermal
