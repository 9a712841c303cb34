// What fails no plan proves no bound: rules that the policy takes as warnings, which refuse no slot either, and checks that stay undecided.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/search/search.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

/// Rules that fail, warnings aside, but for the demand and what hangs on the air field.
std::vector<std::string> failing(const Site& site, const Plan& plan, int* warnings = nullptr) {
  std::vector<std::string> out;
  for (const Check& check : verdict::verify(site, plan).checks) {
    if (check.status != Status::fail || rule_domain(check.rule) == "demand") continue;
    if (check.warning) {
      if (warnings != nullptr) ++*warnings;
      continue;
    }
    out.push_back(std::string(rule_id(check.rule)) + " " + check.where);
  }
  return out;
}

struct Found {
  int racks = 0, bound = 0, warnings = 0;
  std::vector<std::string> fails;
};

Found found(const std::vector<std::string>& sets) {
  const Site site = test::small_site(sets);
  const Plan plan = search(site, {});
  Found out{count_compute(site, plan), plan.search.bound_racks, 0, {}};
  out.fails = failing(site, plan, &out.warnings);
  return out;
}

std::vector<std::string> with(std::vector<std::string> sets, const std::string& more) {
  sets.push_back(more);
  return sets;
}

TEST(Warned, DensityWindowsRefuseNothing) {
  // 100 kW on 0.75 m x 1.2 m are 111 kW/m2: no compute rack stands on tiles of 50.
  const std::vector<std::string> thin = {"density.tile.limit=50 kW/m2"};
  EXPECT_EQ(found(thin).racks, 0);
  EXPECT_EQ(found(thin).bound, 0);
  const Found lived_with = found(with(thin, "policy.warnings=[density.window]"));
  EXPECT_EQ(lived_with.racks, 4);
  EXPECT_EQ(lived_with.bound, 4);
  EXPECT_GT(lived_with.warnings, 0);
  EXPECT_EQ(lived_with.fails, std::vector<std::string>());
}

/// Two rows of two slots, 0.6 m apart, where racks ask for 0.9 m behind and 1.2 m before them. One rack is a unit. A network rack is pinned
/// in the front row: behind it no rack stands, and of the other two slots one alone.
const std::string kBehind =
    "rows.r2={x: 2 m, y: 4.8 m, front: south, slots: 2, pitch: 750 mm, depth: 1200 mm, feeds: [[bus-a, bus-b]], "
    "cdu_groups: [g1], air_zone: room}";
const std::vector<std::string> kNarrow = {
    "rows.r1.slots=2",
    kBehind,
    "demand.su.compute_racks=1",
    "demand.su.network_racks=0",
    "demand.su.units_per_management=0",
    "demand.su.units=0",
    "placed.n={type: test-network, row: r1, slot: 1, feed_a: bus-a, feed_b: bus-b}"};

TEST(Warned, ClearancesKeepNobodyApart) {
  EXPECT_EQ(found(kNarrow).racks, 1);
  EXPECT_EQ(found(kNarrow).bound, 2);  // no bound knows that the two are in each other's way
  const Found lived_with = found(with(kNarrow, "policy.warnings=[layout.clearance]"));
  EXPECT_EQ(lived_with.racks, 3);
  EXPECT_EQ(lived_with.bound, 3);
  EXPECT_GT(lived_with.warnings, 0);
  EXPECT_EQ(lived_with.fails, std::vector<std::string>());
}

// A plan lives with no more than the rule it names: the same floor asked as pull space still keeps racks apart.
TEST(Warned, OneRuleOfServiceFloorIsNotTheOther) {
  const std::vector<std::string> pulled =
      with(kNarrow,
           "rack_types={puller: {rack: {assumed: for this test, role: network, cords: 2, casters: 4, body: {width: "
           "0.6 m, depth: 1.2 m, height: 2.2 m, mass: 800 kg, clearance_front: 1.2 m, pull_rear: 0.9 m}, power: "
           "{tdp: 20 kW}, circuits: {count: 2, rating: 60 A, voltage: 415 V}, air: {table: [{inlet: 25 degC, "
           "flow: 2 m3/s}], inlet_limit: 35 degC}}}}");
  const std::vector<std::string> pinned = with(pulled, "placed.n.type=puller");
  EXPECT_EQ(found(with(pinned, "policy.warnings=[layout.clearance]")).racks, 2);
  EXPECT_EQ(found(with(pinned, "policy.warnings=[layout.pull-space]")).racks, 1);
  EXPECT_EQ(found(with(pinned, "policy.warnings=[layout.clearance, layout.pull-space]")).racks, 3);
}

// What is undecided proves nothing either. The network rack's idle power is not known: a unit swings by 4 x 80 to 4 x 80 + 20 + 10 kW at the
// racks, / 96 % / 99 % by 336.7 to 368.3 kW at the utility.
TEST(Warned, SwingsThatAreNotKnownProveNoBound) {
  const Found open = found({"power.devices.utility.swing_limit=350 kW"});
  EXPECT_EQ(open.racks, 0);  // the search keeps to the larger
  EXPECT_EQ(open.bound, 4);
}

// Doors get water of 21 degC and are rated with 20 degC: the heat of their zone is undecided, however much it is. One unit of 47 kW, 3 kW of
// it its own fan's, takes two racks of 15 kW by its rating; three stand and fail nothing.
TEST(Warned, AirHeatThatIsNotKnownProvesNoBound) {
  std::vector<std::string> sets = {"air.zones.room.units={crah-1: {x: 1 m, y: 7 m, front: south}}",
                                   "air.zones.room.spare=0",
                                   "air.zones.room.type=test-crah-47kw",
                                   "demand.su.compute_racks=1",
                                   "demand.su.network_racks=0",
                                   "demand.su.units_per_management=0",
                                   "demand.su.units=0"};
  EXPECT_EQ(found(sets).bound, 2);
  sets.push_back(
      "liquid.loops.doors={coolant: pg25, supply: 20 degC, flow: 300 L/min, return_limit: 30 degC, rejection: {type: "
      "test-chiller, units: 2, spare: 1, feeds: [mech, mech-2], pump_power: 0 W}}");
  sets.push_back(
      "air.rear_doors={doors: {type: test-door, loop: doors, leaving: 38 degC, rows: [r1], racks: [test-compute]}}");
  const int bound = found(sets).bound;
  for (const char* slot : {"1", "2", "3"}) {
    sets.push_back("placed.x" + std::string(slot) + "={type: test-compute, row: r1, slot: " + slot +
                   ", feed_a: bus-a, feed_b: bus-b, cdu_group: g1, demand: su, unit: " + slot + "}");
  }
  const Site three = test::small_site(sets);
  EXPECT_EQ(failing(three, layout::positioned(three, pinned_plan(three))), std::vector<std::string>());
  EXPECT_GE(bound, 3);
}

// Three racks ask for 300 of the 380 L/min that two of three CDUs give, and a pinned one for nobody knows how much: four stand, and their flow is
// undecided.
TEST(Warned, FlowThatIsNotKnownProvesNoBound) {
  std::vector<std::string> sets = {"liquid.cdu_groups.g1.type=test-cdu-190lpm", "demand.su.compute_racks=1",
                                   "demand.su.network_racks=0", "demand.su.units_per_management=0",
                                   "demand.su.units=0"};
  EXPECT_EQ(found(sets).bound, 3);
  sets.push_back(
      "rack_types={cold: {rack: {assumed: for this test, role: compute, cords: 2, casters: 4, body: {width: 0.6 m, "
      "depth: 1.2 m, height: 2.2 m, mass: 800 kg, clearance_front: 0.9 m, clearance_rear: 0.9 m}, power: {tdp: 10 kW, "
      "idle: 1 kW}, shelves: {count: 4, rating: 20 kW, efficiency: 97.5 %}, circuits: {count: 2, rating: 60 A, "
      "voltage: 415 V}, liquid: {share: 90 %, table_power: 10 kW, table_share: 90 %, table: [{supply: 20 degC, flow: "
      "5 L/min, pressure_drop: 20 kPa}, {supply: 30 degC, flow: 8 L/min, pressure_drop: 50 kPa}]}, air: {table: "
      "[{inlet: 25 degC, flow: 1 m3/s}], inlet_limit: 35 degC}}}}");
  sets.push_back("placed.x={type: cold, row: r1, slot: 1, feed_a: bus-a, feed_b: bus-b, cdu_group: g1}");
  const int bound = found(sets).bound;
  for (const char* slot : {"2", "3", "4", "5"}) {
    sets.push_back("placed.y" + std::string(slot) + "={type: test-compute, row: r1, slot: " + slot +
                   ", feed_a: bus-a, feed_b: bus-b, cdu_group: g1, demand: su, unit: " + slot + "}");
  }
  const Site four = test::small_site(sets);
  EXPECT_EQ(failing(four, layout::positioned(four, pinned_plan(four))), std::vector<std::string>());
  EXPECT_GE(bound, 4);
}

// Of a row's two feeds one waits for a phase. A rack hangs on the other, and goes dark with it, which only warns.
TEST(Warned, AFeedThatWaitsProvesNoBoundWhereDarkRacksAreLivedWith) {
  const std::vector<std::string> sets = {"phases={p1: {date: 2027-01-01}, p2: {date: 2027-07-01}}",
                                         "power.devices.bus-a.energised=p2",
                                         "demand.su.compute_racks=1",
                                         "demand.su.network_racks=0",
                                         "demand.su.units_per_management=0",
                                         "demand.su.units=0"};
  EXPECT_EQ(search(test::small_site(sets), {}).search.phase_bounds.at(0).racks, 0);
  const Site site = test::small_site(with(sets, "policy.warnings=[power.supplied]"));
  EXPECT_GT(search(site, {}).search.phase_bounds.at(0).racks, 0);
  const Site one = test::small_site(
      with(with(sets, "policy.warnings=[power.supplied]"),
           "placed.x={type: test-compute, row: r1, slot: 1, feed_a: bus-a, feed_b: bus-b, cdu_group: g1}"));
  EXPECT_EQ(failing(one, layout::positioned(one, pinned_plan(one))), std::vector<std::string>());
}

/// Of a bound, with a rule of units taken as a warning and without.
std::pair<int, int> bounds(const std::vector<std::string>& sets, const std::string& rule) {
  return {found(sets).bound, found(with(sets, "policy.warnings=[" + rule + "]")).bound};
}

// Six slots take one unit of four compute racks with a network and a management rack. What a unit lacks only warns where the policy says so. Five
// racks with peaks of 120 kW are what 600 kW of a UPS take for a short time; all else is ample.
TEST(Warned, RulesOfUnitsProveNoBound) {
  const std::vector<std::string> ample = {"demand.su.units=0", "power.devices.tx-a.rating=2 MW",
                                          "power.devices.tx-b.rating=2 MW", "power.devices.utility.rating=4 MW",
                                          "power.devices.gen.rating=4 MW"};
  EXPECT_EQ(bounds(ample, "layout.unit"), std::pair(4, 5));
  // Units of one rack with a manager each: three of both.
  const std::vector<std::string> managed = with(with(ample, "demand.su.compute_racks=1"), "demand.su.network_racks=0");
  EXPECT_EQ(bounds(managed, "layout.management"), std::pair(3, 5));
  // None is delivered before p2.
  const std::vector<std::string> late = {"phases={p1: {date: 2027-01-01}, p2: {date: 2027-07-01}}",
                                         "demand.su.deliveries={p1: {units: 0}, p2: {units: 1}}"};
  EXPECT_EQ(search(test::small_site(late), {}).search.phase_bounds.at(0).racks, 0);
  const Site early = test::small_site(with(late, "policy.warnings=[demand.supply]"));
  EXPECT_EQ(search(early, {}).search.phase_bounds.at(0).racks, 4);
}

TEST(Warned, SlotsWithoutATrayAreNotRefused) {
  // The only tray leads far from the row: no rack of a unit is cabled. What a search does not find, no bound excludes then.
  const std::vector<std::string> away = {"network.trays={t: {x: 1 m, y: 7.5 m, length: 1 m}}"};
  EXPECT_EQ(found(away).bound, 0);
  EXPECT_EQ(found(with(away, "policy.warnings=[layout.cable-reach]")).bound, 4);
}

}  // namespace
}  // namespace hallplan::search
