// The search on whole sites, its plans held against the verdict.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "planner/search/bound.hpp"
#include "planner/search/model.hpp"
#include "planner/search/random.hpp"
#include "planner/search/search.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/search/two_rows.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

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
        "policy.margin={power: 7 %}", "network.slack=27.5 m", "density.square.limit=20 kW/m2",
        "liquid.cdu_groups.g1.spare=2", "air.zones.room.spare=2", "hall.stack={all: {height: 1.81 m}}",
        "liquid.leak_zones={all: {rows: [r1], most_racks: 3}}",
        "liquid.leak_zones={all: {rows: [r1], most_power: 399 kW}}", "network.trays={t: {x: 2 m, y: 5 m, length: 2 m}}",
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
  const Site site = two_rows({"hall.partitions={wall: {x: 0 m, y: 8.8 m, width: 12 m}}",
                              "hall.doors={d: {wall: west, position: 12 m, width: 1.3 m, height: 2.4 m, kind: dock}}"});
  const Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 4);
  for (const Placement& rack : plan.racks) EXPECT_EQ(rack.row, 1) << rack.id;
  expect_fails_only(site, plan);
}

TEST(SearchSite, PlacesNoRackWhereAPartitionIsInTheWay) {
  const auto only_row = [](const char* wall, int row) {
    const Site site = two_rows({wall});
    const Plan plan = search(site, {});
    EXPECT_EQ(count_compute(site, plan), 4);
    for (const Placement& rack : plan.racks) EXPECT_EQ(rack.row, row) << rack.id;
    expect_fails_only(site, plan);
  };
  only_row("hall.partitions={wall: {x: 0 m, y: 9 m, width: 12 m}}", 0);     // 1 m before the fronts of r2
  only_row("hall.partitions={wall: {x: 0 m, y: 3.6 m, width: 6.6 m}}", 1);  // through r1
}

// A wall 1 m behind racks that need 0.9 m of it; a door takes 0.2 m.
TEST(SearchSite, LeavesRearDoorsTheirRoom) {
  const std::string wall = "hall.partitions={wall: {x: 0 m, y: 5.2 m, width: 6.9 m}}";
  const Site bare = test::small_site({wall});
  EXPECT_EQ(count_compute(bare, search(bare, {})), 4);
  const Site doors =
      test::small_site({wall, "air.rear_doors={doors: {type: test-door, loop: chw, leaving: 26 degC, rows: [r1]}}"});
  const Plan plan = search(doors, {});
  EXPECT_TRUE(plan.racks.empty());
  expect_fails_only(doors, plan, {Rule::demand_racks});
}

// Before 100 mm of board between slots 1 and 2 either rack leaves 762 mm that hold the board, and both leave none (tests/layout/working_test.cpp).
TEST(SearchSite, OneOfTwoRacksLeavesABoardItsWorkingSpace) {
  std::vector<std::string> sets = {"power.devices.mech.in_hall=true",
                                   "power.devices.mech.air_zone=room",
                                   "power.devices.mech.voltage=415 V",
                                   "power.devices.mech.place={height: 2 m, mass: 500 kg, x: 2.85 m, y: 5.2 m, width: "
                                   "100 mm, depth: 600 mm, front: south}",
                                   "rows.r1.slots=2",
                                   "rows.r1.pitch=900 mm",
                                   "demand.su.compute_racks=1",
                                   "demand.su.network_racks=0",
                                   "demand.su.units_per_management=0",
                                   "demand.su.units=0"};
  const Site site = test::small_site(sets);
  const Plan plan = search(site, {});
  EXPECT_EQ(plan.racks.size(), 1U);
  EXPECT_GE(plan.search.bound_racks, 1);
  for (const Check& check : verdict::verify(site, plan).checks) {
    if (check.rule == Rule::layout_working) {
      EXPECT_EQ(check.status, Status::pass) << check.arithmetic;
    }
  }
  sets.emplace_back("policy.warnings=[layout.working-space]");
  EXPECT_EQ(search(test::small_site(sets), {}).racks.size(), 2U);
}

// Doors on a loop of their own, air units on the chilled water's. Its return limit lies between what comes back with all doors and with
// one lost: fewer racks stand, and no check fails.
TEST(SearchSite, LeavesTheUnitsLoopRoomForTheHeatOfALostRearDoor) {
  Site site = test::small_site(
      {"demand.su.units=0", "demand.su.compute_racks=2", "rows.r1.slots=10", "power.devices.tx-a.rating=2 MW",
       "power.devices.tx-b.rating=2 MW",
       "liquid.loops.doors={coolant: water, supply: 18 degC, flow: 300 L/min, return_limit: 30 degC, rejection: {type: "
       "test-chiller, units: 2, spare: 1, feeds: [mech, mech-2], pump_power: 0 W}}",
       "air.rear_doors={doors: {type: test-door, loop: doors, leaving: 26 degC, rows: [r1], racks: [test-network]}}"});
  const Plan full = search(site, {});
  ASSERT_EQ(count_compute(site, full), 4);
  std::map<std::string, double> back_degc;
  for (const Check& check : verdict::verify(site, full).checks) {
    if (check.rule == Rule::liquid_fws_return && check.where == "chw") back_degc[check.scenario] = check.value;
  }
  ASSERT_EQ(back_degc.count("1 rear door lost"), 1U);
  ASSERT_GT(back_degc["1 rear door lost"], back_degc["normal"]);
  const auto units_loop =
      std::find_if(site.loops.begin(), site.loops.end(), [](const FacilityLoop& loop) { return loop.id == "chw"; });
  Value& limit_degc = units_loop->return_limit_degc;
  limit_degc.value = limit_degc.low = limit_degc.high = 0.5 * (back_degc["normal"] + back_degc["1 rear door lost"]);
  const Plan plan = search(site, {});
  EXPECT_GT(count_compute(site, plan), 0);
  EXPECT_LT(count_compute(site, plan), count_compute(site, full));
  expect_fails_only(site, plan);
}

TEST(SearchSite, SpreadsHeavyRacksOverFloorBays) {
  const Site site = test::small_site({"hall.floor.bay_rating=700 kg/m2"});
  const Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 4);
  expect_fails_only(site, plan);
}

TEST(SearchSite, FeedsHoldWholeRacks) {
  // Two rows on a pair of busways each, which carry 1.9 racks of 100 kW when the other side is lost: 3.8 by the sum, 2 in truth.
  const std::string second_row =
      "rows.r2={x: 2 m, y: 10 m, along: x, front: south, slots: 6, pitch: 750 mm, depth: 1200 mm, "
      "feeds: [[bus-a2, bus-b2]], cdu_groups: [g1], air_zone: room}";
  const Site site = test::small_site(
      {"hall.depth=16 m", "power.devices.utility.rating=4 MW", "demand.su.units=0", "demand.su.compute_racks=1",
       "demand.su.network_racks=0", "demand.su.units_per_management=0", "power.devices.bus-a.rating=190 kW",
       "power.devices.bus-b.rating=190 kW",
       "power.devices.bus-a2={kind: busway, side: a, from: [ups-a], busway_type: test-busway, rating: 190 kW}",
       "power.devices.bus-b2={kind: busway, side: b, from: [ups-b], busway_type: test-busway, rating: 190 kW}",
       second_row});
  EXPECT_EQ(bound_of(model_of(site)).racks, 3);
  const Plan plan = search(site, {});
  EXPECT_EQ(count_compute(site, plan), 2);
  EXPECT_EQ(plan.search.bound_racks, 2);
  EXPECT_EQ(plan.search.certified_racks, 2);
  EXPECT_EQ(plan.search.solver, "");
  EXPECT_TRUE(plan.search.reproducible);
  Options options;
  options.solver = Solver::none;
  EXPECT_EQ(search(site, options).search.bound_racks, 3);
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

/// A tray behind each row, joined at the east wall.
const char* const kTrays =
    "network.trays={a: {x: 2 m, y: 5 m, length: 9 m}, b: {x: 2 m, y: 12 m, length: 9 m}, "
    "c: {x: 11 m, y: 5 m, along: y, length: 7 m}}";

void expect_same_cables(const Site& site) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const Model model = model_of(site, choices);
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
      const Spot& one = model.spot(a, 0);
      const Spot& other = model.spot(b, 1);
      const long long length = model.cable({one.centre, one.tray}, {other.centre, other.tray});
      if (length > model.reach) {
        EXPECT_GT(expected, 30) << "the reach";
      } else {
        EXPECT_NEAR(static_cast<double>(length) / 2000 + model.cable_fixed_m, expected, 1e-9);
      }
    }
  }
}

TEST(SearchSite, CablesAreMeasuredAsTheLayoutDoes) {
  expect_same_cables(two_rows());
  expect_same_cables(two_rows({kTrays}));
  expect_same_cables(
      two_rows({"network.trays={a: {x: 2 m, y: 5 m, length: 3 m}, b: {x: 2 m, y: 9 m, length: 4.5 m}}"}));
}

TEST(SearchSite, KeepsCablesOnTraysInReach) {
  // Within a row 2 x 1.4 m and the slots between; between the rows all the way to the east wall and back, 31 m at most.
  for (const char* slack : {"network.slack=2 m", "network.slack=24 m", "network.slack=21 m"}) {
    const Site site = two_rows({kTrays, slack});
    expect_fails_only(site, search(site, {}), {Rule::demand_racks});
  }
  // One tray, which the second row reaches too.
  const Site first = two_rows({"network.trays={a: {x: 2 m, y: 5 m, length: 4.5 m}}"});
  const Plan plan = search(first, {});
  EXPECT_EQ(count_compute(first, plan), 4);
  expect_fails_only(first, plan);
}

// --- leaks ------------------------------------------------------------------------------------------------------------

/// The rows of a model that count what leaks stop, held against the check on random placements. `exact`: they are equal, else no less.
void expect_same_leaks(const Site& site, bool exact) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const Model model = model_of(site, choices);
  const bool all_prove = std::all_of(model.rows.begin(), model.rows.end(), [](const capacity::Row& row) {
    return row.proves || rule_domain(row.rule) != "layout";
  });
  EXPECT_EQ(all_prove, exact);
  Random random(7);
  for (int n = 0; n < 200; ++n) {
    Plan plan;
    std::vector<double> taken;
    for (const capacity::Row& row : model.rows) taken.push_back(row.base);
    const auto take = [&](const std::vector<capacity::Term>& terms) {
      for (const capacity::Term& term : terms) taken[static_cast<std::size_t>(term.row)] += term.amount;
    };
    for (int slot = 0; slot < static_cast<int>(model.slots.size()); ++slot) {
      const int type = random.below(model.types);
      const std::vector<int>& wires = model.wires_at(slot, type);
      if (random.once_in(3) || wires.empty() || !model.spot(slot, type).usable) continue;
      const Wire& wire = model.wires[static_cast<std::size_t>(
          wires[static_cast<std::size_t>(random.below(static_cast<int>(wires.size())))])];
      Placement rack;
      rack.id = "r" + std::to_string(slot);
      rack.type = model.site_type[static_cast<std::size_t>(type)];
      rack.row = model.slots[static_cast<std::size_t>(slot)].row;
      rack.slot = model.slots[static_cast<std::size_t>(slot)].slot;
      rack.cdu_group = choices[static_cast<std::size_t>(wire.choice)].cdu_group;
      plan.racks.push_back(layout::positioned(site, rack));
      take(wire.terms);
      take(model.spot(slot, type).terms);
    }
    int found = 0;
    for (const Check& check : layout::check(site, plan)) {
      if (check.rule != Rule::layout_leak && check.rule != Rule::layout_leak_power) continue;
      for (std::size_t r = 0; r < model.rows.size(); ++r) {
        if (model.rows[r].rule != check.rule || model.rows[r].element != check.where) continue;
        ++found;
        EXPECT_DOUBLE_EQ(model.rows[r].limit, check.limit);
        if (exact) {
          EXPECT_NEAR(taken[r], check.value, 1e-6) << check.arithmetic;
        } else {
          EXPECT_GE(taken[r], check.value - 1e-6) << check.arithmetic;
        }
      }
    }
    EXPECT_EQ(found, 2);
  }
}

TEST(SearchSite, LeakRowsAgreeWithTheCheck) {
  for (const char* areas : {"rows: [r1]", "areas: [{x: 3 m, y: 3.5 m, width: 2 m, depth: 8 m}]",
                            "areas: [{x: 3 m, y: 3.5 m, width: 6.5 m, depth: 8 m}]"}) {
    SCOPED_TRACE(areas);
    expect_same_leaks(
        two_rows({std::string("liquid.leak_zones={north: {") + areas + ", most_racks: 3, most_power: 310 kW}}"}), true);
  }
}

TEST(SearchSite, RowsThatMayCountTwiceAreForTheSearchAlone) {
  Site site =
      two_rows({"liquid.leak_zones={north: {areas: [{x: 3 m, y: 3 m, width: 6.5 m, depth: 1 m}], most_racks: 3, "
                "most_power: 310 kW}}"});
  CduGroup second = site.cdu_groups[0];
  second.id = "g2";
  for (::hallplan::Unit& unit : second.units) {
    unit.id += "b";
    unit.y_m.reset();
    unit.x_m.reset();
  }
  site.cdu_groups.push_back(second);
  site.rows[0].cdu_groups.push_back({"g2", {}, 1});
  expect_same_leaks(site, false);
}

TEST(SearchSite, StopsNoMoreThanALeakMay) {
  // Eight racks would fit: three of the first row's six slots may hold liquid-cooled ones.
  const Site site = two_rows({"liquid.leak_zones={north: {rows: [r1], most_racks: 3}}",
                              "power.devices.tx-a.rating=2 MW", "power.devices.tx-b.rating=2 MW"});
  const Plan plan = search(site, {});
  EXPECT_GT(count_compute(site, plan), 0);
  EXPECT_LE(count_compute(site, plan), plan.search.bound_racks);
  expect_fails_only(site, plan);
}

TEST(SearchSite, ThinsOutWhereDensityLimits) {
  // Four compute racks side by side are 400 kW in a window of 3 m x 3 m; 30 kW/m2 allow 270 kW.
  const Site packed = two_rows({"density.square.limit=30 kW/m2"});
  const Plan plan = search(packed, {});
  EXPECT_EQ(count_compute(packed, plan), 4);
  expect_fails_only(packed, plan);
}

TEST(SearchSite, LosesNoRacksToTheRoundingOfWindows) {
  // Racks of 750 x 1200 mm with 100 kW side by side. A window of 755 x 1201 mm holds one and 5 mm of the next:
  // (100 + 100 x 5 / 750) kW / 0.906755 m2 = 111.018 kW/m2. On whole cells of 10 mm it would reach over 770 x 1220 mm: 113.2.
  const auto at_limit = [](const std::string& limit) {
    return test::small_site({"density.tile.width=755 mm", "density.tile.depth=1201 mm", "density.tile.limit=" + limit});
  };
  const Site within = at_limit("111.02 kW/m2");
  const Plan plan = search(within, {});
  EXPECT_EQ(count_compute(within, plan), 4);
  expect_fails_only(within, plan);
  // A little less, and no two of the unit's four stand side by side: six slots are too few.
  const Site beyond = at_limit("111.01 kW/m2");
  EXPECT_EQ(count_compute(beyond, search(beyond, {})), 0);
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
