// Flow that racks get through their group's pipes: against the point where pump and rack curves meet where pipes are wide, and how it
// goes down where they are not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "planner/hydraulics/group_network.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/layout/layout.hpp"
#include "planner/network/solve.hpp"
#include "tests/support/load.hpp"
#include "tests/support/plans.hpp"
#include "tests/support/values.hpp"

namespace hallplan {
namespace {

using test::small_site;

constexpr double kLitrePerMinute = 1e-3 / 60;

/// The small hall's group with a CDU whose pump curve is known, and pipes.
Site piped(const std::string& header, const std::string& branch, const std::string& more = {}) {
  return small_site({"liquid.cdu_groups.g1.type=test-cdu-4bar",
                     "liquid.cdu_groups.g1.piping={header_diameter: " + header + ", branch_diameter: " + branch +
                         ", branch_length: 3 m, roughness: 0.045 mm" + more + "}"});
}

/// So many racks in the row's first slots.
Plan placed(const Site& site, int compute) {
  return layout::positioned(site, racks(site, {{"test-compute", compute}}));
}

std::vector<double> flows(const Site& site, const Plan& plan) {
  const hydraulics::GroupNetwork group = hydraulics::network_of(site, plan, 0);
  EXPECT_EQ(group.unknown, "");
  const network::Solution found = network::solve(group.network);
  EXPECT_TRUE(found.solved()) << found.problem;
  std::vector<double> out;
  for (const hydraulics::PipedRack& rack : group.racks) out.push_back(found.flow_m3_per_s[rack.link]);
  return out;
}

Check delivery(const Site& site, int compute, const std::string& scenario = "normal") {
  return only(hydraulics::check(site, placed(site, compute), {50e3}), Rule::liquid_delivery, "g1", scenario);
}

// Four racks on three units through pipes that lose nothing: a unit's 4/3 q meets the rack's drop at q.
TEST(Delivery, WidePipesLeaveItToPumpAndRack) {
  const Site site = piped("1500 mm", "900 mm");
  const Plan plan = placed(site, 4);
  const hydraulics::GroupNetwork group = hydraulics::network_of(site, plan, 0);
  const network::Network& network = group.network;
  const auto& pump = std::get<network::Pump>(network.links[group.unit_links[0]].law);
  const network::Law& rack = network.links[group.racks[0].link].law;
  double low = 0, high = 300 * kLitrePerMinute;
  for (int i = 0; i < 100; ++i) {
    const double q = (low + high) / 2;
    (network::gain_of(pump, 4 * q / 3).pa > network::loss_of(rack, network.fluid, q).pa ? low : high) = q;
  }
  for (const double flow : flows(site, plan)) EXPECT_NEAR(flow, low, 1e-4 * low);
  EXPECT_EQ(delivery(site, 4).status, Status::pass);
}

TEST(Delivery, NarrowerPipesGiveLessAndAtLastTooLittle) {
  double before = 1;
  for (const char* const header : {"300 mm", "60 mm", "40 mm", "25 mm"}) {
    const Site site = piped(header, "40 mm");
    const std::vector<double> found = flows(site, placed(site, 4));
    const double least = *std::min_element(found.begin(), found.end());
    EXPECT_LT(least, before) << header;
    before = least;
  }
  EXPECT_EQ(delivery(piped("300 mm", "40 mm"), 4).status, Status::pass);
  const Check failed = delivery(piped("25 mm", "40 mm"), 4);
  EXPECT_EQ(failed.status, Status::fail);
  EXPECT_NE(failed.arithmetic.find("4 of 4 racks get less than they ask for"), std::string::npos) << failed.arithmetic;
}

// Of four racks' branches three are tees and one a blind end, each way; less flows with them, and none are counted unasked.
TEST(Delivery, TeesOfHeadersTakeFlowWhereTheyAreCounted) {
  for (const char* const back : {"direct", "reverse"}) {
    const std::string more = std::string(", return: ") + back;
    const Site without = piped("60 mm", "40 mm", more), with = piped("60 mm", "40 mm", more + ", header_tees: true");
    const Plan plan = placed(without, 4);
    EXPECT_TRUE(hydraulics::network_of(without, plan, 0).network.tees.empty());
    EXPECT_EQ(hydraulics::network_of(with, plan, 0).network.tees.size(), 6U) << back;
    const std::vector<double> less = flows(with, plan), more_flow = flows(without, plan);
    const auto sum = [](const std::vector<double>& of) { return std::accumulate(of.begin(), of.end(), 0.0); };
    EXPECT_LT(sum(less), sum(more_flow)) << back;  // one near a reverse return's end may get more
    const auto least = [](const std::vector<double>& of) { return *std::min_element(of.begin(), of.end()); };
    EXPECT_GT(least(less), 0.7 * least(more_flow));
  }
  // A blind end by hand: K of 1 + (1/4)^-2 = 17 on the header's velocity head is 17/16 on the branch's; back 1 + 16 likewise.
  const Site one = piped("80 mm", "40 mm", ", header_tees: true");
  const hydraulics::GroupNetwork single = hydraulics::network_of(one, placed(one, 1), 0);
  for (const network::Link& link : single.network.links) {
    if (link.id.find("branch of") == std::string::npos) continue;
    EXPECT_NEAR(std::get<network::Pipe>(link.law).minor_k, 17.0 / 16, 1e-12) << link.id;
  }
  const Site wide = piped("40 mm", "60 mm", ", header_tees: true");
  EXPECT_EQ(delivery(wide, 4).status, Status::undecided);
}

// The CDUs stand beyond the row's last slot: with direct return the rack in the first slot is furthest and gets least. With reverse
// return headers are as long for all.
TEST(Delivery, ReverseReturnIsMoreEven) {
  const auto spread = [](const Site& site) {
    const std::vector<double> found = flows(site, placed(site, 6));
    return *std::max_element(found.begin(), found.end()) / *std::min_element(found.begin(), found.end());
  };
  const Site direct = piped("50 mm", "40 mm"), reverse = piped("50 mm", "40 mm", ", return: reverse");
  EXPECT_GT(spread(direct), spread(reverse));
  const hydraulics::GroupNetwork group = hydraulics::network_of(direct, placed(direct, 6), 0);
  const std::vector<double> found = flows(direct, placed(direct, 6));
  for (std::size_t i = 1; i < found.size(); ++i) {
    EXPECT_GT(group.racks[i].header_m, group.racks[i - 1].header_m);
    EXPECT_LT(found[i], found[i - 1]);
  }
}

TEST(Delivery, LimitingValvesHoldEachRackToItsFlow) {
  const Site site = piped("80 mm", "40 mm", ", flow_limited: true");
  for (const double flow : flows(site, placed(site, 4))) EXPECT_NEAR(flow, 100 * kLitrePerMinute, 1e-7);
  const Check held = delivery(site, 4);
  EXPECT_EQ(held.status, Status::pass);
  // A valve lets no more through than is asked for, so nothing can be kept free of it; a shut branch takes nothing away.
  EXPECT_EQ(with_margin(held, 0.05).status, Status::pass);
  EXPECT_EQ(with_margin(delivery(site, 4, "1 branch shut"), 0.05).status, Status::pass);
}

TEST(Delivery, TheWorstUnitIsLost) {
  const Site site = piped("45 mm", "40 mm");
  const Check all = delivery(site, 6), less = delivery(site, 6, "1 unit lost");
  EXPECT_LT(less.value, all.value);
  EXPECT_NE(less.arithmetic.find(" lost: "), std::string::npos) << less.arithmetic;
  EXPECT_NEAR(less.limit, 100 * kLitrePerMinute, 1e-9);
}

// A move of a rack changes its flow.
TEST(Delivery, WhereARackStandsCounts) {
  const Site site = piped("40 mm", "40 mm");
  Plan near = placed(site, 1);
  near.racks[0].slot = 5;
  const double at_near = flows(site, layout::positioned(site, near))[0], at_far = flows(site, placed(site, 1))[0];
  EXPECT_GT(at_near, at_far);
}

TEST(Delivery, WhatIsNotKnownIsUndecidedByName) {
  Site no_curve = piped("100 mm", "40 mm");
  no_curve.catalogue.cdus[0].body.pump_curve.clear();
  EXPECT_NE(delivery(no_curve, 4).arithmetic.find("no pump curve known for test-cdu-4bar"), std::string::npos);
  Site site = piped("100 mm", "40 mm");
  for (FlowPoint& point :
       site.catalogue.racks[static_cast<std::size_t>(rack_type(site, "test-compute"))].body.liquid->table) {
    point.pressure_drop_pa.reset();
  }
  EXPECT_EQ(delivery(site, 4).status, Status::undecided);
  Site nowhere = piped("100 mm", "40 mm");
  nowhere.cdu_groups[0].units[1].x_m.reset();
  EXPECT_NE(delivery(nowhere, 4).arithmetic.find("no place known for cdu-2"), std::string::npos);
}

// A branch that is shut is no loss of the others, even of those that have too little.
TEST(Delivery, AShutBranchTakesNothingFromTheOthers) {
  for (const char* const header : {"80 mm", "25 mm"}) {
    for (const char* const more : {"", ", return: reverse", ", flow_limited: true"}) {
      const Check shut = delivery(piped(header, "40 mm", more), 5, "1 branch shut");
      EXPECT_EQ(shut.status, Status::pass) << header << more << ": " << shut.arithmetic;
      EXPECT_EQ(shut.limit, 1);  // all of what they had
      EXPECT_GE(shut.value, 1);
    }
  }
}

TEST(Delivery, PumpsHeldTooLowStarveRacks) {
  EXPECT_EQ(delivery(piped("80 mm", "40 mm"), 5).status, Status::pass);
  EXPECT_EQ(delivery(piped("80 mm", "40 mm", ", control: constant_pressure, control_pressure: 20 kPa"), 5).status,
            Status::fail);
}

// 250 kW and 150 L/min a unit, one of three lost, racks of 90 kW and 100 L/min.
TEST(Delivery, AFlowTooSmallSaysWhatKilowattsHide) {
  Site site = small_site();
  site.catalogue.cdus[static_cast<std::size_t>(site.cdu_groups[0].type.index)].body.flow_m3_per_s =
      exactly(150 * kLitrePerMinute);
  const auto flow = [&](int compute) {
    return only(hydraulics::check(site, placed(site, compute), {50e3}), Rule::liquid_cdu_flow, "g1", "1 unit lost");
  };
  EXPECT_EQ(flow(3).status, Status::pass);
  EXPECT_EQ(flow(3).arithmetic.find("by heat"), std::string::npos);
  const Check failed = flow(4);
  EXPECT_EQ(failed.status, Status::fail);
  EXPECT_NE(failed.arithmetic.find("; by heat this group carries 5 racks, by flow 3"), std::string::npos)
      << failed.arithmetic;
}

TEST(Delivery, WithoutPipesNothingIsSaid) {
  for (const Check& check : hydraulics::check(small_site(), placed(small_site(), 4), {50e3})) {
    EXPECT_NE(check.rule, Rule::liquid_delivery);
  }
}

}  // namespace
}  // namespace hallplan
