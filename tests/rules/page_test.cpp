// The grammar of a page: what a header may hold, in which order, and what is said when it does not.
#include "planner/rules/page.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/base/text.hpp"

namespace hallplan::rules {
namespace {

const std::string kSound =
    "# yaml-language-server: $schema=x.json\n"
    "# run: hallplan check a.yaml --set 'b=1 m'\n"
    "# expect: exit 1\n"
    "# expect: a.yaml:15:4: error[a.b]: too\n"
    "#   much\n"
    "# formula: P <= Q\n"
    "# where: P [kW] load\n"
    "# where: k_T, k_h [-] shares of\n"
    "#   the rating\n"
    "# source: physics: heat: conserved\n"
    "# mend: Lower P.\n"
    "# mend: Raise Q.\n"
    "#\n"
    "# It is more than\n"
    "# run: it may be.\n"
    "schema: 1\n"
    "# a comment of the site\n";

/// The sound page with the first occurrence of a text replaced.
std::string with(const std::string& from, const std::string& to) {
  std::string text = kSound;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string problems_of(const std::string& text) { return join(parse_page(text).problems, "\n"); }

TEST(Page, HoldsEveryPartOfItsHeader) {
  const ParsedPage parsed = parse_page(kSound);
  EXPECT_EQ(join(parsed.problems, "\n"), "");
  const Page& page = parsed.page;
  EXPECT_EQ(page.run, "hallplan check a.yaml --set 'b=1 m'");
  EXPECT_EQ(page.exit, 1);
  EXPECT_EQ(page.message, (std::vector<std::string>{"a.yaml:15:4: error[a.b]: too much"}));
  EXPECT_EQ(page.formula, (std::vector<std::string>{"P <= Q"}));
  ASSERT_EQ(page.symbols.size(), 2U);
  EXPECT_EQ(page.symbols[0].unit, "kW");
  EXPECT_EQ(page.symbols[1].symbol, "k_T, k_h");
  EXPECT_EQ(page.symbols[1].unit, "-");
  EXPECT_EQ(page.symbols[1].meaning, "shares of the rating");
  ASSERT_EQ(page.sources.size(), 1U);
  EXPECT_EQ(page.sources[0].kind, "physics");
  EXPECT_EQ(page.sources[0].text, "heat: conserved");
  EXPECT_EQ(page.mends, (std::vector<std::string>{"Lower P.", "Raise Q."}));
  EXPECT_EQ(page.why, "It is more than run: it may be.");  // after the empty line nothing is a key
  EXPECT_EQ(page.site, "schema: 1\n# a comment of the site\n");
  EXPECT_EQ(page.site_line, 16);
}

TEST(Page, AMissingKeyIsNamed) {
  EXPECT_EQ(problems_of(with("# run: hallplan check a.yaml --set 'b=1 m'\n", "")),
            "key 'run' is missing: '# run: ...'");
  EXPECT_EQ(problems_of(with("# formula: P <= Q\n", "")), "key 'formula' is missing: '# formula: ...'");
  EXPECT_EQ(problems_of(with("# source: physics: heat: conserved\n", "")), "key 'source' is missing: '# source: ...'");
  EXPECT_EQ(problems_of(with("# mend: Lower P.\n# mend: Raise Q.\n", "")), "key 'mend' is missing: '# mend: ...'");
  EXPECT_EQ(problems_of(with("# expect: exit 1\n", "")), "'# expect: exit N' is missing");
  EXPECT_EQ(problems_of(with("# expect: a.yaml:15:4: error[a.b]: too\n#   much\n", "")),
            "no '# expect:' line gives the message");
  EXPECT_EQ(problems_of(with("# It is more than\n# run: it may be.\n", "")),
            "no text says why it fails, after an empty comment line");
  EXPECT_EQ(problems_of(with("# where: P [kW] load\n# where: k_T, k_h [-] shares of\n#   the rating\n", "")), "");
}

TEST(Page, KeysKeepTheirOrder) {
  EXPECT_EQ(problems_of(with("# formula: P <= Q\n", "# mend: Stop.\n# formula: P <= Q\n")),
            "line 7: 'formula' stands before 'mend'");
  EXPECT_EQ(problems_of(with("# expect: exit 1\n", "# expect: exit 1\n# run: again\n")),
            "line 4: 'run' stands before 'expect'\nline 4: 'run' stands twice");
}

TEST(Page, AnUnknownKeyIsNamedWithWhatWasMeant) {
  EXPECT_EQ(problems_of(with("# formula: P <= Q\n", "# formula: P <= Q\n# formla: Q\n")),
            "line 7: unknown key 'formla'; did you mean 'formula'?");
}

TEST(Page, WhatGoesOnIsIndentedAndHasSomethingAbove) {
  EXPECT_EQ(problems_of(with("#   much\n", "# much\n")),
            "line 5: expected '# KEY: TEXT', or three blanks before what goes on");
  EXPECT_EQ(problems_of(with("# run: h", "#   run: h")),
            "line 2: goes on where no key stands above\nkey 'run' is missing: '# run: ...'");
}

TEST(Page, SymbolsHaveUnitsAndSourcesHaveKinds) {
  EXPECT_EQ(problems_of(with("P [kW] load", "P load")),
            "line 7: expected '# where: SYMBOL [UNIT] MEANING', with [-] for a plain number");
  EXPECT_EQ(problems_of(with("P [kW] load", "P [] load")),
            "line 7: expected '# where: SYMBOL [UNIT] MEANING', with [-] for a plain number");
  EXPECT_EQ(problems_of(with("physics: heat: conserved", "hearsay: heat")),
            "line 10: expected '# source: KIND: TEXT', KIND one of: physics, standard, maker, site, practice, program");
  EXPECT_EQ(problems_of(with("exit 1", "exit one")),
            "line 3: expected a number after 'exit', found 'one'\n'# expect: exit N' is missing");
}

TEST(Page, NothingAndRubbishAreProblemsAndNoCrash) {
  EXPECT_EQ(parse_page("").problems.size(), 7U);
  EXPECT_EQ(parse_page("schema: 1\n").page.site, "schema: 1\n");
  for (const std::string text :
       {"#", "# ", "# :", "# run: ", "# where: ", "# source: :", "#   \n#  x", "# run: x\r\n"}) {
    EXPECT_FALSE(parse_page(text).problems.empty()) << text;
  }
}

}  // namespace
}  // namespace hallplan::rules
