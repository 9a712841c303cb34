// One CDU group's steady state: speed, flow and temperatures together, held against closed forms and against each other.
#include "planner/hydraulics/group_state.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "planner/hydraulics/kept_flows.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/hydraulics/pipes.hpp"
#include "planner/hydraulics/pump_speed.hpp"
#include "tests/support/piped.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::GroupLoss;
using hydraulics::GroupSolver;
using hydraulics::GroupState;
using test::kLitrePerMinute;
using test::piped;
using test::placed;
using test::state;
using test::supply;

double flow_of(const GroupState& state) {
  double flow = 0;
  for (const hydraulics::UnitState& unit : state.units) flow += unit.flow_m3_per_s;
  return flow;
}

TEST(GroupState, HeatThatRacksGiveCdusTake) {
  const Site site = piped();
  const GroupState found = state(site, 4);
  ASSERT_EQ(found.unknown + found.unknown_heat, "");
  double taken_w = 0, racks_m3_per_s = 0;
  for (const hydraulics::UnitState& unit : found.units) {
    taken_w += unit.heat_w;
    EXPECT_TRUE(unit.holds_supply);
    EXPECT_NEAR(unit.supply_degc, 40, 1e-9);
    EXPECT_NEAR(unit.approach_k, 4, 1e-9);
    EXPECT_LT(unit.coldest_degc, 40);
  }
  EXPECT_NEAR(taken_w, 4 * 90e3 + 3 * 5e3, 1e-6 * taken_w);
  for (const hydraulics::RackState& rack : found.racks) {
    racks_m3_per_s += rack.flow_m3_per_s;
    EXPECT_NEAR(*rack.supply_degc, 40, 1e-9);
    const double w_per_k = 1022.5 * 3920 * rack.flow_m3_per_s;
    EXPECT_NEAR(*rack.return_degc, 40 + 90e3 / w_per_k, 1e-9);
    EXPECT_NEAR(*rack.return_margin_k, 60 - *rack.return_degc, 1e-9);
    EXPECT_NEAR(*rack.asked_m3_per_s, 100 * kLitrePerMinute, 1e-12);
    EXPECT_EQ(rack.enough_to_degc, 40);  // where its table ends
  }
  EXPECT_NEAR(racks_m3_per_s, flow_of(found), 1e-8);
}

// One unit left of three: all heat H through one exchanger. Before it T_fws + H / (e Cmin), behind it less H / C.
TEST(GroupState, ASupplyThatIsNotHeldFloatsOnTheExchanger) {
  const Site site = piped();
  const Plan plan = placed(site, 4);
  GroupSolver solver(site, plan, 0);
  const GroupState found = solver.state({{0, 1}, {}});
  ASSERT_EQ(found.unknown + found.unknown_heat, "");
  const hydraulics::UnitState& left = found.units[2];
  EXPECT_FALSE(found.units[0].runs);
  EXPECT_FALSE(left.holds_supply);
  EXPECT_NEAR(left.heat_w, 365e3, 1e-3);
  // The coolant is taken as it is where it floats: between the lines of 40 and 45 degC.
  const double part = (found.coolant_degc - 40) / 5;
  hydraulics::GroupCooling cooling = solver.cooling();
  cooling.coolant_j_per_m3_k = (1022.5 - 2.8 * part) * (3920 + 10 * part);
  const double stream = cooling.coolant_j_per_m3_k * left.flow_m3_per_s;
  const double before = 36 + 365e3 / cooling.taken_w_per_k(left.flow_m3_per_s, 400 * kLitrePerMinute);
  EXPECT_NEAR(left.supply_degc, before - 365e3 / stream, 1e-6);
  EXPECT_NEAR(left.return_degc, before - 5e3 / stream, 1e-6);
  EXPECT_GT(left.supply_degc, 40);
  // At its rated flow its heat goes with its approach: 250 kW at 4 K.
  EXPECT_NEAR(left.flow_m3_per_s, 300 * kLitrePerMinute, 1e-6);
  EXPECT_NEAR(left.approach_k, 4 * 365.0 / 250, 0.01);
  for (const hydraulics::RackState& rack : found.racks) {
    EXPECT_NEAR(*rack.supply_degc, left.supply_degc, 1e-6);
    EXPECT_FALSE(rack.asked_m3_per_s.has_value());  // beyond its table
  }
}

/// The coolant's viscosity at 40 degC and from another temperature on; both ends alike.
void set_viscosity(Site& site, double cold_pa_s, double warm_pa_s, double from_degc = 40) {
  CoolantType& coolant = site.catalogue.coolants[static_cast<std::size_t>(site.cdu_groups[0].coolant.index)].body;
  const CoolantPoint like = coolant.table[4];
  coolant.table.clear();
  for (const double degc : {20.0, from_degc, from_degc + 0.01, 60.0}) {
    coolant.table.push_back(like);
    coolant.table.back().temperature_degc = exactly(degc);
    coolant.table.back().viscosity_pa_s = exactly(degc <= from_degc ? cold_pa_s : warm_pa_s);
  }
}

// Where no unit holds its supply more flows than at the set one, and what is found agrees with itself: the flow is that of the coolant at the
// temperature that this flow leads to.
TEST(GroupState, FlowIsThatOfTheTemperatureThatFloats) {
  const Site site = piped(", branch_loss: 40", {"liquid.loops.fws.supply=38 degC"});
  const Plan plan = placed(site, 4);
  GroupSolver solver(site, plan, 0);
  const double set_viscosity_pa_s = solver.network().network.fluid.viscosity_pa_s;
  const GroupState found = solver.state({{0}, {}});
  ASSERT_EQ(found.unknown + found.unknown_heat, "");
  EXPECT_GT(found.coolant_degc, 40.5);
  EXPECT_NEAR(std::min(found.units[1].supply_degc, found.units[2].supply_degc), found.coolant_degc, 2e-3);
  hydraulics::GroupNetwork again = hydraulics::network_of(site, plan, 0);
  again.network.links[again.unit_links[0]].open = false;
  const auto at_set = hydraulics::controlled_flow(site.cdu_groups[0], again);
  again.network.fluid =
      hydraulics::fluid_at(site.catalogue.coolants[static_cast<std::size_t>(site.cdu_groups[0].coolant.index)],
                           found.coolant_degc)
          .fluid;
  const auto at_float = hydraulics::controlled_flow(site.cdu_groups[0], again);
  for (const hydraulics::RackState& rack : found.racks) {
    EXPECT_NEAR(rack.flow_m3_per_s, at_float.flow.flow_m3_per_s[rack.piped.link], 1e-9);
    EXPECT_GT(rack.flow_m3_per_s, at_set.flow.flow_m3_per_s[rack.piped.link]);
  }
  // Nothing of it stays behind.
  EXPECT_EQ(solver.network().network.fluid.viscosity_pa_s, set_viscosity_pa_s);
  EXPECT_EQ(solver.state().coolant_degc, solver.state().units[0].holds_supply ? 40 : solver.state().coolant_degc);
}

// A warm day lets CDUs float, and warm coolant flows more easily: what racks get at least is with the coolant as cold as it is set.
TEST(GroupState, WarmerFacilityWaterGivesNoRackMoreAtLeast) {
  for (const char* const headers : {"shared", "dedicated"}) {
    const Site site = piped(", branch_loss: 40", {std::string("liquid.cdu_groups.g1.headers=") + headers});
    const Site warm = piped(", branch_loss: 40", {"liquid.loops.fws.supply=38 degC",
                                                  std::string("liquid.cdu_groups.g1.headers=") + headers});
    const GroupState cold_day = state(site, 6), warm_day = state(warm, 6);
    ASSERT_EQ(cold_day.unknown + warm_day.unknown + warm_day.unknown_heat, "");
    ASSERT_GT(warm_day.coolant_degc, 40.1);
    for (std::size_t i = 0; i < warm_day.racks.size(); ++i) {
      EXPECT_GT(warm_day.racks[i].flow_m3_per_s, cold_day.racks[i].flow_m3_per_s) << headers;
      EXPECT_NEAR(warm_day.racks[i].least_m3_per_s, cold_day.racks[i].least_m3_per_s, 1e-12) << headers;
      EXPECT_EQ(cold_day.racks[i].least_m3_per_s, cold_day.racks[i].flow_m3_per_s) << headers;
    }
    const auto shut = [](const Site& of) {
      return only(hydraulics::check(of, placed(of, 6), {50e3}), Rule::liquid_delivery, "g1", "1 branch shut");
    };
    EXPECT_EQ(shut(warm).status, shut(site).status) << shut(warm).arithmetic;
    EXPECT_NEAR(shut(warm).value, shut(site).value, 1e-9);
  }
}

// What is kept is what is found anew, pumps' speeds among it, whatever was asked before.
TEST(GroupState, KeptFlowsAreThoseFoundAnew) {
  for (const char* const control : {"", ", control: constant_flow, control_flow: 330 L/min",
                                    ", control: constant_pressure, control_pressure: 60 kPa"}) {
    const Site site = piped(control);
    const Plan plan = placed(site, 4);
    const CduGroup& group = site.cdu_groups[0];
    for (int round = 0; round < 2; ++round) {
      for (const auto end : {hydraulics::FlowEnd::least, hydraulics::FlowEnd::most}) {
        for (const bool open : {true, false}) {
          hydraulics::GroupNetwork one = hydraulics::network_of(site, plan, 0, end), other = one;
          one.network.links[one.unit_links[0]].open = other.network.links[one.unit_links[0]].open = open;
          if (round == 0) (void)hydraulics::branch_flows(group, one, end);  // stands in the same store
          const auto kept = hydraulics::kept_flow(group, one, end);
          const auto anew = hydraulics::controlled_flow(group, other, end);
          EXPECT_EQ(kept.flow.flow_m3_per_s, anew.flow.flow_m3_per_s) << control;
          EXPECT_EQ(kept.speed, anew.speed);
          for (const std::size_t link : one.unit_links) {
            EXPECT_EQ(std::get<network::Pump>(one.network.links[link].law).speed,
                      std::get<network::Pump>(other.network.links[link].law).speed);
          }
        }
      }
    }
  }
}

// A maker's curve that begins at some flow says nothing of less: no more head than at its first point, or than stated without flow.
TEST(GroupState, PumpCurvesAreNotContinuedUpwards) {
  const std::vector<PumpPoint> points = {{exactly(1e-3), exactly(200e3)}, {exactly(3e-3), exactly(100e3)}};
  const auto first = [&](hydraulics::FlowEnd end, const MaybeValue& shut_off) {
    return network::gain_of(network::Pump{hydraulics::curve_of(points, end, shut_off)}, 0).pa;
  };
  EXPECT_EQ(first(hydraulics::FlowEnd::least, {}), 200e3);
  EXPECT_EQ(first(hydraulics::FlowEnd::least, exactly(230e3)), 230e3);
  EXPECT_EQ(first(hydraulics::FlowEnd::most, exactly(230e3)), 230e3);
  EXPECT_EQ(first(hydraulics::FlowEnd::most, {}), 250e3);
}

TEST(GroupState, RacksThatAskForNothingDecideNothing) {
  Site site = piped();
  for (Product<RackType>& rack : site.catalogue.racks) {
    if (!rack.body.liquid) continue;
    rack.body.liquid->share.value = rack.body.liquid->share.low = rack.body.liquid->share.high = 0;
  }
  const Check held = only(hydraulics::check(site, placed(site, 4), {50e3}), Rule::liquid_delivery, "g1");
  EXPECT_EQ(held.status, Status::undecided) << held.arithmetic;
  EXPECT_EQ(held.arithmetic, "none of its racks asks for flow");
}

// More flow through an exchanger that cannot hold its supply leaves that warmer. A coolant that thickens at once between where it floats thin and
// where it floats thick has no steady state: thin it becomes warm and thick, thick it becomes cold and thin.
TEST(GroupState, WhatDoesNotSettleIsUndecidedByName) {
  const auto floats_degc = [](double viscosity_pa_s) {
    Site site = piped("", {"liquid.loops.fws.supply=38 degC"});
    set_viscosity(site, viscosity_pa_s, viscosity_pa_s);
    const GroupState found = state(site, 4, {{0}, {}});
    EXPECT_EQ(found.unknown + found.unknown_heat, "");
    return found.coolant_degc;
  };
  const double thick_degc = floats_degc(0.3), thin_degc = floats_degc(1e-3);
  ASSERT_GT(thin_degc, thick_degc + 0.05);
  Site site = piped("", {"liquid.loops.fws.supply=38 degC"});
  set_viscosity(site, 1e-3, 0.3, (thick_degc + thin_degc) / 2);
  const GroupState found = state(site, 4, {{0}, {}});
  EXPECT_NE(found.unknown.find("flow and temperatures of g1 do not settle"), std::string::npos)
      << found.unknown << found.coolant_degc;
  EXPECT_EQ(supply(site, 4, "1 unit lost").status, Status::undecided);
  const Check flow = only(hydraulics::check(site, placed(site, 4), {50e3}), Rule::liquid_delivery, "g1", "1 unit lost");
  EXPECT_EQ(flow.status, Status::undecided);
}

// A U A that stays as rated takes more at less flow than one whose films fall with it.
TEST(GroupState, AConstantUaIsTakenWhereTheSiteSaysSo) {
  const Site films = piped(), constant = piped("", {"liquid.cdu_groups.g1.constant_ua=true"});
  const hydraulics::GroupCooling with_films = hydraulics::cooling_of(films, films.cdu_groups[0]),
                                 as_rated = hydraulics::cooling_of(constant, constant.cdu_groups[0]);
  const double rated = 300 * kLitrePerMinute, water = 400 * kLitrePerMinute;
  EXPECT_NEAR(as_rated.taken_w_per_k(rated, water), with_films.taken_w_per_k(rated, water), 1e-6);
  EXPECT_GT(as_rated.taken_w_per_k(rated / 2, water), 1.03 * with_films.taken_w_per_k(rated / 2, water));
  const double least = as_rated.coolant_j_per_m3_k * rated / 2;
  EXPECT_NEAR(
      as_rated.taken_w_per_k(rated / 2, water),
      least * hydraulics::effectiveness(hydraulics::Arrangement::counterflow, as_rated.rated[0].ua_w_per_k / least,
                                        least / (as_rated.water_j_per_m3_k * water)),
      1e-6 * least);
}

TEST(GroupState, WarmerFacilityWaterWarmsTheSupplyOnlyBeyondWhatTheExchangerCan) {
  double before = 0;
  for (const char* const water : {"30 degC", "36 degC", "37.5 degC", "38 degC"}) {
    const Site site = piped("", {std::string("liquid.loops.fws.supply=") + water});
    const GroupState found = state(site, 4, {{0, 1}, {}});
    ASSERT_EQ(found.unknown + found.unknown_heat, "") << water;
    EXPECT_GE(found.units[2].supply_degc, std::max(40.0, before)) << water;
    before = found.units[2].supply_degc;
  }
  EXPECT_GT(before, 41);
}

TEST(GroupState, PumpsHoldTheFlowTheyAreSetTo) {
  const GroupState full = state(piped(), 4);
  const double set = 420 * kLitrePerMinute;
  ASSERT_GT(flow_of(full), set);
  const GroupState held = state(piped(", control: constant_flow, control_flow: 420 L/min"), 4);
  ASSERT_EQ(held.unknown, "");
  EXPECT_NEAR(flow_of(held), set, 1e-6 * set);
  EXPECT_LT(held.speed, 1);
  EXPECT_TRUE(held.holds_set);
  // Losses go with q^1.7 to q^2, so the speed is near the flow's share and the head near its square.
  EXPECT_NEAR(held.speed, set / flow_of(full), 0.05);
  EXPECT_LT(held.units[0].head_pa, full.units[0].head_pa);
  // With a unit lost the others turn faster for the same flow.
  const GroupState lost = state(piped(", control: constant_flow, control_flow: 420 L/min"), 4, {{0}, {}});
  EXPECT_NEAR(flow_of(lost), set, 1e-6 * set);
  EXPECT_GT(lost.speed, held.speed);
}

TEST(GroupState, PumpsHoldThePressureTheyAreSetTo) {
  const Site site = piped(", control: constant_pressure, control_pressure: 80 kPa");
  const Plan plan = placed(site, 4);
  GroupSolver solver(site, plan, 0);
  const GroupState all = solver.state(), shut = solver.state({{}, 1});
  ASSERT_EQ(all.unknown, "");
  EXPECT_TRUE(all.holds_set && shut.holds_set);
  EXPECT_LT(shut.speed, all.speed);
  // Head at the CDU is what is held and what its own pipes lose.
  EXPECT_GT(all.units[0].head_pa, 80e3);
  EXPECT_NEAR(all.units[0].head_pa, 80e3, 5e3);
  EXPECT_EQ(shut.racks[1].flow_m3_per_s, 0);
  EXPECT_FALSE(shut.racks[1].supply_degc.has_value());
  for (const std::size_t i : {0U, 2U, 3U}) EXPECT_GE(shut.racks[i].flow_m3_per_s, all.racks[i].flow_m3_per_s);
}

TEST(GroupState, MoreThanFullSpeedIsNotToBeHad) {
  const GroupState full = state(piped(), 4);
  for (const char* const more : {", control: constant_flow, control_flow: 3000 L/min",
                                 ", control: constant_pressure, control_pressure: 400 kPa"}) {
    const GroupState found = state(piped(more), 4);
    EXPECT_EQ(found.unknown, "");
    EXPECT_FALSE(found.holds_set);
    EXPECT_EQ(found.speed, 1);
    EXPECT_NEAR(flow_of(found), flow_of(full), 1e-9);
  }
  EXPECT_EQ(state(piped(", control: constant_flow"), 4).unknown, "no control_flow known for g1");
  EXPECT_EQ(state(piped(", control: constant_pressure"), 4).unknown, "no control_pressure known for g1");
}

TEST(GroupState, AShutBranchLeavesTheOthersTheirFlow) {
  for (const char* const more : {"", ", return: reverse"}) {
    const Site site = piped(more);
    const Plan plan = placed(site, 6);
    GroupSolver solver(site, plan, 0);
    const GroupState all = solver.state();
    for (std::size_t shut = 0; shut < 6; ++shut) {
      const GroupState found = solver.state({{}, shut});
      ASSERT_EQ(found.unknown, "");
      for (std::size_t i = 0; i < 6; ++i) {
        if (i == shut) continue;
        EXPECT_GE(found.racks[i].flow_m3_per_s, all.racks[i].flow_m3_per_s * (1 - 1e-9));
      }
    }
    EXPECT_NEAR(flow_of(solver.state()), flow_of(all), 1e-12);  // nothing stays shut
  }
}

TEST(GroupState, WithoutFlowNothingPasses) {
  const GroupState found = state(piped(), 4, {{0, 1, 2}, {}});
  EXPECT_EQ(found.unknown, "");
  for (const hydraulics::RackState& rack : found.racks) {
    EXPECT_NEAR(rack.flow_m3_per_s, 0, 1e-9);
    EXPECT_FALSE(rack.supply_degc || rack.return_degc || rack.asked_m3_per_s);
  }
}

}  // namespace
}  // namespace hallplan
