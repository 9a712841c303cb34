// Flow tables that were stated with another coolant than the group carries. At 40 degC water weighs 992.2 kg/m3 and takes up 4179.4 J/kgK,
// pg25 1022.5 kg/m3 and 3920 J/kgK; test-compute asks for 100 L/min and 50 kPa there, and for 60 L/min and 20 kPa at 30 degC.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

constexpr double kLitrePerMinute = 1e-3 / 60;
constexpr double kMoreFlow = 992.2 * 4179.4 / (1022.5 * 3920);

RackLiquid& compute(Site& site) {
  return *site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid;
}
hydraulics::RackDemand demand(Site site, const std::string& table, double supply_degc = 40) {
  compute(site).table_coolant = table;
  const CduGroup& group = site.cdu_groups[0];
  const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  return hydraulics::rack_demand(site, type, supply_degc, &group).value();
}

TEST(TableCoolant, AsItStandsWhereItIsThatOfTheGroupOrNotStated) {
  const Site site = test::small_site({});
  for (const char* const table : {"", "pg25"}) {
    EXPECT_NEAR(demand(site, table).flow_m3_per_s, 100 * kLitrePerMinute, 1e-12) << table;
    EXPECT_NEAR(demand(site, table).pressure_drop_pa.value(), 50e3, 1e-6) << table;
  }
}

// The same heat at the same rise: 3.5 % more of pg25. Its drop goes with flow^n, n = ln(50 / 20) / ln(100 / 60), so by similarity with
// density^(n - 1) viscosity^(2 - n), of pg25 the thick end of its two tables.
TEST(TableCoolant, OfWaterAskedOfAGlycol) {
  const Site site = test::small_site({});
  const hydraulics::RackDemand asked = demand(site, "water");
  EXPECT_NEAR(asked.flow_m3_per_s, 100 * kMoreFlow * kLitrePerMinute, 1e-9 * asked.flow_m3_per_s);
  const double n = std::log(50.0 / 20) / std::log(100.0 / 60);
  const double drop = 50e3 * std::pow(1022.5 / 992.2, n - 1) * std::pow(1.58 / 0.653, 2 - n) * std::pow(kMoreFlow, n);
  EXPECT_NEAR(asked.pressure_drop_pa.value(), drop, 1e-6 * drop);
  Site with = site;
  compute(with).table_coolant = "water";
  const std::string words =
      hydraulics::rack_demand_words(
          with, with.catalogue.racks[static_cast<std::size_t>(rack_type(with, "test-compute"))].body, 40,
          &with.cdu_groups[0])
          .flow;
  EXPECT_NE(words.find("its table of water at 40 degC"), std::string::npos) << words;
  CduGroup on_water = site.cdu_groups[0];
  on_water.coolant = site.loops[0].coolant;
  Site of_glycol = site;
  compute(of_glycol).table_coolant = "pg25";
  const RackType& type = of_glycol.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  EXPECT_NEAR(hydraulics::rack_demand(of_glycol, type, 40, &on_water).value().flow_m3_per_s,
              100 / kMoreFlow * kLitrePerMinute, 1e-9);
}

// Four racks ask three CDUs of 300 L/min, one lost, for 400: with 3.5 % more for 414.
TEST(TableCoolant, GroupsAreHeldAgainstThatFlow) {
  Site site = test::small_site({});
  compute(site).table_coolant = "water";
  const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 4}}));
  const std::vector<Check> checks = hydraulics::check(site, plan, {50e3});
  EXPECT_NEAR(only(checks, Rule::liquid_cdu_flow, "g1").value, 400 * kMoreFlow * kLitrePerMinute, 1e-9);
}

// Water of 3 degC is in no table, so such a line is not known of a glycol either.
TEST(TableCoolant, LinesWithoutPropertiesAreLeftOut) {
  Site site = test::small_site({});
  compute(site).table_coolant = "water";
  for (Product<CoolantType>& coolant : site.catalogue.coolants) {
    if (coolant.id == "water") coolant.body.table.erase(coolant.body.table.begin(), coolant.body.table.begin() + 4);
  }
  const CduGroup& group = site.cdu_groups[0];  // water's table now begins at 35 degC
  const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  EXPECT_FALSE(hydraulics::rack_demand(site, type, 32, &group));
  EXPECT_TRUE(hydraulics::rack_demand(site, type, 40, &group));
}

}  // namespace
}  // namespace hallplan
