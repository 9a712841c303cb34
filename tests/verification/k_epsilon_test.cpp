/// The k-epsilon model: its logarithm, its wall law, turbulence that decays in a stream (closed form), the friction of a
/// channel (Dean 1978) and its logarithmic profile, and the same bits on every host executor.
#include "kernels/flow/k_epsilon.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/base/worse.hpp"
#include "kernels/executor/host.hpp"
#include "kernels/flow/state.hpp"
#include "verification.hpp"

namespace verification {
namespace {

using flow::KEpsilon;
using kernels::Index;

TEST(Logarithm, ErrorIsAsStated) {
  double worst = 0;
  for (double exponent = -37.9; exponent < 38.5; exponent += 0.00137) {
    const auto x = static_cast<float>(std::pow(10, exponent));
    const double exact = std::log(static_cast<double>(x));
    const double error = std::fabs(flow::natural_log(x) - exact);
    worst = std::max(worst, error / (2e-7 + 1.2e-7 * std::fabs(exact)));
  }
  EXPECT_LT(worst, 1) << "share of the stated error";
  EXPECT_EQ(flow::natural_log(1), 0);
}

TEST(WallLaw, ShearIsThatOfTheLogarithmicProfile) {
  constexpr double kViscosity = 1.5e-5;
  for (const double y_plus : {1.0, 11.0, 12.0, 30.0, 100.0, 1000.0, 1e5}) {
    const double y_m = 0.1;
    const double root_k = y_plus * kViscosity / (std::pow(0.09, 0.25) * y_m);
    const double law = y_plus > 11.53 ? y_plus * 0.41 / std::log(9.8 * y_plus) - 1 : 0;
    const float ours = flow::wall_viscosity(static_cast<float>(root_k * root_k), static_cast<float>(y_m),
                                            static_cast<float>(kViscosity));
    EXPECT_NEAR(ours / kViscosity, law, 2e-5 + 1e-5 * law) << y_plus;
  }
}

/// A stream of 1 m/s between slipping walls, along x.
flow::Case stream(int cells, double length_m, double k, double epsilon) {
  flow::Case hall;
  hall.grid = {cells, 4, 1, length_m / cells, 0.25, 0.25};
  hall.turbulence = flow::Turbulence::k_epsilon;
  hall.air.expansion_per_k = 0;
  flow::Supply supply;
  supply.faces = whole_wall(hall.grid, flow::Axis::x, false).faces;
  supply.velocity_m_per_s = 1;
  supply.temperature_degc = hall.start_degc;
  supply.k_m2_per_s2 = k;
  supply.epsilon_m2_per_s3 = epsilon;
  hall.supplies.push_back(supply);
  hall.openings.push_back({whole_wall(hall.grid, flow::Axis::x, true).faces, hall.start_degc});
  make_flat(hall, flow::Axis::y);
  make_flat(hall, flow::Axis::z);
  return hall;
}

/// With no shear k falls as k0 s^(-1/(C2-1)) with s = 1 + (C2-1) epsilon0 x / (k0 U), and epsilon as epsilon0 s^(-C2/(C2-1)).
TEST(KEpsilon, TurbulenceDecaysInAStreamAsItMust) {
  constexpr double kGate = 0.015;
  constexpr double k0 = 0.01;
  constexpr double epsilon0 = 0.01;
  constexpr double kLengthM = 2.5;
  const flow::Case hall = stream(200, kLengthM, k0, epsilon0);
  const flow::Case* const cases[] = {&hall};
  const flow::Tables tables = flow::make_tables(cases);
  kernels::Serial serial;
  flow::State<kernels::Serial> state(serial, tables);
  for (int turn = 0; turn < 500; ++turn) state.turn(serial, flow::Options{});
  const flow::Level& level = state.level();
  double worst = 0;
  for (int x = 0; x < hall.grid.nx; ++x) {
    const double place_m = (x + 0.5) * hall.grid.hx_m;
    const double s = 1 + 0.92 * epsilon0 * place_m / k0;
    const Index at = tables.layout.at(x + 1, 2, 1);
    worst = kernels::worse(worst, std::fabs(level.kinetic[at] / (k0 * std::pow(s, -1 / 0.92)) - 1));
    worst = kernels::worse(worst, std::fabs(level.dissipation[at] / (epsilon0 * std::pow(s, -1.92 / 0.92)) - 1));
  }
  report("decay of turbulence in a stream, k and epsilon", 0, worst, worst, kGate);
  EXPECT_LT(worst, kGate);
}

/// Between two plates 1 m apart, 1 m/s, 80 m long.
flow::Case channel(int cells, double reynolds) {
  flow::Case hall = stream(10 * cells, 80, 0.01, 0.01);
  hall.grid = {10 * cells, cells, 1, 8.0 / cells, 1.0 / cells, 1.0 / cells};
  hall.air.viscosity_m2_per_s = 1 / reynolds;
  hall.supplies.front().faces = whole_wall(hall.grid, flow::Axis::x, false).faces;
  hall.openings.front().faces = whole_wall(hall.grid, flow::Axis::x, true).faces;
  hall.walls.clear();
  make_flat(hall, flow::Axis::z);
  return hall;
}

/// Friction 0.073 Re^(-1/4) of the dynamic pressure, Re by the mean velocity and the distance of the plates (Dean 1978, Journal
/// of Fluids Engineering 100, 215-223, for 6e3 < Re < 6e5); between the plates the velocity is that of the wall's logarithm.
TEST(KEpsilon, ChannelHasThePublishedFriction) {
  constexpr double kFrictionGate = 0.08;
  constexpr double kProfileGate = 0.05;
  constexpr double kReynolds = 1e5;
  const auto solution = solve(grids([&](int cells) { return channel(cells, kReynolds); }, {20}), settled(1e-7));
  const flow::Fields& fields = solution.fields;
  const auto pressure = [&](double x_m) { return value_at(fields.grid, fields.pressure, x_m, 0.5, 0); };
  const double shear = (pressure(60) - pressure(70)) / 10 / 2;
  const double published = 0.073 * std::pow(kReynolds, -0.25);
  const double error = std::fabs(2 * shear / published - 1);
  report("channel, Re 1e5, friction", published, 2 * shear, error, kFrictionGate);
  EXPECT_LT(error, kFrictionGate);
  const double friction_mps = std::sqrt(shear);
  for (const double y_m : {0.075, 0.125, 0.175}) {
    const double law = std::log(9.8 * y_m * friction_mps * kReynolds) / 0.41;
    for (const double place_m : {y_m, 1 - y_m}) {
      const double ours = velocity_at(fields, flow::Axis::x, 65, place_m, 0) / friction_mps;
      EXPECT_NEAR(ours / law, 1, kProfileGate) << place_m;
    }
  }
}

/// A hall with all that the model meets: a supply, an opening, a rack, a sheet, a ledge one cell thick, uneven cells.
flow::Case small_hall() {
  flow::Case hall;
  hall.grid = {19, 11, 9, 0.3, 0.4, 0.35};
  hall.turbulence = flow::Turbulence::k_epsilon;
  hall.solids.push_back({8, 10, 4, 7, 0, 5});
  hall.solids.push_back({14, 15, 0, 11, 3, 4});
  flow::Duct rack;
  for (int y = 4; y < 7; ++y) {
    for (int z = 0; z < 5; ++z) {
      rack.intake.push_back({flow::Axis::x, 8, y, z, true, 1.0 / 15});
      rack.discharge.push_back({flow::Axis::x, 10, y, z, false, 1.0 / 15});
    }
  }
  rack.flow = {{22, 1.2}};
  rack.heat_k_m3_per_s = 12;
  hall.ducts.push_back(rack);
  hall.screens.push_back({{flow::Axis::x, 5, 3, 8, 0, 4}, -1});
  hall.supplies.push_back({{flow::Axis::z, 0, 2, 5, 3, 6}, 1.2, 18, 0, 0});
  for (int x = 12; x < 18; x += 2) {
    for (int y = 2; y < 10; y += 2) hall.openings.push_back({{flow::Axis::z, 9, x, x + 1, y, y + 1}, 22});
  }
  return hall;
}

TEST(KEpsilon, SameBitsOnEveryHostExecutor) {
  flow::Sequence hall;
  hall.grids = {small_hall()};
  flow::Options options;
  options.most_turns = 60;
  options.certify = false;
  const auto expected = flow::solve(hall, options, {kernels::Backend::cpu, 1, 1});
  ASSERT_TRUE(expected.status) << expected.status.text;
  const auto [least, most] = std::minmax_element(expected.fields.viscosity.begin(), expected.fields.viscosity.end());
  EXPECT_GE(*least, 0);
  EXPECT_GT(*most, 1e-4);
  EXPECT_LT(*most, 1);
  const std::vector<kernels::Execution> others{{kernels::Backend::cpu, 2, 1},
                                               {kernels::Backend::cpu, 3, 1},
                                               {kernels::Backend::shuffled, 0, 1},
                                               {kernels::Backend::shuffled, 0, 99}};
  for (const kernels::Execution& execution : others) {
    const auto found = flow::solve(hall, options, execution);
    ASSERT_TRUE(found.status) << found.status.text;
    EXPECT_EQ(found.fields.viscosity, expected.fields.viscosity) << found.ran_on;
    EXPECT_EQ(found.fields.u, expected.fields.u) << found.ran_on;
    EXPECT_EQ(found.fields.temperature, expected.fields.temperature) << found.ran_on;
  }
}

/// k and epsilon stay positive and finite from rest on, whatever the relaxation, without a coarse grid's start.
TEST(KEpsilon, StaysPositiveFromRestOn) {
  const flow::Case hall = small_hall();
  const flow::Case* const cases[] = {&hall};
  const flow::Tables tables = flow::make_tables(cases);
  for (const double relaxation : {0.5, 0.85, 0.95}) {
    kernels::Serial serial;
    flow::State<kernels::Serial> state(serial, tables);
    flow::Options options;
    options.relax_velocity = relaxation;
    for (int turn = 0; turn < 120; ++turn) {
      state.turn(serial, options);
      const flow::Level& level = state.level();
      for (int z = 0; z < hall.grid.nz; ++z) {
        for (int y = 0; y < hall.grid.ny; ++y) {
          for (int x = 0; x < hall.grid.nx; ++x) {
            const Index at = tables.layout.at(x + 1, y + 1, z + 1);
            ASSERT_TRUE(level.kinetic[at] > 0 && level.kinetic[at] < 10) << level.kinetic[at] << " turn " << turn;
            ASSERT_TRUE(level.dissipation[at] > 0 && level.dissipation[at] < 100)
                << level.dissipation[at] << " turn " << turn;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace verification
