// MPS files: read back by CBC's own reader, with the same optimum.
#include <gtest/gtest.h>

#include <unistd.h>
#include <coin/CbcModel.hpp>
#include <coin/OsiClpSolverInterface.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>

#include "planner/mip/mps.hpp"
#include "planner/mip/solve.hpp"
#include "tests/mip/programs.hpp"

namespace hallplan::mip {
namespace {

/// The optimum of a file by CBC alone; nothing when it has no point.
std::optional<double> optimum_of(const std::string& text) {
  const auto path = std::filesystem::temp_directory_path() / ("hallplan-" + std::to_string(getpid()) + ".mps");
  std::ofstream(path) << text;
  OsiClpSolverInterface solver;
  solver.messageHandler()->setLogLevel(0);
  solver.getModelPtr()->setLogLevel(0);
  const int errors = solver.readMps(path.c_str(), "");
  std::filesystem::remove(path);
  EXPECT_EQ(errors, 0) << text;
  CbcModel cbc(solver);
  cbc.setLogLevel(0);
  cbc.branchAndBound();
  if (cbc.bestSolution() == nullptr) return {};
  return -cbc.getObjValue();
}

TEST(Mps, IsReadBackWithTheSameOptimum) {
  std::mt19937 random(31);
  int with = 0;
  for (int i = 0; i < 60; ++i) {
    const Model model = random_program(random);
    const std::optional<double> best = best_by_trying(model);
    const std::optional<double> read = optimum_of(to_mps(model));
    ASSERT_EQ(read.has_value(), best.has_value()) << to_mps(model);
    if (!best) continue;
    ++with;
    EXPECT_NEAR(*read, *best, 1e-6) << to_mps(model);
  }
  EXPECT_GT(with, 20);
}

TEST(Mps, WritesEveryKindOfLimit) {
  Model model;
  model.name = "kinds";
  model.add(Column{"whole", -2, 3, 1.25, true});
  model.add(Column{"free", -kInfinity, kInfinity, 0});
  model.add(Column{"fixed", 4, 4, -1});
  model.add(Column{"below", -kInfinity, 0.1, 0, true});
  model.add(Row{"equal", 1, 1, {{0, 1}, {1, -0.1}}});
  model.add(Row{"range", -1, 2, {{1, 1}}});
  model.add(Row{"least", 0.5, kInfinity, {{2, 3}}});
  model.add(Row{"open", -kInfinity, kInfinity, {{3, 1}}});
  EXPECT_EQ(to_mps(model),
            "NAME kinds FREE\nROWS\n N COST\n E equal\n L range\n G least\n N open\n"
            "COLUMNS\n MARKER0 'MARKER' 'INTORG'\n whole COST -1.25\n whole equal 1\n MARKER1 'MARKER' 'INTEND'\n"
            " free COST 0\n free equal -0.1\n free range 1\n fixed COST 1\n fixed least 3\n"
            " MARKER2 'MARKER' 'INTORG'\n below COST 0\n below open 1\n MARKER3 'MARKER' 'INTEND'\n"
            "RHS\n RHS equal 1\n RHS range 2\n RHS least 0.5\nRANGES\n RNG range 3\n"
            "BOUNDS\n LO BND whole -2\n UP BND whole 3\n FR BND free\n FX BND fixed 4\n MI BND below\n UP BND below "
            "0.1\nENDATA\n");
}

}  // namespace
}  // namespace hallplan::mip
