// Ride-through of CDU groups of the small hall: four racks of 90 kW into coolant, supply 36 degC, flow table up to 40 degC, return limit
// 60 degC, three units of which one is spare.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <optional>

#include "planner/hydraulics/header_volumes.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/ride_through/ride_through.hpp"
#include "tests/support/ride.hpp"

namespace hallplan {
namespace {

using hydraulics::Accuracy;
using hydraulics::CoolantLoss;
using hydraulics::kNever_s;
using hydraulics::PlantPower;
using hydraulics::RideLimit;
using test::between;
using test::kBoth;
using test::kLitre;
using test::kPumps;
using test::kTwo;
using test::kWater;
using test::power_after;
using test::rack_in;
using test::Ridden;
using test::ridden;
using test::ride_site;

TEST(RideThrough, WithoutFlowWhatIsTrappedCounts) {
  const Site site = ride_site();
  const Ridden out = ridden(site);
  // Flow by the table at 36 degC: 60 + 0.6 x 40 = 84 L/min, and 90 kW of 90 kW. Return 36 + 90 kW / (84 L/min x rho cp).
  const hydraulics::CoolantState pg25 = *hydraulics::coolant_at(
      site.catalogue.coolants[static_cast<std::size_t>(site.cdu_groups[0].coolant.index)].body, 36);
  const double j_per_m3_k = pg25.density_kg_per_m3 * pg25.specific_heat_j_per_kg_k;
  const double back_degc = 36 + 90e3 / (84 * kLitre / 60 * j_per_m3_k);
  const double low_s = (60 - back_degc) * (3 * kLitre * j_per_m3_k + 20 * 385) / 90e3;
  const double high_s = (60 - back_degc) * (5 * kLitre * j_per_m3_k + 20 * 385) / 90e3;
  EXPECT_NEAR(low_s, 1.74, 0.01);
  const hydraulics::TypeRide& type = out.loss(kPumps).types[0];
  EXPECT_NEAR(type.least_s, low_s, 1e-3);
  EXPECT_NEAR(type.most_s, high_s, 1e-3);
  EXPECT_EQ(type.ended_by, RideLimit::return_);
  // 1 s of generator and 3 s of drives are more.
  EXPECT_EQ(out.check(kPumps).status, Status::fail);
  EXPECT_NEAR(out.check(kPumps).limit, 4, 1e-9);
  EXPECT_NE(out.check(kPumps).arithmetic.find("feed the pumps from a UPS"), std::string::npos);
  EXPECT_EQ(out.loss(kPumps).tank_m3, 0);
}

TEST(RideThrough, CoastDownHelps) {
  Site site = ride_site();
  const double at_once_s = ridden(site).least_s(kPumps);
  site.cdu_groups[0].ride_through->coast_down_s = exactly(2);
  EXPECT_GT(ridden(site).least_s(kPumps), at_once_s + 0.5);
}

TEST(RideThrough, LeastFlowEndsItWhenNothingElseDoes) {
  Site site = ride_site();
  rack_in(site).trapped_m3 = exactly(6 * kLitre);
  rack_in(site).metal_kg = exactly(1000);  // 90 kW / 409 kJ/K = 0.22 K/s: 36 s up to the return limit
  const hydraulics::TypeRide type = ridden(site).loss(kPumps).types[0];
  EXPECT_EQ(type.ended_by, RideLimit::least_flow);
  EXPECT_NEAR(type.least_s, 30, 1e-3);
  rack_in(site).no_flow_s.reset();
  EXPECT_EQ(ridden(site).least_s(kPumps), 0);
}

TEST(RideThrough, FacilityWaterOff) {
  const Site site = ride_site();
  const Ridden out = ridden(site);
  // All that holds heat: 300 + 300 + 3 x 60 + 4 x 6 L. Mixed at once it would take (40 - 36) K; of what leaves the racks, which are warm
  // already, less: between nothing and all of it, and no more than a transit of the supply later than the CDUs' own.
  const hydraulics::TypeRide& type = out.loss(kWater).types[0];
  EXPECT_EQ(type.ended_by, RideLimit::supply);
  EXPECT_GT(type.least_s, 1);
  const double heat_w = 4 * 90e3, j_per_m3_k = 1024.5 * 3904;
  EXPECT_LT(type.least_s, 4 * 0.804 * j_per_m3_k / heat_w + 0.48 / (4 * 84 * kLitre / 60));
  EXPECT_GT(type.most_s, type.least_s);
  // The series is that of the low end: it crosses the limit where it was met.
  const hydraulics::RideSeries& series = out.loss(kWater).series;
  ASSERT_EQ(series.time_s.size(), series.supply_degc.size());
  for (std::size_t i = 0; i < series.time_s.size(); ++i) {
    if (std::abs(series.time_s[i] - type.least_s) < 5) continue;
    EXPECT_EQ(series.supply_degc[i] > series.supply_limit_degc, series.time_s[i] > type.least_s) << i;
  }
}

TEST(RideThrough, MissingTankWouldDo) {
  Site site = ride_site();
  site.loops[0].restart_s = exactly(120);
  const double tank_m3 = test::missing_tank_m3(site);
  ASSERT_GT(tank_m3, 0);
  // More than what would warm all of it by the 4 K: 360 kW x 121 s.
  EXPECT_GT(tank_m3 + 0.804, 360e3 * 121 / (13.5 * 1024.5 * 3904));
}

TEST(RideThrough, WhatIsWarmWhenWaterReturnsCounts) {
  // A restart that comes just before the limit is too late: warm coolant is on its way to the racks.
  Site site = ride_site();
  site.cdu_groups[0].ride_through->supply_m3 = exactly(2);
  const double passed_s = ridden(site).least_s(kWater);
  site.loops[0].restart_s = exactly(passed_s - 1 - 0.5);
  const Check late = ridden(site).check(kWater);
  EXPECT_EQ(late.status, Status::fail);
  EXPECT_LT(late.value, late.limit);
  EXPECT_NE(late.arithmetic.find("reaches the racks after the restart"), std::string::npos) << late.arithmetic;
  site.loops[0].restart_s = exactly(std::max(0.0, late.value * 0.9 - 1));
  EXPECT_EQ(ridden(site).check(kWater).status, Status::pass);
}

TEST(RideThrough, OneUnitMoreThanSpare) {
  Site site = ride_site();
  // 250 kW at 4 K: at 6 K of approach no more than rated counts. One unit carries 250 of 360 kW, and 300 of 336 L/min.
  const Ridden shown = ridden(site);
  EXPECT_FALSE(shown.loss(kTwo).judged);
  EXPECT_LT(shown.least_s(kTwo), kNever_s);
  EXPECT_THROW(shown.check(kTwo), std::runtime_error);
  site.cdu_groups[0].ride_through->cdu_restart_s = exactly(600);
  EXPECT_EQ(ridden(site).check(kTwo).status, Status::fail);
  // Two racks are 180 kW: it settles, and no restart is needed.
  const Ridden two = ridden(site, power_after(site, 1), {}, 2);
  EXPECT_EQ(two.check(kTwo).status, Status::pass);
  EXPECT_TRUE(two.loss(kTwo).settled);
}

// Two racks and a unit's own power are 185 kW, two of three units lost: the one left takes 250 kW at 4 K and 156 at 2.5, so the supply settles
// some 3 K above the water, warmer than the 36 degC it is set to. Racks whose valves hold the flow of 36 degC ask for more there.
TEST(RideThrough, ASupplyThatSettlesTooWarmForItsFlowIsNoPass) {
  Site site = ride_site({"liquid.loops.fws.supply=33.5 degC"});
  site.cdu_groups[0].ride_through->cdu_restart_s = exactly(7200);
  RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  rack.liquid->table.back().supply_degc = exactly(60);
  rack.liquid->return_limit_degc = exactly(95);
  const Ridden two = ridden(site, power_after(site, 1), {}, 2);
  EXPECT_TRUE(two.loss(kTwo).settled);
  const Check held = two.check(kTwo);
  EXPECT_EQ(held.status, Status::undecided) << held.arithmetic;
  EXPECT_NE(held.arithmetic.find("asks for more flow"), std::string::npos) << held.arithmetic;
}

TEST(RideThrough, PumpsBehindAUpsRunOn) {
  const Site site = ride_site();
  PlantPower power = power_after(site, 1);
  power.groups[0].bridged = true;
  power.groups[0].by = "ups-a";
  const Ridden out = ridden(site, power);
  EXPECT_EQ(out.loss(kPumps).runs_on, "ups-a");
  EXPECT_THROW(out.check(kPumps), std::runtime_error);
  EXPECT_THROW(out.check(kBoth), std::runtime_error);
  EXPECT_NEAR(out.check(kWater).limit, 11, 1e-9);
  // Where nobody says when a generator takes over from the battery, they may stop.
  power.groups[0].unknown = "no start time known for gen";
  EXPECT_EQ(ridden(site, power).check(kPumps).status, Status::undecided);
}

TEST(RideThrough, BothOffIsNoLongerThanEither) {
  const Ridden out = ridden(ride_site());
  EXPECT_LE(out.least_s(kBoth), out.least_s(kPumps) + 1e-3);
  EXPECT_NEAR(out.check(kBoth).limit, 11, 1e-9);
}

TEST(RideThrough, TwiceRefinedSecondsStay) {
  const Site site = ride_site();
  const PlantPower power = power_after(site, 1);
  const Ridden coarse = ridden(site, power);
  for (const double part : {0.5, 0.25}) {
    const Accuracy own;
    const Ridden fine = ridden(site, power, {own.absolute * part, own.relative * part, own.longest_step_s * part});
    for (const char* scenario : {kPumps, kTwo, kWater, kBoth}) {
      EXPECT_NEAR(fine.least_s(scenario), coarse.least_s(scenario), 1e-3 * coarse.least_s(scenario)) << scenario;
    }
  }
}

/// Nothing restarts: no tank is sized, seconds alone. A UPS keeps the facility loop's pumps running.
Ridden seconds_alone(Site site) {
  site.cdu_groups[0].ride_through->drive_restart_s = exactly(0);
  site.loops[0].restart_s = exactly(0);
  PlantPower power = power_after(site, 0);
  power.loop_pumps[0] = {true, "ups-m", 0, {}, {}};
  return ridden(site, power);
}

TEST(RideThrough, CirculatingWaterCountsWhereItsPumpsRunOn) {
  Site site = ride_site();
  PlantPower power = power_after(site, 1);
  const double without_s = ridden(site, power).least_s(kWater);
  site.loops[0].circulating_m3 = exactly(2);
  EXPECT_EQ(ridden(site, power).least_s(kWater), without_s);
  power.loop_pumps[0] = {true, "ups-m", 0, {}, {}};
  EXPECT_GT(ridden(site, power).least_s(kWater), 1.5 * without_s);
  power.loop_pumps[0].unknown = "no start time known for gen";
  EXPECT_EQ(ridden(site, power).least_s(kWater), without_s);
}

TEST(RideThrough, MoreVolumeNeverShortens) {
  using Grow = void (*)(Site&, double);
  const Grow grow[] = {[](Site& site, double by) { site.cdu_groups[0].ride_through->supply_m3 = exactly(0.05 * by); },
                       [](Site& site, double by) { site.cdu_groups[0].ride_through->return_m3 = exactly(0.05 * by); },
                       [](Site& site, double by) { site.cdu_groups[0].ride_through->cdu_m3 = exactly(0.02 * by); },
                       [](Site& site, double by) { site.cdu_groups[0].ride_through->tank_m3 = exactly(0.1 * by); },
                       [](Site& site, double by) { rack_in(site).volume_m3 = exactly(0.006 * by); },
                       // What is trapped grows with the rack: as a part of the same volume it would but move it.
                       [](Site& site, double by) {
                         rack_in(site).trapped_m3 = exactly(0.001 * by);
                         rack_in(site).volume_m3 = exactly(0.006 + 0.001 * by);
                       },
                       [](Site& site, double by) { rack_in(site).metal_kg = exactly(5 * by); },
                       [](Site& site, double by) { site.loops[0].circulating_m3 = exactly(0.1 * by); }};
  for (std::size_t i = 0; i < std::size(grow); ++i) {
    double before_pumps_s = 0, before_water_s = 0;
    for (const double by : {0.5, 1.0, 2.0, 4.0, 8.0}) {
      Site site = ride_site();
      grow[i](site, by);
      const Ridden out = seconds_alone(site);
      EXPECT_GE(out.least_s(kPumps), before_pumps_s * (1 - 1e-6)) << i << " " << by;
      EXPECT_GE(out.least_s(kWater), before_water_s * (1 - 1e-6)) << i << " " << by;
      before_pumps_s = out.least_s(kPumps);
      before_water_s = out.least_s(kWater);
    }
  }
}

TEST(RideThrough, MoreHeatNeverLengthens) {
  const Site site = ride_site();
  double before_s = kNever_s;
  for (const double kw : {40.0, 60.0, 80.0, 100.0, 120.0}) {
    Site hot = site;
    RackType& rack = hot.catalogue.racks[static_cast<std::size_t>(rack_type(hot, "test-compute"))].body;
    rack.power.tdp_w = exactly(kw * 1e3);
    // The same flow whatever the heat, so that heat alone changes.
    rack.liquid->table_power_w = exactly(kw * 1e3);
    const double now_s = seconds_alone(hot).least_s(kPumps);
    EXPECT_LE(now_s, before_s * (1 + 1e-6)) << kw;
    before_s = now_s;
  }
}

TEST(RideThrough, ColdPlateOfAStatedLimit) {
  Site site = ride_site();
  rack_in(site).device = PlateDevice{exactly(1200), exactly(24), exactly(1), exactly(80), {}};
  // It starts at return + 24 K and keeps its heat: 1200 W / 385 J/K = 3.1 K/s, sooner than the liquid.
  const hydraulics::TypeRide type = ridden(site).loss(kPumps).types[0];
  EXPECT_EQ(type.ended_by, RideLimit::plate);
  EXPECT_NEAR(type.least_s, (80 - 24 - 36 - 90e3 / (84 * kLitre / 60 * 1024.8 * 3904)) / (1200.0 / 385), 0.02);
}

// Without flow a plate of 1 kg keeps 1200 W: 3.1 K/s. Throttled to a fifth of that it bears its last kelvin for longer: 1 / 3.1 s x (ln 5 + 1), nearly,
// in place of 1 / 3.1 s; and one that may slow down to nothing never gets there.
TEST(RideThrough, AThrottledColdPlateBearsItsLastKelvinLonger) {
  Site site = ride_site();
  rack_in(site).device = PlateDevice{exactly(1200), exactly(24), exactly(1), exactly(80), {}};
  const double kept_s = ridden(site).loss(kPumps).types[0].least_s;
  rack_in(site).device->throttles_to = exactly(0.2);
  const hydraulics::TypeRide slowed = ridden(site).loss(kPumps).types[0];
  EXPECT_NEAR(slowed.least_s - kept_s, (std::log(5.0) + 0.21 / 0.2 - 1.01) * 385 / 1200, 1e-3);
  EXPECT_EQ(slowed.ended_by, RideLimit::plate);
  rack_in(site).device->throttles_to = exactly(0);
  const hydraulics::TypeRide idle = ridden(site).loss(kPumps).types[0];
  EXPECT_EQ(idle.ended_by, RideLimit::least_flow);  // 30 s without flow
  EXPECT_NEAR(idle.least_s, 30, 1e-3);
}

// Header volumes follow from pipes where they are not stated, at both ends, and the check says so; stated ones count.
TEST(RideThrough, HeaderVolumesFollowFromPipes) {
  Site site = ride_site(
      {"liquid.cdu_groups.g1.type=test-cdu-4bar",
       "liquid.cdu_groups.g1.piping={header_diameter: {value: 150 mm, low: 140 mm, high: 160 mm}, branch_diameter: 40 "
       "mm, branch_length: 3 m, roughness: 0.045 mm}"});
  EXPECT_EQ(ridden(site).check(kWater).arithmetic.find("by their pipes"), std::string::npos);
  site.cdu_groups[0].ride_through->supply_m3.reset();
  site.cdu_groups[0].ride_through->return_m3.reset();
  const Ridden by_pipes = ridden(site);
  const Plan plan = racks(site, {{"test-compute", 4}});
  const hydraulics::GroupNetwork network = hydraulics::network_of(site, plan, 0);
  const hydraulics::HeaderVolumes volumes = hydraulics::header_volumes(*site.cdu_groups[0].piping, network);
  const double branches_m3 = 4 * 3 * std::numbers::pi / 4 * 0.04 * 0.04;
  ASSERT_TRUE(volumes.supply_m3 && volumes.return_m3);
  EXPECT_NEAR(volumes.supply_m3->low, network.supply_m * std::numbers::pi / 4 * 0.14 * 0.14 + branches_m3, 1e-12);
  EXPECT_NEAR(volumes.supply_m3->high, network.supply_m * std::numbers::pi / 4 * 0.16 * 0.16 + branches_m3, 1e-12);
  EXPECT_NEAR(volumes.return_m3->value, network.return_m * std::numbers::pi / 4 * 0.15 * 0.15 + branches_m3, 1e-12);
  EXPECT_NE(by_pipes.check(kWater).arithmetic.find("headers and branches hold "), std::string::npos);
  EXPECT_NE(by_pipes.check(kWater).arithmetic.find(" of return, by their pipes"), std::string::npos);
  // As long as with the same volumes stated.
  Site same = site;
  same.cdu_groups[0].ride_through->supply_m3 = volumes.supply_m3;
  same.cdu_groups[0].ride_through->return_m3 = volumes.return_m3;
  EXPECT_EQ(ridden(same).least_s(kWater), by_pipes.least_s(kWater));
  // Pipes that cannot be worked out leave them unknown, by name.
  site.cdu_groups[0].units[0].x_m.reset();
  site.loops[0].restart_s = exactly(300);
  EXPECT_NE(ridden(site).check(kWater).arithmetic.find("no supply header volume known for g1"), std::string::npos);
}

TEST(RideThrough, MissingValuesAreNamed) {
  const auto says = [](const Site& site, const char* scenario) {
    const Check check = ridden(site).check(scenario);
    EXPECT_EQ(check.status, Status::undecided) << scenario << ": " << check.arithmetic;
    return check.arithmetic.substr(0, check.arithmetic.find("; "));
  };
  Site site = ride_site();
  site.loops[0].restart_s.reset();
  EXPECT_EQ(says(site, kWater), "no restart time known for fws");
  site = ride_site();
  site.cdu_groups[0].ride_through->drive_restart_s.reset();
  EXPECT_EQ(says(site, kPumps), "no drive restart time known for g1");
  site = ride_site();
  rack_in(site).trapped_m3.reset();
  EXPECT_EQ(says(site, kPumps), "no trapped coolant volume known for test-compute");
  site = ride_site();
  site.loops[0].restart_s = exactly(300);
  site.cdu_groups[0].ride_through->return_m3.reset();
  EXPECT_EQ(says(site, kWater), "no return header volume known for g1");
  site.cdu_groups[0].ride_through->racks.clear();
  EXPECT_EQ(says(site, kWater), "no coolant volume known for test-compute");
  // What is too short even so is not: enough restart passes without the volumes.
  site = ride_site();
  site.cdu_groups[0].ride_through->return_m3.reset();
  site.loops[0].restart_s = exactly(0);
  EXPECT_EQ(ridden(site, power_after(site, 0)).check(kWater).status, Status::pass);
}

TEST(RideThrough, AFlowBelowTheTableIsUndecidedWithoutALeastFlow) {
  Site site = ride_site();
  rack_in(site).least_flow_m3_per_s.reset();
  rack_in(site).metal_kg = exactly(1000);
  const Check check = ridden(site).check(kPumps);
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_EQ(check.arithmetic.substr(0, check.arithmetic.find("; ")), "no least flow known for test-compute");
}

TEST(RideThrough, NoReturnLimitNoPass) {
  Site site = ride_site();
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))]
      .body.liquid->return_limit_degc.reset();
  const Check check = ridden(site, power_after(site, 0)).check(kPumps);
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_EQ(check.arithmetic.substr(0, check.arithmetic.find("; ")), "no return limit known for test-compute");
}

TEST(RideThrough, UnknownPowerIsSaid) {
  const Site site = ride_site();
  PlantPower power = power_after(site, 1);
  power.groups[0].unknown = "no generator known for g1";
  EXPECT_EQ(ridden(site, power).check(kPumps).status, Status::undecided);
}

// Facility water that the loop's pipes give in full is the same as without pipes.
TEST(RideThrough, WideFacilityPipesChangeNothing) {
  const std::string cdu = "liquid.cdu_groups.g1.type=test-cdu-4bar";
  const Ridden without = ridden(ride_site({cdu}));
  const Ridden with =
      ridden(ride_site({cdu,
                        "liquid.loops.fws.piping={x: 0 m, y: 3 m, roughness: 0.045 mm, header_diameter: 1.5 m, "
                        "branch_diameter: 0.9 m, branch_length: 0.1 m, differential_pressure: 60 kPa}"}));
  for (const char* scenario : {kPumps, kTwo, kWater, kBoth}) {
    EXPECT_EQ(with.loss(scenario).undecided, "") << scenario;
    EXPECT_NEAR(with.least_s(scenario), without.least_s(scenario), 1e-6) << scenario;
  }
}

TEST(RideThrough, ChecksAreTheSameWithAndWithoutWhatWasFollowed) {
  for (const double restart_s : {0.0, 5.0, 20.0, 200.0}) {
    Site site = ride_site();
    site.loops[0].restart_s = exactly(restart_s);
    site.cdu_groups[0].ride_through->drive_restart_s = exactly(restart_s / 20);
    site.cdu_groups[0].ride_through->cdu_restart_s = exactly(restart_s);
    const Plan plan = racks(site, {{"test-compute", 4}});
    const PlantPower power = power_after(site, restart_s / 10);
    const std::vector<Check> alone =
        hydraulics::check_ride_through(site, plan, power, hydraulics::loop_heat_w(site, plan, {50e3}));
    const Ridden out = ridden(site, power);
    ASSERT_EQ(alone.size(), out.checks.size());
    for (std::size_t i = 0; i < alone.size(); ++i) {
      EXPECT_EQ(alone[i].status, out.checks[i].status) << alone[i].scenario << " " << restart_s;
      EXPECT_EQ(alone[i].value, out.checks[i].value) << alone[i].scenario << " " << restart_s;
      EXPECT_EQ(alone[i].limit, out.checks[i].limit) << alone[i].scenario << " " << restart_s;
    }
  }
}

TEST(RideThrough, SitesThatDoNotAskGetNoCheck) {
  Site site = ride_site();
  site.cdu_groups[0].ride_through.reset();
  EXPECT_TRUE(ridden(site).checks.empty());
  EXPECT_TRUE(ridden(ride_site(), power_after(ride_site(), 1), {}, 0).checks.empty());
}

}  // namespace
}  // namespace hallplan
