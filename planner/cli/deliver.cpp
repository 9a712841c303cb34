#include <algorithm>
#include <cstddef>
#include <ostream>
#include <string>
#include <vector>

#include "planner/cli/commands.hpp"
#include "planner/cli/loop.hpp"
#include "planner/cli/write_files.hpp"
#include "planner/report/document.hpp"
#include "planner/report/floor_plan.hpp"
#include "planner/report/html.hpp"
#include "planner/report/loop_page.hpp"
#include "planner/report/text.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::cli {

namespace {

/// The coolant loops of the hall as it is built out, those whose pipes are given.
std::string loops_of(const Site& whole, const Plan& plan) {
  const int phase = last_phase(whole);
  const Site site = in_phase(whole, phase);
  const Plan there = plan_in_phase(whole, plan, phase);
  std::vector<GroupLoop> loops;
  for (std::size_t group = 0; group < site.cdu_groups.size(); ++group) {
    if (site.cdu_groups[group].piping) loops.push_back(solved_group(site, there, static_cast<int>(group)));
  }
  return loop_json(site, there, loops);
}

}  // namespace

report::TextOptions shown_on(Streams streams) {
  constexpr std::size_t kNarrowest = 50;
  report::TextOptions shown;
  if (streams.columns > 0) {
    shown.width = std::clamp(static_cast<std::size_t>(streams.columns), kNarrowest, shown.width);
  }
  shown.colour = streams.colour;
  return shown;
}

Exit deliver(const Site& site, const Outcome& outcome, const SourceFiles& files, const std::string& folder,
             const Options& options, Streams streams) {
  const std::vector<verdict::Assumption> assumptions = verdict::assumptions(site, outcome.plan, outcome.judging());
  const std::string json =
      report::document({site, outcome.plan, outcome.verdict, assumptions, files, outcome.steering});
  const std::string text = report::text_report(json);
  const bool has_pipes = std::any_of(site.cdu_groups.begin(), site.cdu_groups.end(),
                                     [](const CduGroup& group) { return group.piping.has_value(); });
  if (!folder.empty()) {
    SourceFiles places;
    std::vector<OutputFile> written{{"plan.json", json},
                                    {"report.txt", text},
                                    {"report.html", report::html_report(json)},
                                    {"floor_plan.svg", report::floor_plan_svg(json, report::ColourBy::feeds)}};
    if (has_pipes) written.push_back({"loops.html", report::loop_page(loops_of(site, outcome.plan))});
    const Diagnostics problems = write_files(places, folder, written);
    if (problems.has_errors()) {
      streams.err << render(problems, places);
      return Exit::input;
    }
  }
  const bool plain = streams.columns <= 0 && !streams.colour;
  streams.out << (options.format == Format::json ? json : plain ? text : report::text_report(json, shown_on(streams)));
  if (!folder.empty() && options.format == Format::text && !options.quiet) {
    streams.out << "\nplan:   " << folder << "/plan.json\nreport: " << folder << "/report.html\n";
    if (has_pipes) streams.out << "loops:  " << folder << "/loops.html\n";
  }
  return exit_of(outcome.verdict.status);
}

}  // namespace hallplan::cli
