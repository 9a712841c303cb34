#include "planner/site/load.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "planner/site/walk.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

std::string small_text() {
  std::ifstream in(test::data_path("small.yaml"));
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// The small site's text loaded with its catalogue.
struct Loaded {
  SourceFiles files;
  Result<Site> site;

  explicit Loaded(std::string text) {
    const Result<Catalogue> catalogue = load_catalogue(files, test::data_path("racks"));
    site = load_site_text(files, "t.yaml", std::move(text), *catalogue.value);
  }
  [[nodiscard]] std::vector<std::string> rules() const {
    std::vector<std::string> ids;
    for (const Diagnostic& problem : site.problems.all()) ids.emplace_back(rule_id(problem.rule));
    return ids;
  }
};

TEST(Load, APlanInASitesPlaceIsNamed) {
  try {
    test::load_data_site("plans/moved.json");
    ADD_FAILURE() << "a plan was read as a site";
  } catch (const std::runtime_error& problem) {
    const std::string said = problem.what();
    EXPECT_NE(said.find("this is a plan, not a site"), std::string::npos) << said;
    EXPECT_NE(said.find("hallplan verify SITE PLAN"), std::string::npos) << said;
    EXPECT_EQ(said.find("missing-key"), std::string::npos) << said;
  }
}

TEST(Load, APlaceOfOneCoordinateSaysWhatToGive) {
  EXPECT_NE(test::refused({"air.zones.room.units.crah-1={x: 1 m}"}).find("give both; without either it stands outside"),
            std::string::npos);
}

TEST(LoadSite, ReadsTheSmallSiteInSi) {
  const Site site = test::small_site();
  EXPECT_DOUBLE_EQ(site.hall.width_m.value, 12);
  ASSERT_EQ(site.rows.size(), 1U);
  EXPECT_EQ(site.rows[0].id, "r1");
  EXPECT_DOUBLE_EQ(site.rows[0].pitch_m.value, 0.75);
  const Row& row = site.rows[0];
  EXPECT_EQ(site.devices[static_cast<std::size_t>(row.feeds[0].a.index)].id, "bus-a");
  const RackType& compute = site.catalogue.racks[static_cast<std::size_t>(site.demand[0].compute.index)].body;
  EXPECT_DOUBLE_EQ(compute.power.tdp_w.value, 100e3);
  ASSERT_TRUE(compute.liquid.has_value());
  EXPECT_DOUBLE_EQ(compute.liquid->share.low, 0.85);
  EXPECT_DOUBLE_EQ(compute.liquid->share.high, 0.9);
}

TEST(LoadSite, KeepsOnlyTheProductsItUses) {
  const Site site = test::small_site();
  EXPECT_EQ(site.catalogue.racks.size(), 3U);
  EXPECT_EQ(site.catalogue.cdus.size(), 1U);
}

TEST(LoadSite, ReportsAllMistakesAtOnce) {
  std::string text = small_text();
  text = replaced(text, "ceiling: 4 m", "ceiling: 4");  // bare number
  text = replaced(text, "tile: ", "tyle: ");            // unknown key; that the right one is missing is not said twice
  text = replaced(text, "busway_type: test-busway", "busway_type: test-bussway");  // reference to nothing
  text = replaced(text, "slots: 6", "slots: six");                                 // no number
  text = replaced(text, "electrical_code: ", "electrical_code: x");                // no such word
  const Loaded loaded(text);
  EXPECT_FALSE(loaded.site);
  const std::vector<std::string> rules = loaded.rules();
  for (const std::string rule :
       {"site.unit-missing", "site.unknown-key", "site.reference", "site.number", "site.choice"}) {
    EXPECT_EQ(std::count(rules.begin(), rules.end(), rule), 1) << rule;
  }
}

// What rests on a key that could not be read is no second mistake: which code holds is not known, nor where the unit stands.
TEST(LoadSite, ReportsNothingThatRestsOnAKeyItCouldNotRead) {
  std::string text = replaced(small_text(), "      full_rated: true\n", "");
  EXPECT_EQ(Loaded(text).rules(), std::vector<std::string>{"site.missing-key"});
  EXPECT_EQ(Loaded(replaced(text, "electrical_code: nec", "electrical_code: IEC")).rules(),
            std::vector<std::string>{"site.choice"});
  text = replaced(small_text(), "cdu-1: {x: 8 m, y: 3 m", "cdu-1: {x: 8 m, y: 0");
  EXPECT_EQ(Loaded(text).rules(), std::vector<std::string>{"site.unit-missing"});
  text = replaced(small_text(), "cdu-1: {x: 8 m, y: 3 m", "cdu-1: {x: 8 m");
  EXPECT_EQ(Loaded(text).rules(), std::vector<std::string>{"site.missing-key"});
}

TEST(LoadSite, ReportsInTheOrderOfTheFile) {
  const Loaded loaded(replaced(replaced(small_text(), "slots: 6", "slots: 0"), "ceiling: 4 m", "ceiling: 4 kW"));
  ASSERT_EQ(loaded.site.problems.all().size(), 2U);
  EXPECT_LT(loaded.site.problems.all()[0].at.line, loaded.site.problems.all()[1].at.line);
}

TEST(LoadSite, UnitSpellingChangesNothing) {
  const Loaded metric(small_text());
  const Loaded other(
      replaced(replaced(small_text(), "ceiling: 4 m", "ceiling: 4000 mm"), "supply: 40 degC", "supply: 104 degF"));
  ASSERT_TRUE(metric.site && other.site);
  EXPECT_DOUBLE_EQ(metric.site.value->hall.ceiling_m.value, other.site.value->hall.ceiling_m.value);
  EXPECT_NEAR(metric.site.value->cdu_groups[0].supply_degc.value, other.site.value->cdu_groups[0].supply_degc.value,
              1e-9);
}

TEST(LoadSite, ADecimalCommaInBracesIsOneMistake) {
  const Loaded loaded(replaced(small_text(), "pump_power: 0 W}", "pump_power: 1,5 kW}"));
  const std::string text = render(loaded.site.problems, loaded.files);
  EXPECT_EQ(loaded.rules(), std::vector<std::string>{"site.number"}) << text;
  EXPECT_NE(text.find("pump_power: '1,5 kW' is not a number"), std::string::npos) << text;
  EXPECT_NE(text.find("write a decimal point"), std::string::npos) << text;
}

TEST(LoadSite, PowerCircleIsNamedWhole) {
  const Loaded loaded(replaced(small_text(), "from: [utility, gen]", "from: [mech]"));
  const std::vector<std::string> rules = loaded.rules();
  ASSERT_EQ(std::count(rules.begin(), rules.end(), "site.power-cycle"), 1);
  const std::string text = render(loaded.site.problems, loaded.files);
  EXPECT_NE(text.find("tx-a <- mech <- tx-a"), std::string::npos) << text;
}

TEST(LoadSite, APowerCircleLetsNoPairsOfFeedsSeemToMeet) {
  // Both sides hang on the circle, and which of it is live nothing says.
  const Loaded loaded(replaced(small_text(), "from: [utility, gen]", "from: [bus-a]"));
  const std::vector<std::string> rules = loaded.rules();
  EXPECT_GE(std::count(rules.begin(), rules.end(), "site.power-cycle"), 1);
  EXPECT_EQ(std::count(rules.begin(), rules.end(), "site.common-path"), 0);
}

TEST(LoadSite, WhatIfReplacesAValueAndPointsAtItself) {
  EXPECT_DOUBLE_EQ(test::small_site({"hall.ceiling=5 m"}).hall.ceiling_m.value, 5);
  SourceFiles files;
  LoadOptions options{test::data_path("racks"), {{"hall.celing=5 m"}}};
  const Result<Site> site = load_site(files, test::data_path("small.yaml"), options);
  EXPECT_FALSE(site);
  const std::string text = render(site.problems, files);
  EXPECT_NE(text.find("--set:1:6: error[site.unknown-key]: unknown key 'celing'"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean 'ceiling'?"), std::string::npos) << text;
}

TEST(LoadSite, WhatIfsChangeASiteAndDoNotBuildOne) {
  SourceFiles files;
  const Result<Site> site = load_site(files, test::data_path("small.yaml"),
                                      {test::data_path("racks"), {{"liquid.cdu_groups.g7.supply=42 degC"}}});
  ASSERT_FALSE(site);
  EXPECT_EQ(site.problems.errors(), 1U);
  const std::string text = render(site.problems, files);
  EXPECT_NE(text.find("--set:1:19: error[site.set]: 'liquid.cdu_groups' has no 'g7'"), std::string::npos) << text;
}

TEST(LoadSite, WhatIfsTakeListsRangesAndBlanks) {
  const Site site = test::small_site({"hall.ceiling = 5 m", "rows.r1.feeds=[[bus-a, bus-b]]",
                                      "power.devices.utility.rating={value: 1 MW, low: 900 kW, high: 1 MW}"});
  EXPECT_DOUBLE_EQ(site.hall.ceiling_m.value, 5);
  EXPECT_EQ(site.rows[0].feeds.size(), 1U);
  EXPECT_DOUBLE_EQ(site.devices[0].rating_w->low, 900e3);
}

/// The rules a what-if on the small site breaks, and what is said.
struct Said {
  std::vector<std::string> rules;
  std::string text;
};
Said said_of(const std::string& set) {
  SourceFiles files;
  const Result<Site> site = load_site(files, test::data_path("small.yaml"), {test::data_path("racks"), {{set}}});
  Said said;
  for (const Diagnostic& problem : site.problems.all()) said.rules.emplace_back(rule_id(problem.rule));
  said.text = render(site.problems, files);
  return said;
}

TEST(LoadSite, NothingMayStandOutsideTheHallUnseen) {
  const Said column = said_of("hall.columns={c1: {x: 86 m, y: 4.4 m, width: 400 mm, depth: 400 mm}}");
  EXPECT_EQ(column.rules, std::vector<std::string>{"site.range"});
  EXPECT_NE(column.text.find("column 'c1' reaches to 86.4 m; the hall ends at 12 m"), std::string::npos) << column.text;
  EXPECT_EQ(said_of("rows.r1.slots=30").rules, std::vector<std::string>{"site.range"});
}

/// In binary 11700 mm and 300 mm come to a hair more than 12 m.
TEST(LoadSite, ColumnsAndDoorsMayTouchTheWall) {
  ASSERT_GT(11700 * 0.001 + 300 * 0.001, 12.0);
  EXPECT_TRUE(said_of("hall.columns={c1: {x: 11700 mm, y: 1 m, width: 300 mm, depth: 300 mm}}").rules.empty());
  EXPECT_TRUE(said_of("hall.keep_outs={k1: {x: 11700 mm, y: 1 m, width: 300 mm, depth: 300 mm}}").rules.empty());
  EXPECT_TRUE(said_of("hall.doors={d1: {wall: south, position: 10700 mm, width: 1300 mm, height: 2.1 m, kind: dock}}")
                  .rules.empty());
  EXPECT_EQ(said_of("hall.columns={c1: {x: 11701 mm, y: 1 m, width: 300 mm, depth: 300 mm}}").rules,
            std::vector<std::string>{"site.range"});
}

TEST(LoadSite, TwoRowsCannotShareFloor) {
  const Said said = said_of(
      "rows.r2={x: 3 m, y: 4 m, front: south, slots: 4, pitch: 750 mm, depth: 1200 mm, feeds: [[bus-a, bus-b]], "
      "air_zone: room}");
  EXPECT_EQ(said.rules, std::vector<std::string>{"site.disagree"});
  EXPECT_NE(said.text.find("rows 'r2' and 'r1' share 3 m x 0.2 m of floor"), std::string::npos) << said.text;
}

TEST(LoadSite, AKeyInTheWrongMappingIsSentHome) {
  const Said said = said_of("columns={}");
  EXPECT_NE(said.text.find("'columns' belongs under 'hall'"), std::string::npos) << said.text;
}

TEST(LoadSite, WhatFollowsFromARejectedValueIsNotReported) {
  const Loaded loaded(replaced(small_text(), "side: a", "side: A"));
  EXPECT_EQ(loaded.rules(), std::vector<std::string>{"site.choice"});
}

TEST(LoadSite, EmptyAndLongPathsOfWhatIfsAreRefused) {
  for (const std::string set : {"", "=", "a", "a=", "=5", "a..b=1", ".a=1", "a.=1"}) {
    SourceFiles files;
    const Result<Site> site = load_site(files, test::data_path("small.yaml"), {test::data_path("racks"), {{set}}});
    EXPECT_FALSE(site) << set;
  }
}

/// Files written for one test.
class Folder : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = std::filesystem::temp_directory_path() /
            (std::string("hallplan-") + ::testing::UnitTest::GetInstance()->current_test_info()->name() + "-" +
             std::to_string(::getpid()));
    std::filesystem::create_directories(path_);
  }
  void TearDown() override { std::filesystem::remove_all(path_); }
  std::string write(const std::string& name, const std::string& text) {
    std::string path = (path_ / name).string();
    std::ofstream(path) << text;
    return path;
  }
  std::filesystem::path path_;
};

using Extends = Folder;

TEST_F(Extends, LaysOneFileOverAnother) {
  write("base.yaml", small_text());
  const std::string top = write("top.yaml", "schema: 1\nextends: base.yaml\nhall: {ceiling: 6 m}\n");
  SourceFiles files;
  const Result<Site> site = load_site(files, top, {test::data_path("racks"), {}});
  ASSERT_TRUE(site) << render(site.problems, files);
  EXPECT_DOUBLE_EQ(site.value->hall.ceiling_m.value, 6);
  EXPECT_EQ(files.name(site.value->hall.ceiling_m.at.file), top);
  EXPECT_DOUBLE_EQ(site.value->hall.width_m.value, 12);
}

TEST_F(Extends, RefusesCirclesAbsolutePathsAndOtherFiles) {
  const std::string a = write("a.yaml", "schema: 1\nextends: b.yaml\n");
  write("b.yaml", "schema: 1\nextends: a.yaml\n");
  SourceFiles files;
  const Result<Site> circle = load_site(files, a, {test::data_path("racks"), {}});
  ASSERT_FALSE(circle);
  EXPECT_EQ(circle.problems.all().front().rule, Rule::site_file_cycle);
  for (const std::string bad : {"/etc/passwd", "/etc/x.yaml", "passwd", "missing.yaml", "."}) {
    const std::string path = write("c.yaml", "schema: 1\nextends: " + bad + "\n");
    const Result<Site> site = load_site(files, path, {test::data_path("racks"), {}});
    ASSERT_FALSE(site) << bad;
    EXPECT_EQ(site.problems.all().front().rule, Rule::site_file) << bad;
  }
}

TEST_F(Extends, RefusesALongChain) {
  for (int i = 0; i < 20; ++i) {
    write("f" + std::to_string(i) + ".yaml", "schema: 1\nextends: f" + std::to_string(i + 1) + ".yaml\n");
  }
  SourceFiles files;
  const Result<Site> site = load_site(files, (path_ / "f0.yaml").string(), {test::data_path("racks"), {}});
  ASSERT_FALSE(site);
  EXPECT_EQ(site.problems.all().front().rule, Rule::site_file_cycle);
}

using NamedProducts = Folder;

TEST_F(NamedProducts, AreReadAndNoOthers) {
  std::filesystem::copy(test::data_path("racks"), path_);
  const std::string broken = write("test-broken.yaml", "schema: 1\nname: [\n");
  const auto load = [&](SourceFiles& files, const std::vector<SetOption>& sets) {
    return load_site(files, test::data_path("small.yaml"), {path_.string(), sets});
  };
  SourceFiles unnamed;
  const Result<Site> site = load(unnamed, {});
  ASSERT_TRUE(site) << render(site.problems, unnamed);
  EXPECT_EQ(site.value->catalogue.racks.size(), test::small_site().catalogue.racks.size());
  SourceFiles whole;
  EXPECT_FALSE(load_catalogue(whole, path_.string()));  // hallplan racks check still finds it
  SourceFiles named;
  const Result<Site> refused = load(named, {{"demand.su.compute=test-broken"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(named.name(refused.problems.all().front().at.file), broken) << render(refused.problems, named);
}

TEST_F(NamedProducts, OfAFolderReplaceThoseOfTheProgram) {
  std::filesystem::copy(test::data_path("racks"), path_);
  const std::string water = write("water.yaml", "schema: 1\nname: heavy water\nmaker: nobody\ncoolant: {}\n");
  SourceFiles files;
  const Result<Site> site = load_site(files, test::data_path("small.yaml"), {path_.string(), {}});
  ASSERT_FALSE(site);
  for (const Diagnostic& problem : site.problems.all()) {
    EXPECT_EQ(files.name(problem.at.file), water) << render(site.problems, files);
  }
}

TEST(NamedProduct, ThatNothingHasIsHeldAgainstTheWholeCatalogue) {
  const Said said = said_of("demand.su.compute=test-compute-leann");  // the site names no such product, nor one like it
  EXPECT_EQ(said.rules, std::vector<std::string>{"site.reference"});
  EXPECT_NE(said.text.find("did you mean 'test-compute-lean'?"), std::string::npos) << said.text;
}

TEST(Catalogue, EveryValueOfTheShippedOneHasItsSource) {
  SourceFiles files;
  const Result<Catalogue> catalogue = load_catalogue(files, HALLPLAN_SOURCE_DIR "/racks");
  ASSERT_TRUE(catalogue) << render(catalogue.problems, files);
  Site all;
  all.catalogue = *catalogue.value;
  int values = 0;
  for_each_value(all, [&](const std::string& path, Value& value, Dimension) {
    if (path.rfind("racks/", 0) != 0) return;
    ++values;
    EXPECT_FALSE(value.source.empty()) << path;
    if (value.trust != Trust::assumed) {
      EXPECT_NE(find_source(all, value.source), nullptr) << path << " names " << value.source;
    }
  });
  EXPECT_GT(values, 200);
}

TEST(ShippedSites, AreSourcedOrMarkedAssumedThroughout) {
  for (const std::string name : {"demo-48.yaml", "one-su.yaml"}) {
    SourceFiles files;
    Result<Site> site = load_site(files, HALLPLAN_SOURCE_DIR "/sites/" + name, {HALLPLAN_SOURCE_DIR "/racks", {}});
    ASSERT_TRUE(site) << render(site.problems, files);
    for_each_value(*site.value, [&](const std::string& path, Value& value, Dimension) {
      EXPECT_NE(value.trust, Trust::stated) << name << ": " << path << " is neither sourced nor assumed";
    });
  }
}

}  // namespace
}  // namespace hallplan
