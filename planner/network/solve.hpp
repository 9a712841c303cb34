/// The steady flow of a network.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/network/network.hpp"

namespace hallplan::network {

struct SolveOptions {
  int most_steps = 200;
  double mass = 1e-10;   ///< imbalance of a node over the greatest flow
  double energy = 1e-9;  ///< imbalance of a link over the greatest pressure difference
};

enum class Ended {
  solved,
  not_converged,  ///< the flow is no answer; `worst_link` and `worst_node` say where
  refused,        ///< the network makes no sense: `problem`
};

struct Solution {
  Ended ended = Ended::refused;
  std::string problem;                ///< in the user's names
  std::vector<double> flow_m3_per_s;  ///< a link; 0 where closed or unfed
  std::vector<double> pressure_pa;    ///< a node, gauge at its own height; NaN where unfed
  std::vector<bool> unfed;           ///< a node with a part of the network that no held pressure reaches and that draws
  std::vector<std::size_t> against;  ///< links through which a demand pulls what they do not let pass: it is not met
  std::size_t worst_link = 0, worst_node = 0;
  double energy_off_pa = 0;      ///< of the worst link
  double mass_off_m3_per_s = 0;  ///< of the worst node
  int steps = 0;

  [[nodiscard]] bool solved() const { return ended == Ended::solved; }
};

/// Global gradient method (Todini and Pilati 1988): Newton on all flows and pressures at once, with one symmetric sparse system
/// for the pressures a step. The flows minimise the network's content, which is convex where losses rise with flow (Collins and
/// others 1978), so a line search along each step makes it converge from any start; pumps whose gain rises before it falls
/// are the exception, and are started on their falling side.
///
/// With tees their losses, which go with two flows each, come last: from the flow without them by Newton on the whole, unsymmetric
/// system, each step halved while what is off does not fall. No proof says that it converges; where it does not, that is said.
///
/// A part of the network that no held pressure reaches: where nothing is drawn from it in sum it circulates, and its first node
/// is taken as zero; else it is `unfed`, and still.
[[nodiscard]] Solution solve(const Network& network, const SolveOptions& options = {});

}  // namespace hallplan::network
