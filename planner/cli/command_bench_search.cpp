// hallplan bench search: synthetic halls by integer programming.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "planner/base/text.hpp"
#include "planner/cli/bench/bench.hpp"
#include "planner/cli/bench/search.hpp"
#include "planner/cli/commands.hpp"
#include "planner/search/aggregate/instance_file.hpp"

namespace hallplan::cli {
namespace {

constexpr const char* kInstances = "tests/data/instances";
constexpr double kSeconds = 60;
constexpr std::size_t kMostFiles = 1000;

/// Files of a folder that end in .json: small halls first (40-1 before 200-1), then by name.
std::vector<std::filesystem::path> instance_files(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code problem;
  for (std::filesystem::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
    if (at->path().extension() == ".json" && files.size() < kMostFiles) files.push_back(at->path());
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) {
    const auto key = [](const std::filesystem::path& path) {
      const std::string name = path.stem().string();
      const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
      return std::make_pair(digits, name);
    };
    return key(a) < key(b);
  });
  return files;
}

std::vector<mip::Solver> solvers_of(const std::string& wish) {
  if (wish == "cbc") return {mip::Solver::cbc};
  if (wish == "highs") return {mip::Solver::highs};
  return {mip::Solver::cbc, mip::Solver::highs};
}

}  // namespace

Exit run_bench_search(const Options& options, Streams streams) {
  const std::string folder = options.instances.empty() ? kInstances : options.instances;
  const std::vector<std::filesystem::path> files = instance_files(folder);
  if (files.empty()) {
    return refuse(fmt::format("--instances {}: no file that ends in .json is there{}", printable(folder),
                              options.instances.empty() ? ": run it where tests/ is, or name a folder" : ""),
                  streams);
  }
  std::vector<std::string> names;
  names.reserve(files.size());
  for (const std::filesystem::path& file : files) names.push_back(file.stem().string());
  for (const std::string& name : options.only) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    return refuse(fmt::format("--only {}: no such instance, {}", printable(name), suggest(name, names)), streams);
  }
  const bench::Report machine = bench::report_of_machine({options, {}, 1});
  bench::SearchReport report{machine.processor,
                             machine.compiler,
                             machine.date,
                             machine.note,
                             options.seconds > 0 ? options.seconds : kSeconds,
                             {}};
  bool complete = true;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!options.only.empty() && std::find(options.only.begin(), options.only.end(), names[i]) == options.only.end()) {
      continue;
    }
    search::aggregate::InstanceFile file = search::aggregate::read_instance_file(files[i].string());
    if (!file.fault.empty()) return refuse(file.fault, streams);
    file.hall.name = names[i];
    for (const mip::Solver solver : solvers_of(options.bench_solver)) {
      if (interrupted()) break;
      if (streams.terminal && !options.quiet) {
        streams.err << "\r\033[Ksolving " << printable(names[i]) << " by " << mip::name(solver) << std::flush;
      }
      report.rows.push_back(bench::search_row(file.hall, solver, report.seconds));
      // Both were asked for without knowing whether HiGHS is there: its absence is said, and no failure.
      const bool absent = options.bench_solver == "both" && !mip::available(solver);
      complete = complete && (report.rows.back().problem.empty() || absent);
    }
  }
  if (streams.terminal && !options.quiet) streams.err << "\r\033[K";
  streams.out << (options.format == Format::json ? bench::json_of(report) : bench::text_of(report));
  return complete && !interrupted() ? Exit::pass : Exit::undecided;
}

}  // namespace hallplan::cli
