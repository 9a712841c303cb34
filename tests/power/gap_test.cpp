// Losses after which power comes back, but not before the racks' own supplies have run out.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::bare_site;
using test::number;
using test::rack_on;
using test::with_rule;

/// A generator behind the utility, and both sides' transformers switch to it. No UPS.
Site without_ups() {
  Site site = bare_site(100e3);
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(1e6);
  add_device(site, "gen", DeviceKind::generator, {}).rating_w = number(1e6);
  for (const std::string side : {"a", "b"}) {
    Device& tx = add_device(site, "tx-" + side, DeviceKind::transformer, {"utility", "gen"});
    tx.sharing = Sharing::first;
    tx.rating_w = number(1e6);
    tx.efficiency = number(0.99);
    Device& bus = add_device(site, "bus-" + side, DeviceKind::busway, {"tx-" + side});
    bus.side = side == "a" ? FeedSide::a : FeedSide::b;
    bus.rating_w = number(1e6);
    bus.full_rated = true;
  }
  site.rows[0].feeds = {{test::device_ref(site, "bus-a"), test::device_ref(site, "bus-b")}};
  return site;
}

Device& device(Site& site, const std::string& id) { return site.devices[test::device_index(site, id)]; }

/// What is said of supply after a loss; a pass where no row is made of it.
Check supplied_after(const Site& site, const std::string& lost) {
  Plan plan;
  plan.racks = {rack_on(site, "bus-a", "bus-b")};
  for (const Check& check : with_rule(check(site, plan), Rule::power_supplied)) {
    if (check.scenario == lost + " lost") return check;
  }
  Check none;
  none.status = Status::pass;
  return none;
}

TEST(Gap, RacksWithoutUpsStopUntilTheGeneratorTakesOver) {
  Site site = without_ups();
  device(site, "gen").start_s = number(30);
  for (const char* tx : {"tx-a", "tx-b"}) device(site, tx).transfer_s = number(10);
  const Check check = supplied_after(site, "utility");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_EQ(check.value, 1);
  EXPECT_EQ(
      check.arithmetic,
      "1 rack is without voltage for at least 40 s (gen starts in 30 s + tx-a transfers in 10 s) and bears 0.02 s: "
      "no UPS bridges it");
  EXPECT_EQ(supplied_after(site, "tx-a").status, Status::pass);  // the other side has not lost its source
}

TEST(Gap, TimesThatNobodyStatesLeaveItOpen) {
  Site site = without_ups();
  Check check = supplied_after(site, "utility");
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_EQ(check.arithmetic.find("no start time known for gen"), 0U) << check.arithmetic;
  device(site, "gen").start_s = number(12);  // too long whatever the switches take
  EXPECT_EQ(supplied_after(site, "utility").status, Status::fail);
}

TEST(Gap, OneSideBehindAUpsIsEnough) {
  Site site = without_ups();
  device(site, "gen").start_s = number(30);
  Device& ups = add_device(site, "ups-b", DeviceKind::ups, {"tx-b"});
  ups.rating_w = number(1e6);
  ups.efficiency = number(0.96);
  device(site, "bus-b").from = {test::device_ref(site, "ups-b")};
  EXPECT_EQ(supplied_after(site, "utility").status, Status::pass);
}

TEST(Gap, ASwitchBehindUpsMayTakeMilliseconds) {
  Site site = bare_site(100e3);
  for (const char* id : {"u1", "u2"}) add_device(site, id, DeviceKind::utility, {}).rating_w = number(1e6);
  for (const std::string n : {"1", "2"}) {
    Device& ups = add_device(site, "ups-" + n, DeviceKind::ups, {"u" + n});
    ups.rating_w = number(1e6);
    ups.efficiency = number(0.96);
  }
  Device& sts = add_device(site, "bus-a", DeviceKind::switchboard, {"ups-1", "ups-2"});
  sts.sharing = Sharing::first;
  sts.side = FeedSide::a;
  sts.rating_w = number(1e6);
  sts.full_rated = true;
  Device& bus = add_device(site, "bus-b", DeviceKind::busway, {"ups-1"});
  bus.side = FeedSide::b;
  bus.rating_w = number(1e6);
  bus.full_rated = true;
  site.rows[0].feeds = {{test::device_ref(site, "bus-a"), test::device_ref(site, "bus-b")}};
  EXPECT_EQ(supplied_after(site, "ups-1").status, Status::undecided);
  device(site, "bus-a").transfer_s = number(0.004);
  EXPECT_EQ(supplied_after(site, "ups-1").status, Status::pass);
  device(site, "bus-a").transfer_s = number(0.1);
  EXPECT_EQ(supplied_after(site, "ups-1").status, Status::fail);
  EXPECT_EQ(supplied_after(site, "ups-2").status, Status::pass);
}

TEST(Gap, AGeneratorThatRunsAnywayNeedsNoStart) {
  Site site = without_ups();
  for (const char* tx : {"tx-a", "tx-b"}) {
    device(site, tx).sharing = Sharing::equal;
    device(site, tx).transfer_s.reset();
  }
  EXPECT_EQ(supplied_after(site, "utility").status, Status::pass);
}

/// The same, and the generator behind a board of its own; switches take 4 ms.
Site behind_a_board() {
  Site site = without_ups();
  add_device(site, "gen-board", DeviceKind::switchboard, {"gen"}).rating_w = number(1e6);
  for (const char* tx : {"tx-a", "tx-b"}) {
    device(site, tx).from[1] = test::device_ref(site, "gen-board");
    device(site, tx).transfer_s = number(0.004);
  }
  return site;
}

bool is_forbidden(const Site& site) {
  capacity::Choice choice;
  choice.row = 0;
  choice.type = 0;
  choice.feed_pair = 0;
  const capacity::Part part = capacity_rows(site, {choice});
  return std::any_of(part.rows.begin(), part.rows.end(),
                     [](const capacity::Row& each) { return each.rule == Rule::power_supplied; });
}

TEST(Gap, ABoardWithoutLoadStartsNoGenerator) {
  Site site = behind_a_board();
  device(site, "gen").start_s = number(60);
  const Check check = supplied_after(site, "utility");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_NE(check.arithmetic.find("at least 60 s (gen starts in 60 s + tx-a transfers in 0.004 s)"), std::string::npos)
      << check.arithmetic;
  EXPECT_TRUE(is_forbidden(site));
  device(site, "gen").start_s.reset();
  EXPECT_EQ(supplied_after(site, "utility").status, Status::undecided);
  EXPECT_FALSE(is_forbidden(site));  // placed, and then undecided
}

TEST(Gap, AGeneratorThatCarriesPlantRunsAnyway) {
  Site site = behind_a_board();
  FacilityLoop loop;
  loop.id = "loop";
  loop.rejection.units = 2;
  loop.rejection.pump_power_w = number(0);
  loop.rejection.type = {"cooler", {}, 0};
  loop.rejection.feeds = {test::device_ref(site, "gen-board")};
  site.loops.push_back(loop);
  Product<RejectionType> cooler;
  cooler.id = "cooler";
  cooler.body.power_w = number(7e3);
  site.catalogue.rejections.push_back(cooler);
  EXPECT_EQ(supplied_after(site, "utility").status, Status::pass);
  EXPECT_FALSE(is_forbidden(site));
  // It runs, so what is missing is not its start: 0.1 s are the switch's alone.
  device(site, "tx-a").transfer_s = number(0.1);
  device(site, "tx-b").transfer_s = number(0.1);
  const Check check = supplied_after(site, "utility");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_NE(check.arithmetic.find("at least 0.1 s (tx-a transfers in 0.1 s)"), std::string::npos) << check.arithmetic;
  EXPECT_TRUE(is_forbidden(site));
  // Plant that draws nothing keeps no engine running.
  site.catalogue.rejections[0].body.power_w = number(0);
  device(site, "gen").start_s = number(10);
  EXPECT_NE(supplied_after(site, "utility").arithmetic.find("at least 10.1 s"), std::string::npos);
}

/// Side A on a UPS, and past it on its transformer; side B without one. Two generators stand by.
Site one_ups() {
  Site site = without_ups();
  site.policy.power = FaultPolicy::maintenance;
  device(site, "gen").start_s = number(10);
  Device& second = add_device(site, "gen-2", DeviceKind::generator, {});
  second.rating_w = number(1e6);
  second.start_s = number(10);
  for (const char* tx : {"tx-a", "tx-b"}) {
    device(site, tx).from.push_back(test::device_ref(site, "gen-2"));
    device(site, tx).transfer_s = number(0.5);
  }
  Device& ups = add_device(site, "ups-a", DeviceKind::ups, {"tx-a"});
  ups.rating_w = number(1e6);
  ups.efficiency = number(0.96);
  Device& bus = device(site, "bus-a");
  bus.from = {test::device_ref(site, "ups-a"), test::device_ref(site, "tx-a")};
  bus.sharing = Sharing::first;
  bus.transfer_s = number(0.004);
  for (const char* id : {"tx-a", "tx-b", "bus-a", "bus-b"}) device(site, id).maintained = false;
  return site;
}

std::vector<Check> not_passed(const Site& site) {
  Plan plan;
  plan.racks = {rack_on(site, "bus-a", "bus-b")};
  std::vector<Check> found;
  for (const Check& each : with_rule(check(site, plan), Rule::power_supplied)) {
    if (each.status != Status::pass) found.push_back(each);
  }
  return found;
}

// With the utility out a generator runs, and bus-a is past its UPS in 4 ms. With the UPS out nothing bridges the generator's start.
TEST(Gap, OfTwoLossesWhichCameFirstMatters) {
  Site site = one_ups();
  std::vector<Check> found = not_passed(site);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].status, Status::fail);
  EXPECT_EQ(found[0].scenario, "ups-a out, utility lost");
  EXPECT_NE(found[0].arithmetic.find("at least 10.5 s (gen starts in 10 s + tx-a transfers in 0.5 s)"),
            std::string::npos)
      << found[0].arithmetic;
  EXPECT_TRUE(is_forbidden(site));
  Plan plan;
  plan.racks = {rack_on(site, "bus-a", "bus-b")};
  const std::vector<LossRow> rows = check_losses(site, plan);
  EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [](const LossRow& row) {
    return row.scenario == "ups-a out, utility lost" && row.checks.back().status == Status::fail;
  }));
  device(site, "ups-a").maintained = false;  // then the utility is out first, or never
  EXPECT_TRUE(not_passed(site).empty());
  EXPECT_FALSE(is_forbidden(site));
}

/// Forbidden connections: of these feed pairs of the row, in which some row lets nothing hang; `proven`: some row that proves it.
std::vector<bool> forbidden_pairs(const Site& site, bool proven = false) {
  std::vector<capacity::Choice> choices;
  for (std::size_t pair = 0; pair < site.rows[0].feeds.size(); ++pair) {
    capacity::Choice choice;
    choice.row = choice.type = 0;
    choice.feed_pair = static_cast<int>(pair);
    choices.push_back(choice);
  }
  const capacity::Part part = capacity_rows(site, choices);
  std::vector<bool> out;
  for (const std::vector<capacity::Term>& terms : part.terms) {
    out.push_back(std::any_of(terms.begin(), terms.end(), [&](const capacity::Term& term) {
      const capacity::Row& row = part.rows[static_cast<std::size_t>(term.row)];
      return row.rule == Rule::power_supplied && (row.proves || !proven);
    }));
  }
  return out;
}

std::vector<bool> proven_dark(const Site& site) { return forbidden_pairs(site, true); }

/// Two pairs of feeds, each pair on one UPS and past it on the transformer of the other, which has another generator.
Site two_that_need_each_other() {
  Site site = without_ups();
  site.policy.power = FaultPolicy::maintenance;
  device(site, "gen").start_s = number(10);
  add_device(site, "gen-2", DeviceKind::generator, {}).start_s = number(10);
  device(site, "gen-2").rating_w = number(1e6);
  device(site, "tx-b").from[1] = test::device_ref(site, "gen-2");
  for (const char* tx : {"tx-a", "tx-b"}) device(site, tx).transfer_s = number(0.004);
  site.rows[0].feeds.clear();
  for (const auto& [pair, own, past] : {std::tuple{"1", "tx-a", "tx-b"}, {"2", "tx-b", "tx-a"}}) {
    const std::string number_of = pair;
    Device& ups = add_device(site, "ups-" + number_of, DeviceKind::ups, {own});
    ups.rating_w = number(1e6);
    ups.efficiency = number(0.96);
    for (const char* const side : {"a", "b"}) {
      Device& bus =
          add_device(site, fmt::format("bus-{}{}", side, number_of), DeviceKind::busway, {"ups-" + number_of, past});
      bus.side = std::string_view(side) == "a" ? FeedSide::a : FeedSide::b;
      bus.sharing = Sharing::first;
      bus.transfer_s = number(0.004);
      bus.rating_w = number(1e6);
      bus.full_rated = true;
    }
    site.rows[0].feeds.push_back(
        {test::device_ref(site, "bus-a" + number_of), test::device_ref(site, "bus-b" + number_of)});
  }
  for (Device& each : site.devices) each.maintained = each.id == "utility";
  return site;
}

// With the utility out and its UPS lost a rack is past it on the other generator in 4 ms where a rack of the other pair keeps that running, else
// after 10 s. The search hangs nothing there; that no plan may it does not prove.
TEST(Gap, WhatAnotherRacksGeneratorSavesIsNotProvenDark) {
  Site site = two_that_need_each_other();
  Plan plan;
  plan.racks = {rack_on(site, "bus-a1", "bus-b1")};
  const auto fails = [&] {
    const std::vector<Check> checks = with_rule(check(site, plan), Rule::power_supplied);
    return std::any_of(checks.begin(), checks.end(), [](const Check& each) { return each.status == Status::fail; });
  };
  EXPECT_TRUE(fails());
  plan.racks.push_back(rack_on(site, "bus-a2", "bus-b2"));
  EXPECT_FALSE(fails());
  EXPECT_EQ(forbidden_pairs(site), std::vector<bool>({true, true}));
  EXPECT_EQ(proven_dark(site), std::vector<bool>({false, false}));
  site.rows[0].feeds.pop_back();
  EXPECT_EQ(proven_dark(site), std::vector<bool>({true}));
}

TEST(Gap, APairWhoseTimesAreNotStatedIsUndecided) {
  Site site = one_ups();
  for (const char* id : {"gen", "gen-2"}) device(site, id).start_s.reset();
  for (const char* id : {"tx-a", "tx-b"}) device(site, id).transfer_s.reset();
  const std::vector<Check> found = not_passed(site);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].status, Status::undecided);
  EXPECT_EQ(found[0].scenario, "ups-a out, utility lost");
}

TEST(Gap, TheSearchMayHangNothingThere) {
  Site site = without_ups();
  device(site, "gen").start_s = number(30);
  capacity::Choice choice;
  choice.row = 0;
  choice.type = 0;
  choice.feed_pair = 0;
  const capacity::Part part = capacity_rows(site, {choice});
  const auto row = std::find_if(part.rows.begin(), part.rows.end(), [](const capacity::Row& each) {
    return each.rule == Rule::power_supplied && each.scenario == "utility lost";
  });
  ASSERT_NE(row, part.rows.end());
  EXPECT_EQ(row->limit, 0);
  device(site, "gen").start_s.reset();  // not known: placed, and then undecided
  for (const capacity::Row& each : capacity_rows(site, {choice}).rows) EXPECT_NE(each.rule, Rule::power_supplied);
}

// Without a generator the loss of the utility leaves every rack dark; who lives with that still gets two sides where there are two.
TEST(Gap, AWarningRefusesNoRackThatIsDarkWhereverItHangs) {
  Site site = without_ups();
  for (const char* tx : {"tx-a", "tx-b"}) device(site, tx).from.pop_back();
  add_device(site, "bus-b2", DeviceKind::busway, {"tx-a"}).side = FeedSide::b;  // on one side with bus-a
  site.rows[0].feeds.push_back({test::device_ref(site, "bus-a"), test::device_ref(site, "bus-b2")});
  EXPECT_EQ(forbidden_pairs(site), std::vector<bool>({true, true}));
  site.policy.warnings = {{"power.supplied", {}, static_cast<int>(Rule::power_supplied)}};
  EXPECT_EQ(forbidden_pairs(site), std::vector<bool>({false, true}));
  site.rows[0].feeds.erase(site.rows[0].feeds.begin());  // one path is all there is
  EXPECT_EQ(forbidden_pairs(site), std::vector<bool>({false}));
  device(site, "tx-a").waiting = true;  // without power at all: no warning makes that a place for racks
  EXPECT_EQ(forbidden_pairs(site), std::vector<bool>({true}));
}

// Each of two transformers feeds both ends of one pair: no loss leaves all dark, but all losses together do.
TEST(Gap, AWarningRefusesNoRackThatEachLossLeavesDarkSomewhere) {
  Site site = without_ups();
  for (const std::string side : {"a", "b"}) {
    Device& other =
        add_device(site, side == "a" ? "bus-a2" : "bus-b2", DeviceKind::busway, {side == "a" ? "tx-b" : "tx-a"});
    other.side = side == "a" ? FeedSide::a : FeedSide::b;
  }
  site.rows[0].feeds = {{test::device_ref(site, "bus-a"), test::device_ref(site, "bus-b2")},
                        {test::device_ref(site, "bus-a2"), test::device_ref(site, "bus-b")}};
  device(site, "gen").start_s = number(0);
  for (const char* tx : {"tx-a", "tx-b"}) device(site, tx).transfer_s = number(0);
  EXPECT_EQ(forbidden_pairs(site), std::vector<bool>({true, true}));
  site.policy.warnings = {{"power.supplied", {}, static_cast<int>(Rule::power_supplied)}};
  EXPECT_EQ(forbidden_pairs(site), std::vector<bool>({false, false}));
}

}  // namespace
}  // namespace hallplan::power
