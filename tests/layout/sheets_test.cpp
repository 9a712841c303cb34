// Partitions in the way of what stands in the small hall: racks 2.2 m high at x 2.0 to 6.425, y 3.0 to 4.2 m, their fronts to the
// south with 1.2 m of clearance, their rears with 0.9 m.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

Site with_sheet(const std::string& sheet) {
  return hallplan::test::small_placed_site({"hall.partitions={s: {" + sheet + "}}"});
}

std::vector<Check> broken(const Site& site) { return failing(check(site, placed(site))); }

/// The rule that keeps a compute rack out of a slot, counted from 1.
std::string refused(const Site& site, int slot) {
  const auto refusal = why_not(site, slots_of(site), site.placed[0].type.index, 0, slot - 1);
  return refusal ? std::string(rule_id(refusal->rule)) : "";
}

TEST(Sheets, AWallBeforeTheFrontsTakesTheirClearance) {
  const Site site = with_sheet("x: 2 m, y: 2.7 m, width: 4.5 m");
  const std::vector<Check> found = broken(site);
  ASSERT_EQ(found.size(), 6U);  // every rack of the row
  for (const Check& c : found) EXPECT_EQ(c.rule, Rule::layout_clearance) << c.arithmetic;
  EXPECT_NEAR(found[0].value, 0.3, 1e-12);
  EXPECT_EQ(found[0].arithmetic, "c1 (test-compute) has 0.300 m free to partition s at its front; it needs 1.200 m");
  for (int slot = 1; slot <= 6; ++slot) EXPECT_EQ(refused(site, slot), "layout.clearance") << slot;
  // A perforated one, or one that hangs low, is in the way as well; one over the racks' height or 1.2 m away is not.
  EXPECT_EQ(broken(with_sheet("x: 2 m, y: 2.7 m, width: 4.5 m, openness: 60 %")).size(), 6U);
  EXPECT_EQ(broken(with_sheet("x: 2 m, y: 2.7 m, width: 4.5 m, bottom: 2.199 m")).size(), 6U);
  EXPECT_TRUE(broken(with_sheet("x: 2 m, y: 2.7 m, width: 4.5 m, bottom: 2.2 m")).empty());
  const Site far = with_sheet("x: 2 m, y: 1.8 m, width: 4.5 m");
  EXPECT_TRUE(broken(far).empty());
  EXPECT_EQ(refused(far, 1), "");
  const Site near = with_sheet("x: 2 m, y: 1.801 m, width: 4.5 m");
  EXPECT_EQ(broken(near).size(), 6U);
  EXPECT_EQ(refused(near, 1), "layout.clearance");
}

TEST(Sheets, AWallThroughARackTakesItsSlot) {
  const Site site = with_sheet("x: 3.1 m, y: 2.9 m, depth: 1.2 m");
  const std::vector<Check> found = failing(of_rule(check(site, placed(site)), Rule::layout_slot));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].where, "c2");
  EXPECT_EQ(found[0].at, site.hall.partitions[0].at);
  EXPECT_EQ(found[0].arithmetic,
            "c2 stands in row r1, slot 2 at x 2.750 to 3.500 m, y 3.000 to 4.200 m; partition s passes through it at x "
            "3.100 to 3.100 m, y 2.900 to 4.100 m");
  EXPECT_EQ(refused(site, 2), "layout.slot");
  EXPECT_EQ(refused(site, 1), "");
  EXPECT_EQ(refused(site, 3), "");
  EXPECT_TRUE(broken(with_sheet("x: 3.1 m, y: 2.9 m, depth: 1.2 m, bottom: 2.2 m")).empty());
  EXPECT_EQ(refused(with_sheet("x: 3.1 m, y: 2.9 m, depth: 1.2 m, bottom: 2.1 m"), 2), "layout.slot");
}

/// Doors across the ends of an aisle, panels between racks, and curtains over their faces touch racks and take nothing from them.
TEST(Sheets, ContainmentThatTouchesRacksIsNotInTheWay) {
  for (const char* sheet :
       {"x: 2 m, y: 4.2 m, depth: 1.8 m", "x: 2 m, y: 0.5 m, depth: 2.5 m", "x: 2.75 m, y: 3 m, depth: 1.2 m",
        "x: 2 m, y: 4.2 m, width: 4.5 m, bottom: 2.2 m", "x: 6.5 m, y: 2.5 m, depth: 2.5 m",
        "x: 1 m, y: 4.2 m, width: 6 m, depth: 2.8 m, bottom: 2.2 m"}) {
    const Site site = with_sheet(sheet);
    EXPECT_TRUE(broken(site).empty()) << sheet;
    for (int slot = 1; slot <= 4; ++slot) EXPECT_EQ(refused(site, slot), "") << sheet << " " << slot;
  }
}

/// A wall in the plane of the fronts leaves no floor before them.
TEST(Sheets, AWallFlushWithTheFrontsClosesThem) {
  const Site site = with_sheet("x: 2 m, y: 3 m, width: 0.75 m");
  const std::vector<Check> found = broken(site);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule, Rule::layout_clearance);
  EXPECT_EQ(found[0].value, 0);
  EXPECT_EQ(refused(site, 1), "layout.clearance");
  EXPECT_EQ(refused(site, 2), "");
}

TEST(Sheets, ALidLimitsTheHeightBelowIt) {
  const Site low = with_sheet("x: 1.9 m, y: 2.9 m, width: 4.7 m, depth: 1.4 m, bottom: 1.5 m");
  const std::vector<Check> found = broken(low);
  ASSERT_EQ(found.size(), 6U);
  for (const Check& c : found) {
    EXPECT_EQ(c.rule, Rule::layout_height);
    EXPECT_EQ(c.value, 2.2);
    EXPECT_EQ(c.limit, 1.5);
  }
  EXPECT_EQ(found[0].arithmetic, "c1 (test-compute) is 2.200 m high; partition s lies over it at 1.500 m");
  for (int slot = 1; slot <= 6; ++slot) EXPECT_EQ(refused(low, slot), "layout.height") << slot;
  // What runs above racks runs above the lid: 2.2 m are enough, without the 0.8 m that the ceiling asks for.
  const Site flush = with_sheet("x: 1.9 m, y: 2.9 m, width: 4.7 m, depth: 1.4 m, bottom: 2.2 m");
  EXPECT_TRUE(broken(flush).empty());
  EXPECT_EQ(refused(flush, 1), "");
  // Over the second CDU, 2.1 m high, alone.
  const std::vector<Check> cdu = broken(with_sheet("x: 9 m, y: 3 m, width: 0.9 m, depth: 1.2 m, bottom: 2.099 m"));
  ASSERT_EQ(cdu.size(), 1U);
  EXPECT_EQ(cdu[0].where, "CDU cdu-2");
}

TEST(Sheets, ALowLidOverTheAisleTakesClearance) {
  EXPECT_EQ(broken(with_sheet("x: 2 m, y: 2 m, width: 4.5 m, depth: 0.5 m, bottom: 2 m")).size(), 6U);
  EXPECT_TRUE(broken(with_sheet("x: 2 m, y: 2 m, width: 4.5 m, depth: 0.5 m, bottom: 2.2 m")).empty());
}

TEST(Sheets, AWallThroughPlantIsAnOverlap) {
  const Site site = with_sheet("x: 5 m, y: 7.2 m, depth: 0.8 m");  // air unit crah-2: x 4 to 6 m, y 7 to 8 m
  const std::vector<Check> found = broken(site);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].rule, Rule::layout_overlap);
  EXPECT_EQ(found[0].where, "air unit crah-2 and partition s");
  EXPECT_TRUE(broken(with_sheet("x: 6 m, y: 7.2 m, depth: 0.8 m")).empty());
}

TEST(Sheets, OfADisputedHeightTheLowEndCounts) {
  Site site = with_sheet("x: 2 m, y: 2.7 m, width: 4.5 m, bottom: 2.3 m");
  EXPECT_TRUE(broken(site).empty());
  site.hall.partitions[0].bottom_m->low = 2.1;
  EXPECT_EQ(broken(site).size(), 6U);
  EXPECT_EQ(refused(site, 1), "layout.clearance");
}

}  // namespace
}  // namespace hallplan::layout
