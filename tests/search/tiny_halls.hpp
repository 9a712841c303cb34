/// Halls so small that every plan can be gone through.
#pragma once

#include <cstdint>
#include <random>

#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

/// 2 or 3 segments of 4 to 13 slots, two feeds each of three, four UPS, two CDU groups, one or two phases, two spine sites; limits from
/// ample to short, each on its own.
[[nodiscard]] Hall random_tiny_hall(std::mt19937& random);

/// The most that any plan is worth (units of value, or halves), by going through all: which halves and units with in-row CDUs stand
/// where and when, which management racks, and by dynamic programming over sets of loads every way to hang the racks. No linear algebra.
[[nodiscard]] std::int64_t best_by_trying(const Hall& hall, Goal goal);

}  // namespace hallplan::search::aggregate
