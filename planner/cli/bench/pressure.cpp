// Benchmarks of the pressure equation: the model problem of pressure_problem.hpp to a relative residual of 1e-8.
#include <algorithm>
#include <thread>

#include "kernels/pressure/pressure.hpp"
#include "planner/cli/bench/bench.hpp"
#include "planner/cli/bench/pressure_problem.hpp"
#include "planner/cli/commands.hpp"

namespace hallplan::cli::bench {
namespace {

constexpr double kBytesACycle = 166;  ///< of a V(2,2), a cell, as its shares are told: bench/pressure.md
constexpr double kBytesAnIteration = 235;
constexpr int kCellsAlong = 100;
constexpr int kCyclesARun = 10;

void solve(const Setting& setting, Row& row, int n, pressure_problem::Kind kind) {
  const auto side = static_cast<std::size_t>(n);
  const pressure_problem::Coefficients c = pressure_problem::coefficients({side, kind});
  const std::vector<double> b = pressure_problem::random_right(side);
  const double h_m = 1.0 / n;
  const kernels::pressure::Operator left{{n, n, n, h_m, h_m, h_m}, c.cx, c.cy, c.cz};
  row.count = static_cast<double>(b.size());
  for (int run = 0; run < setting.runs && !interrupted(); ++run) {
    const auto answer = kernels::pressure::solve({left, b}, {}, setting.execution);
    if (!answer.status || !answer.converged) {
      row.problem = answer.status ? "did not converge" : answer.status.text;
      return;
    }
    row.ran_on = answer.ran_on;
    row.bytes_an_item = kBytesAnIteration * answer.iterations;
    row.seconds.push_back(answer.seconds);
  }
}

void solve_hall(const Setting& setting, Row& row) { solve(setting, row, kCellsAlong, pressure_problem::Kind::hall); }
void solve_check(const Setting& setting, Row& row) { solve(setting, row, kCellsAlong, pressure_problem::Kind::check); }
void solve_large(const Setting& setting, Row& row) { solve(setting, row, 256, pressure_problem::Kind::hall); }

void cycle(const Setting& setting, Row& row) {
  const int processors = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  const int threads = setting.execution.threads > 0 ? setting.execution.threads : processors;
  row.count = static_cast<double>(kCellsAlong) * kCellsAlong * kCellsAlong;
  row.bytes_an_item = kBytesACycle;
  row.ran_on = "openmp " + std::to_string(threads);
  row.seconds = cycle_seconds(kCellsAlong, threads, setting.runs * kCyclesARun);
}

}  // namespace

std::vector<Benchmark> pressure_benchmarks() {
  return {
      {"pressure", "pressure, hall, 1 M cells, to 1e-8", "unknowns", Where::anywhere, false, solve_hall},
      {"pressure-check", "pressure, checkerboard, 1 M cells, to 1e-8", "unknowns", Where::anywhere, false, solve_check},
      {"cycle", "multigrid V(2,2), 1 M cells", "cells", Where::host, false, cycle},
      {"pressure-256", "pressure, hall, 16.8 M cells, to 1e-8", "unknowns", Where::device, false, solve_large},
  };
}

}  // namespace hallplan::cli::bench
