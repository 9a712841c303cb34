// hallplan sweep: one site over ranges of its values, each case planned or verified.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <fstream>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/cli/check_report.hpp"
#include "planner/cli/commands.hpp"
#include "planner/cli/write_files.hpp"
#include "planner/plan/read.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/report/sweep.hpp"
#include "planner/site/tree.hpp"
#include "planner/sweep/read.hpp"
#include "planner/sweep/sweep.hpp"

namespace hallplan::cli {
namespace {

constexpr const char* kOption = "--vary";

LoadOptions loading(const Options& options, const std::vector<std::string>& sets) {
  LoadOptions load = load_options(options);
  for (const std::string& set : sets) load.sets.push_back({set, kOption});
  return load;
}

/// "a.yaml:4:7: error[site.dimension]: ...; did you mean ...".
std::vector<std::string> one_line_each(const Diagnostics& problems, const SourceFiles& files) {
  std::vector<std::string> out;
  for (const Diagnostic& problem : problems.all()) {
    if (problem.severity != Severity::error) continue;
    out.push_back(fmt::format("{}: error[{}]: {}{}{}", to_string(problem.at, files), rule_id(problem.rule),
                              problem.message, problem.hint.empty() ? "" : "; ", problem.hint));
  }
  return out;
}

/// Of what is wrong with a site the slips in keys on the command line: they are no less wrong with another value.
Diagnostics slips_in_keys(const Diagnostics& problems, const SourceFiles& files) {
  Diagnostics out;
  for (const Diagnostic& problem : problems.all()) {
    const std::string_view file = files.name(problem.at.file);
    const bool of_key = problem.rule == Rule::site_set || problem.rule == Rule::site_unknown_key;
    if (of_key && (file == "--set" || file == kOption)) out.add(problem);
  }
  return out;
}

/// Keys that no value of their axis finds in the site; of all axes at once.
Diagnostics unknown_keys(SourceFiles& files, const std::vector<sweep::Axis>& axes, const Options& options) {
  Diagnostics out;
  for (const sweep::Axis& axis : axes) {
    Diagnostics first;
    for (std::size_t value = 0; value < axis.values.size(); ++value) {
      const Result<Site> site = load_site(files, options.site, loading(options, {sweep::set_of(axis, value)}));
      Diagnostics slips = slips_in_keys(site.problems, files);
      if (!slips.has_errors()) {
        first = {};
        break;
      }
      if (value == 0) first = std::move(slips);
    }
    out.append(std::move(first));
  }
  return out;
}

/// What no case mends: a site that is no tree at all, keys that nothing has, a plan that is none.
Diagnostics wrong_in_all(SourceFiles& files, const sweep::Sweep& sweep, const Options& options) {
  Result<yaml::Node> tree = read_tree(files, options.site);
  if (!tree.value) return std::move(tree.problems);
  Diagnostics problems = unknown_keys(files, sweep.axes, options);
  if (options.plan_file.empty() || problems.has_errors()) return problems;
  const Result<Site> site =
      load_site(files, options.site, loading(options, sweep::sets_of(sweep.axes, sweep.cases.front())));
  if (!site.value) return problems;
  const Result<Plan> plan = read_plan(files, *site.value, options.plan_file);
  for (const Diagnostic& problem : plan.problems.all()) {
    if (problem.rule == Rule::plan_file && problem.severity == Severity::error) problems.add(problem);
  }
  return problems;
}

/// More cases than one sweep has, or a share that has none; empty where their number is right.
std::string wrong_number(const std::vector<sweep::Axis>& axes, const Options& options) {
  const std::size_t count = sweep::count_of(axes);
  std::vector<std::string> sizes;
  for (const sweep::Axis& axis : axes) sizes.push_back(fmt::format("{}", axis.values.size()));
  if (count > sweep::kMostCases) {
    return fmt::format("--vary: {} values make more than {} cases; take fewer values, or several sweeps",
                       join(sizes, " x "), sweep::kMostCases);
  }
  if (static_cast<std::size_t>(options.share) <= count) return {};
  return fmt::format("--part {}/{}: there are only {} cases", options.share, options.shares, count);
}

/// Runs the cases one after the other; what they have in common.
class Cases {
 public:
  Cases(sweep::Sweep& sweep, const kernels::Execution& execution, const Options& options, Streams streams)
      : sweep_(sweep), execution_(execution), options_(options), streams_(streams) {}

  [[nodiscard]] sweep::Answer answer(const sweep::Case& one) {
    show(one);
    SourceFiles files;
    const Result<Site> site = load_site(files, options_.site, loading(options_, sweep::sets_of(sweep_.axes, one)));
    if (!site.value) return refused(site.problems, files);
    if (sweep_.site.empty()) {
      sweep_.site = site.value->name;
      sweep_.title = site.value->title;
    }
    warn(site.problems, files);
    // Cases tell of themselves by `show`; what they do inside is for `plan` and `verify` to show.
    const Streams silent{streams_.out, streams_.err};
    if (options_.plan_file.empty()) {
      const Outcome outcome = planned(*site.value, execution_, options_, silent);
      return sweep::answer_of(outcome.plan, outcome.verdict);
    }
    const Result<Plan> plan = read_plan(files, *site.value, options_.plan_file);
    if (!plan.value) return refused(plan.problems, files);
    warn(plan.problems, files);
    const Outcome outcome = judged(decided(*site.value, *plan.value), *plan.value, execution_, options_, silent);
    return sweep::answer_of(outcome.plan, outcome.verdict);
  }

  void end() const {
    if (shows()) streams_.err << "\r\033[K" << std::flush;
  }

 private:
  [[nodiscard]] bool shows() const { return streams_.terminal && !options_.quiet; }

  void show(const sweep::Case& one) const {
    if (!shows()) return;
    const std::string values = printable(join(sweep::sets_of(sweep_.axes, one), ", "));
    streams_.err << fmt::format("\r\033[Kcase {} of {}: {} ", one.number, sweep_.cases_in_all, values) << std::flush;
  }

  [[nodiscard]] static sweep::Answer refused(const Diagnostics& problems, const SourceFiles& files) {
    sweep::Answer out;
    out.problems = one_line_each(problems, files);
    return out;
  }

  /// Each warning once, however many cases have it.
  void warn(const Diagnostics& problems, const SourceFiles& files) {
    for (const Diagnostic& problem : problems.all()) {
      std::string text = render(problem, files);
      if (!warned_.insert(text).second) continue;
      end();
      streams_.err << text;
    }
  }

  sweep::Sweep& sweep_;
  const kernels::Execution& execution_;
  const Options& options_;
  Streams streams_;
  std::set<std::string> warned_;
};

Exit exit_of_case(const sweep::Case& one) { return one.answer->status ? exit_of(*one.answer->status) : Exit::input; }

Exit worst_of(const sweep::Sweep& sweep) {
  Exit worst = sweep.incomplete ? Exit::undecided : Exit::pass;  // cases that were not looked at may fail
  for (const sweep::Case& one : sweep.cases) {
    if (severity(exit_of_case(one)) > severity(worst)) worst = exit_of_case(one);
  }
  return worst;
}

/// Why nothing is to be swept: not one case could be read. Those of the first one stand for all.
Exit refuse_all(const sweep::Sweep& sweep, const Options& options, Streams streams) {
  SourceFiles files;
  Result<Site> site = load_site(files, options.site, loading(options, sweep::sets_of(sweep.axes, sweep.cases.front())));
  Diagnostics problems = std::move(site.problems);
  if (site.value) problems.append(read_plan(files, *site.value, options.plan_file).problems);
  print_problems(problems, files, options, streams);
  if (sweep.cases.size() > 1 && options.format != Format::json) {
    streams.err << fmt::format("none of {} cases could be read; this is said of the first\n", sweep.cases.size());
  }
  return Exit::input;
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
