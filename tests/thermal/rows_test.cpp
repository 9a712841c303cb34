// Properties on random placements: rows equal checks, more racks never help, a lost unit never helps.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

std::vector<Check> checked(const Site& site, const Plan& plan) {
  return thermal::check(site, plan, losses_w(site, plan));
}

TEST(AirRows, EqualTheChecks) {
  const Site site = wide_site();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = thermal::capacity_rows(site, choices, losses_w);
  EXPECT_EQ(part.rows.size(), 8U);  // two zones, heat and flow, normal and lost
  std::mt19937 random(1);
  for (int i = 0; i < 500; ++i) {
    const Plan plan = random_plan(site, choices, random);
    // The annex's water is warmer than its supply air: its units have no capacity, in rows and checks alike.
    EXPECT_EQ(expect_rows_agree(site, part, choices, plan, checked(site, plan)), 8);
  }
}

TEST(AirRows, EqualTheChecksWithRearDoors) {
  const Site site = wide_site_with_doors();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = thermal::capacity_rows(site, choices, losses_w);
  std::mt19937 random(4);
  double taken_w = 0;
  for (int i = 0; i < 200; ++i) {
    const Plan plan = random_plan(site, choices, random);
    EXPECT_EQ(expect_rows_agree(site, part, choices, plan, checked(site, plan)), 8);
    taken_w += thermal::balances(site, plan, losses_w(site, plan)).at(0).door_heat_w;
  }
  EXPECT_GT(taken_w, 0);
}

/// Rows of heat and how many of them prove something.
struct HeatRows {
  int all = 0, proving = 0, of_a_lost_door = 0;
};
HeatRows heat_rows(const Site& site) {
  HeatRows out;
  for (const capacity::Row& row : thermal::capacity_rows(site, capacity::choices(site), losses_w).rows) {
    if (row.rule != Rule::air_heat) continue;
    ++out.all;
    out.proving += row.proves ? 1 : 0;
    out.of_a_lost_door += row.scenario == "1 rear door lost" ? 1 : 0;
  }
  return out;
}

// Heat beyond a capacity that is not known is undecided, not too much: no plan is proven too large by it.
TEST(AirRows, ProveNothingWhereNoHeatIsTooMuch) {
  const std::string doors =
      "air.rear_doors={doors: {type: test-door, loop: chw, leaving: 26 degC, rows: [r1], racks: [test-network]}}";
  EXPECT_EQ(heat_rows(test::small_site()).proving, 2);  // normal, 1 unit lost
  EXPECT_EQ(heat_rows(test::small_site({"air.zones.room.supply=19 degC"})).proving, 2);
  const Site with_doors = test::small_site({doors});
  EXPECT_EQ(heat_rows(with_doors).proving, 2);
  EXPECT_EQ(heat_rows(with_doors).of_a_lost_door, 1);
  // Nobody states the air that the ratings hold for.
  Site units = test::small_site();
  for (Product<AirUnitType>& unit : units.catalogue.air_units) unit.body.return_air_degc.reset();
  EXPECT_EQ(heat_rows(units).all, 2);
  EXPECT_EQ(heat_rows(units).proving, 0);
  Site open_doors = with_doors;
  for (Product<RearDoorType>& door : open_doors.catalogue.rear_doors) door.body.entering_air_degc.reset();
  EXPECT_EQ(heat_rows(open_doors).proving, 0);
  EXPECT_EQ(heat_rows(open_doors).of_a_lost_door, 0);  // where such a door stands nothing is known, with it or without
  // Water that is no colder than the air it is to supply cools nothing: that is decided.
  for (FacilityLoop& loop : units.loops) loop.supply_degc.value = loop.supply_degc.low = loop.supply_degc.high = 24;
  EXPECT_EQ(heat_rows(units).proving, 2);
}

TEST(AirProperties, MoreRacksNeverRaiseAMargin) {
  const Site site = wide_site();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  std::mt19937 random(2);
  for (int i = 0; i < 100; ++i) {
    Plan plan = random_plan(site, choices, random);
    const std::vector<Check> before = checked(site, plan);
    plan.racks.push_back(connected(site, choices[random() % choices.size()], 20));
    expect_margins_no_greater(before, checked(site, plan));
  }
}

TEST(AirProperties, LostUnitsNeverHelp) {
  const Site site = wide_site();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  std::mt19937 random(3);
  for (int i = 0; i < 100; ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::vector<Check> checks = checked(site, plan);
    EXPECT_LE(only(checks, Rule::air_heat, "room", "1 unit lost").margin, only(checks, Rule::air_heat, "room").margin);
    EXPECT_LE(only(checks, Rule::air_flow, "room", "1 unit lost").margin, only(checks, Rule::air_flow, "room").margin);
    EXPECT_LE(only(checks, Rule::air_flow, "annex", "2 units lost").margin,
              only(checks, Rule::air_flow, "annex").margin);
  }
}

}  // namespace
}  // namespace hallplan
