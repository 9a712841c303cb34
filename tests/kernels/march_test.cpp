// The march in time: heat that comes in stays in, a duct's own mass takes its part, and order changes nothing.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "kernels/flow/flow.hpp"

namespace kernels::flow {
namespace {

const Execution kSerial{Backend::cpu, 1, 1};

/// A closed room of 4 x 2 x 2 m with a heater that stands in its middle and moves 0.5 m3/s.
Case heated_room(double heat_k_m3_per_s, double storage_m3) {
  Case room;
  room.grid = {20, 10, 10, 0.2, 0.2, 0.2};
  room.air.viscosity_m2_per_s = 0.005;
  room.solids.push_back({8, 12, 4, 6, 0, 6});
  Duct heater;
  heater.flow = {{20, 0.5}};
  heater.heat_k_m3_per_s = heat_k_m3_per_s;
  heater.storage_m3 = storage_m3;
  for (int z = 0; z < 6; ++z) {
    for (int x = 8; x < 12; ++x) {
      heater.intake.push_back({Axis::y, x, 4, z, true, 1.0 / 24});
      heater.discharge.push_back({Axis::y, x, 6, z, false, 1.0 / 24});
    }
  }
  room.ducts = {heater};
  return room;
}

constexpr double kAir_m3 = (2000 - 4 * 2 * 6) * 0.008;

Fields still_air(const Case& room, float degc) {
  Fields fields;
  fields.grid = room.grid;
  const auto n = [&](int x, int y, int z) {
    return static_cast<std::size_t>((room.grid.nx + x) * (room.grid.ny + y) * (room.grid.nz + z));
  };
  fields.u.assign(n(1, 0, 0), 0.0F);
  fields.v.assign(n(0, 1, 0), 0.0F);
  fields.w.assign(n(0, 0, 1), 0.0F);
  fields.pressure.assign(n(0, 0, 0), 0.0F);
  fields.temperature.assign(n(0, 0, 0), degc);
  return fields;
}

double mean_degc(const Case& room, const Fields& fields) {
  double sum = 0;
  int cells = 0;
  for (int z = 0; z < room.grid.nz; ++z) {
    for (int y = 0; y < room.grid.ny; ++y) {
      for (int x = 0; x < room.grid.nx; ++x) {
        if (x >= 8 && x < 12 && y >= 4 && y < 6 && z < 6) continue;
        sum += fields.temperature[static_cast<std::size_t>((z * room.grid.ny + y) * room.grid.nx + x)];
        ++cells;
      }
    }
  }
  return sum / cells;
}

TEST(March, AClosedRoomKeepsItsHeat) {
  const Case room = heated_room(2, 0);
  const March march = kernels::flow::march(room, still_air(room, 22), {.step_s = 1, .end_s = 60}, kSerial);
  ASSERT_TRUE(march.status) << march.status.text;
  EXPECT_EQ(march.time_s.size(), 61U);
  // 2 K m3/s for a minute in 15.6 m3 of air.
  EXPECT_NEAR(mean_degc(room, march.fields), 22 + 2 * 60 / kAir_m3, 0.02);
}

TEST(March, ADuctsOwnMassTakesItsPart) {
  const Case room = heated_room(2, 10);
  const March march = kernels::flow::march(room, still_air(room, 22), {.step_s = 1, .end_s = 60}, kSerial);
  ASSERT_TRUE(march.status) << march.status.text;
  const double mean = mean_degc(room, march.fields);
  EXPECT_LT(mean, 22 + 2 * 60 / kAir_m3 - 1);
  // The heat that is not in the air is in the store, which starts at what it blows, 2 / 0.5 = 4 K above its intake, and then
  // lies between its intake and 4 K above.
  const double intake = march.intake_degc.back().front();
  const double missing = 2 * 60 - (mean - 22) * kAir_m3;
  EXPECT_GT(missing, (intake - 26) * 10);
  EXPECT_LT(missing, (intake + 4 - 26) * 10);
}

TEST(March, StopsWhenItIsTold) {
  const Case room = heated_room(2, 0);
  const March march = kernels::flow::march(room, still_air(room, 22), {.step_s = 1, .end_s = 600}, kSerial,
                                           [](double, std::span<const float> intake) { return intake[0] > 23; });
  ASSERT_TRUE(march.status) << march.status.text;
  EXPECT_LT(march.time_s.back(), 60);
  EXPECT_GT(march.intake_degc.back().front(), 23);
  EXPECT_LE(march.intake_degc[march.intake_degc.size() - 2].front(), 23);
}

TEST(March, OrderChangesNothing) {
  const Case room = heated_room(2, 3);
  const Fields start = still_air(room, 22);
  const March right = kernels::flow::march(room, start, {.step_s = 2, .end_s = 20}, kSerial);
  for (const Execution& execution : {Execution{Backend::cpu, 3, 1}, Execution{Backend::shuffled, 0, 5}}) {
    const March march = kernels::flow::march(room, start, {.step_s = 2, .end_s = 20}, execution);
    ASSERT_TRUE(march.status) << march.status.text;
    EXPECT_EQ(march.intake_degc, right.intake_degc) << march.ran_on;
    EXPECT_EQ(march.fields.temperature, right.fields.temperature) << march.ran_on;
  }
}

TEST(March, FromVelocitiesThatAreNoNumbersRunsAway) {
  const Case room = heated_room(2, 0);
  Fields start = still_air(room, 22);
  start.u.assign(start.u.size(), std::numeric_limits<float>::quiet_NaN());
  const March march = kernels::flow::march(room, start, {.step_s = 1, .end_s = 5}, kSerial);
  ASSERT_TRUE(march.status) << march.status.text;
  EXPECT_TRUE(march.ran_away);
  EXPECT_TRUE(march.time_s.empty());
}

TEST(March, RefusesWhatMakesNoSense) {
  const Case room = heated_room(2, 0);
  Fields other = still_air(room, 22);
  other.grid.nx = 21;
  EXPECT_EQ(kernels::flow::march(room, other, {}, kSerial).status.code, Code::bad_input);
  EXPECT_EQ(kernels::flow::march(room, still_air(room, 22), {.step_s = 0}, kSerial).status.code, Code::bad_input);
  Case turbulent = room;
  turbulent.turbulence = Turbulence::k_epsilon;
  const Status refused = kernels::flow::march(turbulent, still_air(room, 22), {}, kSerial).status;
  EXPECT_EQ(refused.code, Code::bad_input);
  EXPECT_NE(refused.text.find("zero-equation"), std::string::npos) << refused.text;
}

}  // namespace
}  // namespace kernels::flow
