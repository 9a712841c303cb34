// The hall in time after air units stop: heat stays in a closed room, mass buys time, and what broke off is undecided.
#include "planner/thermal/ride_through.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "planner/thermal/field.hpp"
#include "planner/thermal/files/questions.hpp"
#include "planner/thermal/geometry.hpp"
#include "tests/thermal/hand_made.hpp"

namespace hallplan::thermal {
namespace {

Value stated(double value) {
  Value out;
  out.value = out.low = out.high = value;
  return out;
}

/// The small hall on coarse cells, solved once.
class RideThroughTest : public ::testing::Test {
 protected:
  static Site a_site() {
    Site site = test::small_placed_site();
    for (auto& rack : site.catalogue.racks) rack.body.air.inlet_limit_degc = stated(35);
    return site;
  }
  static FieldResult solved(const Site& site) {
    FieldOptions options;
    options.cell_m = 0.5;
    options.units_lost = false;
    options.execution.threads = 1;
    return solve_field(site, test::placed_plan(site), options);
  }
  static const FieldResult& field() {
    static const FieldResult once = solved(a_site());
    return once;
  }
  [[nodiscard]] RideThrough after(const std::string& lost, double end_s = 120, const FieldResult& from = field(),
                                  double step_s = 1) const {
    std::string problem;
    RideThroughOptions options;
    options.end_s = end_s;
    options.step_s = step_s;
    options.execution.threads = 1;
    const std::vector<RideThrough> rides = ride_through(site, plan, from, unit_losses(site, {lost}, problem), options);
    EXPECT_EQ(problem, "");
    return rides.at(0);
  }

  Site site = a_site();
  Plan plan = test::placed_plan(site);
};

TEST_F(RideThroughTest, WithoutUnitsAClosedHallKeepsItsHeat) {
  site.field.expansion_per_k = stated(0);  // however warm it gets, the flow does not change
  const FieldResult still = solved(site);
  ASSERT_TRUE(still.solved()) << still.problem;
  for (auto& rack : site.catalogue.racks) rack.body.air.inlet_limit_degc = stated(400);  // nothing ends the march
  for (const double share : {0.0, 0.5}) {
    site.field.rack_specific_heat_j_per_kg_k = stated(500);
    site.field.rack_mass_share = stated(share);
    const RideThrough ride = after("all", 1200, still, 6);
    ASSERT_EQ(ride.undecided, "");
    const kernels::flow::Grid& grid = still.solution.fields.grid;
    const double air_j_per_k = static_cast<double>(still.hall.grids.back().fluid_cells) * grid.hx_m * grid.hy_m *
                               grid.hz_m * still.hall.heat_capacity_j_per_m3_k;
    double store_j_per_k = 0;
    for (const Placement& rack : plan.racks) {
      store_j_per_k += share * 500 * site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body.mass_kg->low;
    }
    EXPECT_NEAR(ride.racks_store_j_per_k, store_j_per_k, 1e-6 * (1 + store_j_per_k));
    // When the air has gone round a few times all of it warms at the rate of the whole: dT/dt = Q / (rho cp V + store).
    const double rate = still.hall.heat.racks_w / (air_j_per_k + store_j_per_k);
    double found = 0;
    for (const RackRide& rack : ride.racks) {
      found += (rack.inlet_degc[200] - rack.inlet_degc[150]) / 300.0 / static_cast<double>(ride.racks.size());
    }
    EXPECT_NEAR(found, rate, 0.02 * rate) << "share " << share;
  }
}

TEST_F(RideThroughTest, MoreMassIsNotSooner) {
  site.field.rack_specific_heat_j_per_kg_k = stated(500);
  std::vector<RideThrough> rides;
  for (const double share : {0.0, 0.2, 0.8}) {
    site.field.rack_mass_share = stated(share);
    rides.push_back(after("all", 300));
    ASSERT_GE(rides.back().first, 0);
  }
  for (std::size_t i = 0; i + 1 < rides.size(); ++i) {
    for (std::size_t r = 0; r < rides[i].racks.size(); ++r) {
      EXPECT_LT(rides[i].racks[r].seconds, rides[i + 1].racks[r].seconds) << r;
      EXPECT_LE(rides[i].racks[r].least_seconds, rides[i].racks[r].seconds) << r;
    }
    EXPECT_LE(rides[i].racks[static_cast<std::size_t>(rides[i].first)].seconds, rides[i].last_s());
  }
}

TEST_F(RideThroughTest, OneOfThreeIsSpare) {
  const RideThrough ride = after("crah-2", 60);
  EXPECT_EQ(ride.scenario, "crah-2 lost");
  EXPECT_EQ(ride.first, -1);
  EXPECT_EQ(ride.racks.at(0).seconds, kNotReached_s);
  EXPECT_EQ(ride.time_s.size(), 61U);
  EXPECT_NE(rides_text(plan, {ride}).find("no rack within 60 s"), std::string::npos) << rides_text(plan, {ride});
}

TEST_F(RideThroughTest, WhatIsStoppedIsUndecided) {
  RideThroughOptions options;
  options.end_s = 100;
  options.execution.threads = 1;
  options.progress = [](const std::string&, double time_s) { return time_s < 4.5; };
  const RideThrough ride = ride_through(site, plan, field(), {{"crah-1 lost", {"crah-1"}}}, options).at(0);
  EXPECT_EQ(ride.undecided, "stopped after 5 s of 100 s");
  EXPECT_TRUE(std::isnan(ride.racks.at(0).seconds));
  EXPECT_TRUE(std::isnan(ride.last_s()));
  EXPECT_NE(rides_json(plan, {ride}).find("\"undecided\": \"stopped after"), std::string::npos);
}

TEST_F(RideThroughTest, AHallThatDoesNotSettleDecidesNothing) {
  FieldResult restless = field();
  restless.normal.settled = false;
  restless.normal.unsettled = "row r1, rack c3 inlet wanders 0.8 K";
  RideThroughOptions options;
  options.end_s = 2;
  options.execution.threads = 1;
  const std::vector<RideThrough> rides = ride_through(site, plan, restless, {{"all units lost", {"crah-1"}}}, options);
  EXPECT_NE(rides.at(0).undecided.find("rack c3 inlet wanders 0.8 K"), std::string::npos);
  const RideThrough unknown = ride_through(site, plan, restless, {{"crah-9 lost", {"crah-9"}}}, options).at(0);
  EXPECT_NE(unknown.undecided.find("no air unit 'crah-9'"), std::string::npos) << unknown.undecided;
}

TEST_F(RideThroughTest, WordsNameLosses) {
  std::string problem;
  EXPECT_EQ(unit_losses(site, {"each"}, problem).size(), 3U);
  const std::vector<UnitLoss> zone = unit_losses(site, {"room"}, problem);
  EXPECT_EQ(zone.at(0).scenario, "all units of room lost");
  EXPECT_EQ(zone.at(0).units.size(), 3U);
  EXPECT_EQ(unit_losses(site, {"all", "crah-3"}, problem).at(1).scenario, "crah-3 lost");
  EXPECT_EQ(problem, "");
  EXPECT_TRUE(unit_losses(site, {"crah-4"}, problem).empty());
  EXPECT_NE(problem.find("no air unit or zone 'crah-4'"), std::string::npos) << problem;
}

TEST(SecondsToPass, AreLinearBetweenPoints) {
  const std::vector<double> time_s = {0, 10, 20, 30};
  EXPECT_NEAR(seconds_to_pass(time_s, {20, 22, 26, 25}, 24), 15, 1e-9);
  EXPECT_NEAR(seconds_to_pass(time_s, {20, 22, 26, 25}, 19), 0, 1e-9);
  EXPECT_EQ(seconds_to_pass(time_s, {20, 22, 26, 25}, 26), kNotReached_s);  // at the limit is not past it
}

TEST(RackStorage, NeedsMassHeatAndShare) {
  Site site = test::small_placed_site();
  RackType rack;
  rack.body.mass_kg = stated(1000);
  EXPECT_EQ(rack_storage_j_per_k(site, rack), 0);
  site.field.rack_specific_heat_j_per_kg_k = stated(500);
  site.field.rack_mass_share = stated(0.4);
  EXPECT_NEAR(rack_storage_j_per_k(site, rack), 200e3, 1e-6);
  rack.body.mass_kg.reset();
  EXPECT_EQ(rack_storage_j_per_k(site, rack), 0);
}

}  // namespace
}  // namespace hallplan::thermal
