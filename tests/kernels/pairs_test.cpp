// Which cells the multigrid puts together, with walls in the way.
#include <gtest/gtest.h>

#include <vector>

#include "kernels/multigrid/pairs.hpp"

namespace kernels::multigrid {
namespace {

TEST(Pairs, TwoByTwoWithoutCuts) {
  const Pairs even = pair_cells(6, {});
  EXPECT_EQ(even.first, (std::vector<int>{0, 1, 3, 5, 7}));
  EXPECT_EQ(even.parent, (std::vector<int>{0, 1, 1, 2, 2, 3, 3}));
  EXPECT_TRUE(even.regular);
  const Pairs odd = pair_cells(5, {});
  EXPECT_EQ(odd.first, (std::vector<int>{0, 1, 3, 5, 6}));
  EXPECT_TRUE(odd.regular);
}

TEST(Pairs, NoPairReachesAcrossACut) {
  // A wall between the cells 3 and 4 of 8: 1 2 | 3 | 4 5 | 6 7 | 8.
  const Pairs pairs = pair_cells(8, {{4, 1.0}});
  EXPECT_EQ(pairs.first, (std::vector<int>{0, 1, 3, 4, 6, 8, 9}));
  EXPECT_EQ(pairs.parent, (std::vector<int>{0, 1, 1, 2, 3, 3, 4, 4, 5}));
  EXPECT_FALSE(pairs.regular);
  ASSERT_EQ(pairs.cuts.size(), 1U);
  EXPECT_EQ(pairs.cuts.front().at, 3);  // the wall on the coarser level
}

TEST(Pairs, TheHeavierOfTwoNeighbouringCutsIsKept) {
  const Pairs pairs = pair_cells(12, {{6, 2.0}, {7, 5.0}, {2, 9.0}});
  // 2 is too near the end, 6 too near the heavier 7.
  ASSERT_EQ(pairs.cuts.size(), 1U);
  EXPECT_EQ(pairs.first, (std::vector<int>{0, 1, 3, 5, 7, 9, 11, 13}));
  EXPECT_TRUE(pairs.regular);
}

TEST(Pairs, EveryCellHasOneParentAndEveryParentACell) {
  for (Index n = 1; n <= 40; ++n) {
    for (Index cut = 2; cut <= n; cut += 3) {
      const Pairs pairs = pair_cells(n, {{cut, 1.0}, {n / 2 + 1, 2.0}});
      const auto coarse = static_cast<int>(pairs.first.size()) - 2;
      EXPECT_EQ(pairs.first.back(), n + 1);
      for (int i = 1; i <= coarse; ++i) {
        const int cells = pairs.first[static_cast<std::size_t>(i) + 1] - pairs.first[static_cast<std::size_t>(i)];
        EXPECT_TRUE(cells == 1 || cells == 2) << n << ' ' << cut;
        for (int c = 0; c < cells; ++c) {
          EXPECT_EQ(pairs.parent[static_cast<std::size_t>(pairs.first[static_cast<std::size_t>(i)] + c)], i);
        }
      }
    }
  }
}

}  // namespace
}  // namespace kernels::multigrid
