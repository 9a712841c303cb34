// Ratings in thin air.
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

Limit limit_at(double elevation_m, const std::string& id, const std::vector<AltitudePoint>& own = {}) {
  Site site = test::small_site();
  site.basis.elevation_m = number(elevation_m);
  device(site, id).altitude = own;
  return limit_of(site, device(site, id));
}

TEST(Altitude, WithoutATableRatingsHoldUpToNormalServiceConditions) {
  for (const char* id : {"tx-a", "ups-a", "gen"}) {
    EXPECT_EQ(limit_at(1000, id).unknown, "");
    EXPECT_EQ(limit_at(1001, id).unknown, std::string("no altitude derating known for ") + id + " above 1000 m");
    EXPECT_EQ(limit_at(1001, id).continuous_w, 0);
  }
  for (const char* id : {"mech", "bus-a"}) {
    EXPECT_EQ(limit_at(2000, id).unknown, "");
    EXPECT_EQ(limit_at(2001, id).unknown, std::string("no altitude derating known for ") + id + " above 2000 m");
  }
  EXPECT_EQ(limit_at(4000, "utility").unknown, "");  // a contract
}

TEST(Altitude, TableIsReadLinearlyAndNotBeyondItsEnd) {
  const std::vector<AltitudePoint> table{{number(1000), number(1.0)}, {number(2000), number(0.94)}};
  EXPECT_EQ(limit_at(500, "tx-a", table).continuous_w, 600e3);
  const Limit half = limit_at(1500, "tx-a", table);  // 600 x 97 % = 582 kW
  EXPECT_NEAR(half.continuous_w, 582e3, 1e-6);
  EXPECT_EQ(half.arithmetic, "600 kW x 97 % at 1500 m = 582 kW");
  EXPECT_EQ(limit_at(2100, "tx-a", table).unknown, "no altitude derating known for tx-a at 2100 m");
}

TEST(Altitude, OfATypeAndOfTheDevicesOwnRatingApart) {
  Site site = test::small_site();
  site.basis.elevation_m = number(1500);
  site.catalogue.ups[0].body.altitude = {{number(1000), number(1.0)}, {number(2000), number(0.9)}};
  EXPECT_NEAR(limit_of(site, device(site, "ups-a")).continuous_w, 800e3 * 0.95, 1e-6);
  device(site, "ups-a").rating_w = number(700e3);  // its own rating, of which nobody says what thin air does
  EXPECT_EQ(limit_of(site, device(site, "ups-a")).unknown, "no altitude derating known for ups-a above 1000 m");
  site.catalogue.busways[0].body.altitude = {{number(1000), number(0.5)}};
  EXPECT_EQ(limit_of(site, device(site, "bus-a")).unknown, "no altitude derating known for bus-a at 1500 m");
}

TEST(Altitude, OfTheDevicesOwnTableAndItsTypesTheLowerCounts) {
  Site site = test::small_site();
  site.basis.elevation_m = number(1500);
  Device& ups = device(site, "ups-a");
  ups.altitude = {{number(1000), number(1.0)},
                  {number(2000), number(0.8)}};  // 90 % at 1500 m, and the type says nothing
  EXPECT_NEAR(limit_of(site, ups).continuous_w, 800e3 * 0.9, 1e-6);
  std::vector<AltitudePoint>& of_type = site.catalogue.ups[0].body.altitude;
  of_type = {{number(1000), number(1.0)}, {number(2000), number(0.9)}};
  EXPECT_NEAR(limit_of(site, ups).continuous_w, 800e3 * 0.9, 1e-6);
  of_type[1].share = number(0.6);
  EXPECT_NEAR(limit_of(site, ups).continuous_w, 800e3 * 0.8, 1e-6);
  ups.altitude = {{number(1000), number(1.0)}};  // ends below the hall
  EXPECT_EQ(limit_of(site, ups).unknown, "no altitude derating known for ups-a at 1500 m");
}

TEST(Altitude, ChecksAreUndecidedByName) {
  Site site = test::small_placed_site({"basis.elevation=1200 m"});
  const std::vector<Check> checks = check(site, pinned_plan(site));
  const Check held = test::find_check(checks, Rule::power_transformer, "tx-a", "normal");
  EXPECT_EQ(held.status, Status::undecided);
  EXPECT_EQ(held.arithmetic.rfind("no altitude derating known for tx-a above 1000 m", 0), 0U);
  EXPECT_EQ(test::find_check(checks, Rule::power_busway, "bus-a", "normal").status, Status::pass);
}

}  // namespace
}  // namespace hallplan::power
