#include "planner/plan/check.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace hallplan {
namespace {

CheckSubject power_of(const std::string& where) {
  return {Rule::power_busway, where, "normal", Dimension::power, "site", {}, {}};
}

TEST(Check, PassesUpToItsLimitAndNoFurther) {
  EXPECT_EQ(at_most(power_of("a"), 100, 100).status, Status::pass);
  EXPECT_EQ(at_most(power_of("a"), 100.001, 100).status, Status::fail);
  EXPECT_EQ(at_least(power_of("a"), 100, 100).status, Status::pass);
  EXPECT_EQ(at_least(power_of("a"), 99.999, 100).status, Status::fail);
}

TEST(Check, ForgivesRoundingOnly) {
  double sum = 0;
  for (int i = 0; i < 10; ++i) sum += 0.1;  // 0.9999999999999999
  EXPECT_EQ(at_least(power_of("a"), sum, 1).status, Status::pass);
  EXPECT_EQ(at_most(power_of("a"), 1 + 1e-8, 1).status, Status::fail);
}

TEST(Check, WhatIsNoNumberIsUndecided) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(at_most(power_of("a"), nan, 100).status, Status::undecided);
  EXPECT_EQ(at_most(power_of("a"), infinity, 100).status, Status::undecided);
  EXPECT_EQ(at_most(power_of("a"), 1, nan).status, Status::undecided);
  EXPECT_EQ(at_least(power_of("a"), infinity, 100).status, Status::undecided);
}

TEST(Check, MarginIsPositiveOnTheGoodSide) {
  EXPECT_DOUBLE_EQ(at_most(power_of("a"), 80, 100).margin, 20);
  EXPECT_DOUBLE_EQ(at_least(power_of("a"), 80, 100).margin, -20);
  EXPECT_EQ(holds(power_of("a"), true).status, Status::pass);
  EXPECT_EQ(holds(power_of("a"), false).status, Status::fail);
}

TEST(Check, UtilisationReadsBothWays) {
  EXPECT_DOUBLE_EQ(utilisation(at_most(power_of("a"), 80, 100)), 0.8);
  EXPECT_DOUBLE_EQ(utilisation(at_least(power_of("a"), 125, 100)), 0.8);
  EXPECT_DOUBLE_EQ(utilisation(holds(power_of("a"), true)), 0);
  EXPECT_DOUBLE_EQ(utilisation(at_most(power_of("a"), 80, 0)), 0);
  CheckSubject temperature = power_of("a");
  temperature.dimension = Dimension::temperature;  // 40 of 50 degC is no 80 %
  EXPECT_DOUBLE_EQ(utilisation(at_most(temperature, 40, 50)), 0);
}

TEST(Tightest, PutsFailureBeforeDoubtBeforeSmallMargins) {
  EXPECT_EQ(tightest({}), nullptr);
  std::vector<Check> checks = {at_most(power_of("half"), 50, 100), at_most(power_of("near"), 99, 100)};
  EXPECT_EQ(tightest(checks)->where, "near");
  checks.push_back(undecided(power_of("unknown"), "no rating known"));
  EXPECT_EQ(tightest(checks)->where, "unknown");
  checks.push_back(at_most(power_of("over"), 101, 100));
  EXPECT_EQ(tightest(checks)->where, "over");
}

TEST(Undecided, KeepsTheReasonBeforeTheArithmetic) {
  CheckSubject subject = power_of("a");
  subject.arithmetic = "2 x 3";
  EXPECT_EQ(undecided(subject, "no rating known").arithmetic, "no rating known; 2 x 3");
}

}  // namespace
}  // namespace hallplan
