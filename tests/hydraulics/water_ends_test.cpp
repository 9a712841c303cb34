// Rated facility-water flows that are ranges: each end is looked at by itself, for a branch's resistance, its valve and its rating alike.
// Three of test-cdu-4bar, 250 kW and 50 kPa each, rated with 400 to 480 L/min; racks of 90 kW.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/water_ends.hpp"
#include "planner/layout/layout.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

using hydraulics::WaterEnds;

constexpr double kLitrePerMinute = 1e-3 / 60;
constexpr double kWater_j_per_m3_k = 993.64 * 4179.32;  // at 36 degC

/// Pipes that lose nothing to speak of; `low` to `high` L/min.
Site rated(double low, double high, const std::string& source, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {
      "liquid.cdu_groups.g1.type=test-cdu-4bar",
      "liquid.loops.fws.piping={x: 0 m, y: 3 m, roughness: 0.045 mm, header_diameter: 1.5 m, branch_diameter: 0.9 m, "
      "branch_length: 0.1 m, " +
          source + "}"};
  sets.insert(sets.end(), more.begin(), more.end());
  Site site = test::small_site(sets);
  for (Product<CduType>& cdu : site.catalogue.cdus) {
    if (!cdu.body.facility) continue;
    Value& flow = cdu.body.facility->flow_m3_per_s;
    flow = exactly(high * kLitrePerMinute);
    flow.low = low * kLitrePerMinute;
  }
  return site;
}

std::vector<Check> checked(const Site& site, int compute) {
  return hydraulics::check(site, layout::positioned(site, racks(site, {{"test-compute", compute}})), {50e3});
}
Check heat(const Site& site, int compute) { return only(checked(site, compute), Rule::liquid_cdu_heat, "g1"); }

// 50 kPa drive through each unit what it is rated with, whichever that is. Read at 400 by the network and at 480 by the rating, it had 83 %
// of its water.
TEST(WaterEnds, AnExchangerHasTheWaterOfItsOwnRating) {
  for (const std::vector<double>& ends : {std::vector{400.0, 400.0}, {480.0, 480.0}, {400.0, 480.0}}) {
    const Check held =
        heat(rated(ends[0], ends[1], "differential_pressure: 50.5 kPa", {"liquid.loops.fws.flow=9000 L/min"}), 8);
    EXPECT_NEAR(held.limit, 750e3, 1) << held.arithmetic;
    EXPECT_EQ(held.status, Status::pass);
  }
}

// The loop gives 1300 L/min: three of 400 have theirs, three of 480 nine tenths of it, and take less than eight racks.
TEST(WaterEnds, WhatHangsOnTheEndIsUndecidedByItsKey) {
  const auto at = [](double low, double high, int compute) {
    return heat(rated(low, high, "differential_pressure: 60 kPa", {"liquid.loops.fws.flow=1300 L/min"}), compute);
  };
  ASSERT_EQ(at(400, 400, 8).status, Status::pass);
  ASSERT_EQ(at(480, 480, 8).status, Status::fail);
  const Check open = at(400, 480, 8);
  EXPECT_EQ(open.status, Status::undecided);
  EXPECT_EQ(open.arithmetic.find("it hangs on facility.flow of test-cdu-4bar (400 L/min to 480 L/min, line "), 0U);
  EXPECT_NE(open.arithmetic.find("pass with facility.flow of test-cdu-4bar at 400 L/min: "), std::string::npos);
  EXPECT_NE(open.arithmetic.find("fail with facility.flow of test-cdu-4bar at 480 L/min: "), std::string::npos);
  EXPECT_EQ(at(400, 480, 9).status, Status::fail);  // 825 kW
  const Check pass = at(400, 480, 4);
  EXPECT_EQ(pass.status, Status::pass);
  EXPECT_NEAR(pass.limit, at(480, 480, 4).limit, 1);  // the tighter
}

// A valve holds each unit to its rated flow: of 400 L/min less flows, and comes back warmer. The valve stood at 480 while the rest was read at
// 400.
TEST(WaterEnds, ValvesHoldToTheFlowOfTheirEnd) {
  const Site site =
      rated(400, 480, "differential_pressure: 90 kPa, flow_limited: true", {"liquid.loops.fws.flow=9000 L/min"});
  EXPECT_NEAR(only(checked(site, 4), Rule::liquid_fws_return, "fws").value,
              36 + 375e3 / (kWater_j_per_m3_k * 1200 * kLitrePerMinute), 1e-2);
}

// Coils of air units on pipes: 50 kPa drive what each is rated with.
TEST(WaterEnds, CoilsLikewise) {
  const Site site =
      rated(400, 400, "differential_pressure: 50.5 kPa",
            {"air.zones.room.loop=fws", "air.zones.room.supply=40 degC", "liquid.loops.fws.flow=9000 L/min",
             "air.zones.room.water={flow: {value: 100 L/min, low: 80 L/min, high: 100 L/min}, "
             "pressure_drop: 50 kPa}"});
  EXPECT_NEAR(only(checked(site, 4), Rule::liquid_fws_delivery, "room").limit, 180e3, 1);
}

// The row of the least end steers and proves nothing, as its check is undecided there; that of the greatest proves.
TEST(WaterEnds, RowsOfBothEnds) {
  const Site site = rated(400, 480, "differential_pressure: 60 kPa", {"liquid.loops.fws.flow=1300 L/min"});
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, thermal::capacity_rows(site, choices, losses_w));
  const auto row = [&](const std::string& scenario) {
    for (const capacity::Row& one : part.rows) {
      if (one.rule == Rule::liquid_cdu_heat && one.element == "g1" && one.scenario == scenario) return one;
    }
    ADD_FAILURE() << scenario;
    return capacity::Row{};
  };
  const capacity::Row steers = row("normal"), proves = row("normal, at most");
  EXPECT_FALSE(steers.proves);
  EXPECT_TRUE(proves.proves);
  EXPECT_NEAR(steers.limit, heat(site, 4).limit, 1);
  EXPECT_NEAR(proves.limit, 750e3, 1);
}

Check plain(Status status, double margin) {
  Check check;
  check.rule = Rule::liquid_cdu_heat;
  check.where = "g1";
  check.status = status;
  check.limit = 1;
  check.margin = margin;
  return check;
}

TEST(WaterEnds, APassTakesAllEndsAndAFailureToo) {
  WaterEnds ends;
  ends.ends.resize(2);
  const auto of = [&](Status a, Status b) {
    return hydraulics::over_ends(ends, {{plain(a, 0.2)}, {plain(b, 0.1)}}).front();
  };
  EXPECT_EQ(of(Status::pass, Status::pass).status, Status::pass);
  EXPECT_EQ(of(Status::pass, Status::pass).margin, 0.1);
  EXPECT_EQ(of(Status::fail, Status::fail).status, Status::fail);
  for (const Status other : {Status::pass, Status::fail}) {
    EXPECT_EQ(of(Status::undecided, other).status, Status::undecided);
    EXPECT_EQ(of(other, Status::undecided).status, Status::undecided);
  }
  EXPECT_EQ(of(Status::pass, Status::fail).limit, 0);  // no numbers that a margin could make a failure of
  // What one end alone is asked is open, as is all where not every combination is looked at.
  EXPECT_EQ(hydraulics::over_ends(ends, {{plain(Status::pass, 1)}, {}}).front().status, Status::undecided);
  ends.is_complete = false;
  EXPECT_EQ(of(Status::pass, Status::pass).status, Status::undecided);
}

}  // namespace
}  // namespace hallplan
