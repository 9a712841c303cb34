// The search on whole sites, its plans held against the verdict.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "planner/search/model.hpp"
#include "planner/search/search.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

/// No failing check but those of `expected` rules.
void expect_fails_only(const Site& site, const Plan& plan, const std::vector<Rule>& expected = {}) {
  for (const Check& check : verdict::verify(site, plan).checks) {
    if (check.status != Status::fail) continue;
    EXPECT_NE(std::find(expected.begin(), expected.end(), check.rule), expected.end())
        << rule_id(check.rule) << " " << check.where << " " << check.arithmetic;
  }
}

std::map<std::string, int> count_by_type(const Site& site, const Plan& plan) {
  std::map<std::string, int> count;
  for (const Placement& rack : plan.racks) ++count[site.catalogue.racks[static_cast<std::size_t>(rack.type)].id];
  return count;
}

/// The small site with a second row facing the first, asked for as many units as fit.
Site two_rows(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"demand.su.units=0", "power.devices.utility.rating=4 MW", "hall.depth=16 m"};
  sets.insert(sets.end(), more.begin(), more.end());
  Site site = test::small_site(sets);
  Row second = site.rows[0];
  second.id = "r2";
  second.y_m.value = second.y_m.low = second.y_m.high = 10;
  site.rows.push_back(second);
  return site;
}

TEST(SearchSite, PlacesTheSmallHallWhole) {
  const Site site = test::small_site();
  const Plan plan = search(site, {});
  const std::map<std::string, int> expected = {{"test-compute", 4}, {"test-management", 1}, {"test-network", 1}};
  EXPECT_EQ(count_by_type(site, plan), expected);
  EXPECT_EQ(plan.search.bound_racks, 4);
  EXPECT_TRUE(plan.search.reproducible);
  EXPECT_FALSE(plan.search.interrupted);
  expect_fails_only(site, plan);
}

TEST(SearchSite, NamesPlacesAndSortsItsRacks) {
  const Site site = test::small_site();
  const Plan plan = search(site, {});
  ASSERT_EQ(plan.racks.size(), 6u);
  for (std::size_t i = 0; i < 6; ++i) {
    const Placement& rack = plan.racks[i];
    EXPECT_EQ(rack.id, "r1-s0" + std::to_string(i + 1));
    EXPECT_EQ(rack.slot, static_cast<int>(i));
    EXPECT_EQ(rack.demand, 0);
    const std::string& role = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.role;
    EXPECT_EQ(rack.unit, role == "management" ? -1 : 0);
    EXPECT_EQ(rack.cdu_group, role == "compute" ? 0 : -1);
  }
}

TEST(SearchSite, TheNetworkRackStandsInTheMiddle) {
  // Five racks in a run: cables to the middle one are 1 + 1 + 2 + 2 pitches long, to an end 1 + 2 + 3 + 4.
  const Site site = test::small_site();
  const Plan plan = search(site, {});
  double cable_m = 0;
  for (const Placement& a : plan.racks) {
    for (const Placement& b : plan.racks) {
      const bool pair = site.catalogue.racks[static_cast<std::size_t>(a.type)].body.role == "compute" &&
                        site.catalogue.racks[static_cast<std::size_t>(b.type)].body.role == "network";
      if (pair) cable_m += layout::cable_length_m(site, a, b);
    }
  }
  EXPECT_NEAR(cable_m, 6 * 0.75 + 4 * (2 * 1 + 2), 1e-9);
}

TEST(SearchSite, NeverBreaksALimitThatIsTooLow) {
  for (const char* set :
       {"power.devices.bus-a.rating=400 kW", "power.devices.utility.rating=500 kW", "hall.floor.bay_rating=300 kg/m2",
        "network.slack=27.5 m", "density.square.limit=20 kW/m2", "liquid.cdu_groups.g1.spare=2",
        "air.zones.room.spare=2", "hall.stack={all: {height: 1.81 m}}",
        "hall.doors={d: {wall: west, position: 1 m, width: 0.7 m, height: 2.4 m, kind: dock}}"}) {
    SCOPED_TRACE(set);
    const Site site = test::small_site({set});
    const Plan plan = search(site, {});
    EXPECT_TRUE(plan.racks.empty());
    expect_fails_only(site, plan, {Rule::demand_racks});
  }
}

TEST(SearchSite, UsesOnlySlotsThatARouteReaches) {
  // A wall between the rows, and the dock door behind it.
  const Site site = two_rows({"hall.partitions={wall: {x: 0 m, y: 9 m, width: 12 m}}",
                              "hall.doors={d: {wall: west, position: 12 m, width: 1.3 m, height: 2.4 m, kind: dock}}"});
  const Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 4);
  for (const Placement& rack : plan.racks) EXPECT_EQ(rack.row, 1) << rack.id;
  expect_fails_only(site, plan);
}

TEST(SearchSite, SpreadsHeavyRacksOverFloorBays) {
  const Site site = test::small_site({"hall.floor.bay_rating=700 kg/m2"});
  const Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 4);
  expect_fails_only(site, plan);
}

TEST(SearchSite, TheBoundHoldsAndTheVerdictAgrees) {
  // 12 slots take 2 units of 5 and 2 management racks, 860 kW; each transformer carries 600 kW when the other is lost.
  const Site tight = two_rows();
  const Plan one = search(tight, {});
  EXPECT_LE(count_compute(tight, one), one.search.bound_racks);
  expect_fails_only(tight, one);
  EXPECT_EQ(count_compute(tight, one), 4);
}

TEST(SearchSite, CompletesAPinnedUnit) {
  Site site = test::small_placed_site();
  ASSERT_EQ(site.placed.size(), 6u);
  site.placed.erase(site.placed.begin() + 1);  // one compute rack of four
  const Plan pinned = pinned_plan(site);
  const Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 4);
  EXPECT_EQ(plan.search.bound_racks, 4);
  expect_fails_only(site, plan);
  for (const Placement& rack : pinned.racks) {
    const auto same =
        std::find_if(plan.racks.begin(), plan.racks.end(), [&](const Placement& r) { return r.id == rack.id; });
    ASSERT_NE(same, plan.racks.end());
    EXPECT_EQ(same->slot, rack.slot);
    EXPECT_EQ(same->unit, rack.unit);
  }
}

TEST(SearchSite, KeepsAFullHallAsItIs) {
  const Site site = test::small_placed_site();
  const Plan plan = search(site, {});
  EXPECT_EQ(plan.racks.size(), 6u);
  EXPECT_EQ(plan.search.bound_racks, 4);
}

TEST(SearchSite, CablesAreMeasuredAsTheLayoutDoes) {
  const Site site = two_rows();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const Model model = make_model(site, choices, capacity_part(site, choices));
  for (int a = 0; a < static_cast<int>(model.slots.size()); ++a) {
    for (int b = 0; b < static_cast<int>(model.slots.size()); ++b) {
      Placement from, to;
      from.type = model.site_type[0];
      to.type = model.site_type[1];
      from.row = model.slots[static_cast<std::size_t>(a)].row;
      to.row = model.slots[static_cast<std::size_t>(b)].row;
      from.slot = model.slots[static_cast<std::size_t>(a)].slot;
      to.slot = model.slots[static_cast<std::size_t>(b)].slot;
      const double expected =
          layout::cable_length_m(site, layout::positioned(site, from), layout::positioned(site, to));
      const long long trays = manhattan(model.spot(a, 0).centre, model.spot(b, 1).centre);
      EXPECT_NEAR(static_cast<double>(trays) / 2000 + model.cable_fixed_m, expected, 1e-9);
    }
  }
}

TEST(SearchSite, ThinsOutWhereDensityLimits) {
  // Four compute racks side by side are 400 kW in a window of 3 m x 3 m; 30 kW/m2 allow 270 kW.
  const Site packed = two_rows({"density.square.limit=30 kW/m2"});
  const Plan plan = search(packed, {});
  EXPECT_EQ(count_compute(packed, plan), 4);
  expect_fails_only(packed, plan);
}

TEST(SearchSite, FindsTheDemonstrationWhole) {
  SourceFiles files;
  Result<Site> site = load_site(files, HALLPLAN_SOURCE_DIR "/sites/demo-48.yaml", {HALLPLAN_SOURCE_DIR "/racks", {}});
  ASSERT_TRUE(site) << render(site.problems, files);
  const Plan plan = search(*site.value, {});
  EXPECT_EQ(count_compute(*site.value, plan), 48);
  EXPECT_EQ(plan.search.bound_racks, 48);
  expect_fails_only(*site.value, plan);
}

}  // namespace
}  // namespace hallplan::search
