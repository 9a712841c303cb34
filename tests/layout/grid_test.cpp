/// Looking at neighbours alone finds what looking at every piece finds, on random floors, also beyond the walls.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "planner/layout/grid.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

std::vector<Equipment> random_pieces(std::mt19937& random) {
  std::vector<Equipment> pieces(1 + random() % 40);
  for (Equipment& piece : pieces) {
    const long long x = static_cast<long long>(random() % 300) * 100 - 4000;
    const long long y = static_cast<long long>(random() % 200) * 100 - 4000;
    piece.rect = {x, y, x + 100 * static_cast<long long>(1 + random() % 30),
                  y + 100 * static_cast<long long>(1 + random() % 30)};
  }
  return pieces;
}

int nearest_of_all(const std::vector<Equipment>& pieces, const RectMm& rect, Side side, long long within_mm) {
  int found = -1;
  for (std::size_t p = 0; p < pieces.size(); ++p) {
    const long long gap = gap_to(rect, side, pieces[p].rect);
    if (gap < 0 || gap >= within_mm) continue;
    within_mm = gap;
    found = static_cast<int>(p);
  }
  return found;
}

TEST(Grid, FindsWhatLookingAtEveryPieceFinds) {
  std::mt19937 random(5);
  int met = 0, ahead = 0;
  for (int n = 0; n < 400; ++n) {
    const std::vector<Equipment> pieces = random_pieces(random);
    const Grid grid = grid_of({0, 0, 20000, 12000}, pieces);
    for (const Equipment& piece : pieces) {
      std::vector<int> all;
      for (std::size_t p = 0; p < pieces.size(); ++p) {
        if (overlap(pieces[p].rect, piece.rect)) all.push_back(static_cast<int>(p));
      }
      ASSERT_EQ(meeting(grid, piece.rect), all);
      met += static_cast<int>(all.size()) - 1;
      for (const Side side : {Side::south, Side::north, Side::west, Side::east}) {
        const long long within = static_cast<long long>(random() % 20000);
        const int found = nearest_of_all(pieces, piece.rect, side, within);
        ASSERT_EQ(nearest_ahead(grid, piece.rect, side, within), found);
        ahead += found >= 0 ? 1 : 0;
      }
    }
  }
  EXPECT_GT(met, 100);
  EXPECT_GT(ahead, 100);
}

TEST(Overlap, EveryPairIsCountedOnceWhenAllStandOnOnePlace) {
  const Site site = test::small_placed_site();
  Plan plan = placed(site);
  plan.racks.resize(1);
  for (int i = 1; i < 2000; ++i) {
    plan.racks.push_back(plan.racks[0]);
    plan.racks.back().id = "k" + std::to_string(i);
  }
  const std::vector<Check> found = failing(of_rule(check(site, plan), Rule::layout_overlap));
  ASSERT_EQ(found.size(), 20u);
  EXPECT_NE(found.back().arithmetic.find("(1998980 more like this)"), std::string::npos)  // 2000 x 1999 / 2 - 20
      << found.back().arithmetic;
}

}  // namespace
}  // namespace hallplan::layout
