/// Halls for the verification: one in which air only recirculates, and the one that OpenFOAM solved.
#pragma once

#include "verification.hpp"

namespace verification {

/// Which way round a hall is built.
struct Mirror {
  bool x = false, y = false;
};

/// A closed hall of 10 x 5 x 4 m, `scale` * (10 x 5 x 4) cells: two racks of a row that stands off its middle, one cooling
/// unit at the end wall. `heat_k_m3_per_s` goes into the first rack, half as much into the second.
[[nodiscard]] flow::Case closed_hall(int scale, double heat_k_m3_per_s, Mirror mirror = {});
inline constexpr double kSetpointDegc = 18;
inline constexpr double kCoolerFlow = 2.5;  ///< m3/s

/// The reference hall with constant viscosity on cells of `h_m`: see data/openfoam_hall_v2.csv.
[[nodiscard]] flow::Case openfoam_hall(double h_m);

/// Whether two answers agree to the last bit, with the name of the first thing that does not; empty: all do.
[[nodiscard]] std::string difference(const flow::Solution& one, const flow::Solution& other);

}  // namespace verification
