// What is said about a command line that is used wrongly, and help.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

TEST_F(Cli, UsageErrorsExitWithTwo) {
  EXPECT_EQ(run_line({}).exit, 2);
  EXPECT_EQ(run_line({"plan"}).exit, 2);
  EXPECT_EQ(run_line({"plann", "x.yaml"}).exit, 2);
  EXPECT_EQ(run_line({"plan", "x.yaml", "--format", "xml"}).exit, 2);
  EXPECT_EQ(run_line({"check", "no-such-file.yaml"}).exit, 2);
  EXPECT_EQ(run_line({"racks", "show", "no-such-rack"}).exit, 2);
}

/// What is said about a line that is used wrongly, without the pointer to the help; the form is held on the way.
std::string usage(const std::vector<std::string>& line, const std::string& help) {
  const Ran ran = run_line(line);
  EXPECT_EQ(ran.exit, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err.rfind("error: ", 0), 0U) << ran.err;
  const std::string end = "\nsee " + help + " --help\n";
  EXPECT_GT(ran.err.size(), end.size());
  EXPECT_EQ(ran.err.substr(ran.err.size() - end.size()), end);
  return ran.err.substr(7, ran.err.size() - end.size() - 7);
}

TEST_F(Cli, UnknownWordsAreNamedWithWhatWasMeant) {
  EXPECT_EQ(usage({"plann", "x.yaml"}, "hallplan"), "no command 'plann'; did you mean 'plan'?");
  EXPECT_EQ(usage({"plann", "--help"}, "hallplan"), "no command 'plann'; did you mean 'plan'?");
  EXPECT_EQ(usage({"help", "plann"}, "hallplan"), "no command 'plann'; did you mean 'plan'?");
  EXPECT_EQ(usage({"racks", "lists"}, "hallplan racks"), "no command 'lists'; did you mean 'list'?");
  EXPECT_EQ(usage({"plan", "x.yaml", "--outt", "d"}, "hallplan plan"), "no option '--outt'; did you mean '--out'?");
  EXPECT_EQ(usage({"plan", "--outt=d", "x.yaml"}, "hallplan plan"), "no option '--outt'; did you mean '--out'?");
  EXPECT_EQ(usage({"--seed", "2", "plan", "x.yaml"}, "hallplan plan"), "option '--seed' belongs after its command");
  EXPECT_EQ(usage({"plan", "x.yaml", "y.yaml"}, "hallplan plan"), "unexpected argument 'y.yaml'");
  EXPECT_EQ(usage({"pl\x1b[31man"}, "hallplan").find('\x1b'), std::string::npos);
}

TEST_F(Cli, WrongAndMissingValuesSayWhatWasExpected) {
  const auto plan = [](const std::string& option, const std::string& value) {
    return usage({"plan", "x.yaml", option, value}, "hallplan plan");
  };
  EXPECT_EQ(plan("--format", "xml"), "--format: expected text or json, found 'xml'");
  EXPECT_EQ(plan("--moves", "ten"), "--moves: expected a whole number from 1 to 1000000000, found 'ten'");
  EXPECT_NE(plan("--moves", "1.5").find("expected a whole number"), std::string::npos);
  EXPECT_NE(plan("--moves", "0").find("expected a whole number"), std::string::npos);
  EXPECT_NE(plan("--seed", "-1").find("expected a whole number"), std::string::npos);
  EXPECT_NE(plan("--seconds", "nan").find("expected a number of seconds"), std::string::npos);
  EXPECT_EQ(plan("--solver", "cplex"), "--solver: expected cbc or highs or none, found 'cplex'");
  EXPECT_EQ(usage({"sites", "schema", "rack"}, "hallplan sites schema"),
            "format: expected site or product, found 'rack'");
  EXPECT_EQ(usage({"plan"}, "hallplan plan"), "'hallplan plan' needs SITE (Site file)");
  EXPECT_EQ(usage({"racks"}, "hallplan racks"), "'hallplan racks' needs a command; one of: list, show, check");
  EXPECT_EQ(usage({"plan", "x.yaml", "--out"}, "hallplan plan"), "--out needs a value");
  EXPECT_EQ(usage({"plan", "x.yaml", "--seed", "1", "--seed", "2"}, "hallplan plan"), "--seed is given 2 times");
}

TEST_F(Cli, HelpIsPrintedForNothingAndForHelp) {
  const Ran help = run_line({"help"});
  EXPECT_EQ(help.exit, 0);
  EXPECT_NE(help.out.find("Exit codes:"), std::string::npos) << help.out;
  EXPECT_EQ(run_line({"--help"}).out, help.out);
  EXPECT_EQ(run_line({"help", "plan"}).out, run_line({"plan", "--help"}).out);
  const Ran nothing = run_line({});
  EXPECT_EQ(nothing.exit, 2);
  EXPECT_EQ(nothing.err, help.out);
}

TEST_F(Cli, HelpAndVersionExitWithZero) {
  EXPECT_EQ(run_line({"--version"}).exit, 0);
  for (const std::string command : {"plan", "check", "verify", "racks", "sites"}) {
    const Ran help = run_line({command, "--help"});
    EXPECT_EQ(help.exit, 0);
    EXPECT_NE(help.out.find("Example:"), std::string::npos) << command;
  }
}

}  // namespace
}  // namespace hallplan::cli
