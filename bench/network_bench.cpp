// How long the flow of a coolant loop takes, alone and with its temperatures: a direct-return ladder of racks between two headers with three CDUs, whole and with each
// link closed in turn; and a grid of some 10,000 pipes. Everything from the network in hand to flows and pressures counts.
//   network_bench --write-inp FOLDER    leaves the ladder and the grid there for EPANET (bench/epanet.sh)
//   NETWORK_BENCH_INP=FOLDER            measures them as read from there, too
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>
#include <string>
#include <utility>

#include "planner/network/heat.hpp"
#include "planner/network/inp.hpp"
#include "planner/network/solve.hpp"
#include "planner/network/write_inp.hpp"

namespace {

using namespace hallplan::network;

std::size_t add_node(Network& network) {
  network.nodes.push_back({"n" + std::to_string(network.nodes.size()), 0, 0, {}});
  return network.nodes.size() - 1;
}

void add_link(Network& network, std::size_t from, std::size_t to, Law law) {
  Link link;
  link.id = "l" + std::to_string(network.links.size());
  link.from = from;
  link.to = to;
  link.law = std::move(law);
  network.links.push_back(std::move(link));
}

/// Six links a rack: two headers, two hoses, the rack and its valve.
Network ladder(std::size_t racks) {
  Network network;
  std::size_t back = add_node(network), supply = add_node(network);
  network.nodes[back].pressure_pa = 1.5e5;
  for (int unit = 0; unit < 3; ++unit) {
    const std::size_t outlet = add_node(network);
    add_link(network, back, outlet, Pump{PointCurve{{{0, 4.8e5}, {1e-2, 4.2e5}, {2e-2, 2.5e5}, {0.2, 0}}}});
    add_link(network, outlet, supply, Pipe{4, 0.15, 4.5e-5});
  }
  for (std::size_t rack = 0; rack < racks; ++rack) {
    const std::size_t next_supply = add_node(network), next_back = add_node(network);
    const std::size_t inlet = add_node(network), outlet = add_node(network), valve = add_node(network);
    add_link(network, supply, next_supply, Pipe{0.6, 0.2, 4.5e-5});
    add_link(network, next_back, back, Pipe{0.6, 0.2, 4.5e-5});
    add_link(network, next_supply, inlet, Pipe{3, 0.041, 4.5e-5, 8});
    add_link(network, inlet, outlet, DropCurve{{{9.8e-4, 1.59e4}, {1.98e-3, 5.86e4}, {2.95e-3, 1.269e5}}});
    add_link(network, outlet, valve, Resistance{0, 1e9});
    add_link(network, valve, next_back, Pipe{3, 0.041, 4.5e-5, 8});
    supply = next_supply;
    back = next_back;
  }
  return network;
}

/// The ladder with tees where each branch leaves and comes back; the last one leaves two ends of headers, and has none.
Network ladder_with_tees(std::size_t racks) {
  constexpr double kHeader_m = 0.2, kBranch_m = 0.041;
  constexpr std::size_t kLinksARack = 6;
  Network network = ladder(racks);
  const std::size_t first = network.links.size() - kLinksARack * racks;
  for (std::size_t rack = 0; rack + 1 < racks; ++rack) {
    const std::size_t here = first + kLinksARack * rack, next = here + kLinksARack;
    const std::size_t supply = network.links[here].to, back = network.links[here + 1].from;
    network.tees.push_back({"supply tee", supply, {here, next}, here + 2, kHeader_m, kBranch_m, 90, false});
    network.tees.push_back({"return tee", back, {here + 1, next + 1}, here + 5, kHeader_m, kBranch_m, 90, false});
  }
  return network;
}

Network grid(std::size_t side) {
  std::mt19937_64 random(7);
  const auto number = [&](double low, double high) {
    return low + (high - low) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  Network network;
  for (std::size_t i = 0; i < side * side; ++i) network.nodes[add_node(network)].demand_m3_per_s = number(-1e-4, 2e-4);
  network.nodes.front().pressure_pa = 5e5;
  for (std::size_t i = 0; i < side * side; ++i) {
    const auto pipe = [&] { return Pipe{number(1, 100), number(0.02, 0.3), 4.5e-5}; };
    if (i % side + 1 < side) add_link(network, i, i + 1, pipe());
    if (i + side < side * side) add_link(network, i, i + side, pipe());
  }
  return network;
}

void solve_once(benchmark::State& state, const Network& network) {
  int steps = 0;
  for ([[maybe_unused]] auto _ : state) {
    const Solution found = solve(network);
    if (!found.solved()) return state.SkipWithError(found.problem.c_str());
    steps = found.steps;
    benchmark::DoNotOptimize(found.flow_m3_per_s.data());
  }
  state.counters["links"] = static_cast<double>(network.links.size());
  state.counters["steps"] = steps;
}

/// The ladder's racks heat, its CDUs cool: each floats on its exchanger, so the whole circuit is one.
Heat ladder_heat(const Network& network) {
  Heat heat;
  heat.heat_capacity_j_per_m3_k = 4.01e6;
  for (const Link& link : network.links) {
    LinkHeat one;
    if (std::holds_alternative<DropCurve>(link.law)) one.added_w = 121.5e3;
    if (std::holds_alternative<Pump>(link.law)) one = {13.7e3, Exchanger{65e3, 41}};
    heat.links.push_back(one);
  }
  return heat;
}

/// Flow, then temperatures; false with the reason where there are none.
bool solve_coupled(const Network& network, const Heat& heat, benchmark::State& state) {
  const Solution flow = solve(network);
  const Temperatures found = temperatures(network, flow, heat);
  if (!found.solved()) state.SkipWithError((flow.problem + found.problem).c_str());
  benchmark::DoNotOptimize(found.node_degc.data());
  return found.solved();
}

void coupled(benchmark::State& state) {
  const Network network = ladder(static_cast<std::size_t>(state.range(0)));
  const Heat heat = ladder_heat(network);
  for ([[maybe_unused]] auto _ : state) {
    if (!solve_coupled(network, heat, state)) return;
  }
  state.counters["links"] = static_cast<double>(network.links.size());
}

void temperatures_alone(benchmark::State& state) {
  const Network network = ladder(static_cast<std::size_t>(state.range(0)));
  const Heat heat = ladder_heat(network);
  const Solution flow = solve(network);
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(temperatures(network, flow, heat).node_degc.data());
}

void racks(benchmark::State& state) { solve_once(state, ladder(static_cast<std::size_t>(state.range(0)))); }
void tees(benchmark::State& state) { solve_once(state, ladder_with_tees(static_cast<std::size_t>(state.range(0)))); }
void pipes(benchmark::State& state) { solve_once(state, grid(static_cast<std::size_t>(state.range(0)))); }

/// Each CDU and each rack closed in turn, with temperatures.
void single_failures(benchmark::State& state) {
  Network network = ladder(static_cast<std::size_t>(state.range(0)));
  const Heat heat = ladder_heat(network);
  std::size_t solved = 0;
  for ([[maybe_unused]] auto _ : state) {
    for (std::size_t i = 0; i < network.links.size(); ++i) {
      const bool fails =
          std::holds_alternative<Pump>(network.links[i].law) || std::holds_alternative<DropCurve>(network.links[i].law);
      if (!fails) continue;
      network.links[i].open = false;
      const bool is_solved = solve_coupled(network, heat, state);
      network.links[i].open = true;
      if (!is_solved) return;
      ++solved;
    }
  }
  state.counters["states_per_s"] = benchmark::Counter(static_cast<double>(solved), benchmark::Counter::kIsRate);
}

constexpr const char* kFiles[] = {"ladder", "grid"};

/// The networks that both programs solve, as EPANET's files.
bool write_files(const std::string& folder) {
  const Network networks[] = {ladder(64), grid(71)};
  bool is_written = true;
  for (std::size_t i = 0; i < std::size(kFiles); ++i) {
    std::ofstream out(folder + "/" + kFiles[i] + ".inp");
    out << write_inp(networks[i], {});
    is_written = is_written && out.good();
  }
  return is_written;
}

void register_files(const std::string& folder) {
  for (const char* const name : kFiles) {
    std::ifstream in(folder + "/" + name + ".inp");
    std::ostringstream text;
    text << in.rdbuf();
    hallplan::SourceFiles files;
    const hallplan::Result<Network> read = read_inp(files, files.add(name, text.str()));
    if (!read.value) continue;
    benchmark::RegisterBenchmark((std::string("inp/") + name).c_str(), [network =
                                                                            *read.value](benchmark::State& state) {
      solve_once(state, network);
    })->Unit(benchmark::kMillisecond);
  }
}

BENCHMARK(coupled)->Arg(16)->Arg(64)->Unit(benchmark::kMicrosecond);
BENCHMARK(temperatures_alone)->Arg(64)->Unit(benchmark::kMicrosecond);
BENCHMARK(racks)->Arg(16)->Arg(64)->Arg(300)->Unit(benchmark::kMicrosecond);
BENCHMARK(tees)->Arg(64)->Arg(300)->Unit(benchmark::kMicrosecond);
BENCHMARK(single_failures)->Arg(64)->Unit(benchmark::kMillisecond);
BENCHMARK(pipes)->Arg(71)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string(argv[1]) == "--write-inp") return write_files(argv[2]) ? 0 : 1;
  if (const char* const folder = std::getenv("NETWORK_BENCH_INP")) register_files(folder);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
