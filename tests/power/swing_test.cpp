// How far and how fast the load of a utility swings.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::device;
using test::find_check;
using test::number;
using test::with_rule;

RackType& rack(Site& site, const std::string& id) {
  for (Product<RackType>& product : site.catalogue.racks) {
    if (product.id == id) return product.body;
  }
  throw std::runtime_error("no rack " + id);
}

/// Compute racks go from 20 to 100 kW; network and management racks are set to idle at 15 of 20 and 10 of 10 kW.
Site swinging(double limit_w) {
  Site site = test::small_placed_site();
  rack(site, "test-network").power.idle_w = number(15e3);
  rack(site, "test-management").power.idle_w = number(10e3);
  device(site, "utility").swing_limit_w = number(limit_w);
  return site;
}

Check of(const Site& site, const std::string& where = "utility") {
  return find_check(check(site, pinned_plan(site)), Rule::power_swing, where, "normal");
}

TEST(Swing, ByHand) {
  // 4 x 80 + 5 + 0 = 325 kW at the racks, / 96 % / 99 % = 341.961 kW at the utility. Plant does not swing.
  const Check held = of(swinging(342e3));
  EXPECT_NEAR(held.value, 341'961.279461, 1e-6);
  EXPECT_EQ(held.status, Status::pass);
  EXPECT_EQ(held.arithmetic,
            "4 x test-compute x (100 kW - 20 kW) + 1 x test-network x (20 kW - 15 kW) + 1 x test-management x (10 kW - "
            "10 kW) "
            "= 325 kW at all racks, 341.961 kW here through the losses above them");
  EXPECT_EQ(of(swinging(341.9e3)).status, Status::fail);
  EXPECT_EQ(
      with_rule(check(test::small_placed_site(), pinned_plan(test::small_placed_site())), Rule::power_swing).size(),
      0U);
}

TEST(Swing, IdleThatNobodyGivesIsBetweenNothingAndAll) {
  // Without the network rack's idle power: between 336.7 (4 x 80) and 357.7 kW (+ 20).
  const auto status = [](double limit_w) {
    Site site = swinging(limit_w);
    rack(site, "test-network").power.idle_w.reset();
    return of(site);
  };
  EXPECT_EQ(status(358e3).status, Status::pass);
  EXPECT_EQ(status(350e3).status, Status::undecided);
  EXPECT_EQ(status(350e3).arithmetic.rfind("no idle power known for test-network; ", 0), 0U);
  EXPECT_EQ(status(336e3).status, Status::fail);
}

TEST(Swing, WorstLossOfATwoUtilityHall) {
  Site site = swinging(200e3);
  Device& second = test::add_device(site, "utility-2", DeviceKind::utility, {});
  second.rating_w = number(1e6);
  device(site, "tx-b").from[0] = test::device_ref(site, "utility-2");
  // Each utility carries half in normal running, 170.98 kW, and all of it when the other side is lost.
  EXPECT_NEAR(of(site).value, 170'980.639731, 1e-6);
  const std::vector<Check> checks = with_rule(check(site, pinned_plan(site)), Rule::power_swing);
  ASSERT_EQ(checks.size(), 2U);
  EXPECT_NEAR(checks[1].value, 341'961.279461, 1e-6);
  EXPECT_EQ(checks[1].status, Status::fail);
}

TEST(Swing, Ramp) {
  Site site = swinging(1e6);
  device(site, "utility").ramp_w_per_s = number(90e3);
  EXPECT_EQ(of(site, "utility, ramp").status, Status::undecided);
  EXPECT_EQ(of(site, "utility, ramp").arithmetic.rfind("no ramp known for ", 0), 0U);
  for (const char* id : {"test-compute", "test-network", "test-management"}) {
    rack(site, id).power.ramp_w_per_s = number(0);
  }
  rack(site, "test-compute").power.ramp_w_per_s = number(20e3);
  // 4 x 20 kW/s / 96 % / 99 % = 84.175 kW/s
  EXPECT_NEAR(of(site, "utility, ramp").value, 84'175.084175, 1e-6);
  EXPECT_EQ(of(site, "utility, ramp").status, Status::pass);
  device(site, "utility").ramp_w_per_s = number(84e3);
  EXPECT_EQ(of(site, "utility, ramp").status, Status::fail);
}

TEST(Swing, AMarginDecidesNothingThatIsNotKnown) {
  // Between 336.7 and 357.7 kW, of 395 kW and 10 % margin: 355.5 kW.
  Site site = swinging(395e3);
  rack(site, "test-network").power.idle_w.reset();
  site.policy.margins.power = number(0.1);
  EXPECT_EQ(with_margin(of(site), 0.1).status, Status::undecided);
  device(site, "utility").swing_limit_w = number(370e3);  // 333 kW: what is known alone is too much
  EXPECT_EQ(with_margin(of(site), 0.1).status, Status::fail);
  device(site, "utility").swing_limit_w = number(400e3);
  EXPECT_EQ(with_margin(of(site), 0.1).status, Status::pass);
}

TEST(Swing, LossesAndCordsThatNobodyStatesLeaveItOpen) {
  Site site = swinging(400e3);
  EXPECT_EQ(of(site).status, Status::pass);
  device(site, "tx-a").efficiency.reset();
  EXPECT_EQ(of(site).status, Status::undecided);
  EXPECT_EQ(of(site).arithmetic.rfind("no efficiency known for tx-a; ", 0), 0U);
  device(site, "utility").swing_limit_w = number(330e3);  // too much without any loss in it
  EXPECT_EQ(of(site).status, Status::fail);
  site = swinging(400e3);
  rack(site, "test-compute").cords.reset();
  EXPECT_EQ(of(site).status, Status::undecided);
}

TEST(Swing, RacksOfAnotherUtilityLeaveNothingOpen) {
  Site site = swinging(400e3);
  Device& second = test::add_device(site, "utility-2", DeviceKind::utility, {});
  second.rating_w = number(1e6);
  second.ramp_w_per_s = number(1e3);
  test::add_device(site, "board", DeviceKind::switchboard, {"utility-2"}).full_rated = true;
  site.loops[0].rejection.feeds.push_back(test::device_ref(site, "board"));  // plant alone
  EXPECT_EQ(of(site, "utility-2, ramp").status, Status::pass);               // no rack states one
  EXPECT_EQ(of(site, "utility-2, ramp").value, 0);
}

TEST(Swing, RowsEqualChecksOnRandomPlacements) {
  Site site = test::small_site();
  device(site, "utility").swing_limit_w = number(400e3);
  device(site, "utility").ramp_w_per_s = number(100e3);
  for (Product<RackType>& each : site.catalogue.racks) each.body.power.ramp_w_per_s = number(3e3);
  for (Product<RackType>& each : site.catalogue.racks) each.body.power.idle_w = number(4e3);
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = capacity_rows(site, choices);
  std::mt19937 random(3);
  for (int i = 0; i < 100; ++i) {
    Plan plan;
    std::vector<double> values(part.rows.size(), 0.0);
    for (std::size_t n = 1 + random() % 8; n > 0; --n) {
      const std::size_t picked = random() % choices.size();
      Placement placed;
      placed.type = choices[picked].type;
      placed.row = choices[picked].row;
      placed.feed_a = test::lost(site, "bus-a");
      placed.feed_b = test::lost(site, "bus-b");
      plan.racks.push_back(placed);
      for (const capacity::Term& term : part.terms[picked]) values[static_cast<std::size_t>(term.row)] += term.amount;
    }
    const std::vector<Check> checks = check(site, plan);
    for (const char* where : {"utility", "utility, ramp"}) {
      const Check held = find_check(checks, Rule::power_swing, where, "normal");
      bool found = false;
      for (std::size_t r = 0; r < part.rows.size(); ++r) {
        const capacity::Row& row = part.rows[r];
        if (row.rule != Rule::power_swing || row.element != where || row.scenario != "normal") continue;
        found = true;
        EXPECT_NEAR(values[r], held.value, 1e-6);
        EXPECT_EQ(row.limit, held.limit);
        EXPECT_EQ(row.dimension, held.dimension);
      }
      EXPECT_TRUE(found);
    }
  }
}

}  // namespace
}  // namespace hallplan::power
