// hallplan check: is each file sound, does the layout it pins hold, and does the plant hold by itself?
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/cli/site_files.hpp"
#include "planner/explain/no_room.hpp"
#include "planner/layout/layout.hpp"
#include "planner/report/checks_text.hpp"
#include "planner/report/findings.hpp"

namespace hallplan::cli {
namespace {

using report::FileStatus;
using report::Finding;

Exit exit_of(FileStatus status) {
  switch (status) {
    case FileStatus::pass:
      return Exit::pass;
    case FileStatus::undecided:
      return Exit::undecided;
    case FileStatus::fail:
      return Exit::fail;
    case FileStatus::unread:
      break;
  }
  return Exit::input;
}

FileStatus file_status(Status status) {
  if (status == Status::fail) return FileStatus::fail;
  return status == Status::pass ? FileStatus::pass : FileStatus::undecided;
}

/// Forms that say each file as soon as it is judged; the others are one document.
bool says_as_it_goes(Format format) { return format == Format::text || format == Format::github; }

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
    finding.status = FileStatus::unread;
    return finding;
  }
  finding.racks = static_cast<int>(site.value->placed.size());
  const std::vector<Check> checks = judge_fixed(*site.value);
  finding.checks = checks.size();
  finding.problems.append(says_as_it_goes(options.format) ? report::to_grouped_diagnostics(checks)
                                                          : report::to_diagnostics(checks));
  for (const Check& check : checks) {
    if (check.status == Status::undecided) finding.undecided.insert(check.rule);
  }
  // Nothing that stands anywhere leaves nothing to check: that is sound, not undecided.
  finding.status = checks.empty() ? FileStatus::pass : file_status(verdict::worst(checks));
  finding.warned = std::any_of(checks.begin(), checks.end(), [](const Check& check) { return check.warning; });
  return finding;
}

/// Folders that were named and hold nothing to check.
Finding refused(Diagnostics problems, SourceFiles files) {
  Finding finding;
  for (const Diagnostic& problem : problems.all()) {
    finding.path += (finding.path.empty() ? "" : ", ") + std::string(files.name(problem.at.file));
  }
  finding.status = FileStatus::unread;
  finding.problems = std::move(problems);
  finding.files = std::move(files);
  return finding;
}

/// Paths below a folder come from strangers. As the first word of a line none may end it, move a terminal's cursor or be a workflow command.
std::string in_one_line(const std::string& path) {
  std::string out = printable(path);
  std::replace(out.begin(), out.end(), '\n', '?');
  return out.starts_with("::") ? "./" + out : out;
}

void print(const Finding& finding, const Options& options, Streams streams) {
  if (options.format == Format::github) {
    streams.out << report::github_of(finding);
  } else {
    streams.err << render(finding.problems, finding.files);
    if (finding.status == FileStatus::fail) streams.err << report::ways_out(finding.problems);
  }
  if (options.quiet && finding.status == FileStatus::pass) return;
  streams.out << in_one_line(finding.path) << ": " << report::summary(finding) << "\n";
}

std::string document(const std::vector<Finding>& findings, Format format) {
  if (format == Format::sarif) return report::sarif_of(findings);
  if (format == Format::junit) return report::junit_of(findings);
  return report::json_of(findings);
}

}  // namespace

Exit run_check(const Options& options, Streams streams) {
  const bool as_it_goes = says_as_it_goes(options.format);
  SourceFiles folders;
  Diagnostics unfound;
  const SiteFiles named = site_files(options.sites, folders, unfound);
  const std::vector<std::string>& paths = named.paths;
  std::vector<Finding> findings;
  FileStatus worst = FileStatus::pass;
  const auto keep = [&](Finding finding) {
    if (as_it_goes) print(finding, options, streams);
    worst = std::max(worst, finding.status);
    findings.push_back(std::move(finding));
  };
  if (unfound.has_errors()) keep(refused(std::move(unfound), std::move(folders)));
  std::size_t begun = 0;
  for (; begun < paths.size() && !interrupted(); ++begun) keep(check_one(paths[begun], options));
  if (named.catalogue_files > 0 && !options.quiet) {
    streams.err << fmt::format("left out: {} catalogue file{}, for hallplan racks check --catalogue DIR\n",
                               named.catalogue_files, named.catalogue_files == 1 ? "" : "s");
  }
  if (begun < paths.size()) {
    streams.err << fmt::format("interrupted: {} of {} files were checked\n", begun, paths.size());
    worst = std::max(worst, FileStatus::undecided);  // the others may fail
  }
  if (!as_it_goes) {
    streams.out << document(findings, options.format);
  } else if (findings.size() > 1 && !(options.quiet && worst == FileStatus::pass)) {
    streams.out << report::tally(findings) << "\n";
  }
  return exit_of(worst);
}

}  // namespace hallplan::cli
