// What nobody states leaves the power checks undecided that rest on it, and no others.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/small_hall.hpp"

namespace hallplan::power {
namespace {

using test::device;
using test::find_check;
using test::number;

TEST_F(SmallHallChecks, LossesThatNobodyStatesLeaveWhatFeedsThemOpen) {
  Device& ups = device(site_, "ups-b");
  ups.ups_type = {};
  ups.modules = 1;
  ups.rating_w = number(800e3);
  std::vector<Check> checks = check(site_, plan_);
  Check tx = find_check(checks, Rule::power_transformer, "tx-b", "tx-a lost");
  EXPECT_EQ(tx.status, Status::undecided);  // 544 kW of 600 kW without any loss
  EXPECT_EQ(tx.arithmetic.find("no efficiency known for ups-b"), 0U) << tx.arithmetic;
  EXPECT_EQ(find_check(checks, Rule::power_ups, "ups-b", "bus-a lost").status, Status::pass);  // its own output
  Device& other = device(site_, "ups-a");
  other.ups_type = {};
  other.modules = 1;
  other.rating_w = number(800e3);
  const Check utility = find_check(check(site_, plan_), Rule::power_utility, "utility", "normal");
  EXPECT_EQ(utility.arithmetic.find("no efficiency known for ups-a, ups-b; "), 0U) << utility.arithmetic;
  device(site_, "tx-b").rating_w = number(500e3);
  tx = find_check(check(site_, plan_), Rule::power_transformer, "tx-b", "tx-a lost");
  EXPECT_EQ(tx.status, Status::fail);  // too much even so
}

TEST_F(SmallHallChecks, AKnownRatingFailsBesideOneThatIsNotKnown) {
  site_.basis.busway_ambient_degc = number(60);
  Device& bus = device(site_, "bus-b");
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_busway, "bus-b", "normal").status, Status::undecided);
  bus.start_s.reset();
  bus.kind = DeviceKind::pdu;  // whose own rating knows no ambient
  bus.rating_w = number(100e3);
  bus.full_rated = true;
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_pdu, "bus-b", "normal").status, Status::fail);
}

TEST_F(SmallHallChecks, FansOfUnknownPowerLeaveOpenWhatCarriesThem) {
  Product<RearDoorType> door;
  door.id = "door";
  site_.catalogue.rear_doors.push_back(door);
  RearDoors doors;
  doors.id = "d";
  doors.type = {"door", {}, static_cast<int>(site_.catalogue.rear_doors.size()) - 1};
  doors.rows = {{site_.rows[0].id, {}, 0}};
  doors.racks = {site_.placed[0].type};  // test-compute
  site_.rear_doors.push_back(doors);
  std::vector<Check> checks = check(site_, plan_);
  for (const auto& [rule, id] : {std::pair{Rule::power_busway, "bus-b"},
                                 {Rule::power_ups, "ups-b"},
                                 {Rule::power_transformer, "tx-b"},
                                 {Rule::power_utility, "utility"}}) {
    const Check open = find_check(checks, rule, id, "normal");
    EXPECT_EQ(open.status, Status::undecided) << id;
    EXPECT_EQ(open.arithmetic.find("no fan power known for door (rear doors d); "), 0U) << open.arithmetic;
  }
  EXPECT_EQ(find_check(checks, Rule::power_peak, "ups-b", "normal").status, Status::undecided);
  device(site_, "bus-b").rating_w = number(214e3);  // too little for the racks alone
  device(site_, "bus-b").full_rated = true;
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_busway, "bus-b", "normal").status, Status::fail);
  site_.catalogue.rear_doors[static_cast<std::size_t>(site_.rear_doors[0].type.index)].body.fan_power_w = number(0);
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_ups, "ups-b", "normal").status, Status::pass);
}

TEST_F(SmallHallChecks, CordsThatNobodyStatesLeaveOpenWhatRestsOnThem) {
  rack("test-compute").body.cords.reset();
  const std::string why = "no cords known for test-compute: state 'cords', 2 for A and B or 1 for A alone";
  std::vector<Check> checks = check(site_, plan_);
  for (const auto& [rule, scenario] : {std::pair{Rule::power_feeds, "normal"},
                                       {Rule::power_tap_off, "one side carries all"},
                                       {Rule::power_shelf, "one side carries all"}}) {
    const Check open = find_check(checks, rule, "test-compute", scenario);
    EXPECT_EQ(open.status, Status::undecided) << rule_id(rule);
    EXPECT_EQ(open.arithmetic, why);
  }
  for (const auto& [rule, device] : {std::pair{Rule::power_busway, "bus-a"},
                                     {Rule::power_busway, "bus-b"},
                                     {Rule::power_ups, "ups-a"},
                                     {Rule::power_transformer, "tx-b"},
                                     {Rule::power_utility, "utility"}}) {
    const Check open = find_check(checks, rule, device, "normal");
    EXPECT_EQ(open.status, Status::undecided) << device;
    EXPECT_EQ(open.arithmetic.rfind(why + "; ", 0), 0U) << open.arithmetic;
  }
  EXPECT_EQ(find_check(checks, Rule::power_tap_off, "test-network", "one side carries all").status, Status::pass);
  EXPECT_EQ(find_check(checks, Rule::power_supplied, "racks and plant", "normal").status, Status::pass);
  EXPECT_EQ(find_check(checks, Rule::power_supplied, "ups-a lost", "ups-a lost").status, Status::undecided);
  // On A alone it may be single-corded: dark without fault, or not as it should be.
  plan_.racks[0].feed_b = -1;
  checks = check(site_, plan_);
  for (const Check& each : checks) EXPECT_NE(each.status, Status::fail) << rule_id(each.rule) << " " << each.where;
}

TEST_F(SmallHallChecks, UnknownPlantPowerIsUndecidedAllTheWayUp) {
  site_.catalogue.cdus[0].body.power_w.reset();
  const std::vector<Check> checks = check(site_, plan_);
  for (const char* id : {"tx-a", "tx-b"}) {
    const Check check = find_check(checks, Rule::power_transformer, id, "normal");
    EXPECT_EQ(check.status, Status::undecided);
    EXPECT_EQ(check.arithmetic.rfind("no power known for test-cdu (CDUs of g1); ", 0), 0U) << check.arithmetic;
  }
  EXPECT_EQ(find_check(checks, Rule::power_utility, "utility", "normal").status, Status::undecided);
  EXPECT_EQ(find_check(checks, Rule::power_ups, "ups-a", "normal").status, Status::pass);  // carries no CDU
  device(site_, "tx-b").rating_w = number(200e3);  // too small for what is known
  EXPECT_EQ(find_check(check(site_, plan_), Rule::power_transformer, "tx-b", "normal").status, Status::fail);
}

/// By the name that the loop's own checks have for it, so that a report wants one value, and with its key.
TEST_F(SmallHallChecks, UnknownPumpPowerNamesItsKey) {
  site_.loops[0].rejection.pump_power_w.reset();
  const Check check = find_check(power::check(site_, plan_), Rule::power_utility, "utility", "normal");
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_EQ(
      check.arithmetic.rfind("no pump power known for " + site_.loops[0].id + " (pump_power of its rejection); ", 0),
      0U)
      << check.arithmetic;
}

TEST_F(SmallHallChecks, UnknownLimitsAreUndecided) {
  device(site_, "tx-a").rating_w.reset();
  site_.basis.busway_ambient_degc = number(45);
  site_.catalogue.busways[0].body.derating = {{number(40), number(1.0)}};
  const std::vector<Check> checks = check(site_, plan_);
  const Check tx = find_check(checks, Rule::power_transformer, "tx-a", "normal");
  EXPECT_EQ(tx.status, Status::undecided);
  EXPECT_EQ(tx.arithmetic.rfind("no rating known for tx-a", 0), 0U) << tx.arithmetic;
  const Check bus = find_check(checks, Rule::power_busway, "bus-a", "normal");
  EXPECT_EQ(bus.status, Status::undecided);
  EXPECT_EQ(bus.arithmetic.rfind("no derating known for bus-a at 45 degC", 0), 0U) << bus.arithmetic;
}

}  // namespace
}  // namespace hallplan::power
