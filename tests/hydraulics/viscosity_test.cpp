// Which end of a disputed viscosity counts: the thick one where a rack may get too little, the thin one where it may get too much. By hand
// where flow is laminar, and on the shipped coolant.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/pump_speed.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::FlowEnd;

constexpr double kLitrePerMinute = 1e-3 / 60;

Value between(double low, double high) {
  Value value = exactly(high);
  value.low = low;
  return value;
}

/// One rack that drops next to nothing behind 2 x 8 m of branch of 50 mm, pumps that give 200 kPa at any flow, headers so wide that they
/// take nothing, and oil in the place of coolant.
Site of_oil(double low_pa_s, double high_pa_s) {
  Site site = test::small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                                "liquid.cdu_groups.g1.piping={header_diameter: 2 m, branch_diameter: 50 mm, "
                                "branch_length: 8 m, roughness: 0 mm}"});
  const CduGroup& group = site.cdu_groups[0];
  for (CoolantPoint& point : site.catalogue.coolants[static_cast<std::size_t>(group.coolant.index)].body.table) {
    point.viscosity_pa_s = between(low_pa_s, high_pa_s);
  }
  site.catalogue.cdus[static_cast<std::size_t>(group.type.index)].body.pump_curve = {
      {exactly(1 * kLitrePerMinute), exactly(200.02e3)}, {exactly(1000 * kLitrePerMinute), exactly(199.98e3)}};
  for (FlowPoint& point :
       site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->table) {
    point.pressure_drop_pa = exactly(point.flow_m3_per_s.value / (100 * kLitrePerMinute));
  }
  return site;
}

std::vector<Check> checks_of(const Site& site) {
  return hydraulics::check(site, layout::positioned(site, racks(site, {{"test-compute", 1}})), {50e3});
}

// Hagen and Poiseuille: q = dp pi d^4 / (128 mu L) = 200 kPa x pi x (50 mm)^4 / (128 x 1 Pa s x 16 m) = 115.05 L/min, and 143.8 L/min at
// 0.8 Pa s; Re is 50 to 80. The rack asks for 100 L/min and takes 130: with either end alone one of the two answers would be wrong.
TEST(Viscosity, BothEndsCountEachWhereItHurts) {
  const double thick = 200e3 * std::numbers::pi * std::pow(0.05, 4) / (128 * 1.0 * 16);
  EXPECT_NEAR(thick / kLitrePerMinute, 115.05, 0.01);
  const std::vector<Check> checks = checks_of(of_oil(0.8, 1.0));
  const Check delivered = only(checks, Rule::liquid_delivery, "g1");
  EXPECT_EQ(delivered.status, Status::pass);
  EXPECT_NEAR(delivered.value, thick, 2e-3 * thick);
  const Check most = only(checks, Rule::liquid_rack_flow, "g1, pipes");
  EXPECT_EQ(most.status, Status::fail);
  EXPECT_NEAR(most.value, thick / 0.8, 2e-3 * thick);
  EXPECT_NEAR(most.limit, 130 * kLitrePerMinute, 1e-12);
}

TEST(Viscosity, WithoutADisputeOneFlowIsBoth) {
  const std::vector<Check> checks = checks_of(of_oil(1.0, 1.0));
  const Check most = only(checks, Rule::liquid_rack_flow, "g1, pipes");
  EXPECT_EQ(most.status, Status::pass);
  EXPECT_DOUBLE_EQ(most.value, only(checks, Rule::liquid_delivery, "g1").value);
  // Thicker than 1.15 Pa s it gets too little, whatever the thin end says.
  EXPECT_EQ(only(checks_of(of_oil(0.8, 1.2)), Rule::liquid_delivery, "g1").status, Status::fail);
}

// Of every range, not of the viscosity alone.
TEST(Viscosity, EveryRangeHasAnEndWithMostFlow) {
  const Site plain = of_oil(1.0, 1.0);
  const Plan plan = layout::positioned(plain, racks(plain, {{"test-compute", 1}}));
  const auto flow = [&](const Site& site, FlowEnd end) {
    hydraulics::GroupNetwork made = hydraulics::network_of(site, plan, 0, end);
    const hydraulics::ControlledFlow found = hydraulics::controlled_flow(site.cdu_groups[0], made, end);
    return found.flow.flow_m3_per_s[made.racks[0].link];
  };
  const double once = flow(plain, FlowEnd::least);
  EXPECT_DOUBLE_EQ(flow(plain, FlowEnd::most), once);
  const auto widened = [&](auto change) {
    Site site = plain;
    change(site, *site.cdu_groups[0].piping);
    EXPECT_LT(flow(site, FlowEnd::least), 0.97 * flow(site, FlowEnd::most));
    EXPECT_LE(flow(site, FlowEnd::least), 1.0001 * once);
    EXPECT_GE(flow(site, FlowEnd::most), 0.9999 * once);
  };
  widened([](Site&, Piping& pipes) { pipes.branch_diameter_m = between(0.048, 0.05); });
  widened([](Site&, Piping& pipes) { pipes.branch_length_m = between(8, 9); });
  widened([](Site&, Piping& pipes) { pipes.branch_loss = between(0, 5000); });
  widened([](Site& site, Piping&) {
    for (PumpPoint& point :
         site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.pump_curve)
      point.head_pa.high *= 1.1;
  });
}

// The shipped coolant holds both editions of its maker's table: the thin end is the older one.
TEST(Viscosity, ThinEndOfPg25IsItsOlderEdition) {
  SourceFiles files;
  Result<Site> loaded = load_site(files, HALLPLAN_SOURCE_DIR "/sites/one-su.yaml", {});
  ASSERT_TRUE(loaded) << render(loaded.problems, files);
  const Site& site = *loaded.value;
  const Plan plan = layout::positioned(site, racks(site, {{"dell-xe9712-gb300-nvl72", 8}}));
  EXPECT_DOUBLE_EQ(hydraulics::network_of(site, plan, 0).network.fluid.viscosity_pa_s, 1.58e-3);
  EXPECT_DOUBLE_EQ(hydraulics::network_of(site, plan, 0, FlowEnd::most).network.fluid.viscosity_pa_s, 1.39e-3);
}

}  // namespace
}  // namespace hallplan
