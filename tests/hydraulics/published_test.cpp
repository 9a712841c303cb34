// Published points: the flow table of the GB300 NVL72, PG25 and water, and how many such racks a CDU carries.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/hydraulics/liquid.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

/// Lenovo Press LP2357, GB300 NVL72 product guide, table 27 (page 38): required flow and, with 121.5 kW (90 % of 135 kW), the
/// return temperature that follows for water (density 990 kg/m3, 4180 J/kgK) and PG25 (1022 kg/m3, 3920 J/kgK).
struct Published {
  double supply_degc, flow_l_per_min, return_water_degc, return_pg25_degc;
};
constexpr Published kLenovo[] = {
    {25, 59, 54.9, 55.8}, {30, 71, 54.8, 55.6}, {35, 89, 54.8, 55.4}, {40, 119, 54.8, 55.3}, {45, 177, 55.0, 55.3},
};

/// The small site with test-compute turned into that rack.
Site lenovo_site(double supply_degc) {
  Site site = small_site();
  RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  rack.power.tdp_w = exactly(135e3);
  RackLiquid& liquid = *rack.liquid;
  liquid.share = exactly(0.9);
  liquid.table_power_w = exactly(135e3);
  liquid.table_share = exactly(0.9);
  liquid.table.clear();
  for (const Published& point : kLenovo) {
    liquid.table.push_back({exactly(point.supply_degc), exactly(point.flow_l_per_min * kLitrePerMinute), {}});
  }
  liquid.most_flow_m3_per_s = exactly(177 * kLitrePerMinute);
  site.cdu_groups[0].supply_degc = exactly(supply_degc);
  site.cdu_groups[0].units.resize(1);
  site.cdu_groups[0].spare = 0;
  return site;
}

const RackType& rack_of(const Site& site) {
  return site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
}

const CoolantType& coolant(const Site& site, const std::string& id) {
  for (const Product<CoolantType>& candidate : site.catalogue.coolants) {
    if (candidate.id == id) return candidate.body;
  }
  throw std::runtime_error("no coolant " + id);
}

TEST(PublishedLiquid, LenovoTable) {
  const Site site = lenovo_site(40);
  for (const Published& point : kLenovo) {
    const auto demand = hydraulics::rack_demand(site, rack_of(site), point.supply_degc);
    ASSERT_TRUE(demand) << point.supply_degc;
    EXPECT_NEAR(demand->heat_w, 121.5e3, 1e-6);
    EXPECT_NEAR(demand->flow_m3_per_s, point.flow_l_per_min * kLitrePerMinute, 1e-12);
    // The maker's hidden law, 1778 L/min K / (55 - Ts), within 3 % of each line.
    EXPECT_NEAR(demand->flow_m3_per_s / kLitrePerMinute / (1778 / (55 - point.supply_degc)), 1, 0.03);
    const auto water =
        hydraulics::return_degc(coolant(site, "water"), point.supply_degc, demand->heat_w, demand->flow_m3_per_s);
    const auto pg25 =
        hydraulics::return_degc(coolant(site, "pg25"), point.supply_degc, demand->heat_w, demand->flow_m3_per_s);
    ASSERT_TRUE(water && pg25);
    const double water_rise_k = point.return_water_degc - point.supply_degc;
    const double pg25_rise_k = point.return_pg25_degc - point.supply_degc;
    EXPECT_NEAR(*water - point.supply_degc, water_rise_k, 0.03 * water_rise_k);
    EXPECT_NEAR(*pg25 - point.supply_degc, pg25_rise_k, 0.03 * pg25_rise_k);
  }
}

TEST(PublishedLiquid, BetweenTheLinesTheTableIsOnTheSafeSide) {
  const Site site = lenovo_site(40);
  for (std::size_t i = 0; i + 1 < std::size(kLenovo); ++i) {
    // The law through both lines of this step: F = k / (r - T).
    const double r = (kLenovo[i + 1].flow_l_per_min * kLenovo[i + 1].supply_degc -
                      kLenovo[i].flow_l_per_min * kLenovo[i].supply_degc) /
                     (kLenovo[i + 1].flow_l_per_min - kLenovo[i].flow_l_per_min);
    const double k = kLenovo[i].flow_l_per_min * (r - kLenovo[i].supply_degc);
    for (double t = kLenovo[i].supply_degc + 0.5; t < kLenovo[i + 1].supply_degc; t += 0.5) {
      const double flow = hydraulics::rack_demand(site, rack_of(site), t)->flow_m3_per_s / kLitrePerMinute;
      EXPECT_GT(flow, k / (r - t)) << t;
      EXPECT_LT(flow, 1.045 * k / (r - t)) << t;
    }
  }
}

TEST(PublishedLiquid, FlowScalesWithSustainedHeat) {
  Site site = lenovo_site(40);
  site.basis.sustained = SustainedLevel::max;
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.power.max_w = exactly(142e3);
  // 119 x 142 / 135 = 125.17 L/min
  EXPECT_NEAR(hydraulics::rack_demand(site, rack_of(site), 40)->flow_m3_per_s / kLitrePerMinute, 125.170, 0.001);
}

TEST(PublishedLiquid, NothingBeyondTheTable) {
  const Site site = lenovo_site(40);
  EXPECT_FALSE(hydraulics::rack_demand(site, rack_of(site), 45.01));
  EXPECT_FALSE(hydraulics::rack_demand(site, rack_of(site), 24.99));
  EXPECT_FALSE(hydraulics::rack_demand(site, rack_of(site), NAN));
  EXPECT_FALSE(hydraulics::rack_demand(
      site, site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-network"))].body, 40));
}

/// Most racks that one unit of a CDU carries by a rule.
int most_racks(const Site& site, Rule rule) {
  int most = 0;
  for (int count = 1; count <= 40; ++count) {
    const std::vector<Check> checks = hydraulics::check(site, racks(site, {{"test-compute", count}}), {0});
    if (only(checks, rule, "g1").status == Status::pass) most = count;
  }
  return most;
}

TEST(PublishedLiquid, KilowattsAloneMislead) {
  // Vertiv XDU1350 with two pumps: 1350 kW at 4 K and 1200 L/min. 1350 / 121.5 = 11.1 racks by heat; by flow
  // 1200 / 177 = 6.8 at 45 degC and 1200 / 119 = 10.1 at 40 degC.
  Site site = lenovo_site(45);
  site.catalogue.cdus[0].body.capacity_w = exactly(1350e3);
  site.catalogue.cdus[0].body.flow_m3_per_s = exactly(1200 * kLitrePerMinute);
  EXPECT_EQ(most_racks(site, Rule::liquid_cdu_heat), 11);
  EXPECT_EQ(most_racks(site, Rule::liquid_cdu_flow), 6);
  site.cdu_groups[0].supply_degc = exactly(40);
  EXPECT_EQ(most_racks(site, Rule::liquid_cdu_flow), 10);
}

TEST(PublishedLiquid, TwelveRacksOnAChx2000) {
  // CoolIT CHx2000: 2000 kW at 5 K, 2125 L/min; its maker says 12 GB300 NVL72: 12 x 177 = 2124 L/min at 45 degC.
  Site site = lenovo_site(45);
  site.catalogue.cdus[0].body.capacity_w = exactly(2000e3);
  site.catalogue.cdus[0].body.flow_m3_per_s = exactly(2125 * kLitrePerMinute);
  site.loops[0].flow_m3_per_s = exactly(2125 * kLitrePerMinute);
  EXPECT_EQ(most_racks(site, Rule::liquid_cdu_flow), 12);
  EXPECT_EQ(most_racks(site, Rule::liquid_cdu_heat), 16);
}

TEST(PublishedLiquid, CoolantTables) {
  const Site site = small_site();
  // DOWFROST LC 25 data sheet: 40 degC 1022.5 kg/m3, 3.92 kJ/kgK; 45 degC 1019.7 and 3.93. At 42: 1022.5 - 0.4 x 2.8.
  const auto at_40 = hydraulics::coolant_at(coolant(site, "pg25"), 40);
  const auto at_42 = hydraulics::coolant_at(coolant(site, "pg25"), 42);
  ASSERT_TRUE(at_40 && at_42);
  EXPECT_NEAR(at_40->density_kg_per_m3, 1022.5, 1e-9);
  EXPECT_NEAR(at_40->specific_heat_j_per_kg_k, 3920, 1e-9);
  EXPECT_NEAR(at_42->density_kg_per_m3, 1021.38, 1e-6);
  EXPECT_NEAR(at_42->specific_heat_j_per_kg_k, 3924, 1e-6);
  // The ends belong to the table; nothing is known beyond them.
  EXPECT_TRUE(hydraulics::coolant_at(coolant(site, "pg25"), 20));
  EXPECT_TRUE(hydraulics::coolant_at(coolant(site, "pg25"), 55));
  EXPECT_FALSE(hydraulics::coolant_at(coolant(site, "pg25"), 19.9));
  EXPECT_FALSE(hydraulics::coolant_at(coolant(site, "pg25"), 55.1));
  EXPECT_FALSE(hydraulics::coolant_at(CoolantType{}, 40));
  EXPECT_FALSE(hydraulics::return_degc(coolant(site, "pg25"), 40, 1e3, 0));
  EXPECT_EQ(hydraulics::return_degc(coolant(site, "pg25"), 40, 0, 0), 40);
}

}  // namespace
}  // namespace hallplan
