// hallplan plan and verify: files, what-ifs, a stored plan judged again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

TEST_F(Cli, PlanWritesItsFilesAndNothingElse) {
  const Ran ran = plan();
  EXPECT_EQ(ran.exit, 3) << ran.out << ran.err;
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) names.push_back(entry.path().filename());
  std::sort(names.begin(), names.end());
  EXPECT_EQ(names, (std::vector<std::string>{"floor_plan.svg", "plan.json", "report.html", "report.txt"}));
}

TEST_F(Cli, TheSamePlanTwiceIsTheSameFile) {
  EXPECT_EQ(plan().exit, 3);
  const std::string first = read("plan.json");
  EXPECT_EQ(plan().exit, 3);
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(first, read("plan.json"));
}

TEST_F(Cli, SeedAndMovesReachTheSearch) {
  EXPECT_EQ(plan({"--seed", "010", "--moves", "20"}).exit, 3);  // ten: a leading zero is not octal
  EXPECT_NE(read("plan.json").find("\"seed\": 10"), std::string::npos);
}

TEST_F(Cli, TheSolverMayBeNone) {
  EXPECT_EQ(plan({"--solver", "none"}).exit, 3);
  EXPECT_NE(read("plan.json").find("\"solver\": null"), std::string::npos);
  EXPECT_EQ(plan({"--solver", "cbc"}).exit, 3);
}

TEST_F(Cli, VerifyAgreesWithPlan) {
  const Ran planned = plan({"--format", "json"});
  const Ran verified = run_line({"verify", "tests/data/small.yaml", (folder_ / "plan.json").string(), "--catalogue",
                                 "tests/data/racks", "--format", "json"});
  EXPECT_EQ(planned.exit, verified.exit);
  const auto checks = [](const std::string& json) { return json.substr(json.find("\"checks\"")); };
  EXPECT_EQ(checks(planned.out), checks(verified.out));
}

TEST_F(Cli, CtrlCInTheAirFieldIsSaid) {
  ASSERT_EQ(plan({"--field", "none"}).exit, 3);
  EXPECT_EQ(read("report.txt").find("interrupted"), std::string::npos);
  // In a process of its own, since nothing takes an interruption back. No search runs: the field is all there is to interrupt.
  const auto interrupted_run = [&] {
    interrupt();
    const Ran ran = run_line(
        {"verify", "tests/data/small.yaml", (folder_ / "plan.json").string(), "--catalogue", "tests/data/racks"});
    std::cerr << ran.out;
    std::exit(ran.exit);
  };
  EXPECT_EXIT(interrupted_run(), ::testing::ExitedWithCode(3), "not reproducible: interrupted");
}

TEST_F(Cli, VerifyFindsAMovedRack) {
  ASSERT_EQ(plan().exit, 3);
  std::string text = read("plan.json");
  const std::size_t at = text.find("\"x_m\":");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, text.find(',', at) - at, "\"x_m\": 0.1");
  std::ofstream(folder_ / "moved.json") << text;
  const Ran ran = run_line(
      {"verify", "tests/data/small.yaml", (folder_ / "moved.json").string(), "--catalogue", "tests/data/racks"});
  EXPECT_EQ(ran.exit, 1) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("layout.slot"), std::string::npos) << ran.out;
}

TEST_F(Cli, VerifyNamesTheCatalogueItWasGiven) {
  ASSERT_EQ(plan().exit, 3);
  const auto verify = [&](std::vector<std::string> more) {
    std::vector<std::string> line = {"verify", "tests/data/small.yaml", (folder_ / "plan.json").string(), "--catalogue",
                                     "tests/data/racks"};
    line.insert(line.end(), more.begin(), more.end());
    return run_line(line).out;
  };
  EXPECT_NE(verify({}).find("\ncatalogue: tests/data/racks\n"), std::string::npos);
  EXPECT_EQ(verify({"--quiet"}).find("\ncatalogue: "), std::string::npos);
  EXPECT_EQ(verify({"--format", "json"}).find("\ncatalogue: "), std::string::npos);
}

TEST_F(Cli, WhatIfShowsTheMarginsThatMoved) {
  const Ran ran = plan({"--set", "liquid.cdu_groups.g1.supply=38 degC"});
  EXPECT_NE(ran.out.find("What-if:"), std::string::npos) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("liquid.approach"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace hallplan::cli
