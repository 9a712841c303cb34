// The supply that reaches racks, strainers before pumps, and the most flow that racks are given, on the small hall's group with pipes.
#include <gtest/gtest.h>

#include <algorithm>

#include "planner/hydraulics/group_state.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "tests/support/piped.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using hydraulics::GroupSolver;
using hydraulics::GroupState;
using test::kLitrePerMinute;
using test::piped;
using test::placed;
using test::state;
using test::supply;

TEST(DeliveredSupply, HoldsWhereCdusHoldIt) {
  const Check check = supply(piped(), 4);
  EXPECT_EQ(check.status, Status::pass);
  EXPECT_NEAR(check.value, 40, 1e-6);
  EXPECT_NEAR(check.limit, 40, 1e-9);
}

// A rack that gets more than it asks for at 35 degC takes a supply up to where its table asks for that: 60 L/min at 30, 100 at 40.
TEST(DeliveredSupply, MoreFlowAllowsAWarmerSupply) {
  const Site site = piped("", {"liquid.cdu_groups.g1.supply=35 degC", "liquid.loops.fws.supply=31 degC"});
  const GroupState found = state(site, 4);
  for (const hydraulics::RackState& rack : found.racks) {
    const double l_per_min = rack.flow_m3_per_s / kLitrePerMinute;
    EXPECT_NEAR(rack.enough_to_degc, std::min(40.0, 30 + (l_per_min - 60) / 4), 1e-6);
    EXPECT_GT(rack.enough_to_degc, 35);
  }
}

// Whether a flow that is too little already is enough for a warmer supply is no question: it is not called enough.
TEST(DeliveredSupply, TooLittleIsNotCalledEnough) {
  const Check starved = supply(piped("", {}, "25 mm"), 4);
  EXPECT_NE(starved.arithmetic.find("less than it asks for at 40 degC"), std::string::npos) << starved.arithmetic;
  EXPECT_EQ(starved.arithmetic.find("enough for"), std::string::npos) << starved.arithmetic;
  EXPECT_NE(supply(piped(), 4).arithmetic.find("enough for a supply up to 40 degC"), std::string::npos);
}

TEST(DeliveredSupply, FailsWhereFlowIsNotEnoughForAWarmerOne) {
  // Each rack is held to the 96 L/min that it asks for at 39 degC, and two CDUs of 181 kW at 3 K float for 370 kW.
  Site site = piped(", flow_limited: true",
                    {"liquid.cdu_groups.g1.supply=39 degC", "liquid.cdu_groups.g1.type=test-cdu-181kw"});
  const Check lost = supply(site, 4, "1 unit lost");
  EXPECT_EQ(lost.status, Status::fail);
  EXPECT_NEAR(lost.limit, 39, 1e-3);  // a valve lets a hair more through than it is set to
  EXPECT_NEAR(lost.value, 36 + 3 * 185.0 / 181, 0.02);
  EXPECT_NE(lost.arithmetic.find("lost: "), std::string::npos) << lost.arithmetic;
  EXPECT_EQ(supply(site, 4).status, Status::pass);
  // Without their own power the two would do.
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.power_w = exactly(1);
  EXPECT_EQ(supply(site, 4, "1 unit lost").status, Status::pass);
}

// At its set supply a rack comes back at 39 + 14.03 = 53.03 degC; with a unit lost it is supplied 0.07 K warmer.
TEST(DeliveredSupply, ReturnsAreHeldAtTheSupplyThatRacksGet) {
  Site site = piped(", flow_limited: true",
                    {"liquid.cdu_groups.g1.supply=39 degC", "liquid.cdu_groups.g1.type=test-cdu-181kw"});
  RackLiquid& liquid = *site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid;
  liquid.return_limit_degc = exactly(53.06);
  const std::vector<Check> checks = hydraulics::check(site, placed(site, 4), {50e3});
  EXPECT_EQ(only(checks, Rule::liquid_return, "g1, test-compute").status, Status::pass);
  EXPECT_EQ(only(checks, Rule::liquid_return, "g1").status, Status::pass);
  const Check lost = only(checks, Rule::liquid_return, "g1", "1 unit lost");
  EXPECT_EQ(lost.status, Status::fail);
  EXPECT_NEAR(lost.value, 36 + 3 * 185.0 / 181 + 14.03, 0.02);
  EXPECT_NE(lost.arithmetic.find("gives it back at"), std::string::npos) << lost.arithmetic;
}

TEST(DeliveredSupply, BeyondTheTableIsUndecided) {
  Site site = piped("", {"liquid.loops.fws.supply=38 degC"});
  const Check lost = supply(site, 6, "1 unit lost");
  EXPECT_EQ(lost.status, Status::undecided);
  EXPECT_NE(lost.arithmetic.find("no flow known for test-compute at 42."), std::string::npos) << lost.arithmetic;
}

TEST(DeliveredSupply, WhatIsNotKnownIsUndecidedByName) {
  const auto without = [](auto&& change) {
    Site site = piped();
    change(site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body);
    const Check check = supply(site, 4);
    EXPECT_EQ(check.status, Status::undecided);
    return check.arithmetic;
  };
  EXPECT_NE(without([](CduType& cdu) { cdu.power_w.reset(); }).find("no electrical power known for test-cdu-4bar"),
            std::string::npos);
  // 250 kW would warm 100 L/min of water by 36 K, above the coolant that it cools.
  EXPECT_NE(without([](CduType& cdu) {
              cdu.facility->flow_m3_per_s = exactly(100 * kLitrePerMinute);
            }).find("no counterflow exchanger gives"),
            std::string::npos);
  EXPECT_NE(without([](CduType& cdu) { cdu.facility->flow_m3_per_s = exactly(1); }).find("which are rated at"),
            std::string::npos);
}

TEST(Strainer, HalfBlockedHasFourTimesItsLoss) {
  // 20 kPa at the CDU's 300 L/min: 20 (q / 300)^2 clean, 80 (q / 300)^2 half blocked.
  const Site site = piped(", strainer_drop: 20 kPa");
  const Plan plan = placed(site, 4);
  GroupSolver solver(site, plan, 0);
  const GroupState clean = solver.state(), blocked = solver.state({{}, {}, 1}), again = solver.state();
  const auto drop_over_flow2 = [&](const GroupState& state) {
    const network::Link& link = solver.network().network.links[solver.network().strainer_links[1]];
    const double flow = state.units[1].flow_m3_per_s / (300 * kLitrePerMinute);
    return (state.flow.pressure_pa[link.from] - state.flow.pressure_pa[link.to]) / (flow * flow);
  };
  EXPECT_NEAR(drop_over_flow2(clean), 20e3, 20);
  EXPECT_NEAR(drop_over_flow2(blocked), 80e3, 80);
  EXPECT_LT(blocked.units[1].flow_m3_per_s, clean.units[1].flow_m3_per_s);
  EXPECT_GT(blocked.units[0].flow_m3_per_s, clean.units[0].flow_m3_per_s);
  EXPECT_DOUBLE_EQ(again.units[1].flow_m3_per_s, clean.units[1].flow_m3_per_s);
  const Check check =
      only(hydraulics::check(site, plan, {50e3}), Rule::liquid_delivery, "g1", "1 strainer half blocked");
  EXPECT_EQ(check.status, Status::pass);
  EXPECT_EQ(check.arithmetic.rfind("strainer of cdu-", 0), 0U) << check.arithmetic;
}

TEST(MostFlow, NoRackIsGivenMoreThanItMayBe) {
  // Without valves four racks of 130 L/min at most get far more from three CDUs; limited to the 100 they ask for they do not.
  const auto most = [](const Site& site) {
    return only(hydraulics::check(site, placed(site, 4), {50e3}), Rule::liquid_rack_flow, "g1, pipes", "normal");
  };
  const Check free = most(piped());
  EXPECT_EQ(free.status, Status::fail);
  EXPECT_NEAR(free.limit, 130 * kLitrePerMinute, 1e-9);
  EXPECT_EQ(most(piped(", flow_limited: true")).status, Status::pass);
  Site unsaid = piped();
  unsaid.catalogue.racks[static_cast<std::size_t>(rack_type(unsaid, "test-compute"))]
      .body.liquid->most_flow_m3_per_s.reset();
  EXPECT_EQ(most(unsaid).status, Status::undecided);
}

}  // namespace
}  // namespace hallplan
