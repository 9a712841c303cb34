/// The layout checks of the small hall with its six racks pinned, by hand.
///
/// Racks (x from, to; all y 3.0 to 4.2): c1 2.000-2.750, c2 2.750-3.500, c3 3.500-4.250, c4 4.250-5.000 (1500 kg each),
/// n1 5.075-5.675 (800 kg), m1 5.825-6.425 (600 kg). CDUs 0.9 x 1.2 m, 1000 kg at x 8, 9, 10, y 3. CRAHs 2 x 1 m, 500 kg at
/// x 1, 4, 7, y 7.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

TEST(Layout, TheSmallHallPassesEveryRule) {
  const std::vector<Check> checks = checks_of(test::small_placed_site());
  for (const Check& c : checks) EXPECT_EQ(c.status, Status::pass) << rule_id(c.rule) << " " << c.arithmetic;
  for (const Rule rule :
       {Rule::layout_hall, Rule::layout_slot, Rule::layout_overlap, Rule::layout_clearance, Rule::layout_height,
        Rule::layout_floor_bay, Rule::layout_floor_patch, Rule::layout_floor_point, Rule::layout_unit,
        Rule::layout_cable, Rule::layout_management, Rule::demand_racks}) {
    EXPECT_FALSE(of_rule(checks, rule).empty()) << rule_id(rule);
  }
}

TEST(Layout, AFailingCheckPointsAtItsLimitsLine) {
  EXPECT_NE(line_of({"hall.floor.point_rating=500 kg"}, Rule::layout_floor_point).find("500 kg"), std::string::npos);
  EXPECT_NE(line_of({"hall.floor.bay_rating=500 kg/m2"}, Rule::layout_floor_bay).find("500 kg/m2"), std::string::npos);
  EXPECT_NE(line_of({"rows.r1.y=1 m"}, Rule::layout_clearance).find("c1:"), std::string::npos);
  EXPECT_NE(line_of({"network.slack=26 m"}, Rule::layout_cable).find("reach"), std::string::npos);
}

TEST(Layout, AtMostTwentyFailuresOfOneKindAreListed) {
  Site site = test::small_placed_site({"hall.floor.bay=0.5 m"});
  site.hall.floor.bay_kg_per_m2 = stated(1);
  const std::vector<Check> found = of_rule(checks_of(site), Rule::layout_floor_bay);
  ASSERT_EQ(found.size(), 20u);
  EXPECT_NE(found.back().arithmetic.find("more like this"), std::string::npos);
}

TEST(Clearance, FreeFloorByHand) {
  // Row r1 faces south, 3.0 m to the wall. Behind it the racks end at 4.2 m and the CRAHs start at 7.0 m: 2.8 m.
  const std::vector<Check> checks = checks_with({}, Rule::layout_clearance);
  ASSERT_EQ(checks.size(), 6u);  // CDU group, air zone and row, front and rear
  EXPECT_EQ(checks[4].where, "row r1, front");
  EXPECT_NEAR(checks[4].value, 3.0, 1e-12);
  EXPECT_NEAR(checks[4].limit, 1.2, 1e-12);
  EXPECT_EQ(checks[4].arithmetic,
            "c1 (test-compute) has 3.000 m free to the south wall at its front; it needs 1.200 m");
  EXPECT_EQ(checks[5].where, "row r1, rear");
  EXPECT_NEAR(checks[5].value, 2.8, 1e-12);
  EXPECT_NE(checks[5].arithmetic.find("air unit crah-1"), std::string::npos) << checks[5].arithmetic;
}

TEST(Clearance, TooLittleFailsPieceByPiece) {
  // Row at y 5: racks end at 6.2, 0.8 m before the CRAHs; racks need 0.9 m behind, CRAHs 1.0 m in front. crah-1 (x 1-3) and
  // crah-2 (x 4-6) look at the row, crah-3 (x 7-9) does not; c3 is behind crah-2 from x 4.0 on.
  const std::vector<Check> found = failing(checks_with({"rows.r1.y=5 m"}, Rule::layout_clearance));
  ASSERT_EQ(found.size(), 8u);
  EXPECT_EQ(found[0].where, "air unit crah-1, front");
  EXPECT_EQ(found[1].where, "air unit crah-2, front");
  EXPECT_NEAR(found[0].margin, -0.2, 1e-12);
  EXPECT_EQ(found[2].where, "c1, rear");
  EXPECT_NEAR(found[2].margin, -0.1, 1e-12);
  EXPECT_EQ(found[7].where, "m1, rear");
}

TEST(Clearance, ToTheMillimetre) {
  EXPECT_TRUE(failing(checks_with({"rows.r1.y=1200 mm"}, Rule::layout_clearance)).empty());
  EXPECT_EQ(failing(checks_with({"rows.r1.y=1199 mm"}, Rule::layout_clearance)).size(), 6u);
}

TEST(Clearance, TheNearestThingCounts) {
  // Two CRAHs behind c1: crah-1 moved to y 5.5 m, 1.3 m behind it, and crah-3 to x 1.0, y 7.0, 2.8 m behind it.
  const std::vector<Check> checks =
      checks_with({"air.zones.room.units.crah-1.y=5.5 m", "air.zones.room.units.crah-3.x=1 m"}, Rule::layout_clearance);
  ASSERT_EQ(checks.back().where, "row r1, rear");
  EXPECT_NEAR(checks.back().value, 1.3, 1e-12);
  EXPECT_NE(checks.back().arithmetic.find("crah-1"), std::string::npos) << checks.back().arithmetic;
}

TEST(Clearance, ColumnsBlockKeepOutsDoNot) {
  Site site = test::small_placed_site();
  site.hall.keep_outs = {make_box("exit", 2.0, 2.0, 0.5, 0.5)};
  EXPECT_TRUE(failing(of_rule(checks_of(site), Rule::layout_clearance)).empty());
  site.hall.columns = {make_box("k", 2.0, 1.5, 0.5, 0.5)};  // 1.0 m in front of c1
  const std::vector<Check> found = failing(of_rule(checks_of(site), Rule::layout_clearance));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, "c1, front");
  EXPECT_EQ(found[0].at, site.placed[0].at);
  EXPECT_NEAR(found[0].value, 1.0, 1e-12);
}

TEST(Clearance, UnknownIsUndecidedOnceAProduct) {
  Site site = test::small_placed_site();
  for (Product<RackType>& rack : site.catalogue.racks) rack.body.body.clearance_rear_m.reset();
  int undecided_checks = 0;
  for (const Check& c : of_rule(checks_of(site), Rule::layout_clearance)) {
    undecided_checks += c.status == Status::undecided ? 1 : 0;
  }
  EXPECT_EQ(undecided_checks, 3);
}

TEST(Hall, ARackBeyondTheWallFails) {
  const std::vector<Check> found =
      failing(of_rule(checks_of(with_row_at(test::small_placed_site(), 7.6)), Rule::layout_hall));
  ASSERT_EQ(found.size(), 1u);  // m1: 7.6 + 3.75 + 0.075 + 0.6 = 12.025
  EXPECT_EQ(found[0].where, "m1");
  EXPECT_NEAR(found[0].margin, -0.025, 1e-12);
}

TEST(Slot, AColumnOrATooNarrowSlotFails) {
  Site site = test::small_placed_site();
  site.hall.columns = {make_box("k", 3.6, 3.5, 0.1, 0.1)};
  std::vector<Check> found = failing(of_rule(checks_of(site), Rule::layout_slot));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, "c3");
  EXPECT_EQ(found[0].at, site.hall.columns[0].at);
  found = failing(checks_with({"rows.r1.pitch=700 mm"}, Rule::layout_slot));
  ASSERT_EQ(found.size(), 4u);
  EXPECT_NEAR(found[0].margin, -0.05, 1e-12);
}

TEST(Slot, ARackThatIsNotWhereItsSlotIsFails) {
  const Site site = test::small_placed_site();
  Plan plan = placed(site);
  plan.racks[1].x_m += 0.001;
  plan.racks[2].rotation_deg = 180;
  plan.racks[3].slot = 6;
  const std::vector<Check> found = failing(of_rule(check(site, plan), Rule::layout_slot));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].where, "c2");
  EXPECT_EQ(found[1].where, "c3");
  EXPECT_EQ(found[2].where, "c4");
}

TEST(Slot, APlaceOfItsOwnWithinTheSlotFails) {
  const Site site = test::small_placed_site();
  for (const double off_m : {0.0006, -0.0006, 0.01}) {
    Plan plan = placed(site);
    plan.racks[4].x_m += off_m;  // n1 is 0.6 m wide in a slot of 0.75 m
    const std::vector<Check> found = failing(of_rule(check(site, plan), Rule::layout_slot));
    ASSERT_EQ(found.size(), 1u) << off_m;
    EXPECT_EQ(found[0].where, "n1");
    EXPECT_NE(found[0].arithmetic.find("its slot is at x 5.0750 m, y 3.0000 m, 0 degrees"), std::string::npos)
        << found[0].arithmetic;
  }
  Plan plan = placed(site);
  plan.racks[4].x_m += 0.0004;
  EXPECT_TRUE(failing(check(site, plan)).empty());
}

TEST(Overlap, TwoOnOneFloorFail) {
  const Site site = test::small_placed_site();
  Plan plan = placed(site);
  plan.racks[1].slot = 0;
  plan.racks[1] = positioned(site, plan.racks[1]);
  const std::vector<Check> found = failing(of_rule(check(site, plan), Rule::layout_overlap));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].where, "c1 and c2");
  EXPECT_NE(found[0].arithmetic.find("0.900000 m2"), std::string::npos) << found[0].arithmetic;
  // The row moved east by 2 m: m1 (7.825-8.425) meets cdu-1 (8.0-8.9) and nothing else.
  const std::vector<Check> with_plant = failing(checks_with({"rows.r1.x=4 m"}, Rule::layout_overlap));
  ASSERT_EQ(with_plant.size(), 1u);
  EXPECT_EQ(with_plant[0].where, "CDU cdu-1 and m1");
  EXPECT_EQ(failing(checks_of(test::small_placed_site({"rows.r1.x=4 m"}))).size(), 1u) << "and no other rule";
}

TEST(Overlap, PlantStandsOnNoColumnOrKeepOut) {
  Site site = test::small_placed_site();
  site.hall.columns = {make_box("k", 8.5, 3.5, 0.2, 0.2)};
  site.hall.keep_outs = {make_box("exit", 9.5, 3.5, 0.2, 0.2)};
  const std::vector<Check> found = failing(of_rule(checks_of(site), Rule::layout_overlap));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].where, "CDU cdu-1 and column k");
  EXPECT_EQ(found[1].where, "CDU cdu-2 and keep-out exit");
}

TEST(Height, RackAndOverheadUnderTheCeiling) {
  EXPECT_TRUE(failing(checks_with({"hall.ceiling=3 m"}, Rule::layout_height)).empty());
  const std::vector<Check> found = failing(checks_with({"hall.ceiling=2.95 m"}, Rule::layout_height));
  ASSERT_EQ(found.size(), 3u);  // the racks: 2.2 + 0.8 m; CDUs and CRAHs need no overhead
  EXPECT_NEAR(found[0].margin, -0.05, 1e-12);
}

TEST(Cable, FarthestPairByHand) {
  // c1 (centre x 2.375) to n1 (5.375), same y: 3.000 + 2 x 1.0 drop + 2.0 slack = 7.0 m.
  const std::vector<Check> cable = checks_with({}, Rule::layout_cable);
  ASSERT_EQ(cable.size(), 1u);
  EXPECT_NEAR(cable[0].value, 7.0, 1e-12);
  EXPECT_EQ(cable[0].limit, 30);
  EXPECT_EQ(cable[0].arithmetic, "c1 to n1: |5.375 - 2.375| + |3.600 - 3.600| + 2 x 1.00 drop + 2.00 slack = 7.00 m");
  // With 25 m of slack c1 needs 30.00 m, which is just in reach; with 25.5 m c1 does not reach, c2 (29.75 m) does.
  EXPECT_TRUE(failing(checks_with({"network.slack=25 m"}, Rule::layout_cable)).empty());
  const std::vector<Check> over = failing(checks_with({"network.slack=25.5 m"}, Rule::layout_cable));
  ASSERT_EQ(over.size(), 1u);
  EXPECT_EQ(over[0].where, "c1 to n1");
}

}  // namespace
}  // namespace hallplan::layout
