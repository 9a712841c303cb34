// hallplan explain: why there are no more racks, and what would make room for more.
#include <fmt/format.h>

#include <ostream>
#include <utility>

#include "planner/cli/commands.hpp"
#include "planner/explain/explain.hpp"
#include "planner/explain/words.hpp"
#include "planner/plan/read.hpp"
#include "planner/plan/retirement.hpp"

namespace hallplan::cli {
namespace {

explain::Options explain_options(const Options& options, const Site& site, Streams streams) {
  explain::Options out;
  take_budget(options, out);
  out.prices = site.purchases;
  out.more = options.more;
  if (streams.terminal && !options.quiet) {
    out.progress = [&err = streams.err](const std::string& what) {
      err << fmt::format("\r\033[Kexplaining: {} ", what) << std::flush;
    };
  }
  return out;
}

}  // namespace

Exit run_explain(const Options& options, Streams streams) {
  SourceFiles files;
  Result<Site> site = load_site(files, options.site, load_options(options));
  Diagnostics problems = std::move(site.problems);
  std::optional<Plan> plan;
  if (site.value && !options.plan_file.empty()) {
    Result<Plan> read = read_plan(files, *site.value, options.plan_file);
    problems.append(std::move(read.problems));
    if (read.value) plan = std::move(*read.value);
  }
  if (!site.value || (!options.plan_file.empty() && !plan)) {
    print_problems(problems, files, options, streams);
    return Exit::input;
  }
  if (!problems.all().empty()) streams.err << render(problems, files);  // warnings, beside the document
  Outcome outcome;
  if (plan) {
    outcome.plan = *std::move(plan);
  } else {
    outcome = coolant_kept_plan(*site.value, options, streams);
  }
  site.value = decided(*std::move(site.value), outcome.plan);
  if (!options.plan_file.empty()) outcome.verdict = verdict::verify(*site.value, outcome.plan);
  const explain::Explanation explanation =
      explain::explain(*site.value, outcome.plan, explain_options(options, *site.value, streams));
  if (streams.terminal && !options.quiet) streams.err << "\r\033[K";
  streams.out << (options.format == Format::json ? explain::json_of(explanation, outcome.verdict)
                                                 : explain::text_of(explanation, outcome.verdict));
  return Exit::pass;
}

}  // namespace hallplan::cli
