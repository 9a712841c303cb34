// What those who write a key in another form are told to write: what they are told is read.
#include <gtest/gtest.h>

#include <string>

#include "planner/site/load.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::refused;

bool tells(const std::string& set, const std::string& mend) {
  const std::string problems = refused({set});
  const bool told = problems.find("help: " + mend + "\n") != std::string::npos;
  EXPECT_TRUE(told) << problems;
  return told;
}

/// What is said of the small site that loads with it.
std::string told(const std::string& set) {
  SourceFiles files;
  LoadOptions options;
  options.catalogue_folder = test::data_path("racks");
  options.sets.push_back({set});
  const Result<Site> loaded = load_site(files, test::data_path("small.yaml"), options);
  EXPECT_TRUE(loaded);
  return render(loaded.problems, files);
}

TEST(Mends, FeedsOfARowArePairs) {
  EXPECT_TRUE(tells("rows.r1.feeds=bus-a1", "write feeds: [[bus-a1, OTHER]], with OTHER the device of the other side"));
  EXPECT_TRUE(
      tells("rows.r1.feeds=[bus-a1]", "write feeds: [[bus-a1, OTHER]], with OTHER the device of the other side"));
  EXPECT_TRUE(tells("rows.r1.feeds=[bus-a1, bus-b1]", "write feeds: [[bus-a1, bus-b1]]"));
  EXPECT_TRUE(tells("rows.r1.feeds=[bus-a1, bus-b1, bus-a2]", "write feeds: [[bus-a1, bus-b1], [bus-a2, bus-b2]]"));
  EXPECT_TRUE(tells("rows.r1.feeds=[[bus-a1]]", "write feeds: [[bus-a1, bus-b1], [bus-a2, bus-b2]]"));
  EXPECT_EQ(refused({"rows.r1.feeds=[[bus-a, bus-b]]"}), "");
  // Of plant they are a list.
  EXPECT_TRUE(tells("liquid.cdu_groups.g1.feeds=mech", "write feeds: [mech]"));
}

// 12 m x 8 m: a bay of 8 m is as large as it can be.
TEST(Mends, ABayBeyondTheWallsIsTold) {
  EXPECT_EQ(told("hall.floor.bay=8 m").find("is an average over the whole floor"), std::string::npos);
  const std::string wide = told("hall.floor.bay=8.1 m");
  EXPECT_NE(wide.find("a bay of 8.1 m in a hall of 12 m x 8 m: its rating is an average over the whole floor"),
            std::string::npos)
      << wide;
  EXPECT_NE(wide.find("columns or beams"), std::string::npos);
}

TEST(Mends, RangesSayWhichEndLiesWrong) {
  EXPECT_TRUE(tells("hall.ceiling={value: 4 m, low: 5 m, high: 3 m}",
                    "low and high are the other way round: write low: 3 m, high: 5 m"));
  EXPECT_TRUE(tells("hall.ceiling={value: 4 m, low: 4.5 m}", "low is the least that it may be: write 4 m or less"));
  EXPECT_TRUE(
      tells("hall.ceiling={value: 4 m, low: 4.5 m, high: 5 m}", "low is the least that it may be: write 4 m or less"));
  EXPECT_TRUE(tells("hall.ceiling={value: 4 m, high: 3 m}", "high is the most that it may be: write 4 m or more"));
}

}  // namespace
}  // namespace hallplan
