// The small site by hand: four test-compute racks on group g1, network and management rack in zone `room`.
//
//   rack heat into the coolant   100 kW x 90 %                                   = 90 kW
//   rack flow at 40 degC         100 L/min x (100 x 0.9) / (100 x 0.9)           = 100 L/min
//   CDUs                         3 x 250 kW, 300 L/min; one spare
//   loop fws, 36 degC            4 x 90 kW + 3 x 5 kW (CDU pumps)                = 375 kW
//   loop chw, 18 degC            zone heat, given                                = 99 kW
#include <gtest/gtest.h>

#include "planner/hydraulics/liquid.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

using test::small_site;

const std::vector<double> kZoneHeat = {99e3};
constexpr double kLitrePerMinute = 1e-3 / 60;

std::vector<Check> checked(const Site& site, int compute = 4) {
  const Plan plan = racks(site, {{"test-compute", compute}, {"test-network", 1}, {"test-management", 1}});
  return hydraulics::check(site, plan, kZoneHeat);
}

TEST(SmallLiquid, EverythingPasses) {
  for (const Check& check : checked(small_site())) {
    EXPECT_EQ(check.status, Status::pass) << rule_id(check.rule) << " " << check.where << ": " << check.arithmetic;
    EXPECT_FALSE(check.source.empty()) << rule_id(check.rule);
    EXPECT_FALSE(check.arithmetic.empty()) << rule_id(check.rule);
    EXPECT_TRUE(check.at.known()) << rule_id(check.rule);
  }
}

TEST(SmallLiquid, CduHeat) {
  const std::vector<Check> checks = checked(small_site());
  // 4 x 90 = 360 kW and 3 x 5 of the CDUs' own; 3 x 250 = 750 kW; with one lost 360 + 10 of 2 x 250 = 500 kW
  const Check& normal = only(checks, Rule::liquid_cdu_heat, "g1");
  EXPECT_NEAR(normal.value, 375e3, 1e-3);
  EXPECT_NEAR(normal.limit, 750e3, 1e-3);
  const Check& lost = only(checks, Rule::liquid_cdu_heat, "g1", "1 unit lost");
  EXPECT_NEAR(lost.margin, 130e3, 1e-3);
  EXPECT_EQ(lost.arithmetic,
            "4 x test-compute x 100 kW x 90 % = 360 kW; own power 2 x 5 kW = 10 kW; (3 - 1) x test-cdu 250 kW at 4 K "
            "approach (assumed: rated with as much facility water as coolant: 300 L/min) = 500 kW");
  // The limit's place is the CDU's capacity in its catalogue file; its source the sheet, and what is assumed of it.
  EXPECT_EQ(lost.source, "test-cdu:sheet; assumed: rated with as much facility water as coolant");
}

TEST(SmallLiquid, CduFlow) {
  const std::vector<Check> checks = checked(small_site());
  // 4 x 100 = 400 L/min; 3 x 300 = 900, one lost 600 L/min
  EXPECT_NEAR(only(checks, Rule::liquid_cdu_flow, "g1").limit, 900 * kLitrePerMinute, 1e-12);
  const Check& lost = only(checks, Rule::liquid_cdu_flow, "g1", "1 unit lost");
  EXPECT_NEAR(lost.value, 400 * kLitrePerMinute, 1e-12);
  EXPECT_NEAR(lost.limit, 600 * kLitrePerMinute, 1e-12);
}

TEST(SmallLiquid, FlowBreaksBeforeHeat) {
  // Seven racks: 630 kW > 500 kW and 700 L/min > 600 L/min with one lost; six are 540 kW and 600 L/min: flow just fits, heat
  // does not. The other way round at 550 kW a unit: flow alone breaks.
  Site site = small_site();
  std::vector<Check> checks = checked(site, 6);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1", "1 unit lost").status, Status::fail);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1").status, Status::pass);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_flow, "g1", "1 unit lost").status, Status::pass);
  site.catalogue.cdus[0].body.capacity_w.low = 550e3;
  checks = checked(site, 7);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1", "1 unit lost").status, Status::pass);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_flow, "g1", "1 unit lost").status, Status::fail);
}

TEST(SmallLiquid, TemperaturesOfGroupAndRack) {
  const std::vector<Check> checks = checked(small_site());
  EXPECT_NEAR(only(checks, Rule::liquid_approach, "g1").value, 4, 1e-9);  // 40 - 36
  EXPECT_NEAR(only(checks, Rule::liquid_supply, "g1").limit, 52, 1e-9);   // closer than 10 degC
  EXPECT_NEAR(only(checks, Rule::liquid_supply, "g1, test-compute").limit, 40, 1e-9);
  EXPECT_NEAR(only(checks, Rule::liquid_dew_point, "g1").limit, 14, 1e-9);  // 12 + 2
  EXPECT_NEAR(only(checks, Rule::liquid_dew_point, "chw").value, 18, 1e-9);
  EXPECT_NEAR(only(checks, Rule::liquid_rack_flow, "g1, test-compute").limit, 130 * kLitrePerMinute, 1e-12);
  // 40 degC + 90,000 W / (1022.5 kg/m3 x 3920 J/kgK x 100 L/min) = 40 + 90000 / 6680.3 = 53.47 degC
  EXPECT_NEAR(only(checks, Rule::liquid_return, "g1, test-compute").value, 53.472, 0.001);
}

TEST(SmallLiquid, FacilityLoops) {
  const std::vector<Check> checks = checked(small_site());
  // Water at 36 degC: density 994.0 - (994.0 - 992.2) / 5 = 993.64, specific heat 4179.32: at 1200 L/min 83,055 W/K.
  // 36 + 375,000 / 83,055 = 40.515 degC
  EXPECT_NEAR(only(checks, Rule::liquid_fws_return, "fws").value, 40.515, 0.001);
  // Two of three coolers: 600 kW
  EXPECT_NEAR(only(checks, Rule::liquid_rejection, "fws", "1 unit lost").margin, 225e3, 1e-3);
  // chw: 99 kW against one of two chillers, 150 kW
  EXPECT_NEAR(only(checks, Rule::liquid_rejection, "chw", "1 unit lost").margin, 51e3, 1e-3);
}

TEST(SmallLiquid, NoSpareAsksForNoLoss) {
  const std::vector<Check> checks = checked(small_site({"liquid.cdu_groups.g1.spare=0"}));
  for (const Check& check : checks) {
    if (check.where == "g1") {
      EXPECT_EQ(check.scenario, "normal");
    }
  }
}

TEST(SmallLiquid, TwoSparesAreTwoLost) {
  const std::vector<Check> checks = checked(small_site({"liquid.cdu_groups.g1.spare=2"}));
  EXPECT_NEAR(only(checks, Rule::liquid_cdu_heat, "g1", "2 units lost").limit, 250e3, 1e-3);
}

TEST(SmallLiquid, OneLimitAtATime) {
  const auto failing = [](const Site& site) {
    std::vector<Rule> rules;
    for (const Check& check : checked(site)) {
      if (check.status != Status::pass) rules.push_back(check.rule);
    }
    return rules;
  };
  using Rules = std::vector<Rule>;
  EXPECT_EQ(failing(small_site({"liquid.loops.fws.return_limit=40.5 degC"})), Rules{Rule::liquid_fws_return});
  EXPECT_EQ(failing(small_site({"liquid.loops.fws.supply=37.3 degC"})), (Rules{Rule::liquid_cdu_heat}));  // 2.7 K
  EXPECT_EQ(failing(small_site({"basis.dew_point=16.5 degC"})), Rules{Rule::liquid_dew_point});
  Site site = small_site();
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->most_flow_m3_per_s->low =
      99 * kLitrePerMinute;
  EXPECT_EQ(failing(site), Rules{Rule::liquid_rack_flow});
  site = small_site();
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->return_limit_degc->low =
      53.4;
  EXPECT_EQ(failing(site), Rules{Rule::liquid_return});
  site = small_site();
  site.catalogue.cdus[0].body.supply_most_degc->low = 39;
  EXPECT_EQ(failing(site), Rules{Rule::liquid_supply});
  site = small_site();
  site.catalogue.cdus[0].body.supply_least_degc->high = 41;
  EXPECT_EQ(failing(site), Rules{Rule::liquid_supply});
}

TEST(SmallLiquid, FacilityReturnAgainstWhatItCools) {
  const std::vector<Check> checks = checked(small_site());
  // Loop fws returns 40.515 degC; the racks' PG25 53.472 degC.
  EXPECT_NEAR(only(checks, Rule::liquid_fws_return, "fws against g1").value, 40.515, 0.001);
  EXPECT_NEAR(only(checks, Rule::liquid_fws_return, "fws against g1").limit, 53.472, 0.001);
  // Loop chw: 18 + 99,000 / (998.0 x 4184 x 300 L/min: about 20.9 kW/K) = 22.7 degC; air 24 + 99,000 / (1.2 x 1006 x 18).
  EXPECT_NEAR(only(checks, Rule::liquid_fws_return, "chw against room").limit, 24 + 99e3 / (1.2 * 1006 * 18), 1e-9);
  // A sixth of the flow takes 375 kW at 27 K: 63.1 degC, which a user's limit of 70 allows and nothing else.
  const std::vector<Check> hot =
      checked(small_site({"liquid.loops.fws.flow=200 L/min", "liquid.loops.fws.return_limit=70 degC"}));
  EXPECT_EQ(only(hot, Rule::liquid_fws_return, "fws").status, Status::pass);
  EXPECT_EQ(only(hot, Rule::liquid_fws_return, "fws against g1").status, Status::fail);
  // 60 L/min take 99 kW at 24 K: 42 degC from air of 28.6 degC.
  const std::vector<Check> air =
      checked(small_site({"liquid.loops.chw.flow=60 L/min", "liquid.loops.chw.return_limit=50 degC"}));
  EXPECT_EQ(only(air, Rule::liquid_fws_return, "chw").status, Status::pass);
  EXPECT_EQ(only(air, Rule::liquid_fws_return, "chw against room").status, Status::fail);
}

TEST(SmallLiquid, RejectionMakesTheSupply) {
  // The cooler makes 35 degC; the loop wants 34.
  const std::vector<Check> checks = checked(small_site({"liquid.loops.fws.supply=34 degC"}));
  EXPECT_EQ(only(checks, Rule::liquid_rejection, "fws").status, Status::fail);
  EXPECT_EQ(only(checks, Rule::liquid_rejection, "fws").arithmetic,
            "fws supplies 34 degC; test-cooler makes 35 degC or warmer in air of 35 degC, so none of its 300 kW holds");
  EXPECT_EQ(only(checks, Rule::liquid_rejection, "fws", "1 unit lost").limit, 0);
  EXPECT_EQ(only(checks, Rule::liquid_rejection, "chw").status, Status::pass);
  EXPECT_EQ(only(checked(small_site({"liquid.loops.fws.supply=35 degC"})), Rule::liquid_rejection, "fws").status,
            Status::pass);
}

TEST(SmallLiquid, CduHead) {
  // The table's 50 kPa at 100 L/min against 200 kPa.
  const Check& held = only(checked(small_site()), Rule::liquid_cdu_head, "g1");
  EXPECT_NEAR(held.value, 200e3, 1e-6);
  EXPECT_NEAR(held.limit, 50e3, 1e-6);
  // 110 kW: 50 x 1.1^2 = 60.5 kPa. At 90 kW: 50 x 0.9 = 45 kPa. At 35 degC between 20 and 50 kPa: 35 kPa.
  EXPECT_NEAR(only(checked(small_site({"basis.sustained=max"})), Rule::liquid_cdu_head, "g1").limit, 60.5e3, 1e-3);
  Site site = small_site();
  Value& tdp = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.power.tdp_w;
  tdp.value = tdp.low = tdp.high = 90e3;
  EXPECT_NEAR(only(checked(site), Rule::liquid_cdu_head, "g1").limit, 45e3, 1e-3);
  EXPECT_NEAR(only(checked(small_site({"liquid.cdu_groups.g1.supply=35 degC"})), Rule::liquid_cdu_head, "g1").limit,
              35e3, 1e-3);
  site.catalogue.cdus[0].body.head_pa.low = 44e3;
  EXPECT_EQ(only(checked(site), Rule::liquid_cdu_head, "g1").status, Status::fail);
}

TEST(SmallLiquid, CduHeadSaysWhichCheckLooksAtPipes) {
  const auto ends_with = [](const std::vector<std::string>& sets, const std::string& end) {
    return only(checked(small_site(sets)), Rule::liquid_cdu_head, "g1").arithmetic.ends_with(end);
  };
  EXPECT_TRUE(ends_with({}, "; pipes and valves are not resolved"));
  EXPECT_TRUE(ends_with({"liquid.cdu_groups.g1.piping={header_diameter: 150 mm, branch_diameter: 40 mm, "
                         "branch_length: 3 m, roughness: 0.045 mm}"},
                        "; pipes and valves: liquid.delivery"));
}

TEST(SmallLiquid, ReturnTakesTheLeastFlow) {
  // A flow stated as 80 to 100 L/min: the CDU must give 100, the return is that of 80: 40 + 13.472 / 0.8 = 56.84 degC.
  Site site = small_site();
  RackLiquid& liquid = *site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid;
  liquid.table.back().flow_m3_per_s.low = 80 * kLitrePerMinute;
  const std::vector<Check> checks = checked(site);
  EXPECT_NEAR(only(checks, Rule::liquid_return, "g1, test-compute").value, 56.84, 0.001);
  EXPECT_NEAR(only(checks, Rule::liquid_cdu_flow, "g1").value, 400 * kLitrePerMinute, 1e-12);
}

TEST(SmallLiquid, CoolantTakesTheEndThatWarmsTheStream) {
  Site site = small_site();
  for (Product<CoolantType>& coolant : site.catalogue.coolants) {
    for (CoolantPoint& point : coolant.body.table) point.density_kg_per_m3.low *= 0.5;
  }
  // Half the mass, twice the rise: 36 + 2 x 4.515.
  EXPECT_NEAR(only(checked(site), Rule::liquid_fws_return, "fws").value, 45.03, 0.002);
  EXPECT_NEAR(only(checked(site), Rule::liquid_fws_return, "fws against g1").limit, 53.472, 0.001);
}

TEST(SmallLiquid, AirCooledRackOnAGroup) {
  const Site site = small_site();
  Plan plan = racks(site, {{"test-network", 1}});
  for (const Check& check : hydraulics::check(site, plan, kZoneHeat)) EXPECT_NE(check.rule, Rule::liquid_group);
  plan.racks[0].cdu_group = 0;
  const std::vector<Check> checks = hydraulics::check(site, plan, kZoneHeat);
  EXPECT_EQ(only(checks, Rule::liquid_group, "row r1, slot 1").status, Status::fail);
}

TEST(SmallLiquid, RackWithoutItsGroup) {
  const Site site = small_site();
  Plan plan = racks(site, {{"test-compute", 1}});
  plan.racks[0].cdu_group = -1;
  const std::vector<Check> checks = hydraulics::check(site, plan, kZoneHeat);
  const Check& check = only(checks, Rule::liquid_group, "row r1, slot 1");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_NE(check.arithmetic.find("no CDU group"), std::string::npos);
}

}  // namespace
}  // namespace hallplan
