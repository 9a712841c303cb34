#include <ostream>
#include <string>
#include <vector>

#include "planner/cli/commands.hpp"
#include "planner/cli/write_files.hpp"
#include "planner/report/document.hpp"
#include "planner/report/floor_plan.hpp"
#include "planner/report/html.hpp"
#include "planner/report/text.hpp"

namespace hallplan::cli {

Exit deliver(const Site& site, const Outcome& outcome, const SourceFiles& files, const std::string& folder,
             const Options& options, Streams streams) {
  const std::vector<verdict::Assumption> assumptions = verdict::assumptions(site, outcome.plan, outcome.judging());
  const std::string json = report::document({site, outcome.plan, outcome.verdict, assumptions, files});
  const std::string text = report::text_report(json);
  if (!folder.empty()) {
    SourceFiles places;
    const Diagnostics problems =
        write_files(places, folder,
                    {{"plan.json", json},
                     {"report.txt", text},
                     {"report.html", report::html_report(json)},
                     {"floor_plan.svg", report::floor_plan_svg(json, report::ColourBy::feeds)}});
    if (problems.has_errors()) {
      streams.err << render(problems, places);
      return Exit::input;
    }
  }
  streams.out << (options.format == Format::json ? json : text);
  if (!folder.empty() && options.format == Format::text && !options.quiet) {
    streams.out << "\nplan:   " << folder << "/plan.json\nreport: " << folder << "/report.html\n";
  }
  return exit_of(outcome.verdict.status);
}

}  // namespace hallplan::cli
