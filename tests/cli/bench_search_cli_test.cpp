// hallplan bench search on halls of 40 slots.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "planner/mip/solve.hpp"
#include "tests/support/run_line.hpp"

namespace hallplan::cli {
namespace {

const std::string kFolder = HALLPLAN_SOURCE_DIR "/tests/data/instances";

TEST(BenchSearch, PrintsValueBoundRacksAndTimes) {
  const Ran ran = run_line({"bench", "search", "--instances", kFolder, "--only", "40-1", "--only", "40-4", "--solver",
                            "cbc", "--seconds", "300", "--format", "json", "--note", "0123abc"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  const nlohmann::json json = nlohmann::json::parse(ran.out);
  EXPECT_EQ(json["note"], "0123abc");
  ASSERT_EQ(json["instances"].size(), 2U);
  const auto& first = json["instances"][0];
  EXPECT_EQ(first["name"], "40-1");
  EXPECT_EQ(first["solver"], "CBC");
  EXPECT_NEAR(first["value"].get<double>(), 24.4, 1e-6);  // tests/data/instances/README.md
  EXPECT_NEAR(first["certified_bound"].get<double>(), 24.4, 1e-6);
  EXPECT_EQ(first["racks"], 20);
  EXPECT_NEAR(json["instances"][1]["value"].get<double>(), 16.82, 1e-6);
  for (const auto& row : json["instances"]) {
    EXPECT_GE(row["bound"].get<double>(), row["value"].get<double>() - 1e-9);
    EXPECT_GE(row["certified_bound"].get<double>(), row["bound"].get<double>() - 1e-9);
    EXPECT_GE(row["greedy_racks"].get<int>(), row["straight_racks"].get<int>());
    EXPECT_EQ(row["straight_racks"],
              0);  // no segment of these halls has the ten slots of a unit beside a management rack
    EXPECT_LE(row["first_plan_s"].get<double>(), row["gap_1pct_s"].get<double>());
    EXPECT_LE(row["gap_1pct_s"].get<double>(), row["seconds"].get<double>());
    EXPECT_FALSE(row.contains("problem"));
  }
}

TEST(BenchSearch, PrintsATable) {
  const Ran ran =
      run_line({"bench", "search", "--instances", kFolder, "--only", "40-5", "--solver", "cbc", "--seconds", "300"});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_NE(ran.out.find("40-5       CBC        23.42     23.42"), std::string::npos) << ran.out;
}

TEST(BenchSearch, SaysThatHighsIsNotThere) {
  if (mip::available(mip::Solver::highs)) GTEST_SKIP() << "HiGHS is built in";
  const std::vector<std::string> line = {"bench", "search", "--instances", kFolder, "--only", "40-2"};
  const Ran both = run_line(line);
  EXPECT_EQ(both.exit, 0);  // nobody asked for HiGHS by name
  EXPECT_NE(both.out.find("not measured: HiGHS was not found"), std::string::npos) << both.out;
  std::vector<std::string> named = line;
  named.insert(named.end(), {"--solver", "highs"});
  EXPECT_EQ(run_line(named).exit, 3);
}

TEST(BenchSearch, RefusesWhatIsNotThere) {
  const Ran folder = run_line({"bench", "search", "--instances", "no-such-folder"});
  EXPECT_EQ(folder.exit, 2);
  EXPECT_NE(folder.err.find("--instances no-such-folder: no file that ends in .json is there"), std::string::npos);
  const Ran name = run_line({"bench", "search", "--instances", kFolder, "--only", "40-6"});
  EXPECT_EQ(name.exit, 2);
  EXPECT_NE(name.err.find("--only 40-6: no such instance"), std::string::npos) << name.err;
  EXPECT_EQ(run_line({"bench", "search", "--solver", "gurobi"}).exit, 2);
  EXPECT_EQ(run_line({"bench", "search", "--seconds", "0"}).exit, 2);
  const std::string broken = testing::TempDir() + "broken-instances";
  std::filesystem::create_directory(broken);
  std::ofstream(broken + "/1-1.json") << "{\"name\": 7}";
  const Ran file = run_line({"bench", "search", "--instances", broken});
  EXPECT_EQ(file.exit, 2);
  EXPECT_NE(file.err.find("1-1.json: name: expected a text, found 7"), std::string::npos) << file.err;
}

}  // namespace
}  // namespace hallplan::cli
