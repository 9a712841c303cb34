// Heat rejection in other weather and at elevation. The cooler: 300 kW at 35 degC, water of 35 degC or warmer; two of three left.
#include <gtest/gtest.h>

#include "planner/hydraulics/liquid.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

RejectionType& cooler(Site& site) {
  return site.catalogue.rejections[static_cast<std::size_t>(site.loops[0].rejection.type.index)].body;
}

/// Further points: 260 kW and 36 degC of water at 40 degC, 400 kW and 30 degC of water at 25 degC.
Site with_table(const std::vector<std::string>& sets) {
  Site site = small_site(sets);
  cooler(site).kind = RejectionKind::chiller;  // it makes water colder than the air
  cooler(site).table = {{exactly(25), exactly(400e3), exactly(30)}, {exactly(40), exactly(260e3), exactly(36)}};
  return site;
}

Check rejection(const Site& site, const std::string& scenario = "1 unit lost") {
  const Plan plan = racks(site, {{"test-compute", 4}});
  return only(hydraulics::check(site, plan, {50e3}), Rule::liquid_rejection, "fws", scenario);
}

TEST(Rejection, WarmerWeatherByTheMakersTable) {
  // 38 degC: 300 - 40 x 3 / 5 = 276 kW; the loop's 36 degC are the warmer point's.
  const Check held = rejection(with_table({"basis.outdoor=38 degC"}));
  EXPECT_NEAR(held.limit, 552e3, 1e-3);
  EXPECT_EQ(held.status, Status::pass);
  EXPECT_NE(held.arithmetic.find("276 kW at 38 degC (between 300 kW at 35 degC and 260 kW at 40 degC)"),
            std::string::npos)
      << held.arithmetic;
  EXPECT_NEAR(rejection(with_table({"basis.outdoor=40 degC"})).limit, 520e3, 1e-3);
  const Check beyond = rejection(with_table({"basis.outdoor=40.5 degC"}));
  EXPECT_EQ(beyond.status, Status::undecided);
  EXPECT_NE(beyond.arithmetic.find("known up to 40 degC"), std::string::npos);
}

TEST(Rejection, ColderWeatherGivesTheColdestPoint) {
  EXPECT_NEAR(rejection(with_table({"basis.outdoor=30 degC"})).limit, 700e3, 1e-3);
  EXPECT_NEAR(rejection(with_table({"basis.outdoor=10 degC"})).limit, 800e3, 1e-3);
  EXPECT_NEAR(rejection(small_site({"basis.outdoor=10 degC"})).limit, 600e3, 1e-3);
}

TEST(Rejection, WaterOfTheWarmerPoint) {
  // In air of 36 degC water of 35.5 degC is not known to be made: the next point says 36.
  const std::vector<std::string> sets{"basis.outdoor=36 degC", "liquid.loops.fws.supply=35.5 degC"};
  EXPECT_EQ(rejection(with_table(sets)).status, Status::fail);
  Site site = with_table({"basis.outdoor=36 degC"});
  cooler(site).table.back().water_least_degc.reset();
  EXPECT_EQ(rejection(site).status, Status::undecided);
}

TEST(Rejection, ThinAirTakesLess) {
  // 1000 m: density 0.88699 of that at sea level; 300 kW x 0.887 x 2 = 532.2 kW.
  const Check held = rejection(small_site({"basis.elevation=1000 m"}));
  EXPECT_NEAR(held.limit, 600e3 * 0.88699, 10);
  EXPECT_NE(held.arithmetic.find("x 0.887 in the air at 1000 m"), std::string::npos) << held.arithmetic;
  // Rated up to 1000 m: all of it; at 2000 m 79,495 Pa over the 89,874.6 Pa at 1000 m.
  Site site = small_site({"basis.elevation=1000 m"});
  cooler(site).rated_elevation_m = exactly(1000);
  EXPECT_NEAR(rejection(site).limit, 600e3, 1e-3);
  site.basis.elevation_m = exactly(2000);
  EXPECT_NEAR(rejection(site).limit, 600e3 * 79495 / 89874.6, 20);
  // No gain below sea level.
  EXPECT_NEAR(rejection(small_site({"basis.elevation=-300 m"})).limit, 600e3, 1e-3);
}

TEST(Rejection, MakersDerating) {
  Site site = small_site({"basis.elevation=1000 m"});
  cooler(site).derating = {{exactly(500), exactly(1)}, {exactly(1500), exactly(0.9)}};
  EXPECT_NEAR(rejection(site).limit, 600e3 * 0.95, 1e-3);
  site.basis.elevation_m = exactly(0);
  EXPECT_NEAR(rejection(site).limit, 600e3, 1e-3);
  site.basis.elevation_m = exactly(1501);
  EXPECT_EQ(rejection(site).status, Status::undecided);
}

TEST(Rejection, WetBulb) {
  Site site = small_site();
  cooler(site).rated_by = RatedBy::wet_bulb;
  cooler(site).design_air_degc = exactly(24);
  const Check held = rejection(site);
  EXPECT_EQ(held.status, Status::undecided);
  EXPECT_NE(held.arithmetic.find("states no outdoor_wet_bulb"), std::string::npos) << held.arithmetic;
  site.basis.outdoor_wet_bulb_degc = exactly(24);
  EXPECT_EQ(rejection(site).status, Status::pass);
  EXPECT_NE(rejection(site).arithmetic.find("at 24 degC wet-bulb"), std::string::npos);
  site.basis.outdoor_wet_bulb_degc = exactly(24.5);
  EXPECT_EQ(rejection(site).status, Status::undecided);
}

TEST(DewPoint, InsulatedPipesMayBeColdRearDoorsMayNot) {
  // Chilled water of 18 degC below a dew point of 17 degC and 2 K.
  const auto held = [](const Site& site) {
    std::vector<std::string> cold;
    for (const Check& check : hydraulics::check(site, racks(site, {{"test-compute", 1}}), {50e3})) {
      if (check.rule == Rule::liquid_dew_point && check.status == Status::fail) cold.push_back(check.where);
    }
    return cold;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(held(small_site({"basis.dew_point=17 degC"})), Names{"chw"});
  EXPECT_EQ(held(small_site({"basis.dew_point=17 degC", "liquid.loops.chw.insulated=true"})), Names{});
  const std::vector<std::string> sets{"basis.dew_point=17 degC", "liquid.loops.chw.insulated=true"};
  EXPECT_EQ(held(test::load_data_site("small-doors.yaml", sets)), Names{"doors"});
  // Doors ask for 2 K whatever the site asks for: 18 degC over a dew point of 16.5 degC.
  const std::vector<std::string> small_margin{"basis.dew_point=16.5 degC", "basis.dew_point_margin=1 K"};
  EXPECT_EQ(held(test::load_data_site("small-doors.yaml", small_margin)), Names{"doors"});
  // Racks are cold surfaces however the loops are insulated.
  EXPECT_EQ(held(small_site(
                {"basis.dew_point=39 degC", "liquid.loops.chw.insulated=true", "liquid.loops.fws.insulated=true"})),
            Names{"g1"});
}

TEST(DewPoint, SaysHowToMend) {
  const Site site = small_site({"basis.dew_point=17 degC"});
  const Check held =
      only(hydraulics::check(site, racks(site, {{"test-compute", 1}}), {50e3}), Rule::liquid_dew_point, "chw");
  EXPECT_NE(held.arithmetic.find("insulate its pipes (insulated: true)"), std::string::npos) << held.arithmetic;
}

TEST(Rejection, WaterColderThanTheAirNeedsAKindAndAWetBulb) {
  // 36 degC of water in air of 37: a chiller makes it, and an evaporative unit as far as the wet-bulb goes, which nobody states here.
  Site site = small_site({"basis.outdoor=37 degC"});
  cooler(site).table = {{exactly(40), exactly(260e3), exactly(30)}};
  cooler(site).water_least_degc = exactly(30);
  EXPECT_EQ(rejection(site).status, Status::undecided);
  EXPECT_NE(rejection(site).arithmetic.find("no kind known for test-cooler"), std::string::npos);
  cooler(site).kind = RejectionKind::evaporative;
  EXPECT_EQ(rejection(site).status, Status::undecided);
  EXPECT_NE(rejection(site).arithmetic.find("states no outdoor_wet_bulb"), std::string::npos);
  cooler(site).kind = RejectionKind::chiller;
  EXPECT_EQ(rejection(site).status, Status::pass);
  cooler(site).kind = RejectionKind::unknown;
  site.basis.outdoor_wet_bulb_degc = exactly(36.5);
  EXPECT_EQ(rejection(site).status, Status::undecided);
}

TEST(Rejection, IsRatedWithWater) {
  const Check held = rejection(small_site({"liquid.loops.fws.coolant=pg25"}));
  EXPECT_EQ(held.status, Status::undecided);
  EXPECT_NE(held.arithmetic.find("no rating of test-cooler with pg25 in place of water"), std::string::npos);
}

TEST(Rejection, ADryCoolerIsRatedWithTheWaterThatComesBack) {
  // 300 kW with water back at 50 degC in air of 35; 6000 L/min at 40 degC come back at little more, with more water than rated for two.
  Site site = small_site({"liquid.loops.fws.supply=40 degC", "liquid.loops.fws.flow=6000 L/min",
                          "liquid.loops.fws.return_limit=55 degC", "liquid.cdu_groups.g1.supply=44 degC"});
  cooler(site).kind = RejectionKind::dry_cooler;
  EXPECT_EQ(rejection(site).status, Status::undecided);
  EXPECT_NE(rejection(site).arithmetic.find("no rated return water known"), std::string::npos);
  cooler(site).water_return_degc = exactly(50);
  // Two carry 2 x 300 / 15 = 40 kW a kelvin over the air, and 412.6 kW/K flow: 40 x 5 / (1 - 40 / 412.6) = 221.5 kW.
  const double stream_w_per_k = 992.2 * 4179.4 * 0.1;
  EXPECT_NEAR(rejection(site).limit, 40e3 * 5 / (1 - 40e3 / stream_w_per_k), 100);
  EXPECT_EQ(rejection(site).status, Status::fail);
  // At its rated return it carries all.
  site.loops[0].flow_m3_per_s = exactly(800e-3 / 60);
  EXPECT_NEAR(rejection(site).limit, 600e3, 1e3);
}

TEST(Rejection, NoCoolerMakesWaterColderThanItsAir) {
  // The loop asks for 36 degC. In air of 37 a dry cooler makes none, whatever its rating says; an evaporative one by its wet-bulb.
  Site site = small_site({"basis.outdoor=37 degC", "basis.outdoor_wet_bulb=24 degC"});
  cooler(site).table = {{exactly(40), exactly(260e3), exactly(30)}};
  cooler(site).water_least_degc = exactly(30);
  EXPECT_EQ(rejection(site).status, Status::pass);
  cooler(site).kind = RejectionKind::dry_cooler;
  const Check dry = rejection(site);
  EXPECT_EQ(dry.status, Status::fail);
  EXPECT_NE(dry.arithmetic.find("makes no water colder than the outdoor air of 37 degC"), std::string::npos)
      << dry.arithmetic;
  cooler(site).kind = RejectionKind::evaporative;
  EXPECT_EQ(rejection(site).status, Status::pass);
  site.basis.outdoor_wet_bulb_degc = exactly(36.5);
  EXPECT_EQ(rejection(site).status, Status::fail);
  cooler(site).kind = RejectionKind::chiller;
  EXPECT_EQ(rejection(site).status, Status::pass);
  // What is certain needs no rating.
  cooler(site).kind = RejectionKind::dry_cooler;
  cooler(site).water_least_degc.reset();
  cooler(site).table.clear();
  EXPECT_EQ(rejection(site).status, Status::fail);
}

}  // namespace
}  // namespace hallplan
