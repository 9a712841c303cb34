// Pressures of a filled loop, and head by the pump curve: 240 kPa at 100 L/min, 200 kPa at 300 L/min, 250 kPa at none.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/pump.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

Site filled(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets{"liquid.cdu_groups.g1.type=test-cdu-4bar",
                                "liquid.cdu_groups.g1.fill_pressure=1.2 bar"};
  sets.insert(sets.end(), more.begin(), more.end());
  Site site = small_site(sets);
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->pressure_limit_pa =
      exactly(500e3);
  return site;
}

std::vector<Check> checked(const Site& site, int compute = 4) {
  return hydraulics::check(site, racks(site, {{"test-compute", compute}}), {50e3});
}

TEST(Pressure, FillPumpsAndColumn) {
  // 120 + 250 + 2.1 m x 1022.5 kg/m3 x 9.80665 = 21.057: 391.06 kPa.
  const std::vector<Check> checks = checked(filled());
  const Check cdu = only(checks, Rule::liquid_pressure, "g1, test-cdu-4bar");
  EXPECT_NEAR(cdu.value, 391.057e3, 1);
  EXPECT_NEAR(cdu.limit, 400e3, 1e-6);
  EXPECT_EQ(cdu.status, Status::pass);
  EXPECT_EQ(only(checks, Rule::liquid_pressure, "g1, test-compute").status, Status::pass);
  // 1.3 bar is a bar-tenth too much for the CDU, not for the rack.
  const std::vector<Check> more = checked(filled({"liquid.cdu_groups.g1.fill_pressure=1.3 bar"}));
  EXPECT_EQ(only(more, Rule::liquid_pressure, "g1, test-cdu-4bar").status, Status::fail);
  EXPECT_EQ(only(more, Rule::liquid_pressure, "g1, test-compute").status, Status::pass);
  // The lowest point where the site says so: on the gauge's height 120 + 250.
  EXPECT_NEAR(
      only(checked(filled({"liquid.cdu_groups.g1.lowest_point=0 m"})), Rule::liquid_pressure, "g1, test-cdu-4bar")
          .value,
      370e3, 1e-6);
}

TEST(Pressure, OnlyWhereAFillPressureIsGiven) {
  for (const Check& check : checked(small_site())) EXPECT_NE(check.rule, Rule::liquid_pressure);
}

TEST(Pressure, WhatIsMissingIsNamed) {
  Site site = filled();
  RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  rack.liquid->pressure_limit_pa.reset();
  const Check no_limit = only(checked(site), Rule::liquid_pressure, "g1, test-compute");
  EXPECT_EQ(no_limit.status, Status::undecided);
  EXPECT_NE(no_limit.arithmetic.find("no pressure limit known for test-compute"), std::string::npos);
  // Without a shut-off head the pumps press at least 240 kPa: enough to fail, never to pass.
  CduType& cdu = site.catalogue.cdus[0].body;
  cdu.shut_off_head_pa.reset();
  const Check bound = only(checked(site), Rule::liquid_pressure, "g1, test-cdu-4bar");
  EXPECT_EQ(bound.status, Status::undecided);
  EXPECT_NE(bound.arithmetic.find("no shut-off head known for test-cdu-4bar"), std::string::npos);
  cdu.pressure_limit_pa = exactly(380e3);  // 120 + 240 + 21.06 = 381.06 kPa
  EXPECT_EQ(only(checked(site), Rule::liquid_pressure, "g1, test-cdu-4bar").status, Status::fail);
  // A curve that starts at no flow says it.
  cdu.pump_curve.insert(cdu.pump_curve.begin(), PumpPoint{exactly(0), exactly(250e3)});
  cdu.pressure_limit_pa = exactly(400e3);
  EXPECT_EQ(only(checked(site), Rule::liquid_pressure, "g1, test-cdu-4bar").status, Status::pass);
}

TEST(Pressure, TheHighestPointStaysFull) {
  // 12 m of PG25 are 120.33 kPa; 1.2 bar do not hold them, 11.9 m (119.32 kPa) they do.
  const std::string where = "g1, highest point";
  EXPECT_EQ(only(checked(filled({"liquid.cdu_groups.g1.highest_point=12 m"})), Rule::liquid_pressure, where).status,
            Status::fail);
  EXPECT_EQ(only(checked(filled({"liquid.cdu_groups.g1.highest_point=11.9 m"})), Rule::liquid_pressure, where).status,
            Status::pass);
}

TEST(Head, ByThePumpCurveAtTheFlowOfEachUnit) {
  // Four racks of 100 L/min: 133.3 L/min from each of three units: 240 - 40 x 33.3 / 200 = 233.3 kPa; 200 L/min from each of two:
  // 220 kPa.
  const std::vector<Check> checks = checked(filled());
  EXPECT_NEAR(only(checks, Rule::liquid_cdu_head, "g1").value, 233.333e3, 1);
  EXPECT_NEAR(only(checks, Rule::liquid_cdu_head, "g1", "1 unit lost").value, 220e3, 1e-3);
  EXPECT_NE(only(checks, Rule::liquid_cdu_head, "g1", "1 unit lost").arithmetic.find("(400 L/min / (3 - 1))"),
            std::string::npos);
  // Seven racks on two units are 350 L/min each, beyond curve and rating.
  EXPECT_EQ(only(checked(filled(), 7), Rule::liquid_cdu_head, "g1", "1 unit lost").status, Status::undecided);
  EXPECT_EQ(only(checked(filled(), 7), Rule::liquid_cdu_flow, "g1", "1 unit lost").status, Status::fail);
}

TEST(Head, MayPassWhereTheRatedOneWouldNot) {
  // Racks that take 210 kPa: less than the 220 kPa at 200 L/min, more than the rated 200 kPa.
  Site site = filled();
  RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  rack.liquid->table.back().pressure_drop_pa = exactly(210e3);
  EXPECT_EQ(only(checked(site), Rule::liquid_cdu_head, "g1", "1 unit lost").status, Status::pass);
  site.catalogue.cdus[0].body.pump_curve.clear();
  EXPECT_EQ(only(checked(site), Rule::liquid_cdu_head, "g1").status, Status::fail);
}

TEST(Head, BelowTheCurveItsFirstPoint) {
  const Site site = filled();
  const CduType& cdu = site.catalogue.cdus[0].body;
  EXPECT_NEAR(hydraulics::head_at(cdu, 50 * kLitrePerMinute)->pa, 240e3, 1e-6);
  EXPECT_NEAR(hydraulics::head_at(cdu, 300 * kLitrePerMinute)->pa, 200e3, 1e-6);
  EXPECT_FALSE(hydraulics::head_at(cdu, 301 * kLitrePerMinute));
}

/// The need of the CDU's pumps over the coolant's vapour pressure.
Site needing(double npsh_pa, const std::vector<std::string>& more = {}) {
  Site site = filled(more);
  for (Product<CduType>& cdu : site.catalogue.cdus) cdu.body.npsh_pa = exactly(npsh_pa);
  return site;
}

TEST(Suction, FillAndAirLessVapourAtTheReturn) {
  // Four racks of 90 kW at 100 L/min: 40 + 13.47 = 53.47 degC, where water's vapour presses 14.6 kPa: 120 + 101.3 - 14.6.
  const Check low = only(checked(needing(200e3)), Rule::liquid_pressure, "g1, pump inlet");
  EXPECT_EQ(low.status, Status::pass);
  EXPECT_NEAR(low.value, 120e3 + 101325 - 14.6e3, 150);
  EXPECT_EQ(only(checked(needing(207e3)), Rule::liquid_pressure, "g1, pump inlet").status, Status::fail);
  // At 2000 m the air presses 79.5 kPa.
  const Check high = only(checked(needing(180e3, {"basis.elevation=2000 m"})), Rule::liquid_pressure, "g1, pump inlet");
  EXPECT_NEAR(high.value, 120e3 + 79.5e3 - 14.6e3, 200);
}

TEST(Suction, WithoutItsNeedItIsUndecided) {
  const Check held = only(checked(filled()), Rule::liquid_pressure, "g1, pump inlet");
  EXPECT_EQ(held.status, Status::undecided);
  EXPECT_NE(held.arithmetic.find("no npsh known"), std::string::npos);
}

// Three units share 4 x 100 L/min that valves hold, and two with one lost: 30 kPa at 300 L/min are 5.93 kPa at 133.3 and 13.33 at 200.
TEST(Suction, StrainersStandBeforeThePumps) {
  const Site site = needing(192.5e3, {"liquid.cdu_groups.g1.piping={header_diameter: 150 mm, branch_diameter: 60 mm, "
                                      "branch_length: 3 m, roughness: 0.045 "
                                      "mm, flow_limited: true, strainer_drop: 30 kPa}"});
  const std::vector<Check> checks =
      hydraulics::check(site, layout::positioned(site, racks(site, {{"test-compute", 4}})), {50e3});
  const auto had = [&](const std::string& scenario) {
    return only(checks, Rule::liquid_pressure, "g1, pump inlet", scenario);
  };
  EXPECT_NEAR(had("normal").value, 120e3 + 101325 - 14.6e3 - 5.93e3, 200);
  EXPECT_NEAR(had("normal").value - had("1 unit lost").value, 13.33e3 - 5.93e3, 100);
  EXPECT_EQ(had("1 unit lost").status, Status::pass);
  // Half blocked it takes 120 kPa at 300 L/min. Pumps fall from 240 kPa at 100 L/min to 200 at 300, so its unit gives 107 L/min and the
  // others 146.5: 260 - 0.2 x 107 - 120 (107 / 300)^2 = 260 - 0.2 x 146.5 - 30 (146.5 / 300)^2. It takes 15.27 kPa.
  EXPECT_NEAR(had("normal").value - had("1 strainer half blocked").value, 15.27e3 - 5.93e3, 250);
  EXPECT_EQ(had("1 strainer half blocked").status, Status::fail);
}

TEST(Suction, TheLeastFlowComesBackWarmest) {
  // At 80 L/min of a table that says 80 to 100: 40 + 13.47 / 0.8 = 56.84 degC, and its vapour by the Magnus form.
  Site site = needing(200e3);
  for (FlowPoint& point :
       site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->table) {
    point.flow_m3_per_s.low = 0.8 * point.flow_m3_per_s.high;
  }
  const double vapour_pa = 610.94 * std::exp(17.625 * 56.84 / (56.84 + 243.04));
  EXPECT_NEAR(only(checked(site), Rule::liquid_pressure, "g1, pump inlet").value, 120e3 + 101325 - vapour_pa, 20);
}

TEST(Expansion, IsWhatTheCoolantGrowsBy) {
  const auto grown = [](const std::vector<std::string>& sets) {
    return only(checked(small_site(sets)), Rule::liquid_expansion, "g1");
  };
  // PG25: 1030.3 kg/m3 at the room's 25 degC, 1014.6 at 53.47 degC: 1.54 %.
  const Check enough =
      grown({"liquid.cdu_groups.g1.expansion_volume=30 L", "liquid.cdu_groups.g1.coolant_volume=1500 L"});
  EXPECT_EQ(enough.status, Status::pass);
  EXPECT_NEAR(enough.value, 1.5 * (1030.3 / 1014.65 - 1), 2e-5);
  EXPECT_EQ(grown({"liquid.cdu_groups.g1.expansion_volume=22 L", "liquid.cdu_groups.g1.coolant_volume=1500 L"}).status,
            Status::fail);
  EXPECT_EQ(grown({"liquid.cdu_groups.g1.expansion_volume=30 L"}).status, Status::undecided);
}

}  // namespace
}  // namespace hallplan
