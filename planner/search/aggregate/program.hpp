/// The hall as an integer program: how many halves of which kind go into which segment in which phase, and how many racks of each
/// set of segments with the same feeds (CDU groups) hang on each. Slots are not chosen: a plan's positions follow from its counts.
///
/// Blocks of ten slots, halves and folded pairs use and give exactly what their halves use and give, so halves are counted, and
/// made into blocks afterwards; only units with in-row CDUs are columns of their own. What hangs on a feed matters by sums alone,
/// and whole sums over a set of segments with the same feeds always split into whole racks of each: so sets, not segments, hang.
#pragma once

#include <cstdint>
#include <vector>

#include "planner/mip/model.hpp"
#include "planner/search/aggregate/hall.hpp"
#include "planner/search/aggregate/plan.hpp"

namespace hallplan::search::aggregate {

enum class Goal {
  value,  ///< in the hall's units of value
  racks,  ///< half scalable units
};

/// Segments with the same feeds, or the same CDU groups.
struct Set {
  std::vector<int> on;        ///< feeds or groups, ascending
  std::vector<int> segments;  ///< ascending
};

/// What whole numbers imply of the halves that stand by the end of a phase: the sum over kinds of factor times halves is at most so many.
struct WholeRow {
  int phase = 0;
  std::vector<double> factors;  ///< by kind
  double most = 0;
};

/// The program and what its columns stand for. -1: there is no such column, it is 0.
struct Program {
  mip::Model model;
  std::vector<int> spine;
  std::vector<int> rooms;       ///< columns by number in `spine`; empty where all of them are built
  std::vector<WholeRow> whole;  ///< rows on the totals that `tighten` added
  std::vector<Set> feed_sets, group_sets;
  std::vector<std::vector<std::vector<int>>> halves;            ///< [segment][kind][phase]
  std::vector<std::vector<std::vector<int>>> in_row;            ///< the same: scalable units with in-row CDUs
  std::vector<std::vector<int>> management;                     ///< [segment][phase]
  std::vector<std::vector<int>> totals;                         ///< [kind][phase]: halves of the whole hall
  std::vector<std::vector<double>> gains;                       ///< [kind][phase]: of one half
  std::vector<std::vector<std::vector<std::vector<int>>>> fed;  ///< [feed set][kind, then aux][phase][number in `on`]
  std::vector<std::vector<std::vector<std::vector<int>>>>
      cooled;  ///< [group set][kind][phase][number in `on`]; empty for sets of one
};

/// The program with these spine sites; with more sites than the hall may build, which of them is a choice of the program (and
/// `plan_of` does not read it). The hall has no fault. Amounts stand in kilowatts and kilograms; every limit that money can
/// move is a row, every column is bounded, and gains are whole numbers. Rows that a later phase's row implies are left out.
[[nodiscard]] Program program_of(const Hall& hall, const std::vector<int>& spine, Goal goal);

/// A point of the program as a plan.
[[nodiscard]] Plan plan_of(const Hall& hall, const Program& program, const std::vector<double>& x);

}  // namespace hallplan::search::aggregate
