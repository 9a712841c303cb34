/// Bodies with several lanes to a row against one lane, bit for bit; and what lanes and rows are found by.
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

#include "kernels/density/run_on.hpp"
#include "kernels/executor/host.hpp"
#include "kernels/multigrid/hierarchy.hpp"
#include "tests/kernels/block.hpp"
#include "tests/kernels/density_cases.hpp"

namespace kernels {
namespace {

TEST(Lanes, EachCellBelongsToOneLaneWhateverTheBegin) {
  for (Index begin = 0; begin < 9; ++begin) {
    for (Index lane = 0; lane < 4; ++lane) {
      const Index first = first_of_lane(lane, 4, begin);
      EXPECT_GE(first, begin);
      EXPECT_LT(first, begin + 4);
      EXPECT_EQ((first + 3) % 4, lane);  // x = 1 is the first one's
    }
  }
}

TEST(Lanes, ManyLanesToARowGiveTheAnswerOfOne) {
  for (std::uint64_t seed = 300; seed < 306; ++seed) {
    const density::cases::Question question = density::cases::random_question(seed);
    density::Job job{question.grid, question.windows, {}, {0}};
    for (const density::Placement& placement : question.placements) {
      for (density::Rect rack : placement) {
        rack.x0_um -= question.grid.x0_um;
        rack.x1_um -= question.grid.x0_um;
        rack.y0_um -= question.grid.y0_um;
        rack.y1_um -= question.grid.y0_um;
        job.racks.push_back(rack);
      }
      job.first.push_back(static_cast<Index>(job.racks.size()));
    }
    Serial serial;
    const density::Answer expected = check_windows_on(serial, job);
    for (const Index lanes : {2, 3}) {
      Block block(lanes);
      const density::Answer answer = check_windows_on(block, job);
      EXPECT_EQ(answer.hottest, expected.hottest) << "seed " << seed << " lanes " << lanes;
      EXPECT_EQ(answer.inside_mw, expected.inside_mw) << "seed " << seed << " lanes " << lanes;
    }
  }
}

/// Coefficients that jump by 1e3, with a solid block, and one wall open.
float coefficient(Index x, Index y, Index z, int direction) {
  const Index mixed = (x * 73 + y * 151 + z * 31 + direction * 17) % 97;
  if (mixed < 9) return 0;
  return mixed % 3 == 0 ? 1e-3F : 1.0F + static_cast<float>(mixed) / 50;
}

/// x after two cycles on a made-up problem, and the coefficients of the first coarse grid.
template <class Executor>
std::vector<float> cycled(Executor executor, const Layout& layout, const multigrid::Cuts& cuts) {
  multigrid::Hierarchy<Executor> hierarchy(executor, layout, 1, 1, 1, cuts);
  auto& level = hierarchy.level(0);
  for (Index unit = 0; unit < layout.cases; ++unit) {
    for (Index z = 1; z <= layout.nz + 1; ++z) {
      for (Index y = 1; y <= layout.ny + 1; ++y) {
        for (Index x = 1; x <= layout.nx + 1; ++x) {
          const Index at = layout.at(x, y, z, unit);
          const bool in_y = y <= layout.ny, in_z = z <= layout.nz, in_x = x <= layout.nx;
          if (in_y && in_z && x <= layout.nx) level.cx[at] = multigrid::Conductance(coefficient(x, y, z, 0));
          if (in_x && in_z && y > 1 && y <= layout.ny) level.cy[at] = multigrid::Conductance(coefficient(x, y, z, 1));
          if (in_x && in_y && z > 1 && z <= layout.nz) level.cz[at] = multigrid::Conductance(coefficient(x, y, z, 2));
        }
      }
    }
  }
  hierarchy.coarsen(executor);
  for (Index row = 0; row < layout.rows(); ++row) {
    for (Index x = 1; x <= layout.nx; ++x) {
      const Index at = layout.row(row) + x;
      level.b[at] = level.inverse[at] != 0 ? static_cast<float>((row * 7 + x * 13) % 11) - 5 : 0;
    }
  }
  hierarchy.cycle(executor, 2, 2, 1);
  const auto& coarse = hierarchy.level(1);
  std::vector<float> out;
  for (Index row = 0; row < layout.rows(); ++row) {
    for (Index x = 1; x <= layout.nx; ++x) out.push_back(level.x[layout.row(row) + x]);
  }
  for (Index row = 0; row < coarse.layout.face_rows(); ++row) {
    for (Index x = 1; x <= coarse.layout.nx + 1; ++x) {
      const Index at = coarse.layout.face_row(row) + x;
      for (const View<multigrid::Conductance>& c : {coarse.cx, coarse.cy, coarse.cz}) out.push_back(c[at]);
    }
  }
  return out;
}

TEST(Lanes, MultigridGivesTheBitsOfOneLane) {
  const multigrid::Cuts cuts{std::vector<multigrid::Cut>{{6, 1.0}}, {}, std::vector<multigrid::Cut>{{4, 1.0}}};
  for (const Layout& layout : {Layout(21, 13, 11), Layout(16, 16, 16, 2), Layout(3, 40, 12)}) {
    for (const bool cut : {false, true}) {
      const multigrid::Cuts walls = cut ? cuts : multigrid::Cuts{};
      const std::vector<float> right = cycled(Serial(), layout, walls);
      // Few cells to a lane, and more than it keeps.
      for (const Index lanes : {2, 3, 16}) EXPECT_EQ(cycled(Block(lanes), layout, walls), right) << lanes << " lanes";
    }
  }
}

TEST(Lanes, ADivisorsProductIsTheQuotient) {
  std::uint32_t state = 5;
  const auto next = [&state] { return state = state * 1664525U + 1013904223U; };
  for (int round = 0; round < 200'000; ++round) {
    const std::uint32_t by = round < 4000 ? static_cast<std::uint32_t>(round) + 1 : 1 + (next() >> (1 + next() % 31));
    const std::uint32_t number = next() >> 1U;
    ASSERT_EQ(Divisor(by).by_product(number), number / by) << number << " / " << by;
    const std::uint32_t whole = number / by * by;
    ASSERT_EQ(Divisor(by).by_product(whole), whole / by) << whole << " / " << by;
    if (whole == 0) continue;
    ASSERT_EQ(Divisor(by).by_product(whole - 1), (whole - 1) / by) << whole - 1 << " / " << by;
  }
  EXPECT_EQ(Divisor(1).by_product(0x7FFFFFFFU), 0x7FFFFFFFU);
  EXPECT_EQ(Divisor(0x7FFFFFFF).by_product(0x7FFFFFFFU), 1U);
}

}  // namespace
}  // namespace kernels
