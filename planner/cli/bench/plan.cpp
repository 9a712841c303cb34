// Benchmarks of the main job: from a site file to a verified plan with its report, as `hallplan plan` does it.
#include <functional>
#include <ostream>
#include <string>

#include "planner/cli/bench/bench.hpp"
#include "planner/cli/commands.hpp"
#include "planner/report/document.hpp"
#include "planner/report/html.hpp"
#include "planner/search/search.hpp"

namespace hallplan::cli::bench {
namespace {

/// Times a job on a site, from reading its file on; without the file the row says so.
void measure(const Setting& setting, const char* path, Row& row,
             const std::function<void(const Site&, const SourceFiles&)>& job) {
  row.ran_on = "host";
  for (int run = 0; run < setting.runs && !interrupted() && row.problem.empty(); ++run) {
    row.seconds.push_back(seconds_of([&] {
      SourceFiles files;
      const Result<Site> site = load_site(files, path, load_options(setting.options));
      if (site.value) return job(*site.value, files);
      row.problem = std::string(path) + " cannot be read: run it where sites/ is";
    }));
  }
}

/// Everything that `hallplan plan` does but writing the files; counts the compute racks.
void whole(const Setting& setting, const char* path, Row& row) {
  Options options = setting.options;
  options.quiet = true;
  std::ostream nowhere(nullptr);
  const Streams streams{nowhere, nowhere};
  measure(setting, path, row, [&](const Site& site, const SourceFiles& files) {
    const Outcome outcome = judged(site, searched_plan(site, options, streams), setting.execution, options, streams);
    const auto assumptions = verdict::assumptions(site, outcome.plan, outcome.judging());
    (void)report::html_report(report::document({site, outcome.plan, outcome.verdict, assumptions, files}));
    row.count = outcome.verdict.compute_racks;
  });
}

/// From the site file to the first placement.
void first(const Setting& setting, const char* path, Row& row) {
  measure(setting, path, row, [&](const Site& site, const SourceFiles&) {
    bool found = false;
    search::Options options;
    options.cancelled = [&found] { return found || interrupted(); };
    options.progress = [&](const search::Progress& at) {
      found = at.compute_racks > 0;
      row.count = at.compute_racks;
    };
    (void)search::search(site, options);
  });
}

constexpr const char* kReference = "sites/rd110-48.yaml";
constexpr const char* kHall = "sites/hall-200.yaml";
constexpr const char* kCampus = "sites/campus-1000.yaml";

}  // namespace

std::vector<Benchmark> plan_benchmarks() {
  return {
      {"plan-rd110-48", "plan of the reference design of 48 racks, air field and report among it", "compute racks",
       Where::host, false, [](const Setting& setting, Row& row) { whole(setting, kReference, row); }},
      {"plan-hall-200", "plan of a hall of 200 slots, air field and report among it", "compute racks", Where::host,
       false, [](const Setting& setting, Row& row) { whole(setting, kHall, row); }},
      {"first-1000", "site file to first placement, campus of 1,000 slots", "compute racks", Where::host, false,
       [](const Setting& setting, Row& row) { first(setting, kCampus, row); }},
      {"plan-1000", "plan of a campus of 1,000 slots, air field and report among it", "compute racks", Where::host,
       true, [](const Setting& setting, Row& row) { whole(setting, kCampus, row); }},
  };
}

}  // namespace hallplan::cli::bench
