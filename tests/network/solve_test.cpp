// Networks whose flows are known: published ones, closed forms, and hard cases that must neither crash nor pass wrongly.
#include "planner/network/solve.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

namespace hallplan::network {
namespace {

Node free_node(std::string id, double demand = 0) { return {std::move(id), 0, demand, {}}; }
Node held_node(std::string id, double pressure_pa) { return {std::move(id), 0, 0, pressure_pa}; }
Link link(std::string id, std::size_t from, std::size_t to, Law law) {
  Link made;
  made.id = std::move(id);
  made.from = from;
  made.to = to;
  made.law = std::move(law);
  return made;
}

/// The greatest imbalance of a node that is not held, over the greatest flow.
double mass_off(const Network& network, const Solution& found) {
  std::vector<double> off(network.nodes.size());
  double most = 1e-12;
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    off[network.links[i].from] -= found.flow_m3_per_s[i];
    off[network.links[i].to] += found.flow_m3_per_s[i];
    most = std::max(most, std::fabs(found.flow_m3_per_s[i]));
  }
  double worst = 0;
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    if (network.nodes[i].pressure_pa || found.unfed[i]) continue;
    worst = std::max(worst, std::fabs(off[i] - network.nodes[i].demand_m3_per_s));
  }
  return worst / most;
}

// Ten pipes, three loops (the R package hydraulics, vignette section 7); flows converged with the Colebrook equation, roughness
// 0.25 mm, water of 1.0023e-6 m2/s.
TEST(Network, MaurersTenPipes) {
  const std::array<double, 10> diameter = {0.3, 0.2, 0.2, 0.2, 0.2, 0.15, 0.25, 0.15, 0.15, 0.25};
  const std::array<double, 10> length = {250, 100, 125, 125, 100, 100, 125, 100, 100, 125};
  const std::array<double, 10> start = {0.04, 0.04, 0.02, -0.02, -0.04, 0, 0, -0.02, 0.02, 0};
  // What the vignette prints after three rounds of Hardy and Cross, and where it converges.
  const std::array<double, 10> printed = {0.0382, 0.0382, 0.0230,  -0.0258, -0.0418,
                                          0.0088, 0.0040, -0.0160, 0.0152,  -0.0048};
  const std::array<double, 10> converged = {0.038118, 0.038118, 0.023011,  -0.025665, -0.041882,
                                            0.008677, 0.003783, -0.016217, 0.015107,  -0.004893};
  // Loops: 1, 2, 3, 4, 5; -4, 6, 7, 8; -3, 9, 10, -6. Nodes between them follow from the loops.
  const std::array<std::array<std::size_t, 2>, 10> ends = {
      {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}, {3, 5}, {5, 6}, {6, 4}, {2, 7}, {7, 5}}};
  Network network;
  network.fluid = {998.2, 998.2 * 1.0023e-6};
  for (int i = 0; i < 8; ++i) network.nodes.push_back(free_node("n" + std::to_string(i)));
  for (std::size_t i = 0; i < 10; ++i) {
    network.links.push_back(
        link("p" + std::to_string(i + 1), ends[i][0], ends[i][1], Pipe{length[i], diameter[i], 0.25e-3}));
    network.nodes[ends[i][0]].demand_m3_per_s -= start[i];
    network.nodes[ends[i][1]].demand_m3_per_s += start[i];
  }
  network.nodes[0].pressure_pa = 5e5;
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_NEAR(found.flow_m3_per_s[i], converged[i], 1e-6) << i + 1;
    EXPECT_NEAR(found.flow_m3_per_s[i], printed[i], 3e-4) << i + 1;
  }
  EXPECT_LE(mass_off(network, found), 1e-9);
}

/// Pumps in parallel from one held node into one rack.
Network parallel_pumps(const std::vector<double>& speeds, const Pump& pump) {
  Network network;
  network.nodes = {held_node("tank", 2e5), free_node("supply")};
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    Pump one = pump;
    one.speed = speeds[i];
    network.links.push_back(link("pump " + std::to_string(i), 0, 1, one));
  }
  network.links.push_back(link("rack", 1, 0, Resistance{0, 1e10}));
  return network;
}

TEST(Network, ParallelPumpsShareTheFlow) {
  const Pump pump{PowerCurve{3e5, 1e10, 2}};
  const Solution both = solve(parallel_pumps({1, 1}, pump));
  ASSERT_TRUE(both.solved()) << both.problem;
  // 3e5 - 1e10 q^2 = 1e10 (2 q)^2.
  EXPECT_NEAR(both.flow_m3_per_s[0], std::sqrt(3e5 / 5e10), 1e-9);
  EXPECT_NEAR(both.flow_m3_per_s[1], both.flow_m3_per_s[0], 1e-12);
  const Solution one = solve(parallel_pumps({1, 0}, pump));
  ASSERT_TRUE(one.solved()) << one.problem;
  EXPECT_NEAR(one.flow_m3_per_s[0], std::sqrt(3e5 / 2e10), 1e-9);
  EXPECT_EQ(one.flow_m3_per_s[1], 0);
  const Solution none = solve(parallel_pumps({0, 0}, pump));
  ASSERT_TRUE(none.solved()) << none.problem;
  EXPECT_NEAR(none.flow_m3_per_s[2], 0, 1e-12);
}

// Two pumps one behind the other: their gains add. 2 (3e5 - 1e10 q^2) = 3e10 q^2; with one at half speed 3e5 (1 + 1/4) = 5e10 q^2.
TEST(Network, PumpsInSeriesAddTheirGains) {
  Network network;
  network.nodes = {held_node("tank", 2e5), free_node("between"), free_node("supply")};
  network.links = {link("first", 0, 1, Pump{PowerCurve{3e5, 1e10, 2}}),
                   link("second", 1, 2, Pump{PowerCurve{3e5, 1e10, 2}}), link("rack", 2, 0, Resistance{0, 3e10})};
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_NEAR(found.flow_m3_per_s[0], std::sqrt(6e5 / 5e10), 1e-9);
  EXPECT_NEAR(found.pressure_pa[1], 2e5 + (3e5 - 1e10 * 12e-6), 1e-3);
  std::get<Pump>(network.links[1].law).speed = 0.5;
  EXPECT_NEAR(solve(network).flow_m3_per_s[0], std::sqrt(3.75e5 / 5e10), 1e-9);
  // One that stands shuts the way.
  std::get<Pump>(network.links[1].law).speed = 0;
  const Solution still = solve(network);
  ASSERT_TRUE(still.solved()) << still.problem;
  EXPECT_NEAR(still.flow_m3_per_s[2], 0, 1e-12);
}

// Pumps at the end of their curves throttle steeply, and a flow's last digit is worth more there than what a wide network may be off by.
TEST(Network, PumpsBeyondTheirCurvesOnWideHeadersConverge) {
  for (const double metres : {0.1, 0.3, 1.0}) {
    Network network;
    network.nodes = {held_node("return", 0), free_node("supply")};
    for (int i = 0; i < 3; ++i) {
      network.links.push_back(link("cdu " + std::to_string(i), 0, 1, Pump{PointCurve{{{0, 3e5}, {5e-3, 1e5}}}}));
      network.links.back().most_flow_m3_per_s = 5e-3;
    }
    std::size_t at = 1, back = 0;
    for (int i = 0; i < 81; ++i) {
      network.nodes.push_back(free_node("s" + std::to_string(i)));
      network.nodes.push_back(free_node("r" + std::to_string(i)));
      const std::size_t s = network.nodes.size() - 2, r = s + 1;
      network.links.push_back(link("supply " + std::to_string(i), at, s, Pipe{0.6, metres, 4.5e-5}));
      network.links.push_back(link("return " + std::to_string(i), r, back, Pipe{0.6, metres, 4.5e-5}));
      network.links.push_back(link("rack " + std::to_string(i), s, r, Resistance{0, 1e10}));
      at = s;
      back = r;
    }
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << metres << ": " << found.problem;
    EXPECT_NEAR(found.flow_m3_per_s[0], 5e-3, 1e-8);
    EXPECT_LE(mass_off(network, found), 1e-9);
  }
}

// Nothing flows into a dead end, which has the pressure of where it leaves.
TEST(Network, ADeadEndStandsStill) {
  Network network = parallel_pumps({1}, Pump{PowerCurve{3e5, 1e10, 2}});
  network.nodes.push_back(free_node("end"));
  const std::size_t end = network.nodes.size() - 1;
  for (const Law& law :
       {Law{Pipe{20, 0.05, 1e-5}}, Law{Resistance{0, 1e10}}, Law{DropCurve{{{1e-3, 1e4}, {2e-3, 4e4}}}}}) {
    network.links.resize(2);
    network.links.push_back(link("dead end", 1, end, law));
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << found.problem;
    EXPECT_NEAR(found.flow_m3_per_s[2], 0, 1e-12);
    EXPECT_NEAR(found.pressure_pa[end], found.pressure_pa[1], 1e-3);
    EXPECT_NEAR(found.flow_m3_per_s[0], std::sqrt(3e5 / 2e10), 1e-9);
  }
}

// A pump that turns too slowly against the other's head gives nothing, and nothing flows back through it.
TEST(Network, AWeakPumpIsShutByItsCheckValve) {
  const Solution found = solve(parallel_pumps({1, 0.3}, Pump{PowerCurve{3e5, 1e10, 2}}));
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_NEAR(found.flow_m3_per_s[1], 0, 1e-9);
  EXPECT_NEAR(found.flow_m3_per_s[0], std::sqrt(3e5 / 2e10), 1e-8);
  EXPECT_TRUE(found.against.empty());
}

TEST(Network, PumpsWhoseGainRisesBeforeItFalls) {
  const Pump pump{PointCurve{{{0, 2.5e5}, {1e-3, 3e5}, {3e-3, 2e5}, {5e-3, 0}}}};
  for (const std::vector<double>& speeds : {std::vector<double>{1, 1}, {1, 1, 1}, {1, 0}, {1, 0.9}}) {
    const Network network = parallel_pumps(speeds, pump);
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << found.problem;
    EXPECT_LE(mass_off(network, found), 1e-9);
  }
}

TEST(Network, AFlowLimitHolds) {
  Network network = parallel_pumps({1}, Pump{PowerCurve{3e5, 1e10, 2}});
  network.links[1].most_flow_m3_per_s = 1e-3;
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_NEAR(found.flow_m3_per_s[1], 1e-3, 1e-7);
  network.links[1].most_flow_m3_per_s = 1;  // wide open
  EXPECT_NEAR(solve(network).flow_m3_per_s[1], std::sqrt(3e5 / 2e10), 1e-9);
}

/// A ladder of racks between two headers, with a pump at its end: direct return.
Network ladder(std::size_t racks) {
  Network network;
  network.nodes = {held_node("return 0", 1e5), free_node("supply 0")};
  network.links.push_back(link("pump", 0, 1, Pump{PowerCurve{3e5, 1e7, 2}}));
  for (std::size_t i = 0; i < racks; ++i) {
    const std::size_t back = network.nodes.size(), supply = back + 1;
    network.nodes.push_back(free_node("return " + std::to_string(i + 1)));
    network.nodes.push_back(free_node("supply " + std::to_string(i + 1)));
    const Pipe header{0.6, 0.15, 5e-5};
    network.links.push_back(link("supply header " + std::to_string(i), supply - 2, supply, header));
    network.links.push_back(link("return header " + std::to_string(i), back, back - 2, header));
    network.links.push_back(
        link("rack " + std::to_string(i), supply, back, DropCurve{{{9.8e-4, 1.59e4}, {2.95e-3, 1.269e5}}}));
  }
  return network;
}

TEST(Network, EveryBranchMayBeClosed) {
  Network network = ladder(12);
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    network.links[i].open = false;
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << network.links[i].id << ": " << found.problem;
    EXPECT_EQ(found.flow_m3_per_s[i], 0);
    EXPECT_LE(mass_off(network, found), 1e-9) << network.links[i].id;
    network.links[i].open = true;
  }
}

TEST(Network, RacksNearThePumpGetMore) {
  const Network network = ladder(12);
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  for (std::size_t i = 1; i < 12; ++i) EXPECT_LT(found.flow_m3_per_s[3 + 3 * i], found.flow_m3_per_s[3 * i]);
}

TEST(Network, WhatNoPressureReachesIsNamedAndStill) {
  Network network;
  network.nodes = {held_node("tank", 1e5), free_node("a", 1e-3), free_node("b", 1e-3), free_node("c"), free_node("d")};
  network.links = {link("p1", 0, 1, Pipe{10, 0.05, 0}), link("valve", 1, 2, Pipe{10, 0.05, 0}),
                   link("loop", 3, 4, Pipe{10, 0.05, 0})};
  network.links[1].open = false;
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_EQ(found.unfed, (std::vector<bool>{false, false, true, false, false}));
  EXPECT_TRUE(std::isnan(found.pressure_pa[2]));
  EXPECT_NEAR(found.flow_m3_per_s[0], 1e-3, 1e-12);
  EXPECT_NEAR(found.flow_m3_per_s[2], 0, 1e-12);
}

TEST(Network, ADemandBehindACheckValveIsNotMet) {
  Network network;
  network.nodes = {held_node("tank", 1e5), free_node("a", 1e-3)};
  network.links = {link("check valve", 1, 0, Pipe{10, 0.05, 0})};
  network.links[0].one_way = true;
  const Solution found = solve(network);
  EXPECT_TRUE(!found.solved() || found.against == std::vector<std::size_t>{0});
}

TEST(Network, AClosedCircuitNeedsNoTank) {
  Network network = parallel_pumps({1, 1}, Pump{PowerCurve{3e5, 1e10, 2}});
  network.nodes[0].pressure_pa.reset();
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_NEAR(found.flow_m3_per_s[0], std::sqrt(3e5 / 5e10), 1e-9);
}

TEST(Network, ALinkToNowhereIsRefused) {
  Network network = parallel_pumps({1}, Pump{PowerCurve{3e5, 1e10, 2}});
  network.links[0].to = 9;
  const Solution found = solve(network);
  EXPECT_EQ(found.ended, Ended::refused);
  EXPECT_EQ(found.problem, "pump 0 ends at no node");
}

/// A grid of pipes of all sizes with random demands.
Network grid(std::size_t side, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto number = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  Network network;
  for (std::size_t i = 0; i < side * side; ++i)
    network.nodes.push_back(free_node("n" + std::to_string(i), number(-1e-4, 2e-4)));
  network.nodes.front().pressure_pa = 5e5;
  network.nodes.back().pressure_pa = 4e5;
  const auto add = [&](std::size_t from, std::size_t to) {
    const double kind = number(0, 1);
    Law law = Pipe{number(1, 100), number(0.02, 0.3), number(0, 1e-4), number(0, 5)};
    if (kind > 0.9) law = Resistance{0, std::pow(10.0, number(4, 12))};
    network.links.push_back(link("l" + std::to_string(network.links.size()), from, to, law));
    network.links.back().open = number(0, 1) > 0.05;
    network.links.back().one_way = number(0, 1) > 0.95;
  };
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) {
      if (x + 1 < side) add(y * side + x, y * side + x + 1);
      if (y + 1 < side) add(y * side + x, (y + 1) * side + x);
    }
  }
  return network;
}

TEST(Network, RandomGridsBalance) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Network network = grid(3 + seed % 9, seed);
    const Solution found = solve(network);
    ASSERT_TRUE(found.solved()) << seed << ": " << found.problem;
    EXPECT_LE(mass_off(network, found), 1e-9) << seed;
  }
}

// Pumps on the flat part of their curves, and racks whose valves hold their flow: once the pressures hold, only mass is off, and what is searched
// for along a step is noise. One CDU rack of 177 L/min on two pumps that are flat up to 200 did not converge.
TEST(Network, FlatPumpsBehindLimitingValves) {
  for (std::size_t racks = 1; racks <= 3; ++racks) {
    for (int half_metres = 2; half_metres < 24; ++half_metres) {
      const double length_m = 0.5 * half_metres;
      Network network;
      network.fluid = {1022.5, 1.4e-3};
      network.nodes = {held_node("return", 0), free_node("supply")};
      const PointCurve flat{{{0, 4.855e5}, {200e-3 / 60, 4.855e5}, {400e-3 / 60, 4.758e5}, {600e-3 / 60, 4.474e5}}};
      for (const char* const id : {"cdu-1", "cdu-2"}) {
        const std::size_t outlet = network.nodes.size();
        network.nodes.push_back(free_node(std::string("outlet of ") + id));
        network.links.push_back(link(id, 0, outlet, Pump{flat}));
        network.links.push_back(link(std::string("pipes of ") + id, outlet, 1, Pipe{length_m, 0.15, 4.5e-5}));
      }
      std::size_t supply = 1, back = 0;
      for (std::size_t rack = 0; rack < racks; ++rack) {
        const std::size_t next = network.nodes.size();
        for (const char* const id : {"supply", "return", "inlet", "outlet"}) network.nodes.push_back(free_node(id));
        network.links.push_back(link("supply header", supply, next, Pipe{length_m, 0.15, 4.5e-5}));
        network.links.push_back(link("return header", next + 1, back, Pipe{length_m, 0.15, 4.5e-5}));
        network.links.push_back(link("supply branch", next, next + 2, Pipe{3, 0.04, 4.5e-5, 6}));
        network.links.push_back(link("rack", next + 2, next + 3, DropCurve{{{9.8e-4, 1.59e4}, {2.95e-3, 1.269e5}}}));
        network.links.back().most_flow_m3_per_s = 177e-3 / 60;
        network.links.push_back(link("return branch", next + 3, next + 1, Pipe{3, 0.04, 4.5e-5, 6}));
        supply = next;
        back = next + 1;
      }
      const Solution found = solve(network);
      ASSERT_TRUE(found.solved()) << racks << " racks, " << length_m << " m: " << found.problem;
      EXPECT_LE(mass_off(network, found), 1e-9);
    }
  }
}

TEST(Network, TenThousandPipes) {
  const Network network = grid(72, 7);
  ASSERT_GE(network.links.size(), 10'000U);
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_LE(mass_off(network, found), 1e-9);
}

// The same with every link of some nodes shut: those are named and still, and the others solved.
TEST(Network, TenThousandPipesWithPartsCutOff) {
  Network network = grid(72, 7);
  const std::array<std::size_t, 3> lonely = {100, 2000, 4444};
  for (Link& link : network.links) {
    for (const std::size_t node : lonely) link.open = link.open && link.from != node && link.to != node;
  }
  for (const std::size_t node : lonely) network.nodes[node].demand_m3_per_s = 1e-4;
  const Solution found = solve(network);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_LE(mass_off(network, found), 1e-9);
  for (const std::size_t node : lonely) {
    EXPECT_TRUE(found.unfed[node]);
    EXPECT_TRUE(std::isnan(found.pressure_pa[node]));
  }
}

}  // namespace
}  // namespace hallplan::network
