#include <atomic>
#include <exception>
#include <new>
#include <ostream>

#include "planner/cli/commands.hpp"

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
    case Command::racks_list:
    case Command::racks_show:
    case Command::racks_check:
      return run_racks(options, streams);
    case Command::sites_schema:
    case Command::sites_reference:
      return run_sites(options, streams);
  }
  return Exit::internal;
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

int run(const std::vector<std::string>& arguments, Streams streams) {
  try {
    const Parsed parsed = parse_options(arguments);
    if (!parsed.options) {
      (parsed.exit == 0 ? streams.out : streams.err) << parsed.text;
      return parsed.exit;
    }
    const Exit code = dispatch(*parsed.options, streams);
    streams.out.flush();
    if (!streams.out) {
      streams.err << "error[cli.output]: the results could not be printed\n";
      return static_cast<int>(Exit::input);
    }
    return static_cast<int>(code);
  } catch (const std::bad_alloc&) {
    streams.err << "internal error: out of memory\n";
  } catch (const std::exception& error) {
    streams.err << "internal error: " << error.what()
                << "\nThis is a defect of hallplan; please report it with the site file.\n";
  }
  return static_cast<int>(Exit::internal);
}

}  // namespace hallplan::cli
