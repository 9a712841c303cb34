// Plant with a single cord each: which board carries what, and that a board's loss leaves the rest of a group with power.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "planner/power/power.hpp"
#include "planner/power/tree.hpp"
#include "tests/power/sites.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"

namespace hallplan::power {
namespace {

double carried(const Site& site, const State& state, const std::string& id) {
  return state.output_w[static_cast<std::size_t>(test::lost(site, id))];
}

// Three CDUs of 5 kW, three air units of 3 kW, three coolers and two chillers on mech and mech-2.
TEST(PowerCords, EachBoardCarriesItsOwnUnits) {
  const Site shared = test::small_site();
  const Site single = test::small_site({"liquid.cdu_groups.g1.cords=1", "air.zones.room.cords=1"});
  const auto plan = [](const Site& site) { return racks(site, {}); };
  const double all_w = carried(shared, simulate(shared, plan(shared), -1), "mech") * 2;
  const State normal = simulate(single, plan(single), -1);
  // In equal parts 7.5 + 4.5 kW a board; now two units of each against one: 10 + 6 and 5 + 3 kW.
  EXPECT_NEAR(carried(single, normal, "mech"), all_w / 2 + 4e3, 1e-6);
  EXPECT_NEAR(carried(single, normal, "mech-2"), all_w / 2 - 4e3, 1e-6);
  // What hangs on mech stops with it: mech-2 keeps cdu-2 and crah-2, and takes over the heat rejection.
  const State lost = simulate(single, plan(single), test::lost(single, "mech"));
  EXPECT_NEAR(carried(single, lost, "mech-2"), all_w - 16e3, 1e-6);
  EXPECT_TRUE(lost.dark_plant.empty());
  EXPECT_NEAR(carried(shared, simulate(shared, plan(shared), test::lost(shared, "mech")), "mech-2"), all_w, 1e-6);
}

TEST(PowerCords, AGroupIsDarkWhereNoneOfItsUnitsHasPower) {
  const std::vector<std::string> sets = {"liquid.cdu_groups.g1.cords=1", "power.devices.mech.from=[tx-a]",
                                         "power.devices.mech-2.from=[tx-a]"};
  const Site site = test::small_site(sets);
  const State lost = simulate(site, racks(site, {}), test::lost(site, "tx-a"));
  ASSERT_EQ(lost.dark_plant.size(), 4U);
  EXPECT_EQ(lost.dark_plant[0], "CDUs of g1");
  const Check check = only(power::check(site, racks(site, {})), Rule::power_supplied, "tx-a lost", "tx-a lost");
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_NE(check.arithmetic.find("4 plant groups go dark; nothing else feeds mech, mech-2"), std::string::npos)
      << check.arithmetic;
  EXPECT_EQ(plant_names(plant_loads(site)).size(), 4U);
  EXPECT_EQ(plant_loads(site).size(), 5U);  // the CDUs on either board
}

TEST(PowerCords, AUnitOnABoardThatWaitsIsDarkInNormalRunning) {
  Site site = test::small_site({"liquid.cdu_groups.g1.cords=1"});
  test::device(site, "mech-2").waiting = true;
  const State normal = simulate(site, racks(site, {}), -1);
  EXPECT_EQ(normal.dark_plant, std::vector<std::string>{"CDUs of g1"});
}

}  // namespace
}  // namespace hallplan::power
