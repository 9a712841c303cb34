#include "planner/layout/passage.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/layout/brute_passage.hpp"

namespace hallplan::layout {
namespace {

const RectMm kHall = {0, 0, 100, 60};

std::size_t node_of(const FreeSpace& space, const Lines& lines, long long x2, long long y2) {
  for (std::size_t j = 0; j < space.ny(); ++j) {
    for (std::size_t i = 0; i < space.nx(); ++i) {
      if (lines.x2[i] == x2 && lines.y2[j] == y2) return space.at(i, j);
    }
  }
  throw std::runtime_error("no such node");
}

TEST(Passage, AGapAsWideAsTheThingIsEnough) {
  // Two walls across the hall leave a gap from y = 20 to 30.
  const std::vector<RectMm> obstacles = {{40, 0, 50, 20}, {40, 30, 50, 60}};
  for (const auto& [size, passes] : {std::pair{10LL, true}, std::pair{11LL, false}}) {
    const ExtentMm extent = {size, size};
    const Lines lines = lines_of(kHall, obstacles, {extent});
    const FreeSpace space(kHall, obstacles, lines, extent);
    const auto from = distances(space, lines, {node_of(space, lines, size, size)});  // in the south-west corner
    EXPECT_EQ(from[node_of(space, lines, 200 - size, size)] >= 0, passes) << size;
  }
  const ExtentMm extent = {10, 10};
  const Lines lines = lines_of(kHall, obstacles, {extent});
  const FreeSpace space(kHall, obstacles, lines, extent);
  const auto from = distances(space, lines, {node_of(space, lines, 10, 10)});
  // From (5, 5) up to y = 25, through, and down again: 20 + 90 + 20 mm.
  EXPECT_EQ(from[node_of(space, lines, 190, 10)], 2 * 130);
  // Between the lines x = 55 and x = 95 on the south wall, from the nearer one.
  EXPECT_EQ(distance_to(space, lines, from, Axis::x, 10, 140, 150), 2 * (20 + 65 + 20));
  EXPECT_EQ(distance_to(space, lines, from, Axis::x, 11, 140, 150), -1);  // no such line
  EXPECT_EQ(distance_to(space, lines, from, Axis::y, 190, 40, 50), 2 * (90 + 20));
}

TEST(Passage, ASheetWithoutThicknessStopsWhatMoves) {
  const std::vector<RectMm> sheet = {{50, 0, 50, 60}};
  const ExtentMm extent = {10, 10};
  const Lines lines = lines_of(kHall, sheet, {extent});
  const FreeSpace space(kHall, sheet, lines, extent);
  const auto from = distances(space, lines, {node_of(space, lines, 10, 10)});
  EXPECT_EQ(from[node_of(space, lines, 190, 10)], -1);
  EXPECT_GE(from[node_of(space, lines, 90, 10)], 0);  // touches the sheet
}

TEST(Passage, CoveringIsOfTheWiderByTheNarrower) {
  EXPECT_EQ(covering(10, 20, 14).from, 26);  // 14 wide covers 10 to 20 with its middle at 13 to 17
  EXPECT_EQ(covering(10, 20, 14).to, 34);
  EXPECT_EQ(covering(10, 20, 4).from, 24);  // 4 wide lies inside with its middle at 12 to 18
  EXPECT_EQ(covering(10, 20, 4).to, 36);
}

/// Reach and length are those of a walk over every half millimetre.
TEST(Passage, IsWhatAWalkOverEveryHalfMillimetreFinds) {
  std::mt19937 random(7);
  const auto draw = [&](long long low, long long high) {
    return std::uniform_int_distribution<long long>(low, high)(random);
  };
  int reached = 0;
  int cut_off = 0;
  for (int round = 0; round < 60; ++round) {
    const RectMm hall = {0, 0, draw(20, 40), draw(15, 30)};
    std::vector<RectMm> obstacles;
    for (long long n = draw(0, 7); n > 0; --n) {
      const long long x = draw(0, hall.x1 - 1);
      const long long y = draw(0, hall.y1 - 1);
      obstacles.push_back({x, y, x + draw(0, 12), y + draw(1, 12)});
    }
    const ExtentMm extent = {draw(1, 9), draw(1, 9)};
    const Lines lines = lines_of(hall, obstacles, {extent});
    const FreeSpace space(hall, obstacles, lines, extent);
    const test::BruteSpace brute(hall, obstacles, extent);
    std::size_t start = space.nx() * space.ny();
    for (std::size_t n = 0; n < space.nx() * space.ny(); ++n) {
      const long long x2 = lines.x2[n % space.nx()];
      const long long y2 = lines.y2[n / space.nx()];
      ASSERT_EQ(space.free(n), brute.free(x2, y2)) << round;
      if (space.free(n) && start > n) start = n;
    }
    if (start == space.nx() * space.ny()) continue;
    const auto found = distances(space, lines, {start});
    const auto walked = brute.distances(lines.x2[start % space.nx()], lines.y2[start / space.nx()]);
    for (std::size_t n = 0; n < found.size(); ++n) {
      const long long expected = walked[brute.at(lines.x2[n % space.nx()], lines.y2[n / space.nx()])];
      ASSERT_EQ(found[n], expected) << "round " << round << " node " << n;
      if (space.free(n)) ++(expected < 0 ? cut_off : reached);
    }
  }
  EXPECT_GT(reached, 1000);
  EXPECT_GT(cut_off, 100);  // otherwise the rounds were too easy
}

}  // namespace
}  // namespace hallplan::layout
