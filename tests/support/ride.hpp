/// Ride-through of CDU groups of the small hall: four racks of 90 kW into coolant, supply 36 degC, flow table up to 40 degC, return limit
/// 60 degC, three units of which one is spare.
#pragma once

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/ride_through/ride_through.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan::test {

using hydraulics::Accuracy;
using hydraulics::CoolantLoss;
using hydraulics::PlantPower;

inline constexpr double kLitre = 1e-3;

inline constexpr auto kPumps = "pumps off";
inline constexpr auto kWater = "facility water off";
inline constexpr auto kBoth = "pumps and facility water off";
inline constexpr auto kTwo = "2 units lost";

inline Value between(double low, double value, double high) {
  Value out = exactly(value);
  out.low = low;
  out.high = high;
  return out;
}

inline Site ride_site(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"liquid.loops.fws.supply=30 degC", "liquid.cdu_groups.g1.supply=36 degC"};
  sets.insert(sets.end(), more.begin(), more.end());
  Site site = small_site(sets);
  CoolantInventory ride;
  ride.supply_m3 = exactly(300 * kLitre);
  ride.return_m3 = exactly(300 * kLitre);
  ride.cdu_m3 = exactly(60 * kLitre);
  ride.drive_restart_s = exactly(3);
  RackCoolant rack;
  rack.type.index = rack_type(site, "test-compute");
  rack.volume_m3 = between(6 * kLitre, 40 * kLitre, 200 * kLitre);
  rack.trapped_m3 = between(3 * kLitre, 4 * kLitre, 5 * kLitre);
  rack.metal_kg = exactly(20);
  rack.least_flow_m3_per_s = exactly(30 * kLitre / 60);
  rack.no_flow_s = exactly(30);
  ride.racks.push_back(rack);
  site.cdu_groups[0].ride_through = ride;
  site.loops[0].restart_s = exactly(10);
  return site;
}

inline RackCoolant& rack_in(Site& site) { return site.cdu_groups[0].ride_through->racks[0]; }

/// Generators that take over after `seconds`, nothing behind a UPS.
inline PlantPower power_after(const Site& site, double seconds) {
  PlantPower power;
  power.groups.resize(site.cdu_groups.size(), {false, {}, seconds, "gen starts", {}});
  power.loops.resize(site.loops.size(), {false, {}, seconds, "gen starts", {}});
  power.loop_pumps = power.loops;
  return power;
}

struct Ridden {
  std::vector<Check> checks;
  std::vector<CoolantLoss> losses;

  [[nodiscard]] const CoolantLoss& loss(const std::string& scenario) const {
    for (const CoolantLoss& one : losses) {
      if (one.scenario == scenario) return one;
    }
    throw std::runtime_error("no loss " + scenario);
  }
  [[nodiscard]] double least_s(const std::string& scenario) const { return loss(scenario).types.at(0).least_s; }
  [[nodiscard]] Check check(const std::string& scenario) const {
    return only(checks, Rule::liquid_ride_through, "g1", scenario);
  }
};

inline Ridden ridden(const Site& site, const PlantPower& power, const Accuracy& accuracy = {}, int count = 4) {
  Ridden out;
  const Plan plan = racks(site, {{"test-compute", count}});
  out.checks = hydraulics::check_ride_through(site, plan, power, hydraulics::loop_heat_w(site, plan, {50e3}),
                                              &out.losses, accuracy);
  return out;
}

inline Ridden ridden(const Site& site) { return ridden(site, power_after(site, 1)); }

/// The tank that a site lacks when facility water is off: with it the loss is to pass, with 85 % of it and without not.
inline double missing_tank_m3(Site site) {
  const Ridden without = ridden(site);
  EXPECT_EQ(without.check(kWater).status, Status::fail);
  const double tank_m3 = without.loss(kWater).tank_m3;
  for (const auto& [share, status] : {std::pair(1.0, Status::pass), std::pair(0.85, Status::fail)}) {
    site.cdu_groups[0].ride_through->tank_m3 = exactly(share * tank_m3);
    EXPECT_EQ(ridden(site).check(kWater).status, status) << share << " of " << tank_m3;
  }
  return tank_m3;
}

}  // namespace hallplan::test
