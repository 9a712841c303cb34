// hallplan check: is each file sound, does the layout it pins hold, and does the plant hold by itself?
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "planner/cli/commands.hpp"
#include "planner/explain/no_room.hpp"
#include "planner/layout/layout.hpp"
#include "planner/report/checks_text.hpp"

namespace hallplan::cli {
namespace {

/// What is said about one file.
struct Finding {
  std::string path;
  std::string status;
  Exit exit = Exit::pass;
  bool warned = false;  ///< something fails by a rule that the policy takes as a warning
  int racks = 0;
  std::size_t checks = 0;
  Diagnostics problems;
  SourceFiles files;
};

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
  finding.problems.append(report::to_diagnostics(checks));
  // Nothing that stands anywhere leaves nothing to check: that is sound, not undecided.
  const Status status = checks.empty() ? Status::pass : verdict::worst(checks);
  finding.exit = exit_of(status);
  finding.status = to_string(status);
  finding.warned = std::any_of(checks.begin(), checks.end(), [](const Check& check) { return check.warning; });
  return finding;
}

/// The closing line on one file.
std::string summary(const Finding& finding) {
  if (finding.exit == Exit::input) return finding.status;
  const std::string_view with = finding.warned ? " with warnings" : "";
  if (finding.racks > 0) {
    return fmt::format("{}{} ({} {}, {} checks)", finding.status, with, finding.racks,
                       finding.racks == 1 ? "rack" : "racks", finding.checks);
  }
  if (finding.exit == Exit::pass && !finding.warned)
    return "sound; no racks pinned yet: hallplan plan places and judges them";
  return fmt::format("{}{} (no racks pinned yet, {} checks of plant and demand)", finding.status, with, finding.checks);
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
    streams.out << path << ": " << summary(finding) << "\n";
  }
  if (options.format == Format::json) streams.out << "{\"schema\": 1, \"sites\": [\n" << list << "\n]}\n";
  return worst;
}

}  // namespace hallplan::cli
