// plan.json: every field that readers rely on, in field units, with six digits, and the same every time.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "planner/plan/read.hpp"
#include "planner/report/json_text.hpp"
#include "planner/report/text.hpp"
#include "tests/report/example.hpp"

namespace hallplan {
namespace {

using Json = nlohmann::json;

Json example_json() { return Json::parse(test::example().document()); }

TEST(Document, HoldsWhatItsReadersRelyOn) {
  const Json json = example_json();
  for (const char* key : {"schema", "site", "summary", "basis", "assumptions", "placements", "checks", "failures",
                          "resources", "sources", "hall", "density"}) {
    EXPECT_TRUE(json.contains(key)) << key;
  }
  for (const char* key : {"status", "racks", "gpus", "it_kw", "facility_kw", "facility_from", "bound_racks", "gap",
                          "domains", "limited_by", "scalable_units", "seed", "moves", "reproducible"}) {
    EXPECT_TRUE(json["summary"].contains(key)) << key;
  }
  for (const Json& check : json["checks"]) {
    for (const char* key : {"rule", "where", "scenario", "limit", "value", "unit", "margin", "status", "source",
                            "error", "arithmetic", "place"}) {
      EXPECT_TRUE(check.contains(key)) << key;
    }
  }
  for (const Json& rack : json["placements"]) {
    for (const char* key : {"id", "type", "row", "x_m", "y_m", "rotation_deg", "phase", "feeds", "cdu_group"}) {
      EXPECT_TRUE(rack.contains(key)) << key;
    }
  }
}

TEST(Document, CountsComputeRacksAndTheirGap) {
  const Json summary = example_json()["summary"];
  EXPECT_EQ(summary["racks"], 2);
  EXPECT_EQ(summary["racks_in_all"], 3);
  EXPECT_EQ(summary["bound_racks"], 3);
  EXPECT_EQ(summary["gap"], 0.5);              // (3 - 2) / 2
  EXPECT_EQ(summary["facility_kw"], 333.333);  // 1 MW / 3 to six digits
  EXPECT_EQ(summary["domains"]["power"], "fail");
}

TEST(Document, SaysWhatEachLevelReached) {
  test::Example example = test::example();
  example.plan.search.levels = {11'500, 12'000, 12'250, "HiGHS", 3, 41.25, 9e3};
  const Json summary = Json::parse(example.document())["summary"];
  const Json& levels = summary["levels"];
  ASSERT_EQ(levels.size(), 5U);
  EXPECT_EQ(levels[0]["level"], "value");
  EXPECT_EQ(levels[0]["reached"], 11.5);
  EXPECT_EQ(levels[0]["bound"], 12);
  EXPECT_EQ(levels[0]["certified_bound"], 12.25);
  EXPECT_EQ(levels[0]["solver"], "HiGHS");
  EXPECT_EQ(levels[1]["level"], "racks");
  EXPECT_EQ(levels[1]["bound"], 3);
  EXPECT_EQ(levels[2]["reached"], 3);
  EXPECT_EQ(levels[3]["reached"], 41.25);
  EXPECT_EQ(levels[3]["unit"], "m");
  EXPECT_EQ(levels[4]["reached"], 9);
  EXPECT_EQ(levels[4]["unit"], "kW");
  std::string text = report::text_report(example.document());
  text.erase(std::remove(text.begin(), text.end(), '\n'), text.end());  // lines end where the page does
  EXPECT_NE(text.find("levels: value 11.5 of at most 12 as HiGHS proves it (certified: 12.25);"), std::string::npos)
      << text;
}

TEST(Document, WritesChecksInFieldUnits) {
  const Json json = example_json();
  const Json& busway = json["checks"][2];
  EXPECT_EQ(busway["value"], 220);
  EXPECT_EQ(busway["limit"], 200);
  EXPECT_EQ(busway["margin"], -20);
  EXPECT_EQ(busway["unit"], "kW");
  EXPECT_EQ(busway["status"], "fail");
  EXPECT_EQ(busway["place"], "sites/small.yaml:3:9");
  EXPECT_EQ(busway["holds_when"], "value <= limit");
  EXPECT_EQ(json["checks"][1]["holds_when"], "value >= limit");
  EXPECT_EQ(json["checks"][0]["holds_when"], "value <= limit");
  EXPECT_EQ(json["checks"][3]["value"], 200);  // L/min
  EXPECT_TRUE(json["checks"][4]["value"].is_null());
  EXPECT_EQ(json["checks"][4]["arithmetic"], "field not solved");
}

TEST(Document, NamesTheSourceOfACatalogueValue) {
  const Json json = example_json();
  for (const Json& value : json["sources"]) {
    if (value["source"] != "test-compute:sheet") continue;
    EXPECT_EQ(value["title"], "The sheet");
    EXPECT_EQ(value["low"], 95);
    EXPECT_EQ(value["high"], 110);
    EXPECT_EQ(value["means"], "TDP");
    EXPECT_EQ(value["trust"], "datasheet");
    return;
  }
  FAIL() << "no value names the sheet";
}

/// Every number of a tree has at most six significant digits.
void expect_six_digits(const Json& json) {
  if (json.is_structured()) {
    for (const Json& item : json) expect_six_digits(item);
  } else if (json.is_number_float()) {
    const double value = json.get<double>();
    const double scale = std::pow(10.0, 5 - std::floor(std::log10(std::abs(value))));
    EXPECT_NEAR(value * scale, std::round(value * scale), 1e-4) << json;
  }
}

TEST(Document, HasSixDigitsAndNothingThatIsNotFinite) {
  expect_six_digits(example_json());
  EXPECT_EQ(report::number(1234567.8), 1234570);
  EXPECT_EQ(report::number(2.0 / 3).dump(), "0.666667");
  EXPECT_TRUE(report::number(std::nan("")).is_null());
  EXPECT_TRUE(example_json()["assumptions"][1]["closeness"].is_null());
}

TEST(Document, IsTheSameEveryTimeAndSaysNothingOfTheMachine) {
  test::Example example = test::example();
  EXPECT_EQ(example.document(), test::example().document());
  const int file = example.files.add("/home/somebody/halls/racks/test.yaml", "a: 1\n");
  example.verdict.checks[0].at = {file, 1, 4};
  const Json json = Json::parse(example.document());
  EXPECT_EQ(json["checks"][0]["place"], "racks/test.yaml:1:4");
  EXPECT_EQ(example.document().find("somebody"), std::string::npos);
}

TEST(Document, IsAPlanThatCanBeReadBack) {
  const test::Example example = test::example();
  SourceFiles files;
  const Result<Plan> plan = read_plan_text(files, example.site, "plan.json", example.document());
  ASSERT_TRUE(plan) << render(plan.problems, files);
  ASSERT_EQ(plan.value->racks.size(), 3U);
  EXPECT_EQ(plan.value->racks[2].x_m, 3.575);
}

TEST(Document, KeepsBrokenTextOutOfTheJson) {
  test::Example example = test::example();
  example.plan.racks[0].id = "c\xff";
  example.verdict.checks[0].where = "c\xff";
  EXPECT_NO_THROW({ EXPECT_TRUE(Json::parse(example.document()).is_object()); });
}

TEST(Document, AveragesTheDensityUntilItIsSmallEnough) {
  test::Example example = test::example();
  example.verdict.density = {256, 1, 0.1, std::vector<double>(256, 0.0)};
  example.verdict.density.w_per_m2[0] = 4e3;
  example.verdict.density.w_per_m2[1] = 2e3;
  const Json density = Json::parse(example.document())["density"];
  EXPECT_EQ(density["cell_m"], 0.2);
  ASSERT_EQ(density["rows"][0].size(), 128U);
  EXPECT_EQ(density["rows"][0][0], 3);  // kW/m2, the mean of 4 and 2
  EXPECT_EQ(density["rows"][0][1], 0);
}

}  // namespace
}  // namespace hallplan
