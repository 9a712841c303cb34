/// The linear system of one Newton step where the losses of some links go with the flow of others, as at tees. Internal.
#pragma once

#include <optional>
#include <vector>

#include "planner/network/network.hpp"
#include "planner/network/parts.hpp"

namespace hallplan::network {

/// What a link's loss changes by with another's flow.
struct Coupling {
  std::size_t link = 0, other = 0;
  double slope_pa_s_per_m3 = 0;
};

struct CoupledStep {
  std::vector<double> flow_m3_per_s;  ///< a link
  std::vector<double> pressure_pa;    ///< an unknown of `parts`
};

/// Flows' and pressures' changes at once, by sparse elimination with pivots: the matrix is neither symmetric nor definite. `slope`: of each
/// link's loss by its own flow; `energy_off`: loss less driving difference; `mass_off`: too much flow at each unknown. Nothing where singular.
[[nodiscard]] std::optional<CoupledStep> coupled_step(const Network& network, const Parts& parts,
                                                      const std::vector<double>& slope_pa_s_per_m3,
                                                      const std::vector<Coupling>& couplings,
                                                      const std::vector<double>& energy_off_pa,
                                                      const std::vector<double>& mass_off_m3_per_s);

}  // namespace hallplan::network
