// hallplan thermal and bench, and the air field that judges plans, on the small hall.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "kernels/executor/backend.hpp"
#include "planner/cli/cli.hpp"
#include "tests/support/run_line.hpp"

namespace hallplan::cli {
namespace {

namespace fs = std::filesystem;

class ThermalCli : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::current_path(HALLPLAN_SOURCE_DIR);
    folder_ = fs::temp_directory_path() / ("hallplan-thermal-" + std::to_string(::getpid()) + "-" +
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] Ran thermal(std::vector<std::string> more = {}, const std::string& site = "small-placed") const {
    std::vector<std::string> line = {"thermal",     "tests/data/" + site + ".yaml",
                                     "--catalogue", "tests/data/racks",
                                     "--out",       folder_.string(),
                                     "--backend",   "cpu",
                                     "--field",     "screen"};
    line.insert(line.end(), more.begin(), more.end());
    return run_line(line);
  }
  [[nodiscard]] nlohmann::json written() const {
    std::ifstream in(folder_ / "thermal.json");
    return nlohmann::json::parse(in, nullptr, false);
  }

  fs::path folder_;
};

TEST_F(ThermalCli, WritesItsFilesAndNothingElse) {
  const Ran ran = thermal();
  EXPECT_EQ(ran.err, "");
  EXPECT_NE(ran.out.find("row r1, 6 racks"), std::string::npos) << ran.out;
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder_)) names.insert(entry.path().filename().string());
  EXPECT_EQ(names, (std::set<std::string>{"thermal.json", "field.vtkhdf", "slice-racks.png", "slice-aisle-r1-front.png",
                                          "slice-aisle-r1-rear.png"}));
  const nlohmann::json json = written();
  ASSERT_EQ(json["racks"].size(), 6U);
  for (const auto& rack : json["racks"]) {
    EXPECT_GE(rack["inlet_band_degc"], 23.9) << rack;  // supply is 24 degC
    EXPECT_GE(rack["inlet_max_degc"], rack["inlet_band_degc"]) << rack;
    EXPECT_EQ(rack["model_error_k"], 2) << rack;
  }
  EXPECT_LT(json["balance"]["heat"], 1e-6);
  const int expected = json["status"] == "pass" ? 0 : json["status"] == "fail" ? 1 : 3;
  EXPECT_EQ(ran.exit, expected);
}

TEST_F(ThermalCli, ContainedRowsBreatheSupplyAir) {
  // The demonstration hall: hot aisles are contained and the air units move more than the racks draw. Where air mixed across
  // the containment, as it does in a flow that ran away, every rack would breathe return air, some 39 degC.
  const Ran ran =
      run_line({"thermal", "sites/demo-48.yaml", "--out", folder_.string(), "--backend", "cpu", "--field", "screen"});
  const nlohmann::json json = written();
  ASSERT_GE(json["racks"].size(), 48U) << ran.err;
  EXPECT_EQ(json["solver"]["settled"], true);
  EXPECT_GT(json["metrics"]["return_degc"], 37);
  for (const auto& rack : json["racks"]) EXPECT_LT(rack["inlet_band_degc"], 32) << rack;
}

TEST_F(ThermalCli, TheAnswerDoesNotDependOnThreads) {
  ASSERT_NE(thermal({"--threads", "1"}).exit, 2);
  nlohmann::json one = written();
  ASSERT_NE(thermal({"--threads", "2"}).exit, 2);
  nlohmann::json two = written();
  for (nlohmann::json* json : {&one, &two}) {
    (*json)["solver"].erase("seconds");
    (*json)["solver"].erase("ran_on");
  }
  EXPECT_EQ(one, two);
}

TEST_F(ThermalCli, PrintsTheJsonItWrites) {
  const Ran ran = thermal({"--format", "json", "--units-lost"});
  const nlohmann::json json = nlohmann::json::parse(ran.out, nullptr, false);
  ASSERT_TRUE(json.is_object()) << ran.err;
  EXPECT_EQ(json, written());
  EXPECT_EQ(json["losses"].size(), 3U);
}

TEST_F(ThermalCli, ASmallerCellIsAFinerGrid) {
  ASSERT_NE(thermal({"--cell", "0.5m"}).exit, 2);
  const double coarse = written()["solver"]["cells"];
  ASSERT_NE(thermal({"--cell", "250 mm"}).exit, 2);
  EXPECT_EQ(written()["solver"]["cells"], 8 * coarse);
}

TEST_F(ThermalCli, PlacesTheRacksThatNobodyPins) {
  const Ran ran = thermal({"--cell", "0.5m"}, "small");
  EXPECT_NE(ran.exit, 2) << ran.err;
  EXPECT_EQ(written()["racks"].size(), 6U);  // as many as plan places
  EXPECT_NE(ran.out.find("does not pin stand where the search of hallplan plan puts them"), std::string::npos)
      << ran.out;
}

TEST_F(ThermalCli, FollowsLossesInTime) {
  const Ran ran = thermal({"--cell", "0.5m", "--ride-through", "crah-1,all", "--ride-through-time", "1min"});
  EXPECT_NE(ran.out.find("\n  crah-1 lost "), std::string::npos) << ran.out;
  const nlohmann::json transient = written()["transient"];
  ASSERT_EQ(transient.size(), 2U);
  EXPECT_EQ(transient[0]["scenario"], "crah-1 lost");
  EXPECT_EQ(transient[1]["scenario"], "all units lost");
  ASSERT_EQ(transient[0]["racks"].size(), 6U);
  EXPECT_EQ(transient[0]["time_s"].size(), 61U);
  EXPECT_EQ(transient[0]["racks"][3]["inlet_degc"].size(), 61U);
  std::ifstream table(folder_ / "ride-through-all-units-lost.csv");
  std::string head;
  std::getline(table, head);
  EXPECT_EQ(head, "time_s,c1_degc,c2_degc,c3_degc,c4_degc,n1_degc,m1_degc");
}

TEST_F(ThermalCli, SolvesSetPointsAndResponsesBesides) {
  const Ran ran = thermal({"--cell", "0.5m", "--supply", "20degC,75.2degF", "--response"});
  const nlohmann::json json = written();
  ASSERT_EQ(json["set_points"].size(), 2U) << ran.err;
  EXPECT_EQ(json["set_points"][0]["scenario"], "supply 20 degC");
  EXPECT_EQ(json["set_points"][1]["scenario"], "supply 24 degC");
  ASSERT_EQ(json["response"]["k_per_kw"].size(), 6U);
  EXPECT_EQ(json["response"]["k_per_kw"][5].size(), 6U);
  EXPECT_TRUE(json["response"]["trial"]["worst_error_k"].is_number());
  EXPECT_TRUE(json["transient"].empty());
}

TEST_F(ThermalCli, RefusesWhatCannotBe) {
  EXPECT_NE(thermal({"--cell", "3 m"}).err.find("expected a length from 20 mm to 2 m"), std::string::npos);
  EXPECT_EQ(thermal({"--cell", "3 kW"}).exit, 2);
  EXPECT_EQ(thermal({"--threads", "0"}).exit, 2);
  EXPECT_NE(thermal({"--ride-through", "crah-7"}).err.find("no air unit or zone 'crah-7'"), std::string::npos);
  EXPECT_NE(thermal({"--ride-through", "all", "--ride-through-time", "2 days"}).err.find("such as 10min"),
            std::string::npos);
  EXPECT_NE(thermal({"--supply", "20degC,90degC"}).err.find("expected a temperature from 5 to 40 degC"),
            std::string::npos);
  EXPECT_EQ(run_line({"thermal", "no-such-site.yaml"}).exit, 2);
  if (kernels::backend_ready(kernels::Backend::cuda)) return;
  std::ostringstream out, err;
  const int exit = run({"thermal", "tests/data/small-placed.yaml", "--catalogue", "tests/data/racks", "--out",
                        folder_.string(), "--backend", "cuda"},
                       {out, err, false});
  EXPECT_EQ(exit, 2);
  EXPECT_EQ(err.str().rfind("error: --backend cuda: ", 0), 0U) << err.str();
  EXPECT_FALSE(fs::exists(folder_));
}

TEST_F(ThermalCli, SolvesThePhaseThatIsAskedFor) {
  const auto in_phase = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--cell", "1 m"});
    return thermal(std::move(more), "small-phases");
  };
  // The site pins one rack, which is gone in the last phase, and demands two units of six: the search places them.
  const Ran first = in_phase({"--phase", "p1"});
  EXPECT_NE(first.out.find("7 racks"), std::string::npos) << first.out << first.err;
  EXPECT_NE(first.out.find("stand where the search"), std::string::npos) << first.out;
  const Ran last = in_phase({});
  EXPECT_NE(last.out.find("12 racks"), std::string::npos) << last.out << last.err;
  const Ran unknown = in_phase({"--phase", "p7"});
  EXPECT_EQ(unknown.exit, 2);
  EXPECT_NE(unknown.err.find("the site's phases are p1, p2"), std::string::npos) << unknown.err;
  EXPECT_NE(thermal({"--phase", "p1"}).err.find("the site has no phases"), std::string::npos);
}

TEST_F(ThermalCli, RacksThatAreDemandedAreNotLeftOut) {
  const auto ran = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"--cell", "1 m"});
    return thermal(std::move(more));
  };
  const std::string note = "stand where the search";
  EXPECT_EQ(ran({}).out.find(note), std::string::npos);  // all six are pinned
  const Ran one_less = ran({"--set", "placed.c4=~"});
  EXPECT_NE(one_less.out.find("6 racks"), std::string::npos) << one_less.out << one_less.err;
  EXPECT_NE(one_less.out.find(note), std::string::npos) << one_less.out;
  EXPECT_NE(ran({"--set", "placed.c4=~", "--set", "network=~"}).out.find("racks that are demanded are missing"),
            std::string::npos);
}

TEST_F(ThermalCli, PlansAreJudgedByAField) {
  const auto plan = [&](const std::string& field) {
    return run_line({"plan", "tests/data/small.yaml", "--catalogue", "tests/data/racks", "--out", folder_.string(),
                     "--field", field, "--units-lost"});
  };
  EXPECT_NE(plan("none").out.find("field not solved"), std::string::npos);
  const Ran screened = plan("screen");
  EXPECT_EQ(screened.out.find("field not solved"), std::string::npos) << screened.out;
  std::ifstream in(folder_ / "plan.json");
  const nlohmann::json json = nlohmann::json::parse(in, nullptr, false);
  int rows = 0, losses = 0;
  for (const auto& check : json["checks"]) {
    if (check["rule"] != "air.inlet") continue;
    rows += check["where"] == "row r1" ? 1 : 0;
    losses += check["where"] == "room" ? 1 : 0;
  }
  EXPECT_EQ(rows, 1);
  EXPECT_EQ(losses, 3);  // crah-1, crah-2, crah-3
}

nlohmann::json bench(std::vector<std::string> more, int exit) {
  std::vector<std::string> line{"bench", "--threads", "1", "--runs", "1", "--backend", "cpu", "--format", "json"};
  line.insert(line.end(), more.begin(), more.end());
  const Ran ran = run_line(line);
  EXPECT_EQ(ran.exit, exit) << ran.err;
  return nlohmann::json::parse(ran.out, nullptr, false);
}

TEST_F(ThermalCli, BenchMeasuresWhatItIsAskedFor) {
  const nlohmann::json json = bench({"--only", "screen-v2", "--only", "cycle", "--note", "0123abc"}, 0);
  EXPECT_EQ(json["note"], "0123abc");
  EXPECT_GT(json["triad"]["gigabytes_per_s"], 0.1);
  EXPECT_EQ(json["threads"], 1);
  EXPECT_TRUE(json["device"].is_null() || json["device"].is_string());
  ASSERT_EQ(json["benchmarks"].size(), 2U);
  for (const auto& row : json["benchmarks"]) {
    EXPECT_GT(row["seconds"], 0);
    EXPECT_GT(row["per_second"], 0);
    EXPECT_EQ(row["runs"], row["id"] == "cycle" ? 10 : 1);
  }
  EXPECT_EQ(json["benchmarks"][0]["id"], "cycle");
  EXPECT_GT(json["benchmarks"][0]["of_triad"], 0.01);
}

TEST_F(ThermalCli, BenchSaysWhatItCouldNotMeasure) {
  const nlohmann::json site = bench({"--site", "no-such-site.yaml", "--only", "v2-0.2m"}, 3);
  ASSERT_EQ(site["benchmarks"].size(), 1U);
  EXPECT_NE(site["benchmarks"][0]["not_measured"].get<std::string>().find("no-such-site.yaml"), std::string::npos);
  const nlohmann::json device = bench({"--only", "pressure-256"}, 3);
  EXPECT_TRUE(device["benchmarks"][0].contains("not_measured"));
  EXPECT_FALSE(device["benchmarks"][0].contains("seconds"));
  EXPECT_EQ(run_line({"bench", "--only", "presure"}).exit, 2);
}

}  // namespace
}  // namespace hallplan::cli
