// Demanded racks of which a hall takes not one. The hall of tests/data/small.yaml: six slots, four racks of 100 kW asked with a network
// and a management rack.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/explain/no_room.hpp"
#include "tests/support/load.hpp"

namespace hallplan::explain {
namespace {

std::string words_of(const std::vector<std::string>& sets) {
  const std::vector<NoRoom> found = no_room(test::small_site(sets));
  EXPECT_LE(found.size(), 1U);
  return found.empty() ? std::string() : found[0].type + ": " + found[0].words;
}

TEST(NoRoom, IsNotSaidOfAHallThatTakesRacks) { EXPECT_EQ(words_of({}), ""); }

TEST(NoRoom, IsNotSaidWhereOneRackStands) {
  EXPECT_EQ(words_of({"rows.r1.slots=1"}), "");
  // One rack by itself fits before either row; two would stand in each other's clearance behind them.
  EXPECT_EQ(words_of({"rows.r1.y=2.5 m",
                      "rows.r2={x: 2 m, y: 4.3 m, front: north, slots: 6, pitch: 750 mm, depth: 1200 mm, feeds: "
                      "[[bus-a, bus-b]], cdu_groups: [g1], air_zone: room}"}),
            "");
  // 3.0 m under the ceiling is what a rack of 2.2 m and 0.8 m over it take.
  EXPECT_EQ(words_of({"hall.ceiling=3 m"}), "");
  EXPECT_NE(words_of({"hall.ceiling=2.999 m"}), "");
}

TEST(NoRoom, NamesTheRuleOfSpaceAndTheFirstSlotInNumbers) {
  EXPECT_EQ(words_of({"hall.ceiling=2.9 m"}),
            "test-compute: layout.height refuses 6 of 6 free slots: row r1, slot 1: rack 2.200 m + overhead 0.800 m = "
            "3.000 m; at most 2.9 m");
  // The south wall is 0.5 m before the fronts of all racks, which ask for 1.2 m.
  const std::string narrow = words_of({"rows.r1.y=0.5 m"});
  EXPECT_EQ(narrow.rfind("test-compute: layout.clearance refuses 6 of 6 free slots: row r1, slot 1", 0), 0U) << narrow;
  EXPECT_NE(narrow.find("0.500 m free to the south wall at its front"), std::string::npos) << narrow;
  const std::string low =
      words_of({"hall.doors={d: {wall: south, position: 1 m, width: 2 m, height: 1.5 m, kind: dock}}"});
  EXPECT_EQ(low.rfind("test-compute: layout.route refuses 6 of 6 free slots: ", 0), 0U) << low;
  EXPECT_NE(low.find("1.500 m"), std::string::npos) << low;
}

TEST(NoRoom, NamesWhatIsShortWhereLeastIs) {
  // With its other UPS lost, a rack of 100 kW hangs on 20 kW.
  EXPECT_EQ(words_of({"power.devices.ups-a.rating=20 kW"}),
            "test-compute: least is short in row r1, slot 1, on bus-a and bus-b, CDU group g1: ups-a (power.ups) with "
            "tx-b lost: 20 kW left of 20 kW, 100 kW needed, 80 kW short; one buys a UPS module");
  EXPECT_EQ(words_of({"power.devices.ups-a.rating=100 kW"}), "");
  EXPECT_EQ(words_of({"rows.r1.cdu_groups=[]"}),
            "test-compute: no row offers feeds and a CDU group that it can hang on");
}

TEST(NoRoom, TellsPowerOnTheFloorWhereTheChecksFailIt) {
  // 100 kW on 0.75 x 1.2 m are 111 kW/m2 in any tile of half a metre within.
  const std::string dense = words_of({"density.tile.limit=100 kW/m2"});
  EXPECT_EQ(dense.rfind("test-compute: density.window refuses 6 slots: ", 0), 0U) << dense;
  // In a hall too large for a table of fine cells, windows are measured exactly, and take a rack as before.
  EXPECT_EQ(words_of({"hall.width=300 m", "hall.depth=300 m"}), "");
}

TEST(NoRoom, LeavesToThePlanWhatTheSearchAloneKeepsFree) {
  // Each unit on headers of its own takes 250 kW less 5 kW of its own. With a rack of 300 kW in the demand (270 kW to liquid) the search
  // counts every rack as that one, of which no unit takes a whole one; by the checks a rack of 100 kW (90 kW) stands.
  Site site = test::small_site({"liquid.cdu_groups.g1.headers=dedicated", "liquid.cdu_groups.g1.spare=0"});
  Product<RackType> large = site.catalogue.racks[static_cast<std::size_t>(site.demand[0].compute.index)];
  large.id = "large";
  const auto raise = [](Value& value) { value.value = value.low = value.high = 300e3; };
  raise(large.body.power.tdp_w);
  for (MaybeValue* value : {&large.body.power.max_w, &large.body.power.edpp_w}) {
    if (*value) raise(**value);
  }
  Demand wanted = site.demand[0];
  wanted.id = "large-su";
  wanted.compute = {"large", {}, static_cast<int>(site.catalogue.racks.size())};
  site.catalogue.racks.push_back(std::move(large));
  site.demand.push_back(std::move(wanted));
  const std::vector<NoRoom> found = no_room(site);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].demand, 1U);
  EXPECT_EQ(found[0].type, "large");
}

TEST(NoRoom, TellsThatNoTrayPassesASlot) {
  EXPECT_EQ(words_of({"network.trays={t: {x: 2 m, y: 5 m, length: 4.5 m}}"}), "");
  // 8 m to the east of a row that ends at 6.5 m.
  EXPECT_EQ(words_of({"network.trays={t: {x: 11 m, y: 7 m, length: 0.5 m}}"}),
            "test-compute: layout.cable-reach refuses 6 slots: no tray passes over or beside them");
  // Along the last two slots alone: 5 to 6.5 m.
  EXPECT_EQ(words_of({"network.trays={t: {x: 5 m, y: 5 m, length: 1.5 m}}"}), "");
}

TEST(NoRoom, LooksAtTheOtherRacksOfAUnit) {
  Site site = test::small_site();
  const auto network = std::find_if(site.catalogue.racks.begin(), site.catalogue.racks.end(),
                                    [](const Product<RackType>& rack) { return rack.id == "test-network"; });
  ASSERT_NE(network, site.catalogue.racks.end());
  Value& height = network->body.body.height_m;
  height.value = height.low = height.high = 3.5;
  const std::vector<NoRoom> found = no_room(site);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].type, "test-network");
  site.demand[0].network_racks = 0;
  EXPECT_TRUE(no_room(site).empty());
}

// A rack that stays and is of no demand; the hall has room for those that are demanded, or it has none.
TEST(NoRoom, LooksBesideRacksThatArePinned) {
  const std::string old = "placed={old: {type: test-network, row: r1, slot: 1, feed_a: bus-a, feed_b: bus-b}}";
  EXPECT_EQ(words_of({old}), "");
  const std::string full = words_of({old, "rows.r1.slots=1"});
  EXPECT_EQ(full, "test-compute: its rows have no free slots");
  EXPECT_NE(words_of({old, "hall.ceiling=2.9 m"}).find("layout.height refuses 5 of 5 free slots"), std::string::npos);
  // 20 kW of the old rack and 100 kW for one more on one UPS with the other lost.
  const std::string power = words_of({old, "power.devices.ups-a.rating=119 kW"});
  EXPECT_NE(power.find("ups-a (power.ups) with tx-b lost: "), std::string::npos) << power;
  EXPECT_EQ(words_of({old, "power.devices.ups-a.rating=140 kW"}), "");
}

TEST(NoRoom, IsNotSaidOfADemandThatIsMet) {
  const std::string one =
      "placed={c1: {type: test-compute, row: r1, slot: 1, feed_a: bus-a, feed_b: bus-b, cdu_group: g1, demand: su, "
      "unit: 1}}";
  EXPECT_EQ(words_of({one, "rows.r1.slots=1", "demand.su.units=0"}), "");
  EXPECT_NE(words_of({one, "rows.r1.slots=1"}), "");  // three more are wanted
}

}  // namespace
}  // namespace hallplan::explain
