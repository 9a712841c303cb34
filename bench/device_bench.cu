// What a CUDA device makes of the solvers' parts, each against the device's own copy bandwidth measured in this process:
//   copy              a device-to-device copy, counting bytes read and written
//   smoother/N        a sweep of the multigrid's smoother on N^3 cells: as 28 B a cell, what it moved with coefficients of 32 bits (pressure.md)
//   cycle/N           a V(2,2) cycle, likewise as 166 B a cell
//   solve/N           the pressure equation of pressure_problem.hpp to 1e-8; iterations alone
//   turn, momentum, pressure, temperature /N   parts of a turn of the air field on a hall of N million cells: 489 B a cell (field.md)
// Recordings are replayed and the device is waited for; the median of several rounds counts.
#include <benchmark/benchmark.h>
#include <cuda_runtime.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/executor/cuda.cuh"
#include "kernels/flow/job.hpp"
#include "kernels/flow/state.hpp"
#include "kernels/multigrid/hierarchy.hpp"
#include "kernels/pressure/pressure.hpp"
#include "planner/cli/bench/pressure_problem.hpp"

namespace {

using kernels::Cuda;
using kernels::Index;
using kernels::View;

constexpr double kBytesASweep = 28;
constexpr double kBytesACycle = 166;
constexpr double kBytesATurn = 489;
constexpr int kRounds = 9;

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// Seconds of one replay: `replays` of them between two waits, the median of kRounds.
double seconds_of(Cuda& executor, const kernels::CudaRecording& recording, int replays) {
  auto waits = executor.buffer<float>(1);
  std::vector<float> one(1);
  const auto wait = [&] { executor.download(waits.view().as_const(), std::span<float>(one)); };
  executor.fill_bytes(waits.view(), 0);
  executor.play(recording);
  wait();
  std::vector<double> rounds;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < replays; ++i) executor.play(recording);
    wait();
    rounds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / replays);
  }
  return median(rounds);
}

/// Bytes read and written a second by a copy of half a gibibyte.
double copy_bytes_per_s() {
  static const double found = [] {
    Cuda executor;
    constexpr Index kBytes = Index{1} << 29;
    auto from = executor.buffer<char>(kBytes);
    auto to = executor.buffer<char>(kBytes);
    executor.fill_bytes(from.view(), 1);
    cudaDeviceSynchronize();
    std::vector<double> rounds;
    for (int round = 0; round < kRounds; ++round) {
      const auto start = std::chrono::steady_clock::now();
      for (int i = 0; i < 20; ++i) cudaMemcpyAsync(to.view().data, from.view().data, kBytes, cudaMemcpyDeviceToDevice);
      cudaDeviceSynchronize();
      rounds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / 20);
    }
    return 2.0 * kBytes / median(rounds);
  }();
  return found;
}

void report(benchmark::State& state, const Cuda& executor, double seconds, double bytes, double cells) {
  if (!executor.status()) return state.SkipWithError(executor.status().text.c_str());
  state.counters["GB_per_s"] = bytes / seconds * 1e-9;
  state.counters["of_copy"] = bytes / seconds / copy_bytes_per_s();
  state.counters["G_cells_per_s"] = cells / seconds * 1e-9;
}

void copy(benchmark::State& state) {
  for (auto _ : state) state.SetIterationTime(1e-3);
  state.counters["GB_per_s"] = copy_bytes_per_s() * 1e-9;
}

/// The model problem's hierarchy on the device.
struct Model {
  Cuda executor;
  kernels::Layout layout;
  kernels::multigrid::Hierarchy<Cuda> hierarchy;

  explicit Model(Index n) : layout(n, n, n), hierarchy(executor, layout, 1, 1, 1) {
    using kernels::multigrid::Conductance;
    std::vector<Conductance> cx(layout.size), cy(layout.size), cz(layout.size);
    std::vector<float> b(layout.size, 0);
    pressure_problem::lay_out({static_cast<std::size_t>(n), pressure_problem::Kind::hall}, layout, cx.data(), cy.data(),
                              cz.data(), b.data());
    auto& level = hierarchy.level(0);
    executor.upload(std::span<const Conductance>(cx), level.cx);
    executor.upload(std::span<const Conductance>(cy), level.cy);
    executor.upload(std::span<const Conductance>(cz), level.cz);
    executor.upload(std::span<const float>(b), level.b);
    hierarchy.coarsen(executor);
  }
};

void smoother(benchmark::State& state) {
  Model model(state.range(0));
  const auto recording = model.executor.record([&] {
    for (const bool mirrored : {false, true}) model.hierarchy.relax(model.executor, 0, 1, false, mirrored);
  });
  double seconds = 0;
  for (auto _ : state) {
    seconds = seconds_of(model.executor, recording, 20) / 2;
    state.SetIterationTime(seconds);
  }
  const auto cells = static_cast<double>(model.layout.cells());
  report(state, model.executor, seconds, kBytesASweep * cells, cells);
}

void cycle(benchmark::State& state) {
  Model model(state.range(0));
  const auto recording = model.executor.record([&] { model.hierarchy.cycle(model.executor, 2, 2, 0); });
  double seconds = 0;
  for (auto _ : state) {
    seconds = seconds_of(model.executor, recording, 10);
    state.SetIterationTime(seconds);
  }
  const auto cells = static_cast<double>(model.layout.cells());
  report(state, model.executor, seconds, kBytesACycle * cells, cells);
}

void solve(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const auto c = pressure_problem::coefficients({n, pressure_problem::Kind::hall});
  const std::vector<double> b = pressure_problem::random_right(n);
  const double h_m = 1.0 / static_cast<double>(n);
  const int side = static_cast<int>(n);
  const kernels::pressure::Operator left{{side, side, side, h_m, h_m, h_m}, c.cx, c.cy, c.cz};
  std::vector<double> times;
  for (auto _ : state) {
    const auto answer = kernels::pressure::solve({left, b}, {}, {kernels::Backend::cuda, 0, 1});
    if (!answer.status) return state.SkipWithError(answer.status.text.c_str());
    if (!answer.converged) return state.SkipWithError("not converged");
    state.SetIterationTime(answer.seconds);
    times.push_back(answer.seconds);
    state.counters["iterations"] = answer.iterations;
    state.counters["setup_ms"] = answer.setup_seconds * 1e3;
  }
  state.counters["G_unknowns_per_s"] = static_cast<double>(b.size()) / median(times) * 1e-9;
}

/// A closed hall 5 : 3 : 1 with two rows of racks back to back and two air units, of about `million` million cells.
kernels::flow::Case hall(double million) {
  using namespace kernels::flow;
  const int unit = std::max(8, static_cast<int>(std::lround(std::cbrt(million * 1e6 / 15))));
  Case made;
  const double cell_m = 4.0 / unit;
  made.grid = {5 * unit, 3 * unit, unit, cell_m, cell_m, cell_m};
  made.turbulence = Turbulence::zero_equation;
  const auto duct = [&](const Box& body, bool forward, double flow) {
    Duct duct;
    const double share = 1.0 / ((body.x1 - body.x0) * (body.z1 - body.z0));
    for (int z = body.z0; z < body.z1; ++z) {
      for (int x = body.x0; x < body.x1; ++x) {
        duct.intake.push_back({Axis::y, x, forward ? body.y0 : body.y1, z, forward, share});
        duct.discharge.push_back({Axis::y, x, forward ? body.y1 : body.y0, z, !forward, share});
      }
    }
    duct.flow = {{20, flow}};
    made.solids.push_back(body);
    return duct;
  };
  for (int row = 0; row < 2; ++row) {
    for (int rack = 0; rack < 10; ++rack) {
      const int y0 = row == 0 ? unit : 3 * unit / 2 + unit / 8;
      const int x0 = 3 * unit / 2 + rack * unit / 6;
      const Box body{x0, x0 + unit / 6, y0, y0 + unit * 3 / 10, 0, unit / 2};
      Duct rack_duct = duct(body, row == 0, 1.2);
      rack_duct.heat_k_m3_per_s = 14;
      made.ducts.push_back(rack_duct);
    }
  }
  for (const int x0 : {unit / 8, 4 * unit}) {
    Duct cooling = duct({x0, x0 + unit / 2, unit / 2, unit, 0, unit / 2}, true, 12);
    cooling.cools = true;
    cooling.setpoint_degc = 20;
    cooling.capacity_k_m3_per_s = 400;
    made.ducts.push_back(cooling);
  }
  return made;
}

enum class Part { turn, momentum, pressure, temperature };

void part_of_turn(benchmark::State& state, Part part) {
  const kernels::flow::Case made = hall(static_cast<double>(state.range(0)) / 1000);
  const kernels::flow::Case* const cases[] = {&made};
  Cuda executor;
  const kernels::flow::Tables tables = kernels::flow::make_tables(cases);
  kernels::flow::State<Cuda> on_device(executor, tables);
  const kernels::flow::Options options;
  executor.play(executor.record([&] { on_device.turn(executor, options); }));
  const auto recording = executor.record([&] {
    switch (part) {
      case Part::turn:
        return on_device.turn(executor, options);
      case Part::momentum:
        return on_device.sweep_momentum(executor, options.relax_velocity, options.momentum_sweeps);
      case Part::pressure:
        return on_device.correct_pressure(executor, options.relax_pressure);
      case Part::temperature:
        return on_device.sweep_temperature(executor, options.temperature_sweeps);
    }
  });
  double seconds = 0;
  for (auto _ : state) {
    seconds = seconds_of(executor, recording, 10);
    state.SetIterationTime(seconds);
  }
  const auto cells = static_cast<double>(made.grid.cells());
  report(state, executor, seconds, part == Part::turn ? kBytesATurn * cells : 0, cells);
  state.counters["cells"] = cells;
}

void parts(benchmark::internal::Benchmark* bench) {
  bench->Arg(14)->Arg(120)->Arg(930)->Arg(16000)->Unit(benchmark::kMicrosecond)->Iterations(1)->UseManualTime();
}

BENCHMARK(copy)->Iterations(1)->UseManualTime();
BENCHMARK(smoother)->Arg(256)->Arg(384)->Unit(benchmark::kMicrosecond)->Iterations(1)->UseManualTime();
BENCHMARK(cycle)->Arg(64)->Arg(128)->Arg(256)->Unit(benchmark::kMicrosecond)->Iterations(1)->UseManualTime();
BENCHMARK(solve)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond)->Iterations(5)->UseManualTime();
BENCHMARK_CAPTURE(part_of_turn, turn, Part::turn)->Apply(parts);
BENCHMARK_CAPTURE(part_of_turn, momentum, Part::momentum)->Apply(parts);
BENCHMARK_CAPTURE(part_of_turn, pressure, Part::pressure)->Apply(parts);
BENCHMARK_CAPTURE(part_of_turn, temperature, Part::temperature)->Apply(parts);

}  // namespace

int main(int argc, char** argv) {
  const bool lists = std::any_of(argv, argv + argc, [](const std::string_view argument) {
    return argument.rfind("--benchmark_list_tests", 0) == 0;  // needs no device
  });
  benchmark::Initialize(&argc, argv);
  const kernels::Status ready = kernels::backend_ready(kernels::Backend::cuda);
  if (!lists && !ready) {
    std::fprintf(stderr, "device_bench: %s\n", ready.text.c_str());
    return 1;
  }
  int driver = 0, runtime = 0;
  cudaDriverGetVersion(&driver);
  cudaRuntimeGetVersion(&runtime);
  benchmark::AddCustomContext("device", kernels::device_name());
  benchmark::AddCustomContext("cuda_driver", std::to_string(driver));
  benchmark::AddCustomContext("cuda_runtime", std::to_string(runtime));
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
