// What a pass is no word on: every rule that was not asked is named, or does not arise.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

std::vector<std::string> of_small(const std::vector<std::string>& sets = {}) {
  const Site site = test::small_placed_site(sets);
  return not_looked_at(site, verify(site, layout::positioned(site, pinned_plan(site))).checks);
}

bool names(const std::vector<std::string>& all, const std::string& key) {
  return std::any_of(all.begin(), all.end(),
                     [&](const std::string& one) { return one.find(key) != std::string::npos; });
}

/// The key that has a rule asked.
const std::map<std::string, std::string>& keys() {
  static const std::map<std::string, std::string> all = {{"layout.route", "'dock'"},
                                                         {"layout.route-floor", "'hall.floor.rolling_rating'"},
                                                         {"layout.egress", "'egress'"},
                                                         {"layout.stack", "'hall.stack'"},
                                                         {"layout.hung-load", "'hall.hung_rating'"},
                                                         {"layout.working-space", "'place'"},
                                                         {"layout.pull-space", "'pull_front'"},
                                                         {"layout.leak-zone", "'liquid.leak_zones'"},
                                                         {"layout.leak-power", "'liquid.leak_zones'"},
                                                         {"power.autonomy", "'runtime'"},
                                                         {"power.interrupting", "'interrupting_rating'"},
                                                         {"power.peak", "'short_time_rating'"},
                                                         {"power.swing", "'swing_limit'"},
                                                         {"power.tap-off-count", "'tap_offs'"},
                                                         {"liquid.delivery", "'piping'"},
                                                         {"liquid.delivered-supply", "'piping'"},
                                                         {"liquid.pressure", "'fill_pressure'"},
                                                         {"liquid.expansion", "'expansion_volume'"},
                                                         {"liquid.fws-head", "'head'"},
                                                         {"liquid.fws-delivery", "'piping'"},
                                                         {"liquid.ride-through", "'ride_through'"},
                                                         {"density.window", "'density'"}};
  return all;
}

TEST(NotLookedAt, BatteriesBehindATransferSwitchAreAsked) {
  const std::vector<std::string> two = {"power.devices.gen.kind=utility"};
  EXPECT_TRUE(names(of_small(two), "whether batteries last"));
  std::vector<std::string> one = two;
  one.insert(one.end(), {"power.devices.tx-a.from=[utility]", "power.devices.tx-b.from=[utility]"});
  EXPECT_FALSE(names(of_small(one), "whether batteries last"));
}

// No key states the valves of CDUs; of a loop without CDUs there are none.
TEST(NotLookedAt, ThrottlingValvesOfCdusAreNamedByTheirLoop) {
  const std::vector<std::string> said = of_small();
  EXPECT_TRUE(names(said, "how much warmer less water of fws comes back while control valves of its CDUs throttle"));
  EXPECT_FALSE(names(said, "less water of chw"));
}

// A rating holds for the water it is stated with.
TEST(NotLookedAt, CoilsWhoseWaterNobodyStatesAreNamed) {
  EXPECT_TRUE(names(of_small(), "whether coils of room get as much water as they are rated with: state 'water.flow'"));
  EXPECT_FALSE(names(of_small({"air.zones.room.water.flow=100 L/min"}), "whether coils of room"));
}

TEST(NotLookedAt, NamesEveryRuleThatHasNoCheck) {
  // There is none of that kind: no PDU, no rack with circuits of one phase, no deliveries, no losses that stop anything.
  const std::set<std::string> do_not_arise = {"power.pdu", "power.phase", "demand.supply", "liquid.supplied"};
  const Site site = test::small_placed_site();
  const Verdict verdict = verify(site, layout::positioned(site, pinned_plan(site)));
  const std::vector<std::string> said = not_looked_at(site, verdict.checks);
  int unasked = 0;
  for (const RuleInfo& rule : kRules) {
    const std::string domain(rule_domain(rule.rule));
    if (!std::set<std::string>{"demand", "layout", "power", "liquid", "air", "density"}.contains(domain)) continue;
    const std::string id(rule.id);
    const bool is_asked = std::any_of(verdict.checks.begin(), verdict.checks.end(),
                                      [&](const Check& check) { return check.rule == rule.rule; });
    if (is_asked || do_not_arise.contains(id)) continue;
    ++unasked;
    ASSERT_TRUE(keys().contains(id)) << id << " is neither asked nor named";
    EXPECT_TRUE(names(said, keys().at(id))) << id;
  }
  EXPECT_GT(unasked, 10);
}

TEST(NotLookedAt, WhatIsStatedIsNoLongerNamed) {
  EXPECT_TRUE(names(of_small(), "'hall.hung_rating'"));
  EXPECT_FALSE(names(of_small({"hall.hung_rating=500 kg/m"}), "'hall.hung_rating'"));
  EXPECT_TRUE(names(of_small(), "of g1: state 'fill_pressure'"));
  EXPECT_FALSE(names(of_small({"liquid.cdu_groups.g1.fill_pressure=1 bar"}), "'fill_pressure'"));
  EXPECT_TRUE(names(of_small(), "recharge"));
}

TEST(NotLookedAt, DevicesThatAreLeftOutAreNamed) {
  const std::vector<std::string> breakers = of_small({"power.devices.mech.interrupting_rating=65 kA"});
  EXPECT_TRUE(names(breakers, "short circuits, of mech-2, bus-a, bus-b: "));
  EXPECT_TRUE(names(of_small(), "short circuits: "));  // none is asked: nobody to name

  // Of two busways that carry racks one has places for boxes.
  const std::vector<std::string> boxes = of_small({"power.devices.bus-b.tap_offs={count: 30, rating: 400 A}"});
  EXPECT_TRUE(names(boxes, "tap-off boxes, of bus-a: "));

  EXPECT_FALSE(names(of_small(), "'short_time_rating'"));
  const std::vector<std::string> swing = of_small({"power.devices.utility.swing_limit=1 MW"});
  EXPECT_FALSE(names(swing, "'swing_limit'"));
  EXPECT_TRUE(names(swing, "'ramp_limit'"));

  const std::vector<std::string> zone = of_small({"liquid.leak_zones={north: {rows: [r1]}}"});
  EXPECT_TRUE(names(zone, "what one leak stops, of cdu-1, cdu-2, cdu-3: "));
  const std::string all = "{north: {rows: [r1], areas: [{x: 8 m, y: 3 m, width: 3 m, depth: 2 m}]}}";
  EXPECT_FALSE(names(of_small({"liquid.leak_zones=" + all}), "'liquid.leak_zones'"));
}

}  // namespace
}  // namespace hallplan::verdict
