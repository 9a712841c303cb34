// Floor bays of the search against what the check weighs: compute racks of 1500 kg, with CDUs inside them or not.
#include <gtest/gtest.h>

#include "planner/search/model.hpp"
#include "tests/support/load.hpp"

namespace hallplan::search {
namespace {

Value stated(double si) {
  Value value;
  value.value = value.low = value.high = si;
  return value;
}

CduType& unit_of(Site& site) {
  return site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body;
}

/// The small hall with its CDUs inside the compute racks.
Site with_units_inside(Site site, double unit_kg) {
  unit_of(site).in_rack = true;
  unit_of(site).body.mass_kg = stated(unit_kg);
  for (Unit& one : site.cdu_groups[0].units) {
    one.x_m.reset();
    one.y_m.reset();
  }
  return site;
}

bool is_bay(const capacity::Row& row, bool proves) {
  return row.rule == Rule::layout_floor_bay && row.proves == proves;
}

/// What a compute rack in the third slot weighs in all bays together.
double compute_kg(const Model& model, bool proves) {
  double sum_kg = 0;
  for (const capacity::Term& term : model.spot(2, model.kinds[0].compute).terms) {
    if (is_bay(model.rows[static_cast<std::size_t>(term.row)], proves)) sum_kg += term.amount;
  }
  return sum_kg;
}

double base_kg(const Model& model) {
  double sum_kg = 0;
  for (const capacity::Row& row : model.rows) sum_kg += is_bay(row, true) ? row.base : 0;
  return sum_kg;
}

TEST(FloorBays, CountTheCdusInsideRacks) {
  EXPECT_NEAR(compute_kg(model_of(test::small_site()), true), 1500, 1e-6);
  const Model model = model_of(with_units_inside(test::small_site(), 100));
  EXPECT_NEAR(compute_kg(model, true), 1600, 1e-6);
  for (const capacity::Row& row : model.rows) EXPECT_FALSE(is_bay(row, false)) << row.element;
}

TEST(FloorBays, CountThoseOfPinnedRacks) {
  Site site = test::small_placed_site();
  site.placed.resize(1);
  const double light_kg = base_kg(model_of(with_units_inside(site, 0)));
  EXPECT_NEAR(base_kg(model_of(with_units_inside(site, 100))) - light_kg, 100, 1e-6);
}

// Of two groups one has its units inside racks, the other on the floor: a rack weighs 1500 or 1600 kg, by which it hangs on.
TEST(FloorBays, OfTwoWeightsTheLighterProvesAndTheHeavierSteers) {
  Site site = with_units_inside(test::small_site(), 100);
  Product<CduType> on_floor = site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)];
  on_floor.body.in_rack = false;
  CduGroup other = site.cdu_groups[0];
  other.id = "g2";
  other.type.index = static_cast<int>(site.catalogue.cdus.size());
  site.catalogue.cdus.push_back(on_floor);
  site.cdu_groups.push_back(other);
  Ref ref;
  ref.id = "g2";
  ref.index = 1;
  site.rows[0].cdu_groups.push_back(ref);
  const Model model = model_of(site);
  EXPECT_NEAR(compute_kg(model, true), 1500, 1e-6);
  EXPECT_NEAR(compute_kg(model, false), 1600, 1e-6);
}

}  // namespace
}  // namespace hallplan::search
