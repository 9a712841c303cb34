/// What the k-epsilon model knows of a case beforehand: the kinds of each cell's sides, k and epsilon of what comes in, and
/// where both start. Internal.
#pragma once

#include "kernels/flow/tables.hpp"

namespace kernels::flow {

/// Fills the case's part of `sides`, `k_m2_per_s2` and `epsilon_m2_per_s3`; all else of the tables is made already.
///
/// A supply blows the k and epsilon that it states, or else a turbulence of 10 % with eddies of 0.07 times the square root of
/// its area; a room behind an opening has the turbulence of air at 0.1 m/s; the start is that of the fastest stream of
/// the hall. Behind discharges bodies make their own (`SetBehindTurbulence`).
void make_turbulence(const Case& hall, Index unit, Tables& tables);

}  // namespace kernels::flow
