// Every rule has its page, and no page is without its rule. What a page's example does is tests/examples' matter.
#include "planner/rules/pages.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include "planner/base/text.hpp"
#include "planner/rules/page.hpp"

namespace hallplan::rules {
namespace {

namespace fs = std::filesystem;

/// What the header of a page needs, for whoever adds a rule.
constexpr const char* kNeeded =
    "; write into the comment at its top, after '# expect:', lines '# formula:', '# where: SYMBOL [UNIT] MEANING', "
    "'# source: KIND: TEXT' and '# mend:' (see tests/rules/README.md)";

bool is_physical(Rule rule) {
  const std::string_view domain = rule_domain(rule);
  return domain == "power" || domain == "liquid" || domain == "air" || domain == "density";
}

TEST(Pages, EveryRuleHasOneWithoutProblems) {
  for (const RuleInfo& rule : kRules) {
    const std::optional<PageFile> file = page_file(rule.rule);
    if (!file) {
      ADD_FAILURE() << "rule " << rule.id << " has no page: tests/rules/" << rule.id << ".yaml" << kNeeded;
      continue;
    }
    const ParsedPage parsed = parse_page(file->text);
    EXPECT_TRUE(parsed.problems.empty()) << "rule " << rule.id << ", " << file->path << ": "
                                         << join(parsed.problems, "; ") << kNeeded;
  }
}

TEST(Pages, EveryPageBelongsToARule) {
  for (const PageFile& file : page_files()) {
    const std::string stem = fs::path(file.path).stem().string();
    EXPECT_TRUE(rule_from_id(stem).has_value()) << file.path << " is the page of no rule";
  }
}

TEST(Pages, AreTheFilesAsTheyStand) {
  std::size_t files = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(HALLPLAN_SOURCE_DIR) / "tests/rules")) {
    files += entry.path().extension() == ".yaml" || entry.path().extension() == ".page" ? 1 : 0;
  }
  EXPECT_EQ(files, page_files().size());
  for (const PageFile& file : page_files()) {
    std::ifstream in(fs::path(HALLPLAN_SOURCE_DIR) / file.path);
    std::ostringstream text;
    text << in.rdbuf();
    EXPECT_EQ(file.text, text.str()) << file.path;
  }
}

/// What is computed in watts, litres and kelvins has its symbols said; two exceptions name who hangs on what.
TEST(Pages, PhysicalRulesNameTheirSymbols) {
  const std::set<Rule> yes_or_no = {Rule::liquid_group};
  for (const RuleInfo& rule : kRules) {
    const std::optional<PageFile> file = page_file(rule.rule);
    if (!file || !is_physical(rule.rule) || yes_or_no.count(rule.rule) > 0) continue;
    EXPECT_FALSE(parse_page(file->text).page.symbols.empty())
        << rule.id << " computes something: " << file->path << " needs '# where:' lines";
  }
}

/// A word of the formula: letters, digits and underscores that begin with a letter.
std::set<std::string> words_in(const std::string& text) {
  std::set<std::string> words;
  std::string word;
  for (const char c : text + " ") {
    const bool letter = std::isalpha(static_cast<unsigned char>(c)) != 0;
    if (letter || (!word.empty() && (std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '_'))) {
      word += c;
    } else if (!word.empty()) {
      words.insert(word);
      word.clear();
    }
  }
  return words;
}

/// A symbol of the formula that nobody explains, or an explanation of what is not in it.
TEST(Pages, EverySymbolThatIsExplainedOccursInTheFormula) {
  for (const PageFile& file : page_files()) {
    const Page page = parse_page(file.text).page;
    const std::set<std::string> used = words_in(join(page.formula, " ") + " " + [&] {
      std::string meanings;
      for (const Symbol& one : page.symbols) meanings += " " + one.meaning;
      return meanings;
    }());
    for (const Symbol& one : page.symbols) {
      for (const std::string& word : words_in(one.symbol)) EXPECT_EQ(used.count(word), 1U) << file.path << ": " << word;
    }
  }
}

/// Subscripted symbols (P_r, T_max) are never plain words: each must be explained.
TEST(Pages, EverySubscriptedSymbolOfAFormulaIsExplained) {
  for (const PageFile& file : page_files()) {
    const Page page = parse_page(file.text).page;
    if (page.symbols.empty()) continue;
    std::string explained;
    for (const Symbol& one : page.symbols) explained += one.symbol + " " + one.meaning + " ";
    const std::set<std::string> known = words_in(explained);
    for (const std::string& word : words_in(join(page.formula, " "))) {
      const std::size_t underscore = word.find('_');
      if (underscore == std::string::npos || underscore > 3) continue;
      EXPECT_EQ(known.count(word), 1U) << file.path << ": the formula's " << word << " is not explained";
    }
  }
}

TEST(Pages, WhatIsQuotedFromAStandardSaysHowFarToTrustIt) {
  for (const PageFile& file : page_files()) {
    for (const Origin& one : parse_page(file.text).page.sources) {
      if (one.kind != "standard") continue;
      const bool says = one.text.find("from memory") != std::string::npos ||
                        one.text.find("read") != std::string::npos || one.text.find("clause") != std::string::npos;
      EXPECT_TRUE(says) << file.path << ": " << one.text << ": quoted from memory, or read?";
    }
  }
}

}  // namespace
}  // namespace hallplan::rules
