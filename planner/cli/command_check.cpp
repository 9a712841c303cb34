// hallplan check: is each file sound, and does the layout it pins hold?
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "planner/cli/commands.hpp"
#include "planner/layout/layout.hpp"
#include "planner/report/checks_text.hpp"

namespace hallplan::cli {
namespace {

/// What is said about one file.
struct Finding {
  std::string path;
  std::string status;
  Exit exit = Exit::pass;
  int racks = 0;
  std::size_t checks = 0;
  Diagnostics problems;
  SourceFiles files;
};

/// A pinned layout is judged as far as it goes: that more racks are wanted is not its fault.
verdict::Verdict judge_pinned(const Site& site) {
  verdict::Verdict verdict = verdict::verify(site, layout::positioned(site, pinned_plan(site)));
  std::vector<Check>& checks = verdict.checks;
  checks.erase(std::remove_if(checks.begin(), checks.end(),
                              [](const Check& check) { return rule_domain(check.rule) == "demand"; }),
               checks.end());
  return verdict;
}

Finding check_one(const std::string& path, const Options& options) {
  Finding finding;
  finding.path = path;
  Result<Site> site = load_site(finding.files, path, load_options(options));
  finding.problems = std::move(site.problems);
  if (!site.value) {
    finding.status = "not readable as a site";
    finding.exit = Exit::input;
    return finding;
  }
  finding.racks = static_cast<int>(site.value->placed.size());
  if (finding.racks == 0) {
    finding.status = "sound; pins no racks";
    return finding;
  }
  const verdict::Verdict verdict = judge_pinned(*site.value);
  finding.checks = verdict.checks.size();
  finding.problems.append(report::to_diagnostics(verdict.checks));
  const Status status = verdict::worst(verdict.checks);
  finding.status = to_string(status);
  finding.exit = exit_of(status);
  return finding;
}

/// Bad input before a failing check before an undecided one.
int severity(Exit exit) {
  switch (exit) {
    case Exit::input:
      return 3;
    case Exit::fail:
      return 2;
    case Exit::undecided:
      return 1;
    default:
      return 0;
  }
}

}  // namespace

Exit run_check(const Options& options, Streams streams) {
  Exit worst = Exit::pass;
  std::string list;
  for (const std::string& path : options.sites) {
    const Finding finding = check_one(path, options);
    if (severity(finding.exit) > severity(worst)) worst = finding.exit;
    if (options.format == Format::json) {
      list += fmt::format("{}{{\"site\": {}, \"status\": {}, \"racks\": {}, \"checks\": {}, \"problems\": {}}}",
                          list.empty() ? "" : ",\n", json_string(path), json_string(finding.status), finding.racks,
                          finding.checks, json_list(finding.problems, finding.files));
      continue;
    }
    streams.err << render(finding.problems, finding.files);
    if (options.quiet && finding.exit == Exit::pass) continue;
    const std::string counts =
        finding.racks == 0 ? "" : fmt::format(" ({} racks, {} checks)", finding.racks, finding.checks);
    streams.out << path << ": " << finding.status << counts << "\n";
  }
  if (options.format == Format::json) streams.out << "{\"schema\": 1, \"sites\": [\n" << list << "\n]}\n";
  return worst;
}

}  // namespace hallplan::cli
