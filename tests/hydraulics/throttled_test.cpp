// What comes back while two-way valves of coils throttle: the same heat in less water, in the end as warm as the air that they cool.
// Three air units, one of them spare, draw 100 L/min each: two of them together 200 of the loop's 300 L/min.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/throttled_flow.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan {
namespace {

constexpr double kLitrePerMinute = 1e-3 / 60;
constexpr double kZone_w = 50e3;

Site chilled(const std::string& valve, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"liquid.loops.chw.flow=300 L/min",
                                   "air.zones.room.water={flow: 100 L/min, valve: " + valve + "}"};
  sets.insert(sets.end(), more.begin(), more.end());
  return test::small_site(sets);
}

std::size_t chw(const Site& site) { return static_cast<std::size_t>(site.air_zones[0].loop.index); }

Check checked(const Site& site, Rule rule) {
  const Plan plan = layout::positioned(site, racks(site, {{"test-compute", 4}}));
  return only(hydraulics::check(site, plan, {kZone_w}), rule, "chw");
}

/// By hand: the air comes back over the two units that are not spare, at most as warm as all of it allows; 100 L/min pass the coils by.
struct Returns {
  double open_degc = 0, throttled_degc = 0;
};
Returns by_hand(const Site& site) {
  const FacilityLoop& loop = site.loops[chw(site)];
  const AirZone& zone = site.air_zones[0];
  const AirUnitType& unit = site.catalogue.air_units[static_cast<std::size_t>(zone.type.index)].body;
  const auto water = *hydraulics::coolant_at(site.catalogue.coolants[static_cast<std::size_t>(loop.coolant.index)].body,
                                             loop.supply_degc.high);
  const double j_per_m3_k = water.density_kg_per_m3 * water.specific_heat_j_per_kg_k;
  const double heat_w = kZone_w + loop.rejection.pump_power_w->high;
  const double air_degc = zone.supply_degc.high + kZone_w / (1.2 * 1006 * 2 * unit.airflow_m3_per_s.low);
  const double coils = kZone_w / (j_per_m3_k * (air_degc - loop.supply_degc.high));
  const double open = 300 * kLitrePerMinute, throttled = 100 * kLitrePerMinute + coils;
  return {loop.supply_degc.high + heat_w / (j_per_m3_k * open),
          loop.supply_degc.high + heat_w / (j_per_m3_k * throttled)};
}

TEST(Throttled, ReturnLiesBetweenOpenValvesAndTheAirThatIsCooled) {
  const std::string sea = "basis.elevation=0 m";
  const Returns at = by_hand(chilled("two_way", {sea}));
  ASSERT_GT(at.throttled_degc, at.open_degc + 1);
  const auto held = [&](const std::string& valve, double limit_degc) {
    return checked(chilled(valve, {sea, "liquid.loops.chw.return_limit=" + std::to_string(limit_degc) + " degC"}),
                   Rule::liquid_fws_return);
  };
  EXPECT_EQ(held("two_way", at.open_degc - 0.1).status, Status::fail);
  const Check between = held("two_way", at.throttled_degc - 0.1);
  EXPECT_EQ(between.status, Status::undecided);
  EXPECT_NE(between.arithmetic.find("while two-way valves of its coils throttle it to"), std::string::npos);
  EXPECT_EQ(held("two_way", at.throttled_degc + 0.1).status, Status::pass);
  EXPECT_EQ(held("three_way", at.throttled_degc - 0.1).status, Status::pass);
}

// A vessel that takes what water of the open return grows by may be too small for that of the throttled one.
TEST(Throttled, VesselsTakeTheWarmerReturn) {
  const auto held = [](const std::string& valve, const std::string& vessel) {
    // As cold outdoors and in the room as the loop's own water, so that standing warms nothing.
    return checked(
        chilled(valve, {"liquid.loops.chw.water_volume=6000 L", "liquid.loops.chw.expansion_volume=" + vessel,
                        "basis.outdoor=10 degC", "basis.room_air=10 degC"}),
        Rule::liquid_expansion);
  };
  const double open_m3 = held("three_way", "1000 L").value;
  ASSERT_GT(open_m3, 0);
  const std::string just = std::to_string(1.01e3 * open_m3) + " L";
  EXPECT_EQ(held("three_way", just).status, Status::pass);
  EXPECT_EQ(held("two_way", just).status, Status::undecided);
  EXPECT_EQ(held("two_way", "1000 L").status, Status::pass);
  EXPECT_EQ(held("two_way", std::to_string(0.9e3 * open_m3) + " L").status, Status::fail);
}

TEST(Throttled, NothingThrottlesWithoutSuchValves) {
  const Site site = chilled("three_way");
  const Plan plan = racks(site, {{"test-compute", 4}});
  const auto number = static_cast<int>(chw(site));
  EXPECT_EQ(hydraulics::throttled_flow(site, plan, number, 1, {kZone_w}, {}).least_m3_per_s, 1);
  EXPECT_LT(hydraulics::throttled_flow(chilled("two_way"), plan, number, 1, {kZone_w}, {}).least_m3_per_s, 1);
  // Air no warmer than the water: nothing is known to throttle.
  Site warm = chilled("two_way");
  warm.loops[chw(warm)].supply_degc.high = 60;
  EXPECT_EQ(hydraulics::throttled_flow(warm, plan, number, 1, {kZone_w}, {}).least_m3_per_s, 1);
}

// With a CDU lost coils get more than normally: however much they draw then, up to what their valves let through, is theirs to throttle.
TEST(Throttled, AllThatTheirValvesLetThroughIsTheirsToThrottle) {
  const Site site = chilled("two_way");
  const auto number = static_cast<int>(chw(site));
  const Plan plan = racks(site, {{"test-compute", 4}});
  const auto least = [&](double open_l_per_min) {
    return hydraulics::throttled_flow(site, plan, number, open_l_per_min * kLitrePerMinute, {kZone_w}, {})
               .least_m3_per_s /
           kLitrePerMinute;
  };
  EXPECT_NEAR(least(300) - least(250), 50, 1e-9);  // beside the coils' 200
  EXPECT_NEAR(least(200), least(150), 1e-9);       // what takes their heat, whatever flows
}

}  // namespace
}  // namespace hallplan
