// Keys of a CDU group's ride-through in site files.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::refused;
using test::small_site;

/// A what-if that gives g1 all of this.
std::string given(const std::string& keys) { return "liquid.cdu_groups.g1.ride_through={" + keys + "}"; }

TEST(RideThrough, KeysOfTheSite) {
  const Site site = small_site({"liquid.loops.fws.restart=90 s", "liquid.loops.fws.circulating_volume=3 m3",
                                given("supply_volume: 300 L, coast_down: 2 s, racks: {compute: {type: test-compute, "
                                      "volume: 40 L, trapped: 4 L, device: {power: 1400 W, rise: 28 K, mass: 1 kg, "
                                      "limit: 87 degC}}}")});
  const CoolantInventory& ride = *site.cdu_groups[0].ride_through;
  EXPECT_NEAR(ride.supply_m3->value, 0.3, 1e-12);
  EXPECT_NEAR(ride.coast_down_s->value, 2, 1e-12);
  EXPECT_NEAR(ride.racks.at(0).trapped_m3->value, 0.004, 1e-12);
  EXPECT_NEAR(ride.racks.at(0).device->limit_degc.value, 87, 1e-12);
  EXPECT_NEAR(site.loops[0].restart_s->value, 90, 1e-12);
  EXPECT_NEAR(site.loops[0].circulating_m3->value, 3, 1e-12);
}

TEST(RideThrough, MalformedInputIsRefused) {
  const std::string racks = "racks: {compute: {type: test-compute}}";
  const auto says = [](const std::string& keys, const char* what) {
    const std::string found = refused({given(keys)});
    EXPECT_NE(found.find(what), std::string::npos) << keys << ": " << found;
  };
  says("supply_volume: 300 L", "site.missing-key");
  says(racks + ", supply_volume: 300 kg", "site.dimension");
  says(racks + ", supply_volume: 300", "site.unit-missing");
  says(racks + ", coast_down: -1 s", "site.range");
  says(racks + ", drive_restart: 9 h", "site.range");
  says(racks + ", drive_start: 9 s", "site.unknown-key");
  says("racks: {compute: {type: nobody}}", "site.reference");
  says("racks: {compute: {type: test-compute, volume: 4 L, trapped: 5 L}}", "site.disagree");
  says("racks: {one: {type: test-compute}, other: {type: test-compute}}", "given twice");
  says("racks: {compute: {type: test-compute, device: {power: 1 kW}}}", "site.missing-key");
}

}  // namespace
}  // namespace hallplan
