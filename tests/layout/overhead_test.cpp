// What is above the racks, and the floor that units are pulled out to.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

std::vector<Check> of(const Site& site, Rule rule) { return of_rule(check(site, placed(site)), rule); }

/// Racks are 2.2 m high: with 0.2 + 0.4 + 0.1 + 0.3 + 0.457 m above them they need 3.657 m.
Site with_stack(const std::string& ceiling) {
  return hallplan::test::small_placed_site(
      {"hall.ceiling=" + ceiling,
       "hall.stack={busways: {gap: 200 mm, height: 400 mm}, trays: {gap: 100 mm, height: 300 mm, mass: 12 kg/m}, "
       "sprinklers: {height: 457 mm}}"});
}

TEST(Stack, TheLayersTogetherReplaceTheOverhead) {
  const Site fits = with_stack("3.657 m");
  EXPECT_NEAR(fits.hall.overhead_m.value, 1.457, 1e-12);
  const auto checks = of(fits, Rule::layout_stack);
  ASSERT_EQ(checks.size(), 3U);  // one a rack type
  for (const Check& c : checks) EXPECT_EQ(c.status, Status::pass) << c.arithmetic;
  EXPECT_NEAR(checks[0].value, 3.657, 1e-12);
  EXPECT_NE(checks[0].arithmetic.find("rack 2.200 m + gap 0.200 m + busways 0.400 m + gap 0.100 m + trays 0.300 m + "
                                      "sprinklers 0.457 m = 3.657 m"),
            std::string::npos)
      << checks[0].arithmetic;
  EXPECT_TRUE(failing(of(fits, Rule::layout_height)).empty());

  const Site low = with_stack("3.656 m");
  EXPECT_EQ(failing(of(low, Rule::layout_stack)).size(), 3U);
  EXPECT_TRUE(failing(of(low, Rule::layout_height)).empty());
  const auto refusal = why_not(low, slots_of(low), low.placed[0].type.index, 0, 0);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->rule, Rule::layout_stack);
  EXPECT_TRUE(fits.hall.stack.size() == 3 && of(hallplan::test::small_placed_site(), Rule::layout_stack).empty());
}

TEST(Stack, DisputedLayersCountHigh) {
  Site site = with_stack("3.7 m");
  const Site disputed = hallplan::test::small_placed_site(
      {"hall.ceiling=3.7 m", "hall.stack={all: {height: {value: 1.4 m, low: 1.3 m, high: 1.51 m}}}"});
  EXPECT_TRUE(failing(of(site, Rule::layout_stack)).empty());
  EXPECT_EQ(failing(of(disputed, Rule::layout_stack)).size(), 3U);
}

/// Two busways of 20 kg/m, each once however many pairs name it, and 12 kg/m of trays.
TEST(HungLoad, AddsUpOverEachRow) {
  Site site = with_stack("4 m");
  for (StackLayer& layer : site.hall.stack) {
    if (!layer.mass_kg_per_m) layer.mass_kg_per_m = stated(0);  // does not hang
  }
  EXPECT_TRUE(of(site, Rule::layout_hung).empty());
  site.rows[0].feeds.push_back(site.rows[0].feeds[0]);
  site.hall.hung_kg_per_m = stated(52);
  ASSERT_EQ(of(site, Rule::layout_hung).size(), 1U);
  EXPECT_EQ(of(site, Rule::layout_hung)[0].status, Status::pass);
  EXPECT_DOUBLE_EQ(of(site, Rule::layout_hung)[0].value, 52);
  site.hall.hung_kg_per_m = stated(51.9);
  EXPECT_EQ(of(site, Rule::layout_hung)[0].status, Status::fail);
}

TEST(HungLoad, ALayerWithoutMassIsUndecided) {
  Site site = with_stack("4 m");
  site.hall.hung_kg_per_m = stated(1000);
  for (StackLayer& layer : site.hall.stack) layer.mass_kg_per_m.reset();
  ASSERT_EQ(of(site, Rule::layout_hung).size(), 1U);
  EXPECT_EQ(of(site, Rule::layout_hung)[0].status, Status::undecided);
  EXPECT_NE(of(site, Rule::layout_hung)[0].arithmetic.find("no mass a metre known for layer busways (0 kg/m"),
            std::string::npos)
      << of(site, Rule::layout_hung)[0].arithmetic;
}

TEST(HungLoad, AnUnknownBuswayIsUndecidedUnlessTheRestIsTooMuch) {
  Site site = with_stack("4 m");
  site.hall.hung_kg_per_m = stated(100);
  site.catalogue.busways[0].body.mass_kg_per_m.reset();
  ASSERT_EQ(of(site, Rule::layout_hung).size(), 1U);
  EXPECT_EQ(of(site, Rule::layout_hung)[0].status, Status::undecided);
  EXPECT_NE(of(site, Rule::layout_hung)[0].arithmetic.find("busway bus-a"), std::string::npos);
  site.hall.hung_kg_per_m = stated(11);  // the trays alone are more
  EXPECT_EQ(of(site, Rule::layout_hung)[0].status, Status::fail);
}

/// The air units' fronts are at y 7.0, the row's rear at y 4.2: 2.8 m.
TEST(PullSpace, IsFreeFloorThatUnitsMayShare) {
  Site site = hallplan::test::small_placed_site();
  EXPECT_TRUE(of(site, Rule::layout_pull).empty());  // no product asks for it
  Body& crah = site.catalogue.air_units[0].body.body;
  crah.pull_front_m = stated(2.8);
  EXPECT_TRUE(failing(of(site, Rule::layout_pull)).empty());
  // The racks' rear clearance of 0.9 m shares the aisle.
  EXPECT_TRUE(failing(of(site, Rule::layout_clearance)).empty());
  for (int slot = 0; slot < 6; ++slot) EXPECT_TRUE(fits(site, slots_of(site), site.placed[0].type.index, 0, slot));
  crah.pull_front_m = stated(2.801);
  const auto failed = failing(of(site, Rule::layout_pull));
  ASSERT_GE(failed.size(), 1U);
  EXPECT_NE(failed[0].arithmetic.find("to be pulled out"), std::string::npos) << failed[0].arithmetic;
  // Slots 1 (x 2.0 to 2.75) and 2 begin before crah-1 (x 1 to 3): the search leaves them free.
  const auto refusal = why_not(site, slots_of(site), site.placed[0].type.index, 0, 0);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->rule, Rule::layout_pull);
}

TEST(PullSpace, OfARackNeedsItsOwnSide) {
  Site site = hallplan::test::small_placed_site();
  Body& rack = site.catalogue.racks[static_cast<std::size_t>(site.placed[0].type.index)].body.body;
  rack.pull_rear_m = stated(2.8);  // to the air units
  EXPECT_TRUE(failing(of(site, Rule::layout_pull)).empty());
  rack.pull_front_m = stated(3.1);  // 3.0 m to the south wall
  EXPECT_EQ(failing(of(site, Rule::layout_pull)).size(), 4U);
  EXPECT_FALSE(fits(site, slots_of(site), site.placed[0].type.index, 0, 0));
}

}  // namespace
}  // namespace hallplan::layout
