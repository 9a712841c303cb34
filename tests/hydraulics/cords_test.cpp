// CDUs and heat rejection of which each unit hangs on one board: its loss is judged as the loss of all that hang there.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/rack_margins.hpp"
#include "planner/site/cords.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/piped.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

using test::small_site;

std::vector<Check> checked(const Site& site, int compute = 4) {
  return hydraulics::check(site, racks(site, {{"test-compute", compute}}), {50e3});
}

bool has(const std::vector<Check>& checks, Rule rule, const std::string& where, const std::string& scenario) {
  return std::any_of(checks.begin(), checks.end(), [&](const Check& check) {
    return check.rule == rule && check.where == where && check.scenario == scenario;
  });
}

/// Four CDUs of 250 kW and 300 L/min, one of them spare.
Site four(const std::vector<std::string>& sets) {
  Site site = small_site(sets);
  std::vector<Unit>& units = site.cdu_groups[0].units;
  Unit more = units.back();
  more.id = "cdu-4";
  more.feed = {};
  units.push_back(std::move(more));
  deal_feeds(site);
  return site;
}

// Seven racks of 90 kW and 100 L/min: three CDUs carry 750 kW and 900 L/min, two 500 kW and 600 L/min.
TEST(LiquidCords, ABoardThatStopsTwoOfFourFails) {
  for (const char* const set : {"liquid.cdu_groups.g1.cords=2", "liquid.cdu_groups.g1.spare=1"}) {
    const std::vector<Check> checks = checked(four({set}), 7);
    EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1", "1 unit lost").status, Status::pass) << set;
    EXPECT_FALSE(has(checks, Rule::liquid_cdu_heat, "g1", "mech lost")) << set;
  }
  const std::vector<Check> checks = checked(four({"liquid.cdu_groups.g1.cords=1"}), 7);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1", "1 unit lost").status, Status::pass);
  const Check& heat = only(checks, Rule::liquid_cdu_heat, "g1", "mech lost");
  EXPECT_EQ(heat.status, Status::fail);
  EXPECT_NEAR(heat.value, 7 * 90e3 + 2 * 5e3, 1e-3);
  EXPECT_NEAR(heat.limit, 500e3, 1e-3);
  EXPECT_EQ(heat.arithmetic.find("loss of mech stops cdu-1, cdu-3: 7 x test-compute"), 0U) << heat.arithmetic;
  EXPECT_NE(heat.arithmetic.find("(4 - 2) x test-cdu 250 kW"), std::string::npos) << heat.arithmetic;
  const Check& flow = only(checks, Rule::liquid_cdu_flow, "g1", "mech-2 lost");
  EXPECT_EQ(flow.status, Status::fail);
  EXPECT_NEAR(flow.limit, 600 * test::kLitrePerMinute, 1e-12);
  EXPECT_EQ(flow.arithmetic.find("loss of mech-2 stops cdu-2, cdu-4: "), 0U) << flow.arithmetic;
  // Five racks are carried by two: 450 + 10 kW and 500 L/min.
  for (const char* const scenario : {"mech lost", "mech-2 lost"}) {
    const std::vector<Check> five = checked(four({"liquid.cdu_groups.g1.cords=1"}), 5);
    EXPECT_EQ(only(five, Rule::liquid_cdu_heat, "g1", scenario).status, Status::pass);
    EXPECT_EQ(only(five, Rule::liquid_cdu_flow, "g1", scenario).status, Status::pass);
  }
}

TEST(LiquidCords, AsManyAsAreSpareIsNoCaseOfItsOwn) {
  const std::vector<Check> checks = checked(four({"liquid.cdu_groups.g1.cords=1", "liquid.cdu_groups.g1.spare=2"}));
  EXPECT_FALSE(has(checks, Rule::liquid_cdu_heat, "g1", "mech lost"));
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1", "2 units lost").limit, 500e3);
}

TEST(LiquidCords, UnderMaintenanceOneMoreIsOut) {
  const std::vector<Check> checks = checked(four({"liquid.cdu_groups.g1.cords=1", "policy.liquid=maintenance"}), 3);
  // 3 x 90 + 5 kW against one unit.
  const Check& heat = only(checks, Rule::liquid_cdu_heat, "g1", "1 unit out, mech lost");
  EXPECT_NEAR(heat.value, 275e3, 1e-3);
  EXPECT_NEAR(heat.limit, 250e3, 1e-3);
  EXPECT_EQ(heat.status, Status::fail);
}

// Three coolers of 300 kW, one spare, against 4 x 90 + 3 x 5 = 375 kW: two carry 600 kW, one does not.
TEST(LiquidCords, HeatRejectionOnTwoBoards) {
  const Check lost =
      only(checked(small_site({"liquid.loops.fws.rejection.cords=1"})), Rule::liquid_rejection, "fws", "mech lost");
  EXPECT_EQ(lost.status, Status::fail);
  EXPECT_NEAR(lost.value, 375e3, 1e-3);
  EXPECT_NEAR(lost.limit, 300e3, 1e-3);
  EXPECT_EQ(lost.arithmetic.find("loss of mech stops 2 of 3 units: "), 0U) << lost.arithmetic;
  EXPECT_FALSE(
      has(checked(small_site({"liquid.loops.fws.rejection.cords=2"})), Rule::liquid_rejection, "fws", "mech lost"));
  // Two chillers, one on either board: a loss stops the one that is spare.
  EXPECT_FALSE(
      has(checked(small_site({"liquid.loops.chw.rejection.cords=1"})), Rule::liquid_rejection, "chw", "mech lost"));
}

TEST(LiquidCords, PipesAreSolvedWithoutTheUnitsOfTheBoard) {
  const Site site = test::piped("", {"liquid.cdu_groups.g1.cords=1"});
  const Check lost = test::delivery(site, 4, "mech lost");
  EXPECT_NE(lost.arithmetic.find("cdu-1, cdu-3"), std::string::npos) << lost.arithmetic;
  const hydraulics::GroupState expected = test::state(site, 4, {{0, 2}, {}});
  double least = 1;
  for (const hydraulics::RackState& rack : expected.racks) least = std::min(least, rack.least_m3_per_s);
  EXPECT_NEAR(lost.value, least, 1e-9);
  EXPECT_LE(lost.value, test::delivery(site, 4, "1 unit lost").value);
  const hydraulics::GroupMargins margins = hydraulics::group_margins(site, test::placed(site, 4), 0);
  EXPECT_TRUE(std::any_of(margins.failures.begin(), margins.failures.end(),
                          [](const auto& failure) { return failure.text == "mech lost (cdu-1, cdu-3)"; }));
}

TEST(LiquidCords, RacksOfUnitsOfTheirOwnStopWithTheBoard) {
  const Site site = test::dedicated("", {"liquid.cdu_groups.g1.cords=1"});
  const Plan plan = test::placed(site, 4);  // two on cdu-1, one on each of the others
  const Check lost = only(hydraulics::check(site, plan, {50e3}), Rule::liquid_supplied, "g1", "mech lost");
  EXPECT_EQ(lost.status, Status::fail);
  EXPECT_EQ(lost.value, 3);
  EXPECT_NE(lost.arithmetic.find("loss of mech stops cdu-1, cdu-3, and with them"), std::string::npos)
      << lost.arithmetic;
  // The loss of one unit stays accepted.
  EXPECT_EQ(only(hydraulics::check(site, plan, {50e3}), Rule::liquid_supplied, "g1", "1 unit lost").status,
            Status::pass);
  // For the search nothing may hang there.
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, thermal::capacity_rows(site, choices, losses_w));
  EXPECT_TRUE(std::any_of(part.rows.begin(), part.rows.end(), [](const capacity::Row& row) {
    return row.rule == Rule::liquid_supplied && row.scenario == "mech lost" && row.limit == 0;
  }));
}

}  // namespace
}  // namespace hallplan
