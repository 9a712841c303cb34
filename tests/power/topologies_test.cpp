// Redundancy topologies, each given only by who feeds what. Loads in normal running and after every single loss by hand, and
// the loading limit of each topology as a check that passes just below it and fails just above. Everything is lossless here,
// power factor 1, and ratings are in watts: what is left is how load moves.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::device;
using test::device_index;
using test::device_ref;
using test::find_check;
using test::lost;
using test::number;
using test::rack_on;
using test::with_rule;

using Loads_w = std::map<std::string, double>;

/// Names the site's row offers, so that all of them are among the losses; every rack then hangs on one of these pairs.
void offer(Site& site, const std::vector<std::pair<std::string, std::string>>& pairs) {
  for (const auto& [a, b] : pairs) {
    device(site, a).side = FeedSide::a;
    if (!b.empty()) device(site, b).side = FeedSide::b;
    site.rows[0].feeds.push_back({device_ref(site, a), b.empty() ? device_ref(site, a) : device_ref(site, b)});
  }
}

Plan racks_on(const Site& site, const std::vector<std::pair<std::string, std::string>>& pairs) {
  Plan plan;
  for (const auto& [a, b] : pairs) {
    plan.racks.push_back(rack_on(site, a, b));
    plan.racks.back().id = "rack-" + std::to_string(plan.racks.size());
  }
  return plan;
}

/// What each named device carries after a loss ("" for none).
void expect_loads(const Site& site, const Plan& plan, const std::string& lost_id, const Loads_w& expected) {
  const State state = simulate(site, plan, lost_id.empty() ? -1 : lost(site, lost_id));
  for (const auto& [id, watts] : expected) {
    EXPECT_NEAR(state.output_w[device_index(site, id)], watts, 1e-6) << id << " after the loss of '" << lost_id << "'";
  }
}

/// The rated share of every UPS at which the tightest of its checks turns: passes just below, fails just above.
void expect_ups_limit(Site site, const Plan& plan, double normal_w, double most_share) {
  for (const auto& [share, status] :
       {std::pair{most_share * (1 - 1e-6), Status::pass}, {most_share * (1 + 1e-6), Status::fail}}) {
    for (Device& each : site.devices) {
      if (each.kind == DeviceKind::ups) each.rating_w = number(normal_w / share);
    }
    Status found = Status::pass;
    for (const Check& check : check(site, plan)) {
      if (check.rule == Rule::power_ups && check.status != Status::pass) found = check.status;
    }
    EXPECT_EQ(found, status) << "at " << share;
  }
}

// --- 2N ------------------------------------------------------------------------------------------------------------------

// utility -> ups-a -> bus-a, utility -> ups-b -> bus-b; four dual-corded racks of 100 kW.
TEST(Topology, TwoN) {
  Site site = test::bare_site(100e3);
  add_device(site, "utility", DeviceKind::utility, {});
  for (const char* side : {"a", "b"}) {
    add_device(site, std::string("ups-") + side, DeviceKind::ups, {"utility"});
    add_device(site, std::string("bus-") + side, DeviceKind::busway, {std::string("ups-") + side});
  }
  offer(site, {{"bus-a", "bus-b"}});
  const Plan plan = racks_on(site, {4, {"bus-a", "bus-b"}});
  // Half of 4 x 100 kW on each side; all of it on the side that is left.
  expect_loads(site, plan, "",
               {{"ups-a", 200e3}, {"ups-b", 200e3}, {"bus-a", 200e3}, {"bus-b", 200e3}, {"utility", 400e3}});
  expect_loads(site, plan, "ups-a",
               {{"ups-a", 0}, {"bus-a", 0}, {"ups-b", 400e3}, {"bus-b", 400e3}, {"utility", 400e3}});
  expect_loads(site, plan, "bus-a",
               {{"ups-a", 0}, {"bus-a", 0}, {"ups-b", 400e3}, {"bus-b", 400e3}, {"utility", 400e3}});
  expect_loads(site, plan, "ups-b",
               {{"ups-a", 400e3}, {"bus-a", 400e3}, {"ups-b", 0}, {"bus-b", 0}, {"utility", 400e3}});
  expect_loads(site, plan, "bus-b",
               {{"ups-a", 400e3}, {"bus-a", 400e3}, {"ups-b", 0}, {"bus-b", 0}, {"utility", 400e3}});
  expect_loads(site, plan, "utility", {{"ups-a", 0}, {"ups-b", 0}, {"bus-a", 0}, {"bus-b", 0}, {"utility", 0}});
  expect_ups_limit(site, plan, 200e3, 0.5);
}

// --- N+1 -----------------------------------------------------------------------------------------------------------------

// Four UPS on one switchboard, one of them spare: utility -> ups-1..4 -> board -> bus; racks of 120 kW, single-corded.
TEST(Topology, NPlusOneOfSeparateUps) {
  Site site = test::bare_site(120e3, 1);
  add_device(site, "utility", DeviceKind::utility, {});
  const std::vector<std::string> blocks{"ups-1", "ups-2", "ups-3", "ups-4"};
  for (const std::string& id : blocks) add_device(site, id, DeviceKind::ups, {"utility"});
  add_device(site, "board", DeviceKind::switchboard, blocks);
  add_device(site, "bus", DeviceKind::busway, {"board"});
  offer(site, {{"bus", ""}});
  const Plan plan = racks_on(site, {10, {"bus", ""}});
  // 10 x 120 = 1200 kW: 300 kW on each of four, 400 kW on each of the three that are left.
  expect_loads(site, plan, "",
               {{"ups-1", 300e3}, {"ups-2", 300e3}, {"ups-3", 300e3}, {"ups-4", 300e3}, {"board", 1200e3}});
  for (const std::string& out : blocks) {
    Loads_w expected{{"board", 1200e3}, {"bus", 1200e3}, {"utility", 1200e3}};
    for (const std::string& id : blocks) expected[id] = id == out ? 0 : 400e3;
    expect_loads(site, plan, out, expected);
  }
  expect_loads(site, plan, "board", {{"ups-1", 0}, {"ups-4", 0}, {"utility", 0}});
  expect_ups_limit(site, plan, 300e3, 3.0 / 4);  // N/(N+1) with N = 3
}

// The same as one UPS of four 400 kW modules, one of them spare.
TEST(Topology, NPlusOneOfModules) {
  Site site = test::bare_site(120e3, 1);
  Product<UpsType> type;
  type.id = "module";
  type.body.module_w = number(400e3);
  type.body.efficiency = number(1.0);
  site.catalogue.ups.push_back(type);
  add_device(site, "utility", DeviceKind::utility, {});
  Device& ups = add_device(site, "ups", DeviceKind::ups, {"utility"});
  ups.ups_type = {"module", {}, 0};
  ups.modules = 4;
  add_device(site, "bus", DeviceKind::busway, {"ups"});
  offer(site, {{"bus", ""}});
  const Plan plan = racks_on(site, {10, {"bus", ""}});
  // Without a spare: 1200 of 4 x 400 = 1600 kW, 75 %. With one: 1200 of 3 x 400 = 1200 kW, the limit exactly.
  EXPECT_EQ(with_rule(check(site, plan), Rule::power_ups).size(), 1U);
  device(site, "ups").spare_modules = 1;
  std::vector<Check> checks = check(site, plan);
  const Check all = find_check(checks, Rule::power_ups, "ups", "normal");
  EXPECT_DOUBLE_EQ(all.limit, 1600e3);
  const Check fewer = find_check(checks, Rule::power_ups, "ups", "1 module of ups lost");
  EXPECT_DOUBLE_EQ(fewer.value, 1200e3);
  EXPECT_DOUBLE_EQ(fewer.limit, 1200e3);
  EXPECT_EQ(fewer.status, Status::pass);
  EXPECT_EQ(fewer.arithmetic, "bus 1200 kW = 1200 kW; limit (4 - 1) x 400 kW = 1200 kW");
  site.catalogue.ups[0].body.module_w = number(399.99e3);  // 1199.97 kW
  checks = check(site, plan);
  EXPECT_EQ(find_check(checks, Rule::power_ups, "ups", "1 module of ups lost").status, Status::fail);
  EXPECT_EQ(find_check(checks, Rule::power_ups, "ups", "normal").status, Status::pass);
  device(site, "ups").spare_modules = 2;
  EXPECT_DOUBLE_EQ(find_check(check(site, plan), Rule::power_ups, "ups", "2 modules of ups lost").limit, 799.98e3);
}

// Equal sharing that is lost in part: bus-a draws from three UPS, bus-b from two of them. ups-1, ups-2, ups-3 carry
// 300/3 (+ 200/2 on the two): 200, 200, 100 kW.
TEST(Topology, PartialLossOfEqualSharing) {
  Site site = test::bare_site(100e3, 1);
  add_device(site, "utility", DeviceKind::utility, {});
  for (const char* id : {"ups-1", "ups-2", "ups-3"}) add_device(site, id, DeviceKind::ups, {"utility"});
  add_device(site, "bus-a", DeviceKind::busway, {"ups-1", "ups-2", "ups-3"});
  add_device(site, "bus-b", DeviceKind::busway, {"ups-1", "ups-2"});
  offer(site, {{"bus-a", ""}, {"bus-b", ""}});
  const Plan plan = racks_on(site, {{"bus-a", ""}, {"bus-a", ""}, {"bus-a", ""}, {"bus-b", ""}, {"bus-b", ""}});
  expect_loads(site, plan, "", {{"ups-1", 200e3}, {"ups-2", 200e3}, {"ups-3", 100e3}});
  // Without ups-1: bus-a 300/2 on ups-2 and ups-3, bus-b all of 200 on ups-2.
  expect_loads(site, plan, "ups-1", {{"ups-1", 0}, {"ups-2", 350e3}, {"ups-3", 150e3}, {"utility", 500e3}});
  expect_loads(site, plan, "ups-2", {{"ups-1", 350e3}, {"ups-2", 0}, {"ups-3", 150e3}, {"utility", 500e3}});
  // Without ups-3: bus-a 150 and bus-b 100 on each of the two.
  expect_loads(site, plan, "ups-3", {{"ups-1", 250e3}, {"ups-2", 250e3}, {"ups-3", 0}, {"utility", 500e3}});
  // A bus that is lost takes its load with it.
  expect_loads(site, plan, "bus-a", {{"ups-1", 100e3}, {"ups-2", 100e3}, {"ups-3", 0}, {"utility", 200e3}});
  expect_loads(site, plan, "bus-b", {{"ups-1", 100e3}, {"ups-2", 100e3}, {"ups-3", 100e3}, {"utility", 300e3}});
}

// --- 3-make-2 and 4-make-3 ------------------------------------------------------------------------------------------

/// n blocks, each a UPS and a bus of its own; racks on every pair of them, as many on each.
Site distributed(int blocks, std::vector<std::pair<std::string, std::string>>& pairs) {
  Site site = test::bare_site(60e3);
  add_device(site, "utility", DeviceKind::utility, {});
  for (int i = 1; i <= blocks; ++i) {
    const std::string number = std::to_string(i);
    add_device(site, "ups-" + number, DeviceKind::ups, {"utility"});
    add_device(site, "bus-" + number, DeviceKind::busway, {"ups-" + number});
  }
  for (int i = 1; i <= blocks; ++i) {
    for (int j = i + 1; j <= blocks; ++j) pairs.push_back({"bus-" + std::to_string(i), "bus-" + std::to_string(j)});
  }
  offer(site, pairs);
  return site;
}

TEST(Topology, ThreeMakeTwo) {
  std::vector<std::pair<std::string, std::string>> pairs;  // 1-2, 1-3, 2-3
  const Site site = distributed(3, pairs);
  std::vector<std::pair<std::string, std::string>> twice = pairs;
  twice.insert(twice.end(), pairs.begin(), pairs.end());
  const Plan plan = racks_on(site, twice);  // two racks of 60 kW on each pair
  // Each block is in two pairs of 120 kW, half of each: 120 kW. Six racks: 360 kW.
  expect_loads(site, plan, "", {{"ups-1", 120e3}, {"ups-2", 120e3}, {"ups-3", 120e3}, {"utility", 360e3}});
  // Without block 1 its pairs 1-2 and 1-3 are all on 2 and 3: 120 + 60 = 180 kW each.
  for (const char* gone : {"ups-1", "bus-1"}) {
    expect_loads(site, plan, gone,
                 {{"ups-1", 0}, {"bus-1", 0}, {"ups-2", 180e3}, {"ups-3", 180e3}, {"utility", 360e3}});
  }
  expect_loads(site, plan, "ups-2", {{"ups-1", 180e3}, {"ups-2", 0}, {"ups-3", 180e3}, {"bus-3", 180e3}});
  expect_loads(site, plan, "ups-3", {{"ups-1", 180e3}, {"ups-2", 180e3}, {"ups-3", 0}, {"bus-1", 180e3}});
  expect_ups_limit(site, plan, 120e3, 2.0 / 3);  // 66.7 %
}

TEST(Topology, FourMakeThreeOnSixPairs) {
  std::vector<std::pair<std::string, std::string>> pairs;  // 1-2, 1-3, 1-4, 2-3, 2-4, 3-4
  const Site site = distributed(4, pairs);
  ASSERT_EQ(pairs.size(), 6U);
  const Plan plan = racks_on(site, pairs);  // one rack of 60 kW on each pair
  // Each block is in three pairs, 30 kW of each: 90 kW. Without one, each other takes 30 kW more: 120 kW. 90/120 = 75 %.
  expect_loads(site, plan, "",
               {{"ups-1", 90e3}, {"ups-2", 90e3}, {"ups-3", 90e3}, {"ups-4", 90e3}, {"utility", 360e3}});
  for (int gone = 1; gone <= 4; ++gone) {
    for (const char* kind : {"ups-", "bus-"}) {
      Loads_w expected{{"utility", 360e3}};
      for (int i = 1; i <= 4; ++i) expected["ups-" + std::to_string(i)] = i == gone ? 0 : 120e3;
      expect_loads(site, plan, kind + std::to_string(gone), expected);
    }
  }
  expect_ups_limit(site, plan, 90e3, 0.75);
}

// All racks on one pair of a 4-make-3 system: the other blocks stand idle, and the two carry twice as much after a loss.
TEST(Topology, FourMakeThreeNeedsItsPairsFilledEvenly) {
  std::vector<std::pair<std::string, std::string>> pairs;
  const Site site = distributed(4, pairs);
  const Plan plan = racks_on(site, {6, {"bus-1", "bus-2"}});
  expect_loads(site, plan, "", {{"ups-1", 180e3}, {"ups-2", 180e3}, {"ups-3", 0}, {"ups-4", 0}});
  expect_loads(site, plan, "ups-1", {{"ups-1", 0}, {"ups-2", 360e3}, {"ups-3", 0}, {"ups-4", 0}});
  expect_ups_limit(site, plan, 180e3, 0.5);
}

// --- catcher (block redundant) ------------------------------------------------------------------------------------

// Three blocks of 300, 300 and 200 kW, each behind a static transfer switch that prefers its own UPS; the reserve takes the
// block that lost its own.
class Catcher : public ::testing::Test {
 protected:
  Catcher() : site_(test::bare_site(100e3, 1)) {
    add_device(site_, "utility", DeviceKind::utility, {});
    for (const char* id : {"ups-1", "ups-2", "ups-3", "reserve"}) add_device(site_, id, DeviceKind::ups, {"utility"});
    for (const char* block : {"1", "2", "3"}) {
      const std::string number = block;
      add_device(site_, "sts-" + number, DeviceKind::switchboard, {"ups-" + number, "reserve"}).sharing =
          Sharing::first;
      add_device(site_, "bus-" + number, DeviceKind::busway, {"sts-" + number});
    }
    offer(site_, {{"bus-1", ""}, {"bus-2", ""}, {"bus-3", ""}});
    plan_ = racks_on(site_, {{"bus-1", ""},
                             {"bus-1", ""},
                             {"bus-1", ""},
                             {"bus-2", ""},
                             {"bus-2", ""},
                             {"bus-2", ""},
                             {"bus-3", ""},
                             {"bus-3", ""}});
  }
  Site site_;
  Plan plan_;
};

TEST_F(Catcher, Loads) {
  expect_loads(site_, plan_, "",
               {{"ups-1", 300e3}, {"ups-2", 300e3}, {"ups-3", 200e3}, {"reserve", 0}, {"utility", 800e3}});
  expect_loads(site_, plan_, "ups-1", {{"ups-1", 0}, {"reserve", 300e3}, {"ups-2", 300e3}, {"sts-1", 300e3}});
  expect_loads(site_, plan_, "ups-2", {{"ups-2", 0}, {"reserve", 300e3}, {"ups-1", 300e3}, {"sts-2", 300e3}});
  expect_loads(site_, plan_, "ups-3", {{"ups-3", 0}, {"reserve", 200e3}, {"ups-1", 300e3}, {"utility", 800e3}});
  expect_loads(site_, plan_, "reserve", {{"ups-1", 300e3}, {"ups-2", 300e3}, {"ups-3", 200e3}, {"reserve", 0}});
  // A switch or busway that is lost takes its block with it; nothing moves to the reserve.
  expect_loads(site_, plan_, "sts-1", {{"ups-1", 0}, {"reserve", 0}, {"ups-2", 300e3}, {"utility", 500e3}});
  expect_loads(site_, plan_, "bus-3", {{"ups-3", 0}, {"reserve", 0}, {"ups-2", 300e3}, {"utility", 600e3}});
}

// Blocks at 100 % of their UPS, a reserve no smaller than the largest block.
TEST_F(Catcher, BlocksAreFullAndTheReserveTakesTheLargest) {
  const auto status = [&](double block_w, double reserve_w) {
    Status found = Status::pass;
    for (const auto& [id, watts] :
         {std::pair{"ups-1", block_w}, {"ups-2", block_w}, {"ups-3", 200e3}, {"reserve", reserve_w}}) {
      device(site_, id).rating_w = number(watts);
    }
    for (const Check& check : check(site_, plan_)) {
      if (check.rule == Rule::power_ups && check.status != Status::pass) found = check.status;
    }
    return found;
  };
  EXPECT_EQ(status(300e3, 300e3), Status::pass);     // every block at 100 %
  EXPECT_EQ(status(299.99e3, 300e3), Status::fail);  // a block over its own UPS
  EXPECT_EQ(status(300e3, 299.99e3), Status::fail);  // the reserve under the largest block
  const Check worst = find_check(check(site_, plan_), Rule::power_ups, "reserve", "ups-2 lost");
  EXPECT_DOUBLE_EQ(worst.value, 300e3);
  EXPECT_EQ(worst.status, Status::fail);
}

}  // namespace
}  // namespace hallplan::power
