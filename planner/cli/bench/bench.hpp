/// The benchmarks of `hallplan bench`: what each one measures, and how it is run.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/executor/backend.hpp"
#include "planner/cli/options.hpp"

namespace hallplan::cli::bench {

/// What a benchmark is given.
struct Setting {
  const Options& options;
  kernels::Execution execution;
  int runs = 5;  ///< of which the median counts
};

/// One benchmark, measured, or why it was not.
struct Row {
  std::string id, name;
  std::string items;            ///< what is counted: "cell-turns"
  double count = 0;             ///< items a run
  double bytes_an_item = 0;     ///< that memory must move at least; 0: not counted
  std::vector<double> seconds;  ///< run by run
  std::string ran_on;           ///< such as "openmp 2"
  std::string problem;          ///< why there is nothing; empty when it was measured
};

enum class Where { anywhere, host, device };

/// A row to be. `run` fills everything but the names.
struct Benchmark {
  std::string_view id, name, items;
  Where where = Where::anywhere;
  bool takes_minutes = false;  ///< only when it is asked for by name
  void (*run)(const Setting& setting, Row& row) = nullptr;
};

/// In the order in which they run.
[[nodiscard]] std::vector<Benchmark> pressure_benchmarks();
[[nodiscard]] std::vector<Benchmark> field_benchmarks();
[[nodiscard]] std::vector<Benchmark> hall_benchmarks();
[[nodiscard]] std::vector<Benchmark> plan_benchmarks();

/// Seconds of V(2,2) cycles on n^3 cells, run by run, on the host. The cycle is a template, compiled with the solver's flags.
[[nodiscard]] std::vector<double> cycle_seconds(int n, int threads, int runs);

[[nodiscard]] double seconds_of(const std::function<void()>& work);
[[nodiscard]] double median(std::vector<double> values);

/// The memory's measure: a = b + s c in 64-bit floats on arrays beyond most caches.
inline constexpr double kTriadBytes = 24;  ///< an element: two loads and a store, as they are written
struct Triad {
  std::vector<double> seconds;
  double elements = 0;

  [[nodiscard]] double bytes_per_s() const { return kTriadBytes * elements / median(seconds); }
};
[[nodiscard]] Triad triad(int threads, int runs);

/// What all rows share.
struct Report {
  std::string processor, device, driver, compiler, date, note;
  int threads = 1;
  Triad triad;
  std::vector<Row> rows;
};
[[nodiscard]] std::string json_of(const Report& report);
[[nodiscard]] std::string text_of(const Report& report);

/// Names of this machine's parts; the device's are empty without one.
[[nodiscard]] Report report_of_machine(const Setting& setting);

}  // namespace hallplan::cli::bench
