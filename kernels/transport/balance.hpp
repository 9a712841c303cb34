/// Mass and heat of a hall, counted again from the fields that are handed out: a plain loop on the host over the case
/// as it was asked, with none of the solver's tables, bodies or residuals.
///
/// Heat in: what racks and other ducts, sources and warm walls add, and warmer air through supplies and openings than
/// the coldest that comes in; heat out: what cooling ducts and cold walls take, and what leaves with the air. Reckoned
/// with temperatures over the case's reference, which a closed mass balance makes irrelevant.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "kernels/flow/flow.hpp"

namespace kernels::transport {

/// Cell values and fluxes as `flow::Fields` has them.
struct HandedOut {
  std::array<std::span<const double>, 3> flux_m3_per_s;
  std::span<const double> temperature_degc;
  std::span<const float> eddy_m2_per_s;    ///< empty: none
  std::span<const double> flows_m3_per_s;  ///< a duct
};

/// Has the same bits with any number of threads.
[[nodiscard]] flow::Balance balance(const flow::Case& hall, const HandedOut& fields, std::size_t threads = 1);

/// Mean temperature that each duct draws in, from its intake's cells.
[[nodiscard]] std::vector<double> intakes(const flow::Case& hall, std::span<const double> temperature_degc);

}  // namespace kernels::transport
