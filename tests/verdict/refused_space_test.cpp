// A demand that no rule of space leaves room for says so, with the rule and its arithmetic; any other keeps silent.
#include "planner/verdict/refused_space.hpp"

#include <gtest/gtest.h>

#include "planner/layout/layout.hpp"
#include "planner/verdict/verdict.hpp"
#include "tests/support/load.hpp"

namespace hallplan::verdict {
namespace {

std::string second_row(const std::string& y) {
  return "rows.r2={x: 2 m, y: " + y +
         ", front: north, slots: 6, pitch: 750 mm, depth: 1200 mm, feeds: [[bus-a, bus-b]], cdu_groups: [g1], "
         "air_zone: "
         "room}";
}

std::vector<RefusedSpace> of_no_rack(std::vector<std::string> sets) {
  sets.emplace_back("rows.r1.y=2.5 m");  // its rear is at 3.7 m
  const Site site = test::small_site(sets);
  return refused_space(site, Plan{}, verify(site, Plan{}).checks);
}

TEST(RefusedSpace, NamesTheRuleAndItsArithmetic) {
  const std::vector<RefusedSpace> all = of_no_rack({second_row("4.3 m")});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].demand, "su");
  EXPECT_EQ(all[0].words,
            "layout.clearance keeps 12 of 12 free slots from being filled together: row r1, slot 1 (test-compute) has "
            "0.600 m free to row r2, slot 1 at its rear; it needs 0.900 m");
  const std::vector<RefusedSpace> low = of_no_rack({"hall.ceiling=2.9 m"});
  ASSERT_EQ(low.size(), 1U);
  EXPECT_EQ(low[0].words.rfind("layout.height refuses 6 of 6 free slots: row r1, slot 1: ", 0), 0U) << low[0].words;
}

TEST(RefusedSpace, KeepsSilentWhereSlotsAreOpenOrAllStands) {
  EXPECT_TRUE(of_no_rack({}).empty());
  EXPECT_TRUE(of_no_rack({second_row("4.6 m")}).empty());
  const Site site = test::small_placed_site();
  const Plan plan = layout::positioned(site, pinned_plan(site));
  EXPECT_TRUE(refused_space(site, plan, verify(site, plan).checks).empty());
}

}  // namespace
}  // namespace hallplan::verdict
