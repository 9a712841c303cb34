// What nobody gives, or what lies where nothing is known, is undecided and says what is missing.
#include <gtest/gtest.h>

#include "planner/hydraulics/liquid.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

std::vector<Check> checked(const Site& site) {
  return hydraulics::check(site, racks(site, {{"test-compute", 4}}), {50e3});
}

RackType& compute(Site& site) {
  return site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
}

void expect_undecided(const Check& check, const std::string& because) {
  EXPECT_EQ(check.status, Status::undecided) << check.arithmetic;
  EXPECT_NE(check.arithmetic.find(because), std::string::npos) << check.arithmetic;
}

TEST(UnknownLiquid, SupplyBeyondTheRacksTable) {
  // The table ends at 40 degC; at 41 nothing is known of flow or return, but the CDU's range still holds.
  const std::vector<Check> checks = checked(small_site({"liquid.cdu_groups.g1.supply=41 degC"}));
  expect_undecided(only(checks, Rule::liquid_supply, "g1, test-compute"), "no flow known for test-compute");
  expect_undecided(only(checks, Rule::liquid_cdu_flow, "g1", "1 unit lost"), "41 degC");
  expect_undecided(only(checks, Rule::liquid_rack_flow, "g1, test-compute"), "no flow known");
  expect_undecided(only(checks, Rule::liquid_return, "g1, test-compute"), "no flow known");
  EXPECT_EQ(only(checks, Rule::liquid_supply, "g1").status, Status::pass);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1").status, Status::pass);
}

TEST(UnknownLiquid, CduSupplyRange) {
  Site site = small_site();
  site.catalogue.cdus[0].body.supply_most_degc.reset();
  expect_undecided(only(checked(site), Rule::liquid_supply, "g1"), "no warmest supply known for test-cdu");
  // A known end that is broken decides all the same.
  site.catalogue.cdus[0].body.supply_least_degc->high = 45;
  EXPECT_EQ(only(checked(site), Rule::liquid_supply, "g1").status, Status::fail);
  site.catalogue.cdus[0].body.supply_least_degc.reset();
  expect_undecided(only(checked(site), Rule::liquid_supply, "g1"), "no supply range known for test-cdu");
}

TEST(UnknownLiquid, ReturnLimit) {
  Site site = small_site();
  compute(site).liquid->return_limit_degc.reset();
  expect_undecided(only(checked(site), Rule::liquid_return, "g1, test-compute"), "no return limit known");
}

TEST(UnknownLiquid, MostFlowFallsBackToTheTable) {
  // 100 L/min at 40 degC is the table's own last line: surely allowed. At 101 kW it would be 101 L/min: not known.
  Site site = small_site();
  compute(site).liquid->most_flow_m3_per_s.reset();
  EXPECT_EQ(only(checked(site), Rule::liquid_rack_flow, "g1, test-compute").status, Status::pass);
  compute(site).power.tdp_w.high = 101e3;
  expect_undecided(only(checked(site), Rule::liquid_rack_flow, "g1, test-compute"), "no most flow known");
}

TEST(UnknownLiquid, CduPower) {
  Site site = small_site();
  site.catalogue.cdus[0].body.power_w.reset();
  expect_undecided(only(checked(site), Rule::liquid_rejection, "fws"), "no electrical power known for test-cdu");
  expect_undecided(only(checked(site), Rule::liquid_fws_return, "fws"), "no electrical power known for test-cdu");
  EXPECT_EQ(only(checked(site), Rule::liquid_rejection, "chw").status, Status::pass);
}

// What is known alone is too much for the loop, whatever the CDUs draw on top.
TEST(UnknownLiquid, APartThatIsTooMuchFails) {
  Site site = small_site();
  site.catalogue.cdus[0].body.power_w.reset();
  for (Product<RejectionType>& type : site.catalogue.rejections) type.body.capacity_w = exactly(50e3);
  const Check rejection = only(checked(site), Rule::liquid_rejection, "fws");
  EXPECT_EQ(rejection.status, Status::fail);
  EXPECT_NE(rejection.arithmetic.find("at least"), std::string::npos) << rejection.arithmetic;
  site.loops[0].return_limit_degc = exactly(site.loops[0].supply_degc.high + 0.1);
  EXPECT_EQ(only(checked(site), Rule::liquid_fws_return, "fws").status, Status::fail);
}

TEST(UnknownLiquid, ColdestWater) {
  Site site = small_site();
  for (Product<RejectionType>& type : site.catalogue.rejections) type.body.water_least_degc.reset();
  expect_undecided(only(checked(site), Rule::liquid_rejection, "fws"), "no coldest water known for test-cooler");
}

TEST(UnknownLiquid, PressureDrop) {
  Site site = small_site();
  compute(site).liquid->table.back().pressure_drop_pa.reset();
  expect_undecided(only(checked(site), Rule::liquid_cdu_head, "g1"), "no pressure drop known for test-compute");
  expect_undecided(only(checked(small_site({"liquid.cdu_groups.g1.supply=41 degC"})), Rule::liquid_cdu_head, "g1"),
                   "at 41 degC supply");
}

TEST(UnknownLiquid, WeatherBeyondTheRating) {
  const std::vector<Check> checks = checked(small_site({"basis.outdoor=36 degC"}));
  expect_undecided(only(checks, Rule::liquid_rejection, "fws"), "up to 35 degC outdoor air only");
  expect_undecided(only(checks, Rule::liquid_rejection, "chw", "1 unit lost"), "36 degC");
}

TEST(UnknownLiquid, CoolantBeyondItsTable) {
  // PG25 is known from 20 degC. Let the rack's table reach down to 15.
  Site site = small_site({"liquid.cdu_groups.g1.supply=18 degC", "liquid.loops.fws.supply=14 degC"});
  compute(site).liquid->table.front().supply_degc.value = 15;
  const std::vector<Check> checks = checked(site);
  expect_undecided(only(checks, Rule::liquid_return, "g1, test-compute"), "pg25 from 20 to 55 degC");
  EXPECT_EQ(only(checks, Rule::liquid_cdu_flow, "g1").status, Status::pass);
}

}  // namespace
}  // namespace hallplan
