#include "planner/search/density_fullest.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

#include "planner/thermal/hottest_window.hpp"

namespace hallplan::search {
namespace {

using kernels::density::Rect;
using Rects = std::vector<Rect>;

constexpr std::int64_t kMm = 1000;

Rect rect(std::int64_t x_mm, std::int64_t y_mm, std::int64_t width_mm, std::int64_t depth_mm, std::int64_t power_mw) {
  return {x_mm * kMm, y_mm * kMm, (x_mm + width_mm) * kMm, (y_mm + depth_mm) * kMm, power_mw};
}

/// A hall of 6 x 4 m with one window, on cells of 10 mm.
thermal::DensityGrid floor_with(int cells_x, int cells_y, std::int64_t limit_mw) {
  thermal::DensityGrid floor;
  floor.grid = floor.coarse = {0, 0, 10 * kMm, 600, 400};
  floor.windows = floor.enclosing = {{cells_x, cells_y, limit_mw}};
  floor.unusable = {""};
  return floor;
}

// The hottest window of every choice of one type or none for each slot, by another way than tables.
std::int64_t hottest_of_all(const thermal::DensityGrid& floor, const Rects& fixed, const std::vector<Rects>& by_slot) {
  std::int64_t hottest = 0;
  std::vector<std::size_t> choice(by_slot.size(), 0);
  while (true) {
    Rects racks = fixed;
    for (std::size_t slot = 0; slot < by_slot.size(); ++slot) {
      if (choice[slot] > 0) racks.push_back(by_slot[slot][choice[slot] - 1]);
    }
    hottest = std::max(hottest, thermal::hottest_window(floor.grid, floor.windows[0], racks).power_mw);
    std::size_t slot = 0;
    while (slot < by_slot.size() && ++choice[slot] > by_slot[slot].size()) choice[slot++] = 0;
    if (slot == by_slot.size()) return hottest;
  }
}

TEST(DensityFullest, NeverSaysThatNoPlacementExceedsWhereOneDoes) {
  std::mt19937 random(7);
  const auto draw = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  int never = 0, exceeded = 0;
  for (int round = 0; round < 120; ++round) {
    // Two rack types, one wide and one deep, in four slots side by side: a cell between two slots may hold some of both.
    const int pitch_mm = 10 * draw(61, 80);
    std::vector<Rects> by_slot;
    const std::int64_t wide_mw = draw(1, 9) * 10'000'000LL, deep_mw = draw(1, 9) * 10'000'000LL;
    for (int slot = 0; slot < 4; ++slot) {
      const std::int64_t x_mm = 300 + slot * pitch_mm;
      by_slot.push_back({rect(x_mm, 1000, 600, 1000, wide_mw), rect(x_mm + 50, 1000, 500, 1400, deep_mw)});
    }
    const Rects fixed = {rect(300 + 4 * pitch_mm, 1000, 600, 1200, 20'000'000)};
    thermal::DensityGrid floor = floor_with(draw(30, 200), draw(30, 200), 0);
    const std::int64_t hottest = hottest_of_all(floor, fixed, by_slot);
    for (const std::int64_t limit_mw : {hottest - 1, hottest, hottest + hottest / 4, 2 * hottest}) {
      floor.windows[0].limit_mw = floor.enclosing[0].limit_mw = limit_mw;
      const bool may = may_exceed(floor, fixed, by_slot);
      if (hottest > limit_mw) {
        EXPECT_TRUE(may) << "round " << round << ", limit " << limit_mw << ", " << hottest;
      }
      never += may ? 0 : 1;
      exceeded += hottest > limit_mw ? 1 : 0;
    }
  }
  EXPECT_GE(exceeded, 120);
  EXPECT_GE(never, 120);  // twice the hottest is beyond what the fullest floor holds
}

TEST(DensityFullest, CountsOneRackASlot) {
  const std::vector<Rects> by_slot = {
      {rect(1000, 1000, 600, 1200, 100'000'000), rect(1000, 1000, 600, 1200, 90'000'000)}};
  EXPECT_FALSE(may_exceed(floor_with(60, 120, 100'000'000), {}, by_slot));
  EXPECT_TRUE(may_exceed(floor_with(60, 120, 99'999'999), {}, by_slot));
}

}  // namespace
}  // namespace hallplan::search
