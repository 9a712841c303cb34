/// The losses of a CDU group that are followed in time, and when plant is back. Internal to this module.
#pragma once

#include <string>
#include <vector>

#include "planner/hydraulics/ride_through/circuit.hpp"
#include "planner/hydraulics/ride_through/ride_through.hpp"

namespace hallplan::hydraulics {

struct Restarts {
  double pumps_s = 0;
  double water_s = 0;
  double seconds = 0;  ///< the later of those that the loss needs
  std::string words;   ///< "gen starts in 12 s + drives restart in 5 s"
  std::string unknown;
};

struct RideCase {
  std::string scenario;
  Timeline timeline;  ///< without a restart
  int units_lost = 0;
  Restarts restarts;
  std::string runs_on;      ///< the UPS that keeps the pumps running: nothing happens
  bool judged = true;       ///< else it is shown
  bool unit_out = false;    ///< on dedicated headers: the unit itself stands, and nothing flows through its racks
  bool circulates = false;  ///< the facility loop's pumps run on
};

/// "pumps off" and "pumps and facility water off", which are one with "facility water off" where a UPS feeds the pumps and it is known when a generator
/// takes over from it; "pumps off" all the same where a switch after the UPS leaves them without voltage; one unit
/// more lost than is spare (on dedicated headers the racks' own), judged only where the site gives `cdu_restart`; "facility water off".
[[nodiscard]] std::vector<RideCase> ride_cases(const Site& site, const CduGroup& group, const PowerReturn& pumps,
                                               const PowerReturn& water, const PowerReturn& water_pumps);

}  // namespace hallplan::hydraulics
