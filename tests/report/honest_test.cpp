// What a report must not make look better than it is: values tried in vain, sums with unknown parts, late deliveries.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "planner/report/json_text.hpp"
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

}  // namespace
}  // namespace hallplan
