// What is due comes before what fits: units that a demand names, and one of each that wants as many as fit.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>

#include "planner/search/bound.hpp"
#include "planner/search/model.hpp"
#include "planner/search/search.hpp"
#include "tests/search/two_rows.hpp"

namespace hallplan::search {
namespace {

/// The two rows on UPS of 610 kW, for the unit of 430 kW and for single racks of 100 kW beside it.
Site two_rows_for_two_demands() {
  Site site = two_rows({"demand.su.units=1", "power.devices.ups-a.rating=610 kW", "power.devices.ups-b.rating=610 kW",
                        "power.devices.ups-a.modules=8", "power.devices.ups-b.modules=8",
                        "power.devices.ups-a.short_time_rating=~", "power.devices.ups-b.short_time_rating=~",
                        "power.devices.tx-a.rating=2 MW", "power.devices.tx-b.rating=2 MW",
                        "power.devices.gen.rating=4 MW", "liquid.cdu_groups.g1.spare=0"});
  Value& busway_a = site.catalogue.busways[0].body.rating_a;
  busway_a.value = busway_a.low = busway_a.high = 2000;
  Demand single = site.demand[0];
  single.id = "single";
  single.compute_racks = 1;
  single.network = {};
  single.network_racks = 0;
  single.management = {};
  single.units_per_management = 0;
  single.units = 0;
  site.demand.push_back(single);
  return site;
}

TEST(Due, WhatIsDueComesBeforeWhatFits) {
  // Six single racks are 600 kW and more racks than the unit of 430 kW with one beside it; but then the unit, which is due, is missing.
  Site site = two_rows_for_two_demands();
  std::map<std::string, int> expected = {{"test-compute", 5}, {"test-management", 1}, {"test-network", 1}};
  EXPECT_EQ(count_by_type(site, search(site, {})), expected);
  expect_fails_only(site, search(site, {}));
  std::swap(site.demand[0], site.demand[1]);  // however they are listed
  EXPECT_EQ(count_by_type(site, search(site, {})), expected);
  site.demand.erase(site.demand.begin() + 1);
  expected = {{"test-compute", 6}};
  EXPECT_EQ(count_by_type(site, search(site, {})), expected);
}

TEST(Due, TheBoundSpeaksOfPlansThatHoldWhatIsDue) {
  // Six single racks are 600 of 610 kW; beside the unit of 430 kW one is left.
  Site site = two_rows_for_two_demands();
  Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 5);
  EXPECT_EQ(plan.search.bound_racks, 5);
  EXPECT_EQ(plan.search.certified_racks, 5);
  EXPECT_NE(plan.search.bound_by.find("beside what is due"), std::string::npos) << plan.search.bound_by;
  const Model model = model_of(site);
  EXPECT_EQ(bound_of(model).racks, 6);
  ASSERT_TRUE(where_due_stands(model));
  EXPECT_EQ(bound_of(*where_due_stands(model)).racks, 5);
  // Of a unit that cannot stand nothing is sure: its network rack is as wide as two slots.
  site.catalogue.racks[static_cast<std::size_t>(site.demand[0].network.index)].body.body.width_m.high = 1.5;
  plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 6);
  EXPECT_EQ(plan.search.bound_racks, 6);
}

TEST(Due, LargeRacksThatAreListedFirstDoNotTakeTheRoomOfMoreSmallOnes) {
  // 310 kW on either UPS hold three racks of 100 kW and one of 10 kW, or two and eleven. A large one gives 15 kW to the
  // room's air and a small one 10 kW; 2 x 60 kW less 2 x 3 kW of fans take two and eight.
  Site site = two_rows({"power.devices.ups-a.rating=310 kW", "power.devices.ups-b.rating=310 kW"});
  Demand large = site.demand[0];
  large.compute_racks = 1;
  large.network = {};
  large.network_racks = large.units_per_management = 0;
  Demand small = large;
  small.id = "small";
  small.compute = std::exchange(large.management, {});
  small.management = {};
  site.demand = {large, small};
  const std::map<std::string, int> expected = {{"test-compute", 2}, {"test-management", 8}};
  const Plan plan = search(site, {});
  EXPECT_EQ(count_by_type(site, plan), expected);
  EXPECT_EQ(plan.search.bound_racks, 10);
}

TEST(Due, WhatIsDueInALaterPhaseKeepsItsPlace) {
  // The single racks are there first; six of them would leave the unit, which arrives in the second phase, without power.
  Site site = two_rows_for_two_demands();
  site.phases.resize(2);
  site.phases[0].id = "p1";
  site.phases[1].id = "p2";
  PhaseUnits delivery;
  delivery.phase = 1;
  delivery.units = 1;
  site.demand[0].deliveries = {delivery};
  delivery.phase = 0;
  delivery.units = 12;
  site.demand[1].deliveries = {delivery};
  const Plan plan = search(site, {});
  const std::map<std::string, int> expected = {{"test-compute", 5}, {"test-management", 1}, {"test-network", 1}};
  EXPECT_EQ(count_by_type(site, plan), expected);
  expect_fails_only(site, plan);
}

TEST(Due, ALargeUnitThatIsDueIsTriedBeforeSmallDearRacks) {
  // One row of six slots: the unit takes all of them, and a dear single rack, put first, leaves it no room. More is missing without the unit.
  Site site = two_rows_for_two_demands();
  site.rows.pop_back();
  site.demand[1].value_thousandths = 1500;
  const std::map<std::string, int> expected = {{"test-compute", 4}, {"test-management", 1}, {"test-network", 1}};
  const Plan plan = search(site, {});
  EXPECT_EQ(count_by_type(site, plan), expected);
  expect_fails_only(site, plan, {Rule::demand_racks});
}

TEST(Due, OfAsManyAsFitOneIsDue) {
  // Both as many as fit: the six single racks would leave the first demand without any.
  Site site = two_rows_for_two_demands();
  site.demand[0].units = 0;
  const std::map<std::string, int> expected = {{"test-compute", 5}, {"test-management", 1}, {"test-network", 1}};
  EXPECT_EQ(count_by_type(site, search(site, {})), expected);
}

}  // namespace
}  // namespace hallplan::search
