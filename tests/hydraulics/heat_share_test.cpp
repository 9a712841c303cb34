// What CDUs carry at the coolant flow that the group's pipes give each of them. test-cdu-4bar: 250 kW at 4 K with 300 L/min of PG25 and
// 400 L/min of water; a rack of 90 kW asks for 100 L/min.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/effectiveness.hpp"
#include "planner/hydraulics/heat_share.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/piped.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

using test::kLitrePerMinute;
using test::piped;
using test::placed;

const std::string kGlycol = "liquid.loops.fws.coolant=pg25";
const std::string kLimited = ", flow_limited: true";

/// As `CduWater.GlycolInTheFacilityLoopCostsHeat`: PG25 at 36 degC in place of water, its film 0.61 of that of water.
double glycol_share(double coolant_l_per_min) {
  constexpr double kPg25_j_per_m3_k = 1022.5 * 3920, kWater_j_per_m3_k = 993.64 * 4179.3;
  const double water = 400 * kLitrePerMinute;
  const hydraulics::ExchangerRating rating{250e3, 4, 300 * kLitrePerMinute * kPg25_j_per_m3_k,
                                           water * kWater_j_per_m3_k};
  const double cooled = coolant_l_per_min * kLitrePerMinute * kPg25_j_per_m3_k;
  const double taken = hydraulics::taken_w_per_k(rating, *hydraulics::rated_ua_w_per_k(rating), cooled,
                                                 water * 1024.66 * 3904, {0.7, 0.8, 0.61});
  return taken / (1 - taken / cooled) * rating.approach_k / rating.heat_w;
}

Check heat(const Site& site, int compute, const std::string& scenario) {
  return test::checked(site, compute, Rule::liquid_cdu_heat, scenario);
}

capacity::Part rows(const Site& site) {
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  return hydraulics::capacity_rows(site, choices, thermal::capacity_rows(site, choices, losses_w));
}

const capacity::Row& row(const capacity::Part& part, const std::string& scenario) {
  return *std::find_if(part.rows.begin(), part.rows.end(), [&](const capacity::Row& one) {
    return one.rule == Rule::liquid_cdu_heat && one.element == "g1" && one.scenario == scenario;
  });
}

// Four racks are 400 L/min: 133 for each of three units, which carry their rating, and 200 for each of two, which carry 85 % of it and not
// the 67 % of 300 L/min.
TEST(HeatShare, IsThatOfTheSolvedFlowOfEachUnit) {
  const Site site = piped(kLimited, {kGlycol});
  EXPECT_GT(glycol_share(400.0 / 3), 1);
  EXPECT_NEAR(heat(site, 4, "normal").limit, 750e3, 1);
  const Check lost = heat(site, 4, "1 unit lost");
  EXPECT_LT(500e3 * glycol_share(300), 370e3);
  EXPECT_NEAR(lost.limit, 500e3 * glycol_share(200), 3e3);
  EXPECT_EQ(lost.status, Status::pass);
  EXPECT_NE(lost.arithmetic.find("with pg25 in place of water, at 200"), std::string::npos) << lost.arithmetic;
  // Without pipes the flow is not known.
  const Site bare = test::small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar", kGlycol});
  EXPECT_NEAR(heat(bare, 4, "1 unit lost").limit, 500e3 * glycol_share(300), 3e3);
  EXPECT_EQ(heat(bare, 4, "1 unit lost").status, Status::fail);
  // Nor with pipes and pumps of unknown curve.
  const Site no_curve = piped(kLimited, {kGlycol, "liquid.cdu_groups.g1.type=test-cdu"});
  EXPECT_EQ(heat(no_curve, 4, "1 unit lost").status, Status::fail);
}

// Above the rated approach no unit counts for more than its rating, but what glycol leaves of it grows with the approach: 67 % at 4 K are 83 %
// at 5 K, and 7 K make up for it.
TEST(HeatShare, GrowsWithTheApproachUpToTheRating) {
  const auto bare = [](const std::string& supply) {
    const Site site = test::small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar", kGlycol, "basis.outdoor=25 degC",
                                        "liquid.loops.fws.supply=" + supply});
    return heat(site, 4, "1 unit lost").limit;
  };
  EXPECT_NEAR(bare("35 degC"), 1.25 * bare("36 degC"), 2e3);
  EXPECT_NEAR(bare("33 degC"), 500e3, 1);
}

// What the check allows is what the exchangers hold their supply with.
TEST(HeatShare, HoldsWhereEveryUnitHoldsItsSupply) {
  int held = 0, short_of = 0;
  for (const std::string& valves : {kLimited, std::string()}) {
    for (int tenth = 0; tenth <= 18; ++tenth) {
      const Site site = piped(valves, {kGlycol, "basis.outdoor=30 degC",
                                       "liquid.loops.fws.supply=" + std::to_string(36 + 0.1 * tenth) + " degC"});
      const Check lost = heat(site, 4, "1 unit lost");
      if (lost.status == Status::undecided || std::fabs(lost.margin) < 0.01 * lost.limit) continue;
      bool holds = true;
      for (std::size_t out = 0; out < 3; ++out) {
        const hydraulics::GroupState state = test::state(site, 4, {{out}});
        for (std::size_t u = 0; u < 3; ++u) holds = holds && (u == out || state.units[u].holds_supply);
      }
      EXPECT_EQ(lost.status == Status::pass, holds) << tenth << valves << ": " << lost.arithmetic;
      ++(holds ? held : short_of);
    }
  }
  EXPECT_GT(held, 3);
  EXPECT_GT(short_of, 3);
}

// The search's row lets in as many racks as the check does: with valves that hold the flow the last one that fits by both, without no fewer.
TEST(HeatShare, RowsAllowWhatTheChecksDo) {
  for (const std::string& headers : {std::string(), std::string("liquid.cdu_groups.g1.headers=dedicated")}) {
    const bool shared = headers.empty();
    int fits = 0, over = 0;
    for (int tenth = 0; tenth <= 18; tenth += 3) {
      for (int count = 1; count <= 6; ++count) {
        std::vector<std::string> sets{kGlycol, "basis.outdoor=30 degC",
                                      "liquid.loops.fws.supply=" + std::to_string(36 + 0.1 * tenth) + " degC"};
        if (!shared) sets.insert(sets.end(), {headers, "liquid.cdu_groups.g1.spare=0"});
        const Site site = piped(kLimited, sets);
        const std::string scenario = shared ? "1 unit lost" : "normal";
        const Check check = heat(site, count, scenario);
        const capacity::Part part = rows(site);
        const capacity::Row& steers = row(part, scenario);
        if (std::fabs(check.margin) < 0.01 * check.limit) continue;
        const bool lets_in = steers.base + count * 90e3 <= steers.limit * (1 + 1e-9);
        EXPECT_EQ(check.status == Status::pass, lets_in)
            << count << " at " << tenth << ": " << check.arithmetic << "; row " << steers.limit;
        ++(lets_in ? fits : over);
      }
    }
    EXPECT_GT(fits, 5);
    EXPECT_GT(over, 5);
  }
}

TEST(HeatShare, RowsOfRacksOnNoValvesAreNoStricterThanTheChecks) {
  const Site site = piped({}, {kGlycol});
  const capacity::Part part = rows(site);
  const Check lost = heat(site, 4, "1 unit lost");
  EXPECT_LT(lost.limit, 495e3);  // more flows than racks ask for
  EXPECT_GE(row(part, "1 unit lost").limit, lost.limit);
  EXPECT_TRUE(row(part, "1 unit lost").proves);
}

// A unit with more of the coolant takes more of the heat: cdu-3 stands 10 m away and cdu-1 and 2 get their limit first.
TEST(HeatShare, UnitsOfUnlikeFlowPartTheHeatUnlike) {
  const Site site = piped(kLimited, {kGlycol, "hall.depth=30 m", "liquid.cdu_groups.g1.units.cdu-3.y=25 m"}, "40 mm");
  const Plan plan = placed(site, 4);
  const hydraulics::Shares shares = hydraulics::piped_shares(site, plan, 0);
  const double water = 400 * kLitrePerMinute;
  const hydraulics::GroupState state = hydraulics::GroupSolver(site, plan, 0).state({{1}});
  const double near = state.units[0].flow_m3_per_s / kLitrePerMinute;
  const double far = state.units[2].flow_m3_per_s / kLitrePerMinute;
  ASSERT_GT(near, 1.05 * far);
  const double racks_w = (250e3 * glycol_share(near) - 5e3) * (near + far) / near;
  EXPECT_NEAR(shares({{0, water}, {2, water}}).share, (racks_w + 10e3) / 500e3, 0.02);
}

}  // namespace
}  // namespace hallplan
