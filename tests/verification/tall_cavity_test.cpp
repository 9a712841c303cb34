/// The tall cavity of Betts and Bokhari: turbulent flow between a hot and a cold side.
#include <algorithm>
#include <cmath>
#include <string>

#include "verification.hpp"

namespace verification {
namespace {

constexpr double kWidthM = 0.076;
constexpr double kHeightM = 2.18;
constexpr double kColdDegc = 15.0;
constexpr double kHotDegc = 34.6;
constexpr double kNusselt = 5.85;

flow::Case tall_cavity(int cells, flow::Turbulence turbulence) {
  flow::Case hall;
  hall.grid = {cells, 1, 3 * cells, kWidthM / cells, kWidthM / cells, kHeightM / (3 * cells)};
  hall.scheme = flow::Scheme::limited;
  hall.turbulence = turbulence;
  hall.air.viscosity_m2_per_s = 1.54e-5;  // of air at the mean temperature, 297.9 K
  hall.air.reference_degc = (kColdDegc + kHotDegc) / 2;
  hall.air.expansion_per_k = 1 / (273.15 + hall.air.reference_degc);
  hall.start_degc = hall.air.reference_degc;
  hall.walls.push_back(isothermal_wall(hall.grid, flow::Axis::x, false, kColdDegc));
  hall.walls.push_back(isothermal_wall(hall.grid, flow::Axis::x, true, kHotDegc));
  make_flat(hall, flow::Axis::y);
  return hall;
}

/// Heat into the cold side over that of conduction, with what the solver conducts over the half cell at a wall: the air's own
/// diffusivity and half of the first cell's turbulent one.
double nusselt(const flow::Case& hall, const flow::Fields& fields) {
  const flow::Grid& grid = fields.grid;
  const double own = hall.air.viscosity_m2_per_s / hall.air.prandtl;
  double sum = 0;
  for (int z = 0; z < grid.nz; ++z) {
    const auto at = static_cast<std::size_t>(z) * static_cast<std::size_t>(grid.nx);
    const double eddy = fields.viscosity.empty() ? 0 : static_cast<double>(fields.viscosity[at]);
    const double conducts = own + 0.5 * eddy / hall.air.turbulent_prandtl;
    sum += conducts * (static_cast<double>(fields.temperature[at]) - kColdDegc) / (grid.hx_m / 2);
  }
  return sum / grid.nz / (own * (kHotDegc - kColdDegc) / kWidthM);
}

/// Largest amount of the vertical velocity at mid-height, at the points of the measurement.
struct Peak {
  double published = 0, ours = 0;
};

Peak peak_at_mid_height(const Table& table, const flow::Fields& fields) {
  Peak peak;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.text(row, "quantity") != "V_mps" || table.text(row, "height_share") != "0.50") continue;
    const double x_m = table.number(row, "x_mm") / 1000;
    peak.published = std::max(peak.published, std::fabs(table.number(row, "value")));
    peak.ours = std::max(peak.ours, std::fabs(velocity_at(fields, flow::Axis::z, x_m, 0, kHeightM / 2)));
  }
  return peak;
}

/// Temperature at the middle of the width, measured at the point next to it.
double published_middle_degc(const Table& table, const std::string& height_share) {
  double best_m = kWidthM;
  double degc = 0;
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    if (table.text(row, "quantity") != "T_degC" || table.text(row, "height_share") != height_share) continue;
    const double apart_m = std::fabs(table.number(row, "x_mm") / 1000 - kWidthM / 2);
    if (apart_m >= best_m) continue;
    best_m = apart_m;
    degc = table.number(row, "value");
  }
  return degc;
}

/// The algebraic model was fitted to rooms. Published two-equation models miss the Nusselt number by 5 to 25 % and the peak by a
/// third; this one's first cell is as wide as the layer that holds the peak, hence the wider gate there.
TEST(TallCavity, HeatAndVelocityAreNearThoseThatWereMeasured) {
  SKIP_WHEN_SANITIZED();
  constexpr double kHeatGate = 0.25;
  constexpr double kPeakGate = 0.5;
  constexpr double kLayersGate = 0.35;
  const auto hall = grids([](int cells) { return tall_cavity(cells, flow::Turbulence::zero_equation); }, {16, 32});
  flow::Options options =
      settled(0);  // its energy flickers by some 1e-5 for ever, as much as its jet still creeps before
  options.most_turns = 2000;
  const auto solution = solve(hall, options);
  ASSERT_TRUE(solution.status) << solution.status.text;
  const flow::Fields& fields = solution.fields;
  const Table table = read_table("tall_cavity_betts_bokhari.csv");
  const auto compare = [](const std::string& name, double published, double ours, double gate) {
    const double error = std::fabs(ours / published - 1);
    report("tall cavity 32 x 96, zero_equation, " + name, published, ours, error, gate);
    EXPECT_LT(error, gate) << name;
  };
  compare("mean Nu", kNusselt, nusselt(hall.grids.back(), fields), kHeatGate);
  const Peak peak = peak_at_mid_height(table, fields);
  compare("peak", peak.published, peak.ours, kPeakGate);
  const auto middle = [&](double share) {
    return value_at(fields.grid, fields.temperature, kWidthM / 2, 0, share * kHeightM);
  };
  compare("layers, K", published_middle_degc(table, "0.90") - published_middle_degc(table, "0.10"),
          middle(0.9) - middle(0.1), kLayersGate);
}

}  // namespace
}  // namespace verification
