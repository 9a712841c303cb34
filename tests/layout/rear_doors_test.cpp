// Rear doors of 100 kg and 0.2 m on the network rack (800 kg on 0.6 m x 1.2 m) and the management rack of the small hall, whose
// racks' rears are at y 4.2 m and the backs of its air units at 7 m.
#include "planner/layout/rear_doors.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

Site site_with_doors(const std::vector<std::string>& sets = {}) {
  return test::load_data_site("small-doors.yaml", sets);
}

RearDoorType& door_of(Site& site) {
  return site.catalogue.rear_doors[static_cast<std::size_t>(site.rear_doors[0].type.index)].body;
}

/// The check of a rule at a place.
Check at(const Site& site, Rule rule, const std::string& where) {
  for (const Check& c : of_rule(check(site, placed(site)), rule)) {
    if (c.where == where) return c;
  }
  ADD_FAILURE() << "no " << rule_id(rule) << " at " << where;
  return {};
}

int network(const Site& site) { return site.placed[4].type.index; }

TEST(RearDoorsOnTheFloor, WeighWithTheirRacks) {
  const Site site = site_with_doors();
  EXPECT_NEAR(at(site, Rule::layout_floor_patch, "test-network with test-door").value, 900 / 0.72, 1e-9);
  EXPECT_NEAR(at(site, Rule::layout_floor_point, "test-network with test-door").value, 900 / 4.0 * 1.5, 1e-9);
  // In the worst bay, from x 3 to 6 m, n1 stands as a whole and m1 with 0.175 m of its 0.6 m.
  const Site bare = test::small_placed_site();
  const double without_kg = of_rule(check(bare, placed(bare)), Rule::layout_floor_bay)[0].value * 9;
  const double with_kg = of_rule(check(site, placed(site)), Rule::layout_floor_bay)[0].value * 9;
  EXPECT_NEAR(with_kg - without_kg, 100 + 100 * 0.175 / 0.6, 1e-6);
}

TEST(RearDoorsOnTheFloor, OfUnknownMassLeaveTheFloorUnderTheirRacksUndecided) {
  Site site = site_with_doors();
  door_of(site).mass_kg.reset();
  for (const Rule rule : {Rule::layout_floor_bay, Rule::layout_floor_patch, Rule::layout_floor_point}) {
    const Check c = at(site, rule, "test-network with test-door");
    EXPECT_EQ(c.status, Status::undecided) << rule_id(rule);
    EXPECT_EQ(c.arithmetic, "no mass known for test-door");
  }
  EXPECT_EQ(at(site, Rule::layout_floor_patch, "test-compute").status, Status::pass);
}

/// The network rack alone is 800 kg: 1111.1 kg/m2 on 0.72 m2, and 300 kg under its worst caster.
TEST(RearDoorsOnTheFloor, OfUnknownMassDecideNothingWhereTheRackAloneIsTooHeavy) {
  Site site = site_with_doors({"hall.floor.footprint_rating=1111 kg/m2", "hall.floor.point_rating=299 kg"});
  door_of(site).mass_kg.reset();
  const Check patch = at(site, Rule::layout_floor_patch, "test-network with test-door");
  EXPECT_EQ(patch.status, Status::fail);
  EXPECT_NEAR(patch.value, 800 / 0.72, 1e-9);
  EXPECT_NE(patch.arithmetic.find("without test-door, whose mass is not known"), std::string::npos) << patch.arithmetic;
  EXPECT_EQ(at(site, Rule::layout_floor_point, "test-network with test-door").status, Status::fail);
  EXPECT_EQ(at(site, Rule::layout_floor_bay, "test-network with test-door").status, Status::undecided);
  EXPECT_EQ(why_not(site, slots_of(site), network(site), 0, 4)->rule, Rule::layout_floor_patch);
  // In the worst bay, without the door: 4975 kg on 9 m2.
  site.hall.floor.bay_kg_per_m2 = stated(552);
  EXPECT_EQ(of_rule(failing(check(site, placed(site))), Rule::layout_floor_bay).size(), 1U);
}

TEST(RearDoorsOnTheFloor, TakeOfTheClearanceBehindTheirRacks) {
  const Check rear = at(site_with_doors(), Rule::layout_clearance, "row r1, rear");
  EXPECT_NEAR(rear.value, 7 - 4.2 - 0.2, 1e-9);
  EXPECT_NE(
      rear.arithmetic.find("2.800 m free to air unit crah-2 at its rear, 0.200 m of it taken by its door test-door"),
      std::string::npos)
      << rear.arithmetic;
}

TEST(RearDoorsOnTheFloor, AreInTheWayOfWhatStandsBehind) {
  Site site = site_with_doors();
  // 0.95 m behind the racks, which need 0.9 m: only where there is no door.
  site.hall.columns = {make_box("behind-compute", 2.1, 5.15, 0.2, 0.2)};
  EXPECT_TRUE(failing(check(site, placed(site))).empty());
  site.hall.columns = {make_box("behind-network", 5.2, 5.15, 0.2, 0.2)};
  std::vector<Check> broken = failing(check(site, placed(site)));
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].where, "n1, rear");
  EXPECT_NEAR(broken[0].margin, 0.75 - 0.9, 1e-9);
  EXPECT_FALSE(fits(site, slots_of(site), network(site), 0, 4));
  EXPECT_TRUE(fits(site, slots_of(site), site.placed[0].type.index, 0, 4));
  // In the door's own place: no free floor at all.
  site.hall.columns = {make_box("in-the-door", 5.2, 4.3, 0.2, 0.2)};
  broken = failing(check(site, placed(site)));
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_NEAR(broken[0].value, 0.1 - 0.2, 1e-9);
}

TEST(RearDoorsOnTheFloor, DoNotStandInKeepOuts) {
  // The doors of n1 and m1 take y 4.2 to 4.4 m, n1's from x 5.075 to 5.675 m.
  Site site = site_with_doors();
  site.hall.keep_outs.push_back(make_box("exit-way", 2.0, 4.399, 3.08, 1));
  const std::vector<Check> broken = failing(check(site, placed(site)));
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(broken[0].rule, Rule::layout_slot);
  EXPECT_EQ(broken[0].where, "n1");
  EXPECT_EQ(broken[0].arithmetic,
            "n1 stands in row r1, slot 5; with its door test-door it takes x 5.075 to 5.675 m, y 3.000 to 4.400 m, and "
            "keep-out exit-way is x 2.000 to 5.080 m, y 4.399 to 5.399 m");
  EXPECT_FALSE(fits(site, slots_of(site), network(site), 0, 4));
  EXPECT_EQ(why_not(site, slots_of(site), network(site), 0, 4)->rule, Rule::layout_slot);
  EXPECT_TRUE(fits(site, slots_of(site), site.placed[0].type.index, 0, 3));  // no door
  site.hall.keep_outs.back() = make_box("exit-way", 2.0, 4.4, 3.08, 1);      // touches it
  EXPECT_TRUE(failing(check(site, placed(site))).empty());
  EXPECT_TRUE(fits(site, slots_of(site), network(site), 0, 4));
}

TEST(RearDoorsOnTheFloor, StandUnderLidsThatAreAsHigh) {
  // Racks of 2.2 m, and a lid at 2.1 m that begins 0.1 m behind them: over the doors alone.
  const std::string lid = "hall.partitions={lid: {x: 5 m, width: 1 m, y: 4.3 m, depth: 0.4 m, bottom: 2.1 m}}";
  const Site bare = test::small_placed_site({lid});
  EXPECT_TRUE(of_rule(failing(check(bare, placed(bare))), Rule::layout_height).empty());
  const Site site = site_with_doors({lid});
  EXPECT_EQ(of_rule(failing(check(site, placed(site))), Rule::layout_height).size(), 2U);  // n1 and m1
  EXPECT_FALSE(fits(site, slots_of(site), network(site), 0, 4));
}

TEST(RearDoorsOnTheFloor, OfUnknownDepthLeaveWhatLiesBehindUndecided) {
  Site site = site_with_doors();
  door_of(site).depth_m.reset();
  const Check c = at(site, Rule::layout_clearance, "test-door");
  EXPECT_EQ(c.status, Status::undecided);
  EXPECT_EQ(c.arithmetic, "no depth known for test-door: it reaches into the aisle behind test-network");
  EXPECT_TRUE(fits(site, slots_of(site), network(site), 0, 4));
  // The air units look at the doors: what they need to be pulled out may end there.
  EXPECT_TRUE(of_rule(check(site, placed(site)), Rule::layout_pull).empty());
  site.catalogue.air_units[static_cast<std::size_t>(site.air_zones[0].type.index)].body.body.pull_front_m = stated(2.7);
  EXPECT_EQ(at(site, Rule::layout_pull, "test-door").status, Status::undecided);
}

TEST(RearDoorsOnTheFloor, NarrowTheWaysBehindTheirRow) {
  const Site site = site_with_doors();
  const Slots slots = slots_of(site);
  EXPECT_EQ(slots.rows[0][4].rect.y1, 4200);
  EXPECT_EQ(with_doors(site, slots).rows[0][4].rect.y1, 4400);  // its racks are as deep as its slots
}

}  // namespace
}  // namespace hallplan::layout
