// What is not known cannot pass, voltages, and the checks of one loss.
#include <gtest/gtest.h>

#include <algorithm>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::device;
using test::find_check;
using test::number;
using test::with_rule;

class SmallHallLosses : public ::testing::Test {
 protected:
  SmallHallLosses() { test::feed_plant_from(site_, {"tx-a", "tx-b"}); }
  RackType& rack(const std::string& id) {
    for (Product<RackType>& product : site_.catalogue.racks) {
      if (product.id == id) return product.body;
    }
    throw std::runtime_error("no rack " + id);
  }
  Site site_ = test::small_placed_site();
  Plan plan_ = pinned_plan(site_);
};

TEST_F(SmallHallLosses, MaximumThatNobodyGivesCannotPass) {
  rack("test-network").power.max_w.reset();
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_ups, "ups-a", "normal").status, Status::pass);  // basis: TDP
  site_.basis.sustained = SustainedLevel::max;
  const std::vector<Check> checks = check(site_, plan_);
  const std::string reason = "no maximum power known for test-network; its TDP is used; ";
  const Check tap = find_check(checks, Rule::power_tap_off, "test-network", "one side carries all");
  EXPECT_EQ(tap.status, Status::undecided);
  EXPECT_EQ(tap.arithmetic.rfind(reason, 0), 0U) << tap.arithmetic;
  EXPECT_EQ(find_check(checks, Rule::power_tap_off, "test-compute", "one side carries all").status, Status::pass);
  for (const auto& [rule, id] : {std::pair{Rule::power_busway, "bus-a"}, {Rule::power_ups, "ups-b"}}) {
    const Check held = find_check(checks, rule, id, "normal");
    EXPECT_EQ(held.status, Status::undecided);
    EXPECT_EQ(held.arithmetic.rfind(reason, 0), 0U) << held.arithmetic;
  }
  device(site_, "ups-b").rating_w = number(200e3);  // too small for what is known
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_ups, "ups-b", "normal").status, Status::fail);
}

TEST_F(SmallHallLosses, PeakThatNobodyGivesCannotPass) {
  rack("test-network").power.edpp_w.reset();
  const std::vector<Check> checks = check(site_, plan_);
  const Check peak = find_check(checks, Rule::power_peak, "ups-a", "normal");
  EXPECT_EQ(peak.status, Status::undecided);
  EXPECT_EQ(peak.arithmetic.rfind("no EDPp known for test-network; its sustained power is used; ", 0), 0U);
  EXPECT_EQ(find_check(checks, Rule::power_ups, "ups-a", "normal").status, Status::pass);
}

TEST_F(SmallHallLosses, TapOffAtTheFeedsVoltage) {
  // 100 kW at 400 V: 100,000 / (1.7320508 x 400 x 4) = 36.084 A. 415 V is within 10 % of it.
  device(site_, "bus-b").voltage_v = number(400);
  const Check tap = find_check(check(site_, plan_), Rule::power_tap_off, "test-compute", "one side carries all");
  EXPECT_NEAR(tap.value, 36.084, 5e-4);
  EXPECT_NE(tap.arithmetic.find("400 V of bus-b"), std::string::npos) << tap.arithmetic;
  EXPECT_EQ(with_rule(check(site_, plan_), Rule::power_feeds).at(0).status, Status::pass);
  device(site_, "bus-b").voltage_v = number(480);  // 15.7 % off
  const Check feeds = with_rule(check(site_, plan_), Rule::power_feeds).at(0);
  EXPECT_EQ(feeds.status, Status::fail);
  EXPECT_EQ(feeds.arithmetic, "test-compute takes 415 V and bus-b carries 480 V");
}

TEST_F(SmallHallLosses, OneLossSaysWhatAllChecksSay) {
  const std::vector<Check> checks = check(site_, plan_);
  const Check worst = find_check(checks, Rule::power_transformer, "tx-b", "tx-a lost");
  const std::vector<Check> loss = check_loss(site_, plan_, test::lost(site_, "tx-a"));
  const Check same = find_check(loss, Rule::power_transformer, "tx-b", "tx-a lost");
  EXPECT_EQ(same.value, worst.value);
  EXPECT_EQ(same.arithmetic, worst.arithmetic);
  EXPECT_EQ(find_check(loss, Rule::power_supplied, "tx-a lost", "tx-a lost").status, Status::pass);
  for (const Check& check : loss) EXPECT_NE(check.where, "ups-a");  // dead: it carries nothing
}

TEST_F(SmallHallLosses, AllLossesGiveWhatDecidesEach) {
  device(site_, "mech").rating_w.reset();          // no rating: open in every scenario in which it lives
  rack("test-management").cords = 1;               // dark with side a, without fault
  device(site_, "tx-b").rating_w = number(500e3);  // carries 561.9 kW without tx-a
  const std::vector<int> looked_at = losses(site_);
  const std::vector<LossRow> by_loss = check_losses(site_, plan_);
  ASSERT_EQ(by_loss.size(), looked_at.size());
  for (std::size_t i = 0; i < looked_at.size(); ++i) {
    const std::vector<Check> all = check_loss(site_, plan_, looked_at[i]);
    const Check& decides = *tightest(all);
    const std::vector<Check>& decisive = by_loss[i].checks;
    EXPECT_EQ(by_loss[i].scenario, decides.scenario);
    EXPECT_EQ(tightest(decisive)->status, decides.status) << decides.scenario;
    if (decides.status == Status::fail) {
      EXPECT_EQ(tightest(decisive)->where, decides.where);
    }
    EXPECT_LE(decisive.size(), 4U);
    EXPECT_EQ(decisive.back().rule, Rule::power_supplied);
    EXPECT_EQ(decisive.back().status, Status::pass) << decisive.back().arithmetic;
  }
}

TEST_F(SmallHallLosses, HeatOfDevicesAfterEachLoss) {
  EXPECT_TRUE(zone_losses_by_loss(site_, plan_).empty());
  // UPS a alone stands in the hall: with ups-b lost it gives 430 kW: 430 / 0.96 - 430 = 17.916667 kW.
  device(site_, "ups-a").in_hall = true;
  device(site_, "ups-a").air_zone = {"room", {}, 0};
  const auto by_loss = zone_losses_by_loss(site_, plan_);
  ASSERT_EQ(by_loss.size(), losses(site_).size());
  for (const ZoneLosses& loss : by_loss) {
    if (loss.scenario == "ups-b lost") {
      EXPECT_NEAR(loss.by_zone_w.at(0), 17'916.666667, 1e-6);
    }
    if (loss.scenario == "ups-a lost") {
      EXPECT_EQ(loss.by_zone_w.at(0), 0);
    }
  }
}

TEST(BuswayAir, WithoutTableNothingIsKnownAboveFortyDegrees) {
  Site site = test::bare_site(0);
  Device& bus = test::add_device(site, "bus", DeviceKind::busway, {});
  bus.rating_a = number(1000);
  bus.voltage_v = number(400);
  bus.full_rated = true;
  site.basis.busway_ambient_degc = number(40);
  EXPECT_TRUE(limit_of(site, site.devices[0]).unknown.empty());
  site.basis.busway_ambient_degc = number(41);
  EXPECT_EQ(limit_of(site, site.devices[0]).unknown, "no derating known for bus above 40 degC");
  Site small = test::small_site({"basis.busway_ambient=41 degC"});  // its busway type has no table
  EXPECT_EQ(limit_of(small, device(small, "bus-a")).unknown, "no derating known for bus-a above 40 degC");
}

TEST(FullRated, MustBeSaidUnderNec) {
  const std::string board = "power.devices.new-board={kind: switchboard, from: [tx-a], rating: 100 kW}";
  const std::string problem = test::refused({board});
  EXPECT_NE(problem.find("say whether its overcurrent device is rated for 100 % continuous load"), std::string::npos)
      << problem;
  EXPECT_EQ(test::refused({board, "basis.electrical_code=iec"}), "");
  EXPECT_EQ(test::refused({board, "power.devices.new-board.full_rated=false"}), "");
  EXPECT_EQ(test::refused({"power.devices.new-tx={kind: transformer, from: [utility], rating: 100 kW}"}), "");
}

}  // namespace
}  // namespace hallplan::power
