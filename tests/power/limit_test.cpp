// What a device may carry, by each kind of rating.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/power/power.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"

namespace hallplan::power {
namespace {

using test::add_device;
using test::bare_site;
using test::number;

TEST(Limit, BuswayOfTheSmallHall) {
  // sqrt(3) x 415 V x 800 A x 1.0 = 1.7320508 x 332,000 = 575,040.87 W; 100 % rated: no 80 %; no derating table.
  const Site site = test::small_site();
  const Limit limit = limit_of(site, site.devices[test::device_index(site, "bus-a")]);
  EXPECT_NEAR(limit.continuous_w, 575'040.87, 0.01);
  EXPECT_EQ(limit.arithmetic, "1.732 x 415 V x 800 A x 1 = 575.041 kW");
  EXPECT_EQ(limit.source, "test-busway:sheet");
  EXPECT_TRUE(limit.at.known());
}

TEST(Limit, ABuswayOfATypeRunsAtItsOwnVoltage) {
  Site site = test::small_site();
  Device& bus = site.devices[test::device_index(site, "bus-a")];
  bus.voltage_v = number(208);  // sqrt(3) x 208 V x 800 A
  EXPECT_NEAR(limit_of(site, bus).continuous_w, 288'213.2, 0.1);
}

TEST(Limit, AKnownRatingStandsBesideOneThatIsNotKnown) {
  Site site = test::small_site();
  site.basis.busway_ambient_degc = number(60);  // beyond the type's table, or without one
  Device& bus = site.devices[test::device_index(site, "bus-a")];
  ASSERT_FALSE(limit_of(site, bus).unknown.empty());
  EXPECT_EQ(limit_of(site, bus).continuous_w, 0);
  Device& board = add_device(site, "board", DeviceKind::generator, {});
  board.rating_w = number(100e3);
  board.altitude.clear();
  EXPECT_EQ(limit_of(site, board).continuous_w, 100e3);
}

TEST(Limit, UpsIsModulesTimesModule) {
  const Site site = test::small_site();  // 2 x 400 kW
  EXPECT_DOUBLE_EQ(limit_of(site, site.devices[test::device_index(site, "ups-a")]).continuous_w, 800e3);
}

TEST(Limit, LeastRatingGoverns) {
  Site site = bare_site(0);
  site.basis.power_factor = number(0.9);
  Device& board = add_device(site, "board", DeviceKind::switchboard, {});
  board.rating_w = number(950e3);
  board.rating_va = number(1000e3);  // x 0.9 = 900 kW: the least
  board.rating_a = number(2000);     // 1.7320508 x 400 V x 2000 A x 0.9 = 1247.1 kW
  board.voltage_v = number(400);
  board.full_rated = true;
  const Limit limit = limit_of(site, site.devices[0]);
  EXPECT_DOUBLE_EQ(limit.continuous_w, 900e3);
  EXPECT_EQ(limit.arithmetic, "1000 kVA x 0.9 = 900 kW");
}

TEST(Limit, UnfavourableEndsOfRanges) {
  Site site = bare_site(0);
  site.basis.power_factor = {0.95, 0.90, 1.0, {}, {}, {}, Trust::stated, {}};
  Device& tx = add_device(site, "tx", DeviceKind::transformer, {});
  tx.rating_va = Value{1000e3, 900e3, 1100e3, {}, {}, {}, Trust::stated, {}};
  tx.efficiency = Value{0.99, 0.98, 0.995, {}, {}, {}, Trust::stated, {}};
  EXPECT_DOUBLE_EQ(limit_of(site, site.devices[0]).continuous_w, 810e3);  // 900 kVA x 0.90
  EXPECT_DOUBLE_EQ(efficiency_of(site, site.devices[0]), 0.98);
}

// NEC 210.20(A): a standard-rated 20 A breaker carries 16 A continuously. 215.3: 80 A continuous need 100 A.
TEST(Limit, EightyPercentUnderNec) {
  Site site = bare_site(0);
  Device& board = add_device(site, "board", DeviceKind::switchboard, {});
  board.rating_a = number(20);
  board.voltage_v = number(400);
  board.full_rated = false;
  const double volts = std::sqrt(3.0) * 400;
  EXPECT_NEAR(limit_of(site, site.devices[0]).continuous_w, volts * 16, 1e-6);
  site.devices[0].rating_a = number(100);
  EXPECT_NEAR(limit_of(site, site.devices[0]).continuous_w, volts * 80, 1e-6);
  site.devices[0].full_rated = true;
  EXPECT_NEAR(limit_of(site, site.devices[0]).continuous_w, volts * 100, 1e-6);
  site.devices[0].full_rated = false;
  site.basis.electrical_code = ElectricalCode::iec;
  EXPECT_NEAR(limit_of(site, site.devices[0]).continuous_w, volts * 100, 1e-6);
}

/// A busway of 1000 A at 400 V with a derating table of 40 degC: 100 %, 50 degC: 90 %, at this ambient temperature.
Limit busway_at(double ambient_degc, bool full_rated) {
  Site site = bare_site(0);
  site.basis.busway_ambient_degc = number(ambient_degc);
  Product<BuswayType> type;
  type.id = "type";
  type.body.rating_a = number(1000);
  type.body.voltage_v = number(400);
  type.body.full_rated = full_rated;
  type.body.derating = {{number(40), number(1.0)}, {number(50), number(0.9)}};
  site.catalogue.busways.push_back(type);
  Device& bus = add_device(site, "bus", DeviceKind::busway, {});
  bus.busway_type = {"type", {}, 0};
  return limit_of(site, site.devices[0]);
}

TEST(Limit, BuswayDeratesLinearlyAndIsNotExtrapolated) {
  const double rated_w = std::sqrt(3.0) * 400 * 1000;            // 692.82 kW
  EXPECT_NEAR(busway_at(20, true).continuous_w, rated_w, 1e-6);  // below the table: its first line
  EXPECT_NEAR(busway_at(40, true).continuous_w, rated_w, 1e-6);
  EXPECT_NEAR(busway_at(43, true).continuous_w, rated_w * 0.97, 1e-6);
  EXPECT_NEAR(busway_at(50, true).continuous_w, rated_w * 0.90, 1e-6);
  EXPECT_NEAR(busway_at(43, false).continuous_w, rated_w * 0.97 * 0.8, 1e-6);
  EXPECT_EQ(busway_at(51, true).continuous_w, 0);
  EXPECT_EQ(busway_at(51, true).unknown, "no derating known for bus at 51 degC");
}

TEST(Limit, AmperesWithoutVoltageAreUnknown) {
  Site site = bare_site(0);
  Device& board = add_device(site, "board", DeviceKind::switchboard, {});
  board.rating_a = number(1000);
  EXPECT_EQ(limit_of(site, site.devices[0]).unknown, "no voltage known for board");
}

TEST(Limit, WithoutRatingThereIsNone) {
  Site site = bare_site(0);
  add_device(site, "board", DeviceKind::switchboard, {});
  EXPECT_TRUE(std::isinf(limit_of(site, site.devices[0]).continuous_w));
}

}  // namespace
}  // namespace hallplan::power
