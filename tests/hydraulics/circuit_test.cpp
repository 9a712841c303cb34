// Lumps of coolant in time against closed forms: a heated loop, a tank whose chiller is lost, a plug that comes round, flow that coasts
// down by its inertia, a cold plate.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "planner/hydraulics/ride_through/circuit.hpp"

namespace hallplan {
namespace {

using hydraulics::Accuracy;
using hydraulics::Circuit;
using hydraulics::follow;
using hydraulics::kNever_s;
using hydraulics::March;
using hydraulics::Timeline;
using hydraulics::Watch;
using Kind = hydraulics::Watch::Kind;

/// Exact lumped cases of loss of cooling, solved by hand (arithmetic alone: formula beside each). PG25 at 40 degC: 1022.5 kg/m3,
/// 3920 J/(kg K), the values of DOWFROST LC 25.
constexpr double kDensity = 1022.5, kSpecificHeat = 3920, kJ_per_m3_k = kDensity * kSpecificHeat;

/// T(t) = T0 + P t / (V rho cp + sum m c): 1 MW, 2 m3, 500 kJ/K of metal, from 40 degC.
constexpr double kLoop_w = 1e6, kLoop_m3 = 2, kMetal_j_per_k = 500e3, kRate_k_per_s = 0.11742051, kTo60_s = 170.3280;
/// The same tank as a plug at 25 kg/s: the return rises by P / (m cp) each transit V rho / m.
constexpr double kFlow_kg_per_s = 25, kStep_k = 10.20408, kTransit_s = 81.8000;
/// Q(t) = Q0 / (1 + Q0 t A K / (rho L)), dp = K Q^2: 20 L/s in 100 m of 100 mm with 200 kPa.
constexpr double kCoast_m3_per_s = 0.02, kCoast_m = 100, kCoast_diameter_m = 0.1, kCoast_pa = 200e3,
                 kCoastHalf_s = 1.301887;
/// T(t) = Tc + P R (1 - exp(-t / (R C))): 1200 W, 0.02 K/W, 400 J/K, coolant of 40 degC.
constexpr double kPlate_w = 1200, kPlate_k_per_w = 0.02, kPlate_j_per_k = 400, kPlateAt8s_degc = 55.170893;

Timeline running(double end_s) {
  Timeline timeline;
  timeline.end_s = end_s;
  return timeline;
}

Circuit heated_loop() {
  Circuit loop;
  loop.cells.push_back({kLoop_m3 * kJ_per_m3_k + kMetal_j_per_k, kLoop_w, 40, {}});
  return loop;
}

TEST(LumpedCircuit, HeatedLoop) {
  const March march = follow(heated_loop(), running(400), {{Kind::cell, 0, 60}, {Kind::cell, 0, 40 + kRate_k_per_s}});
  EXPECT_TRUE(march.problem.empty());
  EXPECT_NEAR(march.seconds[0], kTo60_s, 0.01 * kTo60_s);
  EXPECT_NEAR(march.seconds[0], kTo60_s, 1e-3);  // a straight line: as exact as its limit is met
  EXPECT_NEAR(march.seconds[1], 1, 1e-5);
}

TEST(LumpedCircuit, TankWithoutItsChillerWarmsAsOneLump) {
  // Racks without volume of their own in series with a mixed tank: no matter how fast it goes round, P / (V rho cp).
  const double w_per_k = kFlow_kg_per_s * kSpecificHeat;
  Circuit ring;
  ring.cells.push_back({0.1 * kLoop_m3 * kJ_per_m3_k, kLoop_w, 40 + kStep_k, {{1, w_per_k}}});
  ring.cells.push_back({0.9 * kLoop_m3 * kJ_per_m3_k, 0, 40, {{0, w_per_k}}});
  const March march = follow(ring, running(1000), {{Kind::cell, 1, 60}, {Kind::cell, 1, 80}});
  const double rate_k_per_s = kLoop_w / (kLoop_m3 * kJ_per_m3_k);
  EXPECT_NEAR(march.seconds[1] - march.seconds[0], 20 / rate_k_per_s, 0.01 * 20 / rate_k_per_s);
}

TEST(LumpedCircuit, PlugComesRoundInSteps) {
  const double w_per_k = kFlow_kg_per_s * kSpecificHeat;
  constexpr int kCells = 200;
  Circuit ring;
  ring.cells.push_back({0.05 * w_per_k, kLoop_w, 40 + kStep_k, {{kCells, w_per_k}}});
  for (int i = 0; i < kCells; ++i) {
    ring.cells.push_back({kLoop_m3 * kJ_per_m3_k / kCells, 0, 40, {{i, w_per_k}}});
  }
  const March march = follow(ring, running(2.5 * kTransit_s), {}, 6);
  ASSERT_EQ(march.time_s.size(), 6U);
  // At half a transit, one and a half, two and a half: whole steps.
  EXPECT_NEAR(march.cell_degc[1][0], 40 + kStep_k, 0.01 * kStep_k);
  EXPECT_NEAR(march.cell_degc[3][0], 40 + 2 * kStep_k, 0.01 * kStep_k);
  EXPECT_NEAR(march.cell_degc[5][0], 40 + 3 * kStep_k, 0.01 * kStep_k);
  // In the middle of a step, where it falls due.
  EXPECT_NEAR(march.cell_degc[2][0], 40 + 1.5 * kStep_k, 0.1 * kStep_k);
}

TEST(LumpedCircuit, FlowCoastsDown) {
  const double area_m2 = std::numbers::pi / 4 * kCoast_diameter_m * kCoast_diameter_m;
  const double loss = kCoast_pa / (kCoast_m3_per_s * kCoast_m3_per_s);
  const double half_s = kDensity * kCoast_m / (area_m2 * loss * kCoast_m3_per_s);
  EXPECT_NEAR(half_s, kCoastHalf_s, 1e-5);
  Circuit any = heated_loop();
  Timeline timeline = running(60);
  timeline.pumps_stop = true;
  timeline.coast_half_s = half_s;
  const March march = follow(any, timeline, {{Kind::flow, 0, 0.5}, {Kind::flow, 0, 0.25}, {Kind::flow, 0, 0.01}});
  EXPECT_NEAR(march.seconds[0], kCoastHalf_s, 0.01 * kCoastHalf_s);
  EXPECT_NEAR(march.seconds[1], 3 * kCoastHalf_s, 0.01 * kCoastHalf_s);
  EXPECT_EQ(march.seconds[2], kNever_s);  // 99 times half_s: beyond the end
}

Circuit cold_plate() {
  Circuit circuit;
  circuit.cells.push_back({1e12, 0, 40, {}});
  circuit.plates.push_back({0, kPlate_w, kPlate_k_per_w, kPlate_j_per_k, 40});
  return circuit;
}

TEST(LumpedCircuit, ColdPlate) {
  const March march = follow(cold_plate(), running(100),
                             {{Kind::plate, 0, kPlateAt8s_degc}, {Kind::plate, 0, 63.9999}, {Kind::plate, 0, 64.01}});
  EXPECT_NEAR(march.seconds[0], 8, 1e-4);
  EXPECT_NEAR(march.seconds[1], 8 * std::log(24 / 1e-4), 0.01 * 8 * std::log(24 / 1e-4));
  EXPECT_EQ(march.seconds[2], kNever_s);
}

TEST(LumpedCircuit, WithoutFlowAColdPlateKeepsItsHeat) {
  Timeline timeline = running(100);
  timeline.pumps_stop = true;
  const March march = follow(cold_plate(), timeline, {{Kind::plate, 0, 70}});
  EXPECT_NEAR(march.seconds[0], 30 * kPlate_j_per_k / kPlate_w, 1e-4);
}

// Without flow: P / C until 1.01 K below the limit; then T_limit - 0.01 K - T falls as exp(-t P / C / 1 K) down to the least share; then that
// share of P / C.
TEST(LumpedCircuit, AThrottledPlateSlowsDown) {
  Circuit circuit;
  circuit.cells.push_back({1e6, 0, 40, {}});
  circuit.plates.push_back({0, kPlate_w, kPlate_k_per_w, kPlate_j_per_k, 60, 80, 0.25});
  Timeline still = running(60);
  still.flow_share = 0;
  const double rate = kPlate_w / kPlate_j_per_k;
  const std::vector<Watch> watches = {{Kind::plate, 0, 79.49}, {Kind::plate, 0, 80}};
  const March march = follow(circuit, still, watches);
  EXPECT_NEAR(march.seconds[0], 18.99 / rate + std::log(2.0) / rate, 1e-3);
  EXPECT_NEAR(march.seconds[1], 18.99 / rate + std::log(4.0) / rate + 0.26 / (0.25 * rate), 1e-3);
  Accuracy finer;
  finer.absolute /= 100;
  finer.relative /= 100;
  finer.longest_step_s /= 4;
  EXPECT_NEAR(follow(circuit, still, watches, 0, finer).seconds[1], march.seconds[1], 0.01 * march.seconds[1]);
  circuit.plates[0].least_share = 0;
  EXPECT_EQ(follow(circuit, still, watches).seconds[1], kNever_s);
}

TEST(LumpedCircuit, TwiceRefinedSecondsStay) {
  const double w_per_k = kFlow_kg_per_s * kSpecificHeat;
  Circuit ring;
  ring.cells.push_back({0.1 * kLoop_m3 * kJ_per_m3_k, kLoop_w, 40 + kStep_k, {{1, w_per_k}}});
  ring.cells.push_back({0.9 * kLoop_m3 * kJ_per_m3_k, 0, 40, {{0, w_per_k}}});
  ring.plates.push_back({0, kPlate_w, kPlate_k_per_w, kPlate_j_per_k, 40 + kStep_k + 24});
  Timeline timeline = running(600);
  timeline.pumps_stop = true;
  timeline.coast_half_s = 20;
  const std::vector<Watch> watches = {{Kind::cell, 0, 70}, {Kind::flow, 0, 0.3}, {Kind::plate, 0, 100}};
  const March coarse = follow(ring, timeline, watches, 0, Accuracy{});
  for (const double part : {0.5, 0.25}) {
    const Accuracy own;
    const March fine =
        follow(ring, timeline, watches, 0, {own.absolute * part, own.relative * part, own.longest_step_s * part});
    for (std::size_t w = 0; w < watches.size(); ++w) {
      ASSERT_LT(coarse.seconds[w], kNever_s) << w;
      EXPECT_NEAR(fine.seconds[w], coarse.seconds[w], 1e-4 * coarse.seconds[w]) << w;
    }
  }
}

TEST(LumpedCircuit, ExchangerHoldsItsSetPointAndNoMoreThanItsRating) {
  // 100 kW into 5 kW/K: 20 K above the set point. An exchanger of 4 K at 100 kW against 36 degC just holds 40 degC.
  const double w_per_k = 5e3;
  Circuit ring;
  ring.cells.push_back({200e3, 0, 40, {{1, w_per_k}}});
  ring.cells.push_back({200e3, 100e3, 60, {{0, w_per_k}}});
  ring.exchanger = {0, 40, 4.0 / 100e3, 120e3, 36, 0};
  const March holds = follow(ring, running(600), {{Kind::cell, 0, 40.001}});
  EXPECT_EQ(holds.seconds[0], kNever_s);
  EXPECT_TRUE(holds.settled);
  ring.exchanger.most_w = 90e3;  // 10 kW stay in 400 kJ/K
  const March rises = follow(ring, running(2000), {{Kind::cell, 0, 50}, {Kind::cell, 0, 60}});
  EXPECT_NEAR(rises.seconds[1] - rises.seconds[0], 400, 4);
  // Facility water that stands takes nothing; 200 kJ/K of it that goes round take up their part.
  ring.exchanger.most_w = 120e3;
  Timeline off = running(600);
  off.water_stops = true;
  const March dry = follow(ring, off, {{Kind::cell, 0, 90}, {Kind::cell, 0, 110}});
  EXPECT_NEAR(dry.seconds[1] - dry.seconds[0], 80, 0.1);
  // With 20 kW of pumps, 4 K in 5 kW/K, 400 kJ/K warm by 20 K in 66.7 s.
  ring.exchanger.own_k = 4;
  const March pumped = follow(ring, off, {{Kind::cell, 0, 90}, {Kind::cell, 0, 110}});
  EXPECT_NEAR(pumped.seconds[1] - pumped.seconds[0], 66.7, 0.1);
  ring.exchanger.own_k = 0;
  ring.exchanger.water_j_per_k = 200e3;
  const March wet = follow(ring, off, {{Kind::cell, 0, 90}, {Kind::cell, 0, 110}});
  EXPECT_NEAR(wet.seconds[1] - wet.seconds[0], 120, 0.1);
}

TEST(LumpedCircuit, PumpsThatReturnInTimeAreForgiven) {
  Timeline timeline = running(100);
  timeline.pumps_stop = true;
  timeline.pumps_return_s = 5;
  const Circuit any = cold_plate();
  EXPECT_EQ(follow(any, timeline, {{Kind::flow, 0, 0.5, 6}}).seconds[0], kNever_s);
  EXPECT_NEAR(follow(any, timeline, {{Kind::flow, 0, 0.5, 4}}).seconds[0], 4, 1e-6);
  EXPECT_EQ(follow(any, timeline, {{Kind::flow, 0, 0.5, 0}}).seconds[0], 0);
  timeline.water_stops = true;
  timeline.water_return_s = 5;
  EXPECT_NEAR(follow(any, timeline, {{Kind::flow, 0, 0.5, 4}}).seconds[0], 4, 1e-6);
}

TEST(LumpedCircuit, TooStiffIsSaid) {
  Circuit ring;
  ring.cells.push_back({1e-3, 1, 40, {{1, 1e6}}});
  ring.cells.push_back({1e-3, 0, 40, {{0, 1e6}}});
  const March march = follow(ring, running(600), {{Kind::cell, 0, 1e9}});
  EXPECT_FALSE(march.problem.empty());
  EXPECT_EQ(march.seconds[0], 0);
}

}  // namespace
}  // namespace hallplan
