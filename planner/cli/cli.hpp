/// The commands of the program. Everything that prints, writes or exits is in this folder; `run` is the whole program as a
/// function, so that tests and the fuzzer call it without a process.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace hallplan::cli {

/// Exit codes of the program.
enum class Exit : int {
  pass = 0,       ///< all checks pass
  fail = 1,       ///< a check fails
  input = 2,      ///< bad input or usage, or results could not be written
  undecided = 3,  ///< nothing fails, something could not be decided
  internal = 70,  ///< a defect of the program
};

struct Streams {
  std::ostream& out;      ///< results
  std::ostream& err;      ///< problems and progress
  bool terminal = false;  ///< progress may be drawn on `err`
  int descriptor = -1;    ///< what `out` writes to, to tell a reader that went away from a full device; -1: no file
  int columns = 0;        ///< of the terminal that `out` is; 0: it is none, or nobody knows
  bool colour = false;    ///< whether that shows colours
};

/// Runs one command line, without the program's name. Returns the exit code; results that nobody reads any more
/// (`... | head`) do not change it, results that could not be written are `Exit::input`.
[[nodiscard]] int run(const std::vector<std::string>& arguments, Streams streams);

/// Asks a running search to stop and hand over the best it has. Safe in a signal handler.
void interrupt();

}  // namespace hallplan::cli
