// The verdict on a site with phases: a plan passes only when it passes in each of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"
#include "tests/support/values.hpp"

namespace hallplan::verdict {
namespace {

/// The small hall with its racks pinned, in two phases.
Site phased() {
  Site site = test::small_placed_site();
  site.phases = {{"p1", {}, "2027-01-01"}, {"p2", {}, "2027-07-01"}};
  return site;
}

const Ref kSecond = {"p2", {}, 1};

void energise_later(Site& site, const std::string& id) {
  for (Device& device : site.devices) {
    if (device.id == id) device.energised = kSecond;
  }
}

Plan placed(const Site& site) { return layout::positioned(site, pinned_plan(site)); }

const Check* failing(const Verdict& verdict, Rule rule) {
  for (const Check& check : verdict.checks) {
    if (check.rule == rule && check.status == Status::fail) return &check;
  }
  return nullptr;
}

TEST(VerifyPhases, EveryPhaseHasItsOwnCounts) {
  Site site = phased();
  site.placed[5].retired = kSecond;  // m1
  const Verdict verdict = verify(site, placed(site));
  ASSERT_EQ(verdict.phases.size(), 2U);
  EXPECT_EQ(verdict.phases[0].id, "p1");
  EXPECT_EQ(verdict.phases[0].date, "2027-01-01");
  EXPECT_EQ(verdict.phases[0].racks, 6);
  EXPECT_EQ(verdict.phases[1].racks, 5);
  EXPECT_DOUBLE_EQ(verdict.phases[0].it_w, 430e3);
  EXPECT_DOUBLE_EQ(verdict.phases[1].it_w, 420e3);
  EXPECT_EQ(verdict.racks, 5);  // as it is built out
}

TEST(VerifyPhases, ARackWhoseFeedsWaitIsDarkUntilThen) {
  Site site = phased();
  energise_later(site, "ups-a");
  energise_later(site, "ups-b");
  const Verdict verdict = verify(site, placed(site));
  const Check* dark = failing(verdict, Rule::power_supplied);
  ASSERT_NE(dark, nullptr);
  EXPECT_EQ(dark->phase, "p1");
}

TEST(VerifyPhases, OneSideThatWaitsLeavesTheOtherWithoutASecond) {
  Site site = phased();
  energise_later(site, "ups-b");
  const Verdict verdict = verify(site, placed(site));
  const auto dark = std::find_if(verdict.checks.begin(), verdict.checks.end(), [](const Check& check) {
    return check.rule == Rule::power_supplied && check.status == Status::fail && check.scenario == "ups-a lost";
  });
  ASSERT_NE(dark, verdict.checks.end());
  EXPECT_EQ(dark->phase, "p1");
  EXPECT_EQ(verdict.status, Status::fail);
}

TEST(VerifyPhases, AWarningOfOnePhaseHidesNothingThatAnotherLeavesOpen) {
  // ups-b is too small in p1, which the policy takes; in p2 its load is known only in part.
  Site site = phased();
  site.policy.warnings = {{"power.peak", {}, static_cast<int>(Rule::power_peak)}};
  for (Device& device : site.devices) {
    if (device.id == "ups-b") device.short_time_w = exactly(100e3);
  }
  Product<RackType> unknown = site.catalogue.racks[static_cast<std::size_t>(site.placed[0].type.index)];
  ASSERT_TRUE(unknown.body.power.edpp_w);
  unknown.id = "of-unknown-peak";
  unknown.body.power.edpp_w.reset();
  site.catalogue.racks.push_back(unknown);
  const Ref type{unknown.id, {}, static_cast<int>(site.catalogue.racks.size()) - 1};
  // In p2 one rack is all there is, of the type whose peak nobody knows: no failure, and no pass.
  for (PinnedRack& rack : site.placed) rack.retired = kSecond;
  PinnedRack late = site.placed[0];
  late.id = "late";
  late.type = type;
  late.retired = {};
  late.phase = kSecond;
  site.placed.push_back(late);
  const Verdict verdict = verify(site, placed(site));
  const auto peak = std::find_if(verdict.checks.begin(), verdict.checks.end(), [](const Check& check) {
    return check.rule == Rule::power_peak && check.status == Status::undecided;
  });
  ASSERT_NE(peak, verdict.checks.end());
  EXPECT_EQ(peak->phase, "p2");
}

TEST(VerifyPhases, TheFailureIsThatOfThePhaseInWhichUnitsAreMissing) {
  // Two CDUs of three in p1, one of them spare: 250 kW for 360 kW and its own 5 kW.
  Site site = phased();
  site.cdu_groups[0].units[2].delivered = kSecond;
  const Verdict verdict = verify(site, placed(site));
  const Check* heat = failing(verdict, Rule::liquid_cdu_heat);
  ASSERT_NE(heat, nullptr);
  EXPECT_EQ(heat->phase, "p1");
  EXPECT_EQ(heat->scenario, "1 unit lost");
  EXPECT_DOUBLE_EQ(heat->limit, 250e3);
  EXPECT_DOUBLE_EQ(heat->value, 365e3);
}

TEST(VerifyPhases, APlanWithoutARackThatTheSitePinsFails) {
  const Site site = test::small_placed_site();
  Plan plan = placed(site);
  plan.racks.erase(plan.racks.begin());
  const Verdict missing = verify(site, plan);
  const Check* gone = failing(missing, Rule::layout_pinned);
  ASSERT_NE(gone, nullptr);
  EXPECT_EQ(gone->arithmetic, "c1 is not in the plan");

  plan = placed(site);
  plan.racks[5].feed_a = plan.racks[5].feed_b;
  const Verdict rewired = verify(site, plan);
  const Check* moved = failing(rewired, Rule::layout_pinned);
  ASSERT_NE(moved, nullptr);
  EXPECT_EQ(moved->arithmetic, "m1: feed A bus-b, pinned to bus-a");
}

TEST(VerifyPhases, APinnedRackMayComeNoLaterThanItsPhase) {
  const Site site = phased();
  Plan plan = placed(site);
  plan.racks[0].phase = 1;
  const Verdict verdict = verify(site, plan);
  const Check* late = failing(verdict, Rule::layout_pinned);
  ASSERT_NE(late, nullptr);
  EXPECT_EQ(late->phase, "p1");
}

TEST(VerifyPhases, MoreThanHasBeenDeliveredFails) {
  Site site = phased();
  site.demand[0].deliveries = {{"p2", {}, 1, 1}};
  const Verdict verdict = verify(site, placed(site));
  const Check* supply = failing(verdict, Rule::demand_supply);
  ASSERT_NE(supply, nullptr);
  EXPECT_EQ(supply->phase, "p1");
  EXPECT_DOUBLE_EQ(supply->limit, 0);
  EXPECT_DOUBLE_EQ(supply->value, 4);
}

/// Four racks on two CDUs with headers of their own, of which the fourth comes in p2: c1 and c2, c3 in p1, then c1 and c2, c3 and c4.
Site on_own_headers(const std::string& late) {
  Site site = phased();
  site.cdu_groups[0].headers = Headers::dedicated;
  site.cdu_groups[0].spare = 0;
  site.cdu_groups[0].units.resize(2);
  for (PinnedRack& rack : site.placed) {
    if (rack.id == late) rack.phase = kSecond;
  }
  return site;
}

const Check* of_headers(const Verdict& verdict) {
  for (const Check& check : verdict.checks) {
    if (check.rule == Rule::liquid_group && check.where == "g1, headers kept") return &check;
  }
  return nullptr;
}

TEST(VerifyPhases, ARackThatStandsKeepsTheUnitItIsPipedTo) {
  // In order of slots c4 joins c3 at the second unit: nobody moves.
  const Site kept = on_own_headers("c4");
  EXPECT_EQ(of_headers(verify(kept, placed(kept))), nullptr);
  // Without c1 the first unit has c2 and c3; with it c1 and c2, and c3 would be piped anew.
  const Site moves = on_own_headers("c1");
  const Verdict verdict = verify(moves, placed(moves));
  const Check* check = of_headers(verdict);
  ASSERT_NE(check, nullptr);
  EXPECT_EQ(check->status, Status::undecided);
  EXPECT_EQ(check->phase, "p2");
  EXPECT_NE(check->arithmetic.find("racks that stand since p1"), std::string::npos) << check->arithmetic;
  EXPECT_NE(check->arithmetic.find(": c3 from cdu-1 to cdu-2; give what comes in p2"), std::string::npos)
      << check->arithmetic;
  EXPECT_NE(verdict.phases[1].status, Status::pass);
  // Shared headers are one for all.
  Site shared = moves;
  shared.cdu_groups[0].headers = Headers::shared;
  EXPECT_EQ(of_headers(verify(shared, placed(shared))), nullptr);
}

}  // namespace
}  // namespace hallplan::verdict
