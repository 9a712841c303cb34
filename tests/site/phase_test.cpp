// The site as it is in each of its phases.
#include "planner/site/phase.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/plan/plan.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

Site phased(const std::vector<std::string>& sets = {}) { return test::load_data_site("small-phases.yaml", sets); }

const Device& device(const Site& site, const std::string& id) {
  for (const Device& each : site.devices) {
    if (each.id == id) return each;
  }
  throw std::runtime_error("no device " + id);
}

TEST(Phase, ASiteWithoutPhasesIsItselfInItsOnlyOne) {
  const Site site = test::small_placed_site();
  EXPECT_EQ(phase_count(site), 1);
  const Site view = in_phase(site, 0);
  EXPECT_EQ(view.placed.size(), site.placed.size());
  EXPECT_EQ(view.hall.keep_outs.size(), site.hall.keep_outs.size());
  EXPECT_EQ(view.demand[0].delivered, -1);
  EXPECT_TRUE(view.demand[0].is_due);
}

TEST(Phase, DevicesWaitUntilTheyAreEnergised) {
  const Site site = phased();
  EXPECT_TRUE(device(in_phase(site, 0), "ups-a2").waiting);
  EXPECT_FALSE(device(in_phase(site, 1), "ups-a2").waiting);
  EXPECT_FALSE(device(in_phase(site, 0), "ups-a").waiting);
}

TEST(Phase, UnitsThatComeLaterLeaveTheirFloorFree) {
  const Site site = phased();
  const Site early = in_phase(site, 0);
  EXPECT_EQ(early.cdu_groups[0].units.size(), 3U);
  EXPECT_EQ(early.air_zones[0].units.size(), 3U);
  EXPECT_EQ(early.loops[0].rejection.units, 3);
  const Site late = in_phase(site, 1);
  EXPECT_EQ(late.cdu_groups[0].units.size(), 4U);
  EXPECT_EQ(late.air_zones[0].units.size(), 6U);
  EXPECT_EQ(late.loops[0].rejection.units, 4);
  // cdu-4 and crah-4 to crah-6 are not there yet, and nothing may stand where they will.
  ASSERT_EQ(early.hall.keep_outs.size(), 4U);
  EXPECT_EQ(early.hall.keep_outs[0].id, "cdu-4");
  EXPECT_DOUBLE_EQ(early.hall.keep_outs[0].x_m.value, 11);
  EXPECT_DOUBLE_EQ(early.hall.keep_outs[0].width_m.value, site.catalogue.cdus[0].body.body.width_m.value);
  EXPECT_TRUE(late.hall.keep_outs.empty());
}

TEST(Phase, ALoopHasWhatTheLatestPhaseSays) {
  const std::string grows =
      "liquid.loops.fws.grows={p1: {return_limit: 48 degC}, p2: {flow: 1800 L/min, supply: 38 degC}}";
  const Site early = in_phase(phased({grows}), 0);
  EXPECT_DOUBLE_EQ(early.loops[0].flow_m3_per_s.value, 1200e-3 / 60);
  EXPECT_DOUBLE_EQ(early.loops[0].supply_degc.value, 36);
  EXPECT_DOUBLE_EQ(early.loops[0].return_limit_degc.value, 48);
  const Site late = in_phase(phased({grows}), 1);
  EXPECT_DOUBLE_EQ(late.loops[0].flow_m3_per_s.value, 1800e-3 / 60);
  EXPECT_DOUBLE_EQ(late.loops[0].supply_degc.value, 38);
  EXPECT_DOUBLE_EQ(late.loops[0].return_limit_degc.value, 48);  // of p1, since p2 does not name it
}

TEST(Phase, SpareUnitsAreNoMoreThanThereAre) {
  const Site site =
      phased({"liquid.cdu_groups.g1.units.cdu-1.delivered=p2", "liquid.cdu_groups.g1.units.cdu-2.delivered=p2",
              "liquid.cdu_groups.g1.units.cdu-3.delivered=p2"});
  EXPECT_EQ(in_phase(site, 0).cdu_groups[0].spare, 0);
  EXPECT_EQ(in_phase(site, 1).cdu_groups[0].spare, 1);
}

TEST(Phase, RacksStandFromTheirPhaseUntilTheyAreRetired) {
  const Site site = phased({"placed.old.phase=p1"});
  EXPECT_EQ(in_phase(site, 0).placed.size(), 1U);
  EXPECT_TRUE(in_phase(site, 1).placed.empty());

  const Plan plan = pinned_plan(site);
  ASSERT_EQ(plan.racks.size(), 1U);
  EXPECT_EQ(plan_in_phase(site, plan, 0).racks.size(), 1U);
  EXPECT_TRUE(plan_in_phase(site, plan, 1).racks.empty());
}

TEST(Phase, APinnedRackThatComesLaterKeepsItsSlotFree) {
  Site site = test::small_placed_site();
  site.phases = {{"p1", {}, "2027-01-01"}, {"p2", {}, "2027-07-01"}};
  site.placed[1].phase = {"p2", {}, 1};
  const Site early = in_phase(site, 0);
  EXPECT_EQ(early.placed.size(), 5U);
  ASSERT_EQ(early.hall.keep_outs.size(), 1U);
  EXPECT_DOUBLE_EQ(early.hall.keep_outs[0].x_m.value, 2.75);  // slot 2: 2 m + 0.75 m
  EXPECT_DOUBLE_EQ(early.hall.keep_outs[0].width_m.value, 0.75);
  EXPECT_DOUBLE_EQ(early.hall.keep_outs[0].depth_m.value, 1.2);
  EXPECT_EQ(in_phase(site, 1).placed.size(), 6U);
}

TEST(Phase, OfADemandAsMuchIsWantedAsHasBeenDelivered) {
  const Site site = phased();
  EXPECT_EQ(in_phase(site, 0).demand[0].units, 1);
  EXPECT_EQ(in_phase(site, 0).demand[0].delivered, 1);
  EXPECT_EQ(in_phase(site, 1).demand[0].units, 2);
  EXPECT_EQ(in_phase(site, 1).demand[0].delivered, 2);
}

TEST(Phase, AsManyAsFitNeedNotStandBeforeTheLastPhase) {
  const Site site = phased({"demand.su.units=0"});
  EXPECT_FALSE(in_phase(site, 0).demand[0].is_due);
  EXPECT_TRUE(in_phase(site, 1).demand[0].is_due);
  EXPECT_EQ(in_phase(site, 0).demand[0].delivered, 1);
}

TEST(Phase, AViewHasNoPhasesOfItsOwn) { EXPECT_TRUE(in_phase(phased(), 0).phases.empty()); }

struct Refused {
  const char* set;
  const char* says;
};

class RefusedPhases : public testing::TestWithParam<Refused> {};

TEST_P(RefusedPhases, AreNamed) {
  try {
    (void)phased({GetParam().set});
    FAIL() << GetParam().set << " was taken";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find(GetParam().says), std::string::npos) << error.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Phase, RefusedPhases,
    testing::Values(
        Refused{"phases.p2.date=2027-01-01", "not after 'p1'"}, Refused{"phases.p2.date=2027-02-29", "expected a date"},
        Refused{"phases.p2.date=soon", "expected a date"}, Refused{"placed.old.retired=p1", "before it stands there"},
        Refused{"placed.old.retired=p9", "expected a phase, found 'p9'"},
        Refused{"placed.old.may_retire=p2", "is retired by 'p2' and may be by 'p2'"},
        Refused{"placed.old={retired: ~, may_retire: p1}", "before it stands there"},
        Refused{"placed.old={retired: ~, may_retire: p2, demand: su, unit: 1}", "counts for the demand 'su'"},
        Refused{"placed.old={retired: ~, may_retire: p2, type: test-compute}",
                "is of the type that the demand 'su' asks for"},
        Refused{"power.devices.ups-a2.energised=p3", "expected a phase"},
        Refused{"liquid.loops.fws.rejection.grows.p2.units=2", "3 units before 'p2' and 2"},
        Refused{"liquid.loops.fws.grows={p2: {flow: 1100 L/min}}",
                "'fws' flows 1200 L/min before 'p2' and 1100 L/min from then on"},
        Refused{"liquid.loops.fws.grows={p2: {supply: 37 degC}, p1: {supply: 36 degC}}",
                "'fws' grows in 'p1' after a later phase"},
        Refused{"liquid.loops.fws.grows={p2: {}}", "grows by nothing in 'p2'"},
        Refused{"liquid.loops.fws.grows={p9: {flow: 2000 L/min}}", "expected a phase, found 'p9'"},
        Refused{"demand.su.units=3", "3 units are wanted, 2 are delivered"}));

}  // namespace
}  // namespace hallplan
