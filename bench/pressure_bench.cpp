/// How long the pressure equation takes, and which share of the memory bandwidth its multigrid cycle moves. One
/// question: the model problem of pressure_problem.hpp at 64^3 to 256^3 cells, to a residual of 1e-8.
///
/// cycle: a V(2,2) in 32-bit floats, counted as 166 B a cell (pressure.md); `of_triad` divides by the triad a = b + s c
/// (24 bytes an element, arrays beyond the caches) measured in this process on as many threads, before and after; the
/// better one. solve: conjugate gradients with that cycle. The time is that of the iterations; the hierarchy's is
/// `setup_ms`.
#include <benchmark/benchmark.h>
#include <omp.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/executor/openmp.hpp"
#include "kernels/multigrid/hierarchy.hpp"
#include "kernels/pressure/pressure.hpp"
#include "planner/cli/bench/pressure_problem.hpp"

namespace {

using kernels::Index;
using pressure_problem::Kind;

constexpr double kBytesACycle = 166;

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Bytes a second of the triad, best of nine.
double triad_bytes_per_s(int threads) {
  constexpr Index kElements = 16'000'000;
  static std::vector<double> a(kElements, 0.0), b(kElements, 1.0), c(kElements, 2.0);
  double best_s = 1e9;
  for (int round = 0; round < 9; ++round) {
    best_s = std::min(best_s, seconds_of([threads] {
                        double* const to = a.data();
                        const double* const one = b.data();
                        const double* const other = c.data();
#pragma omp parallel for num_threads(threads) schedule(static)
                        for (Index i = 0; i < kElements; ++i) to[i] = one[i] + 3.0 * other[i];
                      }));
    benchmark::ClobberMemory();
  }
  return 24.0 * static_cast<double>(kElements) / best_s;
}

void cycle(benchmark::State& state) {
  const auto n = static_cast<Index>(state.range(0));
  const int threads = static_cast<int>(state.range(1));
  const int twice = static_cast<int>(state.range(2));
  kernels::OpenMp executor(threads);
  const kernels::Layout layout(n, n, n);
  kernels::multigrid::Hierarchy<kernels::OpenMp> hierarchy(executor, layout, 1, 1, 1);
  const auto& level = hierarchy.level(0);
  pressure_problem::lay_out({static_cast<std::size_t>(n), Kind::hall}, layout, level.cx.data, level.cy.data,
                            level.cz.data, level.b.data);
  hierarchy.coarsen(executor);
  double triad = triad_bytes_per_s(threads);
  double best_s = 1e9;
  for ([[maybe_unused]] auto _ : state) {
    const double took_s = seconds_of([&] { hierarchy.cycle(executor, 2, 2, twice); });
    state.SetIterationTime(took_s);
    best_s = std::min(best_s, took_s);
  }
  triad = std::max(triad, triad_bytes_per_s(threads));
  const double moved = kBytesACycle * static_cast<double>(layout.cells());
  state.counters["triad_GB_per_s"] = triad * 1e-9;
  state.counters["best_ns_a_cell"] = best_s * 1e9 / static_cast<double>(layout.cells());
  state.counters["best_of_triad"] = moved / best_s / triad;
}

void solve(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const Kind kind = state.range(1) == 0 ? Kind::hall : Kind::check;
  const kernels::Execution execution{kernels::Backend::cpu, static_cast<int>(state.range(2)), 1};
  const auto c = pressure_problem::coefficients({n, kind});
  const std::vector<double> b = pressure_problem::random_right(n);
  const double h_m = 1.0 / static_cast<double>(n);
  const int side = static_cast<int>(n);
  const kernels::pressure::Operator left{{side, side, side, h_m, h_m, h_m}, c.cx, c.cy, c.cz};
  double best_s = 1e9;
  for ([[maybe_unused]] auto _ : state) {
    const auto answer = kernels::pressure::solve({left, b}, {}, execution);
    if (!answer.status || !answer.converged) {
      state.SkipWithError(answer.status ? "not converged" : answer.status.text.c_str());
      return;
    }
    state.SetIterationTime(answer.seconds);
    best_s = std::min(best_s, answer.seconds);
    state.counters["iterations"] = answer.iterations;
    state.counters["setup_ms"] = answer.setup_seconds * 1e3;
  }
  const auto cells = static_cast<double>(b.size());
  state.counters["unknowns_per_s"] = benchmark::Counter(cells, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["best_unknowns_per_s"] = cells / best_s;
}

BENCHMARK(cycle)
    ->ArgNames({"n", "threads", "twice"})
    ->ArgsProduct({{100, 128}, {1, 2}, {0, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime();
BENCHMARK(solve)
    ->ArgNames({"n", "check", "threads"})
    ->ArgsProduct({{64, 100, 128, 256}, {0, 1}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseManualTime();

}  // namespace

BENCHMARK_MAIN();
