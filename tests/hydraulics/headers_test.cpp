// Dedicated headers, CDUs inside racks, and the loss of a whole facility loop.
#include <gtest/gtest.h>

#include <algorithm>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

Site dedicated_site(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets{"liquid.cdu_groups.g1.headers=dedicated", "liquid.cdu_groups.g1.spare=0"};
  sets.insert(sets.end(), more.begin(), more.end());
  return small_site(sets);
}

std::vector<Check> checked(const Site& site, int compute) {
  return hydraulics::check(site, racks(site, {{"test-compute", compute}}), {50e3});
}

TEST(Dedicated, UnitsCarryWholeRacks) {
  // A unit of 250 kW carries two racks of 90 kW, not 2.78; three units six racks. Flow: 300 L/min are three racks of 100 L/min.
  const Site site = dedicated_site();
  const Check six = only(checked(site, 6), Rule::liquid_cdu_heat, "g1");
  EXPECT_EQ(six.status, Status::pass);
  EXPECT_NEAR(six.value, 540e3, 1e-3);
  EXPECT_NEAR(six.limit, 540e3, 1e-3);
  EXPECT_EQ(six.arithmetic,
            "6 racks of up to 90 kW = 540 kW; 3 x test-cdu 250 kW at 4 K approach (assumed: rated with as much "
            "facility water as coolant: 300 L/min) less own power 5 kW, dedicated, 2 whole racks "
            "each: 540 kW");
  // Shared headers carry eight (720 of 750 kW); dedicated ones no seventh.
  EXPECT_EQ(only(checked(site, 7), Rule::liquid_cdu_heat, "g1").status, Status::fail);
  EXPECT_EQ(only(checked(small_site(), 8), Rule::liquid_cdu_heat, "g1").status, Status::pass);
  EXPECT_NEAR(only(checked(site, 7), Rule::liquid_cdu_flow, "g1").limit, 900 * kLitrePerMinute, 1e-12);
  EXPECT_EQ(only(checked(site, 10), Rule::liquid_cdu_flow, "g1").status, Status::fail);
}

TEST(Dedicated, FlowTooIsInWholeRacks) {
  // At 290 L/min a unit gives two racks their 100 L/min, not 2.9: six of the nine that 870 L/min would be rounded to.
  Site site = dedicated_site();
  site.catalogue.cdus[0].body.flow_m3_per_s = exactly(290 * kLitrePerMinute);
  site.catalogue.cdus[0].body.capacity_w = exactly(900e3);
  EXPECT_EQ(only(checked(site, 6), Rule::liquid_cdu_flow, "g1").status, Status::pass);
  EXPECT_EQ(only(checked(site, 7), Rule::liquid_cdu_flow, "g1").status, Status::fail);
  EXPECT_EQ(only(checked(site, 7), Rule::liquid_cdu_heat, "g1").status, Status::pass);
}

TEST(Dedicated, InRackUnitsServeOneRackEach) {
  Site site = dedicated_site();
  site.catalogue.cdus[0].body.in_rack = true;
  EXPECT_EQ(only(checked(site, 3), Rule::liquid_cdu_heat, "g1").status, Status::pass);
  EXPECT_EQ(only(checked(site, 4), Rule::liquid_cdu_heat, "g1").status, Status::fail);
  // Whatever the headers say.
  site.cdu_groups[0].headers = Headers::shared;
  EXPECT_EQ(only(checked(site, 4), Rule::liquid_cdu_heat, "g1").status, Status::fail);
}

TEST(Dedicated, PassesOnlyWhereEverySplitIntoEqualNumbersHolds) {
  // Random racks of mixed heat over the units: where the check passes, no unit of the split is overloaded, whatever the order.
  Site site = dedicated_site();
  std::mt19937 random(5);
  int passed = 0;
  for (int i = 0; i < 500; ++i) {
    Plan plan = racks(site, {{"test-compute", static_cast<int>(random() % 8)}});
    // Two types: the second, made of the first, of 60 kW.
    Product<RackType> small = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))];
    small.body.power.tdp_w = exactly(60e3);
    site.catalogue.racks.push_back(small);
    for (Placement& rack : plan.racks) {
      if (random() % 2 == 0) rack.type = static_cast<int>(site.catalogue.racks.size()) - 1;
      rack.slot = static_cast<int>(random() % 100);
    }
    const std::vector<Check> checks = hydraulics::check(site, plan, {50e3});
    if (only(checks, Rule::liquid_cdu_heat, "g1").status == Status::pass) {
      ++passed;
      for (const std::vector<int>& unit : hydraulics::racks_by_unit(site, plan, 0)) {
        double heat_w = 0;
        for (const int rack : unit) {
          heat_w += hydraulics::rack_heat_w(
              site,
              site.catalogue.racks[static_cast<std::size_t>(plan.racks[static_cast<std::size_t>(rack)].type)].body);
        }
        EXPECT_LE(heat_w, 250e3);
      }
    }
    site.catalogue.racks.pop_back();
  }
  EXPECT_GT(passed, 100);
}

TEST(Dedicated, RowsEqualChecksOfRacksThatAreAlike) {
  Site site = wide_site();
  site.air_zones[1].loop = site.air_zones[0].loop;  // what coils draw of the CDUs' loop nobody states
  for (CduGroup& group : site.cdu_groups) group.headers = Headers::dedicated;
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, {});
  std::mt19937 random(6);
  for (int i = 0; i < 300; ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::vector<Check> checks = hydraulics::check(site, plan, {0, 0});
    for (std::size_t r = 0; r < part.rows.size(); ++r) {
      const capacity::Row& row = part.rows[r];
      if (row.rule != Rule::liquid_cdu_heat && row.rule != Rule::liquid_cdu_flow) continue;
      if (row.scenario == "all units") continue;  // the sum that bounds; its check counts whole racks
      double sum = row.base;
      bool any = false;
      for (const Placement& rack : plan.racks) {
        for (const capacity::Term& term :
             part.terms[static_cast<std::size_t>(capacity::choice_of(site, choices, rack))]) {
          if (term.row != static_cast<int>(r)) continue;
          sum += term.amount;
          any = true;
        }
      }
      const Check check = only(checks, row.rule, row.element, row.scenario);
      if (!any) continue;  // an empty group's check shows what its units could carry
      EXPECT_NEAR(sum, check.value, 1e-9 * sum);
      EXPECT_NEAR(row.limit, check.limit, 1e-9 * row.limit);
    }
  }
}

TEST(Dedicated, RowsAreStricterThanChecksOfMixedRacks) {
  // Racks of 90 and 135 kW: a unit of 250 kW carries two or one. Three of 90 kW on three units pass; the row counts each as 135.
  Site site = dedicated_site();
  Product<RackType> large = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))];
  large.id = "large";
  large.body.power.tdp_w = exactly(150e3);
  site.catalogue.racks.push_back(large);
  PinnedRack pinned;
  pinned.type.index = static_cast<int>(site.catalogue.racks.size()) - 1;
  site.placed.push_back(pinned);
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, {});
  const auto row = std::find_if(part.rows.begin(), part.rows.end(), [](const capacity::Row& each) {
    return each.rule == Rule::liquid_cdu_heat && each.scenario == "normal";
  });
  ASSERT_NE(row, part.rows.end());
  EXPECT_FALSE(row->proves);  // stricter than the check: it bounds nothing
  EXPECT_NEAR(row->limit, 3 * 135e3, 1e-3);
  for (std::size_t c = 0; c < choices.size(); ++c) {
    for (const capacity::Term& term : part.terms[c]) {
      if (term.row == row - part.rows.begin()) {
        EXPECT_NEAR(term.amount, 135e3, 1e-3);
      }
    }
  }
  EXPECT_NEAR(only(checked(site, 4), Rule::liquid_cdu_heat, "g1").limit, 540e3, 1e-3);
}

TEST(Supplied, ALostUnitStopsItsRacks) {
  const Check accepted = only(checked(dedicated_site(), 4), Rule::liquid_supplied, "g1", "1 unit lost");
  EXPECT_EQ(accepted.status, Status::pass);
  EXPECT_EQ(accepted.arithmetic,
            "racks on dedicated headers stop with their unit: cdu-1 stops test-compute-1, test-compute-2; cdu-2 stops "
            "test-compute-3; cdu-3 stops test-compute-4; the site accepts it (spare: 0)");
  const Site asks = dedicated_site({"liquid.cdu_groups.g1.spare=1"});
  const Check refused = only(checked(asks, 4), Rule::liquid_supplied, "g1", "1 unit lost");
  EXPECT_EQ(refused.status, Status::fail);
  EXPECT_NE(refused.arithmetic.find("use shared headers"), std::string::npos);
  EXPECT_EQ(refused.value, 4);
  // Without racks nothing stops; on shared headers the units left carry all.
  EXPECT_EQ(only(checked(asks, 0), Rule::liquid_supplied, "g1", "1 unit lost").status, Status::pass);
  for (const Check& check : checked(small_site(), 4)) {
    EXPECT_FALSE(check.rule == Rule::liquid_supplied && check.where == "g1");
  }
}

TEST(Supplied, RowsKeepTheSearchAwayFromWhatFails) {
  Site site = wide_site();
  site.cdu_groups[0].headers = Headers::dedicated;
  site.loops[0].survive_loss = true;
  site.loops[1].survive_loss = true;
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, {});
  std::mt19937 random(7);
  for (int i = 0; i < 200; ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::vector<Check> checks = hydraulics::check(site, plan, {0, 0});
    int compared = 0;
    for (std::size_t r = 0; r < part.rows.size(); ++r) {
      const capacity::Row& row = part.rows[r];
      if (row.rule != Rule::liquid_supplied) continue;
      double sum = row.base;
      for (const Placement& rack : plan.racks) {
        for (const capacity::Term& term :
             part.terms[static_cast<std::size_t>(capacity::choice_of(site, choices, rack))]) {
          if (term.row == static_cast<int>(r)) sum += term.amount;
        }
      }
      const Check check = only(checks, row.rule, row.element, row.scenario);
      EXPECT_EQ(sum, check.value);
      EXPECT_EQ(row.limit, check.limit);
      ++compared;
    }
    EXPECT_EQ(compared, 3);  // g1's unit and both loops
  }
}

/// Racks on g1 (loop fws) and g2 (loop aux), air on chw.
Site three_loops() {
  Site site = small_site();
  FacilityLoop aux = site.loops[0];
  aux.id = "aux";
  site.loops.push_back(aux);
  CduGroup group = site.cdu_groups[0];
  group.id = "g2";
  group.loop.id = "aux";
  group.loop.index = 2;
  site.cdu_groups.push_back(group);
  return site;
}

TEST(Supplied, ALoopStopsWhatHangsOnIt) {
  const Site site = three_loops();
  Plan plan = racks(site, {{"test-compute", 4}});
  plan.racks[1].cdu_group = 1;
  const std::vector<hydraulics::CoolingLoss> losses = hydraulics::cooling_losses(site, plan);
  ASSERT_EQ(losses.size(), 3U);
  EXPECT_EQ(losses[0].where, "fws");
  EXPECT_EQ(losses[0].racks, (std::vector<int>{0, 2, 3}));
  EXPECT_TRUE(losses[0].zones.empty());
  EXPECT_EQ(losses[1].where, "chw");
  EXPECT_TRUE(losses[1].racks.empty());
  EXPECT_EQ(losses[1].zones, (std::vector<int>{0}));
  EXPECT_EQ(losses[2].racks, (std::vector<int>{1}));
  for (const hydraulics::CoolingLoss& loss : losses) EXPECT_TRUE(loss.accepted);
  // Who names what stops takes them from the checks, which looked at the same.
  std::vector<hydraulics::CoolingLoss> checked;
  const std::vector<Check> checks = hydraulics::check(site, plan, {99e3}, {}, &checked);
  ASSERT_EQ(checked.size(), losses.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    EXPECT_EQ(checked[i].where, losses[i].where);
    EXPECT_EQ(checked[i].racks, losses[i].racks);
    EXPECT_EQ(checked[i].zones, losses[i].zones);
    EXPECT_FALSE(checked[i].arithmetic.empty());
    EXPECT_EQ(only(checks, Rule::liquid_supplied, losses[i].where, losses[i].scenario).status, Status::pass);
  }
}

TEST(Supplied, EveryLoopHasItsOwnRejection) {
  // 3 x 90 + 3 x 5 = 285 kW on fws, 90 + 15 = 105 kW on aux, each against its own two coolers left.
  const Site site = three_loops();
  Plan plan = racks(site, {{"test-compute", 4}});
  plan.racks[1].cdu_group = 1;
  const std::vector<Check> checks = hydraulics::check(site, plan, {99e3});
  EXPECT_NEAR(only(checks, Rule::liquid_rejection, "fws", "1 unit lost").value, 285e3, 1e-3);
  EXPECT_NEAR(only(checks, Rule::liquid_rejection, "aux", "1 unit lost").value, 105e3, 1e-3);
  EXPECT_NEAR(only(checks, Rule::liquid_rejection, "chw", "1 unit lost").value, 99e3, 1e-3);
}

TEST(Supplied, FailsWhereTheSiteAsksToSurvive) {
  const Site site = small_site({"liquid.loops.chw.survive_loss=true"});
  const std::vector<Check> checks = checked(site, 4);
  EXPECT_EQ(only(checks, Rule::liquid_supplied, "chw", "facility water off").status, Status::fail);
  EXPECT_EQ(only(checks, Rule::liquid_supplied, "fws", "facility water off").status, Status::pass);
}

}  // namespace
}  // namespace hallplan
