/// Laminar flow over a backward-facing step: where it comes back to the wall.
#include <cmath>
#include <string>

#include "verification.hpp"

namespace verification {
namespace {

constexpr double kStep = 0.5;  ///< height of the step, and of the channel before it
constexpr double kBefore = 1;  ///< length of that channel

/// Channel along x, y up, height 1 behind the step; mean velocity 1 before it, blown in as developed: 6 s (1 - s).
flow::Case step(int cells, double reynolds, int length) {
  flow::Case hall;
  const int height = static_cast<int>(std::lround(kStep * cells));
  const int before = static_cast<int>(std::lround(kBefore * cells / 2));
  hall.grid = {before + length * cells / 2, cells, 1, 2.0 / cells, 1.0 / cells, 1.0 / cells};
  hall.scheme = flow::Scheme::limited;
  hall.air.viscosity_m2_per_s = 2 * kStep / reynolds;
  hall.air.expansion_per_k = 0;
  hall.solids.push_back({0, before, 0, height, 0, 1});
  const int open = cells - height;
  for (int y = 0; y < open; ++y) {
    const double low = static_cast<double>(y) / open;
    const double high = static_cast<double>(y + 1) / open;
    flow::Supply supply;
    supply.faces = {flow::Axis::x, 0, height + y, height + y + 1, 0, 1};
    supply.velocity_m_per_s = (3 * (high * high - low * low) - 2 * (high * high * high - low * low * low)) * open;
    supply.temperature_degc = hall.start_degc;
    hall.supplies.push_back(supply);
  }
  hall.openings.push_back({whole_wall(hall.grid, flow::Axis::x, true).faces, hall.start_degc});
  make_flat(hall, flow::Axis::z);
  return hall;
}

/// Where the velocity next to the lower wall first turns from back to forth, in steps behind the step.
double reattachment(const flow::Fields& fields) {
  const double y_m = fields.grid.hy_m / 2;
  const int before = static_cast<int>(std::lround(kBefore / fields.grid.hx_m));
  for (int i = before + 2; i < fields.grid.nx; ++i) {
    const double here = velocity_at(fields, flow::Axis::x, i * fields.grid.hx_m, y_m, 0);
    const double next = velocity_at(fields, flow::Axis::x, (i + 1) * fields.grid.hx_m, y_m, 0);
    if (here < 0 && next >= 0) return ((i + here / (here - next)) * fields.grid.hx_m - kBefore) / kStep;
  }
  return 0;
}

struct Asked {
  std::size_t row;
  int length;  ///< behind the step
};

class BackwardStep : public testing::TestWithParam<Asked> {};

TEST_P(BackwardStep, FlowComesBackToTheWallWhereItDid) {
  constexpr double kGate = 0.05;
  SKIP_WHEN_SANITIZED();
  const Table table = read_table("backward_step_laminar.csv");
  const double reynolds = table.number(GetParam().row, "re");
  const double published = table.number(GetParam().row, "xr_over_h");
  const auto solution =
      solve(grids([&](int cells) { return step(cells, reynolds, GetParam().length); }, {16, 32, 48}), settled(1e-5));
  ASSERT_EQ(solution.ended, flow::Ended::steady);
  const double ours = reattachment(solution.fields);
  const double error = std::fabs(ours / published - 1);
  report("Re " + table.text(GetParam().row, "re") + ", 48 cells high, reattachment", published, ours, error, kGate);
  EXPECT_LT(error, kGate);
}

INSTANTIATE_TEST_SUITE_P(Reynolds, BackwardStep, testing::Values(Asked{0, 4}, Asked{2, 6}),
                         [](const auto& instance) { return "Row" + std::to_string(instance.param.row); });

}  // namespace
}  // namespace verification
