/// For tests that need HiGHS: without it they are skipped with the reason; with HALLPLAN_REQUIRE_HIGHS=1 in the environment they
/// fail.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "planner/mip/solve.hpp"

namespace hallplan::test {

class WithHighs : public testing::Test {
 protected:
  void SetUp() override {
    if (mip::available(mip::Solver::highs)) return;
    const char* const required = std::getenv("HALLPLAN_REQUIRE_HIGHS");
    if (required != nullptr && std::string(required) == "1") {
      FAIL() << "HALLPLAN_REQUIRE_HIGHS=1, and HiGHS was not found when this program was configured";
    }
    GTEST_SKIP() << "HiGHS was not found when this program was configured";
  }
};

}  // namespace hallplan::test
