// CDUs inside racks load the floor with their racks: the small hall's compute racks of 1500 kg, 0.9 m2 and 4 casters.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

/// The hall with its CDUs inside the compute racks; a unit weighs so much, or what is not known.
Site with_units_inside(MaybeValue mass_kg) {
  Site site = test::small_placed_site();
  CduType& unit = site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body;
  unit.in_rack = true;
  unit.body.mass_kg = std::move(mass_kg);
  for (Unit& one : site.cdu_groups[0].units) {
    one.x_m.reset();
    one.y_m.reset();
  }
  return site;
}

/// The check of the compute racks; bays have one of all that stands there.
Check of_compute(const Site& site, Rule rule) {
  for (const Check& c : of_rule(check(site, placed(site)), rule)) {
    if (c.where == "test-compute with test-cdu inside") return c;
  }
  ADD_FAILURE() << "no check of compute racks";
  return {};
}

bool takes(const Site& site) { return fits(site, slots_of(site), site.placed[0].type.index, 0, 0); }

TEST(UnitsInside, LoadTheFloorWithTheirRacks) {
  const Site site = with_units_inside(stated(100));
  const Check point = of_compute(site, Rule::layout_floor_point);
  EXPECT_NEAR(point.value, 600, 1e-9);  // (1500 + 100) / 4 x 1.5 of 600 kg
  EXPECT_EQ(point.status, Status::pass);
  EXPECT_NEAR(of_compute(site, Rule::layout_floor_patch).value, 1600 / 0.9, 1e-9);
  // The worst bay holds 2/3 of c2, c3 and c4, 800 kg of n1 and 175 kg of m1.
  EXPECT_NEAR(of_rule(check(site, placed(site)), Rule::layout_floor_bay).at(0).value, (8.0 / 3 * 1600 + 975) / 9, 1e-9);
  EXPECT_TRUE(takes(site));
  const Site heavier = with_units_inside(stated(101));
  EXPECT_EQ(of_compute(heavier, Rule::layout_floor_point).status, Status::fail);
  EXPECT_FALSE(takes(heavier));
}

TEST(UnitsInside, OfUnknownMassLeaveTheFloorUndecided) {
  const Site site = with_units_inside({});
  for (const Rule rule : {Rule::layout_floor_bay, Rule::layout_floor_patch, Rule::layout_floor_point}) {
    const Check c = of_compute(site, rule);
    EXPECT_EQ(c.status, Status::undecided) << rule_id(rule);
    EXPECT_EQ(c.arithmetic, "no mass known for test-cdu");
  }
  EXPECT_TRUE(takes(site));
}

}  // namespace
}  // namespace hallplan::layout
