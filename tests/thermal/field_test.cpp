// What is made of a solution: values and errors of each rack, verdicts, indices. The solutions are made by hand.
#include "planner/thermal/field.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "planner/thermal/field_state.hpp"
#include "tests/support/plans.hpp"
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

TEST(Ducts, ObeyTheirLaw) {
  kernels::flow::Duct rack;
  rack.heat_k_m3_per_s = 24;
  EXPECT_NEAR(discharge_degc(rack, 20, 2), 32, 1e-12);
  kernels::flow::Duct unit;
  unit.cools = true;
  unit.setpoint_degc = 18;
  unit.capacity_k_m3_per_s = 30;
  EXPECT_NEAR(discharge_degc(unit, 25, 3), 18, 1e-12);  // could give 15
  EXPECT_NEAR(discharge_degc(unit, 40, 3), 30, 1e-12);  // its coil ends at 10 K
  EXPECT_NEAR(discharge_degc(unit, 15, 3), 15, 1e-12);  // it does not heat
}

class Field : public ::testing::Test {
 protected:
  Site site = small_placed_site();
  Plan plan = placed_plan(site);
  HallCase hall = hand_made_case(plan);
};

TEST_F(Field, TheHottestBandCounts) {
  Solution fine = uniform_solution(hall, 20);
  set_probe(fine, 3, 21);
  set_probe(fine, 4, 24);
  set_probe(fine, 5, 22);
  fine.fields.temperature[1] = 26;  // the cell before the second rack
  const RackField rack = racks_of({&hall, &fine}).at(1);
  EXPECT_NEAR(rack.inlet_band_degc, 24, 1e-12);
  EXPECT_EQ(rack.band, 1);
  EXPECT_NEAR(rack.inlet_max_degc, 26, 1e-12);
  EXPECT_NEAR(rack.inlet_mean_degc, 20, 1e-12);
  EXPECT_NEAR(rack.exhaust_degc, 30, 1e-12);
}

TEST_F(Field, GridErrorIsThreeTimesTheDifference) {
  Solution fine = uniform_solution(hall, 20);
  EXPECT_TRUE(std::isnan(racks_of({&hall, &fine}).at(0).grid_error_k));  // one grid alone
  Solution coarse = uniform_solution(hall, 20);
  set_probe(fine, 0, 23.0);
  set_probe(coarse, 2, 22.6);  // another band is the hottest there: what is checked is compared
  fine.coarser = {true, Ended::steady, {}, coarse.probes};
  EXPECT_NEAR(racks_of({&hall, &fine}).at(0).grid_error_k, 1.2, 1e-9);
  fine.probes[1].left_k = 0.03;  // what the iterations left may be of either sign
  fine.coarser.probes[2].left_k = 0.07;
  EXPECT_NEAR(racks_of({&hall, &fine}).at(0).grid_error_k, 1.5, 1e-9);
  fine.coarser.ended = Ended::not_converged;  // elsewhere
  EXPECT_NEAR(racks_of({&hall, &fine}).at(0).grid_error_k, 1.5, 1e-9);
  fine.coarser.probes[2].left_k = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(std::isnan(racks_of({&hall, &fine}).at(0).grid_error_k));
}

/// A fine and a coarser answer that differ by so much at each rack.
Solution with_differences(const HallCase& hall, double degc, const std::vector<double>& differences_k) {
  Solution fine = uniform_solution(hall, degc), coarse = uniform_solution(hall, degc);
  for (std::size_t rack = 0; rack < differences_k.size(); ++rack) {
    for (std::size_t band = 0; band < 3; ++band) set_probe(coarse, 3 * rack + band, degc - differences_k[rack]);
  }
  fine.coarser = {true, Ended::steady, {}, coarse.probes};
  return fine;
}

// Differences of 0.3 and 0.4 K and four of nothing: errors of 0.9 and 1.2 K, whose root mean square over six racks is
// sqrt((0.81 + 1.44) / 6) = 0.6124 K. Without the first it is sqrt(1.44 / 5) = 0.5367 K.
TEST_F(Field, NoRacksGridErrorIsBelowItsRowsRootMeanSquare) {
  Solution fine = with_differences(hall, 20, {0.3, 0.4, 0, 0, 0, 0});
  const SolvedCase solved{&hall, &fine};
  FieldState state = state_of(site, plan, {&solved, 1});
  EXPECT_NEAR(state.racks[0].grid_error_k, 0.9, 1e-9);
  EXPECT_NEAR(state.racks[1].grid_error_k, 1.2, 1e-9);
  for (const std::size_t rack : {2U, 5U}) EXPECT_NEAR(state.racks[rack].grid_error_k, std::sqrt(2.25 / 6), 1e-9);
  fine.coarser.probes[0].left_k = std::numeric_limits<double>::infinity();
  state = state_of(site, plan, {&solved, 1});
  EXPECT_TRUE(std::isnan(state.racks[0].grid_error_k));  // unknown: for itself alone
  EXPECT_NEAR(state.racks[2].grid_error_k, std::sqrt(1.44 / 5), 1e-9);
  for (std::size_t rack = 1; rack < plan.racks.size(); ++rack) plan.racks[rack].row = 1;  // a row of its own
  fine.coarser.probes[0].left_k = 0;
  state = state_of(site, plan, {&solved, 1});
  EXPECT_NEAR(state.racks[0].grid_error_k, 0.9, 1e-9);
  EXPECT_NEAR(state.racks[2].grid_error_k, std::sqrt(1.44 / 5), 1e-9);
}

TEST_F(Field, WanderIsHalfTheRange) {
  Solution fine = uniform_solution(hall, 20);
  fine.ended = Ended::windowed;
  set_probe(fine, 6, 25, 0.3);
  EXPECT_NEAR(racks_of({&hall, &fine}).at(2).wander_k, 0.3, 1e-9);
  fine.probes[6].left_k = 0.05;
  EXPECT_NEAR(racks_of({&hall, &fine}).at(2).wander_k, 0.35, 1e-9);
}

TEST_F(Field, TracersAreReadAtEachRacksDuct) {
  Solution fine = uniform_solution(hall, 20);
  std::vector<RackField> racks = racks_of({&hall, &fine});
  FieldMetrics metrics;
  EXPECT_NE(add_tracers({&hall, &fine}, racks, metrics), "");  // nothing was certified
  fine.certified_intake_degc.assign(fine.ducts.size(), 20);
  for (std::size_t duct = 0; duct < fine.ducts.size(); ++duct) {
    fine.supply_share.push_back(1 - 0.1 * static_cast<double>(duct));
  }
  EXPECT_NE(add_tracers({&hall, &fine}, racks, metrics).find("age"), std::string::npos);  // the other index is there
  for (std::size_t i = 0; i < racks.size(); ++i) {
    EXPECT_NEAR(racks[i].capture_index, 1 - 0.1 * hall.racks[i].duct, 1e-12);
    EXPECT_TRUE(std::isnan(racks[i].mean_age_s));
  }
  fine.age_s.assign(fine.ducts.size(), 30);
  EXPECT_EQ(add_tracers({&hall, &fine}, racks, metrics), "");
  EXPECT_NEAR(metrics.mean_age_s, 30, 1e-12);
}

TEST_F(Field, ASteadyHallTakesTheCertifiedTemperature) {
  Solution fine = uniform_solution(hall, 20);
  fine.certified_probe_degc.assign(fine.probes.size(), 20.25);
  RackField rack = racks_of({&hall, &fine}).at(0);
  EXPECT_NEAR(rack.inlet_band_degc, 20.25, 1e-12);
  EXPECT_NEAR(rack.closing_k, 0.25, 1e-12);  // what certifying changed is an error
  fine.ended = Ended::windowed;              // one turn of a moving field is no mean
  set_probe(fine, 0, 20, 0.1);
  rack = racks_of({&hall, &fine}).at(0);
  EXPECT_NEAR(rack.inlet_band_degc, 20, 1e-12);
  EXPECT_NEAR(rack.closing_k, 0.15, 1e-12);  // beyond what it wanders
}

TEST_F(Field, RacksOppositeEachOtherCountBothStates) {
  Solution fine = uniform_solution(hall, 20);
  set_probe(fine, 0, 24);
  hall.mirrors.push_back({kernels::flow::Axis::x, {5, 4, 2, 3, 1, 0}});
  const std::vector<RackField> racks = racks_of({&hall, &fine});
  EXPECT_NEAR(racks[0].mirror_k, 4, 1e-12);
  EXPECT_NEAR(racks[5].mirror_k, 4, 1e-12);
  EXPECT_NEAR(racks[1].mirror_k, 0, 1e-12);
}

TEST_F(Field, OfTwoLeakagesTheWarmerCounts) {
  Solution high = uniform_solution(hall, 20), low = uniform_solution(hall, 20);
  set_probe(high, 0, 23);
  set_probe(low, 3, 27);
  const std::vector<SolvedCase> ends = {{&hall, &high}, {&hall, &low}};
  const FieldState state = state_of(site, plan, ends);
  EXPECT_NEAR(state.racks[0].inlet_band_degc, 23, 1e-12);
  EXPECT_NEAR(state.racks[1].inlet_band_degc, 27, 1e-12);
  EXPECT_TRUE(state.settled);
}

// 23 degC that are known to 0.3 K are no worse than 22 degC that are known to 3 K; what has no bound is worse than both.
TEST_F(Field, OfTwoLeakagesTheHigherBoundCounts) {
  const Solution high = with_differences(hall, 23, {0.1, 0.1, 0.1, 0.1, 0.1, 0.1});
  Solution low = with_differences(hall, 22, {1, 1, 1, 1, 1, 1});
  const std::vector<SolvedCase> ends = {{&hall, &high}, {&hall, &low}};
  FieldState state = state_of(site, plan, ends);
  EXPECT_NEAR(state.racks[0].inlet_band_degc, 22, 1e-12);
  EXPECT_NEAR(state.racks[0].grid_error_k, 3, 1e-9);
  low.coarser.known = false;
  for (const bool turned : {false, true}) {
    state = state_of(site, plan, turned ? std::vector<SolvedCase>{ends[1], ends[0]} : ends);
    EXPECT_TRUE(std::isnan(state.racks[0].grid_error_k));
  }
}

TEST_F(Field, AHallWhoseCoilsTakeLessThanItsHeatIsNeverSettled) {
  hall.heat.racks_w = 310e3;
  hall.heat.devices_w = 10e3;
  hall.heat.capacity_w = 280e3;
  hall.heat.doors_w = 10e3;
  const Solution fine = with_differences(hall, 20, {0, 0, 0, 0, 0, 0});  // it may creep so slowly that it looks steady
  FieldResult field = test::judged_field(site, plan, 20, 0.1);
  const SolvedCase solved{&hall, &fine};
  field.normal = state_of(site, plan, {&solved, 1});
  const Check check = only(check_inlets(site, plan, field), Rule::air_inlet, "row r1");
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_NE(check.arithmetic.find("no steady state: coils take 290 of 320 kW"), std::string::npos) << check.arithmetic;
  hall.heat.doors_w = 40e3;
  EXPECT_TRUE(state_of(site, plan, {&solved, 1}).settled);
  hall.heat.doors_w = 0;
  hall.sequence.grids.back().openings.push_back(
      {{kernels::flow::Axis::z, 2, 0, 2, 0, 1}, 20});  // it leaves through there
  EXPECT_TRUE(state_of(site, plan, {&solved, 1}).settled);
}

TEST_F(Field, IndicesOfUnitsThatBlowTooMuch) {
  // Six racks of 1 m3/s and 10 K; one unit of 8 m3/s: energy closes at a rise of 7.5 K, RTI = 100 * 6 / 8.
  hall.units.push_back({0, 0, 6});
  for (auto& grid : hall.sequence.grids) {
    kernels::flow::Duct& unit = grid.ducts.emplace_back();
    unit.cools = true;
    unit.setpoint_degc = 20;
    unit.capacity_k_m3_per_s = 100;
  }
  Solution fine = uniform_solution(hall, 21);
  fine.ducts[6] = {{27.5, 27.5, 27.5}, 8, 20};
  const SolvedCase solved{&hall, &fine};
  const FieldMetrics metrics = metrics_of(site, plan, solved, racks_of(solved));
  EXPECT_NEAR(metrics.rti, 75, 1e-9);
  EXPECT_NEAR(metrics.shi, 1.0 / 11, 1e-9);  // 1 K picked up, 10 K added
  EXPECT_EQ(metrics.intake_class, "A2");     // 35 degC
  EXPECT_NEAR(metrics.rci_high, 100, 1e-9);
  const std::vector<UnitField> units = units_of(solved);
  ASSERT_EQ(units.size(), 1U);
  EXPECT_NEAR(units[0].return_degc, 27.5, 1e-9);
  EXPECT_TRUE(std::isnan(metrics.capture_index));
}

TEST_F(Field, ReturnThroughAnOpeningIsWeighedByItsFlow) {
  using kernels::flow::Axis;
  kernels::flow::Case& finest = hall.sequence.grids.back();
  finest.supplies.push_back({{Axis::x, 0, 0, 4, 0, 1}, 0.5, 18, 0, 0});  // 16 m2: 8 m3/s
  finest.openings.push_back({{Axis::z, 2, 0, 2, 0, 1}, 20});             // two cells of the ceiling
  Solution fine = uniform_solution(hall, 20);
  const std::size_t layer = 6 * 4;
  fine.fields.flux_w.assign(layer * 3, 0);
  fine.fields.flux_w[2 * layer] = 6;
  fine.fields.flux_w[2 * layer + 1] = 2;
  fine.fields.temperature[layer] = 30;
  fine.fields.temperature[layer + 1] = 26;
  const SolvedCase solved{&hall, &fine};
  const FieldMetrics metrics = metrics_of(site, plan, solved, racks_of(solved));
  EXPECT_NEAR(metrics.return_degc, 29, 1e-6);  // (6 x 30 + 2 x 26) / 8
  EXPECT_NEAR(metrics.supply_degc, 18, 1e-9);
  EXPECT_NEAR(metrics.rti, 110, 1e-4);
}

TEST_F(Field, ValidatedFieldsKeepTheLossesOfTheScreen) {
  FieldResult fine = test::judged_field(site, plan, 20, 0.1), screen = test::judged_field(site, plan, 21, 1.0);
  fine.level = fine.normal.level = FieldLevel::validate;
  fine.normal.cell_m = 0.15;
  screen.losses = {screen.normal};
  screen.losses_solved = true;
  const FieldResult both = with_losses_of(fine, screen);
  EXPECT_NEAR(both.normal.racks[0].inlet_band_degc, 20, 1e-12);
  ASSERT_EQ(both.losses.size(), 1U);
  EXPECT_NEAR(both.losses[0].racks[0].inlet_band_degc, 21, 1e-12);
  EXPECT_EQ(both.losses[0].level, FieldLevel::screen);
}

TEST_F(Field, LossesThatTheScreenLeavesOpenAreTheFineGrids) {
  FieldResult screen = test::judged_field(site, plan, 20, 0.1);
  for (const double inlet_degc : {20.0, 33.0, 60.0}) {  // passes, within its error of the limit, fails
    FieldState loss = test::judged_field(site, plan, inlet_degc, inlet_degc == 33 ? 9 : 0.1).normal;
    loss.scenario = std::to_string(static_cast<int>(inlet_degc));
    screen.losses.push_back(loss);
  }
  screen.losses_solved = true;
  EXPECT_EQ(open_losses(site, plan, screen), std::vector<std::string>{"33"});

  FieldResult fine = test::judged_field(site, plan, 20, 0.1);
  fine.losses = {test::judged_field(site, plan, 31, 0.2).normal};
  fine.losses[0].scenario = "33";
  fine.losses[0].level = FieldLevel::validate;
  const FieldResult both = with_losses_of(fine, screen);
  ASSERT_EQ(both.losses.size(), 3U);
  EXPECT_NEAR(both.losses[1].racks[0].inlet_band_degc, 31, 1e-12);
  EXPECT_EQ(both.losses[1].level, FieldLevel::validate);
  EXPECT_TRUE(open_losses(site, plan, both).empty());

  fine.losses[0].settled = false;
  EXPECT_NEAR(with_losses_of(fine, screen).losses[1].racks[0].inlet_band_degc, 33, 1e-12);
}

}  // namespace
}  // namespace hallplan::thermal
