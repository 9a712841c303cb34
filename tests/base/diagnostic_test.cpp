#include "planner/base/diagnostic.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace hallplan {
namespace {

TEST(Render, ShowsPlaceRuleLineCaretHintAndSecondPlace) {
  SourceFiles files;
  const int file = files.add("a.yaml", "one: 1\ntwo: 2\none: 3\n");
  const Diagnostic problem{Rule::yaml_duplicate_key,
                           {file, 3, 1},
                           "key 'one' stands here a second time",
                           "keep one of the two",
                           Related{{file, 1, 1}, "first defined here"},
                           Severity::error};
  EXPECT_EQ(render(problem, files),
            "a.yaml:3:1: error[yaml.duplicate-key]: key 'one' stands here a second time\n"
            "     3 | one: 3\n"
            "       | ^\n"
            "       = help: keep one of the two\n"
            "a.yaml:1:1: note: first defined here\n"
            "     1 | one: 1\n"
            "       | ^\n");
}

TEST(Render, CutsLongLinesAroundTheCaret) {
  SourceFiles files;
  const int file = files.add("a.yaml", std::string(5000, 'x') + "!" + std::string(5000, 'y'));
  const std::string text =
      render({Rule::yaml_syntax, {file, 1, 5001}, "here", "", std::nullopt, Severity::error}, files);
  EXPECT_LT(text.size(), 600U);
  const std::size_t bang = text.find('!') - text.rfind('\n', text.find('!'));
  const std::size_t caret = text.find('^') - text.rfind('\n', text.find('^'));
  EXPECT_EQ(bang, caret);
}

TEST(Diagnostics, KeepsAtMostItsLimitAndCountsAll) {
  Diagnostics problems;
  for (int i = 0; i < 1000; ++i) problems.error(Rule::site_type, {}, "x");
  EXPECT_EQ(problems.all().size(), Diagnostics::kMost);
  EXPECT_EQ(problems.errors(), 1000U);
  EXPECT_EQ(problems.dropped(), 1000U - Diagnostics::kMost);
  Diagnostics more;
  more.append(problems);
  EXPECT_EQ(more.errors(), 1000U);
}

TEST(Rules, HaveUniqueIdsThatAreFoundAgain) {
  std::set<std::string_view> ids;
  for (const RuleInfo& rule : kRules) {
    EXPECT_TRUE(ids.insert(rule.id).second) << rule.id;
    EXPECT_EQ(rule_from_id(rule.id), rule.rule);
    EXPECT_NE(rule.id.find('.'), std::string_view::npos);
  }
  EXPECT_EQ(rule_from_id("no.such"), std::nullopt);
  EXPECT_EQ(rule_domain(Rule::power_busway), "power");
}

TEST(SourceFiles, FindsLinesWithAnyLineEnd) {
  SourceFiles files;
  const int file = files.add("a", "first\r\nsecond\nthird");
  EXPECT_EQ(files.line({file, 1, 1}), "first");
  EXPECT_EQ(files.line({file, 3, 1}), "third");
  EXPECT_EQ(files.line({file, 9, 1}), "");
  EXPECT_EQ(files.line({}), "");
}

}  // namespace
}  // namespace hallplan
