// Plant whose units each hang on one device: how they are dealt, what is refused, and which losses stop several of them.
#include "planner/site/cords.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/site/live.hpp"
#include "planner/site/phase.hpp"
#include "tests/support/devices.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using Units = std::vector<std::size_t>;

std::vector<std::string> feeds_of(const Site& site, const std::vector<int>& own) {
  std::vector<std::string> ids;
  ids.reserve(own.size());
  for (const int feed : own) ids.push_back(feed < 0 ? "all" : site.devices[static_cast<std::size_t>(feed)].id);
  return ids;
}

const std::vector<std::string> kAll = {"all", "all", "all"};
const std::vector<std::string> kInTurn = {"mech", "mech-2", "mech"};

TEST(Cords, UnitsAreDealtToTheFeedsInTurn) {
  const Site unsaid = test::small_site();
  EXPECT_EQ(feeds_of(unsaid, own_feeds(unsaid.cdu_groups[0])), kAll);
  const Site two = test::small_site({"liquid.cdu_groups.g1.cords=2", "liquid.loops.fws.rejection.cords=2"});
  EXPECT_EQ(feeds_of(two, own_feeds(two.cdu_groups[0])), kAll);
  EXPECT_EQ(feeds_of(two, own_feeds(two.loops[0])), kAll);
  const Site one = test::small_site(
      {"liquid.cdu_groups.g1.cords=1", "liquid.loops.fws.rejection.cords=1", "air.zones.room.cords=1"});
  EXPECT_EQ(feeds_of(one, own_feeds(one.cdu_groups[0])), kInTurn);
  EXPECT_EQ(feeds_of(one, own_feeds(one.loops[0])), kInTurn);
  EXPECT_EQ(feeds_of(one, own_feeds(one.air_zones[0])), kInTurn);
}

TEST(Cords, AUnitsOwnFeedStandsBeforeItsTurn) {
  const Site dealt = test::small_site({"liquid.cdu_groups.g1.cords=1", "liquid.cdu_groups.g1.units.cdu-1.feed=mech-2"});
  EXPECT_EQ(feeds_of(dealt, own_feeds(dealt.cdu_groups[0])), (std::vector<std::string>{"mech-2", "mech-2", "mech"}));
  const Site alone = test::small_site({"air.zones.room.units.crah-2.feed=mech"});
  EXPECT_EQ(feeds_of(alone, own_feeds(alone.air_zones[0])), (std::vector<std::string>{"all", "mech", "all"}));
}

TEST(Cords, AFeedThatTheGroupHasNotIsRefused) {
  const std::string text = test::refused({"liquid.cdu_groups.g1.units.cdu-2.feed=ups-a"});
  EXPECT_NE(text.find("site.disagree"), std::string::npos) << text;
  EXPECT_NE(text.find("'cdu-2' hangs on 'ups-a'; expected one of the feeds of 'g1': mech, mech-2"), std::string::npos)
      << text;
  EXPECT_NE(text.find("name one of these, or add 'ups-a' to the feeds of 'g1'"), std::string::npos) << text;
  EXPECT_NE(test::refused({"liquid.cdu_groups.g1.cords=3"}), "");
  EXPECT_NE(test::refused({"air.zones.room.units.crah-1.feed=nowhere"}), "");
}

TEST(Cords, ALossStopsWhatHangsOnItAlone) {
  const Site site = test::small_site({"liquid.cdu_groups.g1.cords=1", "liquid.loops.fws.rejection.cords=1"});
  // mech-2 stops cdu-2 alone, which is spare; what stands above both boards stops either all or none.
  const std::vector<CordLoss> losses = cord_losses(site, site.cdu_groups[0]);
  ASSERT_EQ(losses.size(), 1U);
  EXPECT_EQ(losses[0].scenario, "mech lost");
  EXPECT_EQ(losses[0].units, (Units{0, 2}));
  EXPECT_EQ(losses[0].words, "loss of mech stops cdu-1, cdu-3");
  const std::vector<CordLoss> rejection = cord_losses(site, site.loops[0]);
  ASSERT_EQ(rejection.size(), 1U);
  EXPECT_EQ(rejection[0].words, "loss of mech stops 2 of 3 units");
  EXPECT_TRUE(cord_losses(site, site.air_zones[0]).empty());
  EXPECT_TRUE(cord_losses(test::small_site(), test::small_site().cdu_groups[0]).empty());
  // Without spare units the loss of one is accepted, by itself or with its board; that of two is not.
  const Site none = test::small_site({"liquid.cdu_groups.g1.cords=1", "liquid.cdu_groups.g1.spare=0"});
  ASSERT_EQ(cord_losses(none, none.cdu_groups[0]).size(), 1U);
  EXPECT_EQ(cord_losses(none, none.cdu_groups[0])[0].units, (Units{0, 2}));
}

TEST(Cords, WhatABoardHangsOnStopsItsUnitsAndIsNamedLast) {
  // Each board on a transformer of its own: the loss of either stops the same units; the board is nearer.
  std::vector<std::string> sets = {"liquid.cdu_groups.g1.cords=1", "power.devices.mech.from=[tx-a]",
                                   "power.devices.mech-2.from=[tx-b]"};
  Site site = test::small_site(sets);
  ASSERT_EQ(cord_losses(site, site.cdu_groups[0]).size(), 1U);
  EXPECT_EQ(cord_losses(site, site.cdu_groups[0])[0].scenario, "mech lost");
  // Two boards on one transformer, of three: its loss stops what either board does, and more.
  site = test::small_site({"liquid.cdu_groups.g1.feeds=[mech, mech-2, ups-b]", "liquid.cdu_groups.g1.cords=1",
                           "power.devices.mech.from=[tx-a]", "power.devices.mech-2.from=[tx-a]"});
  ASSERT_EQ(cord_losses(site, site.cdu_groups[0]).size(), 1U);
  EXPECT_EQ(cord_losses(site, site.cdu_groups[0])[0].scenario, "tx-a lost");
  EXPECT_EQ(cord_losses(site, site.cdu_groups[0])[0].units, (Units{0, 1}));
}

TEST(Cords, PairsCountUnderMaintenance) {
  // One unit each on three boards of one transformer pair: a loss stops one, two together two.
  const Site site = test::small_site(
      {"policy.power=maintenance", "liquid.cdu_groups.g1.feeds=[mech, mech-2, ups-b]", "liquid.cdu_groups.g1.cords=1"});
  const std::vector<CordLoss> losses = cord_losses(site, site.cdu_groups[0]);
  ASSERT_EQ(losses.size(), 3U);
  for (const CordLoss& loss : losses) EXPECT_EQ(loss.units.size(), 2U);
  EXPECT_NE(losses[0].scenario.find(" out, "), std::string::npos) << losses[0].scenario;
}

TEST(Cords, AirUnitsOfAllZonesStopTogether) {
  const Site site = test::small_site({"air.zones.room.cords=1"});
  const std::vector<CordLoss> losses = air_cord_losses(site);
  ASSERT_EQ(losses.size(), 1U);
  EXPECT_EQ(losses[0].units, (Units{0, 2}));
  const auto stopped_by = [&](const std::string& id) {
    const int lost = static_cast<int>(test::device_index(site, id));
    return stopped_units(site.air_zones[0], live_devices(site, sources_first(site), lost));
  };
  EXPECT_EQ(stopped_by("mech"), 2);
  EXPECT_EQ(stopped_by("mech-2"), 1);
  EXPECT_EQ(stopped_by("tx-a"), 0);
}

TEST(Cords, UnitsKeepTheirTurnThroughPhases) {
  const Site site =
      test::load_data_site("small-phases.yaml", {"liquid.cdu_groups.g1.cords=1", "liquid.cdu_groups.g1.spare=0"});
  const std::vector<int> last = own_feeds(site.cdu_groups[0]);
  for (int phase = 0; phase < phase_count(site); ++phase) {
    const Site view = in_phase(site, phase);
    for (const Unit& unit : view.cdu_groups[0].units) {
      for (std::size_t u = 0; u < last.size(); ++u) {
        if (site.cdu_groups[0].units[u].id != unit.id) continue;
        EXPECT_EQ(unit.feed.index, last[u]) << unit.id;
      }
    }
  }
}

}  // namespace
}  // namespace hallplan
