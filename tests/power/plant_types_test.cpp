// Transformers, generators and tap-off boxes of the catalogue: what a device takes of its type.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::device;
using test::find_check;
using test::number;
using test::with_rule;

/// utility and gen -> tx, of types: 1000 kVA, 5.75 %, 98 %; 800 kW and 900 kVA, 12 %, starts in 9 s. Power factor 0.9.
Site of_types() {
  Site site = test::bare_site(10e3);
  site.basis.power_factor = number(0.9);
  site.basis.elevation_m = number(0);
  Product<TransformerType> transformer;
  transformer.id = "t";
  transformer.body = {number(1000e3), number(0.0575), number(0.98), {}, {}, number(4.9)};
  site.catalogue.transformers.push_back(transformer);
  Product<GeneratorType> generator;
  generator.id = "g";
  generator.body = {number(800e3), number(900e3), number(0.12), number(9), {}, {}, {}};
  site.catalogue.generators.push_back(generator);
  add_device(site, "utility", DeviceKind::utility, {}).rating_w = number(10e6);
  add_device(site, "gen", DeviceKind::generator, {}).generator_type = {"g", {}, 0};
  Device& tx = add_device(site, "tx", DeviceKind::transformer, {"utility", "gen"});
  tx.sharing = Sharing::first;
  tx.transformer_type = {"t", {}, 0};
  tx.voltage_v = number(480);
  tx.interrupting_a = number(22e3);
  return site;
}

TEST(PlantTypes, TheLeastRatingGoverns) {
  Site site = of_types();
  EXPECT_NEAR(limit_of(site, device(site, "tx")).continuous_w, 900e3, 1e-6);
  EXPECT_EQ(limit_of(site, device(site, "tx")).arithmetic, "1000 kVA x 0.9 = 900 kW");
  device(site, "tx").rating_va = number(800e3);
  EXPECT_NEAR(limit_of(site, device(site, "tx")).continuous_w, 720e3, 1e-6);
  device(site, "tx").rating_va = number(1200e3);
  EXPECT_NEAR(limit_of(site, device(site, "tx")).continuous_w, 900e3, 1e-6);
  EXPECT_NEAR(limit_of(site, device(site, "gen")).continuous_w, 800e3, 1e-6);  // 900 kVA x 0.9 = 810 kW
  site.basis.power_factor = number(0.8);
  EXPECT_NEAR(limit_of(site, device(site, "gen")).continuous_w, 720e3, 1e-6);
}

TEST(PlantTypes, ThinAirIsReadFromTheTypesTable) {
  Site site = of_types();
  site.basis.elevation_m = number(1500);
  EXPECT_FALSE(limit_of(site, device(site, "tx")).unknown.empty());
  EXPECT_FALSE(limit_of(site, device(site, "gen")).unknown.empty());
  site.catalogue.transformers[0].body.altitude = {{number(1000), number(1.0)}, {number(2000), number(0.9)}};
  site.catalogue.generators[0].body.altitude = site.catalogue.transformers[0].body.altitude;
  EXPECT_NEAR(limit_of(site, device(site, "tx")).continuous_w, 0.95 * 900e3, 1e-6);
  EXPECT_NEAR(limit_of(site, device(site, "gen")).continuous_w, 0.95 * 800e3, 1e-6);
}

TEST(PlantTypes, ADevicesOwnWordStandsBeforeItsTypes) {
  Site site = of_types();
  EXPECT_EQ(efficiency_of(site, device(site, "tx")), 0.98);
  device(site, "tx").efficiency = number(0.985);
  EXPECT_EQ(efficiency_of(site, device(site, "tx")), 0.985);
  device(site, "tx").efficiency.reset();
  site.catalogue.transformers[0].body.efficiency.reset();
  EXPECT_EQ(efficiency_of(site, device(site, "tx")), 1.0);
}

TEST(PlantTypes, ShortCircuitsTakeTheTypesImpedanceOnTheTypesRating) {
  Site site = of_types();
  const auto fault_a = [&] {
    return find_check(check(site, Plan{}), Rule::power_interrupting, "tx", "short circuit").value;
  };
  const double of_type_a = 1000e3 / 0.0575 / (std::sqrt(3.0) * 480);
  EXPECT_NEAR(fault_a(), of_type_a, 1e-6);
  device(site, "tx").rating_va = number(500e3);  // used at half its rating, it lets no less through
  EXPECT_NEAR(fault_a(), of_type_a, 1e-6);
  device(site, "tx").impedance = number(0.05);  // its own, on its own rating
  EXPECT_NEAR(fault_a(), 500e3 / 0.05 / (std::sqrt(3.0) * 480), 1e-6);
  device(site, "tx").rating_va.reset();
  EXPECT_NEAR(fault_a(), 1000e3 / 0.05 / (std::sqrt(3.0) * 480), 1e-6);
  device(site, "tx").interrupting_a = number(40e3);
  device(site, "tx").x_over_r = number(10);  // its own; 4.9 of the type asked for no factor
  EXPECT_GT(fault_a(), 1.1 * 1000e3 / 0.05 / (std::sqrt(3.0) * 480));
  device(site, "tx").x_over_r.reset();
  device(site, "tx").impedance.reset();
  site.catalogue.transformers[0].body.impedance.reset();
  const Check unknown = find_check(check(site, Plan{}), Rule::power_interrupting, "tx", "short circuit");
  EXPECT_EQ(unknown.arithmetic, "no impedance known for tx");
  EXPECT_EQ(unknown.status, Status::undecided);
}

TEST(PlantTypes, AGeneratorStartsAsItsTypeDoes) {
  Site site = test::small_placed_site();
  site.catalogue.generators.push_back(of_types().catalogue.generators[0]);
  device(site, "gen").generator_type = {"g", {}, 0};
  for (const char* id : {"tx-a", "tx-b"}) device(site, id).transfer_s = number(1);
  for (const char* id : {"ups-a", "ups-b"}) device(site, id).runtime_s = number(60);
  const auto bridged_s = [&] {
    return find_check(check(site, pinned_plan(site)), Rule::power_autonomy, "ups-a", "utility power lost").limit;
  };
  EXPECT_EQ(bridged_s(), 10);
  device(site, "gen").start_s = number(12);
  EXPECT_EQ(bridged_s(), 13);
}

/// bus-a of the small hall with 40 places for boxes of a type.
Check boxes_of(int poles, MaybeValue rating_a, MaybeValue of_type_a, int phases = 3) {
  Site site = test::small_placed_site();
  Product<TapOffType> box;
  box.id = "box";
  box.body = {poles, std::move(of_type_a), {}};
  site.catalogue.tap_offs.push_back(box);
  device(site, "bus-a").tap_offs = TapOffs{40, std::move(rating_a), {"box", {}, 0}};
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.id == "test-compute") rack.body.circuits->phases = phases;
  }
  Check compute;
  for (const Check& held : with_rule(check(site, pinned_plan(site)), Rule::power_tap_off_count)) {
    if (held.where == "bus-a, test-compute" || (held.where == "bus-a" && compute.where.empty())) compute = held;
  }
  return compute;
}

TEST(PlantTypes, OfABoxTheLeastRatingGovernsAndItHasAPoleForEachPhase) {
  EXPECT_EQ(boxes_of(3, {}, number(60)).status, Status::pass);
  EXPECT_EQ(boxes_of(3, number(60), {}).status, Status::pass);
  const Check small = boxes_of(3, number(60), number(50));
  EXPECT_EQ(small.status, Status::fail);
  EXPECT_EQ(small.arithmetic, "its circuits are of 60 A; the largest box that fits is of 50 A");
  EXPECT_EQ(boxes_of(3, number(50), number(60)).status, Status::fail);
  const Check two_poles = boxes_of(2, {}, number(60));
  EXPECT_EQ(two_poles.arithmetic, "its circuits are of 3 phases; the box that fits has 2 poles");
  EXPECT_EQ(two_poles.status, Status::fail);
}

TEST(PlantTypes, ABoxOfWhichNothingIsKnownIsPassedByNobody) {
  const Check no_rating = boxes_of(3, {}, {});
  EXPECT_EQ(no_rating.status, Status::undecided);
  EXPECT_EQ(no_rating.arithmetic.rfind("no rating known for the tap-off boxes of bus-a; ", 0), 0U);
  const Check no_poles = boxes_of(0, number(60), {});
  EXPECT_EQ(no_poles.status, Status::undecided);
  EXPECT_EQ(no_poles.arithmetic.rfind("no poles known for box; ", 0), 0U);
}

}  // namespace
}  // namespace hallplan::power
