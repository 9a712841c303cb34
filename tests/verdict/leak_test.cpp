// A leak in the failure matrix: a row of its own, with what stops.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

const FailureRow* leak_row(const Verdict& verdict) {
  const auto row = std::find_if(verdict.failures.begin(), verdict.failures.end(),
                                [](const FailureRow& r) { return r.scenario == "leak in north"; });
  return row == verdict.failures.end() ? nullptr : &*row;
}

TEST(LeakRow, NamesWhatStops) {
  const std::string area = "areas: [{x: 2 m, y: 3 m, width: 1500 mm, depth: 1200 mm}]";
  for (const bool limited : {false, true}) {
    const Site site = test::small_placed_site(
        {"liquid.leak_zones={north: {" + area + (limited ? ", most_racks: 1, most_power: 250 kW}}" : "}}")});
    const Verdict verdict = verify(site, layout::positioned(site, pinned_plan(site)));
    const FailureRow* row = leak_row(verdict);
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(row->dark_racks, 2);
    EXPECT_EQ(row->stops, (std::vector<std::string>{"c1", "c2"}));
    EXPECT_EQ(row->status, limited ? Status::fail : Status::pass);
    EXPECT_EQ(row->tightest_rule, "layout.leak-zone");
    const auto resource = std::find_if(verdict.resources.begin(), verdict.resources.end(),
                                       [](const Resource& r) { return r.name == "power a leak stops"; });
    ASSERT_EQ(resource != verdict.resources.end(), limited);
    if (limited) {
      EXPECT_DOUBLE_EQ(resource->utilisation, 0.8);
    }
  }
}

}  // namespace
}  // namespace hallplan::verdict
