// Leak zones, trays and power devices on the floor, as a site file says them.
#include <gtest/gtest.h>

#include <string>

#include "tests/support/load.hpp"

namespace hallplan {
namespace {

using test::refused;

TEST(LayoutKeys, AreReadInSi) {
  const Site site = test::small_site(
      {"liquid.leak_zones={a: {rows: [r1], areas: [{x: 1 m, y: 200 cm, width: 3 m, depth: 4 m}], most_racks: 8, "
       "most_power: 1.2 MW}, b: {rows: [r1]}}",
       "network.trays={t: {x: 1 m, y: 50 cm, along: y, length: 20 ft}, u: {x: 1 m, y: 1 m, length: 2 m}}",
       "power.devices.mech.in_hall=true", "power.devices.mech.air_zone=room",
       "power.devices.mech.place={x: 10 m, y: 6 m, width: 80 cm, depth: 60 cm, height: 2 m, mass: 1 t, front: west}",
       "basis.working_condition=3", "basis.working_space=4 ft"});
  ASSERT_EQ(site.leak_zones.size(), 2U);
  const LeakZone& zone = site.leak_zones[0];
  EXPECT_EQ(zone.rows.at(0).index, 0);
  EXPECT_DOUBLE_EQ(zone.areas.at(0).y_m.value, 2);
  EXPECT_DOUBLE_EQ(zone.most_racks->value, 8);
  EXPECT_DOUBLE_EQ(zone.most_w->value, 1.2e6);
  EXPECT_FALSE(site.leak_zones[1].most_racks || site.leak_zones[1].most_w);
  ASSERT_EQ(site.network.trays.size(), 2U);
  EXPECT_EQ(site.network.trays[0].along, Axis::y);
  EXPECT_NEAR(site.network.trays[0].length_m.value, 6.096, 1e-12);
  EXPECT_EQ(site.network.trays[1].along, Axis::x);
  EXPECT_EQ(site.basis.working_condition, 3);
  EXPECT_NEAR(site.basis.working_space_m->value, 1.2192, 1e-12);
  for (const Device& device : site.devices) EXPECT_EQ(device.place.has_value(), device.id == "mech");
  for (const Device& device : site.devices) {
    if (!device.place) continue;
    EXPECT_DOUBLE_EQ(device.place->width_m.value, 0.8);
    EXPECT_DOUBLE_EQ(device.place->mass_kg->value, 1000);
    EXPECT_EQ(device.place->front, Side::west);
  }
  EXPECT_EQ(test::small_site().basis.working_condition, 2);
}

TEST(LayoutKeys, WhatCannotBeIsRefusedByName) {
  EXPECT_NE(refused({"liquid.leak_zones={a: {most_racks: 2}}"}).find("leak zone 'a' needs 'rows' or 'areas'"),
            std::string::npos);
  EXPECT_NE(refused({"liquid.leak_zones={a: {areas: [{x: 10 m, y: 1 m, width: 3 m, depth: 1 m}]}}"})
                .find("an area of leak zone 'a' reaches to 13 m; the hall ends at 12 m"),
            std::string::npos);
  EXPECT_NE(refused({"liquid.leak_zones={a: {rows: [r9]}}"}).find("r9"), std::string::npos);
  EXPECT_NE(refused({"network.trays={t: {x: 2 m, y: 1 m, along: y, length: 9 m}}"})
                .find("tray 't' reaches to 10 m; the hall ends at 8 m"),
            std::string::npos);
  std::string trays = "network.trays={";
  for (int i = 0; i < 65; ++i) {
    trays += "t" + std::to_string(i) + ": {x: 1 m, y: " + std::to_string(i) + " cm, length: 2 m}, ";
  }
  EXPECT_NE(refused({trays + "}"}).find("expected at most 64 trays, found 65"), std::string::npos);
  EXPECT_NE(refused({"power.devices.mech.place={x: 1 m, y: 6 m, width: 1 m, depth: 1 m, height: 2 m, front: south}"})
                .find("'mech' has a place in the hall and needs 'in_hall: true'"),
            std::string::npos);
}

}  // namespace
}  // namespace hallplan
