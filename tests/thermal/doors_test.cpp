// Rear-door heat exchangers by hand. In the small hall, at sea level, supply 24 degC, doors of 15 kW that let air out at 26 degC
// at best, 1 kW of fan each:
//
//   network rack     20 kW in 2 m3/s: cooling 2 m3/s of 24 degC air to 26 degC leaves 1.2 x 1006 x 2 x 2 = 4829 W, so the door
//                    could take 15,171 W; its coil takes 15,000 W
//   management rack  10 kW in 1 m3/s: leaves 2414 W, takes 7586 W
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "planner/hydraulics/door_lost.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "planner/thermal/field.hpp"
#include "planner/thermal/field_state.hpp"
#include "planner/thermal/zones.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/thermal/case_support.hpp"

namespace hallplan::thermal {
namespace {

Site site_with_doors(const std::vector<std::string>& sets = {}) {
  return test::load_data_site("small-doors.yaml", sets);
}

Plan plan_of(const Site& site) { return layout::positioned(site, pinned_plan(site)); }

TEST(RearDoors, TakeTheirPartOfTheZonesHeat) {
  const Site site = site_with_doors();
  const Plan plan = plan_of(site);
  const ZoneBalance balance = balances(site, plan, {0}).at(0);
  const double management_w = 10e3 - 1.2 * 1006 * 2;
  EXPECT_NEAR(balance.rack_heat_w, 90e3, 1e-6);
  EXPECT_NEAR(balance.door_heat_w, 15e3 + management_w, 1e-6);
  EXPECT_NEAR(balance.other_heat_w, 9e3 + 2e3, 1e-6);  // three units' fans, two doors'
  EXPECT_NEAR(zone_heat_w(site, plan, {0}).at(0), 90e3 - 15e3 - management_w + 11e3, 1e-6);
  // The zone's units give what the doors leave to the same loop: all of it lands there, and once.
  EXPECT_NEAR(door_heat_w(site, plan).at(0), 15e3 + management_w, 1e-6);
  EXPECT_NEAR(zone_heat_w(site, plan, {0}).at(0) + door_heat_w(site, plan).at(0), 90e3 + 11e3, 1e-6);
  const Check check = only(thermal::check(site, plan, {0}), Rule::air_heat, "room");
  EXPECT_NEAR(check.value, balance.room_heat_w(), 1e-6);
  EXPECT_NE(check.arithmetic.find("taken by rear doors"), std::string::npos) << check.arithmetic;
}

// Of the two doors the network rack's takes most: without it the room has its 15 kW, and its fan as before.
TEST(RearDoors, TheOneThatTakesMostMayBeLost) {
  const double management_w = 10e3 - 1.2 * 1006 * 2;
  const Site site = site_with_doors();
  const Check check = only(thermal::check(site, plan_of(site), {0}), Rule::air_heat, "room", "1 rear door lost");
  EXPECT_NEAR(check.value, 90e3 - management_w + 9e3 + 2e3, 1e-6);
  EXPECT_NEAR(check.limit, 3 * 60e3, 1e-6);
  EXPECT_NE(check.arithmetic.find("taken by rear doors, without 15 kW of the one that takes most"), std::string::npos)
      << check.arithmetic;
  const Site maintained = site_with_doors({"policy.air=maintenance"});
  const Check one_out = only(thermal::check(maintained, plan_of(maintained), {0}), Rule::air_heat, "room",
                             "1 unit out, 1 rear door lost");
  EXPECT_NEAR(one_out.value, 90e3 - management_w + 6e3 + 2e3, 1e-6);
  EXPECT_NEAR(one_out.limit, 2 * 60e3, 1e-6);
}

// What a lost door leaves to the units lands in their loop, unless the door hangs on that too.
TEST(RearDoors, ALostOneHeatsTheUnitsLoop) {
  const Site site = site_with_doors({"air.rear_doors.doors.loop=fws", "liquid.loops.fws.supply=20 degC"});
  const Plan plan = plan_of(site);
  EXPECT_NEAR(door_heat_w(site, plan).at(0), 15e3 + 10e3, 1e-6);  // what a loop of the doors' own may have to take
  ASSERT_EQ(lost_door_heat_w(site, plan).size(), 1U);
  EXPECT_NEAR(lost_door_heat_w(site, plan)[0], 15e3, 1e-6);
  const Site same = site_with_doors({"air.rear_doors.doors.loop=chw"});
  EXPECT_EQ(lost_door_heat_w(same, plan_of(same)), std::vector<double>{0});
  const std::vector<Check> checks =
      hydraulics::check(site, plan, {60e3}, {25e3}, nullptr, {"1 rear door lost", {15e3}});
  for (const Rule rule : {Rule::liquid_rejection, Rule::liquid_fws_return}) {
    const Check normal = only(checks, rule, "chw"), lost = only(checks, rule, "chw", "1 rear door lost");
    EXPECT_GT(lost.value, normal.value) << lost.arithmetic;
  }
  EXPECT_NEAR(only(checks, Rule::liquid_rejection, "chw", "1 rear door lost").value -
                  only(checks, Rule::liquid_rejection, "chw").value,
              15e3, 1e-6);
}

TEST(RearDoors, TheSearchCountsTheWorstOfThemAsLost) {
  const Site site = site_with_doors();
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part part =
      thermal::capacity_rows(site, choices, [](const Site&, const Plan&) { return std::vector<double>{0}; });
  const auto row = std::find_if(part.rows.begin(), part.rows.end(),
                                [](const capacity::Row& each) { return each.scenario == "1 rear door lost"; });
  ASSERT_NE(row, part.rows.end());
  EXPECT_FALSE(row->proves);
  EXPECT_NEAR(row->base, 9e3 + 15e3, 1e-6);
  EXPECT_NEAR(row->limit, 180e3, 1e-6);
}

TEST(RearDoors, TheSearchCountsALostOnesHeatInTheUnitsLoop) {
  const Site site = site_with_doors({"air.rear_doors.doors.loop=fws", "liquid.loops.fws.supply=20 degC"});
  const std::vector<capacity::Choice> choices = capacity::choices(site);
  const capacity::Part air =
      thermal::capacity_rows(site, choices, [](const Site&, const Plan&) { return std::vector<double>{0}; });
  const std::vector<double> door_w = door_heat_w(site, choices);
  const capacity::Part normal = hydraulics::capacity_rows(site, choices, air, door_w);
  const capacity::Part lost = hydraulics::door_lost_rows(site, choices, air, door_w, {"1 rear door lost", {15e3}});
  ASSERT_EQ(lost.rows.size(), 2U);
  for (const capacity::Row& row : lost.rows) {
    EXPECT_EQ(row.element, "chw");
    EXPECT_EQ(row.scenario, "1 rear door lost");
    EXPECT_FALSE(row.proves);
    const auto without = std::find_if(normal.rows.begin(), normal.rows.end(), [&](const capacity::Row& each) {
      return each.rule == row.rule && each.element == row.element && each.scenario == "normal";
    });
    if (row.rule == Rule::liquid_fws_return) {
      ASSERT_NE(without, normal.rows.end());
      // 300 L/min of water at 18 degC: 0.005 m3/s of 998.6 kg/m3 and 4185 J/kgK.
      EXPECT_NEAR(row.base - without->base, 15e3 / (0.005 * 998.6 * 4185), 2e-3);
      EXPECT_EQ(row.limit, without->limit);
    } else {
      EXPECT_EQ(row.rule, Rule::liquid_rejection);
      EXPECT_NEAR(row.limit, 2 * 150e3, 1e-6);
    }
  }
}

TEST(RearDoors, TakeNothingOfAirThatIsCoolerThanTheirSetPoint) {
  const Site site = site_with_doors({"air.rear_doors.doors.leaving=40 degC"});
  EXPECT_NEAR(balances(site, plan_of(site), {0}).at(0).door_heat_w, 0, 1e-9);
}

// Water of 18 degC, doors that are to let air out at 10 degC, supply air of 16 degC. By 15 kW of 2 m3/s at 27 degC on water of 20 degC a door
// takes 2143 W for each kelvin between air and water, of the management rack's 1 m3/s half as much: air of 16 + 20 / 2.4144 = 16 +
// 10 / 1.2072 = 24.28 degC comes from either rack. With nothing left in the air above 18 degC the doors would take more.
TEST(RearDoors, LetNoAirOutThatIsColderThanTheirWater) {
  const std::vector<std::string> sets = {"air.rear_doors.doors.leaving=10 degC", "air.zones.room.supply=16 degC"};
  const Site site = site_with_doors(sets);
  EXPECT_NEAR(door_leaving_degc(site, site.rear_doors[0]), 18, 1e-9);
  const double above_k = 16 + 10e3 / (1.2 * 1006) - 18;
  EXPECT_NEAR(balances(site, plan_of(site), {0}).at(0).door_heat_w, (1 + 0.5) * 15e3 / 7 * above_k, 1e-6);
  const HallCase hall = case_of(site, {0.5});
  EXPECT_NEAR(hall.sequence.grids.back().ducts[5].setpoint_degc, 18, 1e-9);
  SourceFiles files;
  LoadOptions options;
  options.catalogue_folder = test::data_path("racks");
  options.sets.push_back({sets[0]});
  const Result<Site> loaded = load_site(files, test::data_path("small-doors.yaml"), options);
  ASSERT_TRUE(loaded);
  const std::string told = render(loaded.problems, files);
  EXPECT_NE(told.find("air leaves rear doors 'doors' at 10 degC, no warmer than the 18 degC of the water"),
            std::string::npos)
      << told;
}

// Air of 24 + 20 / 2.4144 = 32.28 degC, and from the management rack as warm, on water of 30 degC.
TEST(RearDoors, TakeLessOnWarmerWater) {
  const Site site = site_with_doors({"liquid.loops.fws.supply=30 degC", "air.rear_doors.doors.loop=fws"});
  const double above_k = 24 + 10e3 / (1.2 * 1006) - 30;
  EXPECT_NEAR(door_capacity_w(site, 0, rack_type(site, "test-network")), 15e3 / 7 * above_k, 1e-6);
  EXPECT_NEAR(balances(site, plan_of(site), {0}).at(0).door_heat_w, (1 + 0.5) * 15e3 / 7 * above_k, 1e-6);
  const HallCase hall = case_of(site, {0.5});
  const kernels::flow::Duct& network = hall.sequence.grids.back().ducts[4];
  EXPECT_NEAR(network.capacity_k_m3_per_s * hall.heat_capacity_j_per_m3_k, 15e3 / 7 * above_k - 1e3,
              1e-6);  // less its fan
}

// On water that is colder than the air a rack breathes a door takes least with least air, on warmer water with most.
TEST(RearDoors, TakeWhatTheyDoAtTheWorseEndOfTheAirflow) {
  Site site = site_with_doors({"air.rear_doors.doors.leaving=10 degC", "liquid.loops.chw.supply=10 degC"});
  const int type = rack_type(site, "test-network");
  Value& flow = site.catalogue.racks[static_cast<std::size_t>(type)].body.air.table[0].flow_m3_per_s;
  Value& rated = site.catalogue.rear_doors[static_cast<std::size_t>(site.rear_doors[0].type.index)].body.capacity_w;
  rated.low = rated.value = rated.high = 12e3;
  flow.low = 0.5;
  const auto taken_w = [&](double airflow, double water_degc) {
    const double behind_degc = 24 + 20e3 / (1.2 * 1006 * airflow);
    return 12e3 / 7 * std::min(1.0, airflow / 2) * (behind_degc - water_degc);
  };
  ASSERT_LT(taken_w(0.5, 20), taken_w(2, 20));
  EXPECT_NEAR(door_capacity_w(site, 0, type), std::min(12e3, taken_w(0.5, 10)), 1e-6);
  FacilityLoop& loop = site.loops[static_cast<std::size_t>(site.rear_doors[0].loop.index)];
  loop.supply_degc.value = loop.supply_degc.low = loop.supply_degc.high = 28;
  ASSERT_GT(taken_w(0.5, 28), taken_w(2, 28));
  EXPECT_NEAR(door_capacity_w(site, 0, type), taken_w(2, 28), 1e-6);
}

TEST(RearDoors, WithoutTheAirOfTheirRatingDecideNothing) {
  Site site = site_with_doors();
  site.catalogue.rear_doors[static_cast<std::size_t>(site.rear_doors[0].type.index)].body.airflow_m3_per_s.reset();
  const Check check = only(thermal::check(site, plan_of(site), {0}), Rule::air_heat, "room");
  EXPECT_EQ(check.status, Status::undecided);
  EXPECT_NE(check.arithmetic.find("no air known at which test-door takes its 15 kW (rear_door.entering_air and"),
            std::string::npos)
      << check.arithmetic;
}

TEST(RearDoors, OfUnknownFanPowerLeaveTheHeatOpen) {
  Site site = site_with_doors();
  EXPECT_EQ(only(thermal::check(site, plan_of(site), {0}), Rule::air_heat, "room").status, Status::pass);
  MaybeValue& fans_w =
      site.catalogue.rear_doors[static_cast<std::size_t>(site.rear_doors[0].type.index)].body.fan_power_w;
  Value none = *fans_w;
  fans_w.reset();
  const Check open = only(thermal::check(site, plan_of(site), {0}), Rule::air_heat, "room");
  EXPECT_EQ(open.status, Status::undecided);
  EXPECT_NE(open.arithmetic.find("no fan power known for test-door (rear doors doors)"), std::string::npos);
  none.value = none.low = none.high = 0;  // a passive door
  fans_w = none;
  EXPECT_EQ(only(thermal::check(site, plan_of(site), {0}), Rule::air_heat, "room").status, Status::pass);
}

TEST(RearDoors, StandBehindTheirRacksHeat) {
  const Site site = site_with_doors();
  const HallCase hall = case_of(site, {0.5});
  const std::vector<kernels::flow::Duct>& ducts = hall.sequence.grids.back().ducts;
  EXPECT_FALSE(ducts[0].cools);  // a compute rack has none
  const kernels::flow::Duct& network = ducts[4];
  ASSERT_TRUE(network.cools && network.cools_last);
  const double rho_cp = hall.heat_capacity_j_per_m3_k;
  EXPECT_NEAR(network.capacity_k_m3_per_s * rho_cp, 14e3, 1e-6);  // less its fan
  // 24 degC + 20 kW / (rho cp 2 m3/s), brought down by 14 kW at most: above 26 degC.
  EXPECT_NEAR(discharge_degc(network, 24, 2), 24 + (20e3 - 14e3) / (rho_cp * 2), 1e-9);
  EXPECT_NEAR(discharge_degc(ducts[5], 24, 1), 26, 1e-9);                  // 10 kW: down to its set point
  EXPECT_NEAR(discharge_degc(ducts[5], 12, 1), 12 + 10e3 / rho_cp, 1e-9);  // no warmer than the set point: nothing
}

TEST(RearDoors, TakeTheirHeatOutOfTheField) {
  const auto solved = [](const Site& site) {
    FieldOptions options;
    options.cell_m = 0.5;
    options.units_lost = false;
    options.execution.threads = 1;
    return solve_field(site, plan_of(site), options);
  };
  const Site site = site_with_doors();
  const FieldResult field = solved(site);
  ASSERT_TRUE(field.solved()) << field.problem;
  EXPECT_LT(field.balance.heat, 1e-6);
  const RackField& network = field.normal.racks[4];
  const double taken_w =
      (network.inlet_mean_degc - network.exhaust_degc) * network.flow_m3_per_s * field.hall.heat_capacity_j_per_m3_k +
      20e3;
  EXPECT_GT(taken_w, 13e3);
  EXPECT_LT(taken_w, 14e3 * (1 + 1e-9));
  double returned_w = 0;  // what the units take
  for (const UnitField& unit : field.units) {
    returned_w += (unit.return_degc - unit.supply_degc) * unit.flow_m3_per_s * field.hall.heat_capacity_j_per_m3_k;
  }
  const RackField& management = field.normal.racks[5];
  const double other_w = (management.inlet_mean_degc - management.exhaust_degc) * management.flow_m3_per_s *
                             field.hall.heat_capacity_j_per_m3_k +
                         10e3;
  EXPECT_NEAR(returned_w, field.hall.heat.racks_w - taken_w - other_w, 0.005 * returned_w);
}

TEST(RearDoors, ARackHasOne) {
  SourceFiles files;
  LoadOptions options;
  options.catalogue_folder = test::data_path("racks");
  options.sets.push_back({"air.rear_doors.more={type: test-door, loop: chw, leaving: 26 degC, rows: [r1]}"});
  const Result<Site> site = load_site(files, test::data_path("small-doors.yaml"), options);
  ASSERT_FALSE(site);
  EXPECT_NE(render(site.problems, files).find("stand on the same racks of row 'r1'"), std::string::npos)
      << render(site.problems, files);
}

TEST(RackRears, BlowTheTurbulenceThatTheirFileStates) {
  const auto law = [](const std::vector<SetOption>& sets) {
    const HallCase hall = case_of(reference_site(sets), {0.4});
    return hall.sequence.grids.back().ducts.at(0);
  };
  EXPECT_NEAR(law({}).discharge_intensity, 0.1, 1e-12);
  EXPECT_NEAR(law({}).discharge_eddy_length_m, 0.1, 1e-12);
  const std::string air = "rack_types.given.rack.air.";
  const auto stated = law({{air + "rear_intensity=5 %"}, {air + "rear_eddy_length=30 mm"}});
  EXPECT_NEAR(stated.discharge_intensity, 0.05, 1e-12);
  EXPECT_NEAR(stated.discharge_eddy_length_m, 0.03, 1e-12);
  const auto notes = [](const std::vector<SetOption>& sets) {
    std::string all;
    for (const std::string& line : case_of(reference_site(sets), {0.4}).assumptions) all += line + "\n";
    return all;
  };
  EXPECT_EQ(notes({}).find("turbulence in eddies"), std::string::npos);  // another model: nobody asks
  EXPECT_NE(notes({{"field.turbulence=k_epsilon"}}).find("given blows air of 10 % turbulence in eddies of 0.1 m"),
            std::string::npos);
}

}  // namespace
}  // namespace hallplan::thermal
