// Ride-through of units on dedicated headers, and of CDUs inside racks: each with its own racks is a group by itself.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/header_volumes.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/ride.hpp"
#include "tests/support/unit_alone.hpp"

namespace hallplan {
namespace {

using hydraulics::kNever_s;
using test::kBoth;
using test::kLitre;
using test::kPumps;
using test::kWater;
using test::power_after;
using test::rack_in;
using test::Ridden;
using test::ridden;
using test::ride_site;

constexpr auto kOne = "1 unit lost";

/// Each unit with a third of what the site gives.
Site dedicated(const std::vector<std::string>& sets = {}) {
  Site site = ride_site(sets);
  site.cdu_groups[0].headers = Headers::dedicated;
  site.cdu_groups[0].spare = 0;
  return site;
}

/// One unit of it on shared headers that hold so much each way.
Site alone(Site site, std::size_t unit, double header_m3) {
  CduGroup& group = site.cdu_groups[0];
  group.headers = Headers::shared;
  group.units = {group.units[unit]};
  group.ride_through->supply_m3 = group.ride_through->return_m3 = exactly(header_m3);
  return site;
}

TEST(DedicatedRide, AUnitWithOneRackIsASharedGroupOfThatUnitAndRack) {
  const Site site = dedicated();
  const Ridden own = ridden(site, power_after(site, 1), {}, 3);
  const Site one = alone(site, 0, 100 * kLitre);
  const Ridden expected = ridden(one, power_after(one, 1), {}, 1);
  for (const char* scenario : {kPumps, kWater, kBoth}) {
    EXPECT_NEAR(own.least_s(scenario), expected.least_s(scenario), 1e-9) << scenario;
    EXPECT_NEAR(own.loss(scenario).types[0].most_s, expected.loss(scenario).types[0].most_s, 1e-9) << scenario;
    EXPECT_EQ(own.loss(scenario).types[0].ended_by, expected.loss(scenario).types[0].ended_by) << scenario;
    EXPECT_EQ(own.loss(scenario).types[0].racks, 1);
    EXPECT_EQ(own.check(scenario).status, expected.check(scenario).status) << scenario;
    EXPECT_NEAR(own.check(scenario).value, expected.check(scenario).value, 1e-9) << scenario;
    EXPECT_EQ(own.check(scenario).limit, expected.check(scenario).limit) << scenario;
    EXPECT_EQ(own.check(scenario).arithmetic.rfind("cdu-1: ", 0), 0U) << own.check(scenario).arithmetic;
  }
}

// A CDU inside its rack has no headers unless the site gives them something.
TEST(DedicatedRide, ACduInsideItsRackHoldsWhatItAndItsRackHold) {
  Site site = dedicated();
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.in_rack = true;
  site.cdu_groups[0].ride_through->supply_m3.reset();
  site.cdu_groups[0].ride_through->return_m3.reset();
  const Ridden own = ridden(site, power_after(site, 1), {}, 3);
  const Site one = alone(site, 0, 0);
  const Ridden expected = ridden(one, power_after(one, 1), {}, 1);
  for (const char* scenario : {kPumps, kWater, kBoth}) {
    EXPECT_NEAR(own.least_s(scenario), expected.least_s(scenario), 1e-9) << scenario;
    EXPECT_EQ(own.check(scenario).status, expected.check(scenario).status) << scenario;
    EXPECT_EQ(own.check(scenario).arithmetic.find("known for"), std::string::npos) << own.check(scenario).arithmetic;
  }
}

TEST(DedicatedRide, ALostUnitLeavesItsRacksStanding) {
  Site site = dedicated();
  site.cdu_groups[0].ride_through->coast_down_s = exactly(5);  // of pumps without power, not of a broken unit
  const Ridden shown = ridden(site);
  EXPECT_FALSE(shown.loss(kOne).judged);
  EXPECT_THROW(shown.check(kOne), std::runtime_error);
  site.cdu_groups[0].ride_through->cdu_restart_s = exactly(20);
  const Ridden judged = ridden(site);
  EXPECT_EQ(judged.check(kOne).status, Status::fail);
  EXPECT_EQ(judged.check(kOne).limit, 20);
  EXPECT_NE(judged.check(kOne).arithmetic.find("on shared headers the other units go on"), std::string::npos);
  EXPECT_EQ(judged.loss(kOne).tank_m3, 0);
  // As with its pumps off that do not coast.
  Site stopped = site;
  stopped.cdu_groups[0].ride_through->coast_down_s.reset();
  EXPECT_NEAR(judged.least_s(kOne), ridden(stopped).least_s(kPumps), 1e-9);
  EXPECT_LT(judged.least_s(kOne), judged.least_s(kPumps) - 0.5);
  site.cdu_groups[0].ride_through->cdu_restart_s = exactly(1);
  EXPECT_EQ(ridden(site).check(kOne).status, Status::pass) << ridden(site).check(kOne).arithmetic;
}

// Four racks are two for cdu-1 and one for each other: two racks warm the same volume sooner.
TEST(DedicatedRide, TheRowIsTheWorstUnitsByName) {
  const Site site = dedicated();
  const Ridden own = ridden(site);
  EXPECT_EQ(own.loss(kWater).unit, "cdu-1");
  EXPECT_EQ(own.loss(kWater).types[0].racks, 2);
  const Site two = alone(site, 0, 100 * kLitre);
  EXPECT_NEAR(own.least_s(kWater), ridden(two, power_after(two, 1), {}, 2).least_s(kWater), 1e-9);
  EXPECT_LT(own.least_s(kWater), ridden(two, power_after(two, 1), {}, 1).least_s(kWater));
}

TEST(DedicatedRide, AMissingTankIsDealtOutInEqualParts) {
  Site site = dedicated();
  site.loops[0].restart_s = exactly(120);
  EXPECT_GT(test::missing_tank_m3(site), 0);
}

// By its pipes each unit holds what a group of its own would.
TEST(DedicatedRide, EachUnitsHeadersHoldWhatItsPipesDo) {
  Site site = dedicated({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                         "liquid.cdu_groups.g1.piping={header_diameter: 150 mm, branch_diameter: 40 mm, branch_length: "
                         "3 m, roughness: 0.045 mm}"});
  site.cdu_groups[0].ride_through->supply_m3.reset();
  site.cdu_groups[0].ride_through->return_m3.reset();
  const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 5}}));
  std::vector<hydraulics::CoolantLoss> found;
  (void)hydraulics::check_ride_through(site, plan, power_after(site, 1), hydraulics::loop_heat_w(site, plan, {50e3}),
                                       &found);
  double least_s = kNever_s;
  std::string worst;
  for (std::size_t u = 0; u < site.cdu_groups[0].units.size(); ++u) {
    const auto [one, own] = test::unit_alone(site, plan, u);
    std::vector<hydraulics::CoolantLoss> losses;
    (void)hydraulics::check_ride_through(one, own, power_after(one, 1), hydraulics::loop_heat_w(site, plan, {50e3}),
                                         &losses);
    for (const hydraulics::CoolantLoss& loss : losses) {
      if (loss.scenario != kWater || loss.types.at(0).least_s >= least_s) continue;
      least_s = loss.types.at(0).least_s;
      worst = site.cdu_groups[0].units[u].id;
    }
  }
  const auto water = std::find_if(found.begin(), found.end(),
                                  [](const hydraulics::CoolantLoss& loss) { return loss.scenario == kWater; });
  ASSERT_NE(water, found.end());
  EXPECT_NEAR(water->types.at(0).least_s, least_s, 1e-9);
  EXPECT_EQ(water->unit, worst);
}

// What the site says all headers hold is dealt out as the pipes are long: the unit with the shortest gets least.
TEST(DedicatedRide, StatedVolumesAreDealtOutByThePipes) {
  Site site = dedicated({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                         "liquid.cdu_groups.g1.piping={header_diameter: 150 mm, branch_diameter: 40 mm, branch_length: "
                         "3 m, roughness: 0.045 mm}"});
  const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 5}}));
  CoolantInventory& ride = *site.cdu_groups[0].ride_through;
  ride.supply_m3.reset();
  ride.return_m3.reset();
  std::vector<double> by_pipes;
  double supply_m3 = 0, return_m3 = 0;
  for (std::size_t u = 0; u < 3; ++u) {
    const CduGroup one = hydraulics::with_unit_volumes(site, plan, 0, u);
    by_pipes.push_back(one.ride_through->supply_m3->value);
    supply_m3 += one.ride_through->supply_m3->value;
    return_m3 += one.ride_through->return_m3->value;
  }
  EXPECT_GT(*std::max_element(by_pipes.begin(), by_pipes.end()),
            1.05 * *std::min_element(by_pipes.begin(), by_pipes.end()));
  ride.supply_m3 = exactly(2 * supply_m3);
  ride.return_m3 = exactly(2 * return_m3);
  ride.tank_m3 = exactly(0.3);
  for (std::size_t u = 0; u < 3; ++u) {
    const CduGroup one = hydraulics::with_unit_volumes(site, plan, 0, u);
    EXPECT_NEAR(one.ride_through->supply_m3->high, 2 * by_pipes[u], 1e-9) << u;
    EXPECT_NEAR(one.ride_through->supply_m3->low, 2 * std::min(by_pipes[u], supply_m3 / 3), 1e-9) << u;
    EXPECT_NEAR(one.ride_through->tank_m3->value, 0.1, 1e-12);
  }
}

// A unit without racks has its headers all the same: those with racks do not get its part.
TEST(DedicatedRide, UnitsWithoutRacksKeepTheirPartOfStatedVolumes) {
  Site site = dedicated({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                         "liquid.cdu_groups.g1.piping={header_diameter: 150 mm, branch_diameter: 40 mm, branch_length: "
                         "3 m, roughness: 0.045 mm}"});
  for (const int count : {1, 2}) {
    const Plan plan = layout::positioned(site, racks(site, {{"test-compute", count}}));
    for (std::size_t u = 0; u < 3; ++u) {
      const CduGroup one = hydraulics::with_unit_volumes(site, plan, 0, u);
      EXPECT_NEAR(one.ride_through->supply_m3->high, 100 * kLitre, 1e-9) << count << " racks, unit " << u;
      EXPECT_EQ(one.ride_through->supply_m3->means, hydraulics::kEqualPart);
    }
  }
  // With racks on each, none counts on more than an equal part at the low end.
  const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 5}}));
  for (std::size_t u = 0; u < 3; ++u) {
    EXPECT_LE(hydraulics::with_unit_volumes(site, plan, 0, u).ride_through->supply_m3->low, 100 * kLitre + 1e-9);
  }
}

TEST(DedicatedRide, RandomGroupsAreTheWorstOfTheirUnits) {
  std::mt19937 random(11);
  for (int i = 0; i < 12; ++i) {
    Site site = dedicated();
    const auto upto = [&](double most) { return most * (0.1 + static_cast<double>(random() % 1000) / 1000); };
    CoolantInventory& ride = *site.cdu_groups[0].ride_through;
    ride.supply_m3 = ride.return_m3 = exactly(upto(0.6));
    ride.cdu_m3 = exactly(upto(0.1));
    rack_in(site).metal_kg = exactly(upto(60));
    site.loops[0].restart_s = exactly(upto(20));
    const int count = 1 + static_cast<int>(random() % 6);
    const Ridden own = ridden(site, power_after(site, 1), {}, count);
    for (const char* scenario : {kPumps, kWater, kBoth}) {
      double least_s = kNever_s;
      bool fails = false;
      for (int u = 0; u < std::min(3, count); ++u) {
        const int racks = count / 3 + (u < count % 3 ? 1 : 0);
        const Site one = alone(site, 0, ride.supply_m3->value / 3);
        const Ridden expected = ridden(one, power_after(one, 1), {}, racks);
        least_s = std::min(least_s, expected.least_s(scenario));
        fails = fails || expected.check(scenario).status == Status::fail;
      }
      EXPECT_NEAR(own.least_s(scenario), least_s, 1e-9) << scenario << i;
      EXPECT_EQ(own.check(scenario).status == Status::fail, fails) << scenario << i;
    }
  }
}

TEST(DedicatedRide, WhatIsNotKnownIsUndecidedByName) {
  Site site = dedicated();
  site.loops[0].restart_s = exactly(300);
  site.cdu_groups[0].ride_through->return_m3.reset();
  const Check held = ridden(site).check(kWater);
  EXPECT_EQ(held.status, Status::undecided);
  EXPECT_EQ(held.arithmetic.rfind("cdu-1: no return header volume known for g1", 0), 0U) << held.arithmetic;
}

}  // namespace
}  // namespace hallplan
