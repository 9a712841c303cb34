// Racks that a demand asks for by the unit and that a plan leaves to themselves.
#include <gtest/gtest.h>

#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

Plan with_stray(const Site& site, int type) {
  Plan plan = pinned_plan(site);
  Placement stray;
  stray.id = "stray";
  stray.type = type;
  stray.row = 0;
  stray.slot = 6;
  plan.racks.push_back(stray);
  return positioned(site, plan);
}

std::vector<Check> broken_units(const Site& site, const Plan& plan) {
  return failing(of_rule(check(site, plan), Rule::layout_unit));
}

TEST(Strays, AComputeOrNetworkRackOfNoDemandIsOfNoUnit) {
  const Site site = test::small_placed_site({"rows.r1.slots=7"});
  const std::vector<Check> compute = broken_units(site, with_stray(site, site.demand[0].compute.index));
  ASSERT_EQ(compute.size(), 1U);
  EXPECT_EQ(compute[0].where, "stray");
  EXPECT_EQ(compute[0].at, site.demand[0].at);
  EXPECT_EQ(compute[0].arithmetic,
            "stray (test-compute) belongs to no demand and is not pinned; racks of its type come in units of su");
  EXPECT_EQ(broken_units(site, with_stray(site, site.demand[0].network.index)).size(), 1U);
  EXPECT_TRUE(broken_units(site, with_stray(site, site.demand[0].management.index)).empty());
}

TEST(Strays, WhatTheSitePinsIsTheOwnersChoice) {
  const Site site = test::small_placed_site(
      {"rows.r1.slots=7",
       "placed.old={type: test-compute, row: r1, slot: 7, feed_a: bus-a, feed_b: bus-b, cdu_group: g1}"});
  EXPECT_TRUE(broken_units(site, placed(site)).empty());
  Plan renamed = placed(site);
  ASSERT_EQ(renamed.racks.back().id, "old");
  renamed.racks.back().id = "another";
  EXPECT_EQ(broken_units(site, renamed).size(), 1U);
}

}  // namespace
}  // namespace hallplan::layout
