// How transformers side by side share a load: what is known of it.
#include <gtest/gtest.h>

#include <string>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::device;
using test::find_check;
using test::number;

/// utility -> tx-1, tx-2, each on a board of its own -> ups -> bus: 1000 kVA at 5 %, and 300 kW of racks.
struct SideBySide {
  Site site = test::bare_site(100e3, 1);
  Plan plan;

  SideBySide() {
    add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(2e6);
    for (const char* id : {"tx-1", "tx-2"}) {
      Device& tx = add_device(site, id, DeviceKind::transformer, {"utility"});
      tx.rating_va = number(1000e3);
      tx.efficiency = number(0.99);
      tx.impedance = number(0.05);
    }
    add_device(site, "board-1", DeviceKind::switchboard, {"tx-1"}).rating_w = number(1e6);
    add_device(site, "board-2", DeviceKind::switchboard, {"tx-2"}).rating_w = number(1e6);
    Device& ups = add_device(site, "ups", DeviceKind::ups, {"board-1", "board-2"});
    ups.rating_w = number(1e6);
    ups.efficiency = number(0.96);
    site.rows[0].feeds.push_back({test::device_ref(site, "ups"), test::device_ref(site, "ups")});
    for (int i = 0; i < 3; ++i) plan.racks.push_back(test::rack_on(site, "ups"));
  }
  [[nodiscard]] Check of(const std::string& id, Rule rule = Rule::power_transformer) const {
    return find_check(check(site, plan), rule, id, "normal");
  }
};

TEST(Shares, OfTransformersBehindBoardsAreEqualWhereTheyConductAlike) {
  SideBySide hall;
  EXPECT_EQ(hall.of("tx-1").status, Status::pass);
  EXPECT_NEAR(hall.of("tx-1").value, 300e3 / 0.96 / 2, 1e-6);
  device(hall.site, "tx-2").impedance = number(0.08);
  EXPECT_EQ(hall.of("tx-1").status, Status::undecided);
  EXPECT_EQ(hall.of("tx-1").arithmetic.find("no equal shares known for the transformers of ups: their ratings over "
                                            "impedances differ by 60 %"),
            0U)
      << hall.of("tx-1").arithmetic;
  EXPECT_EQ(hall.of("board-1", Rule::power_switchboard).status, Status::undecided);
  EXPECT_EQ(hall.of("ups", Rule::power_ups).status, Status::pass);  // below the bus
  device(hall.site, "ups").sharing = Sharing::first;
  EXPECT_EQ(hall.of("tx-1").status, Status::pass);
}

TEST(Shares, OfAnImpedanceThatNobodyStatesAreNotKnown) {
  SideBySide hall;
  device(hall.site, "tx-2").impedance.reset();
  EXPECT_EQ(hall.of("tx-1").status, Status::undecided);
  EXPECT_EQ(hall.of("tx-1").arithmetic.find("no impedance known for tx-2, on which its share of the load of ups hangs"),
            0U)
      << hall.of("tx-1").arithmetic;
  // Of twins that both state none each carries half; of others nobody knows.
  device(hall.site, "tx-1").impedance.reset();
  EXPECT_EQ(hall.of("tx-1").status, Status::pass);
  device(hall.site, "tx-2").rating_va = number(800e3);
  EXPECT_EQ(hall.of("tx-1").status, Status::undecided);
  // Without load there is nothing to share.
  hall.plan.racks.clear();
  EXPECT_EQ(hall.of("tx-1").status, Status::pass);
}

TEST(Shares, OfTwoTransformersBesideOneAreNotEqual) {
  // Board 1 brings two of 1000 kVA, board 2 one: two thirds and one third, not halves.
  SideBySide hall;
  Device& third = add_device(hall.site, "tx-3", DeviceKind::transformer, {"utility"});
  third.rating_va = number(1000e3);
  third.efficiency = number(0.99);
  third.impedance = number(0.05);
  device(hall.site, "board-1").from.push_back(test::device_ref(hall.site, "tx-3"));
  EXPECT_EQ(hall.of("tx-2").status, Status::undecided);
  for (const char* id : {"tx-1", "tx-2", "tx-3"}) device(hall.site, id).impedance.reset();
  EXPECT_EQ(hall.of("tx-2").status, Status::undecided);
  EXPECT_NE(hall.of("tx-2").arithmetic.find("differ by 100 %"), std::string::npos) << hall.of("tx-2").arithmetic;
}

// 312.5 kW on 1000 and 150 kVA of 5 %: half of it is more than tx-2 may carry, its share of 150 / 1150 is 41 kW. All of it goes to the utility.
TEST(Shares, ThatNobodyKnowsFailNoTransformerAlone) {
  SideBySide hall;
  device(hall.site, "tx-2").rating_va = number(150e3);
  EXPECT_EQ(hall.of("tx-2").status, Status::undecided);
  EXPECT_EQ(hall.of("tx-2").arithmetic.find("no equal shares known"), 0U) << hall.of("tx-2").arithmetic;
  EXPECT_EQ(with_margin(hall.of("tx-2"), 0.1).status, Status::undecided);
  device(hall.site, "tx-2").rating_va = number(160e3);  // more than half, less with a margin
  hall.site.policy.margins.power = number(0.1);
  EXPECT_EQ(with_margin(hall.of("tx-2"), 0.1).status, Status::undecided);
  hall.site.policy.margins.power.reset();
  device(hall.site, "utility").rating_w = number(315e3);  // 312.5 / 99 % = 315.7
  EXPECT_EQ(hall.of("utility", Rule::power_utility).status, Status::fail);
  // With board 1 lost there is nothing to share.
  EXPECT_EQ(find_check(check(hall.site, hall.plan), Rule::power_transformer, "tx-2", "board-1 lost").status,
            Status::fail);
  for (const capacity::Row& row : capacity_rows(hall.site, {{0, 0, 0, -1}}).rows) {
    if (row.rule == Rule::power_transformer) {
      EXPECT_FALSE(row.proves) << row.element;
    }
    if (row.rule == Rule::power_utility) {
      EXPECT_TRUE(row.proves);
    }
  }
}

TEST(Shares, HangOnWhatStandsInSeriesAboveEach) {
  SideBySide hall;
  for (const char* id : {"mv-1", "mv-2"}) {
    Device& tx = add_device(hall.site, id, DeviceKind::transformer, {"utility"});
    tx.rating_va = number(2000e3);
    tx.efficiency = number(0.99);
    tx.impedance = number(0.06);
  }
  device(hall.site, "tx-1").from = {test::device_ref(hall.site, "mv-1")};
  device(hall.site, "tx-2").from = {test::device_ref(hall.site, "mv-2")};
  EXPECT_EQ(hall.of("tx-1").status, Status::pass);
  device(hall.site, "mv-2").impedance = number(0.08);
  EXPECT_EQ(hall.of("tx-1").status, Status::undecided);
  EXPECT_EQ(hall.of("mv-1").status, Status::undecided);
  device(hall.site, "tx-2").from = {test::device_ref(hall.site, "mv-1")};  // of both: no part of it
  EXPECT_EQ(hall.of("tx-1").status, Status::pass);
}

}  // namespace
}  // namespace hallplan::power
