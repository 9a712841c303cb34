/// The linear system of one Newton step where the losses of some links go with the flow of others, as at tees: its pattern is made once,
/// its numbers in each step. Internal.
#pragma once

#include <memory>
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

/// Both must stay as they are while it is used.
class CoupledSystem {
 public:
  CoupledSystem(const Network& network, const Parts& parts);
  ~CoupledSystem();
  CoupledSystem(const CoupledSystem&) = delete;
  CoupledSystem& operator=(const CoupledSystem&) = delete;

  /// Flows' and pressures' changes at once, by sparse elimination with pivots: the matrix is neither symmetric nor definite. `slope`: of
  /// each link's loss by its own flow; couplings: of links of one tee; `energy_off`: loss less driving difference; `mass_off`: too much flow
  /// at each unknown. Nothing where singular.
  [[nodiscard]] std::optional<CoupledStep> step(const std::vector<double>& slope_pa_s_per_m3,
                                                const std::vector<Coupling>& couplings,
                                                const std::vector<double>& energy_off_pa,
                                                const std::vector<double>& mass_off_m3_per_s);

 private:
  struct Parted;
  std::unique_ptr<Parted> parted_;
};

}  // namespace hallplan::network
