// Balancing valves: with them in the branches every rack gets what it asks for, and no more.
#include "planner/hydraulics/balance.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "planner/layout/layout.hpp"
#include "planner/network/solve.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan::hydraulics {
namespace {

using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

Site piped(const std::string& header, const std::string& more = {}) {
  return small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                     "liquid.cdu_groups.g1.piping={header_diameter: " + header +
                         ", branch_diameter: 40 mm, branch_length: 3 m, roughness: 0.045 mm" + more + "}"});
}

GroupNetwork group_of(const Site& site, int compute) {
  const Plan plan = racks(site, {{"test-compute", compute}});
  return network_of(site, layout::positioned(site, plan), 0);
}

/// The valves as fittings behind their racks.
network::Network with_valves(const GroupNetwork& group, const Balance& balance) {
  network::Network made = group.network;
  for (const BranchValve& valve : balance.valves) {
    if (!valve.kv_m3_per_h) continue;
    const std::size_t rack = group.racks[valve.rack].link;
    made.nodes.push_back({"behind " + made.links[rack].id, 0, 0, {}});
    network::Link link;
    link.id = "valve of " + made.links[rack].id;
    link.from = made.nodes.size() - 1;
    link.to = made.links[rack].to;
    link.law = network::of_kv(*valve.kv_m3_per_h, made.fluid);
    made.links[rack].to = link.from;
    made.links.push_back(std::move(link));
  }
  return made;
}

TEST(Balance, ValvesOfThoseKvBringEachRackToItsFlow) {
  for (const std::string more : {"", ", return: reverse"}) {
    const GroupNetwork group = group_of(piped("70 mm", more), 6);
    const Balance balance = balance_of(group);
    ASSERT_EQ(balance.unknown, "");
    EXPECT_EQ(balance.not_reached, 0U);
    ASSERT_EQ(balance.valves.size(), 6U);
    const network::Solution found = network::solve(with_valves(group, balance));
    ASSERT_TRUE(found.solved()) << found.problem;
    for (const BranchValve& valve : balance.valves) {
      const PipedRack& rack = group.racks[valve.rack];
      EXPECT_NEAR(found.flow_m3_per_s[rack.link], rack.asked_m3_per_s, 1e-3 * rack.asked_m3_per_s) << more;
      EXPECT_GE(valve.valve_pa, balance.least_valve_pa);
    }
  }
}

// With direct return the rack nearest to the CDUs has most to throttle, hence the smallest Kv.
TEST(Balance, TheNearestThrottlesMost) {
  const Balance balance = balance_of(group_of(piped("60 mm"), 6));
  for (std::size_t i = 1; i < balance.valves.size(); ++i) {
    EXPECT_LT(balance.valves[i].valve_pa, balance.valves[i - 1].valve_pa);
    EXPECT_GT(*balance.valves[i].kv_m3_per_h, *balance.valves[i - 1].kv_m3_per_h);
  }
  EXPECT_EQ(balance.least_valve_pa, balance.valves.back().valve_pa);
}

// By hand: 100 L/min are 6 m3/h; at a valve that loses dp bar, Kv = 6 sqrt(SG / dp).
TEST(Balance, KvIsTheDropsOwn) {
  const GroupNetwork group = group_of(piped("60 mm"), 6);
  for (const BranchValve& valve : balance_of(group).valves) {
    EXPECT_NEAR(valve.flow_m3_per_s, 100 * kLitrePerMinute, 1e-9);
    const double gravity = group.network.fluid.density_kg_per_m3 / 999.1;
    EXPECT_NEAR(*valve.kv_m3_per_h, 6 * std::sqrt(gravity / (valve.valve_pa / 1e5)), 1e-9);
  }
}

// As headers narrow, the far racks fall short first whatever the near ones do, and at last all do.
TEST(Balance, RacksOutOfReachAreNamed) {
  std::size_t before = 0, some = 0;
  for (int header_mm = 60; header_mm >= 20; --header_mm) {
    const GroupNetwork group = group_of(piped(std::to_string(header_mm) + " mm"), 6);
    const Balance balance = balance_of(group);
    EXPECT_GE(balance.not_reached, before) << header_mm;
    before = balance.not_reached;
    if (before == 0) continue;
    EXPECT_EQ(balance.least_valve_pa, 0);
    const BranchValve& last = balance.valves.back();
    EXPECT_FALSE(last.reached);
    EXPECT_FALSE(last.kv_m3_per_h);
    EXPECT_EQ(last.valve_pa, 0);
    EXPECT_LT(last.flow_m3_per_s, 100 * kLitrePerMinute);
    if (before == 6) continue;
    ++some;
    EXPECT_TRUE(balance.valves.front().reached) << header_mm;
  }
  EXPECT_GT(some, 0U);
  EXPECT_EQ(before, 6U);
}

// The list is for all CDUs at full speed, whatever speed the network was last solved at.
TEST(Balance, IsThatOfFullSpeed) {
  GroupNetwork group = group_of(piped("70 mm"), 6);
  const Balance full = balance_of(group);
  for (const std::size_t link : group.unit_links) std::get<network::Pump>(group.network.links[link].law).speed = 0.7;
  const Balance slowed = balance_of(group);
  ASSERT_EQ(slowed.valves.size(), full.valves.size());
  for (std::size_t i = 0; i < full.valves.size(); ++i) {
    EXPECT_EQ(slowed.valves[i].kv_m3_per_h, full.valves[i].kv_m3_per_h);
    EXPECT_EQ(slowed.valves[i].valve_pa, full.valves[i].valve_pa);
  }
}

TEST(Balance, WhatIsNotKnownStaysSo) {
  Site site = piped("70 mm");
  site.catalogue.cdus[0].body.pump_curve.clear();
  EXPECT_NE(balance_of(group_of(site, 4)).unknown.find("no pump curve known"), std::string::npos);
}

}  // namespace
}  // namespace hallplan::hydraulics
