/// The share of a row that one lane takes. The body of `for_each_row` walks its row as
///   for (Index x = lane.first(begin); x < end; x += lane.stride()) ...
/// and so says nothing about the machine: on the host one lane takes all of the row (a SIMD inner loop), on CUDA the
/// threads of a block take turns. A cell x belongs to the same lane in every loop of the body, whatever `begin` is,
/// so a lane may read back what it wrote without a barrier; x = 1, where `Layout` aligns a row, belongs to the first.
/// `max`, `min` and `sum` combine the lanes' integers, in no stated order (exact in any), and give every lane the
/// result; all lanes of the row must call them. `sync` makes what all lanes of the row have written before it readable
/// by all of them after it.
#pragma once

#include "kernels/base/view.hpp"

namespace kernels {

/// The first x of lane `lane` of `lanes` at or after `begin`: x belongs to the lane (x - 1) mod lanes.
KERNELS_HD inline Index first_of_lane(Index lane, Index lanes, Index begin) {
  Index ahead = lane - (begin - 1);
  if (ahead < 0) ahead += lanes;
  if (ahead < 0) ahead = ahead % lanes + lanes;  // a division, which the usual begin of 0 or 1 does not need
  return begin + (ahead < lanes ? ahead : ahead - lanes);
}

struct HostLane {
  static constexpr bool kWholeRow = true;  ///< one lane has all of the row: a body may look at groups of cells at once
  static constexpr Index first(Index begin) { return begin; }
  static constexpr Index stride() { return 1; }
  static constexpr bool leads() { return true; }
  static constexpr void sync() {}
  static constexpr Index max(Index value) { return value; }
  static constexpr Index min(Index value) { return value; }
  static constexpr Index sum(Index value) { return value; }
};

/// Calls each(i) for the lane's share of first .. end - 1, in any order.
template <class Lane, class Each>
KERNELS_FLAT void along_row(Lane lane, Cell first, Index end, const Each& each) {
  const auto beyond = static_cast<Cell>(end);
  const auto step = static_cast<Cell>(lane.stride());
  KERNELS_SIMD
  for (auto i = static_cast<Cell>(lane.first(first)); i < beyond; i += step) each(i);
}

/// Where whole groups of cells from x = 1 on end that hold `count` cells: what is left of the last one is padding of a `Layout`'s
/// rows, and is walked as well so that vector code has no rest.
KERNELS_HD constexpr Cell end_of_whole_groups(Cell count) {
  constexpr Cell kGroup = 16;  // floats of a cache line, and of the widest vector
  return 1 + (count + kGroup - 1) / kGroup * kGroup;
}

/// Where `along_groups` ends: on a host whole groups are walked.
template <class Lane>
KERNELS_HD constexpr Cell end_of_groups(Cell count) {
  return Lane::kWholeRow ? end_of_whole_groups(count) : 1 + count;
}

/// Calls each(i) for the lane's share of the cells 1 .. count of a row, and maybe for some of its padding.
template <class Lane, class Each>
KERNELS_HD void along_groups(Lane lane, Cell count, const Each& each) {
  along_row(lane, 1, end_of_groups<Lane>(count), each);
}

}  // namespace kernels
