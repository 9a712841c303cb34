// What a duct makes of its air: a coil before or behind its heat, by hand and in a room; the turbulence it blows.
#include <gtest/gtest.h>

#include <vector>

#include "kernels/flow/ducts.hpp"
#include "kernels/flow/flow.hpp"

namespace kernels::flow {
namespace {

DuctLaw law(bool last) {
  DuctLaw out;
  out.heat_k_m3_per_s = 8;
  out.setpoint_k = 2;
  out.capacity_k_m3_per_s = 6;
  out.cools = 1;
  out.cools_last = last ? 1 : 0;
  return out;
}

TEST(DuctLaws, ACoilStandsBeforeOrBehindTheHeat) {
  // At 2 m3/s the heat is 4 K and the coil at most 3 K.
  EXPECT_FLOAT_EQ(discharge_at(law(true), 0, 2), 2);     // 0 + 4, down to the set point
  EXPECT_FLOAT_EQ(discharge_at(law(true), 3, 2), 4);     // 3 + 4 - 3
  EXPECT_FLOAT_EQ(discharge_at(law(true), -5, 2), -1);   // below the set point: nothing to do
  EXPECT_FLOAT_EQ(discharge_at(law(false), 3, 2), 6);    // 3 down to 2, + 4
  EXPECT_FLOAT_EQ(discharge_at(law(false), 8, 2), 9);    // 8 - 3 + 4
  EXPECT_FLOAT_EQ(discharge_at(law(false), -5, 2), -1);  // -5 + 4
}

/// A room of 4 x 2 x 2 m, blown through from west to east, with a rack of 2 K m3/s and 0.5 m3/s in its middle.
Case room(double capacity_k_m3_per_s) {
  Case out;
  out.grid = {20, 10, 10, 0.2, 0.2, 0.2};
  out.air.viscosity_m2_per_s = 0.005;
  out.start_degc = out.air.reference_degc = 20;
  out.solids.push_back({8, 12, 4, 6, 0, 6});
  out.supplies.push_back({{Axis::x, 0, 0, 10, 0, 10}, 0.25, 20, 0, 0});  // 1 m3/s
  out.openings.push_back({{Axis::x, 20, 0, 10, 0, 10}, 20});
  Duct rack;
  rack.flow = {{20, 0.5}};
  rack.heat_k_m3_per_s = 2;
  rack.cools = rack.cools_last = true;
  rack.setpoint_degc = 21;
  rack.capacity_k_m3_per_s = capacity_k_m3_per_s;
  for (int z = 0; z < 6; ++z) {
    for (int x = 8; x < 12; ++x) {
      rack.intake.push_back({Axis::y, x, 4, z, true, 1.0 / 24});
      rack.discharge.push_back({Axis::y, x, 6, z, false, 1.0 / 24});
    }
  }
  out.ducts = {rack};
  return out;
}

TEST(DuctLaws, TheCertifiedHeatIsWhatTheDoorLeaves) {
  for (const double capacity : {1.5, 10.0}) {
    const Case hall = room(capacity);
    const Solution solution = solve({{hall}}, {}, {Backend::cpu, 1, 1});
    ASSERT_TRUE(solution.status) << solution.status.text;
    ASSERT_NE(solution.ended, Ended::not_converged);
    EXPECT_LT(solution.balance.heat, 1e-6);
    const double intake_degc = solution.certified_intake_degc.at(0);
    // The small coil lets 0.5 K m3/s pass. The large one brings all air down to 21 degC.
    const double passes = capacity < 2 ? 0.5 : 0.5 * (21 - intake_degc);
    double out = 0;
    for (std::size_t row = 0; row < 100; ++row) {
      out += solution.fields.flux_u[row * 21 + 20] * (solution.fields.certified_temperature[row * 20 + 19] - 20);
    }
    EXPECT_NEAR(out, passes, 1e-4) << capacity;
    EXPECT_NEAR(solution.ducts.at(0).discharge_degc, capacity < 2 ? intake_degc + 1 : 21, 0.02) << capacity;
  }
}

TEST(DuctLaws, WhatIsBlownHasTheTurbulenceThatIsStated) {
  Case hall = room(0);
  hall.air.viscosity_m2_per_s = 1.5e-5;
  hall.turbulence = Turbulence::k_epsilon;
  Options options;
  options.most_turns = 20;
  options.certify = false;
  std::vector<double> k;
  for (const double intensity : {0.05, 0.2}) {
    hall.ducts[0].discharge_intensity = intensity;
    const Solution solution = solve({{hall}}, options, {Backend::cpu, 1, 1});
    ASSERT_TRUE(solution.status) << solution.status.text;
    // The first cell of air before the middle of the discharge.
    k.push_back(static_cast<double>(solution.fields.turbulent_k[(3 * 10 + 6) * 20 + 10]));
  }
  EXPECT_GT(k[1], 4 * k[0]);  // k goes with the square of the intensity, less what shear adds to both
  hall.ducts[0].discharge_eddy_length_m = 0;
  EXPECT_EQ(solve({{hall}}, options, {Backend::cpu, 1, 1}).status.code, Code::bad_input);
}

}  // namespace
}  // namespace kernels::flow
