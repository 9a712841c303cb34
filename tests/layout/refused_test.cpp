// Why free slots take no rack: counts by hand, and the arithmetic that a check of a rack there gives.
#include "planner/layout/refused.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

int compute(const Site& site) { return site.demand[0].compute.index; }

/// A second row of as many slots with its rear to the first one's, whose rears are at y = 3.7 m.
Site with_second_row(const std::string& y, std::vector<std::string> sets = {}) {
  sets.emplace_back("rows.r1.y=2.5 m");
  sets.push_back("rows.r2={x: 2 m, y: " + y +
                 ", front: north, slots: 6, pitch: 750 mm, depth: 1200 mm, feeds: [[bus-a, bus-b]], cdu_groups: [g1], "
                 "air_zone: room}");
  return test::small_site(sets);
}

TEST(Refused, AnAisleTooNarrowKeepsRowsFromBeingFilledTogether) {
  const Site site = with_second_row("4.3 m");
  const Refusals refusals = refused_slots(site, Plan{}, compute(site));
  EXPECT_EQ(refusals.free_slots, 12);
  EXPECT_EQ(refusals.open, 0);
  ASSERT_EQ(refusals.by_rule.size(), 1U);
  const RefusedSlots& one = refusals.by_rule[0];
  EXPECT_EQ(one.rule, Rule::layout_clearance);
  EXPECT_EQ(one.slots, 12);
  EXPECT_TRUE(one.among_themselves);
  EXPECT_EQ(one.first,
            "row r1, slot 1 (test-compute) has 0.600 m free to row r2, slot 1 at its rear; it needs 0.900 m");
}

TEST(Refused, AnAisleWideEnoughLeavesAllOpen) {
  const Site site = with_second_row("4.6 m");
  const Refusals refusals = refused_slots(site, Plan{}, compute(site));
  EXPECT_EQ(refusals.open, 12);
  EXPECT_TRUE(refusals.by_rule.empty());
}

// A rack in r1, slot 1 is in the way of r2, slot 1 alone: slots are as wide as racks, and touching widths do not meet.
TEST(Refused, WhatStandsRefusesTheSlotBehindIt) {
  const Site site = with_second_row("4.3 m");
  Placement rack;
  rack.id = "c1";
  rack.type = compute(site);
  rack.row = rack.slot = 0;
  Plan plan;
  plan.racks = {positioned(site, rack)};
  const Refusals refusals = refused_slots(site, plan, compute(site));
  EXPECT_EQ(refusals.free_slots, 11);
  EXPECT_EQ(refusals.open, 0);
  ASSERT_EQ(refusals.by_rule.size(), 2U);
  EXPECT_EQ(refusals.by_rule[0].slots, 1);
  EXPECT_FALSE(refusals.by_rule[0].among_themselves);
  EXPECT_EQ(refusals.by_rule[0].first,
            "c1 (test-compute) has 0.600 m free to row r2, slot 1 at its rear; it needs 0.900 m");
  EXPECT_EQ(refusals.by_rule[1].slots, 10);
  EXPECT_TRUE(refusals.by_rule[1].among_themselves);
}

TEST(Refused, RulesOfOneSlotGiveTheirArithmetic) {
  Site site = test::small_site({"hall.ceiling=2.9 m"});
  Refusals refusals = refused_slots(site, Plan{}, compute(site));
  ASSERT_EQ(refusals.by_rule.size(), 1U);
  EXPECT_EQ(refusals.by_rule[0].rule, Rule::layout_height);
  EXPECT_EQ(refusals.by_rule[0].slots, 6);
  EXPECT_EQ(refusals.by_rule[0].first, "row r1, slot 1: rack 2.200 m + overhead 0.800 m = 3.000 m; at most 2.9 m");

  site = test::small_site({"hall.floor.footprint_rating=1600 kg/m2"});  // 1500 kg / 0.9 m2 = 1667 kg/m2
  refusals = refused_slots(site, Plan{}, compute(site));
  ASSERT_EQ(refusals.by_rule.size(), 1U);
  EXPECT_EQ(refusals.by_rule[0].rule, Rule::layout_floor_patch);
  EXPECT_EQ(refusals.by_rule[0].first,
            "row r1, slot 1: 1500 kg / (0.750 m x 1.200 m) = 1666.7 kg/m2; at most 1600 kg/m2");

  site = test::small_site();
  site.hall.columns = {make_box("c1", 3.6, 3.5, 0.4, 0.4), make_box("c2", 5.2, 2.2, 0.2, 0.2)};
  refusals = refused_slots(site, Plan{}, compute(site));
  EXPECT_EQ(refusals.open, 4);
  ASSERT_EQ(refusals.by_rule.size(), 2U);
  EXPECT_EQ(refusals.by_rule[0].rule, Rule::layout_slot);
  EXPECT_EQ(refusals.by_rule[0].first.rfind("row r1, slot 3 stands in row r1, slot 3 (", 0), 0U)
      << refusals.by_rule[0].first;
  EXPECT_EQ(refusals.by_rule[1].rule, Rule::layout_clearance);
  EXPECT_EQ(refusals.by_rule[1].first,
            "row r1, slot 5 (test-compute) has 0.600 m free to column c2 at its front; it needs 1.200 m");
}

TEST(Refused, RulesThatOnlyWarnRefuseNothing) {
  const Site site = with_second_row("4.3 m", {"policy.warnings=[layout.clearance]"});
  EXPECT_EQ(refused_slots(site, Plan{}, compute(site)).open, 12);
}

}  // namespace
}  // namespace hallplan::layout
