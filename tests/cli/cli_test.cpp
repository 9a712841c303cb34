#include "planner/cli/cli.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "planner/cli/write_files.hpp"

namespace hallplan::cli {
namespace {

namespace fs = std::filesystem;

struct Ran {
  int exit = -1;
  std::string out, err;
};

Ran run_line(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int exit = run(arguments, {out, err, false});
  return {exit, out.str(), err.str()};
}

class Cli : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::current_path(HALLPLAN_SOURCE_DIR);
    folder_ = fs::temp_directory_path() / ("hallplan-cli-" + std::to_string(::getpid()) + "-" +
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(folder_ / name);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }
  [[nodiscard]] Ran plan(std::vector<std::string> more = {}) const {
    std::vector<std::string> line = {"plan",  "tests/data/small.yaml", "--catalogue", "tests/data/racks",
                                     "--out", folder_.string()};
    line.insert(line.end(), more.begin(), more.end());
    return run_line(line);
  }

  fs::path folder_;
};

TEST_F(Cli, UsageErrorsExitWithTwo) {
  EXPECT_EQ(run_line({}).exit, 2);
  EXPECT_EQ(run_line({"plan"}).exit, 2);
  EXPECT_EQ(run_line({"plann", "x.yaml"}).exit, 2);
  EXPECT_EQ(run_line({"plan", "x.yaml", "--format", "xml"}).exit, 2);
  EXPECT_EQ(run_line({"check", "no-such-file.yaml"}).exit, 2);
  EXPECT_EQ(run_line({"racks", "show", "no-such-rack"}).exit, 2);
}

TEST_F(Cli, HelpAndVersionExitWithZero) {
  EXPECT_EQ(run_line({"--version"}).exit, 0);
  for (const std::string command : {"plan", "check", "verify", "racks", "sites"}) {
    const Ran help = run_line({command, "--help"});
    EXPECT_EQ(help.exit, 0);
    EXPECT_NE(help.out.find("Example:"), std::string::npos) << command;
  }
}

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

TEST_F(Cli, VerifyAgreesWithPlan) {
  const Ran planned = plan({"--format", "json"});
  const Ran verified = run_line({"verify", "tests/data/small.yaml", (folder_ / "plan.json").string(), "--catalogue",
                                 "tests/data/racks", "--format", "json"});
  EXPECT_EQ(planned.exit, verified.exit);
  const auto checks = [](const std::string& json) { return json.substr(json.find("\"checks\"")); };
  EXPECT_EQ(checks(planned.out), checks(verified.out));
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

TEST_F(Cli, WhatIfShowsTheMarginsThatMoved) {
  const Ran ran = plan({"--set", "liquid.cdu_groups.g1.supply=38 degC"});
  EXPECT_NE(ran.out.find("What-if:"), std::string::npos) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("liquid.approach"), std::string::npos) << ran.out;
}

TEST_F(Cli, CheckOfManyTakesTheWorst) {
  const Ran ran = run_line(
      {"check", "tests/data/small.yaml", "tests/rules/site.unknown-key.yaml", "--catalogue", "tests/data/racks"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_NE(ran.out.find("tests/data/small.yaml: sound"), std::string::npos) << ran.out;
  EXPECT_NE(ran.err.find("error[site.unknown-key]"), std::string::npos) << ran.err;
}

TEST_F(Cli, AFullDeviceIsAnErrorNotASuccess) {
  std::ofstream full("/dev/full");
  ASSERT_TRUE(full);
  std::ostringstream err;
  EXPECT_EQ(run({"racks", "list"}, {full, err, false}), 2);
  EXPECT_NE(err.str().find("cli.output"), std::string::npos);
}

TEST_F(Cli, FilesAreWrittenWholeOrNotAtAll) {
  SourceFiles files;
  std::ofstream(folder_ / "a.txt") << "old";
  fs::create_directory(folder_ / "b.txt");  // cannot be replaced by a file
  EXPECT_TRUE(write_files(files, folder_.string(), {{"b.txt", "new"}}).has_errors());
  EXPECT_TRUE(write_files(files, (folder_ / "a.txt" / "sub").string(), {{"c.txt", "new"}}).has_errors());
  EXPECT_EQ(read("a.txt"), "old");
  EXPECT_FALSE(write_files(files, folder_.string(), {{"a.txt", "new"}, {"d.txt", "more"}}).has_errors());
  EXPECT_EQ(read("a.txt"), "new");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder_)) {
    EXPECT_NE(entry.path().extension(), ".part") << "left behind: " << entry.path();
  }
}

TEST_F(Cli, SchemaAndReferenceNameEveryPartOfASite) {
  const Ran schema = run_line({"sites", "schema", "site"});
  EXPECT_EQ(schema.exit, 0);
  for (const std::string key : {"\"basis\"", "\"rows\"", "\"cdu_groups\"", "\"placed\"", "\"$schema\""}) {
    EXPECT_NE(schema.out.find(key), std::string::npos) << key;
  }
  EXPECT_NE(run_line({"sites", "reference"}).out.find("| `power.devices.ID.kind` | yes |"), std::string::npos);
}

TEST_F(Cli, ShippedSchemasAndReferenceAreTheProgramsOwn) {
  const auto file = [](const std::string& path) {
    std::ifstream in(path);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  };
  EXPECT_EQ(file("sites/site.schema.json"), run_line({"sites", "schema", "site"}).out);
  EXPECT_EQ(file("sites/product.schema.json"), run_line({"sites", "schema", "product"}).out);
  EXPECT_NE(file("sites/README.md").find(run_line({"sites", "reference"}).out), std::string::npos);
}

TEST_F(Cli, ThePictureOfTheReadmeIsTheProgramsOwn) {
  ASSERT_EQ(run_line({"plan", "sites/demo-48.yaml", "--out", folder_.string()}).exit, 3);
  std::ifstream in("sites/demo-48.svg");
  std::ostringstream shipped;
  shipped << in.rdbuf();
  EXPECT_EQ(shipped.str(), read("floor_plan.svg"));
}

}  // namespace
}  // namespace hallplan::cli
