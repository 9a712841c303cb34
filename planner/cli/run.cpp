#include <fmt/format.h>
#include <poll.h>

#include <atomic>
#include <exception>
#include <new>
#include <ostream>

#include "planner/base/text.hpp"
#include "planner/cli/commands.hpp"
#include "planner/site/phase.hpp"

namespace hallplan::cli {
namespace {

std::atomic<bool> interrupt_requested{false};

Exit dispatch(const Options& options, Streams streams) {
  switch (options.command) {
    case Command::plan:
      return run_plan(options, streams);
    case Command::check:
      return run_check(options, streams);
    case Command::verify:
      return run_verify(options, streams);
    case Command::explain:
      return run_explain(options, streams);
    case Command::thermal:
      return run_thermal(options, streams);
    case Command::loop:
      return run_loop(options, streams);
    case Command::bench:
      return run_bench(options, streams);
    case Command::bench_search:
      return run_bench_search(options, streams);
    case Command::sweep:
      return run_sweep(options, streams);
    case Command::racks_list:
    case Command::racks_show:
    case Command::racks_check:
      return run_racks(options, streams);
    case Command::rules_list:
    case Command::rules_show:
      return run_rules(options, streams);
    case Command::sites_schema:
    case Command::sites_reference:
      return run_sites(options, streams);
  }
  return Exit::internal;
}

/// True for a pipe or socket whose other end is closed: POLLERR lasts, where the errno of the write that failed is
/// gone by the time a stream reports it. A full device shows nothing of the kind.
bool reader_gone(int descriptor) {
  if (descriptor < 0) return false;
  pollfd at{descriptor, POLLOUT, 0};
  return ::poll(&at, 1, 0) == 1 && (at.revents & POLLERR) != 0;
}

/// Ends a command: its own code, unless its results were lost.
int finish(int code, Streams streams) {
  streams.out.flush();
  if (streams.out || reader_gone(streams.descriptor)) return code;
  streams.err << "error[cli.output]: the results could not be printed\n";
  return static_cast<int>(Exit::input);
}

}  // namespace

void interrupt() { interrupt_requested.store(true, std::memory_order_relaxed); }

bool interrupted() { return interrupt_requested.load(std::memory_order_relaxed); }

Exit exit_of(Status status) {
  switch (status) {
    case Status::pass:
      return Exit::pass;
    case Status::fail:
      return Exit::fail;
    case Status::undecided:
      return Exit::undecided;
  }
  return Exit::internal;
}

LoadOptions load_options(const Options& options) {
  LoadOptions load;
  load.catalogue_folder = options.catalogue;
  for (const std::string& set : options.sets) load.sets.push_back({set});
  return load;
}

int asked_phase(const Site& site, const Options& options) {
  if (options.phase.empty()) return last_phase(site);
  for (int phase = 0; phase < static_cast<int>(site.phases.size()); ++phase) {
    if (phase_id(site, phase) == options.phase) return phase;
  }
  return -1;
}

std::string no_phase(const Site& site, const Options& options) {
  std::vector<std::string> names;
  for (const Phase& phase : site.phases) names.push_back(phase.id);
  return fmt::format("--phase {}: {}", printable(options.phase),
                     names.empty() ? "the site has no phases" : "the site's phases are " + join(names, ", "));
}

int run(const std::vector<std::string>& arguments, Streams streams) {
  try {
    const Parsed parsed = parse_options(arguments);
    if (!parsed.options) {
      (parsed.exit == 0 ? streams.out : streams.err) << parsed.text;
      return finish(parsed.exit, streams);
    }
    return finish(static_cast<int>(dispatch(*parsed.options, streams)), streams);
  } catch (const std::bad_alloc&) {
    streams.err << "internal error: out of memory\n";
  } catch (const std::exception& error) {
    streams.err << "internal error: " << error.what()
                << "\nThis is a defect of hallplan; please report it with the site file.\n";
  }
  return static_cast<int>(Exit::internal);
}

}  // namespace hallplan::cli
