// Loads between a loss and the moment when a generator or a switch has taken over: what waits is dead, what is left carries more.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
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

constexpr const char* kUntil = "utility lost, until tx-a has power";

/// Side A on one UPS; side B without one, on two transformers of which each feeds one busway. The generator takes load after 10 s and
/// every switch takes 0.5 s.
Site one_ups() {
  Site site = bare_site(100e3);
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(1e6);
  Device& gen = add_device(site, "gen", DeviceKind::generator, {});
  gen.rating_w = number(1e6);
  gen.start_s = number(10);
  for (const std::string id : {"tx-a", "tx-b", "tx-c"}) {
    Device& tx = add_device(site, id, DeviceKind::transformer, {"utility", "gen"});
    tx.sharing = Sharing::first;
    tx.transfer_s = number(0.5);
    tx.rating_w = number(1e6);
    tx.efficiency = number(1.0);
  }
  Device& ups = add_device(site, "ups-a", DeviceKind::ups, {"tx-a"});
  ups.rating_w = number(180e3);
  ups.efficiency = number(1.0);
  for (const auto& [bus, source] : {std::pair{"bus-a", "ups-a"}, {"bus-b", "tx-b"}, {"bus-c", "tx-c"}}) {
    Device& made = add_device(site, bus, DeviceKind::busway, {source});
    made.side = std::string(bus) == "bus-a" ? FeedSide::a : FeedSide::b;
    made.rating_w = number(1e6);
    made.full_rated = true;
  }
  for (const char* bus : {"bus-b", "bus-c"}) {
    site.rows[0].feeds.push_back({device_ref(site, "bus-a"), device_ref(site, bus)});
  }
  return site;
}

/// One rack on each pair.
Plan two_racks(const Site& site) {
  Plan plan;
  plan.racks = {rack_on(site, "bus-a", "bus-b"), rack_on(site, "bus-a", "bus-c")};
  return plan;
}

std::vector<Check> of_device(const Site& site, const Plan& plan, Rule rule, const std::string& id) {
  std::vector<Check> found;
  for (const Check& each : with_rule(check(site, plan), rule)) {
    if (each.where == id) found.push_back(each);
  }
  return found;
}

const Check* failing(const std::vector<Check>& checks) {
  const auto bad = std::find_if(checks.begin(), checks.end(), [](const Check& c) { return c.status == Status::fail; });
  return bad == checks.end() ? nullptr : &*bad;
}

// 100 kW in normal running; 150 kW without tx-b; 200 kW with the whole side B dead until the generator has started: of 180 kW.
TEST(Meanwhile, TheUpsCarriesTheSideThatWaitsForTheGenerator) {
  Site site = one_ups();
  const Plan plan = two_racks(site);
  const Check too_much = find_check(check(site, plan), Rule::power_ups, "ups-a", kUntil);
  EXPECT_EQ(too_much.status, Status::fail);
  EXPECT_DOUBLE_EQ(too_much.value, 200e3);
  EXPECT_DOUBLE_EQ(too_much.limit, 180e3);
  EXPECT_NE(too_much.arithmetic.find("bus-a 200 kW = 200 kW"), std::string::npos) << too_much.arithmetic;
  EXPECT_NE(too_much.arithmetic.find("for 10.5 s after the loss: gen starts in 10 s + tx-a transfers in 0.5 s"),
            std::string::npos)
      << too_much.arithmetic;
  device(site, "ups-a").rating_w = number(200e3);
  EXPECT_EQ(find_check(check(site, plan), Rule::power_ups, "ups-a", kUntil).status, Status::pass);
  device(site, "bus-a").rating_w = number(180e3);  // what hangs below the UPS carries it as well
  EXPECT_EQ(find_check(check(site, plan), Rule::power_busway, "bus-a", kUntil).status, Status::fail);
}

TEST(Meanwhile, TheMatrixHasALineOfIt) {
  Site site = one_ups();
  const Plan plan = two_racks(site);
  std::vector<LossRow> rows = check_losses(site, plan);
  const auto row = std::find_if(rows.begin(), rows.end(), [](const LossRow& each) { return each.scenario == kUntil; });
  ASSERT_NE(row, rows.end());
  EXPECT_EQ(row - rows.begin(), static_cast<std::ptrdiff_t>(losses(site).size()));
  EXPECT_EQ(row->dark_racks, 0);
  EXPECT_NE(failing(row->checks), nullptr);
  // Behind a UPS each, neither side waits.
  Device& ups = add_device(site, "ups-b", DeviceKind::ups, {"tx-b", "tx-c"});
  ups.rating_w = number(200e3);
  ups.efficiency = number(1.0);
  for (const char* bus : {"bus-b", "bus-c"}) device(site, bus).from = {device_ref(site, "ups-b")};
  rows = check_losses(site, plan);
  for (const LossRow& each : rows) EXPECT_EQ(each.scenario.find("until"), std::string::npos) << each.scenario;
}

TEST(Meanwhile, TheSearchCountsIt) {
  const Site site = one_ups();
  std::vector<capacity::Choice> choices(2);
  for (int c = 0; c < 2; ++c) {
    choices[static_cast<std::size_t>(c)].row = 0;
    choices[static_cast<std::size_t>(c)].type = 0;
    choices[static_cast<std::size_t>(c)].feed_pair = c;
  }
  const capacity::Part part = capacity_rows(site, choices);
  const auto row = std::find_if(part.rows.begin(), part.rows.end(), [](const capacity::Row& each) {
    return each.element == "ups-a" && each.scenario == kUntil;
  });
  ASSERT_NE(row, part.rows.end());
  EXPECT_EQ(row->limit, 180e3);
  EXPECT_TRUE(row->proves);  // nobody runs a generator before the utility is lost
  double sum_w = row->base;
  for (const std::vector<capacity::Term>& terms : part.terms) {
    for (const capacity::Term& term : terms) {
      if (term.row == static_cast<int>(row - part.rows.begin())) sum_w += term.amount;
    }
  }
  EXPECT_DOUBLE_EQ(sum_w, 200e3);
}

// Side A on a utility of its own. With the other one lost both racks draw all from it, 200 kW, until side B is on the generator; the check
// of swings asks what a loss leaves in the end: 150 kW without tx-b.
TEST(Meanwhile, SwingsAreNotHeldAgainstIt) {
  Site site = one_ups();
  Device& second = add_device(site, "utility-2", DeviceKind::utility, {});
  second.rating_w = number(1e6);
  second.swing_limit_w = number(170e3);
  second.ramp_w_per_s = number(170e3);
  device(site, "tx-a").from = {device_ref(site, "utility-2"), device_ref(site, "gen")};
  site.catalogue.racks[0].body.power.idle_w = number(0);
  site.catalogue.racks[0].body.power.ramp_w_per_s = number(100e3);
  for (const Check& each : with_rule(check(site, two_racks(site)), Rule::power_swing)) {
    EXPECT_EQ(each.status, Status::pass) << each.where << " " << each.scenario << " " << each.arithmetic;
  }
  std::vector<capacity::Choice> choices(2);
  for (int c = 0; c < 2; ++c) {
    choices[static_cast<std::size_t>(c)].row = 0;
    choices[static_cast<std::size_t>(c)].type = 0;
    choices[static_cast<std::size_t>(c)].feed_pair = c;
  }
  for (const FaultPolicy policy : {FaultPolicy::single, FaultPolicy::maintenance}) {
    site.policy.power = policy;
    for (const char* id : {"utility", "gen", "tx-a", "tx-b", "tx-c"}) device(site, id).maintained = false;
    const capacity::Part part = capacity_rows(site, choices);
    int swings = 0;
    for (std::size_t r = 0; r < part.rows.size(); ++r) {
      if (part.rows[r].rule != Rule::power_swing) continue;
      ++swings;
      EXPECT_EQ(part.rows[r].scenario.find("until"), std::string::npos) << part.rows[r].scenario;
    }
    EXPECT_GE(swings, 4);  // both limits, normal and without tx-b
  }
}

/// Two halves of a hall. In each two busways of side A hang on one UPS, and past it on a transformer of their own; side B is one busway on
/// another UPS. With the utility out racks of one half keep one of two generators running, and past its UPS it needs that of the other half.
Site two_generators() {
  Site site = bare_site(100e3);
  site.policy.power = FaultPolicy::maintenance;
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(1e6);
  const auto add = [&](const std::string& id, DeviceKind kind, const std::vector<std::string>& from) -> Device& {
    Device& made = add_device(site, id, kind, from);
    made.rating_w = number(1e6);
    made.full_rated = true;
    made.efficiency = number(1.0);
    made.maintained = false;
    return made;
  };
  for (const char* id : {"gen-1", "gen-2"}) add(id, DeviceKind::generator, {}).start_s = number(10);
  for (const std::string pair : {"1", "2"}) {
    const std::string own = "gen-" + pair, other = pair == "1" ? "gen-2" : "gen-1";
    for (const auto& [tx, gen] : {std::pair{"tx-", own}, {"past-", other}}) {
      Device& made = add(tx + pair, DeviceKind::transformer, {"utility", gen});
      made.sharing = Sharing::first;
      made.transfer_s = number(0.004);
    }
    add("ups-" + pair, DeviceKind::ups, {"tx-" + pair});
    add("ups-b" + pair, DeviceKind::ups, {"tx-" + pair}).rating_w = number(180e3);
    add("bus-b" + pair, DeviceKind::busway, {"ups-b" + pair}).side = FeedSide::b;
    for (const char* bus : {"bus-a", "bus-c"}) {
      Device& made = add(bus + pair, DeviceKind::busway, {"ups-" + pair, "past-" + pair});
      made.side = FeedSide::a;
      made.sharing = Sharing::first;
      made.transfer_s = number(0.004);
      site.rows[0].feeds.push_back({device_ref(site, bus + pair), device_ref(site, "bus-b" + pair)});
    }
  }
  return site;
}

std::vector<capacity::Choice> every_pair(const Site& site) {
  std::vector<capacity::Choice> choices(site.rows[0].feeds.size());
  for (std::size_t c = 0; c < choices.size(); ++c) {
    choices[c].row = choices[c].type = 0;
    choices[c].feed_pair = static_cast<int>(c);
  }
  return choices;
}

// With the utility out and ups-1 lost both busways of side A wait 10 s for gen-2, and ups-b1 carries two racks of 100 kW alone, of 180 kW. A rack in
// the other half keeps gen-2 running, and the three are fine: no row of that time may say that plans are too large.
TEST(Meanwhile, ARackThatKeepsAGeneratorRunningTakesTheProof) {
  constexpr const char* kWaits = "utility out, ups-1 lost, until bus-a1 has power";
  Site site = two_generators();
  Plan plan;
  plan.racks = {rack_on(site, "bus-a1", "bus-b1"), rack_on(site, "bus-c1", "bus-b1")};
  const Check alone = find_check(check(site, plan), Rule::power_ups, "ups-b1", kWaits);
  EXPECT_EQ(alone.status, Status::fail);
  EXPECT_DOUBLE_EQ(alone.value, 200e3);
  plan.racks.push_back(rack_on(site, "bus-a2", "bus-b2"));
  for (const Check& each : of_device(site, plan, Rule::power_ups, "ups-b1")) EXPECT_EQ(each.status, Status::pass);
  int stages = 0;
  for (const capacity::Row& row : capacity_rows(site, every_pair(site)).rows) {
    if (row.element != "ups-b1" || row.scenario.find("until") == std::string::npos) continue;
    ++stages;
    EXPECT_FALSE(row.proves) << row.scenario;
  }
  EXPECT_GT(stages, 0);  // the search keeps to it
}

TEST(Meanwhile, TimesThatNobodyStatesLeaveItOpenWhereItDecides) {
  Site site = one_ups();
  const Plan plan = two_racks(site);
  device(site, "gen").start_s.reset();
  for (const char* tx : {"tx-a", "tx-b", "tx-c"}) device(site, tx).transfer_s.reset();
  const Check open = find_check(check(site, plan), Rule::power_ups, "ups-a", kUntil);
  EXPECT_EQ(open.status, Status::undecided);
  EXPECT_EQ(open.arithmetic.find("no start time known for gen; "), 0U) << open.arithmetic;
  device(site, "ups-a").rating_w = number(200e3);
  for (const Check& each : of_device(site, plan, Rule::power_ups, "ups-a")) EXPECT_EQ(each.status, Status::pass);
  site.policy.margins.power = number(0.1);  // 180 kW again
  const Check kept = find_check(check(site, plan), Rule::power_ups, "ups-a", kUntil);
  EXPECT_EQ(kept.status, Status::undecided);
  EXPECT_EQ(with_margin(kept, 0.1).status, Status::undecided);
  site.policy.margins.power.reset();
  device(site, "ups-a").rating_w = number(140e3);  // too little without tx-b already: what is certain stays a failure
  EXPECT_NE(failing(of_device(site, plan, Rule::power_ups, "ups-a")), nullptr);
}

// Four switches of unknown times, two behind each generator. That both of one are back before both of the other is one order of many, the one in
// which a generator carries both racks.
TEST(Meanwhile, AnyOfAFewUnknownTimesMayBeTheShorter) {
  Site site = bare_site(100e3);
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(1e6);
  for (const std::string side : {"a", "b"}) {
    Device& gen = add_device(site, "gen-" + side, DeviceKind::generator, {});
    gen.rating_w = number(180e3);
    gen.start_s = number(2);
    for (const char* of : {"1", "2"}) {
      Device& bus = add_device(site, "bus-" + side + of, DeviceKind::busway, {"utility", "gen-" + side});
      bus.sharing = Sharing::first;
      bus.side = side == "a" ? FeedSide::a : FeedSide::b;
      bus.rating_w = number(1e6);
      bus.full_rated = true;
    }
  }
  site.rows[0].feeds = {{device_ref(site, "bus-a1"), device_ref(site, "bus-b1")},
                        {device_ref(site, "bus-a2"), device_ref(site, "bus-b2")}};
  Plan plan;
  plan.racks = {rack_on(site, "bus-a1", "bus-b1"), rack_on(site, "bus-a2", "bus-b2")};
  const auto is_open = [](const Check& each) { return each.status == Status::undecided; };
  for (const char* gen : {"gen-a", "gen-b"}) {
    const std::vector<Check> checks = of_device(site, plan, Rule::power_generator, gen);
    EXPECT_EQ(failing(checks), nullptr);
    EXPECT_EQ(std::count_if(checks.begin(), checks.end(), is_open), 1) << gen;
    device(site, gen).rating_w = number(200e3);
    const std::vector<Check> enough = of_device(site, plan, Rule::power_generator, gen);
    EXPECT_TRUE(std::none_of(enough.begin(), enough.end(), is_open)) << gen;
  }
}

TEST(Meanwhile, WhatSuppliesBearIsNoState) {
  Site site = one_ups();
  add_device(site, "utility-2", DeviceKind::utility, {}).rating_w = number(1e6);
  for (const char* tx : {"tx-a", "tx-b", "tx-c"}) {
    device(site, tx).from[1] = device_ref(site, "utility-2");
    device(site, tx).transfer_s = number(0.02);
  }
  EXPECT_EQ(failing(of_device(site, two_racks(site), Rule::power_ups, "ups-a")), nullptr);
  for (const char* tx : {"tx-a", "tx-b", "tx-c"}) device(site, tx).transfer_s = number(0.021);
  EXPECT_NE(failing(of_device(site, two_racks(site), Rule::power_ups, "ups-a")), nullptr);
}

// tx-b is back after 10.5 s, the others after 30 s: in between it carries all 90 kW of the plant, 45 kW without one of them.
TEST(Meanwhile, WhatIsBackFirstCarriesWhatTheOthersDoLater) {
  Site site = one_ups();
  for (const char* tx : {"tx-a", "tx-c"}) device(site, tx).transfer_s = number(20);
  FacilityLoop loop;
  loop.id = "loop";
  loop.rejection.units = 3;
  loop.rejection.pump_power_w = number(0);
  loop.rejection.type = {"cooler", {}, 0};
  for (const char* tx : {"tx-a", "tx-b", "tx-c"}) loop.rejection.feeds.push_back(device_ref(site, tx));
  site.loops.push_back(loop);
  Product<RejectionType> cooler;
  cooler.id = "cooler";
  cooler.body.power_w = number(30e3);
  site.catalogue.rejections.push_back(cooler);
  device(site, "tx-b").rating_w = number(80e3);
  const Check too_much =
      find_check(check(site, Plan{}), Rule::power_transformer, "tx-b", "utility lost, until tx-a has power");
  EXPECT_EQ(too_much.status, Status::fail);
  EXPECT_DOUBLE_EQ(too_much.value, 90e3);
  EXPECT_NE(too_much.arithmetic.find("for 30 s after the loss"), std::string::npos) << too_much.arithmetic;
  EXPECT_EQ(of_device(site, Plan{}, Rule::power_transformer, "tx-a").size(), 2U);  // normal, and 45 kW without another
}

// bus-a prefers tx-a, which waits for the generator, and goes to the second utility in 4 ms meanwhile.
TEST(Meanwhile, ASwitchGoesToWhatLivesUntilABetterSourceIsBack) {
  Site site = one_ups();
  add_device(site, "utility-2", DeviceKind::utility, {}).rating_w = number(1e6);
  Device& bus = device(site, "bus-a");
  bus.from = {device_ref(site, "tx-a"), device_ref(site, "utility-2")};
  bus.sharing = Sharing::first;
  bus.transfer_s = number(0.004);
  const Plan plan = two_racks(site);
  for (const Check& each : with_rule(check(site, plan), Rule::power_supplied)) EXPECT_EQ(each.status, Status::pass);
  device(site, "utility-2").rating_w = number(150e3);  // holds one transformer's racks, not both's
  const Check too_much =
      find_check(check(site, plan), Rule::power_utility, "utility-2", "utility lost, until tx-a has power");
  EXPECT_EQ(too_much.status, Status::fail);
  EXPECT_DOUBLE_EQ(too_much.value, 200e3);
  device(site, "bus-a").transfer_s = number(0.1);
  EXPECT_NE(failing(with_rule(check(site, plan), Rule::power_supplied)), nullptr);
}

// Side B waits for the generator where the utility is lost, not where a device of side A is lost and the utility is out.
TEST(Meanwhile, InPairsTheOrderCounts) {
  Site site = one_ups();
  site.policy.power = FaultPolicy::maintenance;
  Device& spare = add_device(site, "ups-2", DeviceKind::ups, {"tx-a"});
  spare.rating_w = number(300e3);
  spare.efficiency = number(1.0);
  device(site, "ups-a").rating_w = number(300e3);
  device(site, "bus-a").from.push_back(device_ref(site, "ups-2"));  // in equal parts
  device(site, "ups-2").rating_w = number(180e3);
  for (Device& each : site.devices) each.maintained = each.id == "ups-a" || each.id == "utility";
  const Plan plan = two_racks(site);
  const Check too_much =
      find_check(check(site, plan), Rule::power_ups, "ups-2", "ups-a out, utility lost, until tx-a has power");
  EXPECT_EQ(too_much.status, Status::fail);
  EXPECT_DOUBLE_EQ(too_much.value, 200e3);
  device(site, "ups-a").maintained = false;
  EXPECT_EQ(failing(of_device(site, plan, Rule::power_ups, "ups-2")), nullptr);
}

// With one of two modules of 150 kW out 200 kW are too much.
TEST(Meanwhile, WithModulesOutForMaintenance) {
  Site site = one_ups();
  Product<UpsType> type;
  type.id = "module";
  type.body.module_w = number(150e3);
  type.body.efficiency = number(1.0);
  site.catalogue.ups.push_back(type);
  Device& ups = device(site, "ups-a");
  ups.rating_w.reset();
  ups.ups_type = {"module", {}, 0};
  ups.modules = 2;
  ups.spare_modules = 1;
  const Plan plan = two_racks(site);
  EXPECT_EQ(failing(of_device(site, plan, Rule::power_ups, "ups-a")), nullptr);
  site.policy.power = FaultPolicy::maintenance;
  const std::string scenario = std::string("1 module of ups-a lost, ") + kUntil;
  const Check too_much = find_check(check(site, plan), Rule::power_ups, "ups-a", scenario);
  EXPECT_EQ(too_much.status, Status::fail);
  EXPECT_DOUBLE_EQ(too_much.limit, 150e3);
  EXPECT_DOUBLE_EQ(too_much.value, 200e3);
  device(site, "gen").start_s.reset();
  for (const char* tx : {"tx-a", "tx-b", "tx-c"}) device(site, tx).transfer_s.reset();
  const std::vector<Check> open = of_device(site, plan, Rule::power_ups, "ups-a");
  const auto in_doubt = std::find_if(open.begin(), open.end(), [](const Check& each) {
    return each.scenario.rfind("1 module of ups-a lost, utility lost, until tx-", 0) == 0;  // whichever comes back last
  });
  ASSERT_NE(in_doubt, open.end());
  EXPECT_EQ(in_doubt->status, Status::undecided);
}

}  // namespace
}  // namespace hallplan::power
