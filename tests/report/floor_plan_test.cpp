// What the floor plan shows of units, asked floor, trays and doors, its legend, and lettering that covers nothing. The hall of the example
// is 12 x 8 m: drawn 1120 wide, 93.33 a metre, its north wall at 84 below two lines of words.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <string>

#include "planner/report/floor_plan.hpp"
#include "planner/report/floor_plan_paper.hpp"
#include "tests/report/example.hpp"

namespace hallplan {
namespace {

using test::stated;

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string svg_of(const test::Example& example) {
  return report::floor_plan_svg(example.document(), report::ColourBy::feeds);
}

TEST(FloorPlan, MarksTheFrontsOfUnits) {
  test::Example example = test::example();
  // The CDU of 0.9 x 1.2 m stands at x 0.5 m, y 5 m: x 46 + 46.67 to 46 + 130.67, its south edge at 84 + 3 x 93.33.
  EXPECT_TRUE(has(svg_of(example), "<path class=\"front\" d=\"M92.67 364L176.67 364\"/>")) << svg_of(example);
  example.site.cdu_groups[0].units[0].front = Side::east;  // 1.2 m along x: to 46 + 158.67; 0.9 m along y
  EXPECT_TRUE(has(svg_of(example), "<path class=\"front\" d=\"M204.67 364L204.67 280\"/>")) << svg_of(example);
}

TEST(FloorPlan, ShowsClearanceWhereAUnitAsksForIt) {
  test::Example example = test::example();
  EXPECT_FALSE(has(svg_of(example), "class=\"clearance\""));
  EXPECT_FALSE(has(svg_of(example), "service clearance"));
  example.site.catalogue.cdus[0].body.body.clearance_front_m = stated(1, "1 m");
  const std::string svg = svg_of(example);
  EXPECT_TRUE(has(svg, "<rect x=\"92.67\" y=\"364\" width=\"84\" height=\"93.33\" class=\"clearance\"/>")) << svg;
  EXPECT_TRUE(has(svg, "service clearance of CDU cdu-1: 1 m on its south side"));
  EXPECT_TRUE(has(svg, ">service clearance of a unit</text>"));
  // Nothing is drawn beyond the wall: 5 m are asked for, and 8 - 6.2 = 1.8 m are there behind it.
  example.site.catalogue.cdus[0].body.body.clearance_rear_m = stated(5, "5 m");
  EXPECT_TRUE(has(svg_of(example), "<rect x=\"92.67\" y=\"84\" width=\"84\" height=\"168\" class=\"clearance\"/>"));
}

TEST(FloorPlan, ShowsWorkingSpaceBeforePowerDevices) {
  test::Example example = test::example();
  Device& device = example.site.devices[0];
  device.kind = DeviceKind::switchboard;
  device.voltage_v = stated(415, "415 V");
  DevicePlace place;
  place.x_m = stated(8, "8 m");
  place.y_m = stated(6, "6 m");
  place.width_m = stated(1, "1 m");
  place.depth_m = stated(0.6, "600 mm");
  place.front = Side::south;
  device.place = place;
  // 415 V are 240 V to ground: 1.067 m before a metre of width. x = 46 + 8 x 93.33, y = 84 + 2 x 93.33.
  const std::string svg = svg_of(example);
  EXPECT_TRUE(has(svg, "<rect x=\"792.67\" y=\"270.67\" width=\"93.33\" height=\"99.59\" class=\"working\"/>")) << svg;
  EXPECT_TRUE(has(svg, "<path class=\"front\" d=\"M792.67 270.67L886 270.67\"/>"));
  EXPECT_TRUE(has(svg, ">electrical working space</text>"));
  EXPECT_TRUE(has(svg, ">power device</text>"));
}

TEST(FloorPlan, NamesDoorsAndShowsTrays) {
  test::Example example = test::example();
  EXPECT_FALSE(has(svg_of(example), ">door</text>"));
  EXPECT_FALSE(has(svg_of(example), ">cable tray</text>"));
  Door door;
  door.id = "dock-1";
  door.wall = Wall::south;
  door.position_m = stated(5, "5 m");
  door.width_m = stated(2, "2 m");
  example.site.hall.doors = {door};
  Tray tray;
  tray.id = "t1";
  tray.x_m = stated(1, "1 m");
  tray.y_m = stated(7, "7 m");
  tray.along = Axis::x;
  tray.length_m = stated(9, "9 m");
  example.site.network.trays = {tray};
  const std::string svg = svg_of(example);
  // Over the middle of the opening, 46 + 6 x 93.33, which is 0.12 m deep: 84 + 7.88 x 93.33 less 5.
  EXPECT_TRUE(has(svg, "<text class=\"mid\" x=\"606\" y=\"814.47\" style=\"font-size:11px\">dock-1</text>")) << svg;
  EXPECT_TRUE(has(svg, "<path class=\"tray\" d=\"M139.33 177.33L979.33 177.33\"/>")) << svg;
  EXPECT_TRUE(has(svg, ">door</text>"));
  EXPECT_TRUE(has(svg, ">cable tray</text>"));
}

TEST(FloorPlan, SaysOnTopHowThePlanEndsAndWhatIsUsedMost) {
  test::Example example = test::example();
  example.verdict.limited_by = {"bus-a 110.0 %", "g1 50.0 %"};
  const std::string svg = svg_of(example);
  EXPECT_TRUE(has(svg, "y=\"20\">small: fail; 2 racks = 1 SU, 144 GPUs;")) << svg;
  EXPECT_TRUE(has(svg, "y=\"37\">most used: bus-a 110.0 %; g1 50.0 %</text>")) << svg;
}

TEST(FloorPlan, IsDrawnLargeEnoughToReadRacksOfALongHall) {
  test::Example example = test::example();
  example.site.hall.width_m = stated(200, "200 m");
  example.plan.racks[0].id = "r1-s01";
  // 3000 / 200 = 15 a metre, in place of 1120 / 200: six letters along 18 would be 4.8 high, three across 11.25 are 6.19.
  const std::string svg = svg_of(example);
  EXPECT_TRUE(has(svg, "width=\"3066\"")) << svg.substr(0, 300);
  EXPECT_TRUE(has(svg, "style=\"font-size:6.19px\""));
  EXPECT_TRUE(has(svg, ">s01</text>"));
  EXPECT_TRUE(has(svg, ">rack ROW-s01 of row ROW</text>"));
  example.site.hall.width_m = stated(12, "12 m");
  EXPECT_TRUE(has(svg_of(example), ">r1-s01</text>"));
  EXPECT_FALSE(has(svg_of(example), "of row ROW"));
}

TEST(FloorPlan, LeavesALegendOutThatNobodyCouldRead) {
  test::Example example = test::example();
  const FeedPair first = example.site.rows[0].feeds[0];
  for (int i = 0; i < 24; ++i) {
    FeedPair pair = first;
    pair.a.id = fmt::format("more-{}", i);
    example.site.rows[0].feeds.push_back(pair);
  }
  EXPECT_TRUE(has(svg_of(example), "25 feed pairs; after 12 of them the colours start again"));
  EXPECT_FALSE(has(svg_of(example), ">more-0 + bus-b</text>"));
  example.site.rows[0].feeds.pop_back();
  EXPECT_TRUE(has(svg_of(example), ">more-0 + bus-b</text>"));
}

TEST(FloorPlanLabels, CoverNeitherThingsNorEachOther) {
  using report::Labels;
  Labels labels;
  labels.take({0, 0, 100, 50});
  const Labels::Spot on_it = {50, 20, Labels::Anchor::middle, "r1"};
  const Labels::Spot beside = {110, 20, Labels::Anchor::start, "r1"};
  // Two letters of 11 are 12.76 wide: from 87.3 on they would reach into the box before 100.
  const Labels::Spot reaching = {100.06, 20, Labels::Anchor::end, "r1"};
  EXPECT_EQ(labels.place({on_it, reaching, beside}),
            "<text class=\"start\" x=\"110\" y=\"20\" style=\"font-size:11px\">r1</text>\n");
  EXPECT_EQ(labels.place({on_it, beside}), "");  // its place is taken by now
  EXPECT_NE(labels.place({{110, 40, Labels::Anchor::start, "r2"}}), "");
}

}  // namespace
}  // namespace hallplan
