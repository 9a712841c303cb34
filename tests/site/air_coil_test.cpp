// What an air unit takes, held against the balance of its coil solved by bisection, and against the rated point itself.
//
//   test-crah  60 kW of 6 m3/s at 28 degC on water of 18 degC, fans 3 kW: k = 60 / (28 - 18) = 6 kW/K, C = 7.2432 kW/K
#include "planner/site/air_coil.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "planner/site/atmosphere.hpp"
#include "tests/support/load.hpp"

namespace hallplan {
namespace {

constexpr double kAir_w_per_k = 1.2 * 1006 * 6;

AirUnitType& unit_of(Site& site) {
  return site.catalogue.air_units[static_cast<std::size_t>(site.air_zones[0].type.index)].body;
}

void set_water(Site& site, double degc) {
  Value& water = site.loops[static_cast<std::size_t>(site.air_zones[0].loop.index)].supply_degc;
  water.value = water.low = water.high = degc;
}

/// The heat at which a coil that takes 6 kW for each kelvin between return air and water just holds the supply air.
double balanced_w(double supply_degc, double water_degc) {
  double low_w = 0, high_w = 1e9;
  for (int i = 0; i < 200; ++i) {
    const double heat_w = (low_w + high_w) / 2;
    const double return_degc = supply_degc - 3e3 / kAir_w_per_k + heat_w / kAir_w_per_k;
    (6e3 * (return_degc - water_degc) >= heat_w ? low_w : high_w) = heat_w;
  }
  return low_w;
}

TEST(AirCoil, HoldsItsSupplyUpToWhatItsRatingSays) {
  Site site = test::small_site();
  for (const double water_degc : {10.0, 18.0, 22.0, 23.0}) {
    set_water(site, water_degc);
    const CoilCapacity unit = unit_capacity(site, site.air_zones[0], 24);
    EXPECT_NEAR(unit.capacity_w, std::min(60e3, balanced_w(24, water_degc)), 1e-3) << water_degc;
    EXPECT_EQ(unit.arithmetic.empty(), unit.capacity_w == 60e3) << unit.arithmetic;
    EXPECT_TRUE(unit.unknown.empty());
  }
  EXPECT_LT(balanced_w(24, 23), 60e3);
}

// At the rated point itself: it leaves 28 - 60 / 7.2432 K, and its fans add 3 / 7.2432 K.
TEST(AirCoil, TakesItsRatingAtItsRatedPoint) {
  Site site = test::small_site();
  const double supply_degc = 28 - 57e3 / kAir_w_per_k;
  EXPECT_NEAR(unit_capacity(site, site.air_zones[0], supply_degc).capacity_w, 60e3, 1e-6);
  EXPECT_LT(unit_capacity(site, site.air_zones[0], supply_degc - 0.1).capacity_w, 58e3);
}

// 3 kW warm 7.24 kW/K by 0.41 K: nothing is left of 0.4 K.
TEST(AirCoil, TakesNothingWhereItsFansUseTheDifferenceUp) {
  Site site = test::small_site();
  set_water(site, 23.6);
  EXPECT_EQ(unit_capacity(site, site.air_zones[0], 24).capacity_w, 0);
  set_water(site, 30);
  EXPECT_EQ(unit_capacity(site, site.air_zones[0], 24).capacity_w, 0);
}

// Thin air takes up less on both sides of the balance.
TEST(AirCoil, LosesWithTheAirsDensity) {
  Site site = test::small_site();
  set_water(site, 10);
  site.basis.elevation_m.high = 2000;
  EXPECT_NEAR(unit_capacity(site, site.air_zones[0], 24).capacity_w, 60e3 * density_ratio(2000), 1e-6);
  unit_of(site).fan_power_w.high = 0;
  set_water(site, 23);
  EXPECT_NEAR(unit_capacity(site, site.air_zones[0], 24).capacity_w,
              6e3 / (1 - 6e3 / kAir_w_per_k) * density_ratio(2000), 1e-6);
}

TEST(AirCoil, TakesNoMoreByAnyEndThatIsWorse) {
  Site site = test::small_site();
  set_water(site, 22.5);
  const auto capacity_w = [&] { return unit_capacity(site, site.air_zones[0], 24).capacity_w; };
  const double all_w = capacity_w();
  ASSERT_LT(all_w, 60e3);
  const auto worse = [&](Value& value, double Value::*end, double by) {
    const Value kept = value;
    value.*end += by;
    EXPECT_LT(capacity_w(), all_w) << value.written;
    value = kept;
  };
  AirUnitType& unit = unit_of(site);
  worse(unit.capacity_w, &Value::low, -1e3);
  worse(unit.water_supply_degc, &Value::low, -1);
  worse(*unit.return_air_degc, &Value::high, 1);
  worse(unit.airflow_m3_per_s, &Value::high, 0.5);
  worse(unit.fan_power_w, &Value::high, 500);
  worse(site.loops[static_cast<std::size_t>(site.air_zones[0].loop.index)].supply_degc, &Value::high, 0.2);
}

// The ends of a rating that its nominal values pass may contradict each other.
TEST(AirCoil, DoesNotFollowFromARatingThatNoCoilHas) {
  Site site = test::small_site();
  unit_of(site).water_supply_degc.low = unit_of(site).return_air_degc->high - 8;
  EXPECT_NE(unit_capacity(site, site.air_zones[0], 24).unknown.find("would leave no warmer than the water"),
            std::string::npos);
}

}  // namespace
}  // namespace hallplan
