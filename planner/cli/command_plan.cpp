// hallplan plan: search, verify, report.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "planner/cli/commands.hpp"
#include "planner/plan/retirement.hpp"
#include "planner/search/search.hpp"

namespace hallplan::cli {
namespace {

search::Options search_options(const Options& options, Streams streams) {
  search::Options out;
  take_budget(options, out);
  out.solver = options.solver == SolverWish::highs  ? search::Solver::highs
               : options.solver == SolverWish::none ? search::Solver::none
                                                    : search::Solver::cbc;
  if (streams.terminal && !options.quiet) {
    out.progress = [&err = streams.err](const search::Progress& at) {
      err << fmt::format("\rsearching: {} racks of at most {}, {} moves ", at.compute_racks, at.bound_racks, at.moves)
          << std::flush;
    };
  }
  return out;
}

/// A loop that solves eight fields of a campus takes minutes: its work is bounded by plans, and these seconds only guard.
constexpr double kLoopSeconds = 900;

using Clock = std::chrono::steady_clock;

/// The loop of search and verdict from a plan that was judged with these options. Where a validated field is asked for, screens sort the
/// plans that it judges. What `--seconds` guards began at `start`.
Outcome steered(const Site& site, Outcome first, const kernels::Execution& execution, const Options& options,
                Clock::time_point start, Streams streams) {
  if (interrupted()) return first;
  steer::Options loop;
  loop.search.seconds_guard = kLoopSeconds;
  take_budget(options, loop.search);
  if (options.seconds > 0) {
    const std::chrono::duration<double> passed = Clock::now() - start;
    loop.search.seconds_guard = std::max(0.0, options.seconds - passed.count());
  }
  loop.search.moves = steer::kMovesATry;
  loop.execution = execution;
  const auto by = [&](const Options& fields) {
    return [&, fields](const Plan& plan) { return fields_of(site, plan, execution, fields, streams); };
  };
  Options screens = options;
  screens.field = FieldWish::screen;
  if (options.field == FieldWish::validate) {
    screens.units_lost = true;  // as `judging_field` has it
    loop.solve_finely = by(options);
  }
  if (options.field != FieldWish::none) loop.solve_fields = by(screens);
  return steer::steer(site, std::move(first), loop);
}

}  // namespace

Outcome planned(const Site& asked, const kernels::Execution& execution, const Options& options, Streams streams) {
  const Clock::time_point start = Clock::now();
  Plan plan = searched_plan(asked, options, streams);
  const Site site = decided(asked, plan);
  Outcome first = judged(site, std::move(plan), execution, options, streams);
  Outcome best = steered(site, std::move(first), execution, options, start, streams);
  note_interruption(best.plan);
  return best;
}

Outcome coolant_kept_plan(const Site& asked, const Options& options, Streams streams) {
  const Clock::time_point start = Clock::now();
  Options bare = options;
  bare.field = FieldWish::none;
  Outcome first;
  first.plan = searched_plan(asked, bare, streams);
  const Site site = decided(asked, first.plan);
  first.verdict = verdict::verify(site, first.plan);
  return steered(site, std::move(first), {}, bare, start, streams);
}

Plan searched_plan(const Site& site, const Options& options, Streams streams) {
  Plan plan = search::search(site, search_options(options, streams));
  if (streams.terminal && !options.quiet) streams.err << "\r\033[K";
  return plan;
}

Exit run_plan(const Options& options, Streams streams) {
  SourceFiles files;
  const std::string& path = options.site;
  const Result<Site> site = load_site(files, path, load_options(options));
  if (!site.value) {
    print_problems(site.problems, files, options, streams);
    return Exit::input;
  }
  if (!site.problems.all().empty()) streams.err << render(site.problems, files);  // warnings, beside the document

  const Machine machine = machine_of(options, BackendWish::cpu);
  if (!machine.problem.empty()) return refuse(machine.problem, streams);
  const Outcome outcome = planned(*site.value, machine.execution, options, streams);
  const std::string folder = options.out.empty() ? "out/" + std::filesystem::path(path).stem().string() : options.out;
  const Exit exit = deliver(decided(*site.value, outcome.plan), outcome, files, folder, options, streams);

  if (!options.sets.empty() && options.format == Format::text) {
    Options unchanged = options;
    unchanged.sets.clear();
    const Result<Site> before = load_site(files, path, load_options(unchanged));
    if (before.value) streams.out << what_if(planned(*before.value, machine.execution, unchanged, streams), outcome);
  }
  return exit;
}

}  // namespace hallplan::cli
