// hallplan check of many files and of folders, and the forms that CI systems read.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "planner/cli/site_files.hpp"
#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

using Json = nlohmann::json;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

/// The small hall laid over by some lines; `write` knows the way to its folder.
std::string small_with(const std::string& lines) { return "schema: 1\nextends: <data>/small.yaml\n" + lines; }

class CheckMany : public Cli {
 protected:
  void write(const std::string& name, std::string text) const {
    const fs::path folder = (folder_ / name).parent_path();
    fs::create_directories(folder);
    const std::string mark = "<data>";
    const std::size_t at = text.find(mark);
    if (at != std::string::npos) text.replace(at, mark.size(), fs::relative("tests/data", folder).string());
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] Ran check(std::vector<std::string> more = {}) const {
    std::vector<std::string> line = {"check", "--catalogue", "tests/data/racks"};
    line.insert(line.end(), more.begin(), more.end());
    return run_line(line);
  }
};

TEST_F(CheckMany, TakesTheWorst) {
  const Ran ran = check({"tests/data/small.yaml", "tests/rules/site.unknown-key.yaml"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_TRUE(has(ran.out, "tests/data/small.yaml: sound")) << ran.out;
  EXPECT_TRUE(has(ran.err, "error[site.unknown-key]")) << ran.err;
  EXPECT_TRUE(has(ran.out, "\n2 files: 1 not readable, 1 pass\n")) << ran.out;
}

TEST_F(CheckMany, AFolderIsItsSiteFilesByPath) {
  write("b.yaml", small_with(""));
  write("a/site.yml", small_with("hall: {ceiling: 2.9 m}\n"));  // the racks are higher
  write("a/notes.txt", "no site");
  write(".git/c.yaml", "no site");
  write("c.yaml.orig", "no site");
  const Ran ran = check({folder_.string()});
  EXPECT_EQ(ran.exit, 1) << ran.err;
  const std::size_t a = ran.out.find("a/site.yml: fail"), b = ran.out.find("b.yaml: sound");
  EXPECT_LT(a, b) << ran.out;
  EXPECT_NE(b, std::string::npos) << ran.out;
  EXPECT_TRUE(has(ran.out, "2 files: 1 fail, 1 pass\n")) << ran.out;
  EXPECT_TRUE(has(ran.err, "ways out: hallplan rules show demand.racks\n")) << ran.err;
}

TEST_F(CheckMany, AFolderWithoutSitesIsNoPass) {
  write("notes.txt", "no site");
  const Ran ran = check({folder_.string()});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_TRUE(has(ran.err, "error[site.file]: expected site files in the folder, found none")) << ran.err;
  const Ran both = check({folder_.string(), "tests/data/small.yaml"});
  EXPECT_EQ(both.exit, 2) << "one file that passes does not make up for it";
  EXPECT_TRUE(has(both.out, "small.yaml: sound")) << both.out;
}

TEST_F(CheckMany, CatalogueFilesOfAFolderAreLeftToTheirOwnCheck) {
  fs::create_directories(folder_ / "racks");
  fs::copy_file("tests/data/racks/test-cooler.yaml", folder_ / "racks/test-cooler.yaml");
  const Ran none = check({folder_.string()});
  EXPECT_EQ(none.exit, 2) << "a folder of a catalogue alone is no pass";
  EXPECT_TRUE(has(none.err, "found none")) << none.err;
  EXPECT_TRUE(has(none.err, "hallplan racks check validates catalogue files")) << none.err;
  write("a.yaml", small_with(""));
  const Ran ran = check({folder_.string()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_TRUE(has(ran.err, "left out: 1 catalogue file, for hallplan racks check")) << ran.err;
  EXPECT_EQ(check({folder_.string(), "-q"}).err, "");
  EXPECT_EQ(check({(folder_ / "racks/test-cooler.yaml").string()}).exit, 2) << "named, it is no site";
}

TEST_F(CheckMany, WhatIsNoFileSaysWhatItIs) {
  EXPECT_TRUE(has(check({"/dev/null"}).err, "cannot read '/dev/null': it is no regular file\n"));
  if (::geteuid() == 0) GTEST_SKIP() << "root may read every file";
  write("closed.yaml", small_with(""));
  fs::permissions(folder_ / "closed.yaml", fs::perms::none);
  EXPECT_TRUE(has(check({(folder_ / "closed.yaml").string()}).err, "this user may not read it"));
}

TEST_F(CheckMany, QuietSaysNothingOfWhatPasses) {
  const Ran ran = check({"tests/data/small.yaml", "tests/data/small.yaml", "-q"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out + ran.err, "");
}

TEST_F(CheckMany, CtrlCEndsItAndIsNoPass) {
  // In a process of its own, since nothing takes an interruption back.
  const auto interrupted_run = [&] {
    interrupt();
    const Ran ran = check({"tests/data/small.yaml", "tests/data/small.yaml"});
    std::cerr << ran.err;
    std::exit(ran.exit);
  };
  EXPECT_EXIT(interrupted_run(), ::testing::ExitedWithCode(3), "interrupted: 0 of 2 files were checked");
}

TEST_F(CheckMany, OneMissingValueIsSaidOnceToPeopleAndEachTimeToMachines) {
  // Without a rating for a footprint no rack and no plant can be judged by it: one warning a product.
  write("a.yaml", "schema: 1\nextends: <data>/small-placed.yaml\nhall: {floor: {footprint_rating: ~}}\n");
  const std::string path = (folder_ / "a.yaml").string();
  const Ran text = check({path});
  EXPECT_EQ(text.exit, 3) << text.err;
  EXPECT_EQ(count_of(text.err, "warning[layout.floor-patch]"), 1U) << text.err;
  const Json json = Json::parse(check({path, "--format", "json"}).out);
  const Json& problems = json.at("sites").at(0).at("problems");
  const auto patches = std::count_if(problems.begin(), problems.end(),
                                     [](const Json& one) { return one.at("rule") == "layout.floor-patch"; });
  EXPECT_GT(patches, 2);
  EXPECT_TRUE(has(text.err, " and " + std::to_string(patches - 2) + " more)")) << text.err;
}

TEST_F(CheckMany, SarifNamesRuleFileAndLine) {
  write("my hall.yaml", small_with("hall: {ceiling: 2.9 m}\n"));
  const Ran ran = check({(folder_ / "my hall.yaml").string(), "tests/data/small.yaml", "--format", "sarif"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_EQ(ran.err, "");
  const Json log = Json::parse(ran.out);
  EXPECT_EQ(log.at("version"), "2.1.0");
  const Json& one_run = log.at("runs").at(0);
  EXPECT_EQ(one_run.at("tool").at("driver").at("rules").at(0).at("id"), "demand.racks");
  ASSERT_EQ(one_run.at("results").size(), 1U);
  const Json& result = one_run.at("results").at(0);
  EXPECT_EQ(result.at("ruleId"), "demand.racks");
  EXPECT_EQ(result.at("level"), "error");
  const Json& place = result.at("locations").at(0).at("physicalLocation");
  EXPECT_TRUE(has(place.at("artifactLocation").at("uri"), "tests/data/small.yaml")) << "where the demand stands";
  EXPECT_GT(place.at("region").at("startLine").get<int>(), 0);
  const Ran unread = check({(folder_ / "no such.yaml").string(), "--format", "sarif"});
  EXPECT_EQ(unread.exit, 2);
  const Json at = Json::parse(unread.out).at("runs").at(0).at("results").at(0).at("locations").at(0);
  const std::string uri = at.at("physicalLocation").at("artifactLocation").at("uri");
  EXPECT_TRUE(uri.starts_with("file:///") && uri.ends_with("/no%20such.yaml")) << uri;
  EXPECT_FALSE(at.at("physicalLocation").contains("region")) << "a file that is not there has no lines";
}

TEST_F(CheckMany, WhatIsNotListedIsCounted) {
  // 230 columns beyond the wall: of a file 200 problems are listed.
  write("a.yaml", small_with("hall:\n  columns:\n    c-[1-230]: {x: 90 m, y: \"{}.0 m\", width: 1 m, depth: 1 m}\n"));
  const std::string path = (folder_ / "a.yaml").string();
  const Json json = Json::parse(check({path, "--format", "json"}).out).at("sites").at(0);
  const std::size_t listed = json.at("problems").size();
  const int more = json.at("not_listed");
  EXPECT_GT(more, 0);
  EXPECT_EQ(listed, 200U);
  EXPECT_EQ(Json::parse(check({path, "--format", "sarif"}).out).at("runs").at(0).at("properties").at("notListed"),
            more);
  EXPECT_TRUE(has(check({path, "--format", "junit"}).out, "(" + std::to_string(more) + " more problems not listed)"));
}

TEST_F(CheckMany, JunitTellsFailuresErrorsAndWhatIsUndecidedApart) {
  write("fails.yaml", small_with("title: a < b & \"c\"\nhall: {ceiling: 2.9 m}\n"));
  write("open.yaml", "schema: 1\nextends: <data>/small-placed.yaml\nhall: {floor: {footprint_rating: ~}}\n");
  write("wrong <name>.yaml", small_with("hal: {}\n"));
  write("z.yaml", small_with(""));
  const Ran ran = check({folder_.string(), "--format", "junit"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(count_of(ran.out, "<testsuite "), 4U);
  EXPECT_TRUE(has(ran.out, "name=\"demand.racks\"><failure message=")) << ran.out;
  EXPECT_TRUE(has(ran.out, "name=\"layout.floor-patch\"><error type=\"undecided\" message=")) << ran.out;
  EXPECT_TRUE(has(ran.out, "wrong &lt;name&gt;.yaml\" name=\"site.unknown-key\"><error type=\"input\" message="))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "z.yaml\" name=\"check\"/>")) << ran.out;
  EXPECT_TRUE(has(ran.out, "tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\"")) << ran.out;
}

TEST_F(CheckMany, WhatThePolicyTakesAsAWarningIsSkippedInJunit) {
  // A slab of 100 kg/m2 fails the bays of what stands on it, as a warning; a footprint without rating is undecided besides.
  write("a.yaml",
        "schema: 1\nextends: <data>/small-placed.yaml\nhall: {floor: {bay_rating: 100 kg/m2, footprint_rating: ~}}\n"
        "policy: {warnings: [layout.floor-bay]}\n");
  const Ran ran = check({(folder_ / "a.yaml").string(), "--format", "junit"});
  EXPECT_EQ(ran.exit, 3);
  EXPECT_TRUE(has(ran.out, "name=\"layout.floor-bay\"><skipped message=")) << ran.out;
  EXPECT_TRUE(has(ran.out, "name=\"layout.floor-patch\"><error type=\"undecided\" message=")) << ran.out;
}

TEST_F(CheckMany, AnnotationsOfGithubNameFileLineAndRule) {
  write("100%, a:b/fails.yaml", small_with("hal: {}\n"));
  write("z.yaml", small_with(""));
  const Ran ran = check({folder_.string(), "--format", "github"});
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.err, "");
  const std::string file = (folder_ / "100%25%2C a%3Ab/fails.yaml").string();
  EXPECT_TRUE(has(ran.out, "::error file=" + file + ",line=3,col=1,title=site.unknown-key::")) << ran.out;
  EXPECT_TRUE(has(ran.out, "%0A")) << "how to mend it is in the same annotation\n" << ran.out;
  EXPECT_TRUE(has(ran.out, "z.yaml: sound")) << ran.out;
  EXPECT_TRUE(has(ran.out, "\n2 files: 1 not readable, 1 pass\n")) << ran.out;
}

TEST_F(CheckMany, NoFileNameIsACommandOrEndsItsLine) {
  const fs::path before = fs::current_path();
  const std::string data = fs::absolute("tests/data").string();
  fs::current_path(folder_);
  for (const char* name : {"::stop-commands::x.yaml", "a\n::add-mask::b.yaml", "c\x1b[2J.yaml"}) {
    std::ofstream(name) << "schema: 1\nextends: " << fs::relative(data + "/small.yaml").string() << "\n";
  }
  const Ran ran = run_line({"check", "--catalogue", data + "/racks", "--format", "github", "::stop-commands::x.yaml",
                            "a\n::add-mask::b.yaml", "c\x1b[2J.yaml"});
  fs::current_path(before);
  EXPECT_EQ(ran.exit, 0) << ran.out << ran.err;
  EXPECT_TRUE(has(ran.out, "./::stop-commands::x.yaml: sound")) << ran.out;
  EXPECT_TRUE(has(ran.out, "a?::add-mask::b.yaml: sound")) << ran.out;
  EXPECT_TRUE(has(ran.out, "c?[2J.yaml: sound")) << ran.out;
}

}  // namespace
}  // namespace hallplan::cli
