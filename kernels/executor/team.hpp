/// A team does the work of one case by itself: its verbs are those of an executor, for the rows of that case alone. Where
/// grids are small a device would spend its time on launches; `together` gives each case to a block instead.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/executor/lane.hpp"
#include "kernels/executor/zebra.hpp"

namespace kernels {

/// Scratch that a team's rows may ask for, in floats: on a device 32 rows share 48 KiB.
constexpr Index kTeamScratchFloats = 384;

/// One host thread.
struct HostTeam {
  float* scratch;

  template <class Body>
  void for_each_row(Index first, Index rows, const Body& body) const {
    for (Index row = first; row < first + rows; ++row) body(row, HostLane{});
  }
  /// With the team's scratch for each row.
  template <class Body>
  void for_each_row_with_scratch(Index first, Index rows, const Body& body) const {
    for (Index row = first; row < first + rows; ++row) body(row, HostLane{}, scratch);
  }
  /// The rows of the case `unit`: see `Zebra`.
  template <class Body>
  void sweep(const Zebra& zebra, Index unit, const Body& body) const {
    sweep_case(zebra, unit, [&](Index row) { body(row, HostLane{}, scratch); });
  }
};

}  // namespace kernels
