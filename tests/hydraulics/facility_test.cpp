// Facility water through the pipes of its loop: against what a square law gives where pipes are wide, heat balances, and what failures take.
// test-cdu-4bar takes 250 kW at 4 K with 300 L/min of its own and 400 L/min of facility water, which loses 50 kPa.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

using hydraulics::FacilityNetwork;
using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

Site with(const std::string& pipes, std::vector<std::string> sets = {}) {
  sets.insert(sets.begin(), {"liquid.cdu_groups.g1.type=test-cdu-4bar",
                             "liquid.loops.fws.piping={x: 0 m, y: 3 m, roughness: 0.045 mm, " + pipes + "}"});
  return small_site(sets);
}
/// Pipes that lose nothing to speak of.
Site wide(const std::string& source, const std::vector<std::string>& sets = {}) {
  return with("header_diameter: 1.5 m, branch_diameter: 0.9 m, branch_length: 0.1 m, " + source, sets);
}

std::vector<Check> checked(const Site& site, int compute = 4) {
  const Plan plan = racks(site, {{"test-compute", compute}});
  return hydraulics::check(site, layout::positioned(site, plan), {50e3});
}

TEST(Facility, WidePipesLeaveItToPressureAndExchangers) {
  for (const auto& [pressure, expected] : {std::pair("50 kPa", 400.0), std::pair("12.5 kPa", 200.0)}) {
    const Site site = wide(std::string("differential_pressure: ") + pressure);
    const hydraulics::FacilityFlow flow = FacilityNetwork(site, 0).flow({});
    ASSERT_EQ(flow.unknown, "");
    ASSERT_EQ(flow.unit_m3_per_s.size(), 3U);
    for (const double one : flow.unit_m3_per_s) EXPECT_NEAR(one, expected * kLitrePerMinute, 2e-3 * one);
    EXPECT_NEAR(flow.total_m3_per_s, 3 * expected * kLitrePerMinute, 2e-3 * flow.total_m3_per_s);
  }
}

/// Heat of test-cdu-4bar at 4 K with less water, by the logarithmic mean of both ends' differences and without effectiveness: found by
/// bisection. Half of the rated resistance is each film, which goes with flow^0.8.
double less_water_w(double water_share) {
  const double coolant = 1022.5 * 3920 * 300 * kLitrePerMinute;
  const double water = 993.64 * 4179.32 * 400 * kLitrePerMinute;
  const auto mean_k = [&](double heat_w, double water_w_per_k) {
    const double cold_k = 4, hot_k = 40 + heat_w / coolant - 36 - heat_w / water_w_per_k;
    if (hot_k <= 0) return 0.0;
    return std::fabs(hot_k - cold_k) < 1e-9 ? cold_k : (hot_k - cold_k) / std::log(hot_k / cold_k);
  };
  const double ua = 250e3 / mean_k(250e3, water) / (0.5 + 0.5 * std::pow(water_share, -0.8));
  double low = 0, high = 250e3;
  for (int i = 0; i < 100; ++i) {
    const double heat_w = (low + high) / 2;
    (mean_k(heat_w, water_share * water) * ua > heat_w ? low : high) = heat_w;
  }
  return low;
}

TEST(Facility, ExchangersTakeWhatTheirWaterLetsThem) {
  for (const double share : {0.9, 0.5, 0.25}) {
    const Site site = wide("differential_pressure: " + std::to_string(50 * share * share) + " kPa");
    const Check held = only(checked(site), Rule::liquid_cdu_heat, "g1");
    EXPECT_NEAR(held.limit, 3 * less_water_w(share), 4e-3 * held.limit) << share;
    EXPECT_NE(held.arithmetic.find("of its 400 L/min facility water"), std::string::npos) << held.arithmetic;
  }
  EXPECT_NEAR(only(checked(wide("differential_pressure: 60 kPa")), Rule::liquid_cdu_heat, "g1").limit, 750e3, 1);
}

TEST(Facility, NoMoreFlowsThanTheLoopGives) {
  const Site site = wide("differential_pressure: 50 kPa", {"liquid.loops.fws.flow=600 L/min"});
  EXPECT_NEAR(FacilityNetwork(site, 0).flow({}).unit_m3_per_s[1], 200 * kLitrePerMinute, 1e-6 * kLitrePerMinute);
}

// 10 kPa of strainer on 50 kPa of exchanger; half blocked 40: sqrt(60 / 90) of the flow. The unit may stand still instead.
TEST(Facility, StrainersAndBranches) {
  const Site site = wide("differential_pressure: 60 kPa, strainer_drop: 10 kPa");
  const FacilityNetwork network(site, 0);
  const hydraulics::FacilityFlow blocked = network.flow({0, {}, 1});
  EXPECT_NEAR(blocked.unit_m3_per_s[1], std::sqrt(60.0 / 90) * 400 * kLitrePerMinute, 2e-3 * blocked.unit_m3_per_s[1]);
  EXPECT_NEAR(blocked.unit_m3_per_s[0], 400 * kLitrePerMinute, 2e-3 * blocked.unit_m3_per_s[0]);
  const hydraulics::FacilityFlow shut = network.flow({0, {0}, {}});
  EXPECT_EQ(shut.unit_m3_per_s[0], 0);
  EXPECT_GE(shut.unit_m3_per_s[2], blocked.unit_m3_per_s[2]);
  const std::vector<Check> checks = checked(site);
  EXPECT_NEAR(only(checks, Rule::liquid_fws_delivery, "g1", "1 branch shut").limit, 500e3, 1e3);
  EXPECT_NEAR(only(checks, Rule::liquid_fws_delivery, "g1", "1 strainer half blocked").limit,
              3 * less_water_w(std::sqrt(60.0 / 90)), 3e3);
}

TEST(Facility, NarrowHeadersStarveTheFurthestAndReverseReturnEvens) {
  const std::string pipes =
      "header_diameter: 100 mm, branch_diameter: 80 mm, branch_length: 2 m, "
      "differential_pressure: 60 kPa";
  const std::vector<double> direct = FacilityNetwork(with(pipes), 0).flow({}).unit_m3_per_s;
  const std::vector<double> reverse = FacilityNetwork(with(pipes + ", return: reverse"), 0).flow({}).unit_m3_per_s;
  EXPECT_GT(direct[0], direct[1]);
  EXPECT_GT(direct[1], direct[2]);
  EXPECT_LT(reverse[0] / reverse[2], direct[0] / direct[2]);
}

const char* const kPumps =
    "pumps: 2, spare_pumps: 1, pump_curve: [{flow: 0 L/min, head: 120 kPa}, {flow: 500 L/min, head: "
    "110 kPa}]";

// Two pumps give no more than 1000 L/min, one 500.
TEST(Facility, ALostPumpTakesWaterAndHeat) {
  const std::vector<Check> checks = checked(wide(kPumps));
  const Check normal = only(checks, Rule::liquid_cdu_heat, "g1");
  EXPECT_NEAR(normal.limit, 3 * less_water_w(1000.0 / 1200), 4e-3 * normal.limit);
  const Check lost = only(checks, Rule::liquid_fws_delivery, "g1", "1 pump lost");
  EXPECT_NEAR(lost.limit, 3 * less_water_w(500.0 / 1200), 4e-3 * lost.limit);
  EXPECT_EQ(lost.status, Status::fail);
  // What comes back is mixed: 4 racks of 90 kW and 15 kW of pumps.
  const double water = 993.64 * 4179.32;
  EXPECT_NEAR(only(checks, Rule::liquid_fws_return, "fws").value, 36 + 375e3 / (water * 1000 * kLitrePerMinute), 1e-2);
  EXPECT_NEAR(only(checks, Rule::liquid_fws_return, "fws", "1 pump lost").value,
              36 + 375e3 / (water * 500 * kLitrePerMinute), 1e-2);
}

// 50 kPa drives 400 L/min through each CDU. One lost, its branch shut, and the two left take the same heat: 800 L/min come back warmer.
TEST(Facility, ALostCduLeavesTheSameHeatToLessWater) {
  const Site site = wide("differential_pressure: 50 kPa");
  const Check lost = only(checked(site), Rule::liquid_fws_return, "fws", "1 CDU lost");
  EXPECT_NEAR(lost.value, 36 + 375e3 / (993.64 * 4179.32 * 800 * kLitrePerMinute), 2e-2);
  const std::string limit = "liquid.loops.fws.return_limit=42 degC";  // 40.5 degC with all, 42.8 with two
  const std::vector<Check> held = checked(wide("differential_pressure: 50 kPa", {limit}));
  EXPECT_EQ(only(held, Rule::liquid_fws_return, "fws").status, Status::pass);
  EXPECT_EQ(only(held, Rule::liquid_fws_return, "fws", "1 CDU lost").status, Status::fail);
  const Site accepted = wide("differential_pressure: 50 kPa", {"liquid.cdu_groups.g1.spare=0"});
  for (const Check& check : checked(accepted)) EXPECT_NE(check.scenario, "1 CDU lost");
}

// Dry coolers of 300 kW rated from 50 to 40 degC in air of 35: with water of 40 degC they take as much as their share of the rated water is. Two
// pumps give 1000 L/min, one 500; where the loop is never more than that, no end of a range brings it back colder.
TEST(Facility, ALostPumpLeavesDryCoolersLessWater) {
  Site site = wide(kPumps, {"liquid.loops.fws.supply=40 degC", "basis.outdoor=35 degC"});
  RejectionType& cooler = site.catalogue.rejections[static_cast<std::size_t>(site.loops[0].rejection.type.index)].body;
  cooler.kind = RejectionKind::dry_cooler;
  cooler.water_return_degc = exactly(50);
  cooler.water_least_degc = exactly(40);
  const auto water =
      *hydraulics::coolant_at(site.catalogue.coolants[static_cast<std::size_t>(site.loops[0].coolant.index)].body, 40);
  const double rated = 300e3 / (water.density_kg_per_m3 * water.specific_heat_j_per_kg_k * 10);
  const std::vector<Check> checks = checked(site);
  const Check normal = only(checks, Rule::liquid_rejection, "fws");
  const Check lost = only(checks, Rule::liquid_rejection, "fws", "1 pump lost");
  EXPECT_NEAR(normal.limit, 900e3 * 1000 * kLitrePerMinute / (3 * rated), 5e-3 * normal.limit) << normal.arithmetic;
  EXPECT_NEAR(lost.limit, 900e3 * 500 * kLitrePerMinute / (3 * rated), 5e-3 * lost.limit) << lost.arithmetic;
  EXPECT_EQ(normal.status, Status::pass);
  EXPECT_EQ(lost.status, Status::fail);
}

TEST(Facility, TheGroupsOwnPipesAreSolvedWithThatWater) {
  const Site site = wide(kPumps, {"liquid.cdu_groups.g1.piping={header_diameter: 150 mm, branch_diameter: 40 mm, "
                                  "branch_length: 3 m, roughness: 0.045 mm}"});
  Plan plan = layout::positioned(site, racks(site, {{"test-compute", 4}}));
  hydraulics::GroupSolver solver(site, plan, 0);
  const hydraulics::GroupState whole = solver.state();
  ASSERT_EQ(whole.unknown + whole.unknown_heat, "");
  EXPECT_NEAR(whole.units[0].facility_m3_per_s, 1000.0 / 3 * kLitrePerMinute, 1e-3 * whole.units[0].facility_m3_per_s);
  const hydraulics::GroupState lost = solver.state({{}, {}, {}, 1, {}});
  EXPECT_GT(lost.units[0].coldest_degc, whole.units[0].coldest_degc);
  EXPECT_GT(lost.units[0].supply_degc, 40);  // 500 L/min of water for 375 kW: it floats
  double taken_w = 0;
  for (const hydraulics::UnitState& unit : lost.units) taken_w += unit.heat_w;
  EXPECT_NEAR(taken_w, 375e3, 1);
  const std::vector<Check> checks = hydraulics::check(site, plan, {50e3});
  EXPECT_EQ(only(checks, Rule::liquid_delivered_supply, "g1", "facility: 1 pump lost").status,
            Status::undecided);  // beyond its table
  EXPECT_EQ(only(checks, Rule::liquid_delivered_supply, "g1").status, Status::pass);
}

TEST(Facility, WhatIsNotKnownIsUndecidedByName) {
  const auto heat = [](const Site& site) { return only(checked(site), Rule::liquid_cdu_heat, "g1"); };
  Site no_drop = wide("differential_pressure: 60 kPa");
  no_drop.catalogue.cdus[0].body.facility->pressure_drop_pa.reset();
  EXPECT_EQ(heat(no_drop).status, Status::undecided);
  EXPECT_NE(heat(no_drop).arithmetic.find("no facility-water pressure drop known"), std::string::npos);
  EXPECT_EQ(only(checked(no_drop), Rule::liquid_fws_delivery, "g1", "1 branch shut").status, Status::undecided);
  EXPECT_EQ(only(checked(no_drop), Rule::liquid_fws_return, "fws").status, Status::undecided);
  Site nowhere = wide("differential_pressure: 60 kPa");
  nowhere.cdu_groups[0].units[1].x_m.reset();
  EXPECT_NE(heat(nowhere).arithmetic.find("no place known for cdu-2"), std::string::npos);
  Site no_side = wide("differential_pressure: 60 kPa");
  no_side.catalogue.cdus[0].body.facility.reset();
  EXPECT_NE(heat(no_side).arithmetic.find("no facility-water flow known"), std::string::npos);
  EXPECT_EQ(heat(no_side).status, Status::undecided);
}

TEST(Facility, MoreRacksOrNarrowerPipesNeverHelp) {
  double before = 1e9;
  for (const char* const header : {"300 mm", "100 mm", "80 mm", "60 mm", "40 mm"}) {
    const Site site = with(std::string("header_diameter: ") + header +
                           ", branch_diameter: 80 mm, branch_length: 2 m, strainer_drop: 5 kPa, " + kPumps);
    for (const char* const scenario : {"1 pump lost", "1 branch shut", "1 strainer half blocked"}) {
      EXPECT_LE(only(checked(site), Rule::liquid_fws_delivery, "g1", scenario).limit, 750e3 + 1e-6);
    }
    const double now = only(checked(site), Rule::liquid_fws_delivery, "g1", "1 pump lost").limit;
    EXPECT_LE(now, before + 1e-6);
    before = now;
  }
}

TEST(Facility, RowsEqualTheChecks) {
  const Site site =
      with(std::string("header_diameter: 90 mm, branch_diameter: 80 mm, branch_length: 2 m, strainer_drop: 5 "
                       "kPa, ") +
           kPumps);
  EXPECT_EQ(expect_liquid_rows_agree(site, Rule::liquid_fws_delivery, 100, 10).size(), 3U);
}

TEST(Facility, PipesThatDisagreeAreRefused) {
  const auto problems = [](const std::string& more) {
    return test::refused(
        {"liquid.loops.fws.piping={x: 0 m, y: 3 m, roughness: 0.045 mm, header_diameter: 100 "
         "mm, branch_diameter: 80 mm, branch_length: 2 m" +
         more + "}"});
  };
  EXPECT_NE(problems("").find("expected one of differential_pressure and pump_curve, found neither"),
            std::string::npos);
  EXPECT_NE(problems(std::string(", differential_pressure: 60 kPa, ") + kPumps).find("found both"), std::string::npos);
  EXPECT_NE(
      problems(", differential_pressure: 60 kPa, pumps: 2, spare_pumps: 1").find("has spare pumps and no pump_curve"),
      std::string::npos);
  EXPECT_NE(problems(", spare_pumps: 1, pump_curve: [{flow: 1 L/min, head: 9 kPa}, {flow: 2 L/min, head: 8 kPa}]")
                .find("none is left"),
            std::string::npos);
  EXPECT_NE(problems(", pump_curve: [{flow: 2 L/min, head: 9 kPa}, {flow: 1 L/min, head: 8 kPa}]").find("rising lines"),
            std::string::npos);
}

}  // namespace
}  // namespace hallplan
