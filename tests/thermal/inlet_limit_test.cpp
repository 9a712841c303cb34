// Inlet limits at elevation: 35 degC, less 1 K for each 300 m above 900 m.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/thermal/inlet_limit.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

Site at(double elevation_m) {
  Site site = small_site();
  site.basis.elevation_m = exactly(elevation_m);
  RackType& rack = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body;
  rack.air.altitude_derating = AltitudeDerating{exactly(900), exactly(1), exactly(300)};
  return site;
}

double limit_degc(const Site& site) { return thermal::inlet_limit_degc(site, rack_type(site, "test-compute")); }

TEST(InletLimit, FallsWithElevation) {
  EXPECT_EQ(limit_degc(at(0)), 35);
  EXPECT_EQ(limit_degc(at(900)), 35);
  EXPECT_NEAR(limit_degc(at(1500)), 33, 1e-12);
  EXPECT_NEAR(limit_degc(at(1000)), 35 - 1.0 / 3, 1e-12);
  const Site site = at(1500);
  EXPECT_EQ(
      thermal::inlet_limit(site, site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body)
          ->arithmetic,
      "35 degC - (1500 m - 900 m) x 1 K / 300 m = 33 degC");
}

TEST(InletLimit, WithoutADeratingItIsKnownUpTo900m) {
  Site site = small_site({"basis.elevation=900 m"});
  EXPECT_EQ(limit_degc(site), 35);
  EXPECT_TRUE(std::isnan(limit_degc(small_site({"basis.elevation=901 m"}))));
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.air.inlet_limit_degc.reset();
  EXPECT_TRUE(std::isnan(limit_degc(site)));
}

TEST(InletLimit, UnfavourableEndsCount) {
  Site site = at(1500);
  AltitudeDerating& derating =
      *site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.air.altitude_derating;
  derating.lose_k.high = 2;
  site.basis.elevation_m.high = 1800;
  EXPECT_NEAR(limit_degc(site), 35 - 6, 1e-12);
}

TEST(InletLimit, SupplyAirIsHeldAgainstIt) {
  // 34 degC: within 35, not within the 33 degC at 1500 m.
  Site site = at(1500);
  site.air_zones[0].supply_degc = exactly(34);
  const Plan plan = racks(site, {{"test-compute", 4}});
  const std::vector<double> losses(site.air_zones.size(), 0.0);
  const Check high = only(thermal::check(site, plan, losses), Rule::air_supply, "room");
  EXPECT_EQ(high.status, Status::fail);
  EXPECT_NEAR(high.limit, 33, 1e-12);
  EXPECT_NE(high.arithmetic.find("1 K / 300 m = 33 degC"), std::string::npos) << high.arithmetic;
  site.basis.elevation_m = exactly(0);
  EXPECT_EQ(only(thermal::check(site, plan, losses), Rule::air_supply, "room").status, Status::pass);
}

}  // namespace
}  // namespace hallplan
