// Ways for racks and people through a hall with every slot filled.
#include "planner/layout/ways.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/layout/brute_passage.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

Door make_door(const std::string& id, Wall wall, double position_m, double width_m, double height_m, DoorKind kind) {
  Door door;
  door.id = id;
  door.at = {0, 88, 1};
  door.wall = wall;
  door.position_m = stated(position_m);
  door.width_m = stated(width_m);
  door.height_m = stated(height_m);
  door.kind = kind;
  return door;
}

/// The small hall, 12 m x 8 m: a row from x 2.0 to 6.5, y 3.0 to 4.2, front south; CDUs from x 8.0; air units at the north
/// wall from y 7.0. Racks are 0.75 m x 1.2 m and smaller, 2.2 m high.
Site hall_with(const Door& door) {
  Site site = hallplan::test::small_placed_site();
  site.hall.doors = {door};
  return site;
}

std::vector<Check> route_checks(const Site& site) { return of_rule(check(site, placed(site)), Rule::layout_route); }

TEST(Routes, WithoutDockDoorsNothingIsAsked) {
  const Site site = hallplan::test::small_placed_site();
  EXPECT_TRUE(slots_of(site).reached.empty());
  EXPECT_TRUE(route_checks(site).empty());
  const Site egress = hall_with(make_door("d1", Wall::south, 1, 1, 2.4, DoorKind::egress));
  EXPECT_TRUE(slots_of(egress).reached.empty());
}

TEST(Routes, ADoorTakesWhatIsNoWiderAndNoHigher) {
  for (const auto& [width, height, passes] :
       {std::tuple{0.75, 2.2, true}, std::tuple{0.749, 2.2, false}, std::tuple{0.75, 2.199, false}}) {
    const Site site = hall_with(make_door("d1", Wall::west, 1, width, height, DoorKind::dock));
    // The management rack and the network rack are narrower: look at the compute racks in slots 1 to 4.
    const auto found = slots_of(site).reached;
    const auto type = static_cast<std::size_t>(site.placed[0].type.index);
    for (std::size_t slot = 0; slot < 4; ++slot) EXPECT_EQ(found[type][0][slot] != 0, passes) << width << height;
    EXPECT_EQ(failing(route_checks(site)).empty(), passes && true) << width << " " << height;
  }
}

TEST(Routes, TheCrateCountsWhereOneIsKnown) {
  Site site = hall_with(make_door("d1", Wall::west, 1, 1.0, 2.4, DoorKind::dock));
  EXPECT_TRUE(failing(route_checks(site)).empty());
  Body& body = site.catalogue.racks[static_cast<std::size_t>(site.placed[0].type.index)].body.body;
  body.crate = Crate{stated(1.05), stated(1.3), stated(2.3), std::nullopt};
  ASSERT_EQ(failing(route_checks(site)).size(), 4U);
  EXPECT_NE(failing(route_checks(site))[0].arithmetic.find("door d1 is 1.000 m wide"), std::string::npos);
  EXPECT_NE(failing(route_checks(site))[0].arithmetic.find("crated"), std::string::npos);
}

TEST(Routes, WhatLeadsToADoorMayBeRated) {
  Site site = hall_with(make_door("d1", Wall::west, 1, 1.0, 2.4, DoorKind::dock));
  site.hall.doors[0].rating_kg = stated(1500);
  EXPECT_TRUE(failing(route_checks(site)).empty());
  site.hall.doors[0].rating_kg = stated(1499);
  EXPECT_EQ(failing(route_checks(site)).size(), 4U);
  // A second door without a rating takes them.
  site.hall.doors.push_back(make_door("d2", Wall::west, 1, 1.0, 2.4, DoorKind::both));
  EXPECT_TRUE(failing(route_checks(site)).empty());
  site.hall.doors.pop_back();
  site.catalogue.racks[static_cast<std::size_t>(site.placed[0].type.index)].body.body.mass_kg.reset();
  const auto unknown = route_checks(site);
  EXPECT_TRUE(failing(unknown).empty());
  EXPECT_TRUE(std::any_of(unknown.begin(), unknown.end(), [](const Check& c) {
    return c.status == Status::undecided && c.arithmetic.find("no mass known") != std::string::npos;
  }));
  // By the second door it comes in whatever it weighs, unless it is too wide for that one.
  site.hall.doors.push_back(make_door("d2", Wall::west, 1, 1.0, 2.4, DoorKind::both));
  for (const Check& c : route_checks(site)) EXPECT_EQ(c.status, Status::pass) << c.where << c.arithmetic;
  site.hall.doors[1].width_m = stated(0.7);
  const auto narrow = route_checks(site);
  EXPECT_EQ(std::count_if(narrow.begin(), narrow.end(), [](const Check& c) { return c.status == Status::undecided; }),
            1);
  EXPECT_TRUE(failing(narrow).empty());
}

/// The aisle before the row is a corridor from the door: the rack needs its depth of it, across, to stand before its slot.
TEST(Routes, AnAisleAsDeepAsTheRackIsEnough) {
  for (const auto& [sheet_y, passes] : {std::pair{1.8, true}, std::pair{1.801, false}}) {
    Site site = hall_with(make_door("d1", Wall::west, sheet_y, 1.15, 2.4, DoorKind::dock));
    // The row reaches from wall to wall: walls along its rear on both sides, and a long wall south of the aisle.
    site.hall.columns = {make_box("w", 0, 3.0, 2.0, 1.2), make_box("e", 6.5, 3.0, 1.5, 1.2)};
    Partition wall;
    wall.id = "wall";
    wall.x_m = stated(0);
    wall.y_m = stated(sheet_y);
    wall.width_m = stated(12);
    site.hall.partitions = {wall};
    const auto reached = slots_of(site).reached[static_cast<std::size_t>(site.placed[0].type.index)][0];
    // Its depth of 1.2 m across the aisle does not go through a door of 1.15 m, and there is no room to turn.
    for (const char slot : reached) EXPECT_EQ(slot, 0);
    site.hall.doors[0].width_m = stated(1.2);
    site.hall.doors[0].position_m = stated(1.8);
    const auto wide = slots_of(site).reached[static_cast<std::size_t>(site.placed[0].type.index)][0];
    for (std::size_t slot = 0; slot < 6; ++slot) EXPECT_EQ(wide[slot] != 0, passes) << sheet_y << " " << slot;
    // A wall that ends above the rack is none.
    site.hall.partitions[0].bottom_m = stated(2.2);
    EXPECT_NE(slots_of(site).reached[static_cast<std::size_t>(site.placed[0].type.index)][0][0], 0);
  }
}

TEST(Routes, TheSearchIsToldWhichSlotsNoRackReaches) {
  Site site = hall_with(make_door("d1", Wall::west, 1, 1.3, 2.1, DoorKind::dock));  // lower than the racks
  const Slots slots = slots_of(site);
  const auto refusal = why_not(site, slots, site.placed[0].type.index, 0, 0);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->rule, Rule::layout_route);
  site.hall.doors[0].height_m = stated(2.4);
  EXPECT_FALSE(why_not(site, slots_of(site), site.placed[0].type.index, 0, 0).has_value());
  site.hall.floor.rolling_kg = stated(500);  // 1500 / 4 x 1.5 = 562.5 kg
  const auto rolling = why_not(site, slots_of(site), site.placed[0].type.index, 0, 0);
  ASSERT_TRUE(rolling.has_value());
  EXPECT_EQ(rolling->rule, Rule::layout_route_floor);
}

TEST(Routes, TheFloorCarriesWhatRolls) {
  Site site = hall_with(make_door("d1", Wall::west, 1, 1.3, 2.4, DoorKind::dock));
  const auto rolling = [&] { return of_rule(check(site, placed(site)), Rule::layout_route_floor); };
  EXPECT_TRUE(rolling().empty());
  site.hall.floor.rolling_kg = stated(562.5);  // 1500 / 4 x 1.5
  EXPECT_TRUE(failing(rolling()).empty());
  site.hall.floor.rolling_kg = stated(562.4);
  ASSERT_EQ(failing(rolling()).size(), 1U);
  EXPECT_DOUBLE_EQ(failing(rolling())[0].value, 562.5);
  RackType& compute = site.catalogue.racks[static_cast<std::size_t>(site.placed[0].type.index)].body;
  compute.casters.reset();
  EXPECT_EQ(rolling()[0].status, Status::undecided);
  EXPECT_EQ(rolling()[0].arithmetic, "no casters known for test-compute as it is rolled in");
  compute.casters = 4;
  site.catalogue.racks[static_cast<std::size_t>(site.placed[0].type.index)].body.body.crate =
      Crate{stated(0.75), stated(1.2), stated(2.2), std::nullopt};
  EXPECT_TRUE(failing(rolling()).empty());
  const auto checks = rolling();
  EXPECT_TRUE(std::any_of(checks.begin(), checks.end(), [](const Check& c) { return c.status == Status::undecided; }));
}

/// Reached slots of tiny halls are those that a walk over every half millimetre, with turns, finds.
TEST(Routes, AreWhatAWalkOverEveryHalfMillimetreFinds) {
  std::mt19937 random(11);
  const auto draw = [&](long long low, long long high) {
    return std::uniform_int_distribution<long long>(low, high)(random);
  };
  const auto m = [](long long mm) { return stated(static_cast<double>(mm) / 1000); };
  Site site = hallplan::test::small_site();
  for (CduGroup& group : site.cdu_groups) group.units.clear();
  for (AirZone& zone : site.air_zones) zone.units.clear();
  const auto type = static_cast<std::size_t>(site.demand[0].compute.index);
  Body& body = site.catalogue.racks[type].body.body;
  int reached = 0;
  int cut_off = 0;
  for (int round = 0; round < 120; ++round) {
    const long long w = draw(2, 6);
    const long long d = draw(2, 8);
    body.width_m = m(w);
    body.depth_m = m(d);
    site.hall.width_m = m(draw(24, 44));
    site.hall.depth_m = m(draw(18, 34));
    const RectMm hall = {0, 0, to_mm(site.hall.width_m.value), to_mm(site.hall.depth_m.value)};
    Row& row = site.rows[0];
    row.along = Axis::x;
    row.front = draw(0, 1) == 0 ? Side::south : Side::north;
    row.slots = 3;
    row.pitch_m = m(w + draw(0, 1));
    row.depth_m = m(d + draw(0, 1));
    row.x_m = m(draw(0, 6));
    row.y_m = m(draw(0, 12));
    site.hall.columns.clear();
    for (long long n = draw(1, 4); n > 0; --n) {
      site.hall.columns.push_back(make_box("c" + std::to_string(n), static_cast<double>(draw(0, hall.x1 - 2)) / 1000,
                                           static_cast<double>(draw(0, hall.y1 - 2)) / 1000,
                                           static_cast<double>(draw(1, 9)) / 1000,
                                           static_cast<double>(draw(1, 9)) / 1000));
    }
    const auto wall = static_cast<Wall>(draw(0, 3));
    const long long side = wall == Wall::south || wall == Wall::north ? hall.x1 : hall.y1;
    const long long width = draw(2, 9);
    const long long from = draw(0, side - width);
    site.hall.doors = {
        make_door("d", wall, static_cast<double>(from) / 1000, static_cast<double>(width) / 1000, 3, DoorKind::dock)};
    const Slots slots = slots_of(site);

    const std::vector<RectMm> obstacles = obstacles_to(site, slots, 2200);
    const auto diagonal = static_cast<long long>(std::ceil(std::hypot(static_cast<double>(w), static_cast<double>(d))));
    const ExtentMm ways[] = {{w, d}, {d, w}};
    const test::BruteSpace still[] = {{hall, obstacles, ways[0]}, {hall, obstacles, ways[1]}};
    const test::BruteSpace turning(hall, obstacles, {diagonal, diagonal});
    std::vector<char> met[2] = {std::vector<char>(still[0].nodes()), std::vector<char>(still[0].nodes())};
    struct State {
      int way;
      long long x, y;
    };
    std::vector<State> open;
    const auto offer = [&](int way, long long x, long long y) {
      char& here = met[way][still[0].at(x, y)];
      if (here != 0) return;
      here = 1;
      open.push_back({way, x, y});
    };
    for (int way = 0; way < 2; ++way) {
      const bool along_x = wall == Wall::south || wall == Wall::north;
      const long long size = along_x ? ways[way].x : ways[way].y;
      for (long long c = 2 * from + size; c <= 2 * (from + width) - size; ++c) {
        const long long x = along_x ? c : wall == Wall::west ? ways[way].x : 2 * hall.x1 - ways[way].x;
        const long long y = !along_x ? c : wall == Wall::south ? ways[way].y : 2 * hall.y1 - ways[way].y;
        if (still[way].free(x, y)) offer(way, x, y);
      }
    }
    for (std::size_t n = 0; n < open.size(); ++n) {
      const State s = open[n];
      for (const auto& [dx, dy] : {std::pair{1, 0}, std::pair{-1, 0}, std::pair{0, 1}, std::pair{0, -1}}) {
        if (s.x + dx < 0 || s.y + dy < 0 || s.x + dx > 2 * hall.x1 || s.y + dy > 2 * hall.y1) continue;
        if (still[s.way].step(s.x, s.y, dx, dy)) offer(s.way, s.x + dx, s.y + dy);
      }
      if (turning.free(s.x, s.y)) offer(1 - s.way, s.x, s.y);
    }
    for (std::size_t slot = 0; slot < 3; ++slot) {
      if (slots.rows[0][slot].blocker != Blocker::none) continue;
      const RectMm& rect = slots.rows[0][slot].rect;
      bool expected = false;
      for (const long long y : {2 * rect.y0 - d, 2 * rect.y1 + d}) {
        if (y < 0 || y > 2 * hall.y1) continue;
        for (long long x = 2 * rect.x0 + w; x <= 2 * rect.x1 - w; ++x) {
          expected = expected || met[0][still[0].at(x, y)] != 0;
        }
      }
      ASSERT_EQ(slots.reached[type][0][slot] != 0, expected) << "round " << round << " slot " << slot;
      ++(expected ? reached : cut_off);
    }
  }
  EXPECT_GT(reached, 30);
  EXPECT_GT(cut_off, 30);
}

/// What a stranger's file may ask for is bounded: a hall full of columns is undecided, and says so, at once.
TEST(Ways, TooManyEdgesAreUndecided) {
  Site site = hall_with(make_door("d1", Wall::west, 1, 1.3, 2.4, DoorKind::both));
  site.hall.egress = Egress{stated(1.0), std::nullopt};
  for (int n = 0; n < 1500; ++n) {
    site.hall.columns.push_back(make_box("c" + std::to_string(n), 11.0 + 0.0006 * n, 0.001 * n, 0.002, 0.002));
  }
  const std::vector<Check> checks = check(site, placed(site));
  for (const Rule rule : {Rule::layout_route, Rule::layout_egress}) {
    const auto found = of_rule(checks, rule);
    ASSERT_FALSE(found.empty());
    for (const Check& c : found) EXPECT_EQ(c.status, Status::undecided) << c.arithmetic;
  }
  EXPECT_FALSE(why_not(site, slots_of(site), site.placed[0].type.index, 0, 0).has_value());
}

TEST(Egress, IsAskedForWhereADoorIsForIt) {
  Site site = hallplan::test::small_placed_site();
  EXPECT_TRUE(of_rule(check(site, placed(site)), Rule::layout_egress).empty());
  site.hall.doors = {make_door("d1", Wall::south, 1, 1, 2.4, DoorKind::dock)};
  EXPECT_TRUE(of_rule(check(site, placed(site)), Rule::layout_egress).empty());
}

Site with_egress(double aisle_m, MaybeValue travel_m) {
  Site site = hall_with(make_door("out", Wall::south, 0, 1, 2.4, DoorKind::egress));
  site.hall.egress = Egress{stated(aisle_m), std::move(travel_m)};
  return site;
}

TEST(Egress, EveryFrontRearAndUnitHasItsLine) {
  const Site site = with_egress(1.0, std::nullopt);
  const std::vector<Check> checks = of_rule(check(site, placed(site)), Rule::layout_egress);
  std::vector<std::string> where;
  for (const Check& c : checks) {
    where.push_back(c.where);
    EXPECT_EQ(c.status, Status::pass) << c.where << c.arithmetic;
  }
  EXPECT_EQ(where,
            (std::vector<std::string>{"row r1, front", "row r1, rear", "CDU group g1, front", "air zone room, front"}));
}

/// With a square of 1.0 m before slot 6 (x 5.75 to 6.50): its middle may be at x 5.625 to 6.625 and y 2.5; the door takes it at x
/// 0.5, y 0.5. The way is 5.125 + 2.0 m, and a side and a half more.
TEST(Egress, TravelIsTheWayAlongTheAisles) {
  const Site site = with_egress(1.0, stated(8.626));
  const std::vector<WorkPlace> places = work_places(site, slots_of(site)).value();
  ASSERT_GE(places.size(), 12U);
  EXPECT_EQ(places[5].name, "row r1, slot 6, front");
  EXPECT_NEAR(places[5].length_m, 7.125 + 1.5, 0.0011);
  const auto front = [](const Site& of) {
    for (const Check& c : of_rule(check(of, placed(of)), Rule::layout_egress)) {
      if (c.where.find("front") != std::string::npos && c.where.find("r1") != std::string::npos) return c.status;
    }
    return Status::undecided;
  };
  EXPECT_EQ(front(site), Status::pass);
  EXPECT_EQ(front(with_egress(1.0, stated(8.6))), Status::fail);
}

TEST(Egress, AnAisleThatIsTooNarrowIsNoWay) {
  // Between the row's rear (y 4.2) and the air units (y 7.0) are 2.8 m; columns leave 1.2 m of it.
  for (const auto& [aisle, passes] : {std::pair{1.2, true}, std::pair{1.201, false}}) {
    Site site = with_egress(aisle, std::nullopt);
    site.hall.columns = {make_box("w", 0, 5.4, 2.0, 0.5), make_box("e", 6.4, 5.4, 5.6, 0.5)};
    site.hall.columns.push_back(make_box("m", 2.0, 5.4, 4.4, 0.5));  // one wall along the rear aisle
    std::size_t without = 0;
    const auto places = work_places(site, slots_of(site));
    ASSERT_TRUE(places.has_value());
    for (const WorkPlace& place : *places) {
      if (place.group != "row r1, rear" || place.has_way) continue;
      ++without;
      EXPECT_DOUBLE_EQ(place.widest_m, 1.2);
    }
    EXPECT_EQ(without, passes ? 0U : 6U) << aisle;
  }
}

TEST(Egress, NobodyWorksWhereARowIsFlushWithAWall) {
  Site site = with_egress(1.0, std::nullopt);
  site.rows[0].y_m = stated(8.0 - 1.2);  // its rear at the north wall
  const auto places = work_places(site, slots_of(site));
  ASSERT_TRUE(places.has_value());
  for (const WorkPlace& place : *places) EXPECT_NE(place.group, "row r1, rear");
}

bool has_place(const Site& site, const std::string& name) {
  const auto places = work_places(site, slots_of(site)).value();
  return std::any_of(places.begin(), places.end(), [&](const WorkPlace& place) { return place.name == name; });
}

/// Slot 1 is x 2.00 to 2.75 m, its rear at y 4.2 m. Things within 50 mm of the rear that leave its middle open leave a place to work.
TEST(Egress, SomebodyWorksAtAFaceWhoseMiddleIsOpen) {
  Site site = with_egress(1.0, std::nullopt);
  const auto with_column = [&](double x_m, double y_m, double width_m) {
    site.hall.columns = {make_box("c", x_m, y_m, width_m, 0.3)};
    return has_place(site, "row r1, slot 1, rear");
  };
  EXPECT_TRUE(with_column(2.0, 4.2, 0.375));  // to the middle, not beyond
  EXPECT_FALSE(with_column(2.0, 4.2, 0.376));
  EXPECT_TRUE(with_column(2.375, 4.24, 0.3));
  EXPECT_FALSE(with_column(2.374, 4.249, 0.3));
  EXPECT_TRUE(with_column(2.2, 4.25, 0.4));  // 50 mm away
  site.hall.columns = {make_box("w", 2.0, 4.2, 0.375, 0.3), make_box("e", 2.375, 4.2, 0.375, 0.3)};
  EXPECT_FALSE(has_place(site, "row r1, slot 1, rear"));  // side by side they leave nothing
}

/// The only way out leads by a door in the south wall; a wall along the row's rear, in its plane or 10 mm behind it, has nobody at it.
TEST(Egress, NobodyWorksAtAPartitionInThePlaneOfARow) {
  for (const double y_m : {4.2, 4.21}) {
    Site site = with_egress(1.0, std::nullopt);
    Partition wall;
    wall.id = "wall";
    wall.x_m = stated(0);
    wall.y_m = stated(y_m);
    wall.width_m = stated(12);
    site.hall.partitions = {wall};
    EXPECT_FALSE(has_place(site, "row r1, slot 3, rear")) << y_m;
    EXPECT_TRUE(has_place(site, "row r1, slot 3, front"));
    // One that stands across the aisle meets the rear at its middle and closes nothing.
    site.hall.partitions[0].width_m.reset();
    site.hall.partitions[0].x_m = stated(3.875);
    site.hall.partitions[0].depth_m = stated(1);
    EXPECT_TRUE(has_place(site, "row r1, slot 3, rear"));
  }
}

/// Half a millimetre over the travel distance is too far: a side of 1.001 m adds 1.5015 m. From before slot 6 its middle goes from x
/// 5.6245, y 2.4995 m to x 0.5005, y 0.5005 m: 5.124 + 1.999 + 1.5015 = 8.6245 m.
TEST(Egress, HalfMillimetresOfTheWayCount) {
  const Site site = with_egress(1.001, stated(8.624));
  const std::vector<WorkPlace> places = work_places(site, slots_of(site)).value();
  ASSERT_EQ(places[5].name, "row r1, slot 6, front");
  EXPECT_NEAR(places[5].length_m, 8.6245, 1e-9);
}

TEST(Egress, TheWidthIsAssumedWhereTheSiteSaysNone) {
  const Site site = hallplan::test::small_placed_site(
      {"hall.doors={out: {wall: south, position: 0 m, width: 1 m, height: 2.1 m, kind: both}}"});
  ASSERT_TRUE(site.hall.egress && site.hall.egress->aisle_m);
  EXPECT_DOUBLE_EQ(site.hall.egress->aisle_m->value, 1.118);
  EXPECT_TRUE(is_assumption(site.hall.egress->aisle_m->trust));
}

}  // namespace
}  // namespace hallplan::layout
