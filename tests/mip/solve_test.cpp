// The door to the solvers: against points tried one by one, closed forms and models that make no sense.
#include <gtest/gtest.h>
#include <signal.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "planner/mip/solve.hpp"
#include "tests/mip/programs.hpp"

namespace hallplan::mip {
namespace {

std::vector<Solver> solvers() {
  std::vector<Solver> out = {Solver::cbc};
  if (available(Solver::highs)) out.push_back(Solver::highs);
  return out;
}

/// max 3 x + 5 y, x <= 4, 2 y <= 12, 3 x + 2 y <= 18, x, y >= 0 (Hillier and Lieberman's Wyndor Glass): x = 2, y = 6, 36;
/// prices 0, 3/2, 1.
Model wyndor(bool whole) {
  Model model;
  model.add(Column{"x", 0, 100, 3, whole});
  model.add(Column{"y", 0, 100, 5, whole});
  model.add(Row{"plant1", -kInfinity, 4, {{0, 1}}});
  model.add(Row{"plant2", -kInfinity, 12, {{1, 2}}});
  model.add(Row{"plant3", -kInfinity, 18, {{0, 3}, {1, 2}}});
  return model;
}

class Solvers : public testing::TestWithParam<Solver> {};

TEST_P(Solvers, FindTheBestOfRandomKnapsacks) {
  std::mt19937 random(7);
  for (int i = 0; i < 20; ++i) {
    const Model model = random_knapsack(random);
    const Answer answer = solve(model, {}, GetParam());
    ASSERT_EQ(answer.status, Status::optimal) << answer.reason;
    EXPECT_EQ(answer.objective, best_by_trying(model));
    EXPECT_NEAR(answer.bound, answer.objective, 1e-6);
    EXPECT_FALSE(answer.cut_by_time);
  }
}

TEST_P(Solvers, FindTheBestOfRandomProgramsAndNameThoseWithoutAPoint) {
  std::mt19937 random(11);
  int without = 0;
  for (int i = 0; i < 120; ++i) {
    const Model model = random_program(random);
    const std::optional<double> best = best_by_trying(model);
    const Answer answer = solve(model, {}, GetParam());
    if (!best) {
      ++without;
      EXPECT_EQ(answer.status, Status::infeasible) << i << ": " << name(answer.status) << ' ' << answer.reason;
      EXPECT_FALSE(answer.has_point());
      continue;
    }
    ASSERT_EQ(answer.status, Status::optimal) << i << ": " << name(answer.status) << ' ' << answer.reason;
    EXPECT_EQ(answer.objective, *best) << i;
    EXPECT_EQ(fault_of_point(model, answer.x), "");
    EXPECT_GE(answer.bound, *best - 1e-6);
  }
  EXPECT_GT(without, 5);
}

TEST_P(Solvers, GiveTheTextbooksPrices) {
  const Relaxation relaxation = relax(wyndor(false), 60, GetParam());
  ASSERT_EQ(relaxation.status, Status::optimal);
  EXPECT_NEAR(relaxation.objective, 36, 1e-9);
  ASSERT_EQ(relaxation.row_duals.size(), 3U);
  EXPECT_NEAR(relaxation.row_duals[0], 0, 1e-9);
  EXPECT_NEAR(relaxation.row_duals[1], 1.5, 1e-9);
  EXPECT_NEAR(relaxation.row_duals[2], 1, 1e-9);
}

TEST_P(Solvers, PriceALowerLimitBelowZero) {
  // max -2 x, x >= 3 as a row: one more unit of the limit loses 2.
  Model model;
  model.add(Column{"x", 0, 10, -2});
  model.add(Row{"least", 3, kInfinity, {{0, 1}}});
  const Relaxation relaxation = relax(model, 60, GetParam());
  ASSERT_EQ(relaxation.status, Status::optimal);
  EXPECT_NEAR(relaxation.objective, -6, 1e-9);
  EXPECT_NEAR(relaxation.row_duals.at(0), -2, 1e-9);
}

TEST_P(Solvers, NameTheUnboundedAndTheInfeasible) {
  Model model;
  model.add(Column{"x", 0, kInfinity, 1, true});
  model.add(Column{"y", 0, kInfinity, 0, true});
  model.add(Row{"r", -kInfinity, 3, {{0, 1}, {1, -1}}});
  EXPECT_EQ(solve(model, {}, GetParam()).status, Status::unbounded);
  EXPECT_EQ(relax(model, 60, GetParam()).status, Status::unbounded);
  model.columns[1].upper = 2;
  model.add(Row{"s", 6, kInfinity, {{0, 1}}});
  EXPECT_EQ(solve(model, {}, GetParam()).status, Status::infeasible);
  EXPECT_EQ(relax(model, 60, GetParam()).status, Status::infeasible);
  // Whole numbers alone leave no point: 2 x = 3.
  Model odd;
  odd.add(Column{"x", 0, 5, 1, true});
  odd.add(Row{"r", 3, 3, {{0, 2}}});
  EXPECT_EQ(relax(odd, 60, GetParam()).status, Status::optimal);
  EXPECT_EQ(solve(odd, {}, GetParam()).status, Status::infeasible);
}

TEST_P(Solvers, LookOnlyAboveTheCutoff) {
  const Model model = wyndor(true);
  Limits limits;
  limits.cutoff = 35;
  EXPECT_EQ(solve(model, limits, GetParam()).objective, 36);
  limits.cutoff = 36;
  const Answer none = solve(model, limits, GetParam());
  EXPECT_EQ(none.status, Status::none_better) << name(none.status);
  EXPECT_FALSE(none.has_point());
  EXPECT_GE(none.bound, 36 - 1e-6);
}

TEST_P(Solvers, SolveWithoutWholeColumns) {
  const Answer answer = solve(wyndor(false), {}, GetParam());
  EXPECT_EQ(answer.status, Status::optimal);
  EXPECT_NEAR(answer.objective, 36, 1e-9);
}

TEST_P(Solvers, LeaveTheSignalsAndTheTerminalAlone) {
  struct sigaction ours = {};
  struct sigaction before = {};
  struct sigaction after = {};
  ours.sa_handler = SIG_IGN;
  sigaction(SIGINT, &ours, &before);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  std::mt19937 random(3);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(solve(random_knapsack(random), {}, GetParam()).has_point());
  std::fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
  sigaction(SIGINT, &before, &after);
  EXPECT_EQ(after.sa_handler, SIG_IGN);
}

TEST_P(Solvers, EndWhenCancelled) {
  std::mt19937 random(5);
  Model model = random_knapsack(random);
  // Market split (Cornuejols and Dawande 1998): small and hard, no search ends at the root.
  for (int r = 0; r < 4; ++r) {
    Row row{"split" + std::to_string(r)};
    double total = 0;
    for (int c = 0; c < 30; ++c) {
      if (r == 0 && c >= 12) model.add(Column{"item" + std::to_string(c), 0, 1, 0, true});
      const int weight = std::uniform_int_distribution<int>(0, 99)(random);
      row.entries.push_back({c, static_cast<double>(weight)});
      total += weight;
    }
    row.lower = row.upper = std::floor(total / 2);
    model.add(row);
  }
  Limits limits;
  limits.seconds = 120;
  limits.cancelled = [] { return true; };
  const Answer answer = solve(model, limits, GetParam());
  EXPECT_TRUE(answer.cut_by_time);
  EXPECT_LT(answer.seconds, 60);
  EXPECT_TRUE(answer.status == Status::unknown || answer.status == Status::feasible) << name(answer.status);
}

std::string reason(const Model& model) {
  const Answer answer = solve(model);
  EXPECT_EQ(answer.status, Status::refused);
  EXPECT_EQ(relax(model).reason, answer.reason);
  return answer.reason;
}

TEST(Refusal, NamesTheRowOrColumn) {
  Model model = wyndor(true);
  model.columns[1].gain = std::nan("");
  EXPECT_EQ(reason(model), "column 'y' (number 1): its gain: it is not a finite number");
  model = wyndor(true);
  model.columns[0].lower = 101;
  EXPECT_EQ(reason(model), "column 'x' (number 0): the lower bound 101 is above the upper bound 100");
  model = wyndor(true);
  model.columns[0] = {"x", 0.2, 0.8, 1, true};
  EXPECT_EQ(reason(model), "column 'x' (number 0): no whole number between 0.2 and 0.8");
  model = wyndor(true);
  model.columns[1].name = "x";
  EXPECT_EQ(reason(model), "column 'x' (number 1): its name is taken by another");
  model = wyndor(true);
  model.rows[2].entries[1].factor = kInfinity;
  EXPECT_EQ(reason(model), "row 'plant3' (number 2): the factor of column 'y': it is not a finite number");
  model = wyndor(true);
  model.rows[2].entries[1].column = 2;
  EXPECT_EQ(reason(model), "row 'plant3' (number 2): column number 2 does not exist");
  model = wyndor(true);
  model.rows[2].entries[1].column = 0;
  EXPECT_EQ(reason(model), "row 'plant3' (number 2): column 'x' stands in it twice");
  model = wyndor(true);
  model.rows[0].lower = 5;
  EXPECT_EQ(reason(model), "row 'plant1' (number 0): the lower bound 5 is above the upper bound 4");
  model = wyndor(true);
  model.rows[0].upper = std::nan("");
  EXPECT_EQ(reason(model), "row 'plant1' (number 0): a bound is not a number");
  model = wyndor(true);
  model.rows[0].name = "plant 1";
  EXPECT_EQ(reason(model), "row 'plant 1' (number 0): its name is empty or holds blanks or other than ASCII");
  EXPECT_EQ(reason(Model{}), "the model has no column");
  Limits limits;
  limits.gap = -1;
  EXPECT_EQ(solve(wyndor(true), limits).status, Status::refused);
  limits = {};
  limits.seconds = std::nan("");
  EXPECT_EQ(solve(wyndor(true), limits).status, Status::refused);
}

TEST(Refusal, OfASolverThatIsNotThere) {
  if (available(Solver::highs)) GTEST_SKIP() << "HiGHS is built in";
  EXPECT_EQ(solve(wyndor(true), {}, Solver::highs).status, Status::unavailable);
  EXPECT_EQ(relax(wyndor(true), 1, Solver::highs).reason, "HiGHS was not found when this program was configured");
}

TEST(Points, AreComputedAnew) {
  const Model model = wyndor(true);
  EXPECT_EQ(fault_of_point(model, {2, 6}), "");
  EXPECT_EQ(fault_of_point(model, {2.5, 6}), "column 'x' is 2.5, not a whole number");
  EXPECT_EQ(fault_of_point(model, {3, 6}), "row 'plant3' is 21, outside -inf to 18");
  EXPECT_EQ(fault_of_point(model, {-1, 6}), "column 'x' is -1, outside 0 to 100");
  EXPECT_EQ(fault_of_point(model, {2}), "1 values for 2 columns");
}

INSTANTIATE_TEST_SUITE_P(Each, Solvers, testing::ValuesIn(solvers()),
                         [](const testing::TestParamInfo<Solver>& of) { return std::string(name(of.param)); });

}  // namespace
}  // namespace hallplan::mip
