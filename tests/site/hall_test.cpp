// Doors, ways out and what is above the racks, as a site file says them.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::refused;

TEST(HallKeys, AreReadInSi) {
  const Site site = test::small_site(
      {"hall.doors={dock: {wall: north, position: 1 m, width: 160 cm, height: 8 ft, kind: dock, rating: 2 t}, "
       "out: {wall: east, position: 2 m, width: 1 m, height: 2.1 m, kind: egress}}",
       "hall.egress={aisle: 44 in, travel: 200 ft}", "hall.floor.rolling_rating=1000 lb", "hall.hung_rating=75 kg/m",
       "hall.stack={busways: {gap: 100 mm, height: 300 mm, mass: 30 kg/m}, free: {height: 18 in}}"});
  ASSERT_EQ(site.hall.doors.size(), 2U);
  const Door& dock = site.hall.doors[0];
  EXPECT_EQ(dock.wall, Wall::north);
  EXPECT_EQ(dock.kind, DoorKind::dock);
  EXPECT_DOUBLE_EQ(dock.width_m.value, 1.6);
  EXPECT_NEAR(dock.height_m.value, 2.4384, 1e-12);
  ASSERT_TRUE(dock.rating_kg.has_value());
  EXPECT_DOUBLE_EQ(dock.rating_kg->value, 2000);
  EXPECT_EQ(site.hall.doors[1].kind, DoorKind::egress);
  ASSERT_TRUE(site.hall.egress && site.hall.egress->aisle_m && site.hall.egress->travel_m);
  EXPECT_NEAR(site.hall.egress->aisle_m->value, 1.1176, 1e-12);
  EXPECT_EQ(site.hall.egress->aisle_m->trust, Trust::stated);
  EXPECT_NEAR(site.hall.egress->travel_m->value, 60.96, 1e-9);
  EXPECT_NEAR(site.hall.floor.rolling_kg->value, 453.59237, 1e-6);
  EXPECT_DOUBLE_EQ(site.hall.hung_kg_per_m->value, 75);
  ASSERT_EQ(site.hall.stack.size(), 2U);
  EXPECT_NEAR(site.hall.overhead_m.value, 0.1 + 0.3 + 0.4572, 1e-12);
}

TEST(HallKeys, AMarkOnATableHoldsForItsItems) {
  const Site site = test::small_site(
      {"hall.stack={assumed: as in the hall next door, busways: {gap: 100 mm, height: 300 mm}, free: {height: {value: "
       "18 in, assumed: NFPA 13}}}"});
  ASSERT_EQ(site.hall.stack.size(), 2U);  // the mark is no layer
  EXPECT_EQ(site.hall.stack[0].height_m.trust, Trust::assumed);
  EXPECT_EQ(site.hall.stack[0].height_m.source, "as in the hall next door");
  EXPECT_EQ(site.hall.stack[0].gap_m->trust, Trust::assumed);
  EXPECT_EQ(site.hall.stack[1].height_m.source, "NFPA 13");
  // So it is in every table; what names no item is none.
  const Site doors =
      test::small_site({"hall.doors={assumed: drawn from memory, dock: {wall: north, position: 1 m, "
                        "width: 1.6 m, height: 2.4 m, kind: dock}}"});
  ASSERT_EQ(doors.hall.doors.size(), 1U);
  EXPECT_EQ(doors.hall.doors[0].width_m.trust, Trust::assumed);
  EXPECT_NE(refused({"power.devices={assumed: nothing else}"}).find("'devices' is empty; expected at least one"),
            std::string::npos);
  EXPECT_NE(refused({"hall.stack={source: nobody, busways: {height: 300 mm}}"}).find("no source 'nobody' in this file"),
            std::string::npos);
}

TEST(HallKeys, ARackOfTheSiteSaysItsCrateAndPullSpace) {
  const Site site = test::load_data_site(
      "small-placed.yaml",
      {"rack_types={own: {rack: {role: compute, assumed: made up, body: {width: 600 mm, depth: 1.1 m, height: 2.2 m, "
       "mass: 900 kg, "
       "clearance_front: 1 m, clearance_rear: 0.5 m, pull_front: 1.2 m, pull_rear: 0.6 m, crate: {width: 0.8 m, depth: "
       "1.4 m, "
       "height: 2.35 m, mass: 1 t}}, power: {tdp: 20 kW}, circuits: {count: 4, rating: 60 A, voltage: 415 V}, "
       "air: {table: [{inlet: 25 degC, flow: 1 m3/s}], inlet_limit: 35 degC}}}}",
       "placed.m1={type: own, row: r1, slot: 6, feed_a: bus-a, feed_b: bus-b}"});
  const Body& body = site.catalogue.racks[0].body.body;
  ASSERT_TRUE(body.crate && body.crate->mass_kg && body.pull_front_m && body.pull_rear_m);
  EXPECT_DOUBLE_EQ(body.crate->width_m.value, 0.8);
  EXPECT_DOUBLE_EQ(body.crate->depth_m.value, 1.4);
  EXPECT_DOUBLE_EQ(body.crate->height_m.value, 2.35);
  EXPECT_DOUBLE_EQ(body.crate->mass_kg->value, 1000);
  EXPECT_DOUBLE_EQ(body.pull_front_m->value, 1.2);
  EXPECT_DOUBLE_EQ(body.pull_rear_m->value, 0.6);
}

TEST(HallKeys, ADoorIsInItsWall) {
  const auto door = [](const std::string& rest) { return refused({"hall.doors={d: {kind: both, " + rest + "}}"}); };
  EXPECT_EQ(door("wall: south, position: 11 m, width: 1 m, height: 4 m"), "");
  EXPECT_NE(door("wall: south, position: 11.1 m, width: 1 m, height: 2 m").find("its wall ends at 12 m"),
            std::string::npos);
  EXPECT_NE(door("wall: east, position: 7.5 m, width: 1 m, height: 2 m").find("its wall ends at 8 m"),
            std::string::npos);
  EXPECT_NE(door("wall: east, position: 1 m, width: 1 m, height: 4.1 m").find("the ceiling is at 4 m"),
            std::string::npos);
  EXPECT_NE(door("wall: floor, position: 1 m, width: 1 m, height: 2 m").find("expected one of south"),
            std::string::npos);
}

TEST(HallKeys, OverheadOrStackIsNeededToPlan) {
  std::string text = "schema: 1\nname: x\nhall: {width: 5 m, depth: 5 m, ceiling: 3 m}\nrows: {}\n";
  SourceFiles files;
  const Result<Site> site = load_site_text(files, "t.yaml", text, Catalogue{});
  EXPECT_NE(render(site.problems, files).find("key 'overhead' is missing"), std::string::npos);
  const std::string bare =
      "schema: 1\nname: x\nhall: {width: 5 m, depth: 5 m, ceiling: 3 m, overhead: 900}\nrows: {}\n";
  const std::string without_unit = render(load_site_text(files, "t.yaml", bare, Catalogue{}).problems, files);
  EXPECT_NE(without_unit.find("overhead: expected length with a unit"), std::string::npos) << without_unit;
  EXPECT_EQ(without_unit.find("key 'overhead' is missing"), std::string::npos) << "it is there: " << without_unit;
  const Result<Site> air = load_site_text(files, "t.yaml", text, Catalogue{}, LoadFor::air);
  EXPECT_EQ(render(air.problems, files).find("'overhead'"), std::string::npos);
}

}  // namespace
}  // namespace hallplan
