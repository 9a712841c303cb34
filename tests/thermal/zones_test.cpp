// The small site's zone `room` by hand: 4 test-compute, 1 test-network, 1 test-management.
//
//   racks    4 x 100 kW x (1 - 85 %) + 20 kW + 10 kW       = 90 kW
//   fans     3 kW for each of three units running           = 9 kW, with one lost 6 kW
//   units    3 x 60 kW and 6 m3/s; one spare
//   air      4 x 1 + 2 + 1 = 7 m3/s drawn, 5 % leakage      = 7.35 m3/s
#include <gtest/gtest.h>

#include <cmath>

#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

using test::small_site;

Plan full(const Site& site) { return racks(site, {{"test-compute", 4}, {"test-network", 1}, {"test-management", 1}}); }

std::vector<Check> checked(const Site& site, double losses_w = 0) {
  return thermal::check(site, full(site), {losses_w});
}

TEST(SmallAir, BalanceByHand) {
  const Site site = small_site();
  const thermal::ZoneBalance normal = thermal::balances(site, full(site), {1e3}).at(0);
  EXPECT_NEAR(normal.rack_heat_w, 90e3, 1e-6);
  EXPECT_NEAR(normal.other_heat_w, 10e3, 1e-6);  // 9 kW of fans, 1 kW of devices
  EXPECT_NEAR(normal.capacity_w, 180e3, 1e-6);
  EXPECT_NEAR(normal.drawn_m3_per_s, 7, 1e-12);
  EXPECT_NEAR(normal.demand_m3_per_s, 7.35, 1e-12);
  EXPECT_NEAR(normal.supply_m3_per_s, 18, 1e-12);
  EXPECT_NEAR(normal.bypass_m3_per_s, 11, 1e-12);
  const thermal::ZoneBalance lost = thermal::without_units(site, site.air_zones[0], normal, 1);
  EXPECT_NEAR(lost.other_heat_w, 7e3, 1e-6);
  EXPECT_NEAR(lost.capacity_w, 120e3, 1e-6);
  EXPECT_NEAR(lost.bypass_m3_per_s, 5, 1e-12);
  EXPECT_NEAR(thermal::zone_heat_w(site, full(site), {1e3}).at(0), 100e3, 1e-6);
}

// Two units of 47 kW carry 94 of the 96 kW that racks and fans give.
TEST(SmallAir, ALossThatTheSiteAcceptsIsListed) {
  const Site site = small_site({"air.zones.room.type=test-crah-47kw", "air.zones.room.spare=0"});
  const Check accepted = only(checked(site), Rule::air_heat, "room", "1 unit lost");
  EXPECT_EQ(accepted.status, Status::pass);
  EXPECT_EQ(
      accepted.arithmetic,
      "with one of 3 air units lost room keeps 94 kW of 96 kW heat and 12 m3/s of 7.35 m3/s air; the site accepts it "
      "(spare: 0)");
  const Site enough = small_site({"air.zones.room.spare=0"});
  EXPECT_THROW((void)only(checked(enough), Rule::air_heat, "room", "1 unit lost"), std::runtime_error);
  EXPECT_TRUE(thermal::accepted_losses(enough, racks(enough, {}), {0}).empty());
}

TEST(SmallAir, Checks) {
  const std::vector<Check> checks = checked(small_site());
  EXPECT_NEAR(only(checks, Rule::air_heat, "room").margin, 81e3, 1e-6);
  const Check& lost = only(checks, Rule::air_heat, "room", "1 unit lost");
  EXPECT_NEAR(lost.margin, 24e3, 1e-6);
  EXPECT_EQ(lost.status, Status::pass);
  EXPECT_NE(lost.arithmetic.find("4 x test-compute x 100 kW x (1 - 85 %)"), std::string::npos) << lost.arithmetic;
  EXPECT_NE(lost.arithmetic.find("2 fans x 3 kW = 96 kW; (3 - 1) x test-crah 60 kW = 120 kW"), std::string::npos)
      << lost.arithmetic;
  EXPECT_NEAR(only(checks, Rule::air_flow, "room").margin, 18 - 7.35, 1e-9);
  EXPECT_NEAR(only(checks, Rule::air_flow, "room", "1 unit lost").margin, 12 - 7.35, 1e-9);
  EXPECT_NEAR(only(checks, Rule::air_supply, "room").margin, 11, 1e-9);  // 24 degC against 35 degC
  for (const Check& check : checks) {
    EXPECT_TRUE(check.at.known()) << rule_id(check.rule);
  }
}

TEST(SmallAir, InletsAreNeverAPass) {
  const std::vector<Check> checks = checked(small_site());
  const Check& inlet = only(checks, Rule::air_inlet, "room");
  EXPECT_EQ(inlet.status, Status::undecided);
  EXPECT_EQ(inlet.arithmetic, "field not solved; supply 18 m3/s, racks draw 7 m3/s, bypass at least 11 m3/s");
  // A zone without racks has no inlets.
  const Site site = small_site();
  for (const Check& check : thermal::check(site, Plan{}, {0})) EXPECT_NE(check.rule, Rule::air_inlet);
}

TEST(SmallAir, OneLimitAtATime) {
  const auto failing = [](const Site& site, double losses_w = 0) {
    std::vector<Rule> rules;
    for (const Check& check : checked(site, losses_w)) {
      if (check.status == Status::fail) rules.push_back(check.rule);
    }
    return rules;
  };
  using Rules = std::vector<Rule>;
  EXPECT_EQ(failing(small_site()), Rules{});
  EXPECT_EQ(failing(small_site(), 24.1e3), Rules{Rule::air_heat});                         // with one unit lost
  EXPECT_EQ(failing(small_site({"air.zones.room.leakage=72 %"})), Rules{Rule::air_flow});  // 7 x 1.72 = 12.04 > 12
  EXPECT_EQ(failing(small_site({"air.zones.room.supply=36 degC"})), Rules{Rule::air_supply});
}

// Without the air that a rating holds for nothing follows from it.
TEST(SmallAir, ARatingWithoutReturnAirLeavesTheHeatOpen) {
  Site site = small_site();
  site.catalogue.air_units[static_cast<std::size_t>(site.air_zones[0].type.index)].body.return_air_degc.reset();
  const std::vector<Check> checks = checked(site);
  for (const char* scenario : {"normal", "1 unit lost"}) {
    const Check& heat = only(checks, Rule::air_heat, "room", scenario);
    EXPECT_EQ(heat.status, Status::undecided);
    EXPECT_NE(heat.arithmetic.find("no return air known at which test-crah takes its 60 kW (air_unit.return_air"),
              std::string::npos)
        << heat.arithmetic;
  }
  EXPECT_EQ(only(checks, Rule::air_flow, "room").status, Status::pass);
}

// Coils are rated with water: glycol takes up less, nobody says how much, and what is too much for water is too much.
TEST(SmallAir, GlycolInPlaceOfWaterLeavesTheCapacityOpen) {
  const std::vector<std::string> glycol{"liquid.loops.chw.coolant=pg25"};
  for (const char* scenario : {"normal", "1 unit lost"}) {
    const Check heat = only(checked(small_site(glycol)), Rule::air_heat, "room", scenario);
    EXPECT_EQ(heat.status, Status::undecided);
    EXPECT_NE(heat.arithmetic.find("no rating of test-crah with pg25 in place of water"), std::string::npos);
  }
  EXPECT_EQ(only(checked(small_site(glycol), 24.1e3), Rule::air_heat, "room", "1 unit lost").status, Status::fail);
}

// The zone's water is 18 degC: no coil makes air as cold as that, whatever it is rated at.
TEST(SmallAir, NoCoilMakesAirAsColdAsItsWater) {
  const std::vector<Check> cold = checked(small_site({"air.zones.room.supply=18 degC"}));
  for (const char* scenario : {"normal", "1 unit lost"}) {
    const Check& heat = only(cold, Rule::air_heat, "room", scenario);
    EXPECT_EQ(heat.status, Status::fail);
    EXPECT_EQ(heat.limit, 0);
    EXPECT_NE(heat.arithmetic.find("supply air 18 degC from water of 18 degC: no coil makes air as cold as its water"),
              std::string::npos)
        << heat.arithmetic;
  }
  // Its fans warm the air by 3 kW / 7243 W/K = 0.41 K behind the coil.
  EXPECT_EQ(only(checked(small_site({"air.zones.room.supply=18.4 degC"})), Rule::air_heat, "room").limit, 0);
  EXPECT_EQ(only(checked(small_site({"air.zones.room.supply=20.6 degC"})), Rule::air_heat, "room").limit, 180e3);
  const std::string range =
      "air.zones.room.supply={value: 20 degC, low: 17 degC, high: 22 degC}";  // its low end counts
  EXPECT_EQ(only(checked(small_site({range})), Rule::air_heat, "room").status, Status::fail);
}

// 1.5 m2 at 2 m/s: 3 m3/s of 1.2 kg/m3 x 1006 J/kgK, 4 K above the supply of 24 degC: 14.486 kW. Colder air takes nothing off.
TEST(SmallAir, AirThatOpeningsBlowInHeatsTheZone) {
  const auto heat = [](const std::string& degc) {
    return only(checked(small_site(
                    {"air.supplies={s: {wall: north, x: 2 m, width: 1.5 m, bottom: 1 m, top: 2 m, velocity: 2 m/s, "
                     "temperature: " +
                         degc + "}}",
                     "air.returns={r: {wall: north, x: 6 m, width: 1 m, bottom: 1 m, top: 2 m}}"})),
                Rule::air_heat, "room");
  };
  const double without_w = only(checked(small_site()), Rule::air_heat, "room").value;
  EXPECT_NEAR(heat("28 degC").value - without_w, 1.2 * 1006 * 3 * 4, 1e-6);
  EXPECT_NE(heat("28 degC").arithmetic.find("air blown in through openings 14.486 kW"), std::string::npos)
      << heat("28 degC").arithmetic;
  EXPECT_NEAR(heat("18 degC").value, without_w, 1e-6);
}

// Dew point 12 degC. Coils that condense carry less sensible heat than they are rated at, nobody knows how much less.
TEST(SmallAir, CoilsThatCondenseLeaveTheCapacityOpen) {
  const std::vector<std::string> cold = {"liquid.loops.chw.supply=9 degC", "air.zones.room.supply=11 degC"};
  const Check heat = only(checked(small_site(cold)), Rule::air_heat, "room");
  EXPECT_EQ(heat.status, Status::undecided);
  EXPECT_NE(heat.arithmetic.find("supply air 11 degC is below the dew point 12 degC"), std::string::npos)
      << heat.arithmetic;
  EXPECT_EQ(only(checked(small_site(cold), 200e3), Rule::air_heat, "room").status,
            Status::fail);  // even a dry coil fails
  EXPECT_EQ(only(checked(small_site({cold[0], "air.zones.room.supply=12 degC"})), Rule::air_heat, "room").status,
            Status::pass);
}

TEST(SmallAir, FlowIsTakenAtTheWarmerOfRoomAndSupply) {
  // Network racks draw 2 m3/s at 25 degC and 4 at 35: at a supply of 30 degC 3 m3/s, though the room is said to have 25.
  const auto with_table = [](Site site) {
    AirPoint warm = site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-network"))].body.air.table[0];
    warm.inlet_degc.value = 35;
    warm.flow_m3_per_s.value = warm.flow_m3_per_s.low = warm.flow_m3_per_s.high = 4;
    site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-network"))].body.air.table.push_back(warm);
    return site;
  };
  EXPECT_NEAR(only(checked(with_table(small_site())), Rule::air_flow, "room").value, 7 * 1.05, 1e-9);
  const std::vector<Check> warm = checked(with_table(small_site({"air.zones.room.supply=30 degC"})));
  EXPECT_NEAR(only(warm, Rule::air_flow, "room").value, 8 * 1.05, 1e-9);
  EXPECT_EQ(only(warm, Rule::air_flow, "room").dimension, Dimension::airflow);
  // Beyond the last line nothing is known of it; one line is a constant flow.
  const std::vector<Check> hot = checked(with_table(small_site({"basis.room_air=36 degC"})));
  EXPECT_EQ(only(hot, Rule::air_flow, "room").status, Status::undecided);
  EXPECT_NE(only(hot, Rule::air_flow, "room").arithmetic.find("no airflow known for test-network at 36 degC"),
            std::string::npos);
  EXPECT_EQ(only(checked(small_site({"basis.room_air=36 degC"})), Rule::air_flow, "room").status, Status::pass);
}

TEST(SmallAir, PowerLossHeatsTheZone) {
  // 90 kW of racks, 9 kW of fans, 180 kW of units: 81 kW are left for devices. The worst of three losses counts.
  const Site site = small_site();
  const std::vector<thermal::LossScenario> losses = {
      {"tx-a lost", {50e3}, {0}}, {"ups-a lost", {82e3}, {0}}, {"gen lost", {0}, {0}}};
  const std::vector<Check> checks = thermal::check_power_losses(site, full(site), losses);
  ASSERT_EQ(checks.size(), 1U);
  const Check& worst = only(checks, Rule::air_heat, "room", "ups-a lost");
  EXPECT_EQ(worst.status, Status::fail);
  EXPECT_NEAR(worst.value, 181e3, 1e-6);
  EXPECT_NEAR(worst.limit, 180e3, 1e-6);
  EXPECT_NE(worst.arithmetic.find("power devices 82 kW = 181 kW; 3 x test-crah"), std::string::npos)
      << worst.arithmetic;
  EXPECT_TRUE(thermal::check_power_losses(site, full(site), {{"gen lost", {0}, {0}}}).empty());
  // With a unit that stops: 90 + 2 x 3 + 40 = 136 kW against 120 kW, further beyond than 181 of 180.
  const std::vector<Check> fewer =
      thermal::check_power_losses(site, full(site), {{"ups-a lost", {82e3}, {0}}, {"tx-a lost", {40e3}, {1}}});
  EXPECT_NEAR(only(fewer, Rule::air_heat, "room", "tx-a lost").value, 136e3, 1e-6);
  EXPECT_NEAR(fewer.at(0).limit, 120e3, 1e-6);
  // With one out of service: 90 + 2 x 3 + 30 = 126 kW.
  const Site maintained = small_site({"policy.air=maintenance"});
  const Check out = only(thermal::check_power_losses(maintained, full(maintained), {{"ups-a lost", {30e3}, {0}}}),
                         Rule::air_heat, "room", "1 unit out, ups-a lost");
  EXPECT_NEAR(out.value, 126e3, 1e-6);
  EXPECT_NEAR(out.limit, 120e3, 1e-6);
}

TEST(SmallAir, UnknownInletLimit) {
  Site site = small_site();
  site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-network"))].body.air.inlet_limit_degc.reset();
  EXPECT_EQ(only(checked(site), Rule::air_supply, "room").status, Status::undecided);
  EXPECT_EQ(only(checked(site), Rule::air_supply, "room").arithmetic, "no inlet limit known for test-network");
  // Another rack's limit that is broken decides all the same.
  site.air_zones[0].supply_degc.high = 36;
  EXPECT_EQ(only(checked(site), Rule::air_supply, "room").status, Status::fail);
}

TEST(Altitude, ThinAirCarriesLessHeat) {
  // Standard atmosphere: 89,874.6 Pa at 1000 m and 84,556 Pa at 1500 m of 101,325 Pa (ISO 2533).
  EXPECT_NEAR(density_ratio(0), 1, 1e-12);
  EXPECT_NEAR(density_ratio(1000), 89874.6 / 101325, 1e-4);
  EXPECT_NEAR(density_ratio(1500), 84556.0 / 101325, 1e-4);
  EXPECT_EQ(density_ratio(-200), 1);
  // 120 kW x 0.8870 = 106.4 kW with one lost at 1000 m: 96 kW fit; at 2000 m 120 x 0.7846 = 94.15 kW do not.
  EXPECT_NEAR(only(checked(small_site({"basis.elevation=1000 m"})), Rule::air_heat, "room", "1 unit lost").limit,
              106.44e3, 20);
  const std::vector<Check> high = checked(small_site({"basis.elevation=2000 m"}));
  EXPECT_EQ(only(high, Rule::air_heat, "room", "1 unit lost").status, Status::fail);
  // The fans move the same volume.
  EXPECT_NEAR(only(high, Rule::air_flow, "room").limit, 18, 1e-12);
}

TEST(RackAirflow, FollowsItsTable) {
  RackType rack;
  const auto point = [](double inlet, double flow) {
    AirPoint made;
    made.inlet_degc.value = inlet;
    made.flow_m3_per_s.value = flow;
    made.flow_m3_per_s.high = flow;
    return made;
  };
  rack.air.table = {point(20, 0.73), point(25, 0.85), point(35, 1.18)};
  EXPECT_EQ(thermal::rack_airflow_m3_per_s(rack, 15), 0.73);  // constant beyond the ends
  EXPECT_NEAR(thermal::rack_airflow_m3_per_s(rack, 22.5), 0.79, 1e-12);
  EXPECT_EQ(thermal::rack_airflow_m3_per_s(rack, 25), 0.85);
  EXPECT_NEAR(thermal::rack_airflow_m3_per_s(rack, 30), 1.015, 1e-12);
  EXPECT_EQ(thermal::rack_airflow_m3_per_s(rack, 50), 1.18);
}

}  // namespace
}  // namespace hallplan
