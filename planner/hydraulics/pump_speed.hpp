/// The flow of a group's network with its pumps at the speed that their control asks for.
#pragma once

#include <string>

#include "planner/hydraulics/group_network.hpp"
#include "planner/network/solve.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

struct ControlledFlow {
  network::Solution flow;
  double speed = 1;       ///< of all pumps that run, as a share of full speed; dedicated: of the fastest
  bool holds_set = true;  ///< false: full speed does not reach what the control is set to
  std::string unknown;    ///< why there is no flow, by name; then nothing else counts
};

/// All running pumps turn at one speed n; by the affinity laws each gives n^2 H(q / n). Flow and pressure difference rise with n, so the
/// speed is found by chords within a bracket, to a millionth of the set value, by the end of its range that `end` says; at full speed where
/// that is not reached. On dedicated headers each unit has its own speed, and its equal part of a flow that is set.
/// `network` gets the speed; links that are closed stay so.
[[nodiscard]] ControlledFlow controlled_flow(const CduGroup& group, GroupNetwork& network,
                                             FlowEnd end = FlowEnd::least);

}  // namespace hallplan::hydraulics
