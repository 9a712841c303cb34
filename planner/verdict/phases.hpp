/// One verdict from the verdicts of all phases. Internal to this module.
#pragma once

#include <vector>

#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {

/// Of checks that several phases make, the tightest, marked with the phase it is of. In the order in which they first come.
[[nodiscard]] std::vector<Check> tightest_of_phases(const Site& site, std::vector<std::vector<Check>> by_phase);

/// Of losses that several phases know, the row of the phase in which it does most.
[[nodiscard]] std::vector<FailureRow> worst_of_phases(const Site& site, std::vector<std::vector<FailureRow>> by_phase);

/// Of losses of coolant that several phases follow, the one that racks bear shortest.
[[nodiscard]] std::vector<CoolantRide> shortest_of_phases(const Site& site,
                                                          std::vector<std::vector<CoolantRide>> by_phase);

/// Of coolant loops those that differ from the phase before, marked with their phase.
[[nodiscard]] std::vector<CoolantLoop> changed_loops(const Site& site, std::vector<std::vector<CoolantLoop>> by_phase);

}  // namespace hallplan::verdict
