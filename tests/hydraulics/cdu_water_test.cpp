// What a CDU carries beside its rating: its own power, less facility water than rated, other fluids, exchangers of few transfer units.
// test-cdu: 250 kW at 4 K with 300 L/min of PG25, 5 kW of its own; its maker states no facility water.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/effectiveness.hpp"
#include "planner/hydraulics/facility_water.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "tests/support/piped.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::ExchangerRating;
using test::kLitrePerMinute;
using test::small_site;

constexpr double kPg25_j_per_m3_k = 1022.5 * 3920;     // at 40 degC
constexpr double kWater_j_per_m3_k = 993.64 * 4179.3;  // at 36 degC

Check heat(const Site& site, int compute, const std::string& scenario = "normal") {
  return only(hydraulics::check(site, racks(site, {{"test-compute", compute}}), {50e3}), Rule::liquid_cdu_heat, "g1",
              scenario);
}

CduType& cdu(Site& site) { return site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body; }

/// The share of its heat that an exchanger carries with other water, and with its coolant flow or less.
double share(const ExchangerRating& rating, double water_w_per_k, const hydraulics::FilmLaw& films = {}) {
  const double ua = *hydraulics::rated_ua_w_per_k(rating);
  double least = 1;
  for (int part = 20; part <= 200; ++part) {
    const double cooled = rating.cooled_w_per_k * part / 200;
    const double taken = hydraulics::taken_w_per_k(rating, ua, cooled, water_w_per_k, films);
    least = std::min(least, taken / (1 - taken / cooled) * rating.approach_k / rating.heat_w);
  }
  return least;
}

ExchangerRating rated(double l_per_min, double heat_w, double approach_k) {
  const double flow = l_per_min * kLitrePerMinute;
  return {heat_w, approach_k, flow * kPg25_j_per_m3_k, flow * kWater_j_per_m3_k};
}

TEST(CduWater, OwnPowerIsHeatThatTheCdusCarry) {
  // Two units of 181 kW carry the racks' 360 kW and not the 10 kW of their own pumps.
  const Site site = small_site({"liquid.cdu_groups.g1.type=test-cdu-181kw"});
  const Check lost = heat(site, 4, "1 unit lost");
  EXPECT_NEAR(lost.value, 370e3, 1e-3);
  Site unknown = small_site();
  cdu(unknown).power_w.reset();
  EXPECT_EQ(heat(unknown, 4).status, Status::undecided);
  EXPECT_NE(heat(unknown, 4).arithmetic.find("no electrical power known for test-cdu"), std::string::npos);
  EXPECT_EQ(heat(unknown, 9).status, Status::fail);  // 810 kW on 750
  Site tight = small_site();
  cdu(tight).capacity_w = exactly(181e3);
  EXPECT_EQ(heat(tight, 4, "1 unit lost").status, Status::fail);
  EXPECT_NEAR(heat(tight, 4, "1 unit lost").limit, 362e3, 1e-3);
}

TEST(CduWater, UnitsOnHeadersOfTheirOwnCarryTheirOwnPowerToo) {
  // 182 kW less 5 kW are one rack of 90 kW, not two.
  Site site = small_site({"liquid.cdu_groups.g1.headers=dedicated", "liquid.cdu_groups.g1.spare=0"});
  cdu(site).capacity_w = exactly(182e3);
  EXPECT_EQ(heat(site, 3).status, Status::pass);
  EXPECT_EQ(heat(site, 4).status, Status::fail);
}

TEST(CduWater, AsMuchWaterAsCoolantIsTakenToBeRated) {
  // Two of three run on 600 L/min as rated; 312 L/min are 156 for each.
  EXPECT_NEAR(heat(small_site({"liquid.loops.fws.flow=600 L/min"}), 4, "1 unit lost").limit, 500e3, 1e-3);
  const Check starved = heat(small_site({"liquid.loops.fws.flow=312 L/min"}), 4, "1 unit lost");
  const double expected = share(rated(300, 250e3, 4), 156 * kLitrePerMinute * kWater_j_per_m3_k);
  EXPECT_LT(expected, 0.7);
  EXPECT_NEAR(starved.limit, 500e3 * expected, 500);
  EXPECT_EQ(starved.status, Status::fail);
  EXPECT_NE(starved.arithmetic.find("with 156 L/min of its 300 L/min facility water"), std::string::npos)
      << starved.arithmetic;
  EXPECT_NE(starved.source.find("assumed: rated with as much facility water as coolant"), std::string::npos);
  // Stated, it is the maker's word, and with less than that nothing is known.
  Site stated = small_site({"liquid.loops.fws.flow=312 L/min"});
  cdu(stated).facility = CduFacilitySide{exactly(300 * kLitrePerMinute), {}, {}};
  EXPECT_EQ(heat(stated, 4, "1 unit lost").status, Status::undecided);
}

TEST(CduWater, FewTransferUnitsCarryLessAtLessFlow) {
  // 300 kW at 4 K with 450 L/min, NTU 2.37: with less coolant it carries a little less, if at all.
  Site site = small_site({"liquid.loops.fws.flow=1800 L/min"});
  cdu(site).capacity_w = exactly(300e3);
  cdu(site).flow_m3_per_s = exactly(450 * kLitrePerMinute);
  const double expected = share(rated(450, 300e3, 4), 450 * kLitrePerMinute * kWater_j_per_m3_k);
  EXPECT_GT(expected, 0.97);
  EXPECT_NEAR(heat(site, 4).limit, 900e3 * expected, 900);
  // 181 kW at 10 K with 600 L/min, NTU 0.47, used at a third of its flow: nothing is known.
  Site few =
      small_site({"liquid.loops.fws.flow=1800 L/min", "liquid.loops.fws.supply=30 degC", "basis.outdoor=28 degC"});
  cdu(few).capacity_w = exactly(181e3);
  cdu(few).approach_k = exactly(10);
  cdu(few).flow_m3_per_s = exactly(600 * kLitrePerMinute);
  EXPECT_EQ(heat(few, 1, "1 unit lost").status, Status::undecided);
  EXPECT_NE(heat(few, 1, "1 unit lost").arithmetic.find("too few transfer units"), std::string::npos);
  EXPECT_EQ(heat(few, 5, "1 unit lost").status, Status::fail);
}

TEST(CduWater, GlycolInTheFacilityLoopCostsHeat) {
  // PG25 against water at 36 degC: conductivity 0.4728 / 0.6232, specific heat 3904 / 4179.3, viscosity 1.74 / 0.7058, so its film at a
  // like capacity flow is 0.759^0.67 x 0.934^-0.37 x 2.465^-0.37 = 0.61 of that of water.
  const Site site = small_site({"liquid.loops.fws.coolant=pg25"});
  const double glycol_j_per_m3_k = 1024.66 * 3904;
  const double expected = share(rated(300, 250e3, 4), 300 * kLitrePerMinute * glycol_j_per_m3_k, {0.7, 0.8, 0.61});
  EXPECT_LT(expected, 0.9);
  EXPECT_NEAR(heat(site, 4).limit, 750e3 * expected, 4e3);
  EXPECT_NE(heat(site, 4).arithmetic.find("with pg25 in place of water"), std::string::npos);
  Site unknown = site;
  for (Product<CoolantType>& coolant : unknown.catalogue.coolants) {
    for (CoolantPoint& point : coolant.body.table) point.conductivity_w_per_m_k.reset();
  }
  EXPECT_EQ(heat(unknown, 4).status, Status::undecided);
  EXPECT_NE(heat(unknown, 4).arithmetic.find("no rating of test-cdu with pg25 as facility water"), std::string::npos);
}

// The loop's 600 L/min are 200 for each of three units, and 300 for each of two while the spare one stands still.
TEST(CduWater, SpareUnitsOnPipesMayStandStill) {
  const Site site = small_site(
      {"liquid.cdu_groups.g1.type=test-cdu-4bar", "liquid.loops.fws.flow=600 L/min",
       "liquid.loops.fws.piping={x: 12 m, y: 1 m, header_diameter: 100 mm, branch_diameter: 60 mm, branch_length: 3 m, "
       "roughness: 0.045 mm, differential_pressure: 100 kPa, flow_limited: true}"});
  const Check normal = heat(site, 4), lost = heat(site, 4, "1 unit lost");
  EXPECT_GE(normal.margin, lost.margin - 1e-6);
  const double all_w = 3 * 250e3 * hydraulics::heat_share(site, site.cdu_groups[0], 200 * kLitrePerMinute).share;
  EXPECT_GE(normal.margin, all_w - 375e3 - 1);
}

TEST(CduWater, NoWaterLeavesRearDoorsWarmerThanTheAirThatEntersThem) {
  const auto checks = [](const std::string& flow) {
    const Site site = test::load_data_site("small-doors.yaml",
                                           {"liquid.loops.chw.flow=" + flow, "liquid.loops.chw.return_limit=80 degC"});
    return hydraulics::check(site, racks(site, {{"test-network", 1}, {"test-management", 1}}), {0}, {5e3});
  };
  // 5 kW warm 300 L/min by 0.2 K, and 1 L/min by 72 K.
  EXPECT_EQ(only(checks("300 L/min"), Rule::liquid_fws_return, "chw against doors").status, Status::pass);
  const Check hot = only(checks("1 L/min"), Rule::liquid_fws_return, "chw against doors");
  EXPECT_EQ(hot.status, Status::fail);
  EXPECT_NE(hot.arithmetic.find("air into doors from"), std::string::npos) << hot.arithmetic;
}

}  // namespace
}  // namespace hallplan
