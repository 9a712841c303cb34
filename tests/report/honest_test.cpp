// What a report must not make look better than it is: values tried in vain, sums with unknown parts, late deliveries.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

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
  EXPECT_EQ(said_of(length), "not tried: lengths, positions and counts are drawn, not moved");
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

}  // namespace
}  // namespace hallplan
