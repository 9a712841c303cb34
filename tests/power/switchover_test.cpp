// Plant behind UPS and a switch after them: how long it is without voltage until the switch has gone over.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::number;

/// A utility, a UPS a side, and a board a side that pumps hang on: each draws from what `from` says, the first that lives.
Site with_boards(const std::vector<std::string>& from_a, const std::vector<std::string>& from_b) {
  Site site = test::bare_site(100e3);
  add_device(site, "utility", DeviceKind::utility, {});
  add_device(site, "tx-a", DeviceKind::transformer, {"utility"});
  add_device(site, "tx-b", DeviceKind::transformer, {"utility"});
  add_device(site, "ups-a", DeviceKind::ups, {"tx-a"});
  add_device(site, "ups-b", DeviceKind::ups, {"tx-b"});
  for (const auto& [id, from] : {std::pair("pump-a", from_a), std::pair("pump-b", from_b)}) {
    Device& board = add_device(site, id, DeviceKind::switchboard, from);
    board.sharing = Sharing::first;
    board.transfer_s = number(5);
  }
  CduGroup group;
  group.id = "g1";
  group.units.resize(2);
  group.feeds = {test::device_ref(site, "pump-a"), test::device_ref(site, "pump-b")};
  site.cdu_groups.push_back(group);
  site.catalogue.cdus.emplace_back();
  site.cdu_groups.back().type.index = 0;
  return site;
}

int at(const Site& site, const std::string& id) { return test::lost(site, id); }

/// Two units, each on both boards by two cords.
UnitFeeds on_both(const Site& site) {
  const std::vector<int> both{at(site, "pump-a"), at(site, "pump-b")};
  return {both, both};
}

TEST(Switchover, TheLossOfTheOneUpsThatBothBoardsPreferStopsAll) {
  const Site site = with_boards({"ups-a", "ups-b"}, {"ups-a", "ups-b"});
  const Switchover found = longest_switchover(site, on_both(site), 1);
  EXPECT_EQ(found.seconds, 5);
  EXPECT_EQ(found.words, "pump-a transfers in 5 s");
  // The utility is bridged: nobody has to switch.
  EXPECT_EQ(switchover_without_utilities(site, on_both(site)[0]).seconds, 0);
}

TEST(Switchover, EachBoardOnAUpsOfItsOwnLeavesOneOfTwoCords) {
  const Site site = with_boards({"ups-a", "ups-b"}, {"ups-b", "ups-a"});
  EXPECT_EQ(longest_switchover(site, on_both(site), 0).seconds, 0);
  // By single cords one unit waits, which a spare one makes up for.
  const UnitFeeds single{{at(site, "pump-a")}, {at(site, "pump-b")}};
  EXPECT_EQ(longest_switchover(site, single, 1).seconds, 0);
  EXPECT_EQ(longest_switchover(site, single, 0).seconds, 5);
}

TEST(Switchover, AUpsThatTheBoardsSwitchToBridgesNothing) {
  Site site = with_boards({"tx-a", "ups-a"}, {"tx-b", "ups-b"});
  add_device(site, "gen", DeviceKind::generator, {}).start_s = number(10);
  for (const char* id : {"tx-a", "tx-b"}) {
    Device& tx = site.devices[test::device_index(site, id)];
    tx.from.push_back(test::device_ref(site, "gen"));
    tx.sharing = Sharing::first;
    tx.transfer_s = number(0.5);
  }
  EXPECT_EQ(switchover_without_utilities(site, on_both(site)[0]).seconds, 5);
  EXPECT_EQ(longest_switchover(site, on_both(site), 1).seconds, 5);
  const Outage outage = outage_of(site, site.cdu_groups[0].feeds, "g1");
  EXPECT_FALSE(outage.bridged);
  EXPECT_EQ(outage.seconds, 5);
  EXPECT_EQ(outage.words, "pump-a transfers in 5 s");
  for (const char* id : {"pump-a", "pump-b"}) site.devices[test::device_index(site, id)].transfer_s.reset();
  EXPECT_EQ(outage_of(site, site.cdu_groups[0].feeds, "g1").unknown, "no transfer time known for pump-a");
}

TEST(Switchover, WhatDrawsFromUpsWithoutASwitchNeverStands) {
  Site site = with_boards({"ups-a"}, {"ups-b"});
  for (const char* id : {"pump-a", "pump-b"}) site.devices[test::device_index(site, id)].transfer_s.reset();
  const Switchover found = longest_switchover(site, on_both(site), 0);
  EXPECT_EQ(found.seconds, 0);
  EXPECT_EQ(found.unknown, "");
}

}  // namespace
}  // namespace hallplan::power
