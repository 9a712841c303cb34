// The power checks: numbers, arithmetic, and what is refused.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/small_hall.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::bare_site;
using test::device;
using test::find_check;
using test::number;
using test::rack_on;
using test::with_rule;

TEST_F(SmallHallChecks, AllPass) {
  for (const Check& check : check(site_, plan_)) {
    EXPECT_EQ(check.status, Status::pass) << rule_id(check.rule) << " " << check.where << ": " << check.arithmetic;
  }
}

TEST_F(SmallHallChecks, DeviceInNormalRunningAndWorstLoss) {
  // Bus b: 215 kW, and 430 kW of 575.04 kW when side a is gone.
  const std::vector<Check> checks = check(site_, plan_);
  const Check normal = find_check(checks, Rule::power_busway, "bus-b", "normal");
  EXPECT_NEAR(normal.value, 215e3, 1e-6);
  EXPECT_EQ(normal.arithmetic,
            "4 x test-compute x 100 kW / 2 + 1 x test-management x 10 kW / 2 + 1 x test-network x 20 kW / 2 = 215 kW; "
            "limit 1.732 x 415 V x 800 A x 1 = 575.041 kW");
  const Check worst = find_check(checks, Rule::power_busway, "bus-b", "bus-a lost");
  EXPECT_NEAR(worst.value, 430e3, 1e-6);
  EXPECT_NEAR(worst.margin, 145'040.87, 0.01);
  // No loss adds to the utility.
  EXPECT_EQ(with_rule(checks, Rule::power_utility).size(), 1U);
  // Transformer: 430 / 0.96 + 114 = 561.917 kW.
  const Check tx = find_check(checks, Rule::power_transformer, "tx-b", "tx-a lost");
  EXPECT_NEAR(tx.value, 561'916.666667, 1e-6);
  EXPECT_EQ(tx.limit, 600e3);
  EXPECT_NE(tx.arithmetic.find("ups-b 430 kW / 96 % = 561.917 kW; limit 600 kW"), std::string::npos) << tx.arithmetic;
  EXPECT_TRUE(tx.at.known());
  EXPECT_EQ(tx.source, "site");
}

TEST_F(SmallHallChecks, TransformersSideBySideShareByTheirImpedances) {
  Device& tx = device(site_, "tx-b");
  tx.rating_w.reset();
  tx.rating_va = number(600e3);
  tx.impedance = number(0.04);
  Device& twin = add_device(site_, "tx-c", DeviceKind::transformer, {"utility"});
  twin.rating_va = number(600e3);
  twin.efficiency = number(0.99);
  twin.impedance = number(0.06);
  device(site_, "ups-b").from.push_back(test::device_ref(site_, "tx-c"));
  Check twins = find_check(check(site_, plan_), Rule::power_transformer, "tx-c", "normal");
  EXPECT_EQ(twins.status, Status::undecided);
  EXPECT_EQ(twins.arithmetic.find("no equal shares known for the transformers of ups-b"), 0U) << twins.arithmetic;
  device(site_, "tx-c").impedance = number(0.04);
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_transformer, "tx-c", "normal").status, Status::pass);
}

TEST_F(SmallHallChecks, AFeedWithoutAVoltageHasThatOfItsSource) {
  Device& bus = device(site_, "bus-b");
  bus.busway_type = {};
  bus.rating_w = number(500e3);
  bus.full_rated = true;
  device(site_, "ups-b").voltage_v = number(208);  // the racks take 415 V
  const Check feeds = find_check(check(site_, plan_), Rule::power_feeds, "c1 (row r1, slot 1)", "normal");
  EXPECT_EQ(feeds.status, Status::fail);
  EXPECT_NE(feeds.arithmetic.find("bus-b carries 208 V"), std::string::npos) << feeds.arithmetic;
}

// 10 % of 400 V are 40 V: a feed of 415 V fits, one that may carry 441 V does not, nor do circuits that may be of 377 V: 415 - 377 = 38 V
// are more than 37.7.
TEST_F(SmallHallChecks, AVoltageFitsAtBothEndsOfItsRange) {
  const auto feeds = [&] {
    return find_check(check(site_, plan_), Rule::power_feeds, "c1 (row r1, slot 1)", "normal");
  };
  const auto fits = [&] {
    const std::vector<Check> checks = check(site_, plan_);
    return std::none_of(checks.begin(), checks.end(), [](const Check& each) {
      return each.rule == Rule::power_feeds && each.status == Status::fail;
    });
  };
  for (Product<RackType>& rack : site_.catalogue.racks) {
    if (rack.body.circuits) rack.body.circuits->voltage_v = number(400);
  }
  Value& carried_v = site_.catalogue.busways[0].body.voltage_v;
  carried_v = number(415);
  EXPECT_TRUE(fits());
  carried_v.high = 441;
  EXPECT_NE(feeds().arithmetic.find("carries 415 to 441 V"), std::string::npos) << feeds().arithmetic;
  carried_v.high = 440;
  EXPECT_TRUE(fits());
  carried_v = number(415);
  for (Product<RackType>& rack : site_.catalogue.racks) {
    if (rack.body.circuits) rack.body.circuits->voltage_v.low = 377;
  }
  EXPECT_NE(feeds().arithmetic.find("takes 377 to 400 V"), std::string::npos) << feeds().arithmetic;
}

TEST_F(SmallHallChecks, FansOfRearDoorsDrawFromTheRacksFeeds) {
  Product<RearDoorType> door;
  door.id = "door";
  door.body.fan_power_w = number(5e3);
  site_.catalogue.rear_doors.push_back(door);
  RearDoors doors;
  doors.type = {"door", {}, 0};
  doors.rows = {{site_.rows[0].id, {}, 0}};
  doors.racks = {site_.placed[0].type};  // test-compute
  site_.rear_doors.push_back(doors);
  const Check bus = find_check(check(site_, plan_), Rule::power_busway, "bus-b", "normal");
  EXPECT_NEAR(bus.value, 215e3 + 4 * 5e3 / 2, 1e-6);
  EXPECT_EQ(bus.arithmetic.find("4 x test-compute x (100 kW + door 5 kW) / 2 + "), 0U) << bus.arithmetic;
}

TEST_F(SmallHallChecks, DeviceJustOverFails) {
  device(site_, "tx-b").rating_w = number(561.9e3);  // 561.917 kW after the loss of tx-a
  std::vector<Check> failing;
  for (const Check& check : check(site_, plan_)) {
    if (check.status != Status::pass) failing.push_back(check);
  }
  ASSERT_EQ(failing.size(), 1U);
  EXPECT_EQ(failing[0].rule, Rule::power_transformer);
  EXPECT_EQ(failing[0].where, "tx-b");
  EXPECT_EQ(failing[0].scenario, "tx-a lost");
}

TEST_F(SmallHallChecks, PeaksOnlyAgainstShortTimeRatings) {
  // UPS b alone: 4 x 120 + 20 + 10 = 510 kW of 600. Only the two UPS state a short-time rating.
  const std::vector<Check> checks = check(site_, plan_);
  EXPECT_EQ(with_rule(checks, Rule::power_peak).size(), 4U);
  EXPECT_NEAR(find_check(checks, Rule::power_peak, "ups-b", "bus-a lost").value, 510e3, 1e-6);
  device(site_, "ups-b").short_time_w = number(509e3);
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_peak, "ups-b", "bus-a lost").status, Status::fail);
}

TEST_F(SmallHallChecks, TapOffByHand) {
  // 100 kW over 4 circuits: 100,000 / (1.7320508 x 415 x 1.0 x 4) = 34.780 A of 60 x 80 % = 48 A.
  const Check check =
      find_check(power::check(site_, plan_), Rule::power_tap_off, "test-compute", "one side carries all");
  EXPECT_NEAR(check.value, 34.780, 5e-4);
  EXPECT_DOUBLE_EQ(check.limit, 48);
  EXPECT_EQ(check.arithmetic, "100 kW / (1.732 x 415 V x 1 x 8 / 2) = 34.78 A a circuit; limit 60 A x 80 % = 48 A");
  rack("test-compute").body.circuits->rating_a = number(43);  // 34.4 A
  EXPECT_EQ(find_check(power::check(site_, plan_), Rule::power_tap_off, "test-compute", "one side carries all").status,
            Status::fail);
  site_.basis.electrical_code = ElectricalCode::iec;  // 43 A
  EXPECT_EQ(find_check(power::check(site_, plan_), Rule::power_tap_off, "test-compute", "one side carries all").status,
            Status::pass);
  rack("test-network").body.circuits.reset();
  EXPECT_EQ(find_check(power::check(site_, plan_), Rule::power_tap_off, "test-network", "one side carries all").status,
            Status::undecided);
}

// I = P / (sqrt(3) V pf): 132 kW at 0.99 is 160.38 A at 480 V and 185.49 A at 415 V; 792 kW at 480 V is 962.25 A.
TEST(TapOff, ThreePhaseCurrents) {
  struct Case {
    double rack_w, voltage_v, current_a;
  };
  for (const Case& known : {Case{132e3, 480, 160.38}, Case{132e3, 415, 185.49}, Case{792e3, 480, 962.25}}) {
    Site site = bare_site(known.rack_w);
    site.basis.power_factor = number(0.99);
    site.catalogue.racks[0].body.circuits = RackCircuits{2, number(1000), number(known.voltage_v)};
    add_device(site, "bus", DeviceKind::busway, {});
    const Plan plan{{rack_on(site, "bus", "bus")}, {}, {}};
    EXPECT_NEAR(find_check(check(site, plan), Rule::power_tap_off, "rack", "one side carries all").value,
                known.current_a, 0.01);
  }
}

TEST_F(SmallHallChecks, ShelvesAreDc) {
  // 100 kW AC x 97.5 % = 97.5 kW DC on four shelves of 25 kW.
  Check check = find_check(power::check(site_, plan_), Rule::power_shelf, "test-compute", "one side carries all");
  EXPECT_DOUBLE_EQ(check.value, 97.5e3);
  EXPECT_DOUBLE_EQ(check.limit, 100e3);
  EXPECT_EQ(check.arithmetic, "100 kW AC x 97.5 % = 97.5 kW DC; limit 8 / 2 x 25 kW = 100 kW");
  // 8 x 33 kW N+N is 132 kW DC: 135 kW AC (131.6 kW DC) pass, 142 kW AC (138.5 kW DC) do not.
  rack("test-compute").body.shelves->rating_w = number(33e3);
  rack("test-compute").body.power.tdp_w = number(135e3);
  check = find_check(power::check(site_, plan_), Rule::power_shelf, "test-compute", "one side carries all");
  EXPECT_EQ(check.status, Status::pass);
  EXPECT_DOUBLE_EQ(check.margin, 375);
  rack("test-compute").body.power.tdp_w = number(142e3);
  check = find_check(power::check(site_, plan_), Rule::power_shelf, "test-compute", "one side carries all");
  EXPECT_EQ(check.status, Status::fail);
}

TEST_F(SmallHallChecks, PlantOnOneDeviceFailsWithItsName) {
  test::feed_plant_from(site_, {"tx-a"});
  const std::vector<Check> checks = with_rule(check(site_, plan_), Rule::power_supplied);
  ASSERT_EQ(checks.size(), 2U);  // normal running passes
  EXPECT_EQ(checks[0].status, Status::pass);
  EXPECT_EQ(checks[1].status, Status::fail);
  EXPECT_EQ(checks[1].scenario, "tx-a lost");
  EXPECT_EQ(checks[1].where, "tx-a lost");
  EXPECT_EQ(
      checks[1].arithmetic,
      "4 plant groups go dark; nothing else feeds CDUs of g1, air units of room, heat rejection of fws, heat rejection "
      "of chw");
}

TEST_F(SmallHallChecks, RacksOnOneUpsFailWithTheirNumber) {
  device(site_, "bus-b").from = {test::device_ref(site_, "ups-a")};
  const std::vector<Check> checks = with_rule(check(site_, plan_), Rule::power_supplied);
  ASSERT_EQ(checks.size(), 3U);  // normal running, tx-a and ups-a
  EXPECT_EQ(checks[1].arithmetic, "6 racks go dark; nothing else feeds ups-a");
  EXPECT_EQ(checks[2].arithmetic, "6 racks go dark; nothing else feeds bus-a, bus-b");
  EXPECT_EQ(checks[2].value, 6);
  EXPECT_EQ(checks[2].status, Status::fail);
  EXPECT_TRUE(checks[2].at.known());
}

TEST_F(SmallHallChecks, WithoutGeneratorTheUtilityIsASinglePoint) {
  for (const char* id : {"tx-a", "tx-b"}) device(site_, id).from = {test::device_ref(site_, "utility")};
  const std::vector<Check> checks = with_rule(check(site_, plan_), Rule::power_supplied);
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_EQ(checks[1].scenario, "utility lost");
  EXPECT_EQ(checks[1].where, "utility lost");
  EXPECT_EQ(checks[1].arithmetic,
            "6 racks and 4 plant groups go dark; nothing else feeds tx-a, tx-b; add a generator to their 'from' with "
            "'sharing: first'");
}

TEST_F(SmallHallChecks, SingleCordedRackMayLoseItsOnlyFeed) {
  rack("test-management").body.cords = 1;
  for (Placement& placed : plan_.racks) {
    if (placed.id == "m1") placed.feed_b = -1;
  }
  for (const Check& check : with_rule(check(site_, plan_), Rule::power_supplied)) EXPECT_EQ(check.status, Status::pass);
  EXPECT_EQ(with_rule(check(site_, plan_), Rule::power_feeds).at(0).status, Status::pass);
  EXPECT_EQ(simulate(site_, plan_, test::lost(site_, "ups-a")).dark_racks.size(), 1U);
}

TEST_F(SmallHallChecks, SingleCordedRackDrawsNothingFromABFeedItNames) {
  // Bus b in normal running: (4 x 100 + 20) / 2 = 210 kW; the management rack's 10 kW are all on bus a.
  rack("test-management").body.cords = 1;
  const std::vector<Check> checks = check(site_, plan_);
  EXPECT_NEAR(find_check(checks, Rule::power_busway, "bus-b", "normal").value, 210e3, 1e-6);
  EXPECT_EQ(with_rule(checks, Rule::power_feeds).at(0).arithmetic, "it is single-corded and names a B feed, bus-b");
}

TEST_F(SmallHallChecks, FeedsAreThoseOfTheRow) {
  EXPECT_EQ(with_rule(check(site_, plan_), Rule::power_feeds).size(), 1U);
  std::swap(plan_.racks[0].feed_a, plan_.racks[0].feed_b);
  plan_.racks[1].feed_b = -1;
  plan_.racks[2].feed_b = plan_.racks[2].feed_a;
  const std::vector<Check> checks = with_rule(check(site_, plan_), Rule::power_feeds);
  ASSERT_EQ(checks.size(), 3U);
  EXPECT_EQ(checks[0].where, "c1 (row r1, slot 1)");
  EXPECT_EQ(checks[0].arithmetic, "its row offers no pair [bus-b, bus-a]");
  EXPECT_EQ(checks[1].arithmetic, "it is dual-corded and has no B feed");
  EXPECT_EQ(checks[2].arithmetic, "its row offers no pair [bus-a, bus-a]");
  for (const Check& check : checks) EXPECT_EQ(check.status, Status::fail);
}

TEST(Nec, EightyAmperesContinuousNeedAHundred) {
  // NEC 215.3 (feeder): 80 A continuous x 125 % = 100 A. A rack of exactly 80 A on 100 A passes; on 90 A it fails.
  Site site = bare_site(1.7320508075688772 * 480 * 80);
  site.catalogue.racks[0].body.circuits = RackCircuits{2, number(100), number(480)};
  add_device(site, "bus", DeviceKind::busway, {});
  const Plan plan{{rack_on(site, "bus", "bus")}, {}, {}};
  EXPECT_EQ(find_check(check(site, plan), Rule::power_tap_off, "rack", "one side carries all").status, Status::pass);
  site.catalogue.racks[0].body.circuits->rating_a = number(90);
  EXPECT_EQ(find_check(check(site, plan), Rule::power_tap_off, "rack", "one side carries all").status, Status::fail);
}

}  // namespace
}  // namespace hallplan::power
