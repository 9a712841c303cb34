// Inlets against their limits: what passes, fails and stays undecided, and what is said about it. The solutions are made by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "planner/thermal/field.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/zones.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"
#include "tests/thermal/hand_made.hpp"

namespace hallplan::thermal {
namespace {

using kernels::flow::Ended;
using kernels::flow::Solution;
using test::hand_made_case;
using test::placed_plan;
using test::set_probe;
using test::small_placed_site;
using test::uniform_solution;

class FieldChecks : public ::testing::Test {
 protected:
  Site site = small_placed_site();
  Plan plan = placed_plan(site);
  HallCase hall = hand_made_case(plan);
};

TEST_F(FieldChecks, WhatDoesNotSettleIsNamedAndUndecided) {
  FieldResult field = test::judged_field(site, plan, 20, 0.1);
  Solution fine = uniform_solution(hall, 20);
  fine.ended = Ended::not_converged;
  set_probe(fine, 7, 25, 0.8);
  set_probe(fine, 0, 22, 0.2);
  const SolvedCase solved{&hall, &fine};
  field.normal = state_of(site, plan, {&solved, 1});
  EXPECT_FALSE(field.normal.settled);
  EXPECT_EQ(field.normal.unsettled, "row r1, rack c3 inlet wanders 0.8 K");
  const Check check = only(check_inlets(site, plan, field), Rule::air_inlet, "row r1");
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_NE(check.arithmetic.find("row r1, rack c3 inlet wanders 0.8 K"), std::string::npos) << check.arithmetic;
  EXPECT_EQ(check.arithmetic.find("expect it"), std::string::npos) << check.arithmetic;
}

// 35 degC are allowed: 37.2 is beyond the model's 2 K but not beyond its swings, 38.2 is beyond both.
TEST_F(FieldChecks, WhatDoesNotSettleFarAboveItsLimitIsUndecidedAndSaysWhatToExpect) {
  const auto arithmetic = [&](double inlet_degc) {
    FieldResult field = test::judged_field(site, plan, inlet_degc, 0.1);
    field.normal.settled = false;
    for (RackField& rack : field.normal.racks) rack.wander_k = 1;
    const Check check = only(check_inlets(site, plan, field), Rule::air_inlet, "row r1");
    EXPECT_EQ(check.status, Status::undecided);
    return check.arithmetic;
  };
  EXPECT_EQ(arithmetic(37.2).find("expect it to be too warm"), std::string::npos);
  EXPECT_NE(arithmetic(38.2).find("expect it to be too warm"), std::string::npos) << arithmetic(38.2);
}

/// The row's check when every inlet is that warm, with that grid error; the limit of all racks is 35 degC, the model's error 2 K.
Check row_check(const Site& site, const Plan& plan, double inlet_degc, double grid_error_k) {
  return only(check_inlets(site, plan, test::judged_field(site, plan, inlet_degc, grid_error_k)), Rule::air_inlet,
              "row r1");
}

// `field` may have other air, to be held against another code: what another hall's air does is no answer for this one.
TEST_F(FieldChecks, AirFarFromTheHallsOwnPassesNothing) {
  EXPECT_EQ(row_check(site, plan, 20, 0.1).status, Status::pass);
  site.field.density_kg_per_m3 = exactly(1.2);
  EXPECT_EQ(row_check(site, plan, 20, 0.1).status, Status::pass);
  site.field.density_kg_per_m3 = exactly(10);
  const Check check = row_check(site, plan, 20, 0.1);
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_NE(check.arithmetic.find("air of 10 kg/m3"), std::string::npos) << check.arithmetic;
  EXPECT_EQ(row_check(site, plan, 60, 0.1).status, Status::fail);
  site.field.density_kg_per_m3.reset();
  site.field.specific_heat_j_per_kg_k = exactly(3000);
  EXPECT_EQ(row_check(site, plan, 20, 0.1).status, Status::undecided);
  site.field.specific_heat_j_per_kg_k.reset();
  site.field.expansion_per_k = exactly(0);
  EXPECT_EQ(row_check(site, plan, 20, 0.1).status, Status::undecided);
}

TEST_F(FieldChecks, MarginAgainstErrorDecides) {
  EXPECT_EQ(row_check(site, plan, 32, 0.9).status, Status::pass);  // 3 K left, 2.9 K error
  EXPECT_NEAR(row_check(site, plan, 32, 0.9).margin, 3, 1e-9);
  EXPECT_NEAR(row_check(site, plan, 32, 0.9).error, 2.9, 1e-9);
  EXPECT_EQ(row_check(site, plan, 32, 1.1).status, Status::undecided);
  EXPECT_EQ(row_check(site, plan, 37, 1.1).status, Status::undecided);  // too warm, but not for sure
  EXPECT_EQ(row_check(site, plan, 38.2, 1.1).status, Status::fail);
  EXPECT_EQ(row_check(site, plan, 20, std::nan("")).status, Status::undecided);  // solved on one grid
}

// 2 K are the model's own error: of a smaller margin no grid makes anything else.
TEST_F(FieldChecks, AFinerGridIsProposedWhereItMayDecide) {
  const auto proposes = [&](double inlet_degc) {
    return row_check(site, plan, inlet_degc, 5).arithmetic.find("'--field validate'") != std::string::npos;
  };
  EXPECT_TRUE(proposes(32));  // 3 K left
  EXPECT_TRUE(proposes(38));  // 3 K beyond
  EXPECT_FALSE(proposes(33.5));
  EXPECT_FALSE(proposes(27));  // passes
  FieldResult fine = test::judged_field(site, plan, 32, 5);
  fine.normal.level = FieldLevel::validate;
  const Check check = only(check_inlets(site, plan, fine), Rule::air_inlet, "row r1");
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_EQ(check.arithmetic.find("'--field validate'"), std::string::npos) << check.arithmetic;
}

TEST_F(FieldChecks, CalibrationHalvesTheModelError) {
  site.field.calibrated = true;
  EXPECT_NEAR(row_check(site, plan, 32, 0.9).error, 1.9, 1e-9);
}

TEST_F(FieldChecks, ALimitKeepsItsSource) {
  Value& limit = *site.catalogue.racks[static_cast<std::size_t>(plan.racks[0].type)].body.air.inlet_limit_degc;
  limit.trust = Trust::assumed;
  limit.source = "usual for the class";
  limit.low = 34;  // the tightest now; the low end of a range counts
  const Check check = row_check(site, plan, 25, 0.1);
  EXPECT_EQ(check.source, "assumed: usual for the class");
  EXPECT_NEAR(check.margin, 9, 1e-9);
  EXPECT_TRUE(check.at.known());
}

TEST_F(FieldChecks, ARackWithoutALimitIsUndecided) {
  site.catalogue.racks[static_cast<std::size_t>(plan.racks[5].type)].body.air.inlet_limit_degc.reset();
  const Check check = row_check(site, plan, 20, 0.1);
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_NE(check.arithmetic.find("no inlet limit known for test-management"), std::string::npos) << check.arithmetic;
  EXPECT_NE(check.arithmetic.find("1 of 6 racks undecided"), std::string::npos) << check.arithmetic;
}

// The network rack's table ends at 30 degC: 27.5 degC with an error of 2.1 K is within, 28.5 is not, 38.5 is too warm anyway.
TEST_F(FieldChecks, BeyondTheEndOfItsAirflowTableARackDoesNotPass) {
  Product<RackType>& type = site.catalogue.racks[static_cast<std::size_t>(plan.racks[4].type)];
  AirPoint warm = type.body.air.table[0];
  warm.inlet_degc.value = warm.inlet_degc.low = warm.inlet_degc.high = 30;
  type.body.air.table.push_back(warm);
  EXPECT_EQ(row_check(site, plan, 27.5, 0.1).status, Status::pass);
  const Check beyond = row_check(site, plan, 28.5, 0.1);
  EXPECT_EQ(beyond.status, Status::undecided);
  EXPECT_NE(beyond.arithmetic.find("no airflow known for test-network beyond 30 degC"), std::string::npos)
      << beyond.arithmetic;
  EXPECT_EQ(row_check(site, plan, 38.5, 0.1).status, Status::fail);
}

TEST_F(FieldChecks, InletsMoveWithTheSupply) {
  const FieldResult field = test::judged_field(site, plan, 30, 0.1);
  site.air_zones[0].supply_degc.high += 4;
  const Check check = only(check_inlets(site, plan, field), Rule::air_inlet, "row r1");
  EXPECT_NEAR(check.value, 34, 1e-9);
  EXPECT_EQ(check.status, Status::undecided);
}

TEST_F(FieldChecks, LossesAreCheckedByTheirTightestRack) {
  FieldResult field = test::judged_field(site, plan, 20, 0.1);
  EXPECT_EQ(only(check_inlets(site, plan, field), Rule::air_inlet, "room", "1 unit lost").status, Status::undecided);
  FieldState lost = field.normal;
  lost.scenario = "crah-2 lost";
  lost.zone = 0;
  lost.racks[3].inlet_band_degc = 40;
  field.losses = {lost};
  field.losses_solved = true;
  const std::vector<Check> checks = check_inlets(site, plan, field);
  EXPECT_EQ(checks.size(), 2U);
  const Check check = only(checks, Rule::air_inlet, "room", "crah-2 lost");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_NE(check.arithmetic.find("row r1, rack c4: inlet 40 degC"), std::string::npos) << check.arithmetic;
  site.air_zones[0].spare = 2;  // a pair of losses is another matter
  EXPECT_EQ(only(check_inlets(site, plan, field), Rule::air_inlet, "room", "2 units lost").status, Status::undecided);
}

TEST_F(FieldChecks, DecidesTheVerdictsAir) {
  const verdict::Verdict without = verdict::verify(site, plan);
  EXPECT_EQ(without.status, Status::undecided);
  FieldResult field = test::judged_field(site, plan, 25, 0.1);
  FieldState lost = field.normal;
  lost.scenario = "crah-2 lost";
  lost.zone = 0;
  field.losses = {lost};
  field.losses_solved = true;
  EXPECT_EQ(verdict::verify(site, plan, {&field}).status, Status::pass);
  field.normal.racks[2].inlet_band_degc = 40;
  EXPECT_EQ(verdict::verify(site, plan, {&field}).status, Status::fail);
  field.problem = "no device";
  const verdict::Verdict failed = verdict::verify(site, plan, {&field});
  EXPECT_EQ(failed.status, Status::undecided);
  EXPECT_NE(only(failed.checks, Rule::air_inlet, "room").arithmetic.find("field not solved: no device;"),
            std::string::npos);
}

}  // namespace
}  // namespace hallplan::thermal
