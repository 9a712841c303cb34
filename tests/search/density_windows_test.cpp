// Windows of the floor without a table of it: the same answer as the kernel that verdicts are given by, at limits about what the hottest
// window holds.
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <vector>

#include "planner/search/density_windows.hpp"
#include "planner/search/random.hpp"

namespace hallplan::search {
namespace {

using kernels::density::Grid;
using kernels::density::Rect;
using kernels::density::Window;

constexpr kernels::Execution kOneThread{kernels::Backend::cpu, 1, 1};

/// Rows of racks with gaps between them, some beyond the grid's edge; on whole cells, or shifted off them by a few micrometres.
std::vector<Rect> rows_of_racks(Random& random, std::int64_t cell_um, bool on_cells) {
  std::vector<Rect> racks;
  const auto shift = [&] { return on_cells ? 0 : static_cast<std::int64_t>(random.below(1000)); };
  for (std::int64_t row = 0; row < 3; ++row) {
    const std::int64_t y = (row * 14 - 2) * cell_um + shift();
    std::int64_t x = -3 * cell_um + shift();
    for (int rack = 0; rack < 9; ++rack) {
      const std::int64_t width = 6 * cell_um, depth = (random.below(3) == 0 ? 10 : 9) * cell_um;
      const std::int64_t power_mw = random.below(4) == 0 ? 17'000'001 : 135'000'000;
      if (random.below(3) != 0) racks.push_back({x, y, x + width, y + depth, power_mw});
      x += width + static_cast<std::int64_t>(random.below(3)) * 2 * cell_um + shift();
    }
  }
  return racks;
}

TEST(DensityWindows, HoldWhereTheKernelFindsNoneAbove) {
  Random random(7);
  int held = 0, exceeded = 0, unsaid = 0;
  for (int hall = 0; hall < 400; ++hall) {
    const Grid grid{0, 0, 100'000, 60, 40};
    const std::vector<Rect> racks = rows_of_racks(random, grid.cell_um, hall % 2 == 0);
    Window window{static_cast<int>(4 + random.below(24)), static_cast<int>(4 + random.below(24)), 0};
    const auto asked = [&] {
      return kernels::density::check_windows(grid, std::span<const Window>(&window, 1),
                                             std::span<const kernels::density::Placement>(&racks, 1), kOneThread);
    };
    const std::int64_t hottest_mw = asked().hottest.front().power_mw;
    for (const std::int64_t less_mw : {-1'000'000, -300, -1, 0, 1, 2, 30, 300, 1'000'000}) {
      window.limit_mw = std::max<std::int64_t>(0, hottest_mw - less_mw);
      const std::optional<bool> holds = window_holds(grid, window, racks);
      if (!holds) {
        ++unsaid;
        continue;
      }
      EXPECT_EQ(*holds, asked().hottest.front().violations == 0)
          << "hall " << hall << ", " << less_mw << " mW below the hottest";
      ++(*holds ? held : exceeded);
    }
  }
  EXPECT_GT(held, 1000);
  EXPECT_GT(exceeded, 1000);
  EXPECT_LT(unsaid, 100);
}

TEST(DensityWindows, AtTheirLimitAreWithinIt) {
  // Three racks of 2 x 2 cells side by side fill a window of six cells; a fourth begins where the first ends, so that the sum stays.
  const Grid grid{0, 0, 1000, 12, 4};
  const std::vector<Rect> racks{
      {0, 0, 2000, 2000, 100}, {2000, 0, 4000, 2000, 100}, {4000, 0, 6000, 2000, 100}, {6000, 0, 8000, 2000, 100}};
  EXPECT_EQ(window_holds(grid, {6, 4, 300}, racks), std::optional(true));
  EXPECT_EQ(window_holds(grid, {6, 4, 299}, racks), std::optional(false));
}

}  // namespace
}  // namespace hallplan::search
