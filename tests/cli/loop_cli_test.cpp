// hallplan loop: a site's coolant loops, files for EPANET, and networks from them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/run_line.hpp"

namespace hallplan::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

class LoopCli : public ::testing::Test {
 protected:
  void SetUp() override {
    fs::current_path(HALLPLAN_SOURCE_DIR);
    folder_ = fs::temp_directory_path() / ("hallplan-loop-" + std::to_string(::getpid()) + "-" +
                                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ifstream in(folder_ / name);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
  }

  fs::path folder_;
};

const std::string kPiping =
    "liquid.cdu_groups.g1.piping={header_diameter: 70 mm, branch_diameter: 40 mm, branch_length: 3 m, "
    "roughness: 0.045 mm, flow_limited: true}";

Ran loop(std::vector<std::string> more = {}, const std::string& piping = kPiping) {
  std::vector<std::string> line = {"loop",        "tests/data/small.yaml",
                                   "--catalogue", "tests/data/racks",
                                   "--moves",     "100",
                                   "--set",       "liquid.cdu_groups.g1.type=test-cdu-4bar"};
  if (!piping.empty()) more.insert(more.begin(), {"--set", piping});
  line.insert(line.end(), more.begin(), more.end());
  return run_line(line);
}

TEST_F(LoopCli, ASitesGroupsAreToldByShareOfFlow) {
  const Ran ran = loop();
  EXPECT_EQ(ran.exit, 0) << ran.err;
  for (const char* const part : {"g1: pass\n", "cdu-1 ", "asked L/min", "fastest in headers:", "pumps may give",
                                 "liquid.delivery pass (normal):", "liquid.delivery pass (1 unit lost):"}) {
    EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
  }
}

std::set<std::string> keys_of(const Json& object) {
  std::set<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.insert(key);
  return keys;
}

// A file's network has the same keys; what it knows nothing of is null.
TEST_F(LoopCli, ANetworkFilesJsonHasTheSameKeys) {
  const Ran ran = run_line({"loop", "tests/network/loop.inp", "--format", "json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  const Json network = Json::parse(ran.out);
  ASSERT_FALSE(network["nodes"].empty());
  for (const Json& node : network["nodes"]) {
    EXPECT_EQ(keys_of(node), (std::set<std::string>{"id", "head_m", "pressure_kpa", "temperature_degc"}));
    EXPECT_TRUE(node["temperature_degc"].is_null());
  }
  for (const Json& link : network["links"]) {
    EXPECT_EQ(keys_of(link), (std::set<std::string>{"id", "flow_lpm", "velocity_m_s", "dp_kpa"}));
  }
}

TEST_F(LoopCli, JsonHasLinksNodesRacksAndValves) {
  const Ran ran = loop({"--format", "json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  const Json group = Json::parse(ran.out)["groups"][0];
  EXPECT_EQ(group["id"], "g1");
  EXPECT_EQ(group["status"], "pass");
  double by_cdus = 0, by_racks = 0, before = 0;
  for (const Json& cdu : group["cdus"]) by_cdus += cdu["flow_lpm"].get<double>();
  for (const Json& rack : group["racks"]) {
    by_racks += rack["flow_lpm"].get<double>();
    EXPECT_GE(rack["share"].get<double>(), before - 1e-6);
    before = rack["share"].get<double>();
  }
  EXPECT_NEAR(by_cdus, by_racks, 1e-6 * by_cdus);
  EXPECT_EQ(group["valves"].size(), group["racks"].size());
  std::map<std::string, double> head_m;
  for (const Json& node : group["nodes"]) {
    head_m[node["id"]] = node["head_m"];
    EXPECT_TRUE(node["pressure_kpa"].is_number());
  }
  const std::set<std::string> of_node = {"id", "head_m", "pressure_kpa", "temperature_degc"};
  for (const Json& node : group["nodes"]) {
    EXPECT_EQ(keys_of(node), of_node);
    EXPECT_TRUE(node["temperature_degc"].is_number()) << node["id"];
  }
  for (const Json& link : group["links"]) {
    EXPECT_EQ(keys_of(link), (std::set<std::string>{"id", "flow_lpm", "velocity_m_s", "dp_kpa"}));
    const bool pipe = link["id"].get<std::string>().find("header") != std::string::npos;
    EXPECT_EQ(link["velocity_m_s"].is_number(), pipe ||
                                                    link["id"].get<std::string>().find("branch") != std::string::npos ||
                                                    link["id"].get<std::string>().find("pipes") != std::string::npos);
  }
}

TEST_F(LoopCli, NarrowPipesFailAndSayWhichRacksAreOutOfReach) {
  const Ran ran = loop({},
                       "liquid.cdu_groups.g1.piping={header_diameter: 25 mm, branch_diameter: 40 mm, branch_length: "
                       "3 m, roughness: 0.045 mm}");
  EXPECT_EQ(ran.exit, 1) << ran.out;
  EXPECT_NE(ran.out.find("out of reach"), std::string::npos) << ran.out;
}

// plan.json and the loop of the same plan are one calculation: to the six digits that plan.json has.
TEST_F(LoopCli, ThePlansLoopIsTheSame) {
  for (const std::string header : {"70 mm", "30 mm"}) {
    const std::string piping = "liquid.cdu_groups.g1.piping={header_diameter: " + header +
                               ", branch_diameter: 40 mm, branch_length: 3 m, roughness: 0.045 mm, strainer_drop: 15 "
                               "kPa}";
    const std::vector<std::string> site = {"tests/data/small.yaml",
                                           "--catalogue",
                                           "tests/data/racks",
                                           "--set",
                                           "liquid.cdu_groups.g1.type=test-cdu-4bar",
                                           "--set",
                                           piping};
    std::vector<std::string> line = {"plan", "--moves", "100", "--field", "none", "--out", folder_.string()};
    line.insert(line.begin() + 1, site.begin(), site.end());
    EXPECT_NE(run_line(line).exit, 2);
    const Json plan = Json::parse(read("plan.json"))["coolant_loops"][0];
    line = {"loop", "--plan", path("plan.json"), "--format", "json"};
    line.insert(line.begin() + 1, site.begin(), site.end());
    const Json loop = Json::parse(run_line(line).out)["groups"][0];
    const auto same = [](const Json& one, const Json& other) {
      if (one.is_null() || other.is_null()) return one.is_null() && other.is_null();
      return std::fabs(one.get<double>() - other.get<double>()) <= 6e-6 * std::fabs(other.get<double>());
    };
    EXPECT_EQ(plan["status"], loop["status"]);
    ASSERT_EQ(plan["racks"].size(), loop["racks"].size());
    std::map<std::string, Json> racks, margins, valves;
    for (const Json& rack : loop["racks"]) racks[rack["id"]] = rack;
    for (const Json& margin : loop["margins"]) margins[margin["rack"]] = margin;
    for (const Json& valve : loop["valves"]) valves[valve["rack"]] = valve;
    for (const Json& rack : plan["racks"]) {
      const Json &there = racks.at(rack["id"]), &margin = margins.at(rack["id"]), &valve = valves.at(rack["id"]);
      for (const char* const key : {"asked_lpm", "flow_lpm", "share", "supply_degc", "return_degc", "header_m",
                                    "header_velocity_m_s", "place"}) {
        EXPECT_TRUE(same(rack[key], there[key])) << key << " " << rack[key] << " " << there[key];
      }
      for (const char* const key : {"least_lpm", "supply_margin_k", "return_margin_k"}) {
        EXPECT_TRUE(same(rack[key], margin[key])) << key << " " << rack[key] << " " << margin[key];
      }
      EXPECT_TRUE(same(rack["worst_supply_degc"], margin["supply_degc"]));
      EXPECT_TRUE(same(rack["worst_return_degc"], margin["return_degc"]));
      EXPECT_EQ(rack["least_when"], margin["least_when"]);
      for (const char* const key : {"flow_lpm", "kv_m3_per_h", "valve_kpa"}) {
        EXPECT_TRUE(same(rack["valve"][key], valve[key])) << key;
      }
      EXPECT_EQ(rack["valve"]["reached"], valve["reached"]);
    }
    for (std::size_t i = 0; i < plan["cdus"].size(); ++i) {
      for (const char* const key : {"flow_lpm", "head_kpa", "heat_kw", "return_degc", "supply_degc", "approach_k"}) {
        EXPECT_TRUE(same(plan["cdus"][i][key], loop["cdus"][i][key])) << key;
      }
    }
  }
}

TEST_F(LoopCli, WithoutPipesItSaysWhatToAdd) {
  const Ran ran = loop({}, "");
  EXPECT_EQ(ran.exit, 3);
  EXPECT_NE(ran.out.find("add to liquid.cdu_groups.g1: piping: {header_diameter: ..."), std::string::npos) << ran.out;
  const Ran inp = loop({"--inp", path("x.inp")}, "");
  EXPECT_EQ(inp.exit, 2);
  EXPECT_FALSE(fs::exists(path("x.inp")));
}

TEST_F(LoopCli, AFileGoesIntoAFolderThatIsThere) {
  for (const char* option : {"--inp", "--html"}) {
    const Ran ran = loop({"--group", "g1", option, path("no-such/x.out")});
    EXPECT_EQ(ran.exit, 2) << option;
    EXPECT_NE(ran.err.find("error[cli.output]: cannot be written: there is no folder"), std::string::npos) << ran.err;
    EXPECT_FALSE(fs::exists(path("no-such"))) << option;
  }
  const Ran network = run_line({"loop", "tests/network/loop.inp", "--inp", path("no-such/x.inp")});
  EXPECT_EQ(network.exit, 2);
  EXPECT_FALSE(fs::exists(path("no-such")));
}

TEST_F(LoopCli, WhatIsExportedIsSolvedToTheSameFlows) {
  const Ran ran = loop({"--group", "g1", "--inp", path("g1.inp"), "--format", "json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  EXPECT_EQ(ran.err, "written: " + path("g1.inp") + "\n");
  const Ran again = run_line({"loop", path("g1.inp"), "--format", "json"});
  ASSERT_EQ(again.exit, 0) << again.err;
  std::map<std::string, double> here, there;
  const Json site = Json::parse(ran.out), network = Json::parse(again.out);
  for (const Json& link : site["groups"][0]["links"]) {
    std::string id = link["id"];
    std::replace(id.begin(), id.end(), ' ', '_');
    here[id.substr(0, 31)] = link["flow_lpm"];
  }
  for (const Json& link : network["links"]) there[link["id"]] = link["flow_lpm"];
  EXPECT_GE(there.size(), here.size());
  for (const auto& [id, flow] : here) EXPECT_NEAR(there.at(id), flow, 1e-2 * std::fabs(flow) + 1e-3) << id;
}

TEST_F(LoopCli, ThePageOfDrawnLoopsNamesItsRacksAndRunsNothing) {
  const Ran ran = loop({"--html", path("loop.html"), "--format", "json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  const std::string page = read("loop.html");
  const Json loops = Json::parse(ran.out);
  for (const Json& rack : loops["groups"][0]["racks"]) {
    EXPECT_NE(page.find("<title>" + rack["id"].get<std::string>() + ":"), std::string::npos) << rack["id"];
  }
  EXPECT_EQ(page.find("<script"), std::string::npos);
  EXPECT_NE(page.find("default-src 'none'"), std::string::npos);
}

TEST_F(LoopCli, WrongWordsAreUsageErrors) {
  const Ran group = loop({"--group", "g9"});
  EXPECT_EQ(group.exit, 2);
  EXPECT_NE(group.err.find("no CDU group 'g9'"), std::string::npos) << group.err;
  EXPECT_EQ(loop({"--phase", "p9"}).exit, 2);
  const Ran plan = run_line({"loop", "tests/network/loop.inp", "--group", "g1"});
  EXPECT_EQ(plan.exit, 2);
  EXPECT_NE(plan.err.find("--group is for sites"), std::string::npos) << plan.err;
  EXPECT_EQ(run_line({"loop", "no-such.inp"}).exit, 2);
  EXPECT_EQ(run_line({"loop", "no-such.yaml"}).exit, 2);
}

TEST_F(LoopCli, ANetworkFilesProblemsAreJsonWhereThatIsAsked) {
  const Ran ran = run_line({"loop", "tests/network/broken.inp", "--format", "json"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(Json::parse(ran.out)["problems"][0]["rule"], "network.file");
}

}  // namespace
}  // namespace hallplan::cli
