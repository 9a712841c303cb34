/// The power-density check on the host executors: a case by hand, brute force, the split's exactness, order, batches,
/// ties, edges and refusals.
#include "kernels/density/density.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "tests/kernels/density_cases.hpp"

namespace kernels::density {
namespace {

const Execution kSerial{Backend::cpu, 1, 1};
const std::vector<Execution> kHost{
    kSerial, {Backend::cpu, 2, 1}, {Backend::cpu, 3, 1}, {Backend::shuffled, 0, 1}, {Backend::shuffled, 0, 99}};

std::int64_t sum(const std::vector<std::int64_t>& values) {
  return std::accumulate(values.begin(), values.end(), std::int64_t{0});
}

std::int64_t power_of(const Placement& placement) {
  std::int64_t power_mw = 0;
  for (const Rect& rack : placement) power_mw += rack.power_mw;
  return power_mw;
}

// A grid of 4 x 3 cells of 1 m. One rack of 1000 mW over x 0.5 .. 2.5 m and y 1 .. 3 m.
//   Depth 2 m: the row y=1 and the row y=2 get floor(1000 * 1/2) = 500 mW each.
//   Width 2 m, per row: before x=1 m floor(500 * 0.5/2) = 125, before 2 m floor(500 * 1.5/2) = 375, before 2.5 m 500:
//   the cells get 125, 250, 125.
// A second rack of 10 mW over x 3 .. 4 m and y 0 .. 3 m: rows floor(10/3) = 3, floor(20/3) - 3 = 3, 10 - 6 = 4.
TEST(Density, ByHand) {
  const Grid grid{0, 0, 1'000'000, 4, 3};
  const Placement racks{{500'000, 1'000'000, 2'500'000, 3'000'000, 1000}, {3'000'000, 0, 4'000'000, 3'000'000, 10}};
  const std::vector<std::int64_t> by_hand{0,   0,   0,   3,  //
                                          125, 250, 125, 3,  //
                                          125, 250, 125, 4};
  // 1 x 1: the 250 at (1,1) before the one at (1,2); above 125: those two, the four cells of 125 are within.
  // 2 x 2: at (0,1) 125+250+125+250 = 750, and 750 at (1,1) too; at (2,1) 257; row 0: 375, 375, 131. Above 375: two.
  // 4 x 3: everything, 1010.
  const std::vector<Window> windows{{1, 1, 125}, {2, 2, 375}, {4, 3, 1010}};
  const std::vector<Hottest> expected{{250, 1, 1, 2}, {750, 0, 1, 2}, {1010, 0, 0, 0}};
  for (const Execution& execution : kHost) {
    const Field field = rasterise(grid, racks, execution);
    ASSERT_TRUE(field.status) << field.status.text;
    EXPECT_EQ(field.cell_mw, by_hand) << field.ran_on;
    const Answer answer = check_windows(grid, windows, std::vector<Placement>{racks}, execution);
    ASSERT_TRUE(answer.status) << answer.status.text;
    EXPECT_EQ(answer.hottest, expected) << answer.ran_on;
    EXPECT_EQ(answer.inside_mw, std::vector<std::int64_t>{1010}) << answer.ran_on;
  }
}

TEST(Density, TheExecutorThatRanIsTheOneAskedFor) {
  const std::vector<std::string> names{"serial", "openmp 2", "openmp 3", "shuffled 1", "shuffled 99"};
  for (std::size_t e = 0; e < kHost.size(); ++e) {
    EXPECT_EQ(rasterise({0, 0, 1, 1, 1}, {}, kHost[e]).ran_on, names[e]);
    EXPECT_EQ(check_windows({0, 0, 1, 1, 1}, {}, std::vector<Placement>(1), kHost[e]).ran_on, names[e]);
  }
}

TEST(Density, EqualsBruteForceOnEveryHostExecutor) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const cases::Question question = cases::random_question(seed);
    std::vector<Hottest> expected;
    std::vector<std::int64_t> inside_mw;
    for (const Placement& placement : question.placements) {
      const Field field = rasterise(question.grid, placement, kSerial);
      ASSERT_TRUE(field.status) << field.status.text;
      inside_mw.push_back(sum(field.cell_mw));
      for (const Window& window : question.windows) {
        expected.push_back(cases::brute_force(question.grid, field.cell_mw, window));
      }
    }
    for (const Execution& execution : kHost) {
      const Answer answer = check_windows(question.grid, question.windows, question.placements, execution);
      ASSERT_TRUE(answer.status) << answer.status.text;
      EXPECT_EQ(answer.hottest, expected) << "seed " << seed << " on " << answer.ran_on;
      EXPECT_EQ(answer.inside_mw, inside_mw) << "seed " << seed << " on " << answer.ran_on;
    }
  }
}

TEST(Density, ThreadsGiveTheBitsOfOneOnALargeBatch) {
  const cases::Question question = cases::large_question();
  const Answer one = check_windows(question.grid, question.windows, question.placements, kSerial);
  ASSERT_TRUE(one.status) << one.status.text;
  for (const int threads : {2, 3}) {
    const Answer many = check_windows(question.grid, question.windows, question.placements, {Backend::cpu, threads, 1});
    EXPECT_EQ(many.hottest, one.hottest) << many.ran_on;
    EXPECT_EQ(many.inside_mw, one.inside_mw) << many.ran_on;
  }
}

/// The length that [a0, a1) and [b0, b1) share.
double overlap_um(std::int64_t a0, std::int64_t a1, std::int64_t b0, std::int64_t b1) {
  return static_cast<double>(std::max<std::int64_t>(0, std::min(a1, b1) - std::max(a0, b0)));
}

// The field is compared with shares of areas in floating point, which know nothing of cumulative floors.
TEST(Density, ACellIsWithinTwoMilliwattsOfItsShareOfTheArea) {
  for (std::uint64_t seed = 100; seed < 130; ++seed) {
    const cases::Question question = cases::random_question(seed);
    const Grid& grid = question.grid;
    const Placement& racks = question.placements.front();
    const Field field = rasterise(grid, racks, kSerial);
    for (int y = 0; y < grid.ny; ++y) {
      for (int x = 0; x < grid.nx; ++x) {
        double share_mw = 0.0;
        double allowed_mw = 1e-3;
        const std::int64_t x_um = grid.x0_um + x * grid.cell_um;
        const std::int64_t y_um = grid.y0_um + y * grid.cell_um;
        for (const Rect& rack : racks) {
          const double dx = overlap_um(rack.x0_um, rack.x1_um, x_um, x_um + grid.cell_um);
          const double dy = overlap_um(rack.y0_um, rack.y1_um, y_um, y_um + grid.cell_um);
          share_mw += static_cast<double>(rack.power_mw) * dx / static_cast<double>(rack.x1_um - rack.x0_um) * dy /
                      static_cast<double>(rack.y1_um - rack.y0_um);
          if (dx * dy > 0.0) allowed_mw += 2.0;
        }
        const std::int64_t cell_mw = field.cell_mw[static_cast<std::size_t>(y * grid.nx + x)];
        EXPECT_GE(cell_mw, 0);
        EXPECT_NEAR(static_cast<double>(cell_mw), share_mw, allowed_mw) << "seed " << seed << " cell " << x << "," << y;
      }
    }
  }
}

TEST(Density, TheFieldOfRacksInsideAddsUpToTheirPowerExactly) {
  const Grid grid{0, 0, 100'000, 200, 100};
  std::mt19937_64 random(7);
  for (int round = 0; round < 20; ++round) {
    Placement racks(30);
    for (Rect& rack : racks) {
      rack = {cases::draw(random, 0, 10'000'000), cases::draw(random, 0, 5'000'000), 0, 0,
              cases::draw(random, 0, kMaxRackPower_mw)};
      rack.x1_um = rack.x0_um + cases::draw(random, 1, 9'000'000);
      rack.y1_um = rack.y0_um + cases::draw(random, 1, 4'000'000);
    }
    const Field field = rasterise(grid, racks, kSerial);
    EXPECT_EQ(sum(field.cell_mw), power_of(racks));
  }
}

TEST(Density, OrderOfRacksChangesNothing) {
  for (std::uint64_t seed = 200; seed < 220; ++seed) {
    cases::Question question = cases::random_question(seed);
    const Answer before = check_windows(question.grid, question.windows, question.placements, kSerial);
    for (Placement& placement : question.placements) std::reverse(placement.begin(), placement.end());
    const Answer after = check_windows(question.grid, question.windows, question.placements, kSerial);
    EXPECT_EQ(before.hottest, after.hottest) << "seed " << seed;
  }
}

TEST(Density, BatchOfOneIsASliceOfTheBatch) {
  for (const Execution& execution : kHost) {
    const cases::Question question = cases::random_question(31);
    const std::size_t windows = question.windows.size();
    ASSERT_GT(question.placements.size(), 1U);
    const Answer batch = check_windows(question.grid, question.windows, question.placements, execution);
    for (std::size_t p = 0; p < question.placements.size(); ++p) {
      const Answer alone =
          check_windows(question.grid, question.windows, std::span(&question.placements[p], 1), execution);
      const auto begin = batch.hottest.begin() + static_cast<std::ptrdiff_t>(p * windows);
      EXPECT_EQ(alone.hottest, std::vector<Hottest>(begin, begin + static_cast<std::ptrdiff_t>(windows)));
      EXPECT_EQ(alone.inside_mw.front(), batch.inside_mw[p]);
    }
  }
}

// Four racks of equal power, one cell each: at (3,1), (1,2), (3,2) and (2,1) of 5 x 4. The lowest y wins, then the
// lowest x: (2,1).
TEST(Density, TiesGoToTheLowestRowThenColumn) {
  const Grid grid{0, 0, 10, 5, 4};
  const Placement racks{{30, 10, 40, 20, 9}, {10, 20, 20, 30, 9}, {30, 20, 40, 30, 9}, {20, 10, 30, 20, 9}};
  const std::vector<Window> one{{1, 1, 8}};
  for (const Execution& execution : kHost) {
    const Answer answer = check_windows(grid, one, std::vector<Placement>{racks}, execution);
    EXPECT_EQ(answer.hottest, (std::vector<Hottest>{{9, 2, 1, 4}})) << answer.ran_on;
  }
}

TEST(Density, NoRacksIsAFieldOfZeros) {
  const std::vector<Window> windows{{2, 2, 0}, {3, 3, 5}};
  const std::vector<Placement> none(2);
  for (const Execution& execution : kHost) {
    const Answer answer = check_windows({0, 0, 10, 3, 3}, windows, none, execution);
    ASSERT_TRUE(answer.status) << answer.status.text;
    EXPECT_EQ(answer.hottest, std::vector<Hottest>(4)) << answer.ran_on;
    EXPECT_EQ(answer.inside_mw, std::vector<std::int64_t>(2)) << answer.ran_on;
    EXPECT_TRUE(check_windows({0, 0, 10, 3, 3}, windows, {}, execution).status);
  }
}

// A rack of 100 mW over x -10 .. 10 on a grid that begins at 0: half of it is inside. Another one is all outside.
TEST(Density, WhatLiesOutsideTheGridIsLeftOut) {
  const Grid grid{0, 0, 10, 2, 2};
  const Placement racks{{-10, 0, 10, 10, 100}, {20, 0, 30, 10, 7}, {0, -20, 10, -10, 7}};
  const Field field = rasterise(grid, racks, kSerial);
  EXPECT_EQ(field.cell_mw, (std::vector<std::int64_t>{50, 0, 0, 0}));
  const Answer answer = check_windows(grid, {}, std::vector<Placement>{racks}, kSerial);
  EXPECT_EQ(answer.inside_mw, std::vector<std::int64_t>{50});
}

TEST(Density, AWindowAtItsLimitIsWithinIt) {
  const Placement rack{{0, 0, 10, 10, 100}};
  const std::vector<Window> windows{{1, 1, 100}, {1, 1, 99}};
  const Answer answer = check_windows({0, 0, 10, 1, 1}, windows, std::vector<Placement>{rack}, kSerial);
  EXPECT_EQ(answer.hottest, (std::vector<Hottest>{{100, 0, 0, 0}, {100, 0, 0, 1}}));
}

// The largest power over the longest rack, in cells of a kilometre: 4e9 * 2e9 is below 2^63.
TEST(Density, TheStatedLimitsDoNotOverflow) {
  const std::int64_t far_um = kMaxCoordinate_um;
  const Placement rack{{-far_um, -far_um, far_um, far_um, kMaxRackPower_mw}};
  const Field field = rasterise({-far_um, -far_um, far_um, 2, 2}, rack, kSerial);
  ASSERT_TRUE(field.status) << field.status.text;
  EXPECT_EQ(field.cell_mw, std::vector<std::int64_t>(4, kMaxRackPower_mw / 4));
}

Code code_of(const Grid& grid, const std::vector<Window>& windows, const Placement& racks) {
  const Answer answer = check_windows(grid, windows, std::vector<Placement>{racks}, kSerial);
  EXPECT_EQ(answer.status.code == Code::ok, answer.status.text.empty());
  if (!answer.status) {
    EXPECT_TRUE(answer.hottest.empty() && answer.inside_mw.empty() && answer.ran_on.empty());
  }
  return answer.status.code;
}

TEST(Density, Refusals) {
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  const Grid good{0, 0, 10, 4, 4};
  EXPECT_EQ(code_of(good, {{1, 1, 0}}, {{0, 0, 1, 1, 1}}), Code::ok);

  EXPECT_EQ(code_of({0, 0, 10, 0, 4}, {}, {}), Code::bad_input);
  EXPECT_EQ(code_of({0, 0, 0, 4, 4}, {}, {}), Code::bad_input);
  EXPECT_EQ(code_of({0, 0, 1, 65'537, 1}, {}, {}), Code::too_large);
  EXPECT_EQ(code_of({0, 0, 1, 4097, 4096}, {}, {}), Code::too_large);
  EXPECT_EQ(code_of({0, 0, kHuge, 4, 4}, {}, {}), Code::too_large);
  EXPECT_EQ(code_of({kHuge, 0, 10, 4, 4}, {}, {}), Code::too_large);
  EXPECT_EQ(code_of({0, 0, kMaxCoordinate_um, 2, 1}, {}, {}), Code::too_large);

  EXPECT_EQ(code_of(good, {{0, 1, 0}}, {}), Code::bad_input);
  EXPECT_EQ(code_of(good, {{5, 1, 0}}, {}), Code::bad_input);
  EXPECT_EQ(code_of(good, {{1, 5, 0}}, {}), Code::bad_input);
  EXPECT_EQ(code_of(good, {{1, 1, -1}}, {}), Code::bad_input);
  EXPECT_EQ(code_of(good, std::vector<Window>(65), {}), Code::too_large);

  EXPECT_EQ(code_of(good, {}, {{0, 0, 1, 1, -1}}), Code::bad_input);
  EXPECT_EQ(code_of(good, {}, {{0, 0, 0, 1, 1}}), Code::bad_input);
  EXPECT_EQ(code_of(good, {}, {{0, 2, 1, 1, 1}}), Code::bad_input);
  EXPECT_EQ(code_of(good, {}, {{0, 0, 1, 1, kMaxRackPower_mw + 1}}), Code::too_large);
  EXPECT_EQ(code_of(good, {}, {{0, 0, kMaxCoordinate_um + 1, 1, 1}}), Code::too_large);
  EXPECT_EQ(code_of(good, {}, {{-kHuge - 1, 0, kHuge, 1, 1}}), Code::too_large);

  EXPECT_EQ(rasterise(good, {}, {Backend::cpu, -1, 1}).status.code, Code::bad_input);
}

TEST(Density, ARefusalNamesWhatIsWrong) {
  const std::vector<Placement> batch{{}, {{0, 0, 1, 1, 1}, {3, 3, 3, 4, 1}}};
  EXPECT_EQ(check_windows({0, 0, 10, 4, 4}, {}, batch, kSerial).status.text, "rack 1 of placement 1 has no area");
}

// Where CUDA cannot run, asking for it is an error and nothing else answers.
TEST(Density, CudaIsNeverReplacedByAnotherBackend) {
  const Execution cuda{Backend::cuda, 0, 1};
  const Status ready = backend_ready(Backend::cuda);
  const Field field = rasterise({0, 0, 10, 2, 2}, {}, cuda);
  EXPECT_EQ(field.status.code, ready.code) << field.status.text;
  if (ready) {
    EXPECT_EQ(field.ran_on, "cuda " + device_name());
  } else {
    EXPECT_TRUE(ready.code == Code::backend_absent || ready.code == Code::no_device);
    EXPECT_TRUE(field.cell_mw.empty());
  }
}

}  // namespace
}  // namespace kernels::density
