// What a leak stops. Compute racks of 100 kW stand in slots 1 to 4 (x 2.0 to 5.0 m, y 3.0 to 4.2 m), CDUs at x 8, 9 and 10 m.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/layout/leak.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

Site leaking(const std::string& zone, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"liquid.leak_zones={north: " + zone + "}"};
  sets.insert(sets.end(), more.begin(), more.end());
  return hallplan::test::small_placed_site(sets);
}

std::vector<std::string> stopped(const Site& site) {
  const Plan plan = placed(site);
  std::vector<std::string> names;
  for (const int rack : stopped_by_leak(site, plan, site.leak_zones.at(0))) {
    names.push_back(plan.racks[static_cast<std::size_t>(rack)].id);
  }
  return names;
}

std::vector<Check> of(const Site& site, Rule rule) { return of_rule(check(site, placed(site)), rule); }

using Names = std::vector<std::string>;

TEST(Leak, NamesTheLiquidCooledRacksInItsZone) {
  const Site site = leaking("{rows: [r1]}");
  EXPECT_EQ(stopped(site), (Names{"c1", "c2", "c3", "c4"}));  // n1 and m1 are cooled by air
  const std::vector<Check> checks = of(site, Rule::layout_leak);
  ASSERT_EQ(checks.size(), 1U);
  EXPECT_EQ(checks[0].status, Status::pass);
  EXPECT_EQ(checks[0].scenario, "leak in north");
  EXPECT_NE(checks[0].arithmetic.find("it stops c1, c2, c3, c4"), std::string::npos) << checks[0].arithmetic;
  EXPECT_TRUE(of(site, Rule::layout_leak_power).empty());
  EXPECT_TRUE(of(hallplan::test::small_placed_site(), Rule::layout_leak).empty());
}

TEST(Leak, RacksThatOnlyTouchTheZoneRun) {
  EXPECT_EQ(stopped(leaking("{areas: [{x: 2 m, y: 3 m, width: 1500 mm, depth: 1200 mm}]}")), (Names{"c1", "c2"}));
  EXPECT_EQ(stopped(leaking("{areas: [{x: 2 m, y: 3 m, width: 1501 mm, depth: 1 m}]}")), (Names{"c1", "c2", "c3"}));
  EXPECT_EQ(stopped(leaking("{areas: [{x: 2 m, y: 4.2 m, width: 6 m, depth: 1 m}]}")), Names{});
  EXPECT_EQ(stopped(leaking("{areas: [{x: 2 m, y: 3 m, width: 10 mm, depth: 10 mm}, {x: 4.5 m, y: 3.5 m, width: 10 mm, "
                            "depth: 10 mm}]}")),
            (Names{"c1", "c4"}));
}

TEST(Leak, WhatStandsInNoZoneIsKnown) {
  EXPECT_EQ(outside_leak_zones(leaking("{rows: [r1]}")), (Names{"cdu-1", "cdu-2", "cdu-3"}));
  // Up to the last slot but one, and the first CDU.
  const Site most = leaking(
      "{areas: [{x: 2 m, y: 3 m, width: 3750 mm, depth: 1200 mm}, {x: 8 m, y: 3 m, width: 10 mm, "
      "depth: 10 mm}]}");
  EXPECT_EQ(outside_leak_zones(most), (Names{"row r1", "cdu-2", "cdu-3"}));
  EXPECT_EQ(outside_leak_zones(leaking("{areas: [{x: 0 m, y: 0 m, width: 12 m, depth: 8 m}]}")), Names{});
}

TEST(Leak, LimitsCountRacksAndTheirPower) {
  const std::string two = "{areas: [{x: 2 m, y: 3 m, width: 1500 mm, depth: 1200 mm}], most_racks: 2, most_power: ";
  const Site fits = leaking(two + "200 kW}");
  EXPECT_TRUE(failing(of(fits, Rule::layout_leak)).empty());
  EXPECT_TRUE(failing(of(fits, Rule::layout_leak_power)).empty());
  EXPECT_DOUBLE_EQ(of(fits, Rule::layout_leak).at(0).value, 2);
  EXPECT_DOUBLE_EQ(of(fits, Rule::layout_leak_power).at(0).value, 200e3);
  EXPECT_EQ(failing(of(leaking(two + "199 kW}"), Rule::layout_leak_power)).size(), 1U);
  const Site one = leaking("{areas: [{x: 2 m, y: 3 m, width: 1500 mm, depth: 1200 mm}], most_racks: 1}");
  EXPECT_EQ(failing(of(one, Rule::layout_leak)).size(), 1U);
}

TEST(Leak, CdusBeyondTheSpareStopTheirGroup) {
  EXPECT_EQ(stopped(leaking("{areas: [{x: 8 m, y: 3 m, width: 100 mm, depth: 100 mm}]}")),
            Names{});  // cdu-1: the spare
  const std::string both = "{areas: [{x: 8 m, y: 3 m, width: 1100 mm, depth: 100 mm}]}";
  EXPECT_EQ(stopped(leaking(both)), (Names{"c1", "c2", "c3", "c4"}));
  EXPECT_NE(
      of(leaking(both), Rule::layout_leak).at(0).arithmetic.find("cdu-1, cdu-2 stand in it, more than the 1 spare"),
      std::string::npos);
  EXPECT_EQ(stopped(leaking(both, {"liquid.cdu_groups.g1.spare=2"})), Names{});
  // Which racks hang on a unit with its own headers is not planned: any of them may.
  EXPECT_EQ(stopped(leaking("{areas: [{x: 8 m, y: 3 m, width: 100 mm, depth: 100 mm}]}",
                            {"liquid.cdu_groups.g1.headers=dedicated", "liquid.cdu_groups.g1.spare=0"})),
            (Names{"c1", "c2", "c3", "c4"}));
}

}  // namespace
}  // namespace hallplan::layout
