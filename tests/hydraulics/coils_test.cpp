// Coils of air units and rear doors on the facility water of CDUs: what they draw leaves less, and they get what CDUs leave.
// Three CDUs are rated with 400 L/min each (50 kPa), one of them spare; three air units of 60 kW, one of them spare, draw 100 L/min each.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/coils.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"
#include "tests/support/wide.hpp"

namespace hallplan {
namespace {

using hydraulics::FacilityNetwork;
using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

/// The air units of `room` on the CDUs' loop; `water`: what is stated of their coils.
Site shared(const std::string& flow, const std::string& water = "{flow: 100 L/min}",
            const std::vector<std::string>& more = {}, const std::string& cdu = "test-cdu-4bar") {
  std::vector<std::string> sets = {"liquid.cdu_groups.g1.type=" + cdu, "air.zones.room.loop=fws",
                                   "air.zones.room.supply=40 degC",  // of water of 36 degC
                                   "liquid.loops.fws.flow=" + flow};
  if (!water.empty()) sets.push_back("air.zones.room.water=" + water);
  sets.insert(sets.end(), more.begin(), more.end());
  return small_site(sets);
}

/// With pipes that lose nothing to speak of.
Site piped_to(const std::string& source, const std::string& water, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {
      "liquid.loops.fws.piping={x: 0 m, y: 3 m, roughness: 0.045 mm, header_diameter: 1.5 m, branch_diameter: 0.9 m, "
      "branch_length: 0.1 m, " +
      source + "}"};
  sets.insert(sets.end(), more.begin(), more.end());
  return shared("9000 L/min", water, sets);
}

std::vector<Check> checked(const Site& site, double zone_heat_w = 50e3) {
  const Plan plan = racks(site, {{"test-compute", 4}});
  return hydraulics::check(site, layout::positioned(site, plan), {zone_heat_w});
}
Check heat(const Site& site) { return only(checked(site), Rule::liquid_cdu_heat, "g1"); }
Check coils(const Site& site, double heat_w, const std::string& scenario = "normal") {
  return only(checked(site, heat_w), Rule::liquid_fws_delivery, "room", scenario);
}

TEST(Coils, WithoutTheirFlowTheKeyThatDecidesIsNamed) {
  const Site site = shared("1800 L/min", "");
  const std::string line = std::to_string(site.air_zones[0].at.line);
  const std::string key = "no facility-water flow of coils known for room (air.zones.room.water.flow, line " + line +
                          ", or water.flow of test-crah)";
  for (const Check& check : {heat(site), coils(site, 50e3), coils(site, 50e3, "1 unit lost")}) {
    EXPECT_EQ(check.status, Status::undecided);
    EXPECT_EQ(check.arithmetic.find(key), 0U) << check.arithmetic;
  }
  EXPECT_EQ(heat(shared("1800 L/min")).status, Status::pass);
}

// Two CDUs that are not spare ask for 800 L/min; on three-way valves, or none stated, all coils draw 300 besides, on two-way valves 200.
TEST(Coils, WhatTheyDrawLeavesLessToCdus) {
  const auto limit_kw = [](const std::string& flow, const std::string& water) {
    const Check held = heat(shared(flow, water));
    return held.status == Status::undecided ? 0 : held.limit / 1e3;
  };
  const std::string plain = "{flow: 100 L/min}", three = "{flow: 100 L/min, valve: three_way}",
                    two = "{flow: 100 L/min, valve: two_way}",
                    ranged = "{flow: {value: 100 L/min, low: 80 L/min, high: 120 L/min}}";
  EXPECT_NEAR(limit_kw("1500 L/min", plain), 750, 1e-6);  // 3 x 400 + 300: all three run
  EXPECT_NEAR(limit_kw("1499 L/min", plain), 500, 1e-6);
  EXPECT_NEAR(limit_kw("1499 L/min", three), 500, 1e-6);
  EXPECT_NEAR(limit_kw("1499 L/min", two), 750, 1e-6);
  EXPECT_NEAR(limit_kw("1400 L/min", two), 750, 1e-6);
  EXPECT_NEAR(limit_kw("1100 L/min", plain), 500, 1e-6);
  EXPECT_NEAR(limit_kw("1559 L/min", ranged), 500, 1e-6);  // by its high end 360
  EXPECT_NEAR(limit_kw("1560 L/min", ranged), 750, 1e-6);
  const Check short_of = heat(shared("1099 L/min"));
  EXPECT_EQ(short_of.status, Status::undecided);
  EXPECT_NE(short_of.arithmetic.find("flow of 1099 L/min, of which coils draw 300 L/min, leaves 799 L/min"),
            std::string::npos)
      << short_of.arithmetic;
}

TEST(Coils, WhereAllUnitsAreSpareTheyDrawAllTheSame) {
  Site site = shared("1800 L/min", "{flow: 100 L/min, valve: two_way}");
  EXPECT_NEAR(hydraulics::coil_draw(site, 0).m3_per_s, 200 * kLitrePerMinute, 1e-12);
  site.air_zones[0].units.resize(1);
  EXPECT_NEAR(hydraulics::coil_draw(site, 0).m3_per_s, 100 * kLitrePerMinute, 1e-12);
}

// test-cdu states no water: as much as of coolant is assumed, and what flows is shared out. Coils come off it first.
TEST(Coils, WhatIsSharedOutIsWhatTheyLeave) {
  for (const double flow : {900.0, 700.0, 500.0}) {
    const Site with = shared(std::to_string(flow) + " L/min", "{flow: 100 L/min}", {}, "test-cdu");
    const Site without = small_site(
        {"liquid.cdu_groups.g1.type=test-cdu", "liquid.loops.fws.flow=" + std::to_string(flow - 300) + " L/min"});
    EXPECT_NEAR(heat(with).limit, heat(without).limit, 1e-6 * heat(without).limit) << flow;
  }
}

// 1200 L/min less the 800 of the CDUs that are not spare are more than the coils ask for; 900 leave 100.
TEST(Coils, TheyGetWhatCdusLeave) {
  const std::string two = "{flow: 100 L/min, valve: two_way}";
  EXPECT_NEAR(coils(shared("1200 L/min", two), 50e3).limit, 120e3, 1e-3);  // three units at two thirds of their flow
  EXPECT_NEAR(coils(shared("1200 L/min", two), 50e3, "1 unit lost").limit, 120e3, 1e-3);
  EXPECT_NEAR(coils(shared("1200 L/min"), 50e3).limit, 180e3, 1e-3);
  const Site little = shared("900 L/min", two);
  for (const char* const scenario : {"normal", "1 unit lost"}) {
    const Check held = coils(little, 50e3, scenario);
    EXPECT_EQ(held.status, Status::pass);
    EXPECT_NEAR(held.limit, 60e3, 1e-3) << held.arithmetic;  // 100 L/min of the 100 that a unit of 60 kW is rated with
  }
  // Three-way valves lead a third of it through the unit that is lost.
  EXPECT_NEAR(coils(shared("900 L/min"), 30e3, "1 unit lost").limit, 40e3, 1e-3);
  EXPECT_EQ(coils(little, 100e3).status, Status::undecided);  // between 60 and 180 kW
  EXPECT_NE(coils(little, 100e3).arithmetic.find("take between 60 kW and 180 kW"), std::string::npos);
  EXPECT_EQ(coils(little, 190e3).status, Status::fail);
}

TEST(Coils, ALoopOfAirUnitsAloneIsHeldWhereItHasLessThanTheyAskFor) {
  const auto on_chw = [](const std::string& flow) {
    return checked(small_site({"liquid.loops.chw.flow=" + flow, "air.zones.room.water={flow: 100 L/min}"}), 170e3);
  };
  EXPECT_EQ(only(on_chw("270 L/min"), Rule::liquid_fws_delivery, "room").status, Status::undecided);
  for (const std::vector<Check>& enough : {on_chw("300 L/min"), checked(small_site({}))}) {
    for (const Check& check : enough) EXPECT_FALSE(check.rule == Rule::liquid_fws_delivery && check.where == "room");
  }
}

// 50 kPa drive 400 L/min through each CDU and 100 through each coil; a two-way valve holds a coil to its part, whatever drives it.
TEST(Coils, OnPipes) {
  const auto flow = [](const Site& site) { return FacilityNetwork(site, 0).flow({}); };
  const std::string coil = "{flow: 100 L/min, pressure_drop: 50 kPa";
  const hydraulics::FacilityFlow at_rated = flow(piped_to("differential_pressure: 50 kPa", coil + "}"));
  ASSERT_EQ(at_rated.unknown, "");
  ASSERT_EQ(at_rated.coil_m3_per_s.size(), 3U);
  for (const double one : at_rated.coil_m3_per_s) EXPECT_NEAR(one, 100 * kLitrePerMinute, 2e-3 * one);
  for (const double one : at_rated.unit_m3_per_s) EXPECT_NEAR(one, 400 * kLitrePerMinute, 2e-3 * one);
  EXPECT_NEAR(at_rated.total_m3_per_s, 1500 * kLitrePerMinute, 2e-3 * at_rated.total_m3_per_s);
  for (const double one : flow(piped_to("differential_pressure: 200 kPa", coil + "}")).coil_m3_per_s) {
    EXPECT_NEAR(one, 200 * kLitrePerMinute, 2e-3 * one);
  }
  for (const double one : flow(piped_to("differential_pressure: 200 kPa", coil + ", valve: two_way}")).coil_m3_per_s) {
    EXPECT_NEAR(one, 200.0 / 3 * kLitrePerMinute, 2e-3 * one);
  }
  for (const double one :
       flow(piped_to("differential_pressure: 200 kPa, flow_limited: true", coil + "}")).coil_m3_per_s) {
    EXPECT_NEAR(one, 100 * kLitrePerMinute, 2e-3 * one);
  }
}

// One pump gives no more than 1000 L/min, and CDUs and coils share it as their resistances do: 12 : 3.
TEST(Coils, PumpsCarryThemToo) {
  const std::string pumps =
      "pumps: 2, spare_pumps: 1, pump_curve: [{flow: 0 L/min, head: 120 kPa}, {flow: 1000 L/min, head: 110 kPa}]";
  const Site site = piped_to(pumps, "{flow: 100 L/min, pressure_drop: 50 kPa}");
  const hydraulics::FacilityFlow lost = FacilityNetwork(site, 0).flow({1});
  EXPECT_NEAR(lost.unit_m3_per_s[0], 1000.0 * 400 / 1500 * kLitrePerMinute, 2e-3 * lost.unit_m3_per_s[0]);
  const std::vector<Check> checks = checked(site);
  const Check held = only(checks, Rule::liquid_fws_delivery, "room", "1 pump lost");
  EXPECT_NEAR(held.limit, 180e3 * 1000 / 1500, 5e-3 * held.limit) << held.arithmetic;
  const double water = 993.64 * 4179.32;
  EXPECT_NEAR(only(checks, Rule::liquid_fws_return, "fws", "1 pump lost").value,
              36 + 425e3 / (water * 1000 * kLitrePerMinute), 1e-2);
}

TEST(Coils, WithoutPressureDropOrPlacePipesAreUndecidedByName) {
  const Site no_drop = piped_to("differential_pressure: 50 kPa", "{flow: 100 L/min}");
  EXPECT_NE(heat(no_drop).arithmetic.find("no facility-water pressure drop of coils known for room "
                                          "(air.zones.room.water.pressure_drop, line "),
            std::string::npos)
      << heat(no_drop).arithmetic;
  Site nowhere = piped_to("differential_pressure: 50 kPa", "{flow: 100 L/min, pressure_drop: 50 kPa}");
  nowhere.air_zones[0].units[1].x_m.reset();
  EXPECT_EQ(heat(nowhere).status, Status::undecided);
  EXPECT_NE(heat(nowhere).arithmetic.find("no place known for crah-2"), std::string::npos) << heat(nowhere).arithmetic;
}

/// Narrow pipes, so that what one takes the others miss.
Site narrow(const std::string& water) {
  return shared("9000 L/min", water,
                {"liquid.loops.fws.piping={x: 0 m, y: 7 m, roughness: 0.045 mm, header_diameter: 90 mm, "
                 "branch_diameter: 80 mm, branch_length: 2 m, pump_curve: [{flow: 0 L/min, head: 120 kPa}, {flow: 1400 "
                 "L/min, head: 60 kPa}]}"});
}

// Whoever is looked at has the high end of its drop and all others the low one: least of all combinations of ends.
TEST(Coils, RangesOfDropsCountAtBothEnds) {
  const auto least = [](Site site, bool of_coils, double cdu_kpa, double coil_kpa) {
    for (Product<CduType>& cdu : site.catalogue.cdus) {
      if (cdu.body.facility) cdu.body.facility->pressure_drop_pa = exactly(cdu_kpa * 1e3);
    }
    site.air_zones[0].water->pressure_drop_pa = exactly(coil_kpa * 1e3);
    const hydraulics::FacilityFlow flow = FacilityNetwork(site, 0).flow({});
    const std::vector<double>& of = of_coils ? flow.coil_m3_per_s : flow.unit_m3_per_s;
    return *std::min_element(of.begin(), of.end());
  };
  Site site = narrow("{flow: 100 L/min, pressure_drop: {value: 50 kPa, low: 5 kPa, high: 60 kPa}}");
  for (const bool of_coils : {false, true}) {
    double worst = 1;
    for (const double cdu_kpa : {20.0, 70.0}) {
      for (const double coil_kpa : {5.0, 60.0}) worst = std::min(worst, least(site, of_coils, cdu_kpa, coil_kpa));
    }
    Site ranged = site;
    for (Product<CduType>& cdu : ranged.catalogue.cdus) {
      if (!cdu.body.facility) continue;
      cdu.body.facility->pressure_drop_pa = exactly(50e3);
      cdu.body.facility->pressure_drop_pa->low = 20e3;
      cdu.body.facility->pressure_drop_pa->high = 70e3;
    }
    const hydraulics::WaterTaker taker =
        of_coils ? hydraulics::WaterTaker{{}, 0} : hydraulics::WaterTaker{ranged.cdu_groups[0].type.index, {}};
    const hydraulics::FacilityFlow flow = FacilityNetwork(ranged, 0, taker).flow({});
    const std::vector<double>& of = of_coils ? flow.coil_m3_per_s : flow.unit_m3_per_s;
    EXPECT_NEAR(*std::min_element(of.begin(), of.end()), worst, 1e-9 * worst);
    const hydraulics::FacilityFlow all_high = FacilityNetwork(ranged, 0).flow({});
    const std::vector<double>& high = of_coils ? all_high.coil_m3_per_s : all_high.unit_m3_per_s;
    EXPECT_LT(worst, 0.99 * *std::min_element(high.begin(), high.end()));
  }
}

// The same of two CDU types on one loop: where the other one's drop is low it takes more.
TEST(Coils, DropsOfTwoCduTypesOnOneLoop) {
  Site site = narrow("{flow: 1 L/min, pressure_drop: 50 kPa}");
  Product<CduType> other = site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)];
  other.id = "other";
  other.body.facility->pressure_drop_pa->low = 10e3;
  CduGroup second = site.cdu_groups[0];
  second.id = "g2";
  second.type.index = static_cast<int>(site.catalogue.cdus.size());
  for (Unit& unit : second.units) {
    unit.id += "-2";
    unit.x_m->value = unit.x_m->value - 4;
  }
  site.catalogue.cdus.push_back(other);
  site.cdu_groups.push_back(second);
  const auto of_g1 = [](const Site& one) {
    hydraulics::GroupFacility facility(one, one.cdu_groups[0]);
    const hydraulics::GroupWater& water = facility.water({});
    EXPECT_EQ(water.unknown, "");
    return water.unit_m3_per_s;
  };
  const std::vector<double> ranged = of_g1(site);
  Site low = site, high = site;
  low.catalogue.cdus.back().body.facility->pressure_drop_pa = exactly(10e3);
  high.catalogue.cdus.back().body.facility->pressure_drop_pa = exactly(50e3);
  for (std::size_t u = 0; u < ranged.size(); ++u) {
    EXPECT_NEAR(ranged[u], of_g1(low)[u], 1e-9 * ranged[u]);
    EXPECT_LT(ranged[u], 0.97 * of_g1(high)[u]);
  }
}

// With spare units of two-way coils lost the others draw their rated flow, those far down the header among them: what is left to each CDU is
// no more than in any way to lose one.
TEST(Coils, NoWayToLoseASpareUnitLeavesCdusLess) {
  const Site site = narrow("{flow: 250 L/min, pressure_drop: 10 kPa, valve: two_way}");
  const hydraulics::FacilityFlow held = FacilityNetwork(site, 0).flow({});
  for (int lost = 0; lost < 3; ++lost) {
    Site one = site;
    std::vector<Unit>& units = one.air_zones[0].units;
    units.erase(units.begin() + lost);
    one.air_zones[0].spare = 0;
    const hydraulics::FacilityFlow flow = FacilityNetwork(one, 0).flow({});
    for (std::size_t u = 0; u < 3; ++u) EXPECT_LE(held.unit_m3_per_s[u], flow.unit_m3_per_s[u] * (1 + 1e-6)) << lost;
  }
}

TEST(Coils, HeadAndPressureOfTheirLoop) {
  const auto on = [](const std::string& water) {
    return checked(
        shared("1800 L/min", water, {"liquid.loops.fws.head=55 kPa", "liquid.loops.fws.most_pressure=8 bar"}));
  };
  const std::vector<Check> held =
      on("{flow: 100 L/min, pressure_drop: {value: 50 kPa, low: 45 kPa, high: 60 kPa}, pressure_limit: 6 bar}");
  EXPECT_EQ(only(held, Rule::liquid_fws_head, "room").status, Status::fail);
  EXPECT_EQ(only(held, Rule::liquid_pressure, "room, test-crah on fws").status, Status::fail);
  const std::vector<Check> open = on("{flow: 100 L/min}");
  EXPECT_EQ(only(open, Rule::liquid_fws_head, "room").status, Status::undecided);
  EXPECT_EQ(only(open, Rule::liquid_pressure, "room, test-crah on fws").status, Status::undecided);
}

// 50 kW warm the air of three units by 2.3 K to 26.3 degC. From 18 degC they warm 300 L/min by 2.4 K, 60 L/min by 12 K: warmer than that air.
TEST(Coils, NoCoilWarmsItsOwnWaterBeyondTheAirThatItCools) {
  const auto on_chw = [](const std::string& flow) {
    return only(checked(small_site({"liquid.loops.chw.flow=2000 L/min", "air.zones.room.water={flow: " + flow + "}"})),
                Rule::liquid_fws_return, "chw against room");
  };
  EXPECT_EQ(on_chw("100 L/min").status, Status::pass);
  const Check warm = on_chw("20 L/min");
  EXPECT_EQ(warm.status, Status::fail);
  EXPECT_NEAR(warm.value, 18 + 50e3 / (998.5 * 4186.24 * 60 * kLitrePerMinute), 0.01) << warm.arithmetic;
  EXPECT_NEAR(warm.limit, 24 + 50e3 / (1.2 * 1006 * 18), 1e-6);
}

// Every slot of their rows counts as a door, and each must have what it is rated with.
TEST(Coils, RearDoorsDrawForEverySlot) {
  const auto doors = [](const std::string& flow, const std::string& water) {
    std::vector<std::string> sets = {"liquid.loops.chw.flow=" + flow};
    if (!water.empty()) sets.push_back("air.rear_doors.doors.water=" + water);
    return test::load_data_site("small-doors.yaml", sets);
  };
  const Site site = doors("300 L/min", "{flow: 40 L/min}");
  const std::vector<hydraulics::CoilBank> banks = hydraulics::coil_banks(site, site.rear_doors[0].loop.index);
  const auto bank = std::find_if(banks.begin(), banks.end(), [](const hydraulics::CoilBank& one) { return one.doors; });
  ASSERT_NE(bank, banks.end());
  EXPECT_EQ(bank->count, static_cast<std::size_t>(site.rows[0].slots));
  EXPECT_NEAR(bank->drawn_m3_per_s(), static_cast<double>(bank->count) * 40 * kLitrePerMinute, 1e-12);
}

// Rows of both: what coils surely take steers, and says the same as the check.
TEST(Coils, RowsEqualTheChecks) {
  for (const char* const water : {"{flow: 60 L/min, valve: two_way}", "{flow: 100 L/min}"}) {
    const Site site = shared("1000 L/min", water, {"liquid.loops.fws.return_limit=70 degC"}, "test-cdu");
    const std::vector<capacity::Row> of_coils = expect_liquid_rows_agree(site, Rule::liquid_fws_delivery, 50, 5);
    EXPECT_EQ(of_coils.size(), 2U);
    for (const capacity::Row& row : of_coils) EXPECT_FALSE(row.proves);
  }
}

}  // namespace
}  // namespace hallplan
