#include "planner/base/text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace hallplan {
namespace {

TEST(Utf8, AcceptsWhatRfc3629Allows) {
  EXPECT_TRUE(is_utf8("plain"));
  EXPECT_TRUE(
      is_utf8("40 \xC2\xB0"
              "C"));
  EXPECT_TRUE(is_utf8("\xE2\x82\xAC \xF0\x9F\x98\x80"));
  EXPECT_TRUE(is_utf8(""));
}

TEST(Utf8, RefusesOverlongSurrogateTruncatedAndBeyond) {
  for (const std::string bad : {"\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
                                "\x80", "\xE2\x82", "\xFF"}) {
    std::size_t at = 99;
    EXPECT_FALSE(is_utf8("ab" + bad, &at));
    EXPECT_EQ(at, 2U);
  }
}

TEST(Printable, LeavesNothingThatATerminalObeys) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a?[31mb");
  EXPECT_EQ(printable("a\tb\nc"), "a b\nc");
  EXPECT_EQ(printable("x\xC2\x9By"), "x?y");  // C1 control sequence introducer
  EXPECT_EQ(printable("\xFF\xC2\xB0"), "?\xC2\xB0");
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a?b");  // right-to-left override
}

TEST(Closest, FindsSlipsOfTheHandOnly) {
  const std::vector<std::string> words = {"busway", "cdu_groups", "supply", "rating"};
  EXPECT_EQ(closest("buswya", words), "busway");
  EXPECT_EQ(closest("cdu_group", words), "cdu_groups");
  EXPECT_EQ(closest("SUPPLY", words), "supply");
  EXPECT_EQ(closest("temperature", words), "");
}

TEST(Suggest, NamesWhatContainsTheWord) {
  EXPECT_EQ(suggest("gb200", {"dell-xe9712-gb200-nvl72", "dell-xe9712-gb300-nvl72"}),
            "did you mean 'dell-xe9712-gb200-nvl72'?");
  EXPECT_EQ(suggest("xe9712", {"dell-xe9712-gb200", "dell-xe9712-gb300", "water"}),
            "one of: dell-xe9712-gb200, dell-xe9712-gb300");
}

TEST(Shortened, QuotesOneLineAtMost) {
  EXPECT_EQ(shortened("short"), "short");
  EXPECT_EQ(shortened("first\nsecond"), "first...");
  EXPECT_EQ(shortened(std::string(100, 'x')).size(), 51U);
}

TEST(Suggest, NamesAllWhenNothingIsClose) {
  EXPECT_EQ(suggest("xyz", {"a1", "b2"}), "one of: a1, b2");
  EXPECT_EQ(suggest("xyz", {}), "");
}

}  // namespace
}  // namespace hallplan
