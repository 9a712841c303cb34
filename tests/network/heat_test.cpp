// Temperatures along a known flow: closed forms, mixing, closed circuits, what stands still, random networks, and pandapipes' heat
// networks with OpenModelica's answers (BSD-3-Clause), read from beside the project.
#include "planner/network/heat.hpp"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <cmath>
#include <numbers>
#include <random>
#include <string>

#include "tests/support/reference.hpp"

namespace hallplan::network {
namespace {

constexpr double kCapacity = 4e6;  // J/m3K

std::size_t add_node(Network& network, double demand = 0) {
  network.nodes.push_back({"n" + std::to_string(network.nodes.size()), 0, demand, {}});
  return network.nodes.size() - 1;
}

std::size_t add_link(Network& network, std::size_t from, std::size_t to, Law law) {
  Link link;
  link.id = "l" + std::to_string(network.links.size());
  link.from = from;
  link.to = to;
  link.law = std::move(law);
  network.links.push_back(std::move(link));
  return network.links.size() - 1;
}

/// One pump, one cooled device, so many loads beside each other; every flow 1e-3 m3/s a load where they are alike.
struct Circuit {
  Network network;
  Heat heat;
  std::size_t pump = 0, first_load = 0;
};

Circuit circuit(std::size_t loads, double each_w) {
  Circuit made;
  Network& network = made.network;
  const std::size_t back = add_node(network), out = add_node(network), supply = add_node(network);
  network.nodes[back].pressure_pa = 1e5;
  made.pump =
      add_link(network, back, out, Pump{PowerCurve{2e5, 1e5 / std::pow(1e-3 * static_cast<double>(loads), 2), 2}});
  add_link(network, out, supply, Resistance{0, 1});
  made.first_load = network.links.size();
  for (std::size_t i = 0; i < loads; ++i) add_link(network, supply, back, Resistance{0, 1e11});
  made.heat.heat_capacity_j_per_m3_k = kCapacity;
  made.heat.links.resize(network.links.size());
  for (std::size_t i = 0; i < loads; ++i) made.heat.links[made.first_load + i].added_w = each_w;
  return made;
}

Temperatures run(const Network& network, const Heat& heat) {
  const Solution flow = solve(network);
  EXPECT_TRUE(flow.solved()) << flow.problem;
  return temperatures(network, flow, heat);
}

TEST(Heat, APipeLosesHeatExponentially) {
  Network network;
  const std::size_t in = add_node(network), out = add_node(network, 2e-3);
  network.nodes[in].pressure_pa = 1e5;
  add_link(network, in, out, Pipe{100, 0.1, 1e-5});
  Heat heat{kCapacity, {{0, AmbientLoss{3000, 20}}}, {60.0, {}}};
  const Temperatures found = run(network, heat);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_NEAR(found.outlet_degc[0], 20 + 40 * std::exp(-3000 / 8000.0), 1e-9);
  EXPECT_NEAR(found.heat_w[0], 8000 * (found.outlet_degc[0] - 60), 1e-6);
  EXPECT_NEAR(found.off_w, 0, 1e-6);
  // Laid the other way round the pipe does the same.
  std::swap(network.links[0].from, network.links[0].to);
  EXPECT_NEAR(run(network, heat).outlet_degc[0], found.outlet_degc[0], 1e-12);
}

TEST(Heat, StreamsMix) {
  Network network;
  const std::size_t warm = add_node(network, -1e-3), cold = add_node(network, -3e-3), out = add_node(network);
  network.nodes[out].pressure_pa = 0;
  add_link(network, warm, out, Resistance{0, 1e9});
  add_link(network, out, cold, Resistance{0, 1e9});  // flows against its way
  const Temperatures found = run(network, {kCapacity, {}, {80.0, 20.0, {}}});
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_NEAR(found.node_degc[out], 35, 1e-7);
}

TEST(Heat, AClosedCircuitRunsAtWhatItsSupplyIsHeldAt) {
  Circuit made = circuit(4, 40e3);
  made.heat.links[made.pump] = {500, HeldOutlet{40}};
  const Temperatures found = run(made.network, made.heat);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_NEAR(found.node_degc[2], 40, 1e-12);
  EXPECT_NEAR(found.node_degc[0], 50, 1e-5);  // 40 kW into 4 kW/K
  EXPECT_NEAR(found.heat_w[made.pump], -160e3, 1);
  EXPECT_NEAR(found.off_w, 0, 1e-6 * 160e3);
}

// Q = e Cmin (T_return - T_other): the circuit floats to where the exchanger takes all the heat, the pump's before it too.
TEST(Heat, AClosedCircuitFloatsOnItsExchanger) {
  Circuit made = circuit(4, 40e3);
  made.heat.links[made.pump] = {2e3, Exchanger{10e3, 30}};
  const Temperatures found = run(made.network, made.heat);
  ASSERT_TRUE(found.solved()) << found.problem;
  const double before_exchanger = 30 + 162e3 / 10e3;
  EXPECT_NEAR(found.inlet_degc[made.pump] + 2e3 / 16e3, before_exchanger, 1e-6);
  EXPECT_NEAR(found.node_degc[2], before_exchanger - 162e3 / 16e3, 1e-6);
  EXPECT_NEAR(found.off_w, 0, 1e-6 * 160e3);
}

TEST(Heat, ACircuitThatNothingCoolsHasNoTemperature) {
  const Circuit made = circuit(2, 40e3);
  EXPECT_NE(run(made.network, made.heat).problem.find("nothing cools the circuit through n0"), std::string::npos);
  Circuit too_much = circuit(2, 1e3);
  too_much.heat.links[too_much.pump].then = Exchanger{1e6, 20};
  EXPECT_NE(run(too_much.network, too_much.heat).problem.find("l0 would take more heat"), std::string::npos);
}

TEST(Heat, WhatStandsStillHasNoTemperatureAndSpoilsNoOther) {
  Circuit made = circuit(3, 40e3);
  made.heat.links[made.pump].then = Exchanger{8e3, 30};
  const std::size_t shut = made.first_load + 1;
  made.network.links[shut].open = false;
  const std::size_t dead_end = add_node(made.network);
  add_link(made.network, 0, dead_end, Pipe{1, 0.05, 1e-5});
  const Temperatures found = run(made.network, made.heat);
  ASSERT_TRUE(found.solved()) << found.problem;
  EXPECT_EQ(found.stranded, std::vector<std::size_t>{shut});
  EXPECT_TRUE(std::isnan(found.inlet_degc[shut]));
  EXPECT_TRUE(std::isnan(found.node_degc[dead_end]));
  for (const std::size_t node : {0U, 1U, 2U}) EXPECT_TRUE(std::isfinite(found.node_degc[node]));
  EXPECT_NEAR(found.node_degc[0], 30 + 80e3 / 8e3, 1e-5);
}

TEST(Heat, WhatComesInUnknownIsSaid) {
  Network network;
  const std::size_t in = add_node(network), out = add_node(network, 1e-3);
  network.nodes[in].pressure_pa = 1e5;
  add_link(network, in, out, Resistance{0, 1e9});
  EXPECT_EQ(run(network, {}).problem, "no temperature known of what enters at n0");
  Solution none;
  EXPECT_FALSE(temperatures(network, none, {}).solved());
}

/// Pipes in a square grid with some pumps among them, some links cut, streams in and out, and every kind of heat.
Network random_grid(std::mt19937_64& random, Heat& heat) {
  const auto number = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  Network network;
  constexpr std::size_t kSide = 6;
  for (std::size_t i = 0; i < kSide * kSide; ++i) add_node(network, number(-1e-3, 1e-3));
  network.nodes[0].pressure_pa = 3e5;
  network.nodes[20].pressure_pa = 2e5;
  const auto join = [&](std::size_t from, std::size_t to) {
    if (number(0, 1) < 0.15) {
      add_link(network, from, to, Pump{PowerCurve{number(1e4, 1e5), 1e9, 2}});
    } else {
      network.links[add_link(network, from, to, Pipe{number(1, 50), number(0.03, 0.1), 4.5e-5})].open =
          number(0, 1) < 0.9;
    }
  };
  for (std::size_t i = 0; i < kSide * kSide; ++i) {
    if (i % kSide + 1 < kSide) join(i, i + 1);
    if (i + kSide < kSide * kSide) join(i + kSide, i);
  }
  heat.heat_capacity_j_per_m3_k = kCapacity;
  heat.entering_degc.clear();
  heat.links.clear();
  for (std::size_t i = 0; i < network.nodes.size(); ++i) heat.entering_degc.emplace_back(number(10, 60));
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    LinkHeat link{number(0, 1) < 0.3 ? number(-1e3, 1e4) : 0, Passed{}};
    const double kind = number(0, 1);
    if (kind < 0.1) link.then = HeldOutlet{number(20, 40)};
    if (kind > 0.6) link.then = AmbientLoss{number(1, 1000), number(10, 30)};
    heat.links.push_back(link);
  }
  return network;
}

TEST(Heat, RandomNetworksKeepEnergy) {
  std::mt19937_64 random(11);
  int circuits = 0;
  for (int round = 0; round < 200; ++round) {
    Heat heat;
    const Network network = random_grid(random, heat);
    const Solution flow = solve(network);
    if (!flow.solved()) continue;
    const Temperatures found = temperatures(network, flow, heat);
    ASSERT_TRUE(found.solved()) << round << ": " << found.problem;
    double moved = 0;
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      moved += std::fabs(found.heat_w[i]) +
               kCapacity * std::fabs(flow.flow_m3_per_s[i]) * (std::isnan(found.inlet_degc[i]) ? 0 : 40);
    }
    EXPECT_LE(std::fabs(found.off_w), 1e-6 * moved) << round;
    // Each node by itself: what comes to it mixes to what it has, what leaves a link entered it at its start's temperature.
    std::vector<double> amount(network.nodes.size()), warmth(network.nodes.size());
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      const double q = flow.flow_m3_per_s[i];
      if (std::isnan(found.outlet_degc[i])) continue;
      const std::size_t from = q > 0 ? network.links[i].from : network.links[i].to;
      const std::size_t to = q > 0 ? network.links[i].to : network.links[i].from;
      EXPECT_EQ(found.inlet_degc[i], found.node_degc[from]);
      amount[to] += std::fabs(q);
      warmth[to] += std::fabs(q) * found.outlet_degc[i];
    }
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
      const double in = -network.nodes[i].demand_m3_per_s;
      if (network.nodes[i].pressure_pa || std::isnan(found.node_degc[i])) continue;
      if (in > 0) {
        amount[i] += in;
        warmth[i] += in * *heat.entering_degc[i];
      }
      EXPECT_NEAR(found.node_degc[i], warmth[i] / amount[i], 1e-6 * (1 + std::fabs(found.node_degc[i]))) << round;
    }
    ++circuits;
  }
  EXPECT_GT(circuits, 150);
}

/// A pipe network of the file, each pipe cut into the sections that OpenModelica cut it into, and each of those into `finer`. `mixed`:
/// each is one stirred volume, as there; else heat is lost along it.
struct Case {
  Network network;
  Heat heat;
  std::vector<std::size_t> ends;    ///< the last link of each section, downstream
  std::vector<double> outlet_degc;  ///< of each section
};

Case read(const YAML::Node& from, bool mixed, std::size_t finer = 1) {
  constexpr double kZero_k = 273.15;
  Case made;
  Network& network = made.network;
  network.fluid = {from["fluid"]["rho"].as<double>(), from["fluid"]["mu"].as<double>()};
  made.heat.heat_capacity_j_per_m3_k = network.fluid.density_kg_per_m3 * from["fluid"]["cp"].as<double>();
  for (const YAML::Node& junction : from["junctions"]) {
    network.nodes.push_back({junction[0].as<std::string>(), junction[1].as<double>(), 0, {}});
  }
  const YAML::Node held = from["fixed_pressure"][0];
  network.nodes[held["j"].as<std::size_t>()].pressure_pa = held["p_bar"].as<double>() * 1e5;
  for (const char* const kind : {"sink_kg_s", "source_kg_s"}) {
    for (const auto& one : from[kind]) {
      network.nodes[one.first.as<std::size_t>()].demand_m3_per_s +=
          (std::string(kind) == "sink_kg_s" ? 1 : -1) * one.second.as<double>() / network.fluid.density_kg_per_m3;
    }
  }
  for (const YAML::Node& pipe : from["pipes"]) {
    const std::size_t first = pipe[1].as<std::size_t>(), last = pipe[2].as<std::size_t>();
    const std::size_t sections = finer * pipe[10].size();
    const double length_m = pipe[3].as<double>() / static_cast<double>(sections), diameter_m = pipe[4].as<double>();
    const double w_per_k = pipe[7].as<double>() * std::numbers::pi * diameter_m * length_m;
    const double rise_m = network.nodes[last].elevation_m - network.nodes[first].elevation_m;
    std::size_t at = first;
    for (std::size_t k = 1; k <= sections; ++k) {
      const std::size_t next = k < sections ? add_node(network) : last;
      network.nodes[next].elevation_m =
          network.nodes[first].elevation_m + rise_m * static_cast<double>(k) / static_cast<double>(sections);
      const Pipe law{length_m, diameter_m, pipe[5].as<double>() * 1e-3};
      const std::size_t link = add_link(network, at, next, law);
      made.heat.links.push_back({0, AmbientLoss{w_per_k, pipe[8].as<double>() - kZero_k}});
      at = next;
      if (pipe[9].as<double>() > 0 ? k % finer != 0 : (k - 1) % finer != 0) continue;
      made.ends.push_back(link);
      made.outlet_degc.push_back(pipe[10][(k - 1) / finer].as<double>() - kZero_k);
    }
  }
  // The file does not say how warm sources are; the answers fit the ambient's temperature.
  made.heat.entering_degc.assign(network.nodes.size(), from["pipes"][0][8].as<double>() - kZero_k);
  made.heat.entering_degc[held["j"].as<std::size_t>()] = held["t_k"].as<double>() - kZero_k;
  if (!mixed) return made;
  const Solution flow = solve(network);
  for (std::size_t i = 0; i < network.links.size(); ++i) {
    const AmbientLoss loss = std::get<AmbientLoss>(made.heat.links[i].then);
    const double stream = made.heat.heat_capacity_j_per_m3_k * std::fabs(flow.flow_m3_per_s[i]);
    made.heat.links[i].then = Exchanger{stream * loss.w_per_k / (stream + loss.w_per_k), loss.ambient_degc};
  }
  return made;
}

constexpr const char* kCases = "pandapipes_openmodelica_heat.yaml";
YAML::Node cases() { return YAML::LoadFile(test::reference(kCases).string()); }

TEST(Heat, OpenModelicasAnswers) {
  SKIP_WITHOUT_REFERENCE(kCases);
  const YAML::Node all = cases();
  EXPECT_EQ(all.size(), 7U);
  for (const YAML::Node& one : all) {
    const Case given = read(one, true);
    const Temperatures found = run(given.network, given.heat);
    ASSERT_TRUE(found.solved()) << one["name"] << ": " << found.problem;
    for (std::size_t i = 0; i < given.ends.size(); ++i) {
      EXPECT_NEAR(found.outlet_degc[given.ends[i]], given.outlet_degc[i], 0.25)
          << one["name"] << " " << given.network.links[given.ends[i]].id;
    }
  }
}

// Some 10,000 pipes with heat, losses and streams in and out: what is added, carried and lost balances.
TEST(Heat, TenThousandPipesKeepEnergy) {
  std::mt19937_64 random(13);
  const auto number = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  Network network;
  constexpr std::size_t kSide = 72;
  for (std::size_t i = 0; i < kSide * kSide; ++i) add_node(network, number(-1e-4, 2e-4));
  network.nodes.front().pressure_pa = 5e5;
  Heat heat;
  heat.heat_capacity_j_per_m3_k = kCapacity;
  heat.entering_degc.assign(kSide * kSide, 30.0);
  for (std::size_t i = 0; i < kSide * kSide; ++i) {
    for (const std::size_t next : {i + 1, i + kSide}) {
      if (next >= kSide * kSide || (next == i + 1 && next % kSide == 0)) continue;
      add_link(network, i, next, Pipe{number(1, 100), number(0.02, 0.3), 4.5e-5});
      heat.links.push_back({number(0, 1) < 0.3 ? number(0, 1e3) : 0, Passed{}});
      if (number(0, 1) < 0.5) heat.links.back().then = AmbientLoss{number(1, 100), 20};
    }
  }
  ASSERT_GE(network.links.size(), 10'000U);
  const Solution flow = solve(network);
  ASSERT_TRUE(flow.solved()) << flow.problem;
  const Temperatures found = temperatures(network, flow, heat);
  ASSERT_TRUE(found.solved()) << found.problem;
  double added_w = 0;
  for (const double w : found.heat_w) added_w += std::fabs(w);
  EXPECT_LE(std::fabs(found.off_w), 1e-6 * added_w);
}

// Stirred sections that grow finer come to heat that is lost along the pipe.
TEST(Heat, FinerSectionsComeToTheExponential) {
  SKIP_WITHOUT_REFERENCE(kCases);
  const YAML::Node all = cases();
  for (const YAML::Node& one : all) {
    const Case along = read(one, false), stirred = read(one, true, 200);
    const Temperatures exact = run(along.network, along.heat), near = run(stirred.network, stirred.heat);
    ASSERT_TRUE(exact.solved() && near.solved()) << exact.problem << near.problem;
    for (std::size_t i = 0; i < along.ends.size(); ++i) {
      EXPECT_NEAR(exact.outlet_degc[along.ends[i]], near.outlet_degc[stirred.ends[i]], 0.2) << one["name"];
    }
  }
}

}  // namespace
}  // namespace hallplan::network
