// CBC and HiGHS against each other on programs too large to go through: neither contradicts the other.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

#include "planner/mip/certified.hpp"
#include "planner/mip/solve.hpp"
#include "tests/mip/programs.hpp"
#include "tests/support/highs.hpp"

namespace hallplan::mip {
namespace {

/// The solvers' own tolerance of a gap.
constexpr double kTolerance = 1e-5;

double slack(double of) { return kTolerance * std::max(1.0, std::abs(of)); }

/// 6 to 14 columns of up to 9, a third of them not whole, 4 to 9 rows of either sign and every kind of limit.
Model random_larger_program(std::mt19937& random) {
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
  Model model;
  const int columns = pick(6, 14);
  for (int c = 0; c < columns; ++c) {
    Column column{"x" + std::to_string(c)};
    column.upper = pick(1, 9);
    column.gain = pick(-4, 20);
    column.integer = pick(0, 2) > 0;
    model.add(column);
  }
  const int rows = pick(4, 9);
  for (int r = 0; r < rows; ++r) {
    Row row{"r" + std::to_string(r)};
    for (int c = 0; c < columns; ++c) {
      const int factor = pick(-4, 12);
      if (factor != 0 && pick(0, 2) > 0) row.entries.push_back({c, factor * 0.5});
    }
    const int kind = pick(0, 9);
    const int limit = pick(5, 60);
    if (kind != 9) row.upper = limit;
    if (kind >= 8) row.lower = limit / 2;
    model.add(row);
  }
  return model;
}

class Agreement : public test::WithHighs {};

TEST_F(Agreement, OnRandomPrograms) {
  std::mt19937 random(17);
  int solved = 0, without = 0;
  for (int i = 0; i < 150; ++i) {
    const Model model = random_larger_program(random);
    const Answer cbc = solve(model, {}, Solver::cbc);
    const Answer highs = solve(model, {}, Solver::highs);
    ASSERT_EQ(cbc.status, highs.status) << i << ": " << name(cbc.status) << ' ' << cbc.reason << ", "
                                        << name(highs.status) << ' ' << highs.reason;
    if (cbc.status == Status::infeasible) {
      ++without;
      continue;
    }
    ASSERT_EQ(cbc.status, Status::optimal) << i;
    ++solved;
    EXPECT_NEAR(cbc.objective, highs.objective, slack(cbc.objective)) << i;
    // No bound is below any point, whoever claims the one and found the other.
    EXPECT_GE(cbc.bound, highs.objective - slack(highs.objective)) << i;
    EXPECT_GE(highs.bound, cbc.objective - slack(cbc.objective)) << i;
    EXPECT_EQ(fault_of_point(model, highs.x, 1e-6), "") << i;
  }
  EXPECT_GT(solved, 50);
  EXPECT_GT(without, 3);
}

TEST_F(Agreement, OnRelaxationsAndTheirDuals) {
  std::mt19937 random(18);
  int solved = 0;
  for (int i = 0; i < 150; ++i) {
    const Model model = random_larger_program(random);
    const Relaxation cbc = relax(model, 60, Solver::cbc);
    const Relaxation highs = relax(model, 60, Solver::highs);
    ASSERT_EQ(cbc.status, highs.status) << i;
    if (cbc.status != Status::optimal) continue;
    ++solved;
    EXPECT_NEAR(cbc.objective, highs.objective, slack(cbc.objective)) << i;
    // Duals are not unique; the bound that they certify is.
    EXPECT_NEAR(certified_bound(model, highs.row_duals), highs.objective, slack(highs.objective)) << i;
    EXPECT_NEAR(certified_bound(model, cbc.row_duals), highs.objective, slack(highs.objective)) << i;
  }
  EXPECT_GT(solved, 50);
}

// Searches that nodes end: what either claims then must still hold for the other's optimum.
TEST_F(Agreement, OfUnfinishedSearches) {
  std::mt19937 random(19);
  for (int i = 0; i < 60; ++i) {
    const Model model = random_larger_program(random);
    const Answer best = solve(model, {}, Solver::cbc);
    if (best.status != Status::optimal) continue;
    for (const Solver solver : {Solver::cbc, Solver::highs}) {
      Limits limits;
      limits.nodes = 1;
      const Answer some = solve(model, limits, solver);
      EXPECT_GE(some.bound, best.objective - slack(best.objective)) << i << ' ' << name(solver);
      if (some.has_point()) {
        EXPECT_LE(some.objective, best.objective + slack(best.objective)) << i << ' ' << name(solver);
      }
      limits = {};
      limits.cutoff = best.objective + 1;
      const Answer above = solve(model, limits, solver);
      EXPECT_FALSE(above.has_point()) << i << ' ' << name(solver);
      EXPECT_EQ(above.status, Status::none_better) << i << ' ' << name(solver) << ' ' << name(above.status);
      limits.cutoff = best.objective - 1;
      const Answer again = solve(model, limits, solver);
      ASSERT_TRUE(again.has_point()) << i << ' ' << name(solver) << ' ' << name(again.status);
      EXPECT_NEAR(again.objective, best.objective, slack(best.objective)) << i << ' ' << name(solver);
    }
  }
}

}  // namespace
}  // namespace hallplan::mip
