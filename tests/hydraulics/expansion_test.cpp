// What loops grow by, from the coldest that they see to the warmest; pg25 of the tests weighs 1032.7 kg/m3 at 20 degC, 1030.3 at 25.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

Site vessel(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = {"liquid.cdu_groups.g1.expansion_volume=100 L",
                                   "liquid.cdu_groups.g1.coolant_volume=1000 L"};
  sets.insert(sets.end(), more.begin(), more.end());
  return test::small_site(sets);
}
std::vector<Check> checked(const Site& site) {
  const Plan plan = racks(site, {{"test-compute", 4}});
  return hydraulics::check(site, layout::positioned(site, plan), {50e3});
}
double grown_l(const Site& site) { return 1e3 * only(checked(site), Rule::liquid_expansion, "g1").value; }

Product<CoolantType>& coolant(Site& site, const std::string& id) {
  for (Product<CoolantType>& one : site.catalogue.coolants) {
    if (one.id == id) return one;
  }
  throw std::runtime_error("no such coolant");
}

// The room is at 25 degC, colder than the supply: from there on, not from where the coolant's table begins.
TEST(Expansion, FromTheColdestThatTheLoopSees) {
  Site site = vessel();
  const double warm = 1030.3 / (1 + grown_l(site) / 1e3);  // density at the return, by the check
  EXPECT_NEAR(warm, 1014.6, 0.1);
  EXPECT_NEAR(grown_l(vessel({"liquid.cdu_groups.g1.fill_temperature=20 degC"})), 1e3 * (1032.7 / warm - 1), 1e-3);
  EXPECT_NEAR(grown_l(vessel({"basis.room_air=22.5 degC"})), 1e3 * (1031.5 / warm - 1), 1e-3);
  // A table that begins at 35 degC says nothing of what is filled colder.
  std::vector<CoolantPoint>& table = coolant(site, "pg25").body.table;
  table.erase(table.begin(), table.begin() + 3);
  ASSERT_NEAR(table.front().temperature_degc.value, 35, 1e-9);
  const Check open = only(checked(site), Rule::liquid_expansion, "g1");
  EXPECT_EQ(open.status, Status::undecided);
  EXPECT_NE(open.arithmetic.find("it is at 25 degC"), std::string::npos) << open.arithmetic;
}

// A range of densities is of what a coolant is made of: its two ends are never met in one loop.
TEST(Expansion, ARangeIsOfTheCoolantNotOfItsWarming) {
  Site site = vessel();
  const double plain = grown_l(site);
  for (CoolantPoint& point : coolant(site, "pg25").body.table) {
    point.density_kg_per_m3.low *= 0.98;
    point.density_kg_per_m3.high *= 1.02;
  }
  EXPECT_NEAR(grown_l(site), plain, 0.05 * plain);
}

// 2000 L and three coils of 50 L: from 18 degC of supply (or the fill's 10) to the 35 degC of outdoor air while it stands.
TEST(Expansion, OfFacilityWaterAndItsCoils) {
  const auto on_chw = [](const std::vector<std::string>& more) {
    std::vector<std::string> sets = {"liquid.loops.chw.expansion_volume=20 L", "liquid.loops.chw.water_volume=2000 L",
                                     "air.zones.room.water={flow: 100 L/min, volume: 50 L}"};
    sets.insert(sets.end(), more.begin(), more.end());
    return only(checked(test::small_site(sets)), Rule::liquid_expansion, "chw");
  };
  const Check held = on_chw({});
  EXPECT_NEAR(held.value * 1e3, 2150 * (998.5 / 994.0 - 1), 0.02) << held.arithmetic;  // 18 degC between two lines
  EXPECT_EQ(held.status, Status::pass);
  EXPECT_NEAR(on_chw({"liquid.loops.chw.fill_temperature=10 degC"}).value * 1e3, 2150 * (999.7 / 994.0 - 1), 0.01);
  const Check open =
      only(checked(test::small_site({"liquid.loops.chw.expansion_volume=20 L"})), Rule::liquid_expansion, "chw");
  EXPECT_EQ(open.status, Status::undecided);
  EXPECT_EQ(open.arithmetic.find("no water_volume known for chw"), 0U);
}

}  // namespace
}  // namespace hallplan
