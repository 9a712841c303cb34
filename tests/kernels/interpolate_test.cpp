// From a coarser grid to a finer one: what a wall or a screen keeps apart stays apart, wherever each grid puts it.
#include "kernels/flow/interpolate.hpp"

#include <gtest/gtest.h>

#include <span>
#include <tuple>

#include "kernels/executor/host.hpp"
#include "kernels/flow/on_grid.hpp"

namespace {

using kernels::Index;
using kernels::Serial;
namespace flow = kernels::flow;

constexpr float kCold = 10, kWarm = 30;
constexpr int kCells = 8;  // of the coarse grid, in each direction

/// A closed room that a screen parts at `at` of its cells along `normal`.
flow::Case parted(int cells, flow::Axis normal, int at, double loss) {
  flow::Case room;
  room.grid = {cells, cells, cells, 1.0 / cells, 1.0 / cells, 1.0 / cells};
  room.screens.push_back({{normal, at, 0, cells, 0, cells}, loss});
  return room;
}

flow::OnGrid<Serial> on_grid(Serial& executor, const flow::Case& room) {
  const flow::Case* const one = &room;
  return {executor, flow::make_tables(std::span(&one, 1))};
}

/// Visits the cells of air with their number along the normal, from 1.
template <class Visit>
void each_cell(const flow::Level& level, int normal, const Visit& visit) {
  for (Index z = 1; z <= level.layout.nz; ++z) {
    for (Index y = 1; y <= level.layout.ny; ++y) {
      for (Index x = 1; x <= level.layout.nx; ++x) {
        const Index along[3] = {x, y, z};
        visit(level.layout.at(x, y, z, 0), along[normal]);
      }
    }
  }
}

/// Cold on this side of the screen, warm behind it, air along the screen in opposite ways. The fine grid's screen stands `shift`
/// of its cells beyond the coarse grid's.
class AcrossAScreen : public testing::TestWithParam<std::tuple<int, int, double>> {};

TEST_P(AcrossAScreen, NothingIsMixed) {
  const int normal = std::get<0>(GetParam()), shift = std::get<1>(GetParam());
  const double loss = std::get<2>(GetParam());
  const auto axis = static_cast<flow::Axis>(normal);
  const flow::Case coarse_room = parted(kCells, axis, kCells / 2, loss);
  const flow::Case fine_room = parted(2 * kCells, axis, kCells + shift, loss);
  Serial executor;
  flow::OnGrid<Serial> coarse = on_grid(executor, coarse_room), fine = on_grid(executor, fine_room);
  const flow::Level from = coarse.state.level(), to = fine.state.level();
  const int along = (normal + 1) % 3;
  each_cell(from, normal, [&](Index cell, Index number) {
    const bool cold = number <= kCells / 2;
    from.temperature[cell] = cold ? kCold : kWarm;
    if (!kernels::face::is_fixed(from.bits[along][cell])) from.velocity[along][cell] = cold ? 1.0F : -1.0F;
  });
  executor.for_each_row(to.layout.rows(), to.layout.nx, flow::InterpolateRow::scratch_floats(from.layout),
                        flow::InterpolateRow{from, to, {0.5F, 0.5F, 0.5F}});
  each_cell(to, normal, [&](Index cell, Index number) {
    const bool cold = number <= kCells + shift;
    EXPECT_FLOAT_EQ(to.temperature[cell], cold ? kCold : kWarm) << number;
    const float velocity = to.velocity[along][cell];
    EXPECT_TRUE(cold ? velocity >= 0 : velocity <= 0) << number << ": " << velocity;
    EXPECT_EQ(velocity == 0, kernels::face::is_fixed(to.bits[along][cell])) << number;
  });
}

INSTANTIATE_TEST_SUITE_P(AllWays, AcrossAScreen,
                         testing::Combine(testing::Values(0, 1, 2), testing::Values(-1, 0, 1),
                                          testing::Values(-1.0, 50.0)));

// Without a screen a linear field stays linear, but for the half cells at the walls.
TEST(Interpolate, ALinearFieldStaysLinear) {
  flow::Case coarse_room, fine_room;
  coarse_room.grid = {kCells, kCells, kCells, 1, 1, 1};
  fine_room.grid = {2 * kCells, 2 * kCells, 2 * kCells, 0.5, 0.5, 0.5};
  Serial executor;
  flow::OnGrid<Serial> coarse = on_grid(executor, coarse_room), fine = on_grid(executor, fine_room);
  const flow::Level from = coarse.state.level(), to = fine.state.level();
  each_cell(from, 0, [&](Index cell, Index x) { from.temperature[cell] = static_cast<float>(x) - 0.5F; });
  executor.for_each_row(to.layout.rows(), to.layout.nx, flow::InterpolateRow::scratch_floats(from.layout),
                        flow::InterpolateRow{from, to, {0.5F, 0.5F, 0.5F}});
  each_cell(to, 0, [&](Index cell, Index x) {
    if (x == 1 || x == Index{2} * kCells) return;
    EXPECT_NEAR(to.temperature[cell], (static_cast<float>(x) - 0.5F) / 2, 1e-5) << x;
  });
}

// A field that differs in every direction, on grids of no simple ratio, with a solid: linear away from it and from walls, added
// where asked for, and in the second of two cases as in the first.
TEST(Interpolate, EveryDirectionHasItsOwnWeights) {
  constexpr int kFine[3] = {37, 11, 9}, kCoarse[3] = {24, 7, 6};
  const auto box = [](const int(&n)[3]) {
    flow::Case room;
    room.grid = {n[0], n[1], n[2], 12.0 / n[0], 4.0 / n[1], 3.0 / n[2]};
    room.solids.push_back({n[0] / 3, n[0] / 3 + 2, 0, n[1], 0, 2});
    return room;
  };
  const flow::Case coarse_room = box(kCoarse), fine_room = box(kFine);
  const flow::Case* const coarse_cases[] = {&coarse_room, &coarse_room};
  const flow::Case* const fine_cases[] = {&fine_room, &fine_room};
  Serial executor;
  flow::OnGrid<Serial> coarse(executor, flow::make_tables(coarse_cases));
  flow::OnGrid<Serial> fine(executor, flow::make_tables(fine_cases));
  const flow::Level from = coarse.state.level(), to = fine.state.level();
  const auto each = [](const flow::Level& level, const auto& visit) {
    for (Index unit = 0; unit < 2; ++unit) {
      for (Index z = 1; z <= level.layout.nz; ++z) {
        for (Index y = 1; y <= level.layout.ny; ++y) {
          for (Index x = 1; x <= level.layout.nx; ++x) visit(level.layout.at(x, y, z, unit), x, y, z);
        }
      }
    }
  };
  /// At a cell's centre, or in the middle of its low face of a component.
  const auto value = [](const flow::Level& level, Index x, Index y, Index z, int component) {
    const Index place[3] = {x, y, z};
    float sum = 0;
    for (int d = 0; d < 3; ++d) {
      const float at = static_cast<float>(place[d]) - (d == component ? 1.0F : 0.5F);
      sum += static_cast<float>(d + 1) * at / level.per_m[d];
    }
    return sum;
  };
  each(from, [&](Index cell, Index x, Index y, Index z) {
    from.temperature[cell] = value(from, x, y, z, -1);
    for (int d = 0; d < 3; ++d) {
      if (!kernels::face::is_fixed(from.bits[d][cell])) from.velocity[d][cell] = value(from, x, y, z, d);
    }
  });
  flow::InterpolateRow body{from, to, {24.0F / 37, 7.0F / 11, 6.0F / 9}};
  const auto run = [&] {
    executor.for_each_row(to.layout.rows(), to.layout.nx, flow::InterpolateRow::scratch_floats(from.layout), body);
  };
  run();
  int seen = 0;
  const auto check = [&](float times) {
    seen = 0;
    each(to, [&](Index cell, Index x, Index y, Index z) {
      const bool inside = x > 18 && x < 35 && y > 2 && y < 10 && z > 2 && z < 8;
      if (!inside) return;
      ++seen;
      EXPECT_NEAR(to.temperature[cell], times * value(to, x, y, z, -1), 1e-4F * times) << x << ' ' << y << ' ' << z;
      for (int d = 0; d < 3; ++d) EXPECT_NEAR(to.velocity[d][cell], times * value(to, x, y, z, d), 1e-4F * times) << d;
    });
  };
  check(1);
  EXPECT_EQ(seen, 2 * 16 * 7 * 5);
  body.add = true;
  run();
  check(2);
}

}  // namespace
