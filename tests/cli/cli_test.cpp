#include "planner/cli/cli.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "planner/cli/write_files.hpp"
#include "tests/support/run_line.hpp"

namespace hallplan::cli {
namespace {

namespace fs = std::filesystem;

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

/// What is said about a line that is used wrongly, without the pointer to the help; the form is held on the way.
std::string usage(const std::vector<std::string>& line, const std::string& help) {
  const Ran ran = run_line(line);
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err.rfind("error: ", 0), 0U) << ran.err;
  const std::string end = "\nsee " + help + " --help\n";
  EXPECT_GT(ran.err.size(), end.size());
  EXPECT_EQ(ran.err.substr(ran.err.size() - end.size()), end);
  return ran.err.substr(7, ran.err.size() - end.size() - 7);
}

TEST_F(Cli, RacksShowTellsTheCountsThatChecksRestOn) {
  const Ran text = run_line({"racks", "show", "dell-xe9712-gb300-nvl72"});
  ASSERT_EQ(text.exit, 0) << text.err;
  const Ran ran = run_line({"racks", "show", "dell-xe9712-gb300-nvl72", "--format", "json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  std::map<std::string, nlohmann::json> values;
  const nlohmann::json shown = nlohmann::json::parse(ran.out);
  for (const nlohmann::json& value : shown.at("values")) values[value.at("path")] = value;
  for (const char* key : {"rack.shelves.count", "rack.circuits.count", "rack.casters", "rack.cords", "rack.gpus"}) {
    EXPECT_NE(text.out.find(std::string("  ") + key + " "), std::string::npos) << key;
    ASSERT_EQ(values.count(key), 1U) << key;
    EXPECT_EQ(values[key].at("source").get<std::string>().rfind("not sourced", 0), 0U) << key;
  }
  EXPECT_EQ(values["rack.shelves.count"].at("value"), "8");
  EXPECT_EQ(values["rack.cords"].at("value"), "2");
}

TEST_F(Cli, UnknownWordsAreNamedWithWhatWasMeant) {
  EXPECT_EQ(usage({"plann", "x.yaml"}, "hallplan"), "no command 'plann'; did you mean 'plan'?");
  EXPECT_EQ(usage({"plann", "--help"}, "hallplan"), "no command 'plann'; did you mean 'plan'?");
  EXPECT_EQ(usage({"help", "plann"}, "hallplan"), "no command 'plann'; did you mean 'plan'?");
  EXPECT_EQ(usage({"racks", "lists"}, "hallplan racks"), "no command 'lists'; did you mean 'list'?");
  EXPECT_EQ(usage({"plan", "x.yaml", "--outt", "d"}, "hallplan plan"), "no option '--outt'; did you mean '--out'?");
  EXPECT_EQ(usage({"plan", "--outt=d", "x.yaml"}, "hallplan plan"), "no option '--outt'; did you mean '--out'?");
  EXPECT_EQ(usage({"--seed", "2", "plan", "x.yaml"}, "hallplan plan"), "option '--seed' belongs after its command");
  EXPECT_EQ(usage({"plan", "x.yaml", "y.yaml"}, "hallplan plan"), "unexpected argument 'y.yaml'");
  EXPECT_EQ(usage({"pl\x1b[31man"}, "hallplan").find('\x1b'), std::string::npos);
}

TEST_F(Cli, WrongAndMissingValuesSayWhatWasExpected) {
  const auto plan = [](const std::string& option, const std::string& value) {
    return usage({"plan", "x.yaml", option, value}, "hallplan plan");
  };
  EXPECT_EQ(plan("--format", "xml"), "--format: expected text or json, found 'xml'");
  EXPECT_EQ(plan("--moves", "ten"), "--moves: expected a whole number from 1 to 1000000000, found 'ten'");
  EXPECT_NE(plan("--moves", "1.5").find("expected a whole number"), std::string::npos);
  EXPECT_NE(plan("--moves", "0").find("expected a whole number"), std::string::npos);
  EXPECT_NE(plan("--seed", "-1").find("expected a whole number"), std::string::npos);
  EXPECT_NE(plan("--seconds", "nan").find("expected a number of seconds"), std::string::npos);
  EXPECT_EQ(plan("--solver", "cplex"), "--solver: expected cbc or highs or none, found 'cplex'");
  EXPECT_EQ(usage({"sites", "schema", "rack"}, "hallplan sites schema"),
            "format: expected site or product, found 'rack'");
  EXPECT_EQ(usage({"plan"}, "hallplan plan"), "'hallplan plan' needs SITE (Site file)");
  EXPECT_EQ(usage({"racks"}, "hallplan racks"), "'hallplan racks' needs a command; one of: list, show, check");
  EXPECT_EQ(usage({"plan", "x.yaml", "--out"}, "hallplan plan"), "--out needs a value");
  EXPECT_EQ(usage({"plan", "x.yaml", "--seed", "1", "--seed", "2"}, "hallplan plan"), "--seed is given 2 times");
}

TEST_F(Cli, HelpIsPrintedForNothingAndForHelp) {
  const Ran help = run_line({"help"});
  EXPECT_EQ(help.exit, 0);
  EXPECT_NE(help.out.find("Exit codes:"), std::string::npos) << help.out;
  EXPECT_EQ(run_line({"--help"}).out, help.out);
  EXPECT_EQ(run_line({"help", "plan"}).out, run_line({"plan", "--help"}).out);
  const Ran nothing = run_line({});
  EXPECT_EQ(nothing.exit, 2);
  EXPECT_EQ(nothing.err, help.out);
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

TEST_F(Cli, HelpOnAFullDeviceIsAnErrorToo) {
  std::ofstream full("/dev/full");
  std::ostringstream err;
  EXPECT_EQ(run({"help"}, {full, err, false}), 2);
}

TEST_F(Cli, AReaderThatWentAwayIsNoError) {
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  int ends[2] = {-1, -1};
  ASSERT_EQ(::pipe(ends), 0);
  std::ofstream pipe("/dev/fd/" + std::to_string(ends[1]));
  ASSERT_TRUE(pipe);
  ::close(ends[0]);
  std::ostringstream err;
  EXPECT_EQ(run({"racks", "list"}, {pipe, err, false, ends[1]}), 0);
  EXPECT_FALSE(pipe) << "the pipe was meant to be closed";
  EXPECT_EQ(err.str(), "");
  EXPECT_EQ(run({"racks", "list"}, {pipe, err, false, -1}), 2) << "nothing known of the stream: an error";
  ::close(ends[1]);
  std::signal(SIGPIPE, before);
}

TEST_F(Cli, AFullDeviceIsToldFromAClosedPipe) {
  std::ofstream full("/dev/full");
  const int descriptor = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(descriptor, 0);
  std::ostringstream err;
  EXPECT_EQ(run({"racks", "list"}, {full, err, false, descriptor}), 2);
  EXPECT_NE(err.str().find("cli.output"), std::string::npos);
  ::close(descriptor);
}

TEST_F(Cli, CheckLooksAtThePlantOfASiteWithoutRacks) {
  const Ran sound = run_line({"check", "sites/demo-48.yaml", "sites/one-su.yaml"});
  EXPECT_EQ(sound.exit, 0) << sound.err;
  EXPECT_EQ(sound.out,
            "sites/demo-48.yaml: sound; no racks pinned yet: hallplan plan places and judges them\n"
            "sites/one-su.yaml: sound; no racks pinned yet: hallplan plan places and judges them\n");
  const auto moved = [](const std::string& what) {
    return run_line({"check", "tests/data/small.yaml", "--catalogue", "tests/data/racks", "--set", what});
  };
  // The second CDU on the place of the first, x = 8 m; then an air unit, 2 m wide, beyond the east wall, which is at 12 m.
  const Ran overlapping = moved("liquid.cdu_groups.g1.units.cdu-2.x=8 m");
  EXPECT_EQ(overlapping.exit, 1) << overlapping.out;
  EXPECT_NE(overlapping.err.find("error[layout.overlap]"), std::string::npos) << overlapping.err;
  EXPECT_NE(overlapping.out.find("small.yaml: fail (no racks pinned yet, "), std::string::npos) << overlapping.out;
  const Ran outside = moved("air.zones.room.units.crah-3.x=11.5 m");
  EXPECT_EQ(outside.exit, 1) << outside.out;
  EXPECT_NE(outside.err.find("error[layout.hall]"), std::string::npos) << outside.err;
  EXPECT_EQ(outside.err.find("demand."), std::string::npos) << outside.err;
}

TEST_F(Cli, CheckFailsADemandOfWhichNotOneRackCanStand) {
  const auto line = [&](const std::string& command, const std::vector<std::string>& sets) {
    std::vector<std::string> out = {command, "tests/data/small.yaml", "--catalogue", "tests/data/racks"};
    for (const std::string& set : sets) out.insert(out.end(), {"--set", set});
    if (command == "plan") out.insert(out.end(), {"--field", "none", "--out", folder_.string()});
    return run_line(out);
  };
  // Under the ceiling, before the wall, and on one UPS alone; `plan` finds no place either.
  for (const std::string set : {"hall.ceiling=2.9 m", "rows.r1.y=0.5 m", "power.devices.ups-a.rating=20 kW"}) {
    const Ran ran = line("check", {set});
    EXPECT_EQ(ran.exit, 1) << set << ran.out;
    EXPECT_NE(ran.err.find("error[demand.racks]: su: 0 where at least 1 is asked"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("not one test-compute can stand in the hall; "), std::string::npos) << ran.err;
    const Ran planned = line("plan", {set});
    EXPECT_EQ(planned.exit, 1) << set;
    EXPECT_NE(planned.out.find("  0 racks; "), std::string::npos) << planned.out;
  }
  const Ran warned = line("check", {"hall.ceiling=2.9 m", "policy.warnings=[demand.racks]"});
  EXPECT_EQ(warned.exit, 0) << warned.out;
  EXPECT_NE(warned.err.find("warning[demand.racks]"), std::string::npos) << warned.err;
  EXPECT_NE(warned.out.find("pass with warnings (no racks pinned yet, "), std::string::npos) << warned.out;
  EXPECT_EQ(line("check", {"rows.r1.slots=1"}).exit, 0);  // room for one, if not for a unit
}

TEST_F(Cli, CheckHoldsThePlantAloneAgainstTheDewPoint) {
  // Chilled water of 18 degC, 2 K of margin.
  const auto check = [](const std::string& dew_point) {
    return run_line(
        {"check", "tests/data/small.yaml", "--catalogue", "tests/data/racks", "--set", "basis.dew_point=" + dew_point});
  };
  EXPECT_EQ(check("12 degC").exit, 0);
  const Ran wet = check("30 degC");
  EXPECT_EQ(wet.exit, 1) << wet.out;
  EXPECT_NE(wet.err.find("error[liquid.dew-point]"), std::string::npos) << wet.err;
  EXPECT_EQ(wet.err.find("demand."), std::string::npos) << wet.err;
}

TEST_F(Cli, CheckHoldsThePlantAloneAgainstThePowerTree) {
  const auto check = [](const std::vector<std::string>& sets) {
    std::vector<std::string> line = {"check", "tests/data/small.yaml", "--catalogue", "tests/data/racks"};
    for (const std::string& set : sets) line.insert(line.end(), {"--set", set});
    return run_line(line);
  };
  // Without racks 3 x 5 kW of CDUs, 3 x 3 kW of air units, 3 x 10 kW of coolers and 2 x 30 kW of chillers: 114 kW, half on each board.
  const std::vector<std::string> boards = {"power.devices.mech.rating=113 kW", "power.devices.mech-2.rating=113 kW"};
  const Ran over = check(boards);
  EXPECT_EQ(over.exit, 1) << over.out;
  EXPECT_NE(over.out.find("small.yaml: fail (no racks pinned yet, "), std::string::npos) << over.out;
  EXPECT_NE(over.err.find("error[power.switchboard]: mech, mech-2 lost: 114 kW where at most 113 kW is allowed"),
            std::string::npos)
      << over.err;
  EXPECT_EQ(over.err.find("warning"), std::string::npos) << "what racks decide is not said: " << over.err;
  EXPECT_EQ(check({"power.devices.mech.rating=114 kW", "power.devices.mech-2.rating=114 kW"}).exit, 0);
  const Ran warned = check({boards[0], boards[1], "policy.warnings=[power.switchboard]"});
  EXPECT_EQ(warned.exit, 0) << warned.err;
  EXPECT_NE(warned.out.find("with warnings"), std::string::npos) << warned.out;
  const Ran dark = check({"liquid.cdu_groups.g1.feeds=[mech]"});
  EXPECT_NE(dark.err.find("error[power.supplied]"), std::string::npos) << dark.err;
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

TEST_F(Cli, RacksShowNumbersItsSources) {
  const Ran ran = run_line({"racks", "show", "dell-xe9712-gb300-nvl72"});
  ASSERT_EQ(ran.exit, 0);
  const std::size_t sources = ran.out.find("\nsources:\n  [1] ");
  ASSERT_NE(sources, std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("lenovopress.lenovo.com/", sources), std::string::npos);
  EXPECT_EQ(ran.out.substr(0, sources).find("lenovopress"), std::string::npos) << "an address among the values";
  std::istringstream lines(ran.out.substr(0, sources));
  std::size_t numbered = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.back() != ']') continue;
    ++numbered;
    const std::string number = line.substr(line.rfind('['));
    EXPECT_NE(ran.out.find("\n  " + number + " ", sources), std::string::npos) << line;
  }
  EXPECT_GT(numbered, 20U);
}

TEST_F(Cli, RacksShowSuggestsIdsThatHoldTheWord) {
  const std::string dell = run_line({"racks", "show", "Dell"}).err;
  EXPECT_NE(dell.find("did you mean one of: "), std::string::npos) << dell;
  EXPECT_NE(dell.find("dell-xe9712-gb300-nvl72"), std::string::npos) << dell;
  EXPECT_NE(dell.find("dell-xe9712-gb200-nvl72"), std::string::npos) << dell;
  const std::string slip = run_line({"racks", "show", "dell-xe9712-gb300-nvl27"}).err;
  EXPECT_NE(slip.find("did you mean 'dell-xe9712-gb300-nvl72'?"), std::string::npos) << slip;
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

TEST_F(Cli, ManyFilesAreWrittenOrNoneOfThem) {
  std::vector<OutputFile> outputs;
  outputs.reserve(40);
  for (int i = 0; i < 40; ++i)
    outputs.push_back({std::to_string(i) + ".txt", std::string(10'000, 'a') + std::to_string(i)});
  SourceFiles files;
  outputs[7].name = "no-such-folder/7.txt";
  outputs[31].name = "no-such-folder/31.txt";
  const Diagnostics refused = write_files(files, folder_.string(), outputs);
  EXPECT_EQ(refused.all().size(), 2U) << "each file that cannot be written is named";
  EXPECT_TRUE(fs::is_empty(folder_));
  outputs[7].name = "7.txt";
  outputs[31].name = "31.txt";
  EXPECT_FALSE(write_files(files, folder_.string(), outputs).has_errors());
  for (const OutputFile& output : outputs) EXPECT_EQ(read(output.name), output.text) << output.name;
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
