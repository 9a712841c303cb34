/// Floor load of the small hall by hand; where its racks and plant stand is said in check_test.cpp.
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

TEST(Floor, WorstBayByHand) {
  // Bays of 3 m from the south-west corner. Bay x 3-6, y 3-6 holds 2/3 of c2, c3, c4: 2.6667 x 1500 = 4000 kg;
  // n1: 800 kg; m1 from 5.825 to 6.000 of 0.6 m: 0.175 / 0.6 x 600 = 175 kg. 4975 kg / 9 m2 = 552.78 kg/m2.
  const std::vector<Check> bay = checks_with({}, Rule::layout_floor_bay);
  ASSERT_EQ(bay.size(), 1u);
  EXPECT_NEAR(bay[0].value, 4975.0 / 9, 1e-9);
  EXPECT_EQ(bay[0].limit, 1500);
  EXPECT_EQ(bay[0].where, "bay x 3.000 to 6.000 m, y 3.000 to 6.000 m");
  EXPECT_EQ(bay[0].arithmetic,
            "2.667 x test-compute 1500 kg + 1.000 x test-network 800 kg + 0.292 x test-management 600 kg = 4975.0 kg "
            "over 9.00 m2 = 552.8 kg/m2");
}

TEST(Floor, EveryBayOverItsRatingIsNamed) {
  // The others: x 0-3 holds c1 and 1/3 of c2, 2000 kg, 222.2 kg/m2; x 6-9 holds the rest of m1, 425 kg, and cdu-1: 158.3;
  // x 9-12 holds cdu-2 and cdu-3: 222.2. The last bays to the north are 3 x 2 m: crah-2 over 6 m2 = 83.3 (x 3-6).
  EXPECT_EQ(failing(checks_with({"hall.floor.bay_rating=552 kg/m2"}, Rule::layout_floor_bay)).size(), 1u);
  const std::vector<Check> over = failing(checks_with({"hall.floor.bay_rating=200 kg/m2"}, Rule::layout_floor_bay));
  ASSERT_EQ(over.size(), 3u);
  EXPECT_NEAR(over[0].value, 4975.0 / 9, 1e-9);
  EXPECT_NEAR(over[1].value, 2000.0 / 9, 1e-9);
  EXPECT_NEAR(over[2].value, 2000.0 / 9, 1e-9);
  EXPECT_EQ(over[1].where, "bay x 0.000 to 3.000 m, y 3.000 to 6.000 m");
  const std::vector<Check> north = failing(checks_with({"hall.floor.bay_rating=80 kg/m2"}, Rule::layout_floor_bay));
  ASSERT_EQ(north.size(), 7u);
  EXPECT_NEAR(north.back().value, 500.0 / 6, 1e-9);
}

TEST(Floor, PatchAndPointByHand) {
  const std::vector<Check> patch = checks_with({}, Rule::layout_floor_patch);
  ASSERT_EQ(patch.size(), 5u);  // CDU, CRAH, three racks
  const std::map<std::string, double> by_hand = {
      {"test-compute", 1500 / 0.9},     // 0.75 x 1.2 m
      {"test-network", 800 / 0.72},     // 0.6 x 1.2 m
      {"test-management", 600 / 0.72},  //
      {"test-cdu", 1000 / 1.08},        // 0.9 x 1.2 m
      {"test-crah", 500 / 2.0},         // 2.0 x 1.0 m
  };
  for (const Check& c : patch) {
    EXPECT_NEAR(c.value, by_hand.at(c.where), 1e-9) << c.where;
    EXPECT_EQ(c.limit, 2000);
  }
  const std::vector<Check> point = checks_with({}, Rule::layout_floor_point);
  ASSERT_EQ(point.size(), 5u);
  EXPECT_EQ(point[0].where, "test-cdu");
  EXPECT_NEAR(point[0].value, 375, 1e-9);  // 1000 / 4 x 1.5
  EXPECT_EQ(point[1].where, "test-crah");
  EXPECT_NEAR(point[1].value, 187.5, 1e-9);  // 500 / 4 x 1.5
  EXPECT_EQ(point[2].where, "test-compute");
  EXPECT_NEAR(point[2].value, 562.5, 1e-9);  // 1500 / 4 x 1.5
  EXPECT_EQ(point[2].arithmetic, "1500 kg / 4 casters x 1.50 = 562.5 kg");
  Site site = test::small_placed_site();
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.casters = 2;
  const std::vector<Check> found = failing(of_rule(checks_of(site), Rule::layout_floor_point));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NEAR(found[0].value, 750, 1e-9);  // 1000 / 2 x 1.5 over 600 kg
}

TEST(Floor, AnUnknownMassIsUndecidedOnceAProduct) {
  Site site = test::small_placed_site();
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.id == "test-compute") rack.body.body.mass_kg.reset();
  }
  const std::vector<Check> checks = checks_of(site);
  for (const Rule rule : {Rule::layout_floor_bay, Rule::layout_floor_patch, Rule::layout_floor_point}) {
    int undecided_checks = 0;
    for (const Check& c : of_rule(checks, rule)) {
      if (c.status != Status::undecided) continue;
      ++undecided_checks;
      EXPECT_EQ(c.arithmetic, "no mass known for test-compute");
    }
    EXPECT_EQ(undecided_checks, 1) << rule_id(rule);
  }
}

TEST(Floor, CastersThatNobodyStatesLeaveWhatPressesBelowThemUndecided) {
  Site site = test::small_placed_site();
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.id == "test-compute") rack.body.casters.reset();
  }
  site.hall.floor.point_kg = stated(200);  // which the others break, but for air units of 187.5 kg
  const std::vector<Check> point = of_rule(checks_of(site), Rule::layout_floor_point);
  ASSERT_EQ(point.size(), 5u);
  EXPECT_EQ(failing(point).size(), 3u);
  EXPECT_EQ(point[2].where, "test-compute");
  EXPECT_EQ(point[2].status, Status::undecided);
  EXPECT_EQ(point[2].arithmetic, "no casters known for test-compute: state 'casters', the feet that carry it");
  EXPECT_EQ(of_rule(checks_of(site), Rule::layout_floor_patch).size(), 5u);  // on its whole base it is known
}

TEST(Floor, ADisputedMassCountsAtItsHighEndAndARatingAtItsLowEnd) {
  Site site = test::small_placed_site();
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.id == "test-compute") rack.body.body.mass_kg->high = 1600;
  }
  EXPECT_TRUE(failing(of_rule(checks_of(site), Rule::layout_floor_point)).empty());  // 1600 / 4 x 1.5 = 600
  site.hall.floor.bay_kg_per_m2.low = 500;
  site.hall.floor.footprint_kg_per_m2->low = 1600;
  EXPECT_EQ(failing(of_rule(checks_of(site), Rule::layout_floor_bay)).size(), 1u);
  EXPECT_EQ(failing(of_rule(checks_of(site), Rule::layout_floor_patch)).size(), 1u);
  site.hall.floor.point_kg->low = 599;
  EXPECT_EQ(failing(of_rule(checks_of(site), Rule::layout_floor_point)).size(), 1u);
}

}  // namespace
}  // namespace hallplan::layout
