// Dedicated headers with pipes: each unit with its own racks is a network of its own.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "tests/support/piped.hpp"
#include "tests/support/unit_alone.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::GroupNetwork;
using hydraulics::GroupSolver;
using hydraulics::GroupState;
using test::dedicated;
using test::delivery;
using test::kLitrePerMinute;
using test::placed;

// Racks get what they would from a group of their unit and themselves alone.
TEST(DedicatedPipes, EachUnitIsAGroupOfItsOwn) {
  for (const char* const more : {"", ", return: reverse", ", header_tees: true"}) {
    const Site site = dedicated(more);
    const Plan plan = placed(site, 5);  // 2, 2 and 1
    GroupSolver solver(site, plan, 0);
    ASSERT_EQ(solver.network().unknown, "");
    ASSERT_EQ(solver.network().headers.size(), 3U);
    const GroupState& found = solver.whole();
    ASSERT_EQ(found.unknown + found.unknown_heat, "") << more;
    std::size_t next = 0;
    for (std::size_t u = 0; u < 3; ++u) {
      const auto [alone, own] = test::unit_alone(site, plan, u);
      GroupSolver one(alone, own, 0);
      const GroupState& expected = one.whole();
      ASSERT_EQ(expected.unknown, "");
      ASSERT_EQ(expected.racks.size(), own.racks.size());
      EXPECT_NEAR(found.units[u].flow_m3_per_s, expected.units[0].flow_m3_per_s, 1e-9) << more << u;
      for (const hydraulics::RackState& rack : expected.racks) {
        const hydraulics::RackState& here = found.racks[next++];
        EXPECT_EQ(plan.racks[here.piped.rack].id, own.racks[rack.piped.rack].id);
        EXPECT_NEAR(here.flow_m3_per_s, rack.flow_m3_per_s, 1e-9) << more << u;
        EXPECT_NEAR(here.piped.header_m, rack.piped.header_m, 1e-12);
      }
    }
    EXPECT_EQ(next, 5U);
  }
}

TEST(DedicatedPipes, AreCheckedAndSayWhoseRacksAreWhose) {
  const Check held = delivery(dedicated(), 6);
  EXPECT_EQ(held.status, Status::pass) << held.arithmetic;
  EXPECT_NE(held.arithmetic.find("each unit has its own headers, and racks in order of row and slot"),
            std::string::npos);
  EXPECT_EQ(delivery(dedicated(", branch_loss: 400"), 6).status, Status::fail);
  EXPECT_EQ(delivery(dedicated(), 6, "1 branch shut").status, Status::pass);
  // Where the site asks to survive a unit's loss its racks stand without flow.
  for (const char* const more : {"", ", header_tees: true"}) {
    const Check lost = delivery(dedicated(more, {"liquid.cdu_groups.g1.spare=1"}), 6, "1 unit lost");
    EXPECT_EQ(lost.status, Status::fail) << lost.arithmetic;
    EXPECT_NEAR(lost.value, 0, 1e-7);
  }
}

TEST(DedicatedPipes, EachUnitHasItsOwnSpeed) {
  const Site site = dedicated(", control: constant_pressure, control_pressure: 70 kPa");
  const Plan plan = placed(site, 5);
  GroupSolver solver(site, plan, 0);
  const GroupState& found = solver.whole();
  ASSERT_EQ(found.unknown, "");
  EXPECT_TRUE(found.holds_set);
  for (const hydraulics::HeaderPair& pair : solver.network().headers) {
    EXPECT_NEAR(found.flow.pressure_pa[pair.supply_node] - found.flow.pressure_pa[pair.return_node], 70e3, 1);
  }
  const Site by_flow = dedicated(", control: constant_flow, control_flow: 360 L/min");
  GroupSolver other(by_flow, plan, 0);
  ASSERT_EQ(other.whole().unknown, "");
  for (const hydraulics::UnitState& unit : other.whole().units) {
    EXPECT_NEAR(unit.flow_m3_per_s, 120 * kLitrePerMinute, 1e-7);
  }
}

TEST(DedicatedPipes, AUnitWithoutRacksStandsInADeadEnd) {
  const Site site = dedicated();
  const Plan plan = placed(site, 2);
  GroupSolver solver(site, plan, 0);
  ASSERT_EQ(solver.whole().unknown, "");
  EXPECT_NEAR(solver.whole().units[2].flow_m3_per_s, 0, 1e-9);
  EXPECT_EQ(delivery(site, 2).status, Status::pass);
}

/// CDUs inside racks: without a place of their own.
Site in_rack(const std::string& more = {}, const std::vector<std::string>& sets = {}) {
  Site site = dedicated(more, sets);
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.in_rack = true;
  for (Unit& unit : site.cdu_groups[0].units) unit.x_m = unit.y_m = {};
  return site;
}

// Pump against rack, by the straight lines and the power between the points of both: test-cdu-4bar's curve and the rack's drop meet where the
// group on wide, short pipes has them too.
TEST(DedicatedPipes, ACduInsideItsRackHasNoPipesBetween) {
  const Site site = in_rack();
  const Plan plan = placed(site, 3);
  GroupSolver solver(site, plan, 0);
  ASSERT_EQ(solver.network().unknown, "");
  EXPECT_TRUE(solver.network().header_links.empty());
  const GroupState& found = solver.whole();
  ASSERT_EQ(found.unknown, "");
  ASSERT_EQ(found.racks.size(), 3U);
  for (std::size_t u = 0; u < 3; ++u) {
    const hydraulics::RackState& rack = found.racks[u];
    EXPECT_NEAR(found.units[u].flow_m3_per_s, rack.flow_m3_per_s, 1e-12);
    const network::Link& link = solver.network().network.links[rack.piped.link];
    EXPECT_NEAR(network::loss_of(link.law, solver.network().network.fluid, rack.flow_m3_per_s).pa,
                found.units[u].head_pa, 1e-3);
  }
  Site wide = dedicated();
  Piping& pipes = *wide.cdu_groups[0].piping;
  pipes.header_diameter_m = exactly(3);
  pipes.branch_diameter_m = exactly(3);
  pipes.branch_length_m = exactly(0.01);
  const GroupState almost = test::state(wide, 3);
  for (std::size_t u = 0; u < 3; ++u) {
    EXPECT_NEAR(found.racks[u].flow_m3_per_s, almost.racks[u].flow_m3_per_s, 1e-5 * found.racks[u].flow_m3_per_s);
  }
}

TEST(DedicatedPipes, WhatAppliesToACduInsideItsRackIsChecked) {
  const Check held = delivery(in_rack(), 3);
  EXPECT_EQ(held.status, Status::pass) << held.arithmetic;
  EXPECT_NE(held.arithmetic.find("each rack has its CDU inside, without headers or branches"), std::string::npos);
  EXPECT_EQ(held.arithmetic.find(" m of header"), std::string::npos) << held.arithmetic;
  // Branches that are not there lose nothing and cannot be shut.
  EXPECT_EQ(delivery(in_rack(", branch_loss: 400"), 3).value, held.value);
  EXPECT_THROW(delivery(in_rack(), 3, "1 branch shut"), std::runtime_error);
  // A pump that is too weak for its rack fails.
  Site weak = in_rack();
  for (PumpPoint& point :
       weak.catalogue.cdus[static_cast<std::size_t>(weak.cdu_groups[0].type.index)].body.pump_curve) {
    point.head_pa = exactly(0.2 * point.head_pa.low);
  }
  EXPECT_EQ(delivery(weak, 3).status, Status::fail) << delivery(weak, 3).arithmetic;
  Site unsaid = in_rack();
  unsaid.catalogue.cdus[static_cast<std::size_t>(unsaid.cdu_groups[0].type.index)].body.pump_curve.clear();
  EXPECT_EQ(delivery(unsaid, 3).status, Status::undecided);
  // What the loop's pipes give it hangs on where its rack stands.
  const Site piped_water =
      in_rack("", {"liquid.loops.fws.piping={x: 0 m, y: 3 m, roughness: 0.045 mm, header_diameter: 150 mm, "
                   "branch_diameter: 80 mm, branch_length: 2 m, differential_pressure: 60 kPa}"});
  const Check water = test::supply(piped_water, 3);
  EXPECT_EQ(water.status, Status::undecided);
  EXPECT_NE(water.arithmetic.find("no place known for cdu-1, which stands inside a rack"), std::string::npos);
}

}  // namespace
}  // namespace hallplan
