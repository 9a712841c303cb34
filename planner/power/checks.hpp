/// The parts of the power checks and what they share.
#pragma once

#include <string>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/power/power.hpp"

namespace hallplan::power {

/// NEC 210.20(A) and 215.3: an overcurrent device that is not 100 % rated is sized at 125 % of its continuous load.
inline constexpr double kContinuousShare = 0.8;

/// Most failing lines that one rule gives.
inline constexpr std::size_t kMostLines = 20;

/// Normal running and every single loss, simulated once for all checks; losses from the utility down to the racks.
struct States {
  State normal;
  std::vector<State> lost;
};

enum class Quantity { sustained, peak };

/// "normal", "ups-a lost"
[[nodiscard]] std::string scenario_of(const Site& site, const State& state);

/// How a device's load adds up from what hangs directly on it: "4 x test-compute x 100 kW / 2 + ups-a 215 kW / 96 % = ...".
[[nodiscard]] std::string load_text(const Site& site, const Plan& plan, const State& state, int device,
                                    Quantity quantity);

/// Devices against their continuous and short-time ratings: normal running, and the worst loss where one adds load.
void check_devices(const Site& site, const Plan& plan, const States& states, std::vector<Check>& out);

/// Racks: feeds that their rows offer; tap-offs and shelves, one line a type.
void check_racks(const Site& site, const Plan& plan, std::vector<Check>& out);

/// What loses power.
void check_supplied(const Site& site, const Plan& plan, const States& states, std::vector<Check>& out);

/// "575.04 kW"
[[nodiscard]] std::string kw(double w);

}  // namespace hallplan::power
