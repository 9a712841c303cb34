// Properties on random placements: rows equal checks, heat is conserved, more racks never help.
#include <gtest/gtest.h>

#include "planner/hydraulics/liquid.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

using test::small_site;

std::vector<Check> checked(const Site& site, const Plan& plan) {
  return hydraulics::check(site, plan, thermal::zone_heat_w(site, plan, losses_w(site, plan)));
}

TEST(LiquidRows, EqualTheChecks) {
  const Site site = wide_site();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part air = thermal::capacity_rows(site, choices, losses_w);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, air);
  // g1: heat and flow, normal and lost; g2: without spare; two loops: return, rejection normal and lost.
  EXPECT_EQ(part.rows.size(), 4U + 2U + 2U * 3U);
  std::mt19937 random(1);
  for (int i = 0; i < 200; ++i) {
    const Plan plan = random_plan(site, choices, random);
    // What the coils of the annex draw of the CDUs' loop is not known, and so is the CDUs' heat, but where it is too much: three rows.
    EXPECT_GE(expect_rows_agree(site, part, choices, plan, checked(site, plan)), 9);
  }
}

TEST(LiquidRows, EqualTheChecksWithALoopOfTheCdusOwn) {
  for (const double l_per_min :
       {1200.0, 2400.0}) {  // less and more than the 1800 that the CDUs are taken to be rated at
    Site site = wide_site();
    site.air_zones[1].loop = site.air_zones[0].loop;
    site.loops[0].flow_m3_per_s.value = site.loops[0].flow_m3_per_s.low = site.loops[0].flow_m3_per_s.high =
        l_per_min * 1e-3 / 60;
    const std::vector<capacity::Choice> choices = capacity::choices(site);
    const capacity::Part part =
        hydraulics::capacity_rows(site, choices, thermal::capacity_rows(site, choices, losses_w));
    std::mt19937 random(1);
    for (int i = 0; i < 200; ++i) {
      const Plan plan = random_plan(site, choices, random);
      EXPECT_EQ(expect_rows_agree(site, part, choices, plan, checked(site, plan)), 12);
    }
  }
}

TEST(LiquidRows, EqualTheChecksWithRearDoors) {
  const Site site = wide_site_with_doors();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, thermal::capacity_rows(site, choices, losses_w),
                                                        thermal::door_heat_w(site, choices));
  std::mt19937 random(4);
  for (int i = 0; i < 200; ++i) {
    const Plan plan = random_plan(site, choices, random);
    const std::vector<Check> checks = hydraulics::check(
        site, plan, thermal::zone_heat_w(site, plan, losses_w(site, plan)), thermal::door_heat_w(site, plan));
    EXPECT_GE(expect_rows_agree(site, part, choices, plan, checks), 9);
  }
}

TEST(LiquidRows, TermsAreOrderedAndNotZero) {
  const Site site = wide_site();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part = hydraulics::capacity_rows(site, choices, thermal::capacity_rows(site, choices, losses_w));
  ASSERT_EQ(part.terms.size(), choices.size());
  for (const std::vector<capacity::Term>& terms : part.terms) {
    for (std::size_t i = 0; i < terms.size(); ++i) {
      EXPECT_GT(terms[i].amount, 0);
      if (i > 0) {
        EXPECT_GT(terms[i].row, terms[i - 1].row);
      }
    }
  }
}

TEST(LiquidProperties, MoreRacksNeverRaiseAMargin) {
  const Site site = wide_site();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  std::mt19937 random(2);
  for (int i = 0; i < 100; ++i) {
    Plan plan = random_plan(site, choices, random);
    const std::vector<Check> before = checked(site, plan);
    plan.racks.push_back(connected(site, choices[random() % choices.size()], 20));
    std::vector<Check> after = checked(site, plan);
    // What a loop's return is held against gets warmer with more racks too.
    std::erase_if(after, [](const Check& check) { return check.where.find(" against ") != std::string::npos; });
    expect_margins_no_greater(before, after);
  }
}

TEST(LiquidProperties, LoopsCarryAllHeat) {
  // With a liquid share that is not disputed, what the loops take is what goes in: racks, fans, losses and CDU pumps.
  Site site = wide_site();
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (rack.body.liquid) rack.body.liquid->share.low = rack.body.liquid->share.high;
  }
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  std::mt19937 random(3);
  for (int i = 0; i < 100; ++i) {
    const Plan plan = random_plan(site, choices, random);
    double in_w = 2 * 3 * 5e3 + 2 * 3 * 3e3;  // two groups of three CDUs, two zones of three fans
    for (const double loss_w : losses_w(site, plan)) in_w += loss_w;
    for (const Placement& rack : plan.racks) {
      in_w += sustained_w(site, site.catalogue.racks[static_cast<std::size_t>(rack.type)].body).value;
    }
    double out_w = 0;
    const std::vector<double> zones = thermal::zone_heat_w(site, plan, losses_w(site, plan));
    for (const double heat_w : hydraulics::loop_heat_w(site, plan, zones)) out_w += heat_w;
    EXPECT_NEAR(out_w, in_w, 1e-9 * in_w);
  }
}

TEST(LiquidProperties, DisputedShareIsSizedAtBothEnds) {
  // Share 85 to 90 %: 90 kW into the coolant and 15 kW into the air of one rack of 100 kW.
  const Site site = small_site();
  const Plan plan = racks(site, {{"test-compute", 1}});
  EXPECT_NEAR(hydraulics::rack_heat_w(site, site.catalogue.racks[static_cast<std::size_t>(plan.racks[0].type)].body),
              90e3, 1e-6);
  EXPECT_NEAR(thermal::rack_air_heat_w(site, site.catalogue.racks[static_cast<std::size_t>(plan.racks[0].type)].body),
              15e3, 1e-6);
}

}  // namespace
}  // namespace hallplan
