// The bound that holds whatever the solver did: never below the best point, from whatever duals.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "planner/mip/certified.hpp"
#include "planner/mip/solve.hpp"
#include "tests/mip/programs.hpp"

namespace hallplan::mip {
namespace {

TEST(Certified, IsTheRelaxationWhereDualsAreRight) {
  std::mt19937 random(21);
  int solved = 0;
  int tight = 0;
  for (int i = 0; i < 150; ++i) {
    const Model model = random_program(random);
    const Relaxation relaxation = relax(model);
    if (relaxation.status != Status::optimal) continue;
    ++solved;
    const double bound = certified_bound(model, relaxation.row_duals);
    EXPECT_GE(bound, relaxation.objective - 1e-9);
    if (bound <= relaxation.objective + 1e-6) ++tight;
  }
  EXPECT_GT(solved, 50);
  EXPECT_EQ(tight, solved);
}

TEST(Certified, IsNeverBelowTheBestPoint) {
  std::mt19937 random(22);
  std::uniform_real_distribution<double> any(-3, 3);
  int programs = 0;
  while (programs < 250) {
    const Model model = random_program(random);
    const std::optional<double> best = best_by_trying(model);
    if (!best) continue;
    ++programs;
    std::vector<double> duals = relax(model).row_duals;
    EXPECT_GE(certified_whole_bound(model, duals), *best);
    for (int wrong = 0; wrong < 8; ++wrong) {  // shifted, turned round, random, broken, short
      std::vector<double> bad(model.rows.size());
      for (std::size_t r = 0; r < bad.size(); ++r) {
        bad[r] = wrong % 2 == 0 ? any(random) : (r < duals.size() ? -duals[r] : 0) * any(random);
      }
      if (wrong == 6) bad[0] = std::nan("");
      if (wrong == 7) bad.resize(bad.size() / 2);
      EXPECT_GE(certified_bound(model, bad), *best);
      EXPECT_GE(certified_whole_bound(model, bad), *best);
    }
  }
}

TEST(Certified, RoundsOutwards) {
  // max x with 0.1 x <= 0.3: in numbers of the machine 0.3 / 0.1 < 3, and so is the exact optimum of the model; the bound at
  // the dual 10 holds 10 times 0.3 plus what 1 - 10 * 0.1 leaves of x's bound, never less than the exact 3 - 5.6e-17 * ...
  Model model;
  model.add(Column{"x", 0, 1e6, 1});
  model.add(Row{"r", -kInfinity, 0.3, {{0, 0.1}}});
  const double bound = certified_bound(model, {10});
  const long double exact = static_cast<long double>(0.3) / static_cast<long double>(0.1);
  EXPECT_GE(static_cast<long double>(bound), exact);
  EXPECT_NEAR(bound, 3, 1e-9);
}

TEST(Certified, IsInfiniteWhereNothingBounds) {
  Model model;
  model.add(Column{"x", 0, kInfinity, 1});
  model.add(Row{"r", -kInfinity, 5, {{0, 1}}});
  EXPECT_EQ(certified_bound(model, {}), kInfinity);
  EXPECT_EQ(certified_bound(model, {0.5}), kInfinity);
  EXPECT_GE(certified_bound(model, {1}), 5);
  EXPECT_EQ(certified_bound(model, {-1}), kInfinity);  // asks for a lower limit that is not there
}

TEST(Certified, RoundsDownOnlyWhereObjectivesAreWhole) {
  Model model;
  model.add(Column{"x", 0, 10, 1, true});
  model.add(Row{"r", -kInfinity, 7, {{0, 2}}});
  EXPECT_EQ(certified_whole_bound(model, {0.5}), 3);
  model.columns[0].gain = 1.5;
  EXPECT_NEAR(certified_whole_bound(model, {0.75}), 5.25, 1e-9);
  model.columns[0] = {"x", 0, 10, 1, false};
  EXPECT_NEAR(certified_whole_bound(model, {0.5}), 3.5, 1e-9);
}

}  // namespace
}  // namespace hallplan::mip
