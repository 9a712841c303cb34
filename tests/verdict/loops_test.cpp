// The coolant loops of a verdict against the hydraulics that they are of.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/hydraulics/balance.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/rack_margins.hpp"
#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

Site piped(const std::string& header, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"liquid.cdu_groups.g1.type=test-cdu-4bar",
                                   "liquid.cdu_groups.g1.piping={header_diameter: " + header +
                                       ", branch_diameter: 40 mm, branch_length: 3 m, roughness: 0.045 mm, "
                                       "strainer_drop: 20 kPa}"};
  sets.insert(sets.end(), more.begin(), more.end());
  return test::small_placed_site(sets);
}

Plan placed(const Site& site) { return layout::positioned(site, pinned_plan(site)); }

TEST(CoolantLoops, AGroupWithoutPipesIsNamedAndNoMore) {
  const Site site = test::small_placed_site();
  const Verdict verdict = verify(site, placed(site));
  ASSERT_EQ(verdict.loops.size(), 1U);
  EXPECT_EQ(verdict.loops[0].group, "g1");
  EXPECT_FALSE(verdict.loops[0].piped);
  EXPECT_TRUE(verdict.loops[0].racks.empty());
}

TEST(CoolantLoops, AreWhatTheHydraulicsSay) {
  const Site site = piped("80 mm");
  const Plan plan = placed(site);
  const CoolantLoop loop = verify(site, plan).loops.at(0);
  hydraulics::GroupSolver solver(site, plan, 0);
  const hydraulics::GroupState& state = solver.whole();
  const hydraulics::GroupMargins margins = hydraulics::group_margins(site, plan, 0);
  const hydraulics::Balance balance = hydraulics::balance_of(solver.network());
  ASSERT_EQ(loop.unknown, "");
  ASSERT_EQ(loop.racks.size(), 4U);
  ASSERT_EQ(loop.units.size(), 3U);
  for (std::size_t i = 0; i < loop.racks.size(); ++i) {
    const LoopRack& rack = loop.racks[i];
    EXPECT_EQ(rack.id, plan.racks[margins.racks[i].rack].id);
    EXPECT_EQ(rack.flow_m3_per_s, state.racks[i].flow_m3_per_s);
    EXPECT_EQ(rack.supply_degc, state.racks[i].supply_degc);
    EXPECT_EQ(rack.least_m3_per_s, margins.racks[i].least_m3_per_s);
    EXPECT_EQ(rack.least_when, margins.racks[i].least_when);
    EXPECT_EQ(rack.supply_margin_k, margins.racks[i].supply_margin_k);
    EXPECT_DOUBLE_EQ(rack.flow_margin_m3_per_s, rack.least_m3_per_s - rack.asked_m3_per_s);
    EXPECT_EQ(rack.valve_kv_m3_per_h, balance.valves[i].kv_m3_per_h);
    EXPECT_EQ(rack.valve_reached, balance.valves[i].reached);
  }
  // Normal, each of three units lost, each strainer, a branch, facility water.
  ASSERT_EQ(loop.failures.size(), 1U + 3U + 3U + 1U + 1U);
  EXPECT_EQ(loop.failures[0].failure, "normal");
  EXPECT_EQ(loop.failures[7].failure.substr(0, 10), "branch of ");
  EXPECT_EQ(loop.failures[8].failure, "facility water off");
  EXPECT_FALSE(loop.failures[8].supply_degc);
}

TEST(CoolantLoops, StatusAndWorstRackAreTheChecks) {
  for (const std::string header : {"30 mm", "80 mm"}) {
    const Site site = piped(header);
    const Verdict verdict = verify(site, placed(site));
    const CoolantLoop& loop = verdict.loops.at(0);
    double least = 1e9;
    std::string worst;
    for (const LoopRack& rack : loop.racks) {
      if (rack.flow_m3_per_s >= least) continue;
      least = rack.flow_m3_per_s;
      worst = rack.id;
    }
    bool found = false;
    for (const Check& check : verdict.checks) {
      if (check.rule != Rule::liquid_delivery || check.scenario != "normal") continue;
      found = true;
      EXPECT_NEAR(check.value, least, 1e-12);
      EXPECT_EQ(check.arithmetic.substr(0, worst.size()), worst);
      if (check.status == Status::fail) {
        EXPECT_EQ(loop.status, Status::fail);
        EXPECT_EQ(loop.failures[0].rack, worst);
        EXPECT_LT(loop.failures[0].flow_margin_m3_per_s, 0);
      }
    }
    EXPECT_TRUE(found);
  }
}

TEST(CoolantLoops, WhatKeepsAFlowFromBeingKnownIsNamed) {
  const Site site = piped("80 mm", {"liquid.cdu_groups.g1.type=test-cdu"});
  const CoolantLoop loop = verify(site, placed(site)).loops.at(0);
  EXPECT_TRUE(loop.piped);
  EXPECT_EQ(loop.status, Status::undecided);
  EXPECT_EQ(loop.unknown, "no pump curve known for test-cdu");
}

/// The viscosity of the group's coolant as two tables have it.
void dispute(Site& site, double low_pa_s, double high_pa_s) {
  for (CoolantPoint& point :
       site.catalogue.coolants[static_cast<std::size_t>(site.cdu_groups[0].coolant.index)].body.table) {
    Value viscosity;
    viscosity.value = viscosity.high = high_pa_s;
    viscosity.low = low_pa_s;
    viscosity.trust = Trust::datasheet;
    point.viscosity_pa_s = viscosity;
  }
}

std::vector<Assumption> viscosities(const Site& site) {
  std::vector<Assumption> all = assumptions(site, placed(site));
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const Assumption& one) { return one.path.find("[].viscosity") == std::string::npos; }),
            all.end());
  return all;
}

TEST(CoolantLoops, TablesOfViscosityThatDisagreeAreAnAssumption) {
  Site site = piped("80 mm");
  dispute(site, 1.5e-3, 1.5e-3);
  EXPECT_TRUE(viscosities(site).empty());
  dispute(site, 1.4e-3, 1.5e-3);
  const std::vector<Assumption> named = viscosities(site);
  ASSERT_EQ(named.size(), 1U);
  EXPECT_EQ(named[0].written.substr(0, 24), "1.4 mPa.s to 1.5 mPa.s a");
  EXPECT_EQ(named[0].flips_at, "");
  EXPECT_EQ(named[0].tried_from, "1.4 mPa.s");
  EXPECT_EQ(named[0].trust, Trust::datasheet);
  EXPECT_TRUE(viscosities(test::small_placed_site()).empty());  // without pipes it plays no part
}

// As thick as honey racks get too little; as thin as water they would get enough.
TEST(CoolantLoops, WhatATableAloneWouldChangeIsSaid) {
  Site site = piped("80 mm");
  dispute(site, 1e-3, 1);
  const std::vector<Assumption> named = viscosities(site);
  ASSERT_EQ(named.size(), 1U);
  EXPECT_NE(named[0].flips_at, "");
  EXPECT_EQ(named[0].from, Status::fail);
  EXPECT_EQ(named[0].to, Status::pass);
  const CoolantLoop loop = verify(site, placed(site)).loops.at(0);
  EXPECT_EQ(loop.viscosity_low_pa_s, 1e-3);
  EXPECT_EQ(loop.viscosity_high_pa_s, 1);
}

TEST(CoolantLoops, OfPhasesOnlyWhatChanges) {
  Site site = piped("80 mm");
  site.phases = {{"p1", {}, "2027-01-01"}, {"p2", {}, "2027-07-01"}};
  const std::vector<CoolantLoop> loops = verify(site, placed(site)).loops;
  ASSERT_EQ(loops.size(), 1U);
  EXPECT_EQ(loops[0].phase, "p1");
}

}  // namespace
}  // namespace hallplan::verdict
