// hallplan bench: what this machine's memory gives, and what the solvers make of it, measured in one process.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <ostream>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/cli/bench/bench.hpp"
#include "planner/cli/commands.hpp"

namespace hallplan::cli {
namespace {

using bench::Benchmark;
using bench::Row;
using bench::Setting;
using bench::Where;

std::vector<Benchmark> all_benchmarks() {
  std::vector<Benchmark> all = bench::pressure_benchmarks();
  for (auto more : {bench::field_benchmarks(), bench::hall_benchmarks(), bench::plan_benchmarks()}) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }
  return all;
}

/// Why a benchmark is not run at all; empty: it is.
std::string hindrance(const Benchmark& benchmark, const Setting& setting, bool named) {
  const bool on_device = setting.execution.backend == kernels::Backend::cuda;
  if (benchmark.where == Where::device && !on_device) {
    const kernels::Status ready = kernels::backend_ready(kernels::Backend::cuda);
    return ready ? "--backend cpu was asked for" : ready.text;
  }
  if (benchmark.where == Where::host && on_device) return "it runs on the host: --backend cpu";
  if (benchmark.takes_minutes && !named) return fmt::format("takes minutes: --only {}", benchmark.id);
  return interrupted() ? "interrupted" : "";
}

Row measured(const Benchmark& benchmark, const Setting& setting) {
  Row row;
  row.id = benchmark.id;
  row.name = benchmark.name;
  row.items = benchmark.items;
  benchmark.run(setting, row);
  if (row.problem.empty() && row.seconds.empty()) row.problem = "interrupted";
  return row;
}

}  // namespace

Exit run_bench(const Options& options, Streams streams) {
  const Machine machine = machine_of(options, BackendWish::best);
  if (!machine.problem.empty()) return refuse(machine.problem, streams);
  const std::vector<Benchmark> all = all_benchmarks();
  std::vector<std::string> ids;
  ids.reserve(all.size());
  for (const Benchmark& benchmark : all) ids.emplace_back(benchmark.id);
  for (const std::string& id : options.only) {
    if (std::find(ids.begin(), ids.end(), id) != ids.end()) continue;
    return refuse(fmt::format("--only {}: no such benchmark, {}", printable(id), suggest(id, ids)), streams);
  }

  const Setting setting{options, machine.execution, options.runs};
  bench::Report report = bench::report_of_machine(setting);
  report.triad = bench::triad(report.threads, setting.runs);
  bool complete = true;
  for (const Benchmark& benchmark : all) {
    const bool named = std::find(options.only.begin(), options.only.end(), benchmark.id) != options.only.end();
    if (!options.only.empty() && !named) continue;
    if (streams.terminal && !options.quiet) streams.err << "\r\033[Kmeasuring " << benchmark.id << std::flush;
    const std::string why_not = hindrance(benchmark, setting, named);
    if (why_not.empty()) {
      report.rows.push_back(measured(benchmark, setting));
      complete = complete && report.rows.back().problem.empty();
    } else {
      report.rows.push_back({std::string(benchmark.id), std::string(benchmark.name), {}, 0, 0, {}, {}, why_not});
      complete = complete && !named && !interrupted();
    }
  }
  if (streams.terminal && !options.quiet) streams.err << "\r\033[K";
  streams.out << (options.format == Format::json ? bench::json_of(report) : bench::text_of(report));
  return complete ? Exit::pass : Exit::undecided;
}

}  // namespace hallplan::cli
