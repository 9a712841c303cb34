#include <unistd.h>

#include <csignal>
#include <iostream>
#include <string>
#include <vector>

#include "planner/cli/cli.hpp"

namespace {

/// The first Ctrl-C asks the search for its best so far; a second one ends the program at once.
extern "C" void on_interrupt(int signal) {
  hallplan::cli::interrupt();
  std::signal(signal, SIG_DFL);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGINT, on_interrupt);
  // A reader that goes away is seen on the output stream; it neither kills the program nor changes its exit code.
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return hallplan::cli::run(arguments, {std::cout, std::cerr, ::isatty(STDERR_FILENO) != 0, STDOUT_FILENO});
}
