/// Rows that whole numbers imply and the relaxation does not.
#pragma once

#include "planner/mip/solve.hpp"
#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

inline constexpr int kProbes = 33;  ///< numbers of the first kind that are asked for in each phase

/// Chvatal's rounding (1973) on the numbers that matter most, the halves of each kind that stand by the end of each phase: the
/// relaxation says how many of the second kind can stand at most beside each number of the first; rounded down, and the hull of that, these
/// are rows. Each limit is a certified bound, so the rows hold whatever the solver did. With other than two kinds: their sum alone.
///
/// Up to 100 relaxations; a program of more than `kMostColumns` gets the sums alone. Stops where a relaxation fails or `seconds` are over,
/// and then returns false: what it added holds.
bool tighten(const Hall& hall, Program& program, double seconds, mip::Solver solver, int probes = kProbes);

inline constexpr std::size_t kMostColumns = 800;

}  // namespace hallplan::search::aggregate
