// What a file laid over another, and a what-if, take away and vouch for.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "planner/site/load.hpp"
#include "planner/site/walk.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

/// Lines laid over a site of tests/data, or over `base` when that is text of a file of its own.
class Overlaid : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              (std::string("hallplan-overlay-") + ::testing::UnitTest::GetInstance()->current_test_info()->name() +
               "-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    for (const std::string name : {"small.yaml", "small-placed.yaml", "small-phases.yaml"}) {
      std::filesystem::copy_file(test::data_path(name), folder_ / name);
    }
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& base, const std::string& lines) {
    std::ofstream(folder_ / name) << "schema: 1\nextends: " << base << "\n" << lines;
    return (folder_ / name).string();
  }
  Result<Site> load(const std::string& base, const std::string& lines, const std::vector<std::string>& sets = {}) {
    LoadOptions options{test::data_path("racks"), {}};
    for (const std::string& set : sets) options.sets.push_back({set});
    Result<Site> site = load_site(files_, write("top.yaml", base, lines), options);
    text_ = render(site.problems, files_);
    return site;
  }

  std::filesystem::path folder_;
  SourceFiles files_;
  std::string text_;
};

/// The value of a path.
Value value_of(Site& site, const std::string& path) {
  Value found;
  bool met = false;
  for_each_value(site, [&](const std::string& here, Value& value, Dimension) {
    if (here == path) found = value, met = true;
  });
  EXPECT_TRUE(met) << path;
  return found;
}

using Removes = Overlaid;

TEST_F(Removes, AKeyAndAnEntryById) {
  const Result<Site> site = load("small-placed.yaml", "placed: {c4: ~}\ndensity: {square: ~}\n");
  ASSERT_TRUE(site) << text_;
  EXPECT_EQ(site.value->placed.size(), 5U);
  EXPECT_EQ(site.value->density.size(), 1U);
}

TEST_F(Removes, AnIdByRange) {
  const Result<Site> site = load("small-placed.yaml", "placed: {\"c[2-4]\": ~}\n");
  ASSERT_TRUE(site) << text_;
  EXPECT_EQ(site.value->placed.size(), 3U);
}

TEST_F(Removes, WhatStillRefersToItIsNamedWithBothPlaces) {
  const Result<Site> site = load("small.yaml", "power:\n  devices:\n    mech-2: ~\n");
  ASSERT_FALSE(site);
  EXPECT_NE(text_.find("small.yaml:127:21: error[site.reference]"), std::string::npos) << text_;
  EXPECT_NE(text_.find("expected a power device, found 'mech-2'"), std::string::npos) << text_;
  EXPECT_NE(text_.find("top.yaml:5:5: note: 'mech-2' is removed here"), std::string::npos) << text_;
  EXPECT_NE(text_.find("remove what refers to it too"), std::string::npos) << text_;
}

TEST_F(Removes, AWholeTableIsNamedToo) {
  const Result<Site> site = load("small-placed.yaml", "demand: ~\n");
  ASSERT_FALSE(site);
  EXPECT_NE(text_.find("key 'demand' is missing here"), std::string::npos) << text_;
  EXPECT_NE(text_.find("top.yaml:3:1: note: it is removed here"), std::string::npos) << text_;
  EXPECT_NE(text_.find("note: 'su' is removed here"), std::string::npos) << text_;
}

TEST_F(Removes, NothingWhereThereIsNothing) {
  const Result<Site> site = load("small-placed.yaml", "placed: {c5: ~}\n");
  ASSERT_FALSE(site);
  EXPECT_NE(text_.find("top.yaml:3:10: error[site.reference]: 'c5' is to be removed, and the file below has none"),
            std::string::npos)
      << text_;
  EXPECT_NE(text_.find("did you mean 'c"), std::string::npos) << text_;
}

TEST_F(Removes, ByAWhatIf) {
  const Result<Site> site = load("small-placed.yaml", "", {"placed.c4=~", "density=~"});
  ASSERT_TRUE(site) << text_;
  EXPECT_EQ(site.value->placed.size(), 5U);
  EXPECT_TRUE(site.value->density.empty());
  EXPECT_FALSE(load("small-placed.yaml", "", {"placed.c9=~"}));
  EXPECT_NE(text_.find("error[site.set]: 'c9' is to be removed, and there is none"), std::string::npos) << text_;
}

TEST_F(Removes, AndALaterFileMayBringItBack) {
  write("less.yaml", "small-placed.yaml", "placed: {c4: ~}\n");
  const Result<Site> site =
      load("less.yaml",
           "placed: {c4: {type: test-compute, row: r1, slot: 4, feed_a: bus-a, feed_b: bus-b, cdu_group: g1}}\n");
  ASSERT_TRUE(site) << text_;
  EXPECT_EQ(site.value->placed.size(), 6U);
}

/// A hall whose air is assumed as a whole and whose flow comes with a source of its own.
constexpr char kVouched[] =
    "sources: {book: {title: A book, trust: vendor}}\n"
    "air: {assumed: nobody knows}\n"
    "liquid: {loops: {fws: {flow: {value: 1200 L/min, low: 1100 L/min, high: 1300 L/min, source: book, trust: "
    "cited}}}}\n";

struct Vouched : Overlaid {
  Site site(const std::string& lines, const std::vector<std::string>& sets = {}) {
    // What stands below an `assumed` of the same file or of an earlier one is assumed; the base is laid under it here.
    write("vouched.yaml", "small.yaml", kVouched);
    Result<Site> loaded = load("vouched.yaml", lines, sets);
    EXPECT_TRUE(loaded) << text_;
    return loaded ? std::move(*loaded.value) : Site{};
  }
};

TEST_F(Vouched, WhatNobodyStatesAnewStaysMarked) {
  Site site = this->site("hall: {ceiling: 4.1 m}\n");
  EXPECT_EQ(value_of(site, "air.zones.room.leakage").trust, Trust::assumed);
  EXPECT_EQ(value_of(site, "liquid.loops.fws.flow").source, "book");
  EXPECT_EQ(value_of(site, "liquid.loops.fws.flow").trust, Trust::cited);
}

TEST_F(Vouched, AWhatIfIsTheUsersOwn) {
  Site site = this->site("", {"air.zones.room.leakage=3 %", "liquid.loops.fws.flow.value=1150 L/min"});
  EXPECT_EQ(value_of(site, "air.zones.room.leakage").trust, Trust::stated);
  EXPECT_TRUE(value_of(site, "air.zones.room.leakage").source.empty());
  EXPECT_EQ(value_of(site, "air.zones.room.supply").trust, Trust::assumed);  // nobody touched it
  const Value flow = value_of(site, "liquid.loops.fws.flow");
  EXPECT_EQ(flow.trust, Trust::stated);
  EXPECT_TRUE(flow.source.empty());
  EXPECT_NEAR(flow.low, 1.1 / 60, 1e-12);  // what is disputed stays so until its ends are stated anew
}

TEST_F(Vouched, SoIsAFileLaidOverIt) {
  Site site = this->site("air: {zones: {room: {leakage: 3 %}}}\nliquid: {loops: {fws: {flow: {value: 1150 L/min}}}}\n");
  EXPECT_EQ(value_of(site, "air.zones.room.leakage").trust, Trust::stated);
  EXPECT_EQ(value_of(site, "liquid.loops.fws.flow").trust, Trust::stated);
}

TEST_F(Vouched, MarksThatAreGivenWithAValueHold) {
  Site site = this->site(
      "air: {assumed: a new guess, zones: {room: {leakage: 3 %}}}\n"
      "liquid: {loops: {fws: {flow: {value: 1150 L/min, assumed: a guess}}}}\n");
  EXPECT_EQ(value_of(site, "air.zones.room.leakage").source, "a new guess");
  EXPECT_EQ(value_of(site, "air.zones.room.supply").source, "a new guess");
  // The source of the file below does not stand against it.
  EXPECT_EQ(value_of(site, "liquid.loops.fws.flow").source, "a guess");
  EXPECT_EQ(value_of(site, "liquid.loops.fws.flow").trust, Trust::assumed);

  Site both = this->site("", {"liquid.loops.fws.flow={value: 1100 L/min, source: book}"});
  EXPECT_EQ(value_of(both, "liquid.loops.fws.flow").source, "book");
  EXPECT_EQ(value_of(both, "liquid.loops.fws.flow").trust, Trust::vendor);
}

TEST_F(Vouched, AMarkFurtherOutHoldsWhereTheInnerOneIsOlder) {
  write("inner.yaml", "small.yaml", "air: {zones: {room: {assumed: the inner one}}}\n");
  Result<Site> loaded = load("inner.yaml", "air: {assumed: the outer one, zones: {room: {leakage: 3 %}}}\n");
  ASSERT_TRUE(loaded) << text_;
  EXPECT_EQ(value_of(*loaded.value, "air.zones.room.leakage").source, "the outer one");
  EXPECT_EQ(value_of(*loaded.value, "air.zones.room.supply").source, "the inner one");
}

}  // namespace
}  // namespace hallplan
