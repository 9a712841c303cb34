// Cables through trays: hand-worked lengths in the small hall, and ways on random trays against a walk over points.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include "planner/layout/trays.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

Site with_trays(const std::string& trays) {
  return hallplan::test::small_placed_site({"network.trays={" + trays + "}"});
}

std::vector<Check> cables(const Site& site) { return of_rule(check(site, placed(site)), Rule::layout_cable); }

/// c1 stands at x 2.375 m, n1 at 5.375 m, both at y 3.6 m; the test cable reaches 30 m; drops and slack are 4 m.
TEST(Trays, ACableGoesToTheNearestTrayAlongItAndDown) {
  const Site site = with_trays("t: {x: 2 m, y: 5 m, length: 4.5 m}");
  const Plan plan = placed(site);
  EXPECT_NEAR(cable_length_m(site, plan.racks[0], plan.racks[4]), 1.4 + 3.0 + 1.4 + 4, 1e-9);
  EXPECT_TRUE(failing(cables(site)).empty());
  ASSERT_EQ(cables(site).size(), 1U);
  EXPECT_NE(cables(site)[0].arithmetic.find("1.400 to the tray + 3.000 along trays + 1.400 from it"), std::string::npos)
      << cables(site)[0].arithmetic;
}

TEST(Trays, WaysLeadThroughCrossings) {
  // Two trays along y, over c1 and n1, joined 3.4 m north of the racks: over c1 there is no stub.
  const Site site = with_trays(
      "a: {x: 2.375 m, y: 3 m, along: y, length: 4 m}, b: {x: 5.375 m, y: 3 m, along: y, length: 4 m}, "
      "c: {x: 2 m, y: 7 m, length: 4 m}");
  const Plan plan = placed(site);
  EXPECT_NEAR(cable_length_m(site, plan.racks[0], plan.racks[4]), 3.4 + 3.0 + 3.4 + 4, 1e-9);
}

TEST(Trays, RacksWithoutATrayOrAWayFailByName) {
  const Site east = with_trays("t: {x: 4 m, y: 5 m, length: 2.5 m}");
  ASSERT_FALSE(failing(cables(east)).empty());
  EXPECT_EQ(failing(cables(east))[0].arithmetic, "no tray passes over or beside the middle of c1");
  const Site apart = with_trays("t: {x: 2 m, y: 5 m, length: 1.5 m}, u: {x: 3.8 m, y: 5 m, length: 2.7 m}");
  const auto failed = failing(cables(apart));
  ASSERT_EQ(failed.size(), 2U);  // c1 and c2; c3 and c4 share n1's tray
  EXPECT_EQ(failed[0].arithmetic, "the trays at c1 lead to none at n1");
  const Plan plan = placed(apart);
  EXPECT_TRUE(std::isinf(cable_length_m(apart, plan.racks[0], plan.racks[4])));
}

// --- against a walk over points ------------------------------------------------------------------------------------

constexpr int kSide = 14;

struct Points {
  std::vector<Tray> trays;
  [[nodiscard]] bool on(const Tray& tray, int x, int y) const {
    const int tx = static_cast<int>(std::lround(tray.x_m.value * 1000)),
              ty = static_cast<int>(std::lround(tray.y_m.value * 1000));
    const int length = static_cast<int>(std::lround(tray.length_m.value * 1000));
    if (tray.along == Axis::x) return y == ty && x >= tx && x <= tx + length;
    return x == tx && y >= ty && y <= ty + length;
  }
  /// Steps along trays from a point to all others.
  [[nodiscard]] std::map<std::pair<int, int>, int> walk(int x, int y) const {
    std::map<std::pair<int, int>, int> steps = {{{x, y}, 0}};
    std::queue<std::pair<int, int>> open;
    open.emplace(x, y);
    while (!open.empty()) {
      const int px = open.front().first, py = open.front().second;
      open.pop();
      for (const auto& step : {std::pair{1, 0}, std::pair{-1, 0}, std::pair{0, 1}, std::pair{0, -1}}) {
        const int nx = px + step.first, ny = py + step.second;
        const bool joined =
            std::any_of(trays.begin(), trays.end(), [&](const Tray& t) { return on(t, px, py) && on(t, nx, ny); });
        if (joined && steps.try_emplace({nx, ny}, steps[{px, py}] + 1).second) open.emplace(nx, ny);
      }
    }
    return steps;
  }
  /// Points of the trays nearest to a place, straight along x or y.
  [[nodiscard]] std::vector<std::pair<int, int>> nearest(int x, int y, int& stub) const {
    std::vector<std::pair<int, int>> found;
    stub = std::numeric_limits<int>::max();
    for (const Tray& tray : trays) {
      const bool along_x = tray.along == Axis::x;
      const int px = along_x ? x : static_cast<int>(std::lround(tray.x_m.value * 1000));
      const int py = along_x ? static_cast<int>(std::lround(tray.y_m.value * 1000)) : y;
      if (!on(tray, px, py)) continue;
      const int distance = std::abs(px - x) + std::abs(py - y);
      if (distance < stub) found.clear();
      stub = std::min(stub, distance);
      if (distance == stub) found.emplace_back(px, py);
    }
    return found;
  }
};

TEST(Trays, LengthsAgreeWithAWalkOverPoints) {
  std::mt19937 random(5);
  int joined = 0;
  for (int n = 0; n < 150; ++n) {
    Points points;
    const int count = 1 + static_cast<int>(random() % 7);
    for (int t = 0; t < count; ++t) {
      Tray tray;
      tray.along = random() % 2 == 0 ? Axis::x : Axis::y;
      tray.x_m = stated(static_cast<double>(random() % kSide) / 1000);
      tray.y_m = stated(static_cast<double>(random() % kSide) / 1000);
      tray.length_m = stated(static_cast<double>(1 + random() % kSide) / 1000);
      points.trays.push_back(tray);
    }
    Site site;
    site.network.trays = points.trays;
    const TrayWays ways(site);
    for (int pair = 0; pair < 20; ++pair) {
      const int ax = static_cast<int>(random() % kSide), ay = static_cast<int>(random() % kSide);
      const int bx = static_cast<int>(random() % kSide), by = static_cast<int>(random() % kSide);
      int stub_a = 0, stub_b = 0, least = -1;
      const auto to = points.nearest(bx, by, stub_b);
      for (const auto& [x, y] : points.nearest(ax, ay, stub_a)) {
        const auto steps = points.walk(x, y);
        for (const auto& end : to) {
          const auto reached = steps.find(end);
          if (reached != steps.end() && (least < 0 || reached->second < least)) least = reached->second;
        }
      }
      const long long found = ways.length_half_mm(ways.end_of({ax - 1, ay - 1, ax + 1, ay + 1}),
                                                  ways.end_of({bx - 1, by - 1, bx + 1, by + 1}));
      if (least < 0) {
        ASSERT_EQ(found, kNoWay_half_mm);
        continue;
      }
      ++joined;
      ASSERT_EQ(found, 2LL * (least + stub_a + stub_b));
      ASSERT_GE(found, 2LL * (std::abs(ax - bx) + std::abs(ay - by)));
    }
  }
  EXPECT_GT(joined, 500);
}

}  // namespace
}  // namespace hallplan::layout
