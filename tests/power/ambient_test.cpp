// Ratings in warm air.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::device;
using test::number;

/// Of the small hall with that weather outside.
Limit limit_outside(double outdoor_degc, const std::string& id, const std::vector<DeratingPoint>& own = {}) {
  Site site = test::small_site();
  site.basis.outdoor_degc = number(outdoor_degc);
  device(site, id).derating = own;
  return limit_of(site, device(site, id));
}

TEST(Ambient, WithoutATableRatingsHoldUpToFortyDegrees) {
  for (const char* id : {"tx-a", "gen"}) {  // outdoors
    EXPECT_EQ(limit_outside(40, id).unknown, "");
    EXPECT_EQ(limit_outside(40.5, id).unknown, std::string("no derating known for ") + id + " above 40 degC");
    EXPECT_EQ(limit_outside(40.5, id).continuous_w, 0);
  }
  for (const char* id : {"ups-a", "mech", "bus-a", "utility"}) {  // in rooms, or a contract
    EXPECT_EQ(limit_outside(50, id).unknown, "") << id;
  }
}

TEST(Ambient, OfADeviceIsItsOwnWord) {
  Site site = test::small_site();
  site.basis.outdoor_degc = number(45);
  device(site, "tx-a").ambient_degc = number(30);
  EXPECT_EQ(limit_of(site, device(site, "tx-a")).continuous_w, 600e3);
  device(site, "tx-b").in_hall = true;
  EXPECT_EQ(limit_of(site, device(site, "tx-b")).continuous_w, 600e3);
  device(site, "mech").ambient_degc = number(42);
  EXPECT_EQ(limit_of(site, device(site, "mech")).unknown, "no derating known for mech above 40 degC");
}

TEST(Ambient, TableIsReadLinearlyAndNotBeyondItsEnd) {
  const std::vector<DeratingPoint> table{{number(40), number(1.0)}, {number(50), number(0.9)}};
  EXPECT_EQ(limit_outside(35, "tx-a", table).continuous_w, 600e3);
  const Limit half = limit_outside(45, "tx-a", table);  // 600 x 95 % = 570 kW
  EXPECT_NEAR(half.continuous_w, 570e3, 1e-6);
  EXPECT_EQ(half.arithmetic, "600 kW x 95 % in 45 degC = 570 kW");
  EXPECT_EQ(limit_outside(51, "tx-a", table).unknown, "no derating known for tx-a at 51 degC");
}

// 800 kW x 95 % at 1500 m x 90 % in 45 degC.
TEST(Ambient, AndAltitudeBothCount) {
  Site site = test::small_site();
  site.basis.elevation_m = number(1500);
  UpsType& type = site.catalogue.ups[0].body;
  type.altitude = {{number(1000), number(1.0)}, {number(2000), number(0.9)}};
  type.derating = {{number(40), number(1.0)}, {number(45), number(0.9)}};
  device(site, "ups-a").ambient_degc = number(45);
  EXPECT_NEAR(limit_of(site, device(site, "ups-a")).continuous_w, 800e3 * 0.95 * 0.9, 1e-6);
  device(site, "ups-a").derating = {{number(40), number(1.0)}, {number(45), number(0.8)}};
  EXPECT_NEAR(limit_of(site, device(site, "ups-a")).continuous_w, 800e3 * 0.95 * 0.8, 1e-6);  // of two tables the lower
}

TEST(Ambient, WarmerAirNeverCarriesMore) {
  const std::vector<DeratingPoint> table{
      {number(30), number(1.0)}, {number(40), number(0.95)}, {number(55), number(0.8)}};
  double before = limit_outside(20, "gen", table).continuous_w;
  for (int degc = 21; degc <= 56; ++degc) {
    const double now = limit_outside(degc, "gen", table).continuous_w;
    EXPECT_LE(now, before) << degc;
    before = now;
  }
  EXPECT_EQ(before, 0);  // beyond its end
}

}  // namespace
}  // namespace hallplan::power
