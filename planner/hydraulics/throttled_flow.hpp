/// What flows in a loop while two-way valves of its coils throttle.
///
/// A coil whose valve throttles takes the same heat with less water, which comes back warmer: in the end as warm as the air that it cools, by
/// the second law and no more. How near it comes hangs on the coil's size at part load, which no maker rates. So what flows lies between the
/// draw of open valves and what takes the heat at that end. Valves of CDUs are not stated and not counted.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

struct ThrottledFlow {
  double least_m3_per_s = 0;  ///< the open flow itself where nothing throttles
  std::string unknown;        ///< why it is not known, by name
};

/// `open_m3_per_s`: what flows with valves as open as design heat asks for.
[[nodiscard]] ThrottledFlow throttled_flow(const Site& site, const Plan& plan, int loop, double open_m3_per_s,
                                           const std::vector<double>& zone_heat_w,
                                           const std::vector<double>& door_heat_w);

/// What a bank's coils draw together, normally, with valves open; 0 where that is not known. `bank`: of `coil_banks`.
[[nodiscard]] double drawn_m3_per_s(const Site& site, int loop, std::size_t bank);

}  // namespace hallplan::hydraulics
