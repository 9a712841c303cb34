/// Flows with exact solutions: a tall slot between a hot and a cold side, a long square duct, rooms behind leaky sheets, two shafts.
#include <algorithm>
#include <cmath>
#include <string>

#include "kernels/base/worse.hpp"
#include "verification.hpp"

namespace verification {
namespace {

constexpr double kMiddleDegc = 20;

/// A closed slot, `cells` wide and twelve times as high, at Ra 200: conduction alone sets the temperature, and at
/// mid-height the ends are not felt. Unit width, unit temperature difference, unit viscosity.
flow::Case slot(int cells, double grashof) {
  flow::Case hall;
  const double h_m = 1.0 / cells;
  hall.grid = {cells, 1, 6 * cells, h_m, h_m, 2 * h_m};
  hall.scheme = flow::Scheme::limited;
  hall.air.viscosity_m2_per_s = 1;
  hall.air.gravity_m_per_s2 = grashof;
  hall.air.expansion_per_k = 1;
  hall.air.reference_degc = kMiddleDegc;
  hall.start_degc = kMiddleDegc;
  hall.walls.push_back(isothermal_wall(hall.grid, flow::Axis::x, false, kMiddleDegc + 0.5));
  hall.walls.push_back(isothermal_wall(hall.grid, flow::Axis::x, true, kMiddleDegc - 0.5));
  make_flat(hall, flow::Axis::y);
  return hall;
}

/// Largest deviation at mid-height from w = Gr xi (1 - xi) (1 - 2 xi) / 12, over the largest velocity, at the cells'
/// middles. (The two sides of nu w'' + g beta (T - mean) = 0 with T linear, w = 0 at both walls and no net flow.)
double slot_deviation(int cells) {
  constexpr double kGrashof = 280;
  constexpr double kLargest = kGrashof * 0.0080187537;
  const auto solution = solve(grids([](int n) { return slot(n, kGrashof); }, {cells}), settled(1e-7));
  EXPECT_EQ(solution.ended, flow::Ended::steady);
  double most = 0;
  double heat = 0;
  for (int i = 0; i < cells; ++i) {
    const double xi = (i + 0.5) / cells;
    const double exact = kGrashof * xi * (1 - xi) * (1 - 2 * xi) / 12;
    most = kernels::worse(most, std::fabs(velocity_at(solution.fields, flow::Axis::z, xi, 0, 6) - exact));
    const double degc = value_at(solution.fields.grid, solution.fields.temperature, xi, 0, 6);
    heat = kernels::worse(heat, std::fabs(degc - (kMiddleDegc + 0.5 - xi)));
  }
  EXPECT_LT(heat, 2e-3) << cells;
  return most / kLargest;
}

TEST(Exact, TallSlotHasTheCubicProfile) {
  const double coarse = slot_deviation(16);
  const double fine = slot_deviation(32);
  report("tall slot on 32 x 192, worst velocity over peak", 0, fine, fine, 0.01);
  report("tall slot, order of accuracy", 2, std::log2(coarse / fine), std::fabs(2 - std::log2(coarse / fine)), 0.1);
  EXPECT_LT(fine, 0.01);
  EXPECT_NEAR(std::log2(coarse / fine), 2, 0.1);
}

/// Square duct, three sides long, Re 10, blown in evenly: developed after 0.06 Re = 0.6 sides.
flow::Case duct(int cells) {
  constexpr double kReynolds = 10;
  flow::Case hall;
  hall.grid = {3 * cells / 2, cells, cells, 2.0 / cells, 1.0 / cells, 1.0 / cells};
  hall.scheme = flow::Scheme::limited;
  hall.air.viscosity_m2_per_s = 1 / kReynolds;
  hall.air.expansion_per_k = 0;
  flow::Supply supply;
  supply.faces = whole_wall(hall.grid, flow::Axis::x, false).faces;
  supply.velocity_m_per_s = 1;
  supply.temperature_degc = hall.start_degc;
  hall.supplies.push_back(supply);
  hall.openings.push_back({whole_wall(hall.grid, flow::Axis::x, true).faces, hall.start_degc});
  return hall;
}

/// Darcy's factor times Re = 2 D^2 / (nu U) * dp/dx, from the pressure on the axis over the developed part.
double friction_times_reynolds(int cells) {
  const auto solution = solve(grids(duct, {cells / 2, cells}), settled(1e-6));
  EXPECT_EQ(solution.ended, flow::Ended::steady);
  const flow::Grid& grid = solution.fields.grid;
  const auto pressure = [&](double x_m) { return value_at(grid, solution.fields.pressure, x_m, 0.5, 0.5); };
  return 2 * (pressure(1.75) - pressure(2.5)) / 0.75 / 0.1;
}

TEST(Exact, SquareDuctHasItsFriction) {
  SKIP_WHEN_SANITIZED();
  constexpr double kExact = 56.90830754;  // Shah and London 1978, summed from the series
  const double coarse = friction_times_reynolds(12);
  const double fine = friction_times_reynolds(24);
  const double error = std::fabs(fine / kExact - 1);
  const double order = std::log2((coarse - kExact) / (fine - kExact));
  report("square duct on 36 x 24 x 24, f Re", kExact, fine, error, 0.01);
  report("square duct, order of accuracy", 2, order, std::fabs(2 - order), 0.1);
  EXPECT_LT(error, 0.01);
  EXPECT_NEAR(order, 2, 0.1);
}

/// Six rooms in a row behind sheets of loss 1000, air blown in at one end and let out at the other: each sheet takes the
/// pressure 1000 u^2 / 2, and the levels of the rooms, which hang together by the sheets alone, have to find it.
TEST(Exact, RoomsBehindLeakySheetsTakeTheirPressures) {
  constexpr int kRooms = 6;
  constexpr int kDeep = 6;
  constexpr double kVelocity_m_per_s = 0.05;
  constexpr double kLoss = 1000;
  flow::Case hall;
  hall.grid = {kRooms * kDeep, 8, 6, 0.4, 0.4, 0.4};
  make_flat(hall, flow::Axis::y);
  make_flat(hall, flow::Axis::z);
  for (int room = 1; room < kRooms; ++room) {
    hall.screens.push_back({{flow::Axis::x, room * kDeep, 0, 8, 0, 6}, kLoss});
  }
  hall.supplies.push_back({whole_wall(hall.grid, flow::Axis::x, false).faces, kVelocity_m_per_s, hall.start_degc});
  hall.openings.push_back({whole_wall(hall.grid, flow::Axis::x, true).faces, hall.start_degc});
  flow::Options options = settled(0);  // the velocities are right long before the pressures: they say nothing
  options.most_turns = 100;
  const auto solution = solve(grids([&](int) { return hall; }, {1}), options);
  const double step = kLoss * kVelocity_m_per_s * kVelocity_m_per_s / 2;
  const auto pressure_in = [&](int room) {
    return value_at(solution.fields.grid, solution.fields.pressure, (room + 0.5) * kDeep * 0.4, 1.6, 1.2);
  };
  double worst = 0;
  for (int room = 0; room + 1 < kRooms; ++room) {
    worst = kernels::worse(worst, std::fabs(pressure_in(room) - pressure_in(room + 1) - step) / step);
  }
  report("six rooms behind leaky sheets, pressure of a sheet", step, step * (1 + worst), worst, 1e-4);
  EXPECT_LT(worst, 1e-4);
}

/// A fan between two shafts whose walls slip: it draws through one of them, open below to air at rest, and blows out through the
/// other one, open above. What comes in has paid for its velocity with a pressure of w^2 / 2; what goes out has given up nothing.
TEST(Exact, ShaftThatAFanDrawsThroughTakesItsVelocityPressure) {
  constexpr int kCells = 12;
  constexpr double kCell_m = 0.25;
  constexpr double kVelocity_m_per_s = 1.5;
  flow::Case hall;
  hall.grid = {4, 8, kCells, kCell_m, kCell_m, kCell_m};
  hall.air.viscosity_m2_per_s = 1e-9;  // along the sheet between the shafts
  make_flat(hall, flow::Axis::x);
  make_flat(hall, flow::Axis::y);
  hall.screens.push_back({{flow::Axis::y, 4, 0, 4, 0, kCells}});
  hall.solids = {{0, 4, 0, 4, kCells - 1, kCells}, {0, 4, 4, 8, 0, 1}};
  hall.openings.push_back({{flow::Axis::z, 0, 0, 4, 0, 4}, hall.start_degc});
  hall.openings.push_back({{flow::Axis::z, kCells, 0, 4, 4, 8}, hall.start_degc});
  flow::Duct fan;
  for (int x = 0; x < 4; ++x) {
    for (int y = 0; y < 4; ++y) {
      fan.intake.push_back({flow::Axis::z, x, y, kCells - 1, true, 1.0 / 16});
      fan.discharge.push_back({flow::Axis::z, x, 4 + y, 1, false, 1.0 / 16});
    }
  }
  fan.flow = {{hall.start_degc, kVelocity_m_per_s}};  // through 1 m2
  hall.ducts.push_back(fan);
  flow::Options options = settled(0);
  options.most_turns = 200;
  const auto solution = solve(grids([&](int) { return hall; }, {1}), options);
  const double exact = -kVelocity_m_per_s * kVelocity_m_per_s / 2;
  double drawn = 0;
  double blown = 0;
  for (const double z_m : {0.4, 1.5, 2.6}) {
    const auto pressure = [&](double y_m) {
      return value_at(solution.fields.grid, solution.fields.pressure, 0.6, y_m, z_m);
    };
    drawn = kernels::worse(drawn, std::fabs(pressure(0.6) / exact - 1));
    blown = kernels::worse(blown, std::fabs(pressure(1.4) / exact));
  }
  report("shaft that a fan draws through, m2/s2", exact, exact * (1 + drawn), drawn, 1e-3);
  report("shaft that it blows through, of the same", 0, blown, blown, 1e-3);
  EXPECT_LT(drawn, 1e-3);
  EXPECT_LT(blown, 1e-3);
}

}  // namespace
}  // namespace verification
