// What each rack has left at worst over its group's failures, against every state by itself; plates by hand.
#include <gtest/gtest.h>

#include <algorithm>

#include "planner/hydraulics/rack_margins.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::RackMargin;

Site piped(const std::string& header) {
  return test::small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                           "liquid.cdu_groups.g1.piping={header_diameter: " + header +
                               ", branch_diameter: 40 mm, branch_length: 3 m, roughness: 0.045 mm, strainer_drop: 20 "
                               "kPa}"});
}

Plan placed(const Site& site, int compute) {
  return layout::positioned(site, racks(site, {{"test-compute", compute}}));
}

RackType& type_of(Site& site, const Plan& plan) {
  return site.catalogue.racks[static_cast<std::size_t>(plan.racks[0].type)].body;
}

// 1400 W on 0.01 to 0.02 K/W: 14 K above the mean of 40 and 50 degC, 28 K above 50 degC.
TEST(Margins, PlatesByHand) {
  Site site = piped("80 mm");
  const Plan plan = placed(site, 1);
  RackType& type = type_of(site, plan);
  EXPECT_FALSE(hydraulics::plate_range(type, 40, 50));
  type.liquid->plate_power_w = exactly(1400);
  EXPECT_FALSE(hydraulics::plate_range(type, 40, {}));
  const auto range = hydraulics::plate_range(type, 40, 50);
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->low_degc, 59, 1e-12);
  EXPECT_NEAR(range->high_degc, 78, 1e-12);
}

TEST(Margins, AreTheWorstOfEveryFailure) {
  Site site = piped("60 mm");
  const Plan plan = placed(site, 4);
  type_of(site, plan).liquid->plate_power_w = exactly(1000);
  const std::vector<RackMargin> margins = hydraulics::rack_margins(site, plan, 0);
  ASSERT_EQ(margins.size(), 4U);
  hydraulics::GroupSolver solver(site, plan, 0);
  const auto failures = hydraulics::group_failures(site, site.cdu_groups[0], solver.network());
  ASSERT_EQ(failures.size(), 1U + 3U + 3U);  // normal, each unit lost, each strainer
  for (std::size_t i = 0; i < margins.size(); ++i) {
    double least = 1e9, left_k = 1e9, hottest_degc = 0;
    std::string when;
    for (const hydraulics::GroupFailure& failure : failures) {
      const hydraulics::GroupState state = solver.state(failure.loss);
      const hydraulics::RackState& rack = state.racks[i];
      if (rack.flow_m3_per_s < least) when = failure.text;
      least = std::min(least, rack.flow_m3_per_s);
      left_k = std::min(left_k, rack.enough_to_degc - *rack.supply_degc);
      hottest_degc = std::max(hottest_degc, *rack.return_degc + 0.02 * 1000);
    }
    EXPECT_DOUBLE_EQ(margins[i].least_m3_per_s, least);
    EXPECT_EQ(margins[i].least_when, when);
    EXPECT_NEAR(*margins[i].supply_margin_k, left_k, 1e-6);
    EXPECT_DOUBLE_EQ(margins[i].plate_worst->high_degc, hottest_degc);
    EXPECT_LE(margins[i].plate_normal->high_degc, margins[i].plate_worst->high_degc);
  }
}

// Each failure's worst rack, by asking every state by itself.
TEST(Margins, EachFailureNamesTheRackThatItLeavesLeast) {
  const Site site = piped("40 mm");
  const Plan plan = placed(site, 4);
  const hydraulics::GroupMargins margins = hydraulics::group_margins(site, plan, 0);
  ASSERT_EQ(margins.unknown, "");
  hydraulics::GroupSolver solver(site, plan, 0);
  const auto failures = hydraulics::group_failures(site, site.cdu_groups[0], solver.network());
  ASSERT_EQ(margins.failures.size(), failures.size() + 1);
  for (std::size_t i = 0; i < failures.size(); ++i) {
    const hydraulics::FailureMargin& margin = margins.failures[i];
    const hydraulics::GroupState state = solver.state(failures[i].loss);
    double least = 1e9;
    std::size_t rack = 0, short_of = 0;
    for (const hydraulics::RackState& one : state.racks) {
      short_of += one.flow_m3_per_s < 0.9999 * one.piped.asked_m3_per_s ? 1 : 0;
      if (one.flow_m3_per_s >= least) continue;
      least = one.flow_m3_per_s;
      rack = one.piped.rack;
    }
    EXPECT_EQ(margin.text, failures[i].text);
    EXPECT_EQ(margin.rack, rack);
    EXPECT_EQ(margin.short_of, short_of);
    EXPECT_DOUBLE_EQ(margin.flow_m3_per_s, least);
  }
  // With a branch shut the furthest of the others still has more than with all of them open.
  EXPECT_GT(margins.failures.back().flow_m3_per_s, margins.failures.front().flow_m3_per_s);
}

// Valves that hold every rack to its flow leave no failure to name.
TEST(Margins, WhatValvesHoldIsNormal) {
  Site site = piped("100 mm");
  site.cdu_groups[0].piping->flow_limited = true;
  for (const RackMargin& margin : hydraulics::rack_margins(site, placed(site, 2), 0)) {
    EXPECT_EQ(margin.least_when, "normal");
    EXPECT_EQ(margin.least_m3_per_s, margin.asked_m3_per_s);
  }
}

TEST(Margins, AreNoneWithoutPipes) {
  const Site site = test::small_site();
  EXPECT_TRUE(hydraulics::rack_margins(site, placed(site, 2), 0).empty());
}

}  // namespace
}  // namespace hallplan
