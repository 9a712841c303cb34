// What fails no plan proves no bound: rules that the policy takes as warnings, which refuse no slot either, and checks that stay undecided.
#include <gtest/gtest.h>

#include <string>
#include <vector>

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

TEST(Warned, SlotsWithoutATrayAreNotRefused) {
  // The only tray leads far from the row: no rack of a unit is cabled. What a search does not find, no bound excludes then.
  const std::vector<std::string> away = {"network.trays={t: {x: 1 m, y: 7.5 m, length: 1 m}}"};
  EXPECT_EQ(found(away).bound, 0);
  EXPECT_EQ(found(with(away, "policy.warnings=[layout.cable-reach]")).bound, 4);
}

}  // namespace
}  // namespace hallplan::search
