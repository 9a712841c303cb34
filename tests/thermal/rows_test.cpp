// Properties on random placements: rows equal checks, more racks never help, a lost unit never helps.
#include <gtest/gtest.h>

#include "planner/thermal/zones.hpp"
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
