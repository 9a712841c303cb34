// Batteries against generator start and transfer.
#include <gtest/gtest.h>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::device;
using test::find_check;
using test::number;
using test::with_rule;

/// gen starts in 10 s; tx-a and tx-b transfer in 0.5 s; ups-a holds 5 min, ups-b 11 s.
class Autonomy : public ::testing::Test {
 protected:
  Autonomy() : site_(test::small_placed_site()) {
    device(site_, "gen").start_s = number(10);
    device(site_, "tx-a").transfer_s = number(0.5);
    device(site_, "tx-b").transfer_s = number(0.5);
    device(site_, "ups-a").runtime_s = number(300);
    device(site_, "ups-b").runtime_s = number(11);
  }
  std::vector<Check> checks() { return with_rule(check(site_, pinned_plan(site_)), Rule::power_autonomy); }
  Check of(const std::string& ups) { return find_check(checks(), Rule::power_autonomy, ups, "utility power lost"); }
  Site site_;
};

TEST_F(Autonomy, StartAndTransfer) {
  const Check held = of("ups-b");
  EXPECT_EQ(held.limit, 10.5);
  EXPECT_EQ(held.value, 11);
  EXPECT_EQ(held.status, Status::pass);
  EXPECT_EQ(
      held.arithmetic,
      "gen starts in 10 s + tx-b transfers in 0.5 s = 10.5 s; its battery holds its full rating for 11 s, a smaller "
      "load for no less");
  device(site_, "ups-b").runtime_s = number(10.4);
  EXPECT_EQ(of("ups-b").status, Status::fail);
}

TEST_F(Autonomy, UnfavourableEndsAndTheSlowestWay) {
  device(site_, "gen").start_s = Value{10, 8, 10.8, {}, {}, {}, Trust::stated, {}};
  EXPECT_DOUBLE_EQ(of("ups-b").limit, 11.3);
  Device& second = test::add_device(site_, "gen-2", DeviceKind::generator, {});
  second.start_s = number(15);
  device(site_, "tx-b").from.push_back(test::device_ref(site_, "gen-2"));
  EXPECT_DOUBLE_EQ(of("ups-b").limit, 15.5);
  EXPECT_DOUBLE_EQ(of("ups-a").limit, 11.3);
  // A switch between the UPS and its transformer adds its own time.
  device(site_, "ups-a").from.push_back(test::device_ref(site_, "tx-b"));
  device(site_, "ups-a").sharing = Sharing::first;
  device(site_, "ups-a").transfer_s = number(2);
  EXPECT_DOUBLE_EQ(of("ups-a").limit, 17.5);
}

TEST_F(Autonomy, WhoFollowsTheCoolantThroughALossCountsOnBatteries) {
  device(site_, "gen").start_s.reset();
  for (const char* id : {"tx-a", "tx-b"}) device(site_, id).transfer_s.reset();
  for (const char* id : {"ups-a", "ups-b"}) device(site_, id).runtime_s.reset();
  EXPECT_TRUE(checks().empty());  // nobody asks
  site_.cdu_groups[0].ride_through.emplace();
  ASSERT_EQ(checks().size(), 2U);
  EXPECT_EQ(of("ups-a").status, Status::undecided);
}

TEST_F(Autonomy, WhatIsMissingIsUndecidedByName) {
  device(site_, "gen").start_s.reset();
  EXPECT_EQ(of("ups-a").status, Status::undecided);
  EXPECT_EQ(of("ups-a").arithmetic, "no start time known for gen");
  device(site_, "gen").start_s = number(10);
  device(site_, "tx-a").transfer_s.reset();
  EXPECT_EQ(of("ups-a").arithmetic, "no transfer time known for tx-a");
  EXPECT_EQ(of("ups-b").status, Status::pass);
  device(site_, "ups-b").runtime_s.reset();
  EXPECT_EQ(of("ups-b").arithmetic, "no battery runtime known for ups-b");
  site_.catalogue.ups[0].body.runtime_s = number(60);
  EXPECT_EQ(of("ups-b").value, 60);
}

TEST_F(Autonomy, WhatIsKnownOfAWayMayBeTooMuchAlready) {
  device(site_, "tx-b").transfer_s.reset();
  device(site_, "ups-b").runtime_s = number(9);
  EXPECT_EQ(of("ups-b").status, Status::fail);
  EXPECT_EQ(of("ups-b").limit, 10);
  EXPECT_EQ(of("ups-b").arithmetic.find("gen starts in 10 s = 10 s at least (no transfer time known for tx-b); "), 0U)
      << of("ups-b").arithmetic;
  device(site_, "ups-b").runtime_s = number(10);
  EXPECT_EQ(of("ups-b").status, Status::undecided);
}

TEST_F(Autonomy, SilentWhereNothingIsGivenOrNothingTakesOver) {
  const Site plain = test::small_placed_site();
  EXPECT_TRUE(with_rule(check(plain, pinned_plan(plain)), Rule::power_autonomy).empty());
  for (const char* id : {"tx-a", "tx-b"}) device(site_, id).from.pop_back();  // no generator
  EXPECT_TRUE(checks().empty());
}

/// Both transformers switch over from one utility to another.
void with_a_second_utility(Site& site) {
  test::add_device(site, "utility-2", DeviceKind::utility, {});
  for (const char* id : {"tx-a", "tx-b"}) device(site, id).from[1] = test::device_ref(site, "utility-2");
}

TEST_F(Autonomy, ASwitchToAnotherUtilityIsBridgedAsWell) {
  with_a_second_utility(site_);
  device(site_, "tx-b").transfer_s = number(15);
  EXPECT_EQ(checks().size(), 2U);
  const Check held = find_check(checks(), Rule::power_autonomy, "ups-b", "a source lost");
  EXPECT_EQ(held.limit, 15);
  EXPECT_EQ(held.value, 11);
  EXPECT_EQ(held.status, Status::fail);
  EXPECT_EQ(held.arithmetic,
            "tx-b transfers in 15 s = 15 s; its battery holds its full rating for 11 s, a smaller load for no less");
  EXPECT_EQ(find_check(checks(), Rule::power_autonomy, "ups-a", "a source lost").status, Status::pass);
  device(site_, "tx-b").transfer_s.reset();
  EXPECT_EQ(find_check(checks(), Rule::power_autonomy, "ups-b", "a source lost").arithmetic,
            "no transfer time known for tx-b");
  device(site_, "utility-2").waiting = true;  // not there yet: nothing to go to
  EXPECT_TRUE(checks().empty());
}

TEST_F(Autonomy, WithoutARuntimeASwitchIsAQuestion) {
  with_a_second_utility(site_);
  for (const char* id : {"ups-a", "ups-b"}) device(site_, id).runtime_s.reset();
  EXPECT_TRUE(checks().empty());
  EXPECT_TRUE(taken_over(site_)[test::device_index(site_, "ups-a")]);
  EXPECT_TRUE(taken_over(site_)[test::device_index(site_, "tx-a")]);
  EXPECT_FALSE(taken_over(site_)[test::device_index(site_, "utility")]);
  for (const char* id : {"tx-a", "tx-b"}) device(site_, id).from.pop_back();
  EXPECT_FALSE(taken_over(site_)[test::device_index(site_, "ups-a")]);
}

// ups-a's other transformer changes from one utility to another in 600 s, longer than the generator takes.
TEST_F(Autonomy, TheLongestCountsGeneratorOrNot) {
  test::add_device(site_, "utility-2", DeviceKind::utility, {});
  test::add_device(site_, "utility-3", DeviceKind::utility, {});
  Device& other = test::add_device(site_, "tx-c", DeviceKind::transformer, {"utility-2", "utility-3"});
  other.sharing = Sharing::first;
  other.transfer_s = number(600);
  device(site_, "ups-a").from.push_back(test::device_ref(site_, "tx-c"));
  device(site_, "ups-a").sharing = Sharing::first;
  device(site_, "ups-a").transfer_s = number(2);
  const Check held = find_check(checks(), Rule::power_autonomy, "ups-a", "a source lost");
  EXPECT_EQ(held.limit, 602);
  EXPECT_EQ(held.status, Status::fail);
  device(site_, "tx-c").transfer_s = number(1);
  EXPECT_EQ(of("ups-a").limit, 12.5);
}

TEST_F(Autonomy, PlantIsBackWithItsSlowestFeedOrRunsOnBehindAUps) {
  const auto of_feeds = [&](const std::vector<std::string>& ids) {
    std::vector<Ref> feeds;
    feeds.reserve(ids.size());
    for (const std::string& id : ids) feeds.push_back(test::device_ref(site_, id));
    return outage_of(site_, feeds, "g1");
  };
  Outage back = of_feeds({"mech", "mech-2"});
  EXPECT_FALSE(back.bridged);
  EXPECT_EQ(back.seconds, 10.5);
  EXPECT_EQ(back.words, "gen starts in 10 s + tx-a transfers in 0.5 s");
  EXPECT_TRUE(back.unknown.empty());
  device(site_, "tx-b").transfer_s = number(2);
  EXPECT_EQ(of_feeds({"mech"}).seconds, 12);  // mech hangs on both transformers
  back = of_feeds({"mech", "bus-b"});
  EXPECT_TRUE(back.bridged);
  EXPECT_EQ(back.by, "ups-b");
  device(site_, "ups-b").waiting = true;  // not there yet: nothing bridges
  EXPECT_FALSE(of_feeds({"mech", "ups-b"}).bridged);
  device(site_, "gen").start_s.reset();
  EXPECT_EQ(of_feeds({"mech"}).unknown, "no start time known for gen");
  for (const char* id : {"tx-a", "tx-b"}) device(site_, id).from.pop_back();
  EXPECT_EQ(of_feeds({"mech"}).unknown, "no generator known for g1");
}

}  // namespace
}  // namespace hallplan::power
