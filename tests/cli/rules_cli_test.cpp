// hallplan rules: lists, pages, and what is said about a rule that does not exist.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "planner/base/rule.hpp"
#include "tests/support/run_line.hpp"

namespace hallplan::cli {
namespace {

using Json = nlohmann::json;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t longest_line(const std::string& text) {
  std::size_t longest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

TEST(RulesCli, ListHasEveryRuleOnceInItsColumns) {
  const Ran ran = run_line({"rules", "list"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_LE(longest_line(ran.out), 100U);
  const Json json = Json::parse(run_line({"rules", "list", "--format", "json"}).out);
  ASSERT_EQ(json.at("rules").size(), kRules.size());
  for (std::size_t i = 0; i < kRules.size(); ++i) {
    const std::string id(kRules[i].id);
    EXPECT_TRUE(has("\n" + ran.out, "\n" + id + "  ")) << id;
    EXPECT_EQ(json.at("rules")[i].at("id"), id);
    EXPECT_EQ(json.at("rules")[i].at("demand"), std::string(kRules[i].demand));
  }
}

TEST(RulesCli, ADomainIsAListOfItsRules) {
  const Ran power = run_line({"rules", "show", "power"});
  EXPECT_EQ(power.exit, 0);
  EXPECT_TRUE(has(power.out, "power.busway"));
  EXPECT_FALSE(has(power.out, "liquid.")) << power.out;
  const Json json = Json::parse(run_line({"rules", "show", "power", "--format", "json"}).out);
  for (const Json& rule : json.at("rules")) EXPECT_EQ(rule.at("domain"), "power");
}

/// Formula, symbol, source, mend, site with the line that the message names, command and message of one rule, by hand.
TEST(RulesCli, APageHoldsWhatAnEngineerAsksFor) {
  const Ran ran = run_line({"rules", "show", "power.ups"});
  EXPECT_EQ(ran.exit, 0);
  EXPECT_EQ(ran.out.rfind("power.ups: A UPS carries its load.\n\nformula\n  P <= ", 0), 0U) << ran.out;
  EXPECT_TRUE(has(ran.out, "\n    pf             -           basis.power_factor, low end\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "\nsource\n  maker: rating of a module\n")) << ran.out;
  EXPECT_TRUE(has(ran.out, "\nmend\n  1. Add modules")) << ran.out;
  EXPECT_TRUE(has(ran.out, "\n  $ hallplan check tests/rules/power.ups.yaml --catalogue tests/data/racks\n"))
      << ran.out;
  EXPECT_TRUE(has(ran.out, "\n  exit code 1\n")) << ran.out;
  const std::size_t message = ran.out.find("tests/rules/power.ups.yaml:", ran.out.find("  $ "));
  ASSERT_NE(message, std::string::npos);
  const std::string line = ran.out.substr(message + 27, ran.out.find(':', message + 27) - message - 27);
  EXPECT_TRUE(has(ran.out, "\n    " + line + " |       rating: 425 kW\n")) << line << "\n" << ran.out;
}

TEST(RulesCli, EveryPageIsAtMostAHundredWideButItsCommandAndItsSite) {
  for (const RuleInfo& rule : kRules) {
    const Ran ran = run_line({"rules", "show", std::string(rule.id)});
    EXPECT_EQ(ran.exit, 0) << rule.id;
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) {
      const bool as_written = line.rfind("  $ ", 0) == 0 || has(line, " | ");
      EXPECT_TRUE(as_written || line.size() <= 100) << rule.id << ": " << line;
    }
    EXPECT_FALSE(has(ran.out, "no page says more")) << rule.id;
  }
}

TEST(RulesCli, EveryPageIsValidJsonToo) {
  for (const RuleInfo& rule : kRules) {
    const Json json = Json::parse(run_line({"rules", "show", std::string(rule.id), "--format", "json"}).out);
    EXPECT_EQ(json.at("id"), std::string(rule.id));
    for (const char* list : {"formula", "sources", "mends"}) EXPECT_FALSE(json.at(list).empty()) << rule.id << list;
    EXPECT_FALSE(json.at("example").at("message").empty()) << rule.id;
  }
  const Json page = Json::parse(run_line({"rules", "show", "liquid.approach", "--format", "json"}).out);
  EXPECT_EQ(page.at("formula"),
            Json::array(
                {"T_tcs - T_fws >= dT / 2", "Above 0 K but less than that it is undecided; at 0 K or less it fails."}));
  EXPECT_EQ(page.at("symbols")[2].at("unit"), "K");
  EXPECT_TRUE(has(page.at("example").at("site"), "      loop: warm\n"));
}

TEST(RulesCli, NeedsNoFileAtRunTime) {
  namespace fs = std::filesystem;
  const fs::path before = fs::current_path();
  fs::current_path(fs::temp_directory_path());
  const Ran ran = run_line({"rules", "show", "liquid.approach"});
  fs::current_path(before);
  EXPECT_TRUE(has(ran.out, "loop: warm")) << ran.out;
}

TEST(RulesCli, AnUnknownRuleNamesTheNearest) {
  const auto said = [](const std::string& word) {
    const Ran ran = run_line({"rules", "show", word});
    EXPECT_EQ(ran.exit, 2) << word;
    EXPECT_EQ(ran.out, "") << word;
    return ran.err;
  };
  const std::string end = "\nsee hallplan rules list\n";
  EXPECT_EQ(said("power.buswy"), "error: no rule 'power.buswy'; did you mean 'power.busway'?" + end);
  EXPECT_EQ(said("liqid"), "error: no rule 'liqid'; did you mean 'liquid'?" + end);
  EXPECT_TRUE(has(said("approach"), "liquid.approach")) << said("approach");
  EXPECT_TRUE(
      has(said("zzzzzz"), "; domains: yaml, site, plan, network, layout, demand, power, liquid, air, density, cli\n"));
  EXPECT_FALSE(has(said("\x1b[31mred"), "\x1b"));
  EXPECT_TRUE(has(said(""), "domains: "));
}

TEST(RulesCli, HelpHasExamples) {
  EXPECT_TRUE(has(run_line({"rules", "--help"}).out, "hallplan rules show power.busway"));
  EXPECT_TRUE(has(run_line({"help", "rules"}).out, "Example:"));
  EXPECT_EQ(run_line({"rules"}).err,
            "error: 'hallplan rules' needs a command; one of: list, show\nsee hallplan rules --help\n");
  EXPECT_EQ(run_line({"rules", "show"}).exit, 2);
}

/// Once a report, for its first failing check; a report without one does not speak of rules.
TEST(RulesCli, AReportLeadsToThePageOfItsFirstFailure) {
  const std::vector<std::string> verify = {"verify",
                                           "tests/data/small-placed.yaml",
                                           "tests/data/plans/moved.json",
                                           "--catalogue",
                                           "tests/data/racks",
                                           "--field",
                                           "none"};
  const Ran failing = run_line(verify);
  const std::size_t at = failing.out.find("\n  more: hallplan rules show ");
  ASSERT_NE(at, std::string::npos) << failing.out;
  EXPECT_EQ(failing.out.find("more: hallplan rules show", at + 10), std::string::npos);
  const std::size_t first = failing.out.find("FAIL ", failing.out.find("Failing checks"));
  const std::string rule = failing.out.substr(first + 5, failing.out.find(' ', first + 5) - first - 5);
  EXPECT_EQ(failing.out.substr(at + 29, rule.size() + 1), rule + "\n");
}

}  // namespace
}  // namespace hallplan::cli
