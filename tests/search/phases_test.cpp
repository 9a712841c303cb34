// Plans of sites with phases: every limit in every phase, nothing moves, and no later than it must be.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/search/search.hpp"
#include "planner/site/phase.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"
#include "tests/support/phases.hpp"

namespace hallplan::search {
namespace {

using test::compute_by_phase;

Site phased(const std::vector<std::string>& sets = {}) { return test::load_data_site("small-phases.yaml", sets); }

void expect_no_failure(const Site& site, const Plan& plan) {
  for (const Check& check : verdict::verify(site, plan).checks) {
    EXPECT_NE(check.status, Status::fail)
        << rule_id(check.rule) << " " << check.where << " in " << check.phase << ": " << check.arithmetic;
  }
}

TEST(SearchPhases, UnitsStandWhenTheyArriveAndHavePower) {
  const Site site = phased();
  const Plan plan = search(site, {});
  EXPECT_EQ(compute_by_phase(site, plan), (std::vector{4, 8}));
  expect_no_failure(site, plan);
  EXPECT_EQ(plan.search.bound_racks, 8);
}

TEST(SearchPhases, AllStandFromTheStartWhereNothingIsAwaited) {
  const Site site = phased(
      {"demand.su.deliveries.p1.units=2", "power.devices.ups-a2.energised=p1", "power.devices.ups-b2.energised=p1",
       "liquid.cdu_groups.g1.units.cdu-4.delivered=p1", "air.zones.room.units.crah-4.delivered=p1",
       "air.zones.room.units.crah-5.delivered=p1", "air.zones.room.units.crah-6.delivered=p1",
       "liquid.loops.fws.rejection.units=4", "liquid.loops.chw.rejection.units=3", "placed.old.slot=6",
       "demand.su.units_per_management=2", "power.devices.mech.rating=400 kW", "power.devices.mech-2.rating=400 kW"});
  const Plan plan = search(site, {});
  EXPECT_EQ(compute_by_phase(site, plan), (std::vector{8, 8}));
  expect_no_failure(site, plan);
}

TEST(SearchPhases, NothingStandsBeforeItsLoopFlows) {
  // Eight racks give 720 kW and more to fws, one unit half of it: at 1000 L/min from 36 degC two units return it above 45 degC.
  const std::vector<std::string> ready = {
      "demand.su.deliveries.p1.units=2",          "power.devices.ups-a2.energised=p1",
      "power.devices.ups-b2.energised=p1",        "liquid.cdu_groups.g1.units.cdu-4.delivered=p1",
      "air.zones.room.units.crah-4.delivered=p1", "air.zones.room.units.crah-5.delivered=p1",
      "air.zones.room.units.crah-6.delivered=p1", "liquid.loops.fws.rejection.units=4",
      "liquid.loops.chw.rejection.units=3",       "placed.old.slot=6",
      "demand.su.units_per_management=2",         "power.devices.mech.rating=400 kW",
      "power.devices.mech-2.rating=400 kW",       "liquid.loops.fws.return_limit=45 degC",
      "liquid.loops.fws.flow=1000 L/min"};
  std::vector<std::string> grows = ready;
  grows.emplace_back("liquid.loops.fws.grows={p2: {flow: 1500 L/min}}");
  const Site site = phased(grows);
  const Plan plan = search(site, {});
  EXPECT_EQ(compute_by_phase(site, plan), (std::vector{4, 8}));
  for (const Check& check : verdict::verify(site, plan).checks) {
    // That the second unit stands idle in p1 is what the demand says of it.
    if (check.rule == Rule::demand_racks) continue;
    EXPECT_NE(check.status, Status::fail) << rule_id(check.rule) << " " << check.where << ": " << check.arithmetic;
  }
  const Site never = phased(ready);
  EXPECT_EQ(compute_by_phase(never, search(never, {})).back(), 4);
}

TEST(SearchPhases, WhereDemandsDifferInValueTheDearerStandsFirst) {
  // Room and power for four racks before p2. Single racks, as many as fit, against two dear ones that are there from the start.
  const Site site =
      phased({"demand.su.compute_racks=1", "demand.su.network_racks=0", "demand.su.units=0", "demand.su.deliveries=~",
              "demand.dear={compute: test-compute, compute_racks: 1, units: 2, value: 2.5}"});
  ASSERT_TRUE(has_values(site));
  const Plan plan = search(site, {});
  const auto dear_in = [&](int phase) {
    const Plan there = plan_in_phase(site, plan, phase);
    return std::count_if(there.racks.begin(), there.racks.end(),
                         [](const Placement& rack) { return rack.demand == 1; });
  };
  EXPECT_EQ(dear_in(0), 2);
  EXPECT_EQ(dear_in(1), 2);
  const Plan last = plan_in_phase(site, plan, 1);
  EXPECT_EQ(plan.search.levels.value, value_of(site, last));
  EXPECT_EQ(value_of(site, last), 1000 * (count_compute(site, last) - 2) + 2 * 2500);
  EXPECT_GE(plan.search.levels.bound_value, plan.search.levels.value);
  EXPECT_GE(plan.search.levels.certified_value, plan.search.levels.bound_value);
  expect_no_failure(site, plan);
  // The same racks, all worth the same: as many stand, at both times.
  const Site plain =
      phased({"demand.su.compute_racks=1", "demand.su.network_racks=0", "demand.su.units=0", "demand.su.deliveries=~",
              "demand.dear={compute: test-compute, compute_racks: 1, units: 2}"});
  EXPECT_EQ(compute_by_phase(plain, search(plain, {})), compute_by_phase(site, plan));
}

TEST(SearchPhases, ASlotIsTakenWhenItsOldRackIsGone) {
  const Site site = phased();
  const Plan plan = search(site, {});
  const auto in_old_slot = [&](const Placement& rack) {
    return rack.id != "old" && site.rows[static_cast<std::size_t>(rack.row)].id == "r2" && rack.slot == 1;
  };
  const auto rack = std::find_if(plan.racks.begin(), plan.racks.end(), in_old_slot);
  ASSERT_NE(rack, plan.racks.end());
  EXPECT_EQ(rack->phase, 1);
}

TEST(SearchPhases, NothingStandsWhereALaterUnitWillBe) {
  // The fourth CDU comes in p2 to a place that slots of r2 cover.
  const Site site = phased({"liquid.cdu_groups.g1.units.cdu-4.x=2 m", "liquid.cdu_groups.g1.units.cdu-4.y=11 m"});
  const Plan plan = search(site, {});
  for (const Check& check : verdict::verify(site, plan).checks) {
    EXPECT_FALSE(check.rule == Rule::layout_overlap && check.status == Status::fail) << check.where;
  }
}

TEST(SearchPhases, ThePlanIsTheSameEveryTime) {
  const Site site = phased({"demand.su.units=0"});
  const Plan first = search(site, {});
  const Plan again = search(site, {});
  ASSERT_EQ(first.racks.size(), again.racks.size());
  for (std::size_t i = 0; i < first.racks.size(); ++i) {
    EXPECT_EQ(first.racks[i].id, again.racks[i].id);
    EXPECT_EQ(first.racks[i].phase, again.racks[i].phase);
    EXPECT_EQ(first.racks[i].feed_a, again.racks[i].feed_a);
  }
}

}  // namespace
}  // namespace hallplan::search
