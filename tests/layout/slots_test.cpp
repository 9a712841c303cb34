#include <gtest/gtest.h>

#include <string>

#include "planner/layout/geometry.hpp"
#include "planner/site/phase.hpp"
#include "tests/layout/layout_support.hpp"

namespace hallplan::layout {
namespace {

int rack_type(const Site& site, const std::string& id) {
  for (std::size_t i = 0; i < site.catalogue.racks.size(); ++i) {
    if (site.catalogue.racks[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

TEST(Slots, StandSideBySideFromTheRowsCorner) {
  const Slots slots = slots_of(test::small_site());
  ASSERT_EQ(slots.rows.size(), 1u);
  ASSERT_EQ(slots.rows[0].size(), 6u);
  EXPECT_EQ(slots.rows[0][0].rect, (RectMm{2000, 3000, 2750, 4200}));
  EXPECT_EQ(slots.rows[0][5].rect, (RectMm{5750, 3000, 6500, 4200}));
  ASSERT_EQ(slots.segments.size(), 1u);
  EXPECT_EQ(slots.segments[0].first_slot, 0);
  EXPECT_EQ(slots.segments[0].slots, 6);
}

/// Slots of a pitch of 750 to 770 mm are 750 mm wide, and six of 751.84 mm (29.6 in) are six of 752: what is kept for a rack that comes
/// later ends where the slots beside it begin.
TEST(Slots, BesideARackThatComesLaterAreFree) {
  for (const char* pitch : {"{value: 760 mm, low: 750 mm, high: 770 mm, assumed: as drawn}", "751.84 mm"}) {
    for (std::size_t later = 0; later < 6; ++later) {
      Site site = test::small_placed_site({std::string("rows.r1.pitch=") + pitch});
      site.phases = {{"p1", {}, "2027-01-01"}, {"p2", {}, "2027-07-01"}};
      site.placed[later].phase = {"p2", {}, 1};
      const Site early = in_phase(site, 0);
      ASSERT_EQ(early.hall.keep_outs.size(), 1U);
      const Slots slots = slots_of(early);
      EXPECT_EQ(box_rect(early.hall.keep_outs[0]), slots.rows[0][later].rect) << pitch;
      for (std::size_t i = 0; i < 6; ++i)
        EXPECT_EQ(slots.rows[0][i].blocker != Blocker::none, i == later) << pitch << i;
    }
  }
}

TEST(Slots, AColumnCutsTheRowIntoSegments) {
  Site site = test::small_site();
  // Slot 3 is x 3.500 to 4.250 m. A column from 3.6 to 4.0 m takes it; one that only touches the row's rear takes none.
  site.hall.columns = {make_box("c1", 3.6, 3.5, 0.4, 0.4), make_box("c2", 5.0, 4.2, 0.4, 0.4)};
  const Slots slots = slots_of(site);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(slots.rows[0][i].blocker != Blocker::none, i == 2) << i;
  EXPECT_EQ(slots.rows[0][2].blocker, Blocker::column);
  EXPECT_EQ(slots.rows[0][2].blocked_by, "column c1");
  EXPECT_EQ(slots.rows[0][2].blocked_at, site.hall.columns[0].at);
  ASSERT_EQ(slots.segments.size(), 2u);
  EXPECT_EQ(slots.segments[0].first_slot, 0);
  EXPECT_EQ(slots.segments[0].slots, 2);
  EXPECT_EQ(slots.segments[1].first_slot, 3);
  EXPECT_EQ(slots.segments[1].slots, 3);
}

TEST(Slots, AColumnBetweenTwoSlotsTakesBoth) {
  Site site = test::small_site();
  site.hall.columns = {make_box("c1", 4.2, 3.5, 0.1, 0.1)};  // 4.25 m is the edge of slots 3 and 4
  const Slots slots = slots_of(site);
  EXPECT_EQ(slots.rows[0][2].blocked_by, "column c1");
  EXPECT_EQ(slots.rows[0][3].blocked_by, "column c1");
}

TEST(Slots, WallsKeepOutsAndPlantBlock) {
  Site site = test::small_site({"rows.r1.x=7.5 m"});
  // Slots from 7.50, 8.25, 9.00, 9.75, 10.50, 11.25 to 12.00 m; CDUs stand at 8.0-8.9, 9.0-9.9, 10.0-10.9.
  site.hall.keep_outs = {make_box("door", 11.3, 2.0, 0.5, 1.5)};
  const Slots slots = slots_of(site);
  EXPECT_EQ(slots.rows[0][0].blocked_by, "CDU cdu-1");
  EXPECT_EQ(slots.rows[0][0].blocker, Blocker::plant);
  EXPECT_EQ(slots.rows[0][2].blocked_by, "CDU cdu-2");
  EXPECT_EQ(slots.rows[0][4].blocked_by, "CDU cdu-3");
  EXPECT_EQ(slots.rows[0][5].blocked_by, "keep-out door");
  EXPECT_TRUE(slots.segments.empty());

  const Slots beyond = slots_of(with_row_at(test::small_site(), 11));
  EXPECT_EQ(beyond.rows[0][0].blocked_by, "");  // 11.00 to 11.75 m
  EXPECT_EQ(beyond.rows[0][1].blocked_by, "outside the hall");
  EXPECT_EQ(beyond.rows[0][1].blocker, Blocker::wall);
}

TEST(Positioned, CentresInTheSlotAndFlushWithTheFront) {
  Site site = test::small_site();
  Placement rack;
  rack.type = rack_type(site, "test-network");  // 0.6 m wide, 1.2 m deep
  rack.row = 0;
  rack.slot = 4;  // x 5.000 to 5.750 m: 75 mm left on either side
  Placement at = positioned(site, rack);
  EXPECT_DOUBLE_EQ(at.x_m, 5.075);
  EXPECT_DOUBLE_EQ(at.y_m, 3.0);
  EXPECT_EQ(at.rotation_deg, 0);

  site.rows[0].depth_m = stated(1.5);
  EXPECT_DOUBLE_EQ(positioned(site, rack).y_m, 3.0);  // front to the south
  site.rows[0].front = Side::north;
  at = positioned(site, rack);
  EXPECT_DOUBLE_EQ(at.y_m, 3.3);  // 3.0 + 1.5 - 1.2
  EXPECT_EQ(at.rotation_deg, 180);

  site.rows[0].along = Axis::y;
  site.rows[0].front = Side::east;  // slot 5: x 2.0 to 3.5, y 6.00 to 6.75
  at = positioned(site, rack);
  EXPECT_DOUBLE_EQ(at.x_m, 2.3);
  EXPECT_DOUBLE_EQ(at.y_m, 6.075);
  EXPECT_EQ(at.rotation_deg, 90);
  EXPECT_EQ(footprint(site, at), (RectMm{2300, 6075, 3500, 6675}));
}

TEST(Fits, AsksForSizeHeightFloorAndClearance) {
  const auto takes = [](const Site& site) { return fits(site, slots_of(site), rack_type(site, "test-compute"), 0, 0); };
  EXPECT_TRUE(takes(test::small_site()));
  EXPECT_TRUE(takes(test::small_site({"hall.ceiling=3 m"})));  // 2.2 + 0.8
  EXPECT_FALSE(takes(test::small_site({"hall.ceiling=2.999 m"})));
  EXPECT_FALSE(takes(test::small_site({"rows.r1.pitch=749 mm"})));
  EXPECT_FALSE(takes(test::small_site({"rows.r1.depth=1199 mm"})));
  EXPECT_FALSE(takes(test::small_site({"hall.floor.footprint_rating=1666 kg/m2"})));  // 1500 / 0.9 = 1666.7
  EXPECT_FALSE(takes(test::small_site({"hall.floor.point_rating=562 kg"})));          // 1500 / 4 x 1.5 = 562.5
  EXPECT_TRUE(takes(test::small_site({"hall.floor.point_rating=562.5 kg"})));
  EXPECT_TRUE(takes(test::small_site({"rows.r1.y=1.2 m"})));  // 1.2 m in front, to the wall
  EXPECT_FALSE(takes(test::small_site({"rows.r1.y=1.199 m"})));
  EXPECT_TRUE(takes(test::small_site({"rows.r1.y=4.8 m"})));  // front of crah-1 at 7 m needs 1 m: racks end at 6 m
  EXPECT_FALSE(takes(test::small_site({"rows.r1.y=4.801 m"})));
}

TEST(WhyNot, NamesTheRuleAndWhereItsLimitStands) {
  const auto rule_in = [](const Site& site) {
    const std::optional<Refusal> refusal = why_not(site, slots_of(site), rack_type(site, "test-compute"), 0, 0);
    return refusal ? std::string(rule_id(refusal->rule)) : "fits";
  };
  const auto rule = [&](const std::vector<std::string>& sets) { return rule_in(test::small_site(sets)); };
  EXPECT_EQ(rule({}), "fits");
  EXPECT_EQ(rule({"hall.ceiling=2.9 m"}), "layout.height");
  EXPECT_EQ(rule({"rows.r1.pitch=749 mm"}), "layout.slot");
  EXPECT_EQ(rule({"hall.floor.footprint_rating=1666 kg/m2"}), "layout.floor-patch");
  EXPECT_EQ(rule({"hall.floor.point_rating=562 kg"}), "layout.floor-point");
  EXPECT_EQ(rule({"rows.r1.y=1.199 m"}), "layout.clearance");
  EXPECT_EQ(rule_in(with_row_at(test::small_site(), 11.5)), "layout.hall");
  EXPECT_EQ(rule_in(with_row_at(test::small_site(), 8)), "layout.overlap");  // CDU cdu-1
  Site site = test::small_site();
  site.hall.columns = {make_box("k", 2.1, 3.1, 0.2, 0.2)};
  const std::optional<Refusal> refusal = why_not(site, slots_of(site), rack_type(site, "test-compute"), 0, 0);
  ASSERT_TRUE(refusal.has_value());
  EXPECT_EQ(refusal->rule, Rule::layout_slot);
  EXPECT_EQ(refusal->at, site.hall.columns[0].at);
}

// A rule that the owner lives with hides none behind it.
TEST(WhyNot, PassesOverRulesThatOnlyWarn) {
  const auto rule = [](std::vector<std::string> sets, const std::string& warnings) {
    sets.push_back("policy.warnings=[" + warnings + "]");
    const Site site = test::small_site(sets);
    const std::optional<Refusal> refusal = why_not(site, slots_of(site), rack_type(site, "test-compute"), 0, 0);
    return refusal ? std::string(rule_id(refusal->rule)) : "fits";
  };
  const std::vector<std::string> low_and_weak = {"hall.ceiling=2.9 m", "hall.floor.footprint_rating=1666 kg/m2"};
  EXPECT_EQ(rule(low_and_weak, "layout.floor-patch"), "layout.height");
  EXPECT_EQ(rule(low_and_weak, "layout.height"), "layout.floor-patch");
  EXPECT_EQ(rule(low_and_weak, "layout.height, layout.floor-patch"), "fits");
  // Behind the row crah-1 asks for 1 m before it, and the rack itself for 0.9 m: racks end at 6.1 m, then at 7 m.
  EXPECT_EQ(rule({"rows.r1.y=4.9 m"}, "layout.clearance"), "fits");
  EXPECT_EQ(rule({"rows.r1.y=4.9 m"}, "layout.pull-space"), "layout.clearance");
}

// The slot reaches 50 mm beyond the wall; a network rack of 0.6 m stands inside the hall, on the column.
TEST(Slots, AColumnTakesASlotThatReachesBeyondTheWallToo) {
  Site site = with_row_at(test::small_placed_site(), 11.3);
  site.hall.columns = {make_box("k", 11.4, 3.1, 0.3, 0.3)};
  EXPECT_EQ(slots_of(site).rows[0][0].blocked_by, "column k");
  Plan plan = pinned_plan(site);
  plan.racks.resize(1);
  plan.racks[0].type = rack_type(site, "test-network");
  EXPECT_FALSE(failing(of_rule(check(site, positioned(site, plan)), Rule::layout_slot)).empty());
}

// A rack narrower than its slot, beside plant or a wall that reaches into the slot: ways to it are not looked at, so it may not stand there.
TEST(Slots, APartThatPlantOrAWallTakesIsNoPlaceForANarrowRack) {
  const auto verdict_on = [](const Site& site) {
    Plan plan = pinned_plan(site);
    plan.racks.resize(1);
    plan.racks[0].type = rack_type(site, "test-network");
    plan.racks[0].row = plan.racks[0].slot = 0;
    const std::vector<Check> slot = failing(of_rule(check(site, positioned(site, plan)), Rule::layout_slot));
    return slot.empty() ? std::string("pass") : slot[0].arithmetic;
  };
  // 0.6 m in the middle of x 7.3 to 8.05 m, and CDU cdu-1 from 8 m on; and of 11.3 to 12.05 m, the wall at 12.
  EXPECT_EQ(verdict_on(with_row_at(test::small_placed_site(), 7.25)), "pass");
  EXPECT_NE(verdict_on(with_row_at(test::small_placed_site(), 7.3)).find("a part of which CDU cdu-1 takes"),
            std::string::npos);
  EXPECT_NE(verdict_on(with_row_at(test::small_placed_site(), 11.3)).find("a part of which lies outside the hall"),
            std::string::npos);
  EXPECT_EQ(verdict_on(with_row_at(test::small_placed_site(), 11.5)),
            "pass");  // the rack itself is outside: layout.hall
}

TEST(Fits, AColumnInTheServiceAisleExcludesAKeepOutDoesNot) {
  Site site = test::small_site();
  const int type = rack_type(site, "test-compute");
  site.hall.keep_outs = {make_box("exit", 2.0, 1.9, 0.5, 0.5)};
  EXPECT_TRUE(fits(site, slots_of(site), type, 0, 0));
  site.hall.columns = {make_box("c1", 2.0, 1.9, 0.5, 0.5)};
  EXPECT_FALSE(fits(site, slots_of(site), type, 0, 0));
  EXPECT_TRUE(fits(site, slots_of(site), type, 0, 1));
}

}  // namespace
}  // namespace hallplan::layout
