// Pinned racks on feeds that their row does not offer take of these, and of nothing that the row does offer.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "planner/search/model.hpp"
#include "planner/search/search.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

/// The small hall with a third busway, on which a rack of row r1 hangs; the owner lives with its feeds. A second row offers that busway alone.
std::vector<std::string> sets(const std::string& rating) {
  const std::string second_row =
      "rows.r2={x: 2 m, y: 10 m, front: south, slots: 3, pitch: 750 mm, depth: 1200 mm, feeds: [[bus-c, bus-b]], "
      "cdu_groups: [g1], air_zone: room}";
  return {"hall.depth=16 m",
          "power.devices.utility.rating=4 MW",
          "power.devices.bus-c={kind: busway, side: a, from: [ups-a], full_rated: true, rating: " + rating + "}",
          "rows.r1.slots=1",
          second_row,
          "placed.x={type: test-compute, row: r1, slot: 1, feed_a: bus-c, feed_b: bus-b, cdu_group: g1}",
          "policy.warnings=[power.feeds]",
          "demand.su.compute_racks=1",
          "demand.su.network_racks=0",
          "demand.su.units_per_management=0",
          "demand.su.units=0"};
}

double taken(const Model& model, const std::string& element, const std::string& scenario) {
  for (std::size_t r = 0; r < model.rows.size(); ++r) {
    const capacity::Row& row = model.rows[r];
    const bool of_device = row.rule == Rule::power_busway || row.rule == Rule::power_ups;
    if (of_device && row.element == element && row.scenario == scenario) return model.pinned_use[r];
  }
  return -1;
}

// 100 kW: half on each side, all on one when the other is lost.
TEST(PinnedFeeds, CountWhereTheRackHangs) {
  const Site site = test::small_site(sets("500 kW"));
  const Model model = model_of(site);
  EXPECT_DOUBLE_EQ(taken(model, "bus-c", "normal"), 50e3);
  EXPECT_DOUBLE_EQ(taken(model, "bus-c", "bus-b lost"), 100e3);
  EXPECT_DOUBLE_EQ(taken(model, "bus-b", "normal"), 50e3);
  EXPECT_DOUBLE_EQ(taken(model, "ups-a", "ups-b lost"), 100e3);
  EXPECT_LE(taken(model, "bus-a", "normal"), 0);  // where no rack may hang there is no row
}

// Of 250 kW the pinned rack takes 100 without bus-b, so one more fits and not two.
TEST(PinnedFeeds, LeaveTheRestOfTheirBusway) {
  const Site site = test::small_site(sets("250 kW"));
  const Plan plan = search(site, {});
  EXPECT_EQ(plan.racks.size(), 2U);
  EXPECT_EQ(plan.search.bound_racks, 2);
  for (const Check& check : verdict::verify(site, plan).checks) {
    EXPECT_TRUE(check.status != Status::fail || check.warning) << rule_id(check.rule) << " " << check.where;
  }
}

// Nothing of what the row offers is gone: a busway of 100 kW that carries no rack yet takes one.
TEST(PinnedFeeds, LeaveWhatTheRowOffersWhole) {
  std::vector<std::string> more = sets("500 kW");
  for (const char* set : {"rows.r1.slots=2", "rows.r2.slots=1", "power.devices.bus-a.rating=100 kW",
                          "power.devices.bus-a.full_rated=true"}) {
    more.push_back(set);
  }
  const Site site = test::small_site(more);
  const Plan plan = search(site, {});
  EXPECT_EQ(plan.racks.size(), 3U);
  EXPECT_EQ(plan.search.bound_racks, 3);
}

}  // namespace
}  // namespace hallplan::search
