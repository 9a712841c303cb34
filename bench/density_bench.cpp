/// How long the power-density check takes, and which share of the memory bandwidth it moves. One question: a hall of
/// 60 m by 40 m at 0.1 m cells with 128 racks and four window sizes, alone and as a batch of 64 placements.
///
/// `bytes_moved` counts each pass over the table once; GB_per_s is that over the time; `of_triad` divides by the triad
/// a = b + s c (24 bytes an element, arrays beyond the caches) measured in this process with as many threads.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>
#include <vector>

#include "kernels/density/density.hpp"

namespace {

using kernels::Backend;
using kernels::Execution;
using kernels::density::Grid;
using kernels::density::Placement;
using kernels::density::Window;

const Grid kHall{0, 0, 100'000, 600, 400};
const std::vector<Window> kWindows{
    {6, 6, 80'000'000}, {30, 30, 700'000'000}, {60, 40, 1'500'000'000}, {10, 400, 1'200'000'000}};

/// Eight rows of sixteen racks of 132 kW, 0.6 m by 1.2 m; `shift_um` moves them off the cells' edges.
Placement hall_placement(std::int64_t shift_um) {
  Placement racks;
  for (std::int64_t row = 0; row < 8; ++row) {
    for (std::int64_t slot = 0; slot < 16; ++slot) {
      const std::int64_t x_um = 10'000'000 + slot * 600'000 + shift_um;
      const std::int64_t y_um = 2'000'000 + row * 4'200'000 + shift_um;
      racks.push_back({x_um, y_um, x_um + 600'000, y_um + 1'200'000, 132'000'000});
    }
  }
  return racks;
}

std::vector<Placement> hall_batch(std::size_t placements) {
  std::vector<Placement> batch;
  for (std::size_t p = 0; p < placements; ++p) batch.push_back(hall_placement(static_cast<std::int64_t>(p) * 7'000));
  return batch;
}

/// Passes over the table of 8-byte sums: written by the rasteriser, read and written by both scans, and read once by
/// each window size (its low and high edge are rows of one stream; the second touch is in a cache).
double bytes_moved(std::size_t placements) {
  const double table = 8.0 * (kHall.nx + 1) * (kHall.ny + 1);
  return static_cast<double>(placements) * table * (1 + 2 + 2 + static_cast<double>(kWindows.size()));
}

/// Bytes a second of the triad, best of seven.
double triad_bytes_per_s(int threads) {
  constexpr std::size_t kElements = 16'000'000;
  std::vector<double> a(kElements, 0.0);
  const std::vector<double> b(kElements, 1.0);
  const std::vector<double> c(kElements, 2.0);
  const auto part = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) a[i] = b[i] + 3.0 * c[i];
  };
  double best = 0.0;
  for (int round = 0; round < 7; ++round) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> others;
    const std::size_t share = kElements / static_cast<std::size_t>(threads);
    for (int t = 1; t < threads; ++t) {
      const std::size_t begin = static_cast<std::size_t>(t) * share;
      others.emplace_back(part, begin, t + 1 == threads ? kElements : begin + share);
    }
    part(0, threads == 1 ? kElements : share);
    for (std::thread& other : others) other.join();
    const std::chrono::duration<double> took_s = std::chrono::steady_clock::now() - start;
    benchmark::DoNotOptimize(a.data());
    benchmark::ClobberMemory();
    best = std::max(best, 24.0 * static_cast<double>(kElements) / took_s.count());
  }
  return best;
}

void check_windows(benchmark::State& state, Backend backend) {
  const auto placements = static_cast<std::size_t>(state.range(0));
  const Execution execution{backend, static_cast<int>(state.range(1)), 1};
  const std::vector<Placement> batch = hall_batch(placements);
  for ([[maybe_unused]] auto _ : state) {
    const auto answer = kernels::density::check_windows(kHall, kWindows, batch, execution);
    if (!answer.status) {
      state.SkipWithError(answer.status.text.c_str());
      return;
    }
    benchmark::DoNotOptimize(answer.hottest.data());
  }
  const double moved = bytes_moved(placements) * static_cast<double>(state.iterations());
  state.counters["bytes"] = bytes_moved(placements);
  state.counters["GB_per_s"] = benchmark::Counter(moved * 1e-9, benchmark::Counter::kIsRate);
  if (backend == Backend::cpu) {
    const double triad = triad_bytes_per_s(execution.threads);
    state.counters["of_triad"] = benchmark::Counter(moved / triad, benchmark::Counter::kIsRate);
  }
}

BENCHMARK_CAPTURE(check_windows, cpu, Backend::cpu)
    ->ArgNames({"placements", "threads"})
    ->ArgsProduct({{1, 64}, {1, 2}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
