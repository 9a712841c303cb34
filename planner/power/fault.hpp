/// Short-circuit power at every device of the tree: what sources deliver through the impedances in between, and what motors feed back.
///
/// Method: MVA method (M. Yuen, 1973), in which a source gives its short-circuit power, an impedance of Z (per unit on S) lets S / Z
/// through from an infinite bus, in series 1/S = 1/S1 + 1/S2, in parallel S = S1 + S2; with complex S where every X/R is known. Bolted
/// three-phase fault at a device's output, with all that is closed on its bus (`buses.hpp`); cables and busways without any impedance,
/// which makes the current larger. Where an X/R is missing, impedances in series count as if at one angle, as the method does; `most_va`
/// is what any angles could make of it.
#pragma once

#include <complex>
#include <string>
#include <vector>

#include "planner/power/checks.hpp"

namespace hallplan::power {

/// Short-circuit power at a device's output, its nominal voltage, and what is missing to know them.
struct Fault {
  double va = 0;       ///< +infinity where nothing limits it
  double most_va = 0;  ///< the same at the worst angles from 0 to 90 degrees
  std::complex<double>
      angle_va;  ///< the same by resistive and reactive part; no meaning where `va` is infinite or an X/R is unknown
  const Value* voltage_v = nullptr;
  std::string words;
  std::string unknown;           ///< what leaves the amount open
  std::string unknown_motors;    ///< motors of unknown power, that may add to it
  std::string unknown_x_over_r;  ///< an impedance whose angle nobody states

  /// Of what is reduced; infinite without resistance.
  [[nodiscard]] double x_over_r() const;
};

/// The fault at each device's output, with all motors that are connected to it.
[[nodiscard]] std::vector<Fault> faults_of(const Basics& basics);

/// What motors feed back, as a multiple of their full-load current, where the site does not say it. Induction motors of low voltage: 4 by
/// IEEE 141 (reactance 25 %), 5 by IEC 60909-0; both quoted from memory.
[[nodiscard]] double assumed_motor_contribution(ElectricalCode code);

}  // namespace hallplan::power
