// A CDU's heat at other approaches than its rated one: 250 kW at 4 K, two of three units left, four racks of 90 kW.
#include <gtest/gtest.h>

#include <cmath>

#include "planner/hydraulics/cdu.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

std::vector<Check> checked(const Site& site) {
  return hydraulics::check(site, racks(site, {{"test-compute", 4}}), {50e3});
}

std::vector<Check> at_water(const std::string& supply) {
  return checked(small_site({"liquid.loops.fws.supply=" + supply}));
}

TEST(Approach, HeatFallsWithIt) {
  // 40 - 37 = 3 K: 250 x 3 / 4 = 187.5 kW a unit, 375 kW of two.
  const Check lost = only(at_water("37 degC"), Rule::liquid_cdu_heat, "g1", "1 unit lost");
  EXPECT_NEAR(lost.limit, 375e3, 1e-3);
  EXPECT_EQ(lost.status, Status::pass);
  EXPECT_EQ(
      lost.arithmetic,
      "4 x test-compute x 100 kW x 90 % = 360 kW; own power 2 x 5 kW = 10 kW; (3 - 1) x test-cdu 187.5 kW at 3 K "
      "approach (250 kW x 3 K / 4 K) (assumed: rated with as much facility water as coolant: 300 L/min) = 375 kW");
  // 2.8 K: 175 kW a unit, 350 kW of two are less than 360 and the 10 of their own.
  const std::vector<Check> less = at_water("37.2 degC");
  EXPECT_NEAR(only(less, Rule::liquid_cdu_heat, "g1", "1 unit lost").limit, 350e3, 1e-3);
  EXPECT_EQ(only(less, Rule::liquid_cdu_heat, "g1", "1 unit lost").status, Status::fail);
  EXPECT_EQ(only(less, Rule::liquid_approach, "g1").status, Status::pass);
}

TEST(Approach, NothingIsGainedAboveTheRatedOne) {
  EXPECT_NEAR(only(at_water("35 degC"), Rule::liquid_cdu_heat, "g1").limit, 750e3, 1e-3);
  EXPECT_NEAR(only(at_water("36 degC"), Rule::liquid_cdu_heat, "g1").limit, 750e3, 1e-3);
}

TEST(Approach, BelowHalfTheRatedOneNothingIsKnown) {
  EXPECT_EQ(only(at_water("38 degC"), Rule::liquid_approach, "g1").status, Status::pass);
  // 1.9 K: three units carry at most 3 x 125 = 375 kW, two 250 kW: too little whatever is known.
  const std::vector<Check> checks = at_water("38.1 degC");
  EXPECT_EQ(only(checks, Rule::liquid_approach, "g1").status, Status::undecided);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1").status, Status::undecided);
  EXPECT_NE(only(checks, Rule::liquid_cdu_heat, "g1").arithmetic.find("known from 2 K"), std::string::npos);
  EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1", "1 unit lost").status, Status::fail);
}

TEST(Approach, WarmerWaterTakesNothing) {
  for (const char* supply : {"40 degC", "41 degC"}) {
    const std::vector<Check> checks = at_water(supply);
    EXPECT_EQ(only(checks, Rule::liquid_approach, "g1").status, Status::fail) << supply;
    EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1").status, Status::fail) << supply;
    EXPECT_EQ(only(checks, Rule::liquid_cdu_heat, "g1").limit, 0) << supply;
  }
}

TEST(Approach, MakersPointsAreReadBetweenThem) {
  Site site = small_site();
  CduType& cdu = site.catalogue.cdus[0].body;
  const Value flow = exactly(300 * kLitrePerMinute);
  cdu.ratings = {{exactly(2), exactly(100e3), flow}, {exactly(6), exactly(310e3), flow}};
  const Product<CduType>& product = site.catalogue.cdus[0];
  EXPECT_NEAR(hydraulics::cdu_heat(product, 3).capacity_w, 175e3, 1e-6);  // between 100 at 2 K and 250 at 4 K
  EXPECT_NEAR(hydraulics::cdu_heat(product, 5).capacity_w, 280e3, 1e-6);  // between 250 and 310
  EXPECT_NEAR(hydraulics::cdu_heat(product, 4).capacity_w, 250e3, 1e-6);
  EXPECT_NEAR(hydraulics::cdu_heat(product, 9).capacity_w, 310e3, 1e-6);   // never beyond
  EXPECT_NEAR(hydraulics::cdu_heat(product, 1.5).capacity_w, 75e3, 1e-6);  // 100 x 1.5 / 2
  EXPECT_TRUE(hydraulics::cdu_heat(product, 1).unknown.empty());           // half of the least
  EXPECT_FALSE(hydraulics::cdu_heat(product, 0.99).unknown.empty());
}

TEST(Approach, UnfavourableEndsCount) {
  Site site = small_site();
  CduType& cdu = site.catalogue.cdus[0].body;
  cdu.approach_k.high = 5;                                                               // rated at 4 to 5 K
  cdu.capacity_w.low = 200e3;                                                            // 200 to 250 kW
  EXPECT_NEAR(hydraulics::cdu_heat(site.catalogue.cdus[0], 4).capacity_w, 160e3, 1e-6);  // 200 x 4 / 5
}

TEST(Approach, MoreOfItNeverCarriesLess) {
  Site site = small_site();
  const Value flow = exactly(300 * kLitrePerMinute);
  site.catalogue.cdus[0].body.ratings = {{exactly(2), exactly(100e3), flow}, {exactly(6), exactly(310e3), flow}};
  double before_w = 0;
  for (int step = -100; step < 800; ++step) {
    const double approach_k = 0.01 * step;
    const double now_w = hydraulics::cdu_heat(site.catalogue.cdus[0], approach_k).capacity_w;
    EXPECT_GE(now_w, before_w) << approach_k;
    before_w = now_w;
  }
}

TEST(Approach, FacilityFlowOfTheRating) {
  // 3 units rated at 400 L/min of facility water, one of them spare; the loop flows 1200 L/min, then 1199 and 799.
  Site site = small_site();
  site.catalogue.cdus[0].body.facility = CduFacilitySide{exactly(400 * kLitrePerMinute), {}, {}};
  EXPECT_EQ(only(checked(site), Rule::liquid_cdu_heat, "g1").status, Status::pass);
  EXPECT_NEAR(only(checked(site), Rule::liquid_cdu_heat, "g1").limit, 750e3, 1e-3);
  site.loops[0].flow_m3_per_s = exactly(1199 * kLitrePerMinute);
  const Check capped = only(checked(site), Rule::liquid_cdu_heat, "g1");
  EXPECT_EQ(capped.status, Status::pass);
  EXPECT_NEAR(capped.limit, 500e3, 1e-3);  // no more than without the spare one
  EXPECT_NEAR(only(checked(site), Rule::liquid_cdu_heat, "g1", "1 unit lost").limit, 500e3, 1e-3);
  site.loops[0].flow_m3_per_s = exactly(799 * kLitrePerMinute);
  const Check held = only(checked(site), Rule::liquid_cdu_heat, "g1");
  EXPECT_EQ(held.status, Status::undecided);
  EXPECT_NE(held.arithmetic.find("leaves 799 L/min for its CDUs, which are rated at 800 L/min together"),
            std::string::npos)
      << held.arithmetic;
}

/// Heat of a counterflow exchanger by effectiveness and NTU (Kays and London), by the heat balance of both streams: found by
/// bisection over heat, without the formula of `cdu.hpp`.
double counterflow_w(double approach_k, double tcs_w_per_k, double fws_w_per_k, double ua_w_per_k) {
  const double least = std::min(tcs_w_per_k, fws_w_per_k);
  const double ratio = least / std::max(tcs_w_per_k, fws_w_per_k);
  const double ntu = ua_w_per_k / least;
  const double e = std::exp(-ntu * (1 - ratio));
  const double effectiveness = ratio == 1 ? ntu / (1 + ntu) : (1 - e) / (1 - ratio * e);
  double low = 0, high = 1e12;
  for (int i = 0; i < 200; ++i) {
    const double heat = 0.5 * (low + high);
    // More heat makes the return warmer, but by less than it takes to carry it.
    (heat < effectiveness * least * (approach_k + heat / tcs_w_per_k) ? low : high) = heat;
  }
  return low;
}

TEST(Approach, HeatIsProportionalInTheExchangersOwnModel) {
  for (const double ntu : {1.0, 2.5, 4.0}) {
    for (const double fws : {0.8, 1.0, 1.3}) {
      const double rated_w = counterflow_w(4, 80e3, 80e3 * fws, 80e3 * ntu);
      for (const double approach_k : {0.5, 2.0, 3.0, 7.0}) {
        EXPECT_NEAR(counterflow_w(approach_k, 80e3, 80e3 * fws, 80e3 * ntu) / rated_w, approach_k / 4, 1e-6);
      }
    }
  }
}

TEST(Approach, LessTcsFlowCarriesNoLess) {
  for (const double ntu : {2.5, 4.0, 6.0}) {
    for (const double fws : {0.8, 1.0, 1.5}) {
      const double rated_w = counterflow_w(4, 80e3, 80e3 * fws, 80e3 * ntu);
      for (const double part : {0.95, 0.8, 0.5, 0.3}) {
        const double ua = 80e3 * ntu * std::pow(part, 0.8);
        EXPECT_GE(counterflow_w(4, 80e3 * part, 80e3 * fws, ua), rated_w * (1 - 1e-6)) << ntu << " " << fws;
      }
    }
  }
}

}  // namespace
}  // namespace hallplan
