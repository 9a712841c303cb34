/// Whole halls: one in which air only recirculates, its mirror images, and the one that OpenFOAM solved.
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "halls.hpp"
#include "kernels/base/worse.hpp"

namespace verification {
namespace {

constexpr double kHeat = 12;  // K m3/s: 14 kW into the first rack; the second gets half

flow::Options tight() {
  flow::Options options;
  options.steady_range_k = 2e-4;
  options.window_agrees_k = 0;
  return options;
}

/// Largest net flow out of a cell of air, m3/s, from the fluxes as they were handed out.
double worst_net_flow(const flow::Case& hall, const flow::Fields& fields) {
  const auto nx = static_cast<std::size_t>(hall.grid.nx);
  const auto ny = static_cast<std::size_t>(hall.grid.ny);
  const auto nz = static_cast<std::size_t>(hall.grid.nz);
  std::vector<char> solid(nx * ny * nz, 0);
  for (const flow::Box& box : hall.solids) {
    for (int z = box.z0; z < box.z1; ++z) {
      for (int y = box.y0; y < box.y1; ++y) {
        for (int x = box.x0; x < box.x1; ++x) {
          solid[(static_cast<std::size_t>(z) * ny + static_cast<std::size_t>(y)) * nx + static_cast<std::size_t>(x)] =
              1;
        }
      }
    }
  }
  double worst = 0;
  for (std::size_t z = 0; z < nz; ++z) {
    for (std::size_t y = 0; y < ny; ++y) {
      for (std::size_t x = 0; x < nx; ++x) {
        if (solid[(z * ny + y) * nx + x] != 0) continue;
        const std::size_t u = (z * ny + y) * (nx + 1) + x;
        const std::size_t v = (z * (ny + 1) + y) * nx + x;
        const std::size_t w = (z * ny + y) * nx + x;
        const double net = fields.flux_u[u + 1] - fields.flux_u[u] + fields.flux_v[v + nx] - fields.flux_v[v] +
                           fields.flux_w[w + nx * ny] - fields.flux_w[w];
        worst = kernels::worse(worst, std::fabs(net));
      }
    }
  }
  return worst;
}

/// What the racks put in, the cooling unit takes out: it draws 18 / 2.5 = 7.2 K over its set point, whatever the flow is.
TEST(ClosedHall, CoolingUnitTakesOutWhatRacksPutIn) {
  const flow::Case hall = closed_hall(4, kHeat);
  const auto solution = solve({{closed_hall(2, kHeat), hall}}, tight());
  ASSERT_EQ(solution.ended, flow::Ended::steady);
  constexpr double kTakenOut = 1.5 * kHeat;
  const double drawn = solution.certified_intake_degc.back();
  const double taken = kCoolerFlow * (drawn - kSetpointDegc);
  report("closed hall, heat taken out, K m3/s", kTakenOut, taken, std::fabs(taken / kTakenOut - 1), 1e-6);
  EXPECT_NEAR(taken, kTakenOut, 1e-6 * kTakenOut);
  EXPECT_LT(solution.balance.heat, 1e-6);
  EXPECT_LT(solution.balance.mass, 1e-6);
  constexpr double kFlow = 1.2 + 0.8 + kCoolerFlow;
  const double net = worst_net_flow(hall, solution.fields) / kFlow;
  report("closed hall, worst net flow of a cell / flow", 0, net, net, 1e-8);
  EXPECT_LT(net, 1e-8);
  EXPECT_NEAR(solution.ducts.back().intake.mean_degc, drawn, 0.05);  // the 32-bit iteration saw the same
}

/// Only differences of pressure act in a hall without an opening.
TEST(ClosedHall, LevelOfPressureActsOnNothing) {
  const flow::Case hall = closed_hall(2, kHeat);
  const auto first = solve({{hall}}, tight());
  ASSERT_EQ(first.ended, flow::Ended::steady);
  flow::Fields shifted = first.fields;
  for (float& pressure : shifted.pressure) pressure += 1;
  kernels::Execution one_thread;
  one_thread.threads = 1;
  const auto again = flow::solve({{hall}}, tight(), one_thread, {&shifted});
  ASSERT_TRUE(static_cast<bool>(again.status)) << again.status.text;
  for (std::size_t duct = 0; duct < hall.ducts.size(); ++duct) {
    EXPECT_NEAR(again.certified_intake_degc[duct], first.certified_intake_degc[duct], 2e-3) << duct;
  }
}

/// Largest difference between a hall's certified temperatures and those of its mirror image at the mirrored cells.
double mirror_difference(int scale, Mirror mirror) {
  const auto one = solve({{closed_hall(scale, kHeat)}}, tight());
  const auto other = solve({{closed_hall(scale, kHeat, mirror)}}, tight());
  EXPECT_EQ(one.ended, flow::Ended::steady);
  EXPECT_EQ(other.ended, flow::Ended::steady);
  const auto nx = static_cast<std::size_t>(one.fields.grid.nx);
  const auto ny = static_cast<std::size_t>(one.fields.grid.ny);
  const auto nz = static_cast<std::size_t>(one.fields.grid.nz);
  double most = 0;
  double spread = 0;
  for (std::size_t z = 0; z < nz; ++z) {
    for (std::size_t y = 0; y < ny; ++y) {
      for (std::size_t x = 0; x < nx; ++x) {
        const std::size_t there = (z * ny + (mirror.y ? ny - 1 - y : y)) * nx + (mirror.x ? nx - 1 - x : x);
        const double here = one.fields.certified_temperature[(z * ny + y) * nx + x];
        most = kernels::worse(most, std::fabs(here - other.fields.certified_temperature[there]));
        spread = kernels::worse(spread, here - kSetpointDegc);
      }
    }
  }
  EXPECT_GT(spread, 5);  // there is something to compare
  return most;
}

/// Rows are swept in two colours, by (y + z) mod 2. Mirrored along x, or along y with an odd number of cells, a row keeps its
/// colour; with an even number it does not: the iteration takes another way to the same answer.
TEST(ClosedHall, MirroredHallHasTheMirroredAnswer) {
  constexpr double kSameWay = 1e-4;
  constexpr double kOtherWay = 1e-3;
  const double along_x = mirror_difference(2, {true, false});
  const double along_y = mirror_difference(2, {false, true});
  const double odd_y = mirror_difference(3, {false, true});
  report("mirrored along x, worst cell, K", 0, along_x, along_x, kSameWay);
  report("mirrored along y, even, worst cell, K", 0, along_y, along_y, kOtherWay);
  report("mirrored along y, odd, worst cell, K", 0, odd_y, odd_y, kSameWay);
  EXPECT_LT(along_x, kSameWay);
  EXPECT_LT(along_y, kOtherWay);
  EXPECT_LT(odd_y, kSameWay);
}

TEST(OpenFoamHall, RackInletsAgree) {
  constexpr double kGateK = 0.15;
  SKIP_WHEN_SANITIZED();
  const Table table = read_table("openfoam_hall_v2.csv");
  flow::Options options;
  options.steady_left_k = 2e-3;  // what is compared is the grid's own answer, not where a solve may stop
  const auto solution = solve({{openfoam_hall(0.4), openfoam_hall(0.2)}}, options);
  ASSERT_EQ(solution.ended, flow::Ended::steady);
  ASSERT_EQ(solution.ducts.size(), table.rows.size());
  std::size_t worst = 0;
  const auto error = [&](std::size_t rack) {
    return std::fabs(solution.certified_intake_degc[rack] - table.number(rack, "inlet_degc"));
  };
  for (std::size_t rack = 0; rack < table.rows.size(); ++rack) worst = error(rack) > error(worst) ? rack : worst;
  report("OpenFOAM hall V2 at 0.2 m, worst inlet " + table.text(worst, "rack"), table.number(worst, "inlet_degc"),
         solution.certified_intake_degc[worst], error(worst), kGateK);
  EXPECT_LT(error(worst), kGateK);
  EXPECT_LT(solution.balance.heat, 1e-6);
}

}  // namespace
}  // namespace verification
