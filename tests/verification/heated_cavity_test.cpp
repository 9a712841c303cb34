/// Square cavity with one hot and one cold side, air, against de Vahl Davis (1983).
#include <algorithm>
#include <cmath>
#include <string>

#include "verification.hpp"

namespace verification {
namespace {

constexpr double kPrandtl = 0.71;
constexpr double kMiddleDegc = 20;

/// Unit length, unit temperature difference, unit g beta: the velocity scale is 1 and Ra = Pr / nu^2. Heat flows along x,
/// where the boundary layers are thin: cells are half as wide as high.
flow::Case heated_cavity(int cells, double rayleigh) {
  flow::Case hall;
  hall.grid = {2 * cells, 1, cells, 0.5 / cells, 1.0 / cells, 1.0 / cells};
  hall.scheme = flow::Scheme::limited;
  hall.air.viscosity_m2_per_s = std::sqrt(kPrandtl / rayleigh);
  hall.air.prandtl = kPrandtl;
  hall.air.gravity_m_per_s2 = 1;
  hall.air.expansion_per_k = 1;
  hall.air.reference_degc = kMiddleDegc;
  hall.start_degc = kMiddleDegc;
  hall.walls.push_back(isothermal_wall(hall.grid, flow::Axis::x, false, kMiddleDegc + 0.5));
  hall.walls.push_back(isothermal_wall(hall.grid, flow::Axis::x, true, kMiddleDegc - 0.5));
  make_flat(hall, flow::Axis::y);
  return hall;
}

/// Heat through a side over that of conduction, by the difference over half a cell that the solver conducts with.
double nusselt(const flow::Fields& fields, bool hot) {
  const auto nx = static_cast<std::size_t>(fields.grid.nx);
  const auto nz = static_cast<std::size_t>(fields.grid.nz);
  double sum = 0;
  for (std::size_t z = 0; z < nz; ++z) {
    const double cell = static_cast<double>(fields.temperature[z * nx + (hot ? 0 : nx - 1)]) - kMiddleDegc;
    sum += hot ? 0.5 - cell : cell + 0.5;
  }
  return sum * fields.grid.hz_m / (fields.grid.hx_m / 2);
}

/// Largest velocity on a centre line, from a parabola through the largest value and its neighbours, in units of
/// diffusivity over length.
double largest_on_line(const flow::Fields& fields, flow::Axis component, double diffusivity) {
  const int n = component == flow::Axis::x ? fields.grid.nz : fields.grid.nx;
  const auto at = [&](int i) {
    const double place = (i + 0.5) / n;
    return component == flow::Axis::x ? velocity_at(fields, component, 0.5, 0, place)
                                      : velocity_at(fields, component, place, 0, 0.5);
  };
  int best = 1;
  for (int i = 1; i + 1 < n; ++i) best = at(i) > at(best) ? i : best;
  const double slope = (at(best + 1) - at(best - 1)) / 2;
  const double curvature = at(best + 1) - 2 * at(best) + at(best - 1);
  return (at(best) - slope * slope / (2 * curvature)) / diffusivity;
}

struct Asked {
  std::size_t row;
  std::vector<int> cells;
};

class HeatedCavity : public testing::TestWithParam<Asked> {};

TEST_P(HeatedCavity, HeatAndVelocitiesAreThoseOfDeVahlDavis) {
  constexpr double kHeatGate = 0.01;
  constexpr double kVelocityGate = 0.02;
  const Asked& asked = GetParam();
  if (asked.row > 0) SKIP_WHEN_SANITIZED();
  const Table table = read_table("heated_cavity_devahldavis.csv");
  const double rayleigh = table.number(asked.row, "ra");
  const auto solution =
      solve(grids([&](int cells) { return heated_cavity(cells, rayleigh); }, asked.cells), settled(1e-6));
  ASSERT_EQ(solution.ended, flow::Ended::steady);
  const double diffusivity = 1 / std::sqrt(kPrandtl * rayleigh);
  const std::string name = "Ra " + table.text(asked.row, "ra") + " on " + std::to_string(2 * asked.cells.back()) +
                           " x " + std::to_string(asked.cells.back()) + ", ";
  const auto compare = [&](const std::string& what, double ours, double gate) {
    const double published = table.number(asked.row, what);
    const double error = std::fabs(ours / published - 1);
    report(name + what, published, ours, error, gate);
    EXPECT_LT(error, gate) << what;
  };
  const double hot = nusselt(solution.fields, true);
  EXPECT_NEAR(nusselt(solution.fields, false), hot, 1e-3 * hot);
  compare("nu_mean", hot, kHeatGate);
  compare("u_max", largest_on_line(solution.fields, flow::Axis::x, diffusivity), kVelocityGate);
  compare("v_max", largest_on_line(solution.fields, flow::Axis::z, diffusivity), kVelocityGate);
}

INSTANTIATE_TEST_SUITE_P(Rayleigh, HeatedCavity,
                         testing::Values(Asked{0, {16, 32}}, Asked{1, {16, 32}}, Asked{2, {16, 32, 64}},
                                         Asked{3, {24, 48, 96}}),
                         [](const auto& instance) { return "1e" + std::to_string(instance.param.row + 3); });

}  // namespace
}  // namespace verification
