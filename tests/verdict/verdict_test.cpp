#include "planner/verdict/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/power/power.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

Plan placed(const Site& site) { return layout::positioned(site, pinned_plan(site)); }

Status status_of(const Verdict& verdict, const std::string& domain) {
  for (const DomainStatus& each : verdict.domains) {
    if (each.domain == domain) return each.status;
  }
  ADD_FAILURE() << "no domain " << domain;
  return Status::fail;
}

TEST(Verify, TheSmallHallPassesEverywhereButTheAirField) {
  const Site site = test::small_placed_site();
  const Verdict verdict = verify(site, placed(site));
  for (const std::string domain : {"demand", "layout", "power", "liquid", "density"}) {
    EXPECT_EQ(status_of(verdict, domain), Status::pass) << domain;
  }
  EXPECT_EQ(status_of(verdict, "air"), Status::undecided);
  EXPECT_EQ(verdict.status, Status::undecided);
  EXPECT_EQ(verdict.compute_racks, 4);
  EXPECT_EQ(verdict.racks, 6);
  EXPECT_EQ(verdict.gpus, 4 * 72);
  EXPECT_EQ(verdict.scalable_units, 1);
  EXPECT_DOUBLE_EQ(verdict.it_w, 430e3);  // 4 x 100 + 20 + 10 kW
}

TEST(Verify, AnEmptyHallDoesNotMeetItsDemand) {
  const Site site = test::small_site();
  const Verdict verdict = verify(site, Plan{});
  EXPECT_EQ(status_of(verdict, "demand"), Status::fail);
  EXPECT_EQ(verdict.status, Status::fail);
}

TEST(Verify, AFailingDomainOutweighsAnUndecidedOne) {
  const Site site = test::small_placed_site({"hall.floor.footprint_rating=1000 kg/m2"});
  const Verdict verdict = verify(site, placed(site));
  EXPECT_EQ(status_of(verdict, "layout"), Status::fail);
  EXPECT_EQ(verdict.status, Status::fail);
}

TEST(Verify, EveryCheckNamesItsSourceAndEveryNumberItsArithmetic) {
  const Site site = test::small_placed_site();
  for (const Check& check : verify(site, placed(site)).checks) {
    EXPECT_FALSE(check.where.empty()) << rule_id(check.rule);
    EXPECT_FALSE(check.arithmetic.empty()) << rule_id(check.rule) << " " << check.where;
    EXPECT_TRUE(check.status == Status::undecided || !check.source.empty())
        << rule_id(check.rule) << " " << check.where;
  }
}

TEST(Verify, TheOrderOfRacksChangesNothing) {
  const Site site = test::small_placed_site();
  Plan plan = placed(site);
  const Verdict straight = verify(site, plan);
  std::reverse(plan.racks.begin(), plan.racks.end());
  const Verdict turned = verify(site, plan);
  EXPECT_EQ(straight.checks.size(), turned.checks.size());
  EXPECT_EQ(straight.status, turned.status);
  int compared = 0;
  for (const Check& check : straight.checks) {
    // Of equally tight racks a layout check names the first: its place may differ, what is loaded may not.
    if (rule_domain(check.rule) == "layout") continue;
    const auto same = std::find_if(turned.checks.begin(), turned.checks.end(), [&](const Check& other) {
      return other.rule == check.rule && other.where == check.where && other.scenario == check.scenario;
    });
    ASSERT_NE(same, turned.checks.end()) << rule_id(check.rule) << " " << check.where;
    EXPECT_EQ(same->status, check.status) << rule_id(check.rule) << " " << check.where;
    EXPECT_NEAR(same->value, check.value, 1e-9 * std::abs(check.value)) << rule_id(check.rule) << " " << check.where;
    ++compared;
  }
  EXPECT_GT(compared, 20);
}

TEST(Failures, HaveARowForEveryLoss) {
  const Site site = test::small_placed_site();
  const Verdict verdict = verify(site, placed(site));
  for (const std::string loss : {"utility lost", "tx-a lost", "ups-a lost", "bus-b lost", "mech lost",
                                 "g1: 1 unit lost", "room: 1 unit lost", "fws: 1 unit lost"}) {
    const auto row = std::find_if(verdict.failures.begin(), verdict.failures.end(),
                                  [&](const FailureRow& each) { return each.scenario == loss; });
    ASSERT_NE(row, verdict.failures.end()) << loss;
    EXPECT_NE(row->status, Status::fail) << loss;
    EXPECT_EQ(row->dark_racks, 0) << loss;
    if (row->status != Status::undecided) {
      EXPECT_GT(row->utilisation, 0) << loss;
    } else {
      EXPECT_EQ(row->tightest_rule, "air.inlet") << loss;  // what decides the row, not what is used most
      EXPECT_EQ(loss, "room: 1 unit lost");
    }
  }
  // What is undecided comes before what passes.
  EXPECT_EQ(verdict.failures.front().status, Status::undecided);
}

TEST(Failures, NameWhatALostLoopOrUnitStops) {
  const Site site = test::small_placed_site({"liquid.cdu_groups.g1.headers=dedicated", "liquid.cdu_groups.g1.spare=0"});
  const Verdict verdict = verify(site, placed(site));
  const auto row = [&](const std::string& loss) {
    const auto found = std::find_if(verdict.failures.begin(), verdict.failures.end(),
                                    [&](const FailureRow& each) { return each.scenario == loss; });
    return found == verdict.failures.end() ? FailureRow{} : *found;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(row("fws: facility water off").stops, (Names{"c1", "c2", "c3", "c4"}));
  EXPECT_EQ(row("fws: facility water off").dark_racks, 4);
  EXPECT_EQ(row("fws: facility water off").status, Status::pass);  // the site does not ask to survive it
  EXPECT_EQ(row("chw: facility water off").stops, Names{"air zone room"});
  EXPECT_EQ(row("chw: facility water off").dark_racks, 6);  // without air as without water
  EXPECT_EQ(row("g1: 1 unit lost").stops, (Names{"c1", "c2"}));
  EXPECT_EQ(row("g1: 1 unit lost").tightest_rule, "liquid.supplied");
  EXPECT_EQ(row("bus-a lost").stops, Names{});
}

// Two units of 47 kW do not carry the room's 96 kW: a zone that asks for no spare unit accepts that.
TEST(Failures, NameTheAirUnitThatTheSiteAcceptsToLose) {
  const Site site = test::small_placed_site({"air.zones.room.type=test-crah-47kw", "air.zones.room.spare=0"});
  const Verdict verdict = verify(site, placed(site));
  const auto row = std::find_if(verdict.failures.begin(), verdict.failures.end(),
                                [](const FailureRow& each) { return each.scenario == "room: 1 unit lost"; });
  ASSERT_NE(row, verdict.failures.end());
  EXPECT_EQ(row->status, Status::pass);
  EXPECT_EQ(row->stops, std::vector<std::string>{"air zone room"});
  EXPECT_EQ(row->dark_racks, 6);
}

TEST(Failures, ALossThatIsNotAcceptedFails) {
  const Site site = test::small_placed_site({"liquid.loops.fws.survive_loss=true"});
  const Verdict verdict = verify(site, placed(site));
  EXPECT_EQ(verdict.status, Status::fail);
  EXPECT_EQ(verdict.failures.front().scenario, "fws: facility water off");
  EXPECT_EQ(verdict.failures.front().status, Status::fail);
}

TEST(Resources, SumNormalRunningAndShowTheWorstLossOfOneElement) {
  const Site site = test::small_placed_site();
  const Plan plan = placed(site);
  const Verdict verdict = verify(site, plan);
  const auto busways = std::find_if(verdict.resources.begin(), verdict.resources.end(),
                                    [](const Resource& each) { return each.name == "busway"; });
  ASSERT_NE(busways, verdict.resources.end());
  EXPECT_EQ(busways->elements, 2);
  EXPECT_DOUBLE_EQ(busways->used, 430e3);           // half on each side
  EXPECT_DOUBLE_EQ(busways->tightest_used, 430e3);  // one carries all when the other is lost: never 860 kW
  EXPECT_NEAR(busways->capacity, 2 * busways->tightest_limit, 1e-6);
  EXPECT_NEAR(busways->stranded, busways->capacity - 430e3, 1e-6);
  EXPECT_NEAR(busways->left, busways->tightest_limit - 430e3, 1e-6);
}

TEST(Resources, SayNoWordTwice) {
  const Site site = test::small_placed_site({"hall.floor.bay_rating=600 kg/m2"});  // the tightest of all
  const Verdict verdict = verify(site, placed(site));
  const auto begins = [&](const std::string& words) {
    return std::any_of(verdict.limited_by.begin(), verdict.limited_by.end(),
                       [&](const std::string& limit) { return limit.starts_with(words); });
  };
  EXPECT_TRUE(begins("floor bay x ")) << verdict.limited_by.size();
  EXPECT_FALSE(begins("floor bay bay")) << verdict.limited_by.size();
}

TEST(Assumptions, SayWhereTheAnswerChanges) {
  Site site = test::small_placed_site();
  const Plan plan = placed(site);
  const auto utility = std::find_if(site.devices.begin(), site.devices.end(),
                                    [](const Device& device) { return device.id == "utility"; });
  ASSERT_NE(utility, site.devices.end());
  utility->rating_w->trust = Trust::assumed;
  utility->rating_w->source = "the utility's word";

  const std::vector<Assumption> found = assumptions(site, plan);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].path, "power.devices.utility.rating");
  EXPECT_EQ(found[0].why, "the utility's word");
  EXPECT_EQ(found[0].flips_what, "power.utility");
  EXPECT_TRUE(found[0].below);
  EXPECT_EQ(found[0].from, Status::pass);
  EXPECT_EQ(found[0].to, Status::fail);
  const double flips_w = std::stod(found[0].flips_at) * 1e3;
  EXPECT_NEAR(flips_w, power::facility_w(site, plan), 0.002 * flips_w);
}

TEST(Assumptions, WhatEndsAFailureComesFirst) {
  Site site = test::small_placed_site();
  const Plan plan = placed(site);
  const double facility_w = power::facility_w(site, plan);
  for (Device& device : site.devices) {
    if (device.id == "utility")
      device.rating_w->value = device.rating_w->low = device.rating_w->high = 0.8 * facility_w;
    if (device.id == "utility" || device.kind == DeviceKind::transformer) device.rating_w->trust = Trust::assumed;
  }
  // The transformers are 6 % from failing, the utility 25 % from passing.
  const std::vector<Assumption> found = assumptions(site, plan);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].path, "power.devices.utility.rating");
  EXPECT_EQ(found[0].from, Status::fail);
  EXPECT_EQ(found[0].to, Status::pass);
  EXPECT_FALSE(found[0].below);
  EXPECT_NEAR(std::stod(found[0].flips_at) * 1e3, facility_w, 0.02 * facility_w);
  EXPECT_LT(found[1].closeness, found[0].closeness);
}

TEST(Assumptions, ACrateThatNobodyKnowsIsOneOfThem) {
  // Racks of 2.2 m come in by a door of 2.4 m: a crate may be 9.09 % larger than its rack.
  Site site = test::small_placed_site(
      {"hall.doors={dock: {wall: south, position: 1 m, width: 2 m, height: 2.4 m, kind: dock}}"});
  const std::vector<Assumption> found = assumptions(site, placed(site));
  ASSERT_EQ(found.size(), 3U);  // compute, network and management racks
  const auto compute = std::find_if(found.begin(), found.end(), [](const Assumption& each) {
    return each.path == "racks/test-compute: rack.body.crate";
  });
  ASSERT_NE(compute, found.end());
  EXPECT_EQ(compute->trust, Trust::assumed);
  EXPECT_NE(compute->written.find("2.2 m high"), std::string::npos) << compute->written;
  EXPECT_TRUE(compute->tried);
  EXPECT_EQ(compute->flips_what, "layout.route");
  EXPECT_EQ(compute->from, Status::pass);
  EXPECT_EQ(compute->to, Status::fail);
  EXPECT_FALSE(compute->below);
  EXPECT_GT(compute->closeness, 2.4 / 2.2 - 1);
  EXPECT_LT(compute->closeness, 2.4 / 2.2 - 1 + 0.005);
  // A crate that is stated is none, nor is one where nothing rolls in.
  for (Product<RackType>& rack : site.catalogue.racks) {
    const Body& body = rack.body.body;
    rack.body.body.crate = Crate{body.width_m, body.depth_m, body.height_m, body.mass_kg};
  }
  EXPECT_TRUE(assumptions(site, placed(site)).empty());
}

TEST(Assumptions, AreNoneWhereEverythingHasASource) {
  const Site site = test::small_placed_site();
  EXPECT_TRUE(assumptions(site, placed(site)).empty());
}

}  // namespace
}  // namespace hallplan::verdict
