// Air units of which each hangs on one board: its loss is judged as the loss of all that hang there, by balance and in the field.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/thermal/field.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/plans.hpp"
#include "tests/thermal/hand_made.hpp"

namespace hallplan::thermal {
namespace {

std::vector<Check> checked(const std::vector<std::string>& sets) {
  const Site site = test::small_site(sets);
  return check(site, racks(site, {{"test-compute", 4}, {"test-network", 1}, {"test-management", 1}}), {0});
}

bool has(const std::vector<Check>& checks, const std::string& scenario) {
  return std::any_of(checks.begin(), checks.end(), [&](const Check& one) { return one.scenario == scenario; });
}

// 90 kW of racks that draw 7.35 m3/s with leakage; three units of 60 kW, 6 m3/s and 3 kW, one of them spare; crah-1 and crah-3 on mech.
TEST(AirCords, ABoardThatStopsTwoOfThreeFails) {
  const std::vector<Check> checks = checked({"air.zones.room.cords=1"});
  EXPECT_EQ(only(checks, Rule::air_heat, "room", "1 unit lost").status, Status::pass);
  const Check& heat = only(checks, Rule::air_heat, "room", "mech lost");
  EXPECT_EQ(heat.status, Status::fail);
  EXPECT_NEAR(heat.value, 93e3, 1e-6);
  EXPECT_NEAR(heat.limit, 60e3, 1e-6);
  EXPECT_EQ(heat.arithmetic.find("loss of mech stops crah-1, crah-3: "), 0U) << heat.arithmetic;
  const Check& flow = only(checks, Rule::air_flow, "room", "mech lost");
  EXPECT_EQ(flow.status, Status::fail);
  EXPECT_NEAR(flow.value, 7.35, 1e-9);
  EXPECT_NEAR(flow.limit, 6, 1e-9);
  EXPECT_EQ(only(checks, Rule::air_inlet, "room", "mech lost").status, Status::undecided);
  EXPECT_FALSE(has(checks, "mech-2 lost"));  // stops the one that is spare
  EXPECT_FALSE(has(checked({"air.zones.room.cords=2"}), "mech lost"));
  EXPECT_FALSE(has(checked({}), "mech lost"));
}

TEST(AirCords, UnderMaintenanceOneMoreIsOut) {
  const std::vector<Check> checks = checked({"air.zones.room.cords=1", "policy.air=maintenance"});
  const Check& heat = only(checks, Rule::air_heat, "room", "1 unit out, mech lost");
  EXPECT_EQ(heat.status, Status::fail);
  EXPECT_NEAR(heat.value, 90e3, 1e-6);
  EXPECT_NEAR(heat.limit, 0, 1e-6);
}

TEST(AirCords, AFieldHasToBeSolvedForTheUnitsOfTheBoard) {
  Site site = test::small_placed_site({"air.zones.room.cords=1"});
  const Plan plan = test::placed_plan(site);
  FieldResult field = test::judged_field(site, plan, 20, 0.1);
  field.losses = {field.normal};
  field.losses[0].scenario = "crah-2 lost";
  field.losses[0].zone = 0;
  field.losses_solved = true;
  const Check open = only(check_inlets(site, plan, field), Rule::air_inlet, "hall", "mech lost");
  EXPECT_EQ(open.status, Status::undecided);
  EXPECT_NE(open.arithmetic.find("loss of mech stops crah-1, crah-3: field not solved for that"), std::string::npos)
      << open.arithmetic;
  FieldState both = field.losses[0];
  both.scenario = "mech lost";
  both.words = "loss of mech stops crah-1, crah-3: ";
  both.racks[3].inlet_band_degc = 40;
  field.losses.push_back(both);
  const Check lost = only(check_inlets(site, plan, field), Rule::air_inlet, "room", "mech lost");
  EXPECT_EQ(lost.status, Status::fail);
  EXPECT_EQ(lost.arithmetic.find("loss of mech stops crah-1, crah-3: row r1, rack c4: "), 0U) << lost.arithmetic;
  site.policy.air = FaultPolicy::maintenance;
  EXPECT_EQ(only(check_inlets(site, plan, field), Rule::air_inlet, "hall", "1 unit out, mech lost").status,
            Status::undecided);
}

TEST(AirCords, TheFieldIsSolvedWithAllUnitsOfTheBoardOut) {
  const Site site = test::small_placed_site({"air.zones.room.cords=1", "air.zones.room.containment=none"});
  const Plan plan = test::placed_plan(site);
  FieldOptions options;
  options.cell_m = 1;
  options.execution.threads = 1;
  const FieldResult field = solve_field(site, plan, options);
  ASSERT_TRUE(field.solved()) << field.problem;
  ASSERT_EQ(field.losses.size(), 4U);  // three units, and those of mech
  const FieldState& state = field.losses.back();
  EXPECT_EQ(state.scenario, "mech lost");
  EXPECT_EQ(state.zone, 0);
  // 60 kW of coils are less than the racks give: no steady state, while two units left have one.
  EXPECT_FALSE(state.has_steady_state);
  EXPECT_TRUE(field.losses.front().has_steady_state);
  EXPECT_EQ(only(check_inlets(site, plan, field), Rule::air_inlet, "room", "mech lost").status, Status::undecided);
}

}  // namespace
}  // namespace hallplan::thermal
