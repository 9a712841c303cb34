/// Where a pressure problem has walls: planes that its multigrid does not reach across. Internal.
#pragma once

#include "kernels/multigrid/pairs.hpp"
#include "kernels/pressure/pressure.hpp"

namespace kernels::pressure {

/// Planes in which at least a hundredth of the faces conduct ten times worse than a face before or behind them.
[[nodiscard]] multigrid::Cuts cuts_of(const Operator& left);

}  // namespace kernels::pressure
