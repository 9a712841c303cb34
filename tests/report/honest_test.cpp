// What a report must not make look better than it is: values tried in vain, sums with unknown parts, late deliveries.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "planner/report/headline.hpp"
#include "planner/report/html.hpp"
#include "planner/report/json_text.hpp"
#include "planner/report/text.hpp"
#include "planner/report/wording.hpp"
#include "tests/report/example.hpp"

namespace hallplan {
namespace {

std::string said_of(const verdict::Assumption& assumption) {
  test::Example example = test::example();
  example.assumptions = {assumption};
  return report::flip(report::parsed(example.document())["assumptions"][0]);
}

TEST(Flip, OfAValueThatChangesNothingSaysWhatWasTriedAndWhatStaysOpen) {
  verdict::Assumption capacity;
  capacity.tried_from = "988 kW";
  capacity.tried_to = "3953 kW";
  capacity.replanned = false;
  capacity.open = {{"liquid.rejection", {"mcdu: power"}, ""}, {"air.inlet", {}, "field not solved"}};
  EXPECT_EQ(said_of(capacity),
            "with the placed racks frozen, no value tried from 988 kW to 3953 kW changes the status of any rule; "
            "liquid.rejection stays undecided for want of mcdu: power; air.inlet stays undecided: field not solved; "
            "planned anew, fewer racks might fit");
  verdict::Assumption length;
  length.tried = length.moved = false;
  EXPECT_EQ(said_of(length), "not tried: positions, sizes and counts are drawn, not moved");
}

TEST(Flip, OfNoughtSaysThatNothingWasTried) {
  verdict::Assumption clearance;  // half of nought and twice nought are nought
  clearance.tried_from = clearance.tried_to = "0 m";
  EXPECT_EQ(said_of(clearance), "not tried: nought has no half and no double");
}

TEST(Sums, WithUnknownPartsReadAtLeastAndHaveNoPercentage) {
  test::Example example = test::example();
  example.verdict.resources[0].at_least = true;
  Check generator =
      at_most({Rule::power_generator, "generators", "normal", Dimension::power, "site", "0 kW", {}}, 0, 10e6);
  generator.status = Status::undecided;
  example.verdict.checks = {generator};
  const report::Json json = report::parsed(example.document());
  EXPECT_TRUE(json["resources"][0]["utilisation"].is_null());
  EXPECT_EQ(report::amount_of_resource(json["resources"][0], "tightest_used"), "at least 220 kW");
  EXPECT_EQ(report::amount_of_resource(json["resources"][0], "capacity"), "400 kW");
  EXPECT_EQ(report::amount_of_resource(json["resources"][0], "stranded"), "at most 180 kW");
  EXPECT_EQ(report::finding(json["checks"][0]), "at least 0 kW, at most 10000 kW allowed");
  const std::string text = report::text_report(example.document(), {});
  const std::string table = text.substr(text.find("\nResources\n"), text.find("\nLosses") - text.find("\nResources\n"));
  EXPECT_NE(table.find("at least 220 kW"), std::string::npos) << table;
  EXPECT_EQ(table.find('%'), std::string::npos) << table;
}

TEST(Missing, WhatUndecidedChecksLackStandsInEveryReport) {
  test::Example example = test::example();
  const auto open = [](Rule rule, std::string where, std::string why) {
    return undecided({rule, std::move(where), "normal", Dimension::mass, {}, {}, {}}, std::move(why));
  };
  example.verdict.checks = {open(Rule::layout_floor_bay, "cdu", "no mass known for cdu"),
                            open(Rule::layout_floor_point, "cdu", "no mass known for cdu"),
                            open(Rule::power_tap_off, "old", "no circuits known for old<script>")};
  const std::string document = example.document();
  const report::Json missing = report::parsed(document)["missing"];
  ASSERT_EQ(missing.size(), 2U);
  EXPECT_EQ(missing[0]["name"], "cdu: mass");
  EXPECT_EQ(missing[0]["checks"], 2);
  const std::string text = report::text_report(document, {});
  EXPECT_NE(text.find("Missing values"), std::string::npos);
  EXPECT_NE(text.find("layout.floor-bay, layout.floor-point"), std::string::npos) << text;
  const std::string html = report::html_report(document);
  EXPECT_NE(html.find("old&lt;script&gt;: circuits"), std::string::npos);
  EXPECT_EQ(html.find("old<script>: circuits"), std::string::npos);
}

TEST(Missing, WhatNoCheckAsksIsSaid) {
  test::Example example = test::example();
  const std::string peaks = "electrical peaks of milliseconds (EDPp)";
  const std::string document = example.document();
  EXPECT_NE(document.find(peaks), std::string::npos);
  EXPECT_NE(report::text_report(document, {}).find(peaks), std::string::npos);
  EXPECT_NE(report::html_report(document).find(peaks), std::string::npos);
  example.verdict.checks.push_back(at_most({Rule::power_peak, "ups-a", "normal", Dimension::power, {}, {}, {}}, 1, 2));
  EXPECT_EQ(example.document().find(peaks), std::string::npos);
}

/// But how much was not looked at, which the last of them always says of the example.
std::vector<std::string> remarks_of(const test::Example& example) {
  std::vector<std::string> remarks = report::headline(report::parsed(example.document())).remarks;
  EXPECT_EQ(remarks.empty() ? std::string() : remarks.back().substr(0, 15), "not looked at: ");
  if (!remarks.empty()) remarks.pop_back();
  return remarks;
}

TEST(Headline, SaysWhatStandsLaterThanItIsDelivered) {
  test::Example example = test::example();
  example.verdict.failures.clear();
  for (const auto& [id, delivered, standing] : {std::tuple{"p1", 8, 0}, {"p2", 16, 8}, {"p3", 24, 24}}) {
    verdict::PhaseVerdict phase;
    phase.id = id;
    phase.delivered_units = delivered;
    phase.scalable_units = standing;
    example.verdict.phases.push_back(phase);
  }
  EXPECT_EQ(remarks_of(example),
            (std::vector<std::string>{"late: of 8 SU delivered by p1 none stands, of 16 by p2 8 stand"}));
  for (verdict::PhaseVerdict& phase : example.verdict.phases) phase.scalable_units = phase.delivered_units;
  EXPECT_TRUE(remarks_of(example).empty());
}

TEST(Headline, SaysWhatTheSiteAcceptsToLose) {
  test::Example example = test::example();
  example.verdict.failures.clear();
  EXPECT_TRUE(remarks_of(example).empty());
  verdict::FailureRow lost;
  lost.scenario = "cdu-1 lost";
  lost.status = Status::pass;
  lost.dark_racks = 16;
  example.verdict.failures.push_back(lost);
  EXPECT_EQ(remarks_of(example), (std::vector<std::string>{"not asked to survive: cdu-1 lost stops 16 racks"}));
  lost.scenario = "cdu-2 lost";
  lost.dark_racks = 4;
  example.verdict.failures.push_back(lost);
  EXPECT_EQ(
      remarks_of(example),
      (std::vector<std::string>{"not asked to survive: 2 losses that stop something; most cdu-1 lost: 16 racks"}));
}

TEST(Losses, UndecidedForOneReasonReadAsOneRow) {
  test::Example example = test::example();
  example.verdict.failures.clear();
  for (int i = 1; i <= 30; ++i) {
    verdict::FailureRow row;
    row.scenario = "cooler-" + std::to_string(i) + " lost";
    row.status = Status::undecided;
    row.tightest_rule = "liquid.rejection";
    example.verdict.failures.push_back(row);
  }
  const std::string text = report::text_report(example.document(), {});
  EXPECT_NE(text.find("cooler-1 lost and 29 more"), std::string::npos) << text;
  EXPECT_EQ(text.find("cooler-2 lost"), std::string::npos);
}

}  // namespace
}  // namespace hallplan
