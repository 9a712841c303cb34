// hallplan verify: a stored plan, judged from scratch.
#include <ostream>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/plan/read.hpp"
#include "planner/plan/retirement.hpp"

namespace hallplan::cli {

Exit run_verify(const Options& options, Streams streams) {
  SourceFiles files;
  const std::string& path = options.site;
  Result<Site> site = load_site(files, path, load_options(options));
  Diagnostics problems = std::move(site.problems);
  Result<Plan> plan;
  if (site.value) {
    plan = read_plan(files, *site.value, options.plan_file);
    problems.append(std::move(plan.problems));
  }
  if (!site.value || !plan.value) {
    print_problems(problems, files, options, streams);
    return Exit::input;
  }
  if (!problems.all().empty()) streams.err << render(problems, files);  // warnings, beside the document

  const Machine machine = machine_of(options, BackendWish::cpu);
  if (!machine.problem.empty()) return refuse(machine.problem, streams);
  const Site hall = decided(*site.value, *plan.value);
  const Outcome outcome = judged(hall, *plan.value, machine.execution, options, streams);
  const Exit exit = deliver(hall, outcome, files, options.out, options, streams);
  // A plan records no folder of the machine that made it: which numbers judged it now is for this output to say.
  if (!options.catalogue.empty() && options.format == Format::text && !options.quiet) {
    streams.out << "\ncatalogue: " << printable(options.catalogue) << "\n";
  }

  if (!options.sets.empty() && options.format == Format::text) {
    Options unchanged = options;
    unchanged.sets.clear();
    const Result<Site> before = load_site(files, path, load_options(unchanged));
    if (before.value) {
      const Site then = decided(*before.value, *plan.value);
      streams.out << what_if(judged(then, *plan.value, machine.execution, options, streams), outcome);
    }
  }
  return exit;
}

}  // namespace hallplan::cli
