// Dedicated headers with pipes: each unit with its own racks is a network of its own.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

using hydraulics::GroupNetwork;
using hydraulics::GroupSolver;
using hydraulics::GroupState;
using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

Site dedicated(const std::string& more = {}, const std::vector<std::string>& sets = {}) {
  std::vector<std::string> all = {
      "liquid.cdu_groups.g1.type=test-cdu-4bar", "liquid.cdu_groups.g1.headers=dedicated",
      "liquid.cdu_groups.g1.spare=0",
      "liquid.cdu_groups.g1.piping={header_diameter: 50 mm, branch_diameter: 40 mm, branch_length: 3 m, roughness: "
      "0.045 mm" +
          more + "}"};
  all.insert(all.end(), sets.begin(), sets.end());
  return small_site(all);
}

Plan placed(const Site& site, int compute) {
  return layout::positioned(site, racks(site, {{"test-compute", compute}}));
}

Check delivery(const Site& site, int compute, const std::string& scenario = "normal") {
  return only(hydraulics::check(site, placed(site, compute), {50e3}), Rule::liquid_delivery, "g1", scenario);
}

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
    const auto by_unit = hydraulics::racks_by_unit(site, plan, 0);
    std::size_t next = 0;
    for (std::size_t u = 0; u < 3; ++u) {
      Site alone = site;
      alone.cdu_groups[0].headers = Headers::shared;
      alone.cdu_groups[0].units = {site.cdu_groups[0].units[u]};
      Plan own = plan;
      own.racks.clear();
      for (const int rack : by_unit[u]) own.racks.push_back(plan.racks[static_cast<std::size_t>(rack)]);
      GroupSolver one(alone, own, 0);
      const GroupState& expected = one.whole();
      ASSERT_EQ(expected.unknown, "");
      ASSERT_EQ(expected.racks.size(), by_unit[u].size());
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

TEST(DedicatedPipes, CdusInsideRacksHaveNone) {
  Site site = dedicated();
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.in_rack = true;
  const Check held = delivery(site, 3);
  EXPECT_EQ(held.status, Status::undecided);
  EXPECT_NE(held.arithmetic.find("stands inside racks, without headers"), std::string::npos) << held.arithmetic;
}

}  // namespace
}  // namespace hallplan
