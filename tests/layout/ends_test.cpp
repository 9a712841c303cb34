/// Every disputed length counts at its unfavourable end: a value whose other end breaks a rule breaks it.
#include <gtest/gtest.h>

#include "planner/layout/geometry.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

int broken(const Site& site, Rule rule) {
  return static_cast<int>(failing(of_rule(check(site, placed(site)), rule)).size());
}

Body& body_of(Site& site, const std::string& type) {
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.id == type) return rack.body.body;
  }
  return site.catalogue.racks.at(0).body.body;
}

bool takes(const Site& site) { return fits(site, slots_of(site), site.demand[0].compute.index, 0, 0); }

TEST(Ends, WideRacksInNarrowSlots) {
  Site site = test::small_placed_site();
  body_of(site, "test-compute").width_m.high = 0.76;  // slots of 0.75 m
  EXPECT_EQ(broken(site, Rule::layout_slot), 4);
  EXPECT_EQ(broken(site, Rule::layout_overlap), 3);
  EXPECT_FALSE(takes(site));

  site = test::small_placed_site();
  body_of(site, "test-compute").depth_m.high = 1.21;
  EXPECT_EQ(broken(site, Rule::layout_slot), 4);
  EXPECT_FALSE(takes(site));

  site = test::small_placed_site();
  site.rows[0].pitch_m.low = 0.74;
  EXPECT_EQ(broken(site, Rule::layout_slot), 4);
  EXPECT_FALSE(takes(site));

  site = test::small_placed_site();
  site.rows[0].depth_m.low = 1.19;
  EXPECT_EQ(broken(site, Rule::layout_slot), 6);
  EXPECT_FALSE(takes(site));
}

TEST(Ends, SmallHallsLowCeilings) {
  Site site = test::small_placed_site();
  site.hall.width_m.low = 10.8;  // cdu-3 ends at 10.9
  EXPECT_EQ(broken(site, Rule::layout_hall), 1);
  site = test::small_placed_site();
  site.hall.depth_m.low = 7.9;  // three air units end at 8.0
  EXPECT_EQ(broken(site, Rule::layout_hall), 3);
  site = test::small_placed_site();
  site.hall.ceiling_m.low = 2.95;
  EXPECT_EQ(broken(site, Rule::layout_height), 3);
  EXPECT_FALSE(takes(site));
  site = test::small_placed_site();
  site.hall.overhead_m.high = 1.9;  // 2.2 + 1.9 > 4.0
  EXPECT_EQ(broken(site, Rule::layout_height), 3);
  EXPECT_FALSE(takes(site));
}

TEST(Ends, TheSmallestFootprintCarriesThePatchLoad) {
  Site site = test::small_placed_site();
  Body& body = body_of(site, "test-compute");
  body.width_m.low = 0.6;  // 1500 / (0.6 x 1.2) = 2083 kg/m2 over 2000
  EXPECT_EQ(broken(site, Rule::layout_floor_patch), 1);
  EXPECT_FALSE(takes(site));
  body.width_m.low = 0.75;
  body.width_m.high = 0.9;
  EXPECT_NEAR(of_rule(check(site, placed(site)), Rule::layout_floor_patch).at(2).value, 1500 / 0.9, 1e-9);
}

TEST(Ends, ColumnsTakeAllTheFloorTheyMay) {
  Box column = make_box("k", 1.0, 1.0, 0.4, 0.4);
  column.x_m.low = 0.9;
  column.x_m.high = 1.2;
  column.depth_m.high = 0.5;
  EXPECT_EQ(box_rect(column), (RectMm{900, 1000, 1600, 1500}));
}

TEST(Ends, ClearancesAreWideAndCablesLong) {
  Site site = test::small_placed_site();
  body_of(site, "test-compute").clearance_front_m->high = 3.1;  // 3.0 m to the south wall
  EXPECT_EQ(broken(site, Rule::layout_clearance), 4);
  EXPECT_FALSE(takes(site));
  site = test::small_placed_site();
  site.network.drop_m.high = 14;  // c4, the nearest: 0.75 + 2 x 14 + 2 = 30.75 m over 30
  EXPECT_EQ(broken(site, Rule::layout_cable), 4);
  site = test::small_placed_site();
  site.network.slack_m.high = 25.5;
  EXPECT_EQ(broken(site, Rule::layout_cable), 1);
  site = test::small_placed_site();
  site.catalogue.cables[static_cast<std::size_t>(site.network.cable.index)].body.reach_m.low = 6.9;
  EXPECT_EQ(broken(site, Rule::layout_cable), 1);
}

}  // namespace
}  // namespace hallplan::layout
