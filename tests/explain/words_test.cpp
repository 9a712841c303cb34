// How limits are told: temperatures without a share, yes-or-no rules without numbers, rounding as nothing; and what is named as needed.
#include "planner/explain/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "planner/explain/frozen.hpp"
#include "planner/explain/purchases.hpp"
#include "planner/plan/pin.hpp"
#include "tests/support/devices.hpp"
#include "tests/support/load.hpp"

namespace hallplan::explain {
namespace {

TEST(Words, OfATemperatureAreDegreesWithoutAShare) {
  const Relief relief{
      Rule::liquid_return, {"fws"}, "facility water", Dimension::temperature, 1.762, 0.032, 0, 55, "normal"};
  EXPECT_EQ(words_of(relief), "fws (liquid.return): 1.762 K more than its 55 degC; one buys facility water");
  const Shortage shortage{Rule::liquid_return, "fws", "normal", "facility water", Dimension::temperature, 55, 1, 2.5};
  EXPECT_EQ(words_of(shortage),
            "fws (liquid.return): 1 K left of 55 degC, 2.5 K needed, 1.5 K short; one buys facility water");
}

TEST(Words, OfARuleThatHoldsOrNotSayWhatItTakes) {
  const Relief relief{
      Rule::power_supplied, {"tx-a lost"}, "a second way to feed its racks", Dimension::count, 64, 64, 0, 0,
      "tx-a lost"};
  EXPECT_EQ(words_of(relief), "tx-a lost (power.supplied) with tx-a lost: it takes a second way to feed its racks");
  const Shortage shortage{Rule::power_supplied, "tx-a lost", "normal", "a second way", Dimension::count, 0, 0, 1};
  EXPECT_EQ(words_of(shortage), "tx-a lost (power.supplied): it takes a second way");
}

TEST(Words, OfRoundingAreNothing) {
  Shortage shortage{Rule::power_tap_off_count, "bus-a", "normal", "a place", Dimension::count, 3, 1.5e-9, 4};
  EXPECT_EQ(words_of(shortage), "bus-a (power.tap-off-count): 0 left of 3, 4 needed, 4 short; one buys a place");
  shortage.left = -1.5e-9;
  EXPECT_EQ(words_of(shortage), "bus-a (power.tap-off-count): 0 left of 3, 4 needed, 4 short; one buys a place");
  const Relief relief{Rule::power_ups, {"ups-a"}, "a UPS module", Dimension::power, 98e3, 0.14, 0, 700e3, "normal"};
  EXPECT_EQ(words_of(relief), "ups-a (power.ups): 98 kW more than its 700 kW, 14 % of that; one buys a UPS module");
}

// A share beside the whole is told to a tenth, on its own side of it.
TEST(Words, SharesBesideTheLimitStayOnTheirSide) {
  Relief relief{Rule::power_ups, {"ups-a"}, "a UPS module", Dimension::power, 697.9e3, 0.997, 0, 700e3, "normal"};
  EXPECT_NE(words_of(relief).find(", 99.7 % of that"), std::string::npos) << words_of(relief);
  relief.by_of_limit = 0.99999;
  EXPECT_NE(words_of(relief).find(", 99.9 % of that"), std::string::npos) << words_of(relief);
  relief.by_of_limit = 1.0002;
  EXPECT_NE(words_of(relief).find(", 100.1 % of that"), std::string::npos) << words_of(relief);
  relief.by_of_limit = 1;
  EXPECT_NE(words_of(relief).find(", 100 % of that"), std::string::npos) << words_of(relief);
}

/// One rack stands, and two are asked after; a solver says that one is the most, certified are two or, with `certified`, one.
std::string words_of_a_bound(bool certified) {
  Explanation told;
  told.racks = told.bound = 1;
  told.certified_bound = certified ? 1 : 2;
  OneRack rack;
  rack.type = "rack";
  rack.free_slots = 1;
  rack.shortages.push_back({Rule::power_ups, "ups-a", "normal", "a UPS module", Dimension::power, 120e3, 20e3, 100e3});
  rack.replanned = Replanned{2, 1, 1, told.certified_bound, "the solver", true, false};
  told.one_rack.push_back(rack);
  told.one_unit.emplace_back();
  told.stages.emplace_back();
  told.phasing = Phasing{1, 1, 1, told.certified_bound, 0};
  return text_of(told, {});
}

TEST(Words, OfABoundThatASolverAloneSaysCallNothingProven) {
  const std::string proven = words_of_a_bound(true);
  EXPECT_NE(proven.find("1 rack stand; at most 1 rack possible: no plan has more\n"), std::string::npos) << proven;
  EXPECT_NE(proven.find("it does not fit, proven: at most 1; the solver"), std::string::npos) << proven;
  EXPECT_NE(proven.find("no rack more, proven; 1 rack"), std::string::npos) << proven;
  const std::string claimed = words_of_a_bound(false);
  EXPECT_NE(claimed.find("possible: no plan has more, on a solver's word alone\n"), std::string::npos) << claimed;
  EXPECT_NE(claimed.find("it does not fit, on a solver's word alone: at most"), std::string::npos) << claimed;
  EXPECT_NE(claimed.find("no rack more, on a solver's word alone; 1 rack"), std::string::npos) << claimed;
  EXPECT_EQ(claimed.find("proven"), std::string::npos) << claimed;
}

// Two modules of 400 kW in one UPS, and one that is rated as a whole: a step of all UPS is a step of both.
TEST(UpsStep, RaisesThoseWithAndWithoutModules) {
  const Site site =
      test::small_site({"power.devices.ups-b={kind: ups, from: [tx-b], rating: 800 kW, efficiency: 96 %}"});
  const std::vector<Purchase> all = purchases(site, {});
  const auto ups = std::find_if(all.begin(), all.end(), [](const Purchase& one) { return one.kind == "ups"; });
  ASSERT_NE(ups, all.end());
  EXPECT_EQ(ups->what, "a module in every UPS, those without modules one size larger");
  EXPECT_EQ(ups->pieces, 2);
  EXPECT_EQ(ups->detail(2), "ups-a: 2 -> 4 modules, ups-b: rating x 1.562");
  Site bought = site;
  ups->make(bought);
  EXPECT_EQ(test::device(bought, "ups-a").modules, 3);
  EXPECT_DOUBLE_EQ(test::device(bought, "ups-b").rating_w->low, 1e6);
}

TEST(FloorStep, RaisesAndNamesAllRatings) {
  const Site site = test::small_site({"hall.floor.rolling_rating=700 kg"});
  const std::vector<Purchase> all = purchases(site, {});
  const auto floor = std::find_if(all.begin(), all.end(), [](const Purchase& one) { return one.kind == "floor"; });
  ASSERT_NE(floor, all.end());
  EXPECT_EQ(
      floor->detail(1),
      "over a bay 1500 kg/m2, under a footprint 2000 kg/m2, under a caster 600 kg, under a caster that rolls 700 kg, "
      "each x 1.25");
  Site bought = site;
  floor->make(bought);
  EXPECT_DOUBLE_EQ(bought.hall.floor.footprint_kg_per_m2->low, 2500);
  EXPECT_DOUBLE_EQ(bought.hall.floor.point_kg->low, 750);
}

// A unit of six compute racks, a network and a management rack takes both rows of six slots, whose rears are 0.6 m apart.
TEST(OneUnit, ThatClearanceKeepsOutSaysByHowManyMetres) {
  const Frozen hall = frozen(
      test::small_site({"rows.r1.y=2.5 m", "demand.su.compute_racks=6",
                        "rows.r2={x: 2 m, y: 4.3 m, front: north, slots: 6, pitch: 750 mm, depth: 1200 mm, feeds: "
                        "[[bus-a, bus-b]], cdu_groups: [g1], air_zone: room}"}),
      Plan{});
  const OneUnit unit = one_more_unit(hall, 0);
  EXPECT_TRUE(unit.lacks_space);
  ASSERT_EQ(unit.why.size(), 1U);
  EXPECT_EQ(
      unit.why[0],
      "layout.clearance keeps racks out of each other's way in 12 slots: row r1, slot 1 (test-compute) has 0.600 m "
      "free to row r2, slot 1 at its rear; it needs 0.900 m");
}

TEST(OneRack, SaysWhatRefusesItInNumbers) {
  const Frozen hall = frozen(test::small_site({"hall.ceiling=2.9 m"}), Plan{});
  const OneRack rack = one_more_rack(hall, 0);
  EXPECT_EQ(rack.free_slots, 0);
  EXPECT_EQ(rack.refused.at(Rule::layout_height), 6);
  ASSERT_EQ(rack.why.size(), 1U);
  EXPECT_EQ(rack.why[0], "layout.height: row r1, slot 1: rack 2.200 m + overhead 0.800 m = 3.000 m; at most 2.9 m");
}

}  // namespace
}  // namespace hallplan::explain
