// Tees: Crane's worked examples, and networks with tees against their own equations.
#include "planner/network/tee.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "planner/network/solve.hpp"

namespace hallplan::network {
namespace {

constexpr double kGpm_m3_per_s = 0.003785411784 / 60;

/// Two per cent, Crane's own reading of its charts.
void expect_cranes(double found, double printed) { EXPECT_NEAR(found, printed, 0.02 * std::fabs(printed)); }

std::size_t add(Network& network, std::string id, std::size_t from, std::size_t to, Law law) {
  Link link;
  link.id = std::move(id);
  link.from = from;
  link.to = to;
  link.law = std::move(law);
  network.links.push_back(std::move(link));
  return network.links.size() - 1;
}

// Crane TP-410, example 7-35: 300 gal/min through the run of an equal tee of 4 in, 100 come by its branch: -0.0422 and 0.325.
TEST(Tee, CranesConvergingTee) {
  expect_cranes(converging_branch(0.25, 1, 90).k, -0.0422);
  expect_cranes(converging_run(0.25, 1, 90).k, 0.325);
}

// Example 7-36: 1515 L/min go on in the run of a wye of 6 in and 45 degrees, 950 part: 0.4640 and -0.06809.
TEST(Tee, CranesDivergingWye) {
  const double share = 950.0 / (950 + 1515);
  expect_cranes(diverging_branch(share, 1, 45).k, 0.4640);
  expect_cranes(diverging_run(share, 1).k, -0.06809);
}

// 7-35 as a network, each link no more than its tee: pressures between its legs are Crane's K on 10.081 ft/s, from either sense of links.
TEST(Tee, CranesTeeAsANetwork) {
  constexpr double kFour_m = 0.10226, kVelocity_m_per_s = 10.081 * 0.3048;
  for (const bool turned : {false, true}) {
    Network network;
    network.fluid = {998.2, 1.0e-3};
    network.nodes = {{"out", 0, 0, 0.0},
                     {"tee", 0, 0, {}},
                     {"run", 0, -300 * kGpm_m3_per_s, {}},
                     {"branch", 0, -100 * kGpm_m3_per_s, {}}};
    const Resistance none{1, 0};
    const std::size_t out = turned ? add(network, "out", 0, 1, none) : add(network, "out", 1, 0, none);
    const std::size_t run = turned ? add(network, "run", 1, 2, none) : add(network, "run", 2, 1, none);
    const std::size_t branch = turned ? add(network, "branch", 1, 3, none) : add(network, "branch", 3, 1, none);
    network.tees = {{"tee", 1, {out, run}, branch, kFour_m, kFour_m}};
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << found.problem;
    const double head_pa = 998.2 / 2 * kVelocity_m_per_s * kVelocity_m_per_s;
    expect_cranes((found.pressure_pa[2] - found.pressure_pa[1]) / head_pa, 0.325);
    expect_cranes((found.pressure_pa[3] - found.pressure_pa[1]) / head_pa, -0.0422);
    network.tees[0].gains = false;
    EXPECT_NEAR(solve(network).pressure_pa[3], solve(network).pressure_pa[1], 1.0);
  }
}

// The slopes are the coefficients' own, and no coefficient jumps.
TEST(Tee, SlopesAreThoseOfTheCoefficients) {
  for (const double angle : {30.0, 45.0, 60.0, 90.0}) {
    for (const double ratio : {0.05, 0.3, 0.38, 0.5, 0.8, 1.0}) {
      const auto check = [&](auto of, const char* which) {
        constexpr double kStep = 1e-7;
        for (int percent = 1; percent < 99; ++percent) {
          const double share = 0.01 * percent + 0.0005;
          const double by_difference = (of(share + kStep).k - of(share - kStep).k) / (2 * kStep);
          ASSERT_NEAR(of(share).per_share, by_difference, 1e-4 * (1 + std::fabs(by_difference)))
              << which << ' ' << angle << ' ' << ratio << ' ' << share;
          ASSERT_LT(std::fabs(of(share + 0.01).k - of(share).k), 0.05 * (1 + 1 / ratio) * (1 + 1 / ratio))
              << which << ' ' << angle << ' ' << ratio << ' ' << share;
        }
      };
      check([&](double r) { return converging_branch(r, ratio, angle); }, "converging branch");
      check([&](double r) { return converging_run(r, ratio, angle); }, "converging run");
      check([&](double r) { return diverging_branch(r, ratio, angle); }, "diverging branch");
      check([&](double r) { return diverging_run(r, ratio); }, "diverging run");
    }
  }
}

// A dead end beyond a tee carries nothing, with either sign in its last digits: the tee's losses are the same. Taken along that sign they
// were on either side, and flows past shut branches did not converge.
TEST(Tee, ADeadEndsLastDigitsChangeNothing) {
  for (const bool meets : {false, true}) {
    for (const bool still_branch : {false, true}) {
      Network network;
      network.fluid = {1022.5, 1.58e-3};
      network.nodes = {{"before", 0, 0, {}}, {"tee", 0, 0, {}}, {"behind", 0, 0, {}}, {"branch", 0, 0, {}}};
      const auto link = [&](const char* id, std::size_t end, bool comes) {
        return comes ? add(network, id, end, 1, Resistance{}) : add(network, id, 1, end, Resistance{});
      };
      const std::size_t before = link("before", 0, !meets);
      const std::size_t behind = link("behind", 2, meets), branch = link("branch", 3, meets);
      const Tee tee{"tee", 1, {before, behind}, branch, 0.1, 0.08, 90, false};
      const auto losses = [&](double nothing) {
        std::vector<double> flow(3, 0.01);
        flow[still_branch ? branch : behind] = nothing;
        return *losses_of(tee, network.links, network.fluid, flow);
      };
      const std::array<TeeLoss, 2> above = losses(1e-38), below = losses(-1e-38);
      for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_NEAR(above[i].by_own.pa, below[i].by_own.pa, 1e-9) << meets << still_branch << i;
        EXPECT_NEAR(above[i].by_own.slope_pa_s_per_m3, below[i].by_own.slope_pa_s_per_m3, 1e-9);
        EXPECT_NEAR(above[i].slope_by_other_pa_s_per_m3, below[i].slope_by_other_pa_s_per_m3, 1e-9);
      }
    }
  }
}

/// A pump, and racks between two headers; tees where each branch leaves and comes back. Racks lose from a hundredth of what real ones do up.
Network manifold(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto number = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  Network network;
  network.fluid = {1022.5, 1.58e-3};
  network.nodes = {{"return", 0, 0, 1e5}, {"supply", 0, 0, {}}};
  const double header_m = number(0.04, 0.2), branch_m = number(0.3, 1) * header_m;
  add(network, "pump", 0, 1, Pump{PowerCurve{number(1e5, 4e5), number(1e8, 1e10), 2}});
  const auto racks = static_cast<std::size_t>(number(2, 20));
  std::size_t from = 1, to = 0;
  for (std::size_t i = 0; i < racks; ++i) {
    const std::string at = std::to_string(i);
    network.nodes.push_back({"s" + at, 0, 0, {}});
    network.nodes.push_back({"r" + at, 0, 0, {}});
    const std::size_t s = network.nodes.size() - 2, r = s + 1;
    const std::size_t next_supply = add(network, "supply " + at, from, s, Pipe{number(0.5, 2), header_m, 1e-5});
    const std::size_t next_back = add(network, "return " + at, r, to, Pipe{number(0.5, 2), header_m, 1e-5});
    const std::size_t rack = add(network, "rack " + at, s, r, Resistance{0, std::pow(10.0, number(8, 10.5))});
    // The piece before, the piece behind (added next), the branch.
    network.tees.push_back({"supply tee " + at, s, {next_supply, 0}, rack, header_m, branch_m});
    network.tees.push_back({"return tee " + at, r, {next_back, 0}, rack, header_m, branch_m});
    if (i > 0) {
      network.tees[2 * i - 2].run[1] = next_supply;
      network.tees[2 * i - 1].run[1] = next_back;
    }
    from = s;
    to = r;
  }
  network.tees.resize(2 * racks - 2);  // the last branches are bends
  return network;
}

TEST(Tee, ManifoldsOfTeesConverge) {
  std::size_t most_steps = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Network network = manifold(seed);
    for (Tee& tee : network.tees) tee.gains = seed % 2 == 0;
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << seed << ": " << found.problem;
    most_steps = std::max(most_steps, static_cast<std::size_t>(found.steps));
    // Every link's own equation with its tees, and every node's balance.
    std::vector<double> loss_pa, balance(network.nodes.size(), 0);
    double most_pa = 0, most_flow = 0;
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      loss_pa.push_back(loss_of(network.links[i].law, network.fluid, found.flow_m3_per_s[i]).pa);
      balance[network.links[i].from] -= found.flow_m3_per_s[i];
      balance[network.links[i].to] += found.flow_m3_per_s[i];
      most_pa = std::max(most_pa, std::fabs(loss_pa.back()));
      most_flow = std::max(most_flow, found.flow_m3_per_s[i]);
    }
    double by_tees = 0;
    for (const Tee& tee : network.tees) {
      const auto losses = losses_of(tee, network.links, network.fluid, found.flow_m3_per_s);
      ASSERT_TRUE(losses.has_value());
      for (const TeeLoss& one : *losses) {
        loss_pa[one.link] += one.by_own.pa;
        by_tees = std::max(by_tees, std::fabs(one.by_own.pa));
      }
    }
    EXPECT_GT(by_tees, 1.0);
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      const Link& link = network.links[i];
      ASSERT_NEAR(found.pressure_pa[link.from] - found.pressure_pa[link.to], loss_pa[i], 2e-9 * most_pa + 1e-6)
          << seed << ", " << link.id;
    }
    for (std::size_t i = 1; i < network.nodes.size(); ++i) ASSERT_LE(std::fabs(balance[i]), 1e-9 * most_flow) << seed;
  }
  EXPECT_LE(most_steps, 60U);
}

// Tees take flow from the racks they feed, in a manifold all of whose racks are alike.
TEST(Tee, TakeFlow) {
  Network network = manifold(7);
  const Solution with = solve(network);
  network.tees.clear();
  const Solution without = solve(network);
  ASSERT_TRUE(with.solved() && without.solved());
  EXPECT_LT(with.flow_m3_per_s[0], without.flow_m3_per_s[0]);
}

TEST(Tee, AClosedBranchLosesNothing) {
  Network network = manifold(3);
  const std::size_t rack = network.tees[0].branch;
  network.links[rack].open = false;
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_EQ(found.flow_m3_per_s[rack], 0);
}

// Both ends of a run into its branch: no law, so no answer.
TEST(Tee, ABranchThatIsTheCommonLegIsRefusedByName) {
  Network network;
  network.nodes = {{"a", 0, 0, 2e5}, {"b", 0, 0, 2e5}, {"tee", 0, 0, {}}, {"c", 0, 0, 0.0}};
  const std::size_t a = add(network, "a", 0, 2, Pipe{5, 0.05, 1e-5}), b = add(network, "b", 1, 2, Pipe{5, 0.05, 1e-5});
  const std::size_t c = add(network, "c", 2, 3, Pipe{5, 0.05, 1e-5});
  network.tees = {{"tee at c", 2, {a, b}, c, 0.05, 0.05}};
  const Solution found = solve(network);
  EXPECT_FALSE(found.solved());
  EXPECT_NE(found.problem.find("the branch of tee at c carries what both ends of its run do"), std::string::npos);
}

TEST(Tee, ATeeThatMakesNoSenseIsRefused) {
  Network network = manifold(1);
  network.tees[0].node = 0;
  EXPECT_EQ(solve(network).ended, Ended::refused);
  network = manifold(1);
  network.tees[0].branch_diameter_m = 1;
  EXPECT_EQ(solve(network).problem, "supply tee 0 needs a branch above 0 and no wider than its run");
  network = manifold(1);
  network.tees[0].angle_deg = 50;
  EXPECT_EQ(solve(network).ended, Ended::refused);
}

}  // namespace
}  // namespace hallplan::network
