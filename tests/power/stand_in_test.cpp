// What stands in for a generator that starts late: sources that a switch, or a board, draws from until it is there.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::bare_site;
using test::device;
using test::device_ref;
using test::find_check;
using test::number;
using test::rack_on;
using test::with_rule;

constexpr const char* kUntilLarge = "utility lost, until large has power";

/// utility -> tx -> two UPS -> a busway each. Where the utility is lost tx draws from `large`, which takes 12 s to start, and until then from
/// `small`, which takes 2 s; the switch takes 0.5 s.
Site two_generators() {
  Site site = bare_site(100e3);
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(1e6);
  for (const auto& [id, start_s, rating_w] : {std::tuple{"large", 12.0, 1e6}, {"small", 2.0, 150e3}}) {
    Device& made = add_device(site, id, DeviceKind::generator, {});
    made.start_s = number(start_s);
    made.rating_w = number(rating_w);
  }
  Device& tx = add_device(site, "tx", DeviceKind::transformer, {"utility", "large", "small"});
  tx.sharing = Sharing::first;
  tx.transfer_s = number(0.5);
  tx.rating_w = number(1e6);
  tx.efficiency = number(1.0);
  for (const char* side : {"a", "b"}) {
    Device& ups = add_device(site, std::string("ups-") + side, DeviceKind::ups, {"tx"});
    ups.rating_w = number(1e6);
    ups.efficiency = number(1.0);
    Device& bus = add_device(site, std::string("bus-") + side, DeviceKind::busway, {ups.id});
    bus.side = std::string(side) == "a" ? FeedSide::a : FeedSide::b;
    bus.rating_w = number(1e6);
    bus.full_rated = true;
  }
  site.rows[0].feeds = {{device_ref(site, "bus-a"), device_ref(site, "bus-b")}};
  return site;
}

Plan two_racks(const Site& site) {
  return {{rack_on(site, "bus-a", "bus-b"), rack_on(site, "bus-a", "bus-b")}, {}, {}};
}

std::vector<Check> of_small(const Site& site) {
  std::vector<Check> found = with_rule(check(site, two_racks(site)), Rule::power_generator);
  found.erase(std::remove_if(found.begin(), found.end(), [](const Check& each) { return each.where != "small"; }),
              found.end());
  return found;
}

bool all_pass(const std::vector<Check>& checks) {
  return std::all_of(checks.begin(), checks.end(), [](const Check& each) { return each.status == Status::pass; });
}

// From 2.5 s to 12 s after the loss `small`, of 150 kW, carries both racks, 200 kW; in the end it carries nothing.
TEST(StandIn, ASwitchLoadsItsThirdSourceUntilTheSecondHasStarted) {
  Site site = two_generators();
  const Check too_much = find_check(of_small(site), Rule::power_generator, "small", kUntilLarge);
  EXPECT_EQ(too_much.status, Status::fail);
  EXPECT_DOUBLE_EQ(too_much.value, 200e3);
  EXPECT_NE(too_much.arithmetic.find("for 12 s after the loss: large starts in 12 s"), std::string::npos)
      << too_much.arithmetic;
  device(site, "small").rating_w = number(201e3);
  EXPECT_TRUE(all_pass(of_small(site)));
  device(site, "small").rating_w = number(150e3);
  device(site, "large").start_s = number(2);  // both at once: nothing stands in
  EXPECT_TRUE(all_pass(of_small(site)));
}

// A board behind both generators shares their load once both run, and loads the first alone until then.
TEST(StandIn, ABoardLoadsTheFirstGeneratorUntilBothRun) {
  Site site = two_generators();
  add_device(site, "gens", DeviceKind::switchboard, {"large", "small"}).rating_w = number(1e6);
  device(site, "gens").full_rated = true;
  device(site, "tx").from = {device_ref(site, "utility"), device_ref(site, "gens")};
  const Check too_much = find_check(of_small(site), Rule::power_generator, "small", kUntilLarge);
  EXPECT_EQ(too_much.status, Status::fail);
  EXPECT_DOUBLE_EQ(too_much.value, 200e3);  // 100 kW in the end
}

TEST(StandIn, AStartThatNobodyStatesLeavesItOpenWhereItDecides) {
  Site site = two_generators();
  device(site, "large").start_s.reset();
  const std::vector<Check> open = of_small(site);
  const auto undecided =
      std::find_if(open.begin(), open.end(), [](const Check& each) { return each.status == Status::undecided; });
  ASSERT_NE(undecided, open.end());
  EXPECT_EQ(undecided->arithmetic.find("no start time known for large; "), 0U) << undecided->arithmetic;
  device(site, "small").rating_w = number(201e3);
  EXPECT_TRUE(all_pass(of_small(site)));
}

TEST(StandIn, TheSearchCountsIt) {
  const Site site = two_generators();
  std::vector<capacity::Choice> choices(1);
  choices[0].row = choices[0].type = choices[0].feed_pair = 0;
  const capacity::Part part = capacity_rows(site, choices);
  const auto row = std::find_if(part.rows.begin(), part.rows.end(), [](const capacity::Row& each) {
    return each.element == "small" && each.scenario == kUntilLarge;
  });
  ASSERT_NE(row, part.rows.end());
  EXPECT_TRUE(row->proves);
  const int index = static_cast<int>(row - part.rows.begin());
  const auto term =
      std::find_if(part.terms[0].begin(), part.terms[0].end(), [&](const auto& one) { return one.row == index; });
  ASSERT_NE(term, part.terms[0].end());
  EXPECT_DOUBLE_EQ(term->amount, 100e3);
}

// `tx` is back after 2.5 s on `small`, `other` after a time that nobody states: whether `small` carries both boards of plant before `large` is
// there hangs on it, and is no failure.
TEST(StandIn, WhatMayStillBeDeadIsNoFailure) {
  Site site = two_generators();
  device(site, "large").start_s = number(2);
  Device& other = add_device(site, "other", DeviceKind::transformer, {"utility", "small"});
  other.sharing = Sharing::first;
  other.rating_w = number(1e6);
  other.efficiency = number(1.0);
  Device& late = add_device(site, "late", DeviceKind::transformer, {"utility", "large"});
  late.sharing = Sharing::first;
  late.transfer_s = number(20);
  late.rating_w = number(1e6);
  late.efficiency = number(1.0);
  for (const char* id : {"other", "late"}) {
    FacilityLoop loop;
    loop.id = std::string("loop-") + id;
    loop.rejection.units = 1;
    loop.rejection.pump_power_w = number(0);
    loop.rejection.type = {"cooler", {}, 0};
    // What hangs on both draws all from `other` until `late` is back.
    for (const char* feed : {"other", "late"}) loop.rejection.feeds.push_back(device_ref(site, feed));
    site.loops.push_back(loop);
  }
  Product<RejectionType> cooler;
  cooler.id = "cooler";
  cooler.body.power_w = number(100e3);
  site.catalogue.rejections.push_back(cooler);
  const auto statuses = [&] {
    std::vector<Status> found;
    for (const Check& each : of_small(site)) found.push_back(each.status);
    return found;
  };
  // 200 kW of 150 kW if `other` is back before `late`, which takes 22 s; 100 kW in the end.
  std::vector<Status> found = statuses();
  EXPECT_EQ(std::count(found.begin(), found.end(), Status::fail), 0);
  EXPECT_EQ(std::count(found.begin(), found.end(), Status::undecided), 1);
  device(site, "other").transfer_s = number(5);
  found = statuses();
  EXPECT_EQ(std::count(found.begin(), found.end(), Status::fail), 1);
  device(site, "other").transfer_s = number(30);
  found = statuses();
  EXPECT_EQ(std::count(found.begin(), found.end(), Status::pass), static_cast<std::ptrdiff_t>(found.size()));
}

}  // namespace
}  // namespace hallplan::power
