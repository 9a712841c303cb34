// Plant whose units hang on one board each, as a verdict tells it: what was not looked at, what a loss stops, who runs on.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/ride.hpp"

namespace hallplan::verdict {
namespace {

const std::vector<std::string> kAllSaid = {"liquid.cdu_groups.g1.cords=2", "liquid.loops.fws.rejection.cords=2",
                                           "liquid.loops.chw.rejection.cords=2", "air.zones.room.cords=2"};

Verdict verified(const std::vector<std::string>& sets) {
  const Site site = test::small_placed_site(sets);
  return verify(site, layout::positioned(site, pinned_plan(site)));
}

std::string about_cords(const std::vector<std::string>& sets) {
  const Site site = test::small_placed_site(sets);
  for (const std::string& line : not_looked_at(site, verified(sets).checks)) {
    if (line.find("single cord") != std::string::npos) return line;
  }
  return {};
}

TEST(VerdictCords, WhatTheSiteDoesNotSayIsNamed) {
  EXPECT_NE(about_cords({}).find("each unit of g1, room, heat rejection of fws, heat rejection of chw counts"),
            std::string::npos);
  EXPECT_NE(about_cords({"liquid.cdu_groups.g1.cords=1"}).find("each unit of room, heat"), std::string::npos);
  EXPECT_EQ(about_cords(kAllSaid), "");
  // Each unit names its own: nothing is left to say. The pumps of a loop have no cords.
  std::vector<std::string> own = kAllSaid;
  own[0] = "liquid.cdu_groups.g1.units={cdu-1: {feed: mech}, cdu-2: {feed: mech-2}, cdu-3: {feed: mech}}";
  EXPECT_EQ(about_cords(own), "");
  std::vector<std::string> pumps = kAllSaid;
  pumps[1] = "liquid.loops.fws.rejection.cords=1";
  EXPECT_EQ(about_cords(pumps), "");  // 0 W: they are counted elsewhere
  pumps.emplace_back("liquid.loops.fws.rejection.pump_power=5 kW");
  EXPECT_NE(about_cords(pumps).find("single cords of the pumps of fws"), std::string::npos);
}

TEST(VerdictCords, ALossNamesTheDeviceAndTheUnits) {
  EXPECT_EQ(verified(kAllSaid).status, Status::undecided);  // the air field
  const Verdict verdict = verified({"liquid.cdu_groups.g1.cords=1"});
  EXPECT_EQ(verdict.status, Status::fail);
  const auto row = std::find_if(verdict.failures.begin(), verdict.failures.end(), [](const FailureRow& one) {
    return one.scenario == "g1: loss of mech stops cdu-1, cdu-3";
  });
  ASSERT_NE(row, verdict.failures.end());
  EXPECT_EQ(row->status, Status::fail);
  EXPECT_EQ(row->tightest_where, "g1");
  // The board itself carries what is left: no fault of the power tree.
  EXPECT_TRUE(std::any_of(verdict.failures.begin(), verdict.failures.end(), [](const FailureRow& one) {
    return one.scenario == "mech lost" && one.status == Status::pass;
  }));
}

// On a UPS and on a board without: by two cords the pumps run on, by one those on the board stop until the generator has started.
TEST(VerdictCords, AUpsBridgesOnlyTheUnitsThatHangOnIt) {
  const auto rides = [](const std::string& cords) {
    std::vector<std::string> sets = {"liquid.cdu_groups.g1.feeds=[ups-a, mech]", "power.devices.gen.start=12 s",
                                     "power.devices.tx-a.transfer=0.5 s", "power.devices.tx-b.transfer=0.5 s", cords};
    const Site site = test::ride_site(sets);
    const Verdict verdict = verify(site, layout::positioned(site, racks(site, {{"test-compute", 4}})));
    return std::any_of(verdict.checks.begin(), verdict.checks.end(), [](const Check& check) {
      return check.rule == Rule::liquid_ride_through && check.scenario == test::kPumps;
    });
  };
  EXPECT_FALSE(rides("liquid.cdu_groups.g1.cords=2"));
  EXPECT_TRUE(rides("liquid.cdu_groups.g1.cords=1"));
}

// Pumps on boards that switch from one UPS to the other: a battery bridges the utility, and nothing bridges the switch. 5 s of it and 3 s of
// drives are longer than the 1.74 s that cold plates of 90 kW bear without flow (ride_through_test).
TEST(VerdictCords, ASwitchAfterTheUpsStopsThePumpsAllTheSame) {
  const auto pumps_off = [](const std::string& second) {
    const auto switches = [](const std::string& from) {
      return "={kind: switchboard, from: " + from + ", sharing: first, transfer: 5 s, rating: 99 kW, full_rated: true}";
    };
    const std::vector<std::string> sets = {"power.devices.pump-a" + switches("[ups-a, ups-b]"),
                                           "power.devices.pump-b" + switches(second),
                                           "liquid.cdu_groups.g1.feeds=[pump-a, pump-b]",
                                           "liquid.cdu_groups.g1.cords=2",
                                           "power.devices.gen.start=12 s",
                                           "power.devices.tx-a.transfer=0.5 s",
                                           "power.devices.tx-b.transfer=0.5 s"};
    const Site site = test::ride_site(sets);
    const Verdict verdict = verify(site, layout::positioned(site, racks(site, {{"test-compute", 4}})));
    const auto found = std::find_if(verdict.checks.begin(), verdict.checks.end(), [](const Check& check) {
      return check.rule == Rule::liquid_ride_through && check.scenario == test::kPumps;
    });
    return found == verdict.checks.end() ? Check{} : *found;
  };
  const Check both_on_a = pumps_off("[ups-a, ups-b]");
  EXPECT_EQ(both_on_a.status, Status::fail);
  EXPECT_EQ(both_on_a.limit, 8);
  EXPECT_NE(both_on_a.arithmetic.find("pump-a transfers in 5 s + drives of g1 restart in 3 s"), std::string::npos);
  // The other way round one of two cords always lives: the pumps run on, and nothing is followed.
  EXPECT_EQ(pumps_off("[ups-b, ups-a]").arithmetic, "");
}

}  // namespace
}  // namespace hallplan::verdict
