// What each rack has left at worst over its group's failures, against every state by itself; plates by hand.
#include <gtest/gtest.h>

#include <algorithm>

#include "planner/hydraulics/rack_margins.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::RackMargin;

Site piped(const std::string& header) {
  return test::small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                           "liquid.cdu_groups.g1.piping={header_diameter: " + header +
                               ", branch_diameter: 40 mm, branch_length: 3 m, roughness: 0.045 mm, strainer_drop: 20 "
                               "kPa}"});
}

Plan placed(const Site& site, int compute) {
  return layout::positioned(site, racks(site, {{"test-compute", compute}}));
}

RackType& type_of(Site& site, const Plan& plan) {
  return site.catalogue.racks[static_cast<std::size_t>(plan.racks[0].type)].body;
}

// 1400 W on 0.01 to 0.02 K/W: 14 K above the mean of 40 and 50 degC, 28 K above 50 degC.
TEST(Margins, PlatesByHand) {
  Site site = piped("80 mm");
  const Plan plan = placed(site, 1);
  RackType& type = type_of(site, plan);
  EXPECT_FALSE(hydraulics::plate_range(type, 40, 50));
  type.liquid->plate_power_w = exactly(1400);
  EXPECT_FALSE(hydraulics::plate_range(type, 40, {}));
  const auto range = hydraulics::plate_range(type, 40, 50);
  ASSERT_TRUE(range);
  EXPECT_NEAR(range->low_degc, 59, 1e-12);
  EXPECT_NEAR(range->high_degc, 78, 1e-12);
}

TEST(Margins, AreTheWorstOfEveryFailure) {
  Site site = piped("60 mm");
  const Plan plan = placed(site, 4);
  type_of(site, plan).liquid->plate_power_w = exactly(1000);
  const std::vector<RackMargin> margins = hydraulics::rack_margins(site, plan, 0);
  ASSERT_EQ(margins.size(), 4U);
  hydraulics::GroupSolver solver(site, plan, 0);
  const auto failures = hydraulics::group_failures(site, site.cdu_groups[0], solver.network());
  ASSERT_EQ(failures.size(), 1U + 3U + 3U);  // normal, each unit lost, each strainer
  for (std::size_t i = 0; i < margins.size(); ++i) {
    double least = 1e9, left_k = 1e9, hottest_degc = 0;
    std::string when;
    for (const hydraulics::GroupFailure& failure : failures) {
      const hydraulics::GroupState state = solver.state(failure.loss);
      const hydraulics::RackState& rack = state.racks[i];
      if (rack.flow_m3_per_s < least) when = failure.text;
      least = std::min(least, rack.flow_m3_per_s);
      left_k = std::min(left_k, rack.enough_to_degc - *rack.supply_degc);
      hottest_degc = std::max(hottest_degc, *rack.return_degc + 0.02 * 1000);
    }
    EXPECT_DOUBLE_EQ(margins[i].least_m3_per_s, least);
    EXPECT_EQ(margins[i].least_when, when);
    EXPECT_DOUBLE_EQ(*margins[i].supply_margin_k, left_k);
    EXPECT_DOUBLE_EQ(margins[i].plate_worst->high_degc, hottest_degc);
    EXPECT_LE(margins[i].plate_normal->high_degc, margins[i].plate_worst->high_degc);
  }
}

TEST(Margins, AreNoneWithoutPipes) {
  const Site site = test::small_site();
  EXPECT_TRUE(hydraulics::rack_margins(site, placed(site, 2), 0).empty());
}

}  // namespace
}  // namespace hallplan
