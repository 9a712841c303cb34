// What those who write a key in another form are told to write: what they are told is read.
#include <gtest/gtest.h>

#include <string>

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
