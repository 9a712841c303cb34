#include "planner/cli/sweep_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/plan/read.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/site/tree.hpp"

namespace hallplan::cli {
namespace {

constexpr std::string_view kOption = "--vary";

LoadOptions loading(const Options& options, const std::vector<std::string>& sets) {
  LoadOptions load = load_options(options);
  for (const std::string& set : sets) load.sets.push_back({set, std::string(kOption)});
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

sweep::Answer refused(const Diagnostics& problems, const SourceFiles& files) {
  sweep::Answer out;
  out.problems = one_line_each(problems, files);
  return out;
}

/// The slips in keys among what is wrong with a site: those of `--vary` that are not of the `others`, or those of `--set`.
Diagnostics slips_in_keys(const Diagnostics& problems, const SourceFiles& files, std::string_view option,
                          const std::vector<std::string>& others) {
  Diagnostics out;
  for (const Diagnostic& problem : problems.all()) {
    const bool of_key = problem.rule == Rule::site_set || problem.rule == Rule::site_unknown_key;
    const bool of_other = std::find(others.begin(), others.end(), files.text(problem.at.file)) != others.end();
    if (of_key && files.name(problem.at.file) == option && !of_other) out.add(problem);
  }
  return out;
}

/// Keys that the site has with no value of their axis, the other axes at their first; of all axes at once.
Diagnostics unknown_keys(SourceFiles& files, const std::vector<sweep::Axis>& axes, const Options& options) {
  Diagnostics out;
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    Diagnostics first;
    sweep::Case one{1, std::vector<std::size_t>(axes.size(), 0), {}};
    for (std::size_t& value = one.at[axis]; value < axes[axis].values.size(); ++value) {
      const std::vector<std::string> sets = sweep::sets_of(axes, one);
      const Result<Site> site = load_site(files, options.site, loading(options, sets));
      if (axis == 0 && value == 0) out.append(slips_in_keys(site.problems, files, "--set", {}));
      std::vector<std::string> others = sets;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(axis));
      Diagnostics slips = slips_in_keys(site.problems, files, kOption, others);
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

}  // namespace

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

sweep::Answer Cases::answer(const sweep::Case& one) {
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

void Cases::end() const {
  if (shows()) streams_.err << "\r\033[K" << std::flush;
}

void Cases::show(const sweep::Case& one) const {
  if (!shows()) return;
  const std::string values = printable(join(sweep::sets_of(sweep_.axes, one), ", "));
  streams_.err << fmt::format("\r\033[Kcase {} of {}: {} ", one.number, sweep_.cases_in_all, values) << std::flush;
}

void Cases::warn(const Diagnostics& problems, const SourceFiles& files) {
  for (const Diagnostic& problem : problems.all()) {
    std::string text = render(problem, files);
    if (!warned_.insert(text).second) continue;
    end();
    streams_.err << text;
  }
}

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

}  // namespace hallplan::cli
