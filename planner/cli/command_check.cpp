// hallplan check: is each file sound, does the layout it pins hold, and does the plant hold by itself?
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/cli/check_report.hpp"
#include "planner/cli/commands.hpp"
#include "planner/cli/site_files.hpp"
#include "planner/explain/no_room.hpp"
#include "planner/layout/layout.hpp"
#include "planner/report/checks_text.hpp"

namespace hallplan::cli {
namespace {

/// That more racks, or more of a scalable unit, are wanted is no fault of what stands there.
void drop_wants(std::vector<Check>& checks, bool units_too) {
  const auto wanted = [&](const Check& check) {
    const bool of_unit = check.rule == Rule::layout_unit || check.rule == Rule::layout_management;
    return check.rule == Rule::demand_racks || (units_too && of_unit);
  };
  checks.erase(std::remove_if(checks.begin(), checks.end(), wanted), checks.end());
}

/// What the plant fails by itself: devices that it overloads, water below the dew point. Racks only add to it, so that nothing
/// passes before they are there.
void add_failures_of_plant(const Site& site, std::vector<Check>& checks) {
  for (Check& check : verdict::verify(site, Plan{}).checks) {
    const std::string_view domain = rule_domain(check.rule);
    const bool is_of_plant = domain == "power" || domain == "liquid" || domain == "air";
    if (is_of_plant && (check.status == Status::fail || check.warning)) checks.push_back(std::move(check));
  }
}

/// Demands that no pinned rack meets and of which the hall takes not one rack more: `plan` would fail by the same rule.
void add_demands_without_room(const Site& site, std::vector<Check>& checks) {
  std::vector<Check> failing;
  for (const explain::NoRoom& one : explain::no_room(site)) {
    const Demand& demand = site.demand[one.demand];
    CheckSubject subject{Rule::demand_racks, demand.id, "normal", Dimension::count, "site", {}, demand.at};
    subject.arithmetic =
        fmt::format("not one {}{} can stand in the hall; {}", one.type, site.placed.empty() ? "" : " more", one.words);
    failing.push_back(at_least(std::move(subject), 0, 1));
  }
  verdict::apply_policy(site, failing);
  checks.insert(checks.end(), failing.begin(), failing.end());
}

/// A pinned layout is judged as far as it goes; without pinned racks, the plant that is there already.
std::vector<Check> judge_fixed(const Site& site) {
  const bool pins = !site.placed.empty();
  std::vector<Check> checks =
      pins ? verdict::verify(site, layout::positioned(site, pinned_plan(site))).checks : layout::check(site, Plan{});
  if (!pins) {
    verdict::apply_policy(site, checks);
    add_failures_of_plant(site, checks);  // with the policy on them
  }
  drop_wants(checks, !pins);
  add_demands_without_room(site, checks);
  return checks;
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
  const std::vector<Check> checks = judge_fixed(*site.value);
  finding.checks = checks.size();
  finding.problems.append(options.format == Format::text ? report::to_grouped_diagnostics(checks)
                                                         : report::to_diagnostics(checks));
  // Nothing that stands anywhere leaves nothing to check: that is sound, not undecided.
  const Status status = checks.empty() ? Status::pass : verdict::worst(checks);
  finding.exit = exit_of(status);
  finding.status = to_string(status);
  finding.warned = std::any_of(checks.begin(), checks.end(), [](const Check& check) { return check.warning; });
  return finding;
}

/// Folders that were named and hold nothing to check.
Finding refused(Diagnostics problems, SourceFiles files) {
  Finding finding;
  for (const Diagnostic& problem : problems.all()) {
    finding.path += (finding.path.empty() ? "" : ", ") + std::string(files.name(problem.at.file));
  }
  finding.status = "not readable as a site";
  finding.exit = Exit::input;
  finding.problems = std::move(problems);
  finding.files = std::move(files);
  return finding;
}

void print(const Finding& finding, const Options& options, Streams streams) {
  streams.err << render(finding.problems, finding.files);
  if (finding.exit == Exit::fail) streams.err << ways_out(finding.problems);
  if (options.quiet && finding.exit == Exit::pass) return;
  streams.out << finding.path << ": " << summary(finding) << "\n";
}

/// All of them in one document; text was printed as it was found.
std::string document(const std::vector<Finding>& findings, Format format) {
  if (format == Format::sarif) return sarif_of(findings);
  if (format == Format::junit) return junit_of(findings);
  std::vector<std::string> list;
  list.reserve(findings.size());
  for (const Finding& finding : findings) list.push_back(json_of(finding));
  return fmt::format("{{\"schema\": 1, \"sites\": [\n{}\n]}}\n", join(list, ",\n"));
}

}  // namespace

Exit run_check(const Options& options, Streams streams) {
  const bool text = options.format == Format::text;
  SourceFiles folders;
  Diagnostics unfound;
  const std::vector<std::string> paths = site_files(options.sites, folders, unfound);
  std::vector<Finding> findings;
  const auto keep = [&](Finding finding) {
    if (text) print(finding, options, streams);
    findings.push_back(std::move(finding));
  };
  if (unfound.has_errors()) keep(refused(std::move(unfound), std::move(folders)));
  std::size_t begun = 0;
  for (; begun < paths.size() && !interrupted(); ++begun) keep(check_one(paths[begun], options));

  Exit worst = Exit::pass;
  for (const Finding& finding : findings) {
    if (severity(finding.exit) > severity(worst)) worst = finding.exit;
  }
  if (begun < paths.size()) {
    streams.err << fmt::format("interrupted: {} of {} files were checked\n", begun, paths.size());
    if (severity(worst) < severity(Exit::undecided)) worst = Exit::undecided;  // the others may fail
  }
  if (!text) {
    streams.out << document(findings, options.format);
  } else if (findings.size() > 1 && !(options.quiet && worst == Exit::pass)) {
    streams.out << tally(findings) << "\n";
  }
  return worst;
}

}  // namespace hallplan::cli
