// Time, and what this machine's memory gives.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <thread>
#include <utility>

#include "planner/cli/bench/bench.hpp"

namespace hallplan::cli::bench {
namespace {

constexpr std::size_t kElements = std::size_t{1} << 24;  ///< three arrays of 128 MiB

/// Runs a piece of work on each part of the range, every part by its own thread.
void in_parts(std::size_t threads, const std::function<void(std::size_t, std::size_t)>& part) {
  std::vector<std::thread> pool;
  for (std::size_t t = 0; t < threads; ++t) {
    pool.emplace_back(part, kElements * t / threads, kElements * (t + 1) / threads);
  }
  for (std::thread& thread : pool) thread.join();
}

}  // namespace

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

Triad triad(int threads, int runs) {
  const auto team = static_cast<std::size_t>(threads);
  std::vector<double> a(kElements), b(kElements), c(kElements);
  in_parts(team, [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) b[i] = static_cast<double>(i), c[i] = 1.0;
  });
  const auto part = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) a[i] = b[i] + 0.5 * c[i];
  };
  Triad made{{}, static_cast<double>(kElements)};
  for (int run = 0; run <= runs; ++run) {  // the first one pays for fresh memory
    const double seconds = seconds_of([&] { in_parts(team, part); });
    if (run > 0) made.seconds.push_back(seconds);
  }
  return made;
}

}  // namespace hallplan::cli::bench
