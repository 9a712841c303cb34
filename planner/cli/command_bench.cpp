// hallplan bench: what this machine's memory gives, and what the air field makes of it, measured in one process.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fstream>
#include <functional>
#include <ostream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/layout/layout.hpp"

namespace hallplan::cli {
namespace {

constexpr std::size_t kTriadElements = std::size_t{1} << 24;  ///< three arrays of 128 MiB: beyond every cache
constexpr double kTriadBytes = 24;  ///< an element: two loads and a store, as they are written
constexpr int kRuns = 5;
constexpr double kCell_m = 0.2;
constexpr const char* kReferenceHall = "sites/reference/openfoam-hall-v2.yaml";

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

std::size_t threads_of(const Options& options) {
  if (options.threads > 0) return static_cast<std::size_t>(options.threads);
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

/// Runs a piece of work on each part of the range, every part by its own thread.
void in_parts(std::size_t size, std::size_t threads, const std::function<void(std::size_t, std::size_t)>& part) {
  std::vector<std::thread> pool;
  for (std::size_t t = 0; t < threads; ++t) {
    pool.emplace_back(part, size * t / threads, size * (t + 1) / threads);
  }
  for (std::thread& thread : pool) thread.join();
}

/// Seconds of a = b + s c over all elements, run by run; the first one is not counted.
std::vector<double> triad_seconds(std::size_t threads) {
  std::vector<double> a(kTriadElements), b(kTriadElements), c(kTriadElements);
  const auto fill = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) b[i] = static_cast<double>(i), c[i] = 1.0;
  };
  const auto triad = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) a[i] = b[i] + 0.5 * c[i];
  };
  in_parts(kTriadElements, threads, fill);
  std::vector<double> runs;
  for (int run = 0; run <= kRuns; ++run) {
    const double seconds = seconds_of([&] { in_parts(kTriadElements, threads, triad); });
    if (run > 0) runs.push_back(seconds);
  }
  return runs;
}

/// One benchmark: its median, and its cost in triads: time an item over the time of one element of the triad.
struct Row {
  std::string name, items;  ///< what is counted: "cell-turns"
  std::vector<double> seconds;
  double count = 0;  ///< items a run
  std::string problem;
};

/// The reference hall at 0.2 m, set-up and errors included.
Row field_row(const Options& options, const kernels::Execution& execution) {
  Row row{"field of the reference hall at 0.2 m", "cell-turns", {}, 0, {}};
  SourceFiles files;
  LoadOptions load = load_options(options);
  load.purpose = LoadFor::air;
  const std::string path = options.site.empty() ? kReferenceHall : options.site;
  const Result<Site> site = load_site(files, path, load);
  if (!site.value) {
    row.problem = path + " cannot be read: hallplan thermal says why; --site names another hall";
    return row;
  }
  const Plan plan = layout::positioned(*site.value, pinned_plan(*site.value));
  thermal::FieldOptions field;
  field.cell_m = kCell_m;
  field.units_lost = false;
  field.execution = execution;
  for (int run = 0; run < kRuns && !interrupted(); ++run) {
    thermal::FieldResult result;
    row.seconds.push_back(seconds_of([&] { result = thermal::solve_field(*site.value, plan, field); }));
    row.problem = result.problem;
    if (!result.solved()) return row;
    row.count = static_cast<double>(result.solver.cells) * result.solver.iterations;
  }
  return row;
}

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  std::string line;
  while (std::getline(info, line)) {
    if (line.rfind("model name", 0) != 0) continue;
    const std::size_t colon = line.find(": ");
    if (colon != std::string::npos) return printable(line.substr(colon + 2));
  }
  return "unknown processor";
}

struct Report {
  std::string machine;
  std::size_t threads = 1;
  std::vector<double> triad;
  std::vector<Row> rows;
};

double triads_an_item(const Report& report, const Row& row) {
  const double element = median(report.triad) / static_cast<double>(kTriadElements);
  return row.count > 0 && element > 0 ? median(row.seconds) / row.count / element : 0;
}

std::string json_of(const Report& report) {
  const double triad = median(report.triad);
  std::string rows;
  for (const Row& row : report.rows) {
    rows += rows.empty() ? "\n  " : ",\n  ";
    if (!row.problem.empty()) {
      rows += fmt::format(R"({{"name": {}, "problem": {}}})", json_string(row.name), json_string(row.problem));
      continue;
    }
    rows += fmt::format(
        R"({{"name": {}, "seconds": {:.6g}, "runs": {}, "per_second": {:.6g}, "items": "{}", "triads_an_item": {:.4g}}})",
        json_string(row.name), median(row.seconds), row.seconds.size(), row.count / median(row.seconds), row.items,
        triads_an_item(report, row));
  }
  return fmt::format(
      "{{\"schema\": 1,\n \"version\": {},\n \"machine\": {},\n \"threads\": {},\n"
      " \"triad\": {{\"gigabytes_per_s\": {:.4g}, \"bytes_an_element\": {}, \"seconds\": {:.6g}, \"runs\": {}}},\n"
      " \"benchmarks\": [{}\n ]\n}}\n",
      json_string(HALLPLAN_VERSION), json_string(report.machine), report.threads,
      kTriadBytes * static_cast<double>(kTriadElements) / triad / 1e9, kTriadBytes, triad, report.triad.size(), rows);
}

std::string text_of(const Report& report) {
  const double triad = median(report.triad);
  std::string out = fmt::format("hallplan {} on {}, {} thread{}; medians of {}\n", HALLPLAN_VERSION, report.machine,
                                report.threads, report.threads == 1 ? "" : "s", kRuns);
  out += fmt::format("triad: {:.2f} GB/s (24 bytes an element)\n",
                     kTriadBytes * static_cast<double>(kTriadElements) / triad / 1e9);
  for (const Row& row : report.rows) {
    if (!row.problem.empty()) {
      out += fmt::format("{}: not measured: {}\n", row.name, row.problem);
      continue;
    }
    out += fmt::format("{}: {:.3f} s, {:.3g} {} a second, {:.3g} triads each\n", row.name, median(row.seconds),
                       row.count / median(row.seconds), row.items, triads_an_item(report, row));
  }
  return out;
}

}  // namespace

Exit run_bench(const Options& options, Streams streams) {
  const Machine machine = machine_of(options, BackendWish::best);
  if (!machine.problem.empty()) return refuse(machine.problem, streams);
  Report report;
  const bool device = machine.execution.backend == kernels::Backend::cuda;
  report.machine = processor_name() + (device ? ", " + kernels::device_name() : "");
  report.threads = threads_of(options);
  if (streams.terminal && !options.quiet) streams.err << "measuring: about ten seconds\n";
  report.triad = triad_seconds(report.threads);
  report.rows.push_back(field_row(options, machine.execution));
  streams.out << (options.format == Format::json ? json_of(report) : text_of(report));
  const bool all =
      std::all_of(report.rows.begin(), report.rows.end(), [](const Row& row) { return row.problem.empty(); });
  return all ? Exit::pass : Exit::undecided;
}

}  // namespace hallplan::cli
