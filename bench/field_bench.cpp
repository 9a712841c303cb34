/// How long the air field takes: the OpenFOAM hall (sites/reference) at 0.4, 0.2 and 0.1 m, of constant viscosity (v2) and
/// turbulent (v1), stopping by its own rule, certification included; a turn of the iteration on 0.93 M cells; a batch of
/// screens; the response matrix of twenty racks.
///
/// `cell_turns_per_s` counts the cells of the box times turns. `of_triad` compares the bytes that a turn has to move (bytes
/// a cell and turn: field.md) with the triad a = b + s c, 24 bytes an element, measured in this process.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "kernels/flow/flow.hpp"
#include "kernels/transport/transport.hpp"
#include "planner/layout/layout.hpp"
#include "planner/site/load.hpp"
#include "planner/thermal/case.hpp"

namespace {

using kernels::Execution;
using kernels::flow::Options;
using kernels::flow::Sequence;
using kernels::flow::Solution;

constexpr double kBytesLaminar = 425;  ///< a cell and turn, upwind: field.md
constexpr double kBytesZeroEquation = 489;

const Execution kCpu{};

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Bytes a second of the triad with a thread for each processor, best of seven.
double triad_bytes_per_s() {
  constexpr std::size_t kElements = 16'000'000;
  std::vector<double> a(kElements, 0.0), b(kElements, 1.0), c(kElements, 2.0);
  const std::size_t threads = std::max(1U, std::thread::hardware_concurrency());
  const auto part = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) a[i] = b[i] + 3.0 * c[i];
  };
  double best_s = 1e9;
  for (int round = 0; round < 7; ++round) {
    best_s = std::min(best_s, seconds_of([&] {
                        std::vector<std::thread> team;
                        for (std::size_t t = 0; t < threads; ++t) {
                          team.emplace_back(part, kElements * t / threads, kElements * (t + 1) / threads);
                        }
                        for (std::thread& thread : team) thread.join();
                      }));
  }
  benchmark::DoNotOptimize(a.data());
  return 24.0 * kElements / best_s;
}

/// The reference hall on grids down to `finest_m`.
Sequence reference_hall(const std::string& variant, double finest_m) {
  hallplan::SourceFiles files;
  hallplan::LoadOptions load;
  load.purpose = hallplan::LoadFor::air;
  const std::string path = std::string(HALLPLAN_SOURCE_DIR) + "/sites/reference/openfoam-hall-" + variant + ".yaml";
  const auto site = hallplan::load_site(files, path, load);
  if (!site.value) return {};
  const hallplan::Plan plan = hallplan::layout::positioned(*site.value, hallplan::pinned_plan(*site.value));
  hallplan::thermal::CaseOptions options;
  options.cells_m = hallplan::thermal::cells_to(finest_m);
  const auto made = hallplan::thermal::build_case(*site.value, plan, options);
  return made.value ? made.value->sequence : Sequence{};
}

void solve_hall(benchmark::State& state, const std::string& variant) {
  const double cell_m = static_cast<double>(state.range(0)) / 1000.0;
  const Sequence hall = reference_hall(variant, cell_m);
  if (hall.grids.empty()) return state.SkipWithError("the reference hall cannot be read");
  Solution solution;
  for ([[maybe_unused]] auto _ : state) {
    solution = kernels::flow::solve(hall, Options{}, kCpu);
    if (!solution.status) return state.SkipWithError(solution.status.text.c_str());
  }
  state.counters["cells"] = static_cast<double>(hall.grids.back().grid.cells());
  state.counters["turns"] = solution.turns;
}

/// Turns alone: the difference of two solves without stop, so that set-up and output cancel.
void turn_of_hall(benchmark::State& state, const std::string& variant) {
  Sequence hall = reference_hall(variant, 0.1);
  if (hall.grids.empty()) return state.SkipWithError("the reference hall cannot be read");
  hall.grids = {hall.grids.back()};
  constexpr int kFew = 10;
  constexpr int kMany = 40;
  const auto run = [&](int turns) {
    Options options;
    options.most_turns = turns;
    options.steady_range_k = 0;
    options.certify = false;
    return seconds_of([&] { benchmark::DoNotOptimize(kernels::flow::solve(hall, options, kCpu)); });
  };
  const double triad = triad_bytes_per_s();
  std::vector<double> rates;
  for ([[maybe_unused]] auto _ : state) {
    const double seconds = run(kMany) - run(kFew);
    state.SetIterationTime(seconds);
    rates.push_back(static_cast<double>(hall.grids.back().grid.cells()) * (kMany - kFew) / seconds);
  }
  std::sort(rates.begin(), rates.end());
  const double rate = rates[rates.size() / 2];
  state.counters["cell_turns_per_s"] = rate;
  state.counters["of_triad"] = rate * (variant == "v2" ? kBytesLaminar : kBytesZeroEquation) / triad;
}

void batch_of_screens(benchmark::State& state) {
  const std::vector<Sequence> halls(static_cast<std::size_t>(state.range(0)), reference_hall("v1", 0.4));
  Options options;
  options.certify = false;
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(kernels::flow::solve_batch(halls, options, kCpu));
  state.counters["halls"] = static_cast<double>(halls.size());
}

void response_of_racks(benchmark::State& state) {
  const Sequence hall = reference_hall("v2", 0.2);
  const Solution solution = kernels::flow::solve(hall, Options{}, kCpu);
  std::vector<double> flows;
  for (const auto& duct : solution.ducts) flows.push_back(duct.flow_m3_per_s);
  const auto frozen = kernels::transport::freeze(hall.grids.back(), solution.fields, flows);
  const auto held = kernels::transport::cooling(frozen.hall);
  for ([[maybe_unused]] auto _ : state)
    benchmark::DoNotOptimize(kernels::transport::response_matrix(frozen, held, kCpu));
  state.counters["racks"] = static_cast<double>(flows.size());
}

BENCHMARK_CAPTURE(solve_hall, v2, std::string("v2"))
    ->Arg(400)
    ->Arg(200)
    ->Arg(100)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(5)
    ->UseRealTime();
BENCHMARK_CAPTURE(solve_hall, v1, std::string("v1"))
    ->Arg(400)
    ->Arg(200)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3)
    ->UseRealTime();
BENCHMARK_CAPTURE(solve_hall, v1_fine, std::string("v1"))
    ->Arg(100)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1)
    ->UseRealTime();
BENCHMARK_CAPTURE(turn_of_hall, v2, std::string("v2"))->Unit(benchmark::kMillisecond)->Iterations(5)->UseManualTime();
BENCHMARK_CAPTURE(turn_of_hall, v1, std::string("v1"))->Unit(benchmark::kMillisecond)->Iterations(5)->UseManualTime();
BENCHMARK(batch_of_screens)->Arg(16)->Unit(benchmark::kMillisecond)->Iterations(3)->UseRealTime();
BENCHMARK(response_of_racks)->Unit(benchmark::kMillisecond)->Iterations(5)->UseRealTime();

}  // namespace
