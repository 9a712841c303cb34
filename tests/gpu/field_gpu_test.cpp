/// The air field and the pressure equation on CUDA against the sequential executor. Sums have a fixed shape and nothing is
/// contracted, so most bits agree; what is asked is the documented tolerance. Without a device the tests are skipped with
/// the reason; with HALLPLAN_REQUIRE_GPU=1 in the environment they fail.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "kernels/flow/flow.hpp"

namespace kernels::flow {
namespace {

const Execution kSerial{Backend::cpu, 1, 1};
const Execution kCuda{Backend::cuda, 0, 1};

class FieldGpu : public testing::Test {
 protected:
  void SetUp() override {
    const Status ready = backend_ready(Backend::cuda);
    if (ready) return;
    const char* const required = std::getenv("HALLPLAN_REQUIRE_GPU");
    if (required != nullptr && std::string(required) == "1") {
      FAIL() << "HALLPLAN_REQUIRE_GPU=1, and: " << ready.text;
    }
    GTEST_SKIP() << ready.text;
  }
};

/// A closed room of 4 x 3 x 2 m: a warm duct and a cooling one of equal flow, `heat` of the first.
Case room(int refined, double heat_k_m3_per_s, Turbulence turbulence) {
  Case hall;
  const double cell_m = 0.2 / refined;
  hall.grid = {20 * refined, 15 * refined, 10 * refined, cell_m, cell_m, cell_m};
  hall.air.viscosity_m2_per_s = turbulence == Turbulence::none ? 0.01 : 1.5e-5;
  hall.turbulence = turbulence;
  const auto duct = [&](int x0, int x1) {
    Duct made;
    const Box body{x0 * refined, x1 * refined, 5 * refined, 10 * refined, 0, 6 * refined};
    const double share = 1.0 / ((body.x1 - body.x0) * (body.z1 - body.z0));
    for (int z = body.z0; z < body.z1; ++z) {
      for (int x = body.x0; x < body.x1; ++x) {
        made.intake.push_back({Axis::y, x, body.y0, z, true, share});
        made.discharge.push_back({Axis::y, x, body.y1, z, false, share});
      }
    }
    made.flow = {{20, 0.6}, {30, 0.8}};
    hall.solids.push_back(body);
    return made;
  };
  Duct warm = duct(4, 8);
  warm.heat_k_m3_per_s = heat_k_m3_per_s;
  Duct cool = duct(12, 16);
  cool.flow = {{20, 0.7}};
  cool.cools = true;
  cool.setpoint_degc = 20;
  cool.capacity_k_m3_per_s = 20;
  hall.ducts = {warm, cool};
  return hall;
}

Sequence sequence(double heat_k_m3_per_s, Turbulence turbulence) {
  return {{room(1, heat_k_m3_per_s, turbulence), room(2, heat_k_m3_per_s, turbulence)}};
}

TEST_F(FieldGpu, AgreesWithTheHost) {
  for (const Turbulence turbulence : {Turbulence::none, Turbulence::zero_equation}) {
    const Sequence hall = sequence(5, turbulence);
    const Solution host = solve(hall, Options{}, kSerial);
    const Solution device = solve(hall, Options{}, kCuda);
    ASSERT_TRUE(host.status) << host.status.text;
    ASSERT_TRUE(device.status) << device.status.text;
    ASSERT_EQ(device.ducts.size(), host.ducts.size());
    for (std::size_t i = 0; i < host.ducts.size(); ++i) {
      EXPECT_NEAR(device.ducts[i].intake.mean_degc, host.ducts[i].intake.mean_degc, 0.02);
    }
    EXPECT_LT(device.balance.heat, 1e-6);
  }
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
