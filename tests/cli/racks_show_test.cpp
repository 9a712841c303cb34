// hallplan racks show: one product with the source of every value.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "tests/cli/cli_support.hpp"

namespace hallplan::cli {
namespace {

TEST_F(Cli, RacksShowTellsTheCountsThatChecksRestOn) {
  const Ran text = run_line({"racks", "show", "dell-xe9712-gb300-nvl72"});
  ASSERT_EQ(text.exit, 0) << text.err;
  const Ran ran = run_line({"racks", "show", "dell-xe9712-gb300-nvl72", "--format", "json"});
  ASSERT_EQ(ran.exit, 0) << ran.err;
  std::map<std::string, nlohmann::json> values;
  const nlohmann::json shown = nlohmann::json::parse(ran.out);
  for (const nlohmann::json& value : shown.at("values")) values[value.at("path")] = value;
  for (const char* key : {"rack.shelves.count", "rack.circuits.count", "rack.casters", "rack.cords", "rack.gpus"}) {
    EXPECT_NE(text.out.find(std::string("  ") + key + " "), std::string::npos) << key;
    ASSERT_EQ(values.count(key), 1U) << key;
    EXPECT_EQ(values[key].at("source").get<std::string>().rfind("not sourced", 0), 0U) << key;
  }
  EXPECT_EQ(values["rack.shelves.count"].at("value"), "8");
  EXPECT_EQ(values["rack.cords"].at("value"), "2");
}

TEST_F(Cli, RacksShowNumbersItsSources) {
  const Ran ran = run_line({"racks", "show", "dell-xe9712-gb300-nvl72"});
  ASSERT_EQ(ran.exit, 0);
  const std::size_t sources = ran.out.find("\nsources:\n  [1] ");
  ASSERT_NE(sources, std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("lenovopress.lenovo.com/", sources), std::string::npos);
  EXPECT_EQ(ran.out.substr(0, sources).find("lenovopress"), std::string::npos) << "an address among the values";
  std::istringstream lines(ran.out.substr(0, sources));
  std::size_t numbered = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line.back() != ']') continue;
    ++numbered;
    const std::string number = line.substr(line.rfind('['));
    EXPECT_NE(ran.out.find("\n  " + number + " ", sources), std::string::npos) << line;
  }
  EXPECT_GT(numbered, 20U);
}

TEST_F(Cli, RacksShowSuggestsIdsThatHoldTheWord) {
  const std::string dell = run_line({"racks", "show", "Dell"}).err;
  EXPECT_NE(dell.find("did you mean one of: "), std::string::npos) << dell;
  EXPECT_NE(dell.find("dell-xe9712-gb300-nvl72"), std::string::npos) << dell;
  EXPECT_NE(dell.find("dell-xe9712-gb200-nvl72"), std::string::npos) << dell;
  const std::string slip = run_line({"racks", "show", "dell-xe9712-gb300-nvl27"}).err;
  EXPECT_NE(slip.find("did you mean 'dell-xe9712-gb300-nvl72'?"), std::string::npos) << slip;
}

}  // namespace
}  // namespace hallplan::cli
