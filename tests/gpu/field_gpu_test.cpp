/// The air field on CUDA against the sequential executor. Sums have a fixed shape and nothing is contracted, so most bits
/// agree; what is asked is the documented tolerance of a followed temperature, 0.02 K, and of the balances, 1e-6.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/executor/side_by_side.hpp"
#include "kernels/flow/flow.hpp"
#include "tests/gpu/on_device.hpp"
#include "tests/gpu/rooms.hpp"

namespace kernels::flow {
namespace {

using on_device::kCuda;
using on_device::kSerial;
using on_device::worst_difference;
using rooms::leaky_room;
using rooms::room;
using rooms::ventilated_room;

constexpr double kAgree_k = 0.02;

class FieldGpu : public on_device::OnDevice {};

Sequence sequence(double heat_k_m3_per_s, Turbulence turbulence) {
  return {{room(1, heat_k_m3_per_s, turbulence), room(2, heat_k_m3_per_s, turbulence)}};
}

/// So many turns on each grid, whatever the field does.
Options some_turns(int turns) {
  Options options;
  options.most_turns = turns;
  options.coarse_turns = turns;
  options.steady_range_k = 0;
  return options;
}

void agrees(const Solution& device, const Solution& host) {
  ASSERT_TRUE(host.status) << host.status.text;
  ASSERT_TRUE(device.status) << device.status.text;
  EXPECT_EQ(device.ran_on, "cuda " + device_name());
  ASSERT_EQ(device.ducts.size(), host.ducts.size());
  for (std::size_t i = 0; i < host.ducts.size(); ++i) {
    EXPECT_NEAR(device.ducts[i].intake.mean_degc, host.ducts[i].intake.mean_degc, kAgree_k);
    EXPECT_NEAR(device.ducts[i].flow_m3_per_s, host.ducts[i].flow_m3_per_s, 1e-3);
  }
  EXPECT_LE(worst_difference(device.certified_intake_degc, host.certified_intake_degc), kAgree_k);
  EXPECT_LE(device.balance.heat, 1e-6);
  EXPECT_LE(device.balance.worst_mass, 1e-8);
}

TEST_F(FieldGpu, AgreesWithTheHost) {
  for (const Turbulence turbulence : {Turbulence::none, Turbulence::zero_equation}) {
    const Sequence hall = sequence(5, turbulence);
    agrees(solve(hall, Options{}, kCuda), solve(hall, Options{}, kSerial));
  }
}

TEST_F(FieldGpu, KEpsilonAgreesWithTheHost) {
  const Sequence hall{{ventilated_room(1, 5, Turbulence::k_epsilon), ventilated_room(2, 5, Turbulence::k_epsilon)}};
  const Solution host = solve(hall, some_turns(30), kSerial);
  const Solution device = solve(hall, some_turns(30), kCuda);
  agrees(device, host);
  EXPECT_LE(worst_difference(device.fields.turbulent_k, host.fields.turbulent_k), 1e-3);
  EXPECT_LE(worst_difference(device.fields.viscosity, host.fields.viscosity), 1e-4);
}

TEST_F(FieldGpu, TheLimitedSchemeAgreesWithTheHost) {
  Sequence hall = sequence(5, Turbulence::none);
  for (Case& grid : hall.grids) grid.scheme = Scheme::limited;
  agrees(solve(hall, some_turns(80), kCuda), solve(hall, some_turns(80), kSerial));
}

TEST_F(FieldGpu, ASupplyAndAnOpeningAgreeWithTheHost) {
  const Sequence hall{{ventilated_room(1, 5, Turbulence::none), ventilated_room(2, 5, Turbulence::none)}};
  agrees(solve(hall, Options{}, kCuda), solve(hall, Options{}, kSerial));
}

TEST_F(FieldGpu, RoomsBehindASheetAgreeWithTheHost) {
  const Sequence hall{{leaky_room(1, 5, Turbulence::none), leaky_room(2, 5, Turbulence::none)}};
  agrees(solve(hall, Options{}, kCuda), solve(hall, Options{}, kSerial));
}

TEST_F(FieldGpu, ThreeGridsThatHelpEachOtherAgreeWithTheHost) {
  Sequence hall = sequence(5, Turbulence::none);
  hall.grids.push_back(room(4, 5, Turbulence::none));
  const Solution device = solve(hall, some_turns(12), kCuda);
  EXPECT_EQ(device.turns_on_grid.size(), 3U);
  agrees(device, solve(hall, some_turns(12), kSerial));
}

TEST_F(FieldGpu, AWarmStartAgreesWithTheHost) {
  const Solution before = solve(sequence(5, Turbulence::none), Options{}, kSerial);
  ASSERT_TRUE(before.status) << before.status.text;
  const Sequence warmer = sequence(6, Turbulence::none);
  const Solution host = solve(warmer, Options{}, kSerial, {&before.fields});
  const Solution device = solve(warmer, Options{}, kCuda, {&before.fields});
  EXPECT_EQ(device.turns_on_grid.size(), host.turns_on_grid.size());
  agrees(device, host);
}

/// A wall that is warmer than the air heats it, and no tracer.
Sequence with_a_warm_wall(Sequence hall) {
  for (Case& on : hall.grids) {
    Wall wall;
    wall.faces = {Axis::x, 0, 0, on.grid.ny, 0, on.grid.nz};
    wall.isothermal = true;
    wall.temperature_degc = 35;
    on.walls.push_back(wall);
  }
  return hall;
}

TEST_F(FieldGpu, TracersBesideAWarmWallAgreeWithTheHost) {
  const Sequence hall =
      with_a_warm_wall({{ventilated_room(1, 5, Turbulence::none), ventilated_room(2, 5, Turbulence::none)}});
  Options options = some_turns(30);
  options.tracers = true;
  const Solution host = solve(hall, options, kSerial);
  const Solution device = solve(hall, options, kCuda);
  agrees(device, host);
  ASSERT_EQ(host.supply_share.size(), hall.grids.back().ducts.size());
  ASSERT_EQ(host.age_s.size(), hall.grids.back().ducts.size());
  EXPECT_LE(worst_difference(device.supply_share, host.supply_share), 2e-3);
  for (std::size_t i = 0; i < host.age_s.size(); ++i) EXPECT_NEAR(device.age_s[i], host.age_s[i], 5e-3 * host.age_s[i]);
}

// Large enough for tracers and copies to go on side by side.
TEST_F(FieldGpu, ALargeGridIsHandedOutWhole) {
  const Sequence hall = with_a_warm_wall({{ventilated_room(5, 5, Turbulence::none)}});
  ASSERT_TRUE(worth_streams(hall.grids.back().grid.cells()));
  Options options = some_turns(10);
  options.tracers = true;
  const Solution host = solve(hall, options, kSerial);
  const Solution device = solve(hall, options, kCuda);
  agrees(device, host);
  EXPECT_LE(worst_difference(device.supply_share, host.supply_share), 2e-3);
  EXPECT_LE(worst_difference(device.fields.u, host.fields.u), 1e-3);
  EXPECT_LE(worst_difference(device.fields.pressure, host.fields.pressure), 1e-3);
  EXPECT_LE(worst_difference(device.fields.flux_w, host.fields.flux_w), 1e-4);
  EXPECT_EQ(device.fields.flux_u.size(), host.fields.flux_u.size());
}

TEST_F(FieldGpu, AMarchAgreesWithTheHost) {
  Case hall = room(2, 5, Turbulence::none);
  const Solution start = solve({{room(1, 5, Turbulence::none), hall}}, Options{}, kSerial);
  ASSERT_TRUE(start.status) << start.status.text;
  hall.ducts.front().storage_m3 = 2;
  hall.ducts.back().capacity_k_m3_per_s = 0;  // its cooling is lost
  const MarchOptions options{.step_s = 1, .end_s = 30};
  const March host = march(hall, start.fields, options, kSerial);
  const March device = march(hall, start.fields, options, kCuda);
  ASSERT_TRUE(host.status) << host.status.text;
  ASSERT_TRUE(device.status) << device.status.text;
  ASSERT_EQ(device.intake_degc.size(), host.intake_degc.size());
  EXPECT_GT(host.intake_degc.back().front(), host.intake_degc.front().front() + 1);
  for (std::size_t i = 0; i < host.intake_degc.size(); ++i) {
    EXPECT_LE(worst_difference(device.intake_degc[i], host.intake_degc[i]), kAgree_k) << "step " << i;
  }
}

TEST_F(FieldGpu, TwoRunsGiveTheSameBits) {
  const Sequence hall{{ventilated_room(1, 5, Turbulence::k_epsilon), ventilated_room(2, 5, Turbulence::k_epsilon)}};
  const Solution once = solve(hall, some_turns(20), kCuda);
  const Solution again = solve(hall, some_turns(20), kCuda);
  ASSERT_TRUE(once.status) << once.status.text;
  EXPECT_EQ(once.fields.u, again.fields.u);
  EXPECT_EQ(once.fields.temperature, again.fields.temperature);
  EXPECT_EQ(once.certified_intake_degc, again.certified_intake_degc);
}

TEST_F(FieldGpu, ABatchIsItsCases) {
  const std::vector<Sequence> halls{sequence(3, Turbulence::none), sequence(5, Turbulence::none),
                                    sequence(8, Turbulence::none)};
  const std::vector<Solution> together = solve_batch(halls, Options{}, kCuda);
  for (std::size_t i = 0; i < halls.size(); ++i) {
    const Solution alone = solve(halls[i], Options{}, kCuda);
    ASSERT_TRUE(alone.status && together[i].status);
    EXPECT_EQ(together[i].fields.temperature, alone.fields.temperature);
    EXPECT_EQ(together[i].fields.u, alone.fields.u);
  }
}

TEST_F(FieldGpu, RefusesAGridThatDoesNotFit) {
  Case huge = room(1, 5, Turbulence::none);
  huge.solids.clear();
  huge.ducts.clear();
  huge.grid = {1024, 1024, 1024, 0.1, 0.1, 0.1};
  if (bytes_needed(huge) < (std::int64_t{150} << 30)) GTEST_SKIP() << "fits the largest devices";
  const Solution refused = solve({{huge}}, Options{}, kCuda);
  EXPECT_EQ(refused.status.code, Code::out_of_memory);
  EXPECT_NE(refused.status.text.find("cells fit"), std::string::npos) << refused.status.text;
}

}  // namespace
}  // namespace kernels::flow
