// hallplan sweep: one site over ranges of its values, each case planned or verified.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/cli/sweep_cases.hpp"
#include "planner/cli/write_files.hpp"
#include "planner/report/sweep.hpp"
#include "planner/sweep/read.hpp"
#include "planner/sweep/sweep.hpp"

namespace hallplan::cli {
namespace {

/// More cases than one sweep has, or a share that has none; empty where their number is right.
std::string wrong_number(const std::vector<sweep::Axis>& axes, const Options& options) {
  const std::size_t count = sweep::count_of(axes);
  std::vector<std::string> sizes;
  sizes.reserve(axes.size());
  for (const sweep::Axis& axis : axes) sizes.push_back(fmt::format("{}", axis.values.size()));
  if (count > sweep::kMostCases) {
    return fmt::format("--vary: {} values make more than {} cases; take fewer values, or several sweeps",
                       join(sizes, " x "), sweep::kMostCases);
  }
  if (static_cast<std::size_t>(options.share) <= count) return {};
  return fmt::format("--part {}/{}: there are only {} cases", options.share, options.shares, count);
}

/// Exit codes from the best to the worst.
constexpr std::array kExits = {Exit::pass, Exit::undecided, Exit::fail, Exit::input};

Exit worse_of(Exit a, Exit b) {
  return std::find(kExits.begin(), kExits.end(), a) < std::find(kExits.begin(), kExits.end(), b) ? b : a;
}

Exit worst_of(const sweep::Sweep& sweep) {
  Exit worst = sweep.incomplete ? Exit::undecided : Exit::pass;  // cases that were not looked at may fail
  for (const sweep::Case& one : sweep.cases) {
    worst = worse_of(worst, one.answer->status ? exit_of(*one.answer->status) : Exit::input);
  }
  return worst;
}

/// A file's text, of at most what a sweep may have.
std::optional<std::string> whole_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text(sweep::kMostBytes + 1, '\0');
  if (!in) return std::nullopt;
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) return std::nullopt;
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

/// Writes and prints what the cases came to.
Exit deliver_sweep(const sweep::Sweep& sweep, Exit exit, const Options& options, Streams streams) {
  const std::string json = report::sweep_document(sweep);
  if (!options.out.empty()) {
    SourceFiles places;
    const Diagnostics problems = write_files(
        places, options.out,
        {{"sweep.json", json}, {"sweep.csv", report::sweep_csv(json)}, {"sweep.svg", report::sweep_chart(json)}});
    if (problems.has_errors()) {
      streams.err << render(problems, places);
      return Exit::input;
    }
  }
  streams.out << (options.format == Format::json  ? json
                  : options.format == Format::csv ? report::sweep_csv(json)
                                                  : report::sweep_text(json, shown_on(streams)));
  if (!options.out.empty() && options.format == Format::text && !options.quiet) {
    streams.out << "\nsweep: " << options.out << "/sweep.json\nchart: " << options.out << "/sweep.svg\n";
  }
  return exit;
}

/// Shares of one sweep, put together.
Exit run_join(const Options& options, Streams streams) {
  std::vector<sweep::Sweep> parts;
  for (const std::string& path : options.sites) {
    const std::optional<std::string> text = whole_text(path);
    if (!text) return refuse(fmt::format("{}: cannot be read", printable(path)), streams);
    sweep::Stored stored = sweep::read_sweep(*text);
    if (!stored.sweep) {
      return refuse(fmt::format("{}: not a sweep.json: {}", printable(path), stored.problem), streams);
    }
    parts.push_back(*std::move(stored.sweep));
  }
  const sweep::Stored whole = sweep::joined(parts);
  if (!whole.sweep) return refuse(fmt::format("these are no shares of one sweep: {}", whole.problem), streams);
  if (whole.sweep->incomplete) {
    streams.err << fmt::format("incomplete: {} of {} cases are in these files\n", whole.sweep->cases.size(),
                               whole.sweep->cases_in_all);
  }
  return deliver_sweep(*whole.sweep, worst_of(*whole.sweep), options, streams);
}

Exit run_cases(const Options& options, Streams streams) {
  SourceFiles files;
  Result<std::vector<sweep::Axis>> axes = sweep::read_axes(files, options.vary);
  if (!axes.value) {
    print_problems(axes.problems, files, options, streams);
    return Exit::input;
  }
  sweep::Sweep sweep;
  sweep.axes = *std::move(axes.value);
  if (const std::string problem = wrong_number(sweep.axes, options); !problem.empty()) return refuse(problem, streams);
  sweep.sets = options.sets;
  sweep.held = !options.plan_file.empty();
  sweep.part = {options.share, options.shares};
  sweep.cases_in_all = static_cast<int>(sweep::count_of(sweep.axes));
  sweep.cases = sweep::cases_of(sweep.axes, sweep.part);
  const Diagnostics problems = wrong_in_all(files, sweep, options);
  if (problems.has_errors()) {
    print_problems(problems, files, options, streams);
    return Exit::input;
  }
  const Machine machine = machine_of(options, BackendWish::cpu);
  if (!machine.problem.empty()) return refuse(machine.problem, streams);

  const std::size_t asked = sweep.cases.size();
  Cases cases(sweep, machine.execution, options, streams);
  std::size_t done = 0;
  for (; done < asked && !interrupted(); ++done) {
    sweep::Answer answer = cases.answer(sweep.cases[done]);
    if (interrupted()) break;  // a case that was cut short says less than it would
    sweep.cases[done].answer = std::move(answer);
  }
  cases.end();
  sweep.cases.resize(done);
  const bool all_refused = std::none_of(sweep.cases.begin(), sweep.cases.end(),
                                        [](const sweep::Case& one) { return one.answer->status.has_value(); });
  const bool cut = done < asked;
  // Of one share the others may hold more.
  if (all_refused && !cut && options.shares == 1) return refuse_all(sweep, options, streams);
  if (cut) streams.err << fmt::format("interrupted: {} of {} cases were done\n", done, asked);
  sweep.incomplete = cut;
  sweep.turns = sweep::turns_of(sweep.axes, sweep.cases);
  return deliver_sweep(sweep, worst_of(sweep), options, streams);
}

}  // namespace

Exit run_sweep(const Options& options, Streams streams) {
  const auto is_stored = [](const std::string& path) { return path.ends_with(".json"); };
  const auto stored = std::count_if(options.sites.begin(), options.sites.end(), is_stored);
  if (stored == static_cast<std::ptrdiff_t>(options.sites.size())) {
    return options.vary.empty() ? run_join(options, streams)
                                : refuse("--vary takes a site file, not a sweep.json", streams);
  }
  if (options.sites.size() > 1) return refuse("expected one site file, or sweep.json files alone", streams);
  if (options.vary.empty()) {
    return refuse("nothing is varied; for example --vary 'basis.outdoor=30 degC..44 degC by 2 K'", streams);
  }
  Options one = options;
  one.site = options.sites.front();
  return run_cases(one, streams);
}

}  // namespace hallplan::cli
