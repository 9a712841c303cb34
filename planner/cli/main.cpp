#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "planner/cli/cli.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace {

/// The first Ctrl-C asks the search for its best so far; a second one ends the program at once.
extern "C" void on_interrupt(int signal) {
  hallplan::cli::interrupt();
  std::signal(signal, SIG_DFL);
}

/// How long a thread of the air field spins where it waits for the others. libgomp's own answer is some ten milliseconds: on
/// a busy machine that is a time slice at every meeting, and two threads take five times as long as one. A thousand turns
/// are some tens of microseconds, less than what waking a thread costs: right where others want the processor. Where nobody
/// does, four thousand outlast all but a few waits, which makes solves 7 to 9 % quicker; more gain nothing.
constexpr const char* kSpinTurnsAmongOthers = "1000";
constexpr const char* kSpinTurnsAlone = "4000";

/// Whether nothing but this program wants a processor now. Unknown counts as no.
bool alone() {
  std::ifstream load("/proc/loadavg");  // three averages, then running/all
  double average = 0;
  int running = 0;
  load >> average >> average >> average >> running;
  return running == 1;
}

/// Whether a command that solves air fields is called, which is all that several threads are for.
bool needs_threads(const std::vector<std::string>& arguments) {
  constexpr std::array<std::string_view, 5> kCommands = {"plan", "verify", "thermal", "sweep", "bench"};
  return std::find_first_of(arguments.begin(), arguments.end(), kCommands.begin(), kCommands.end()) != arguments.end();
}

/// libgomp reads its settings when it is loaded, before anything of this program runs: the program starts once more with
/// them, which takes as long as a small check. Whoever has said how threads wait is left alone; where starting again fails,
/// threads spin.
void bound_spinning(char** argv) {
  if (std::getenv("GOMP_SPINCOUNT") != nullptr || std::getenv("OMP_WAIT_POLICY") != nullptr) return;
  const char* const turns = alone() ? kSpinTurnsAlone : kSpinTurnsAmongOthers;
  if (::setenv("GOMP_SPINCOUNT", turns, 1) == 0) ::execv("/proc/self/exe", argv);
}

/// A field's arrays come and go in turn, of a few megabytes each: kept for the next one they would add up, since the next one
/// is rarely as large. From this size on memory goes back to the system when it is freed. Smaller arrays, which a search asks for and frees
/// a thousand times a second, stay: taking their pages anew each time costs more than filling them.
void return_large_memory() {
#ifdef __GLIBC__
  ::mallopt(M_MMAP_THRESHOLD, 4 << 20);
  ::mallopt(M_TRIM_THRESHOLD, 16 << 20);
#endif
}

/// Whether progress may be drawn over itself: TERM=dumb says that a terminal, or an editor that plays one, cannot.
bool draws(int descriptor) {
  const char* const kind = std::getenv("TERM");
  return ::isatty(descriptor) != 0 && !(kind != nullptr && std::string_view(kind) == "dumb");
}

/// Letters in a line of the terminal; 0 of what is none.
int columns_of(int descriptor) {
  winsize size{};
  return ::isatty(descriptor) != 0 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

/// Whether results may be coloured. NO_COLOR that says anything forbids it (no-color.org).
bool shows_colours(int descriptor) {
  const char* const forbidden = std::getenv("NO_COLOR");
  return draws(descriptor) && (forbidden == nullptr || *forbidden == '\0');
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (needs_threads(arguments)) bound_spinning(argv);
  return_large_memory();
  std::signal(SIGINT, on_interrupt);
  // A reader that goes away is seen on the output stream; it neither kills the program nor changes its exit code.
  std::signal(SIGPIPE, SIG_IGN);
  return hallplan::cli::run(arguments, {std::cout, std::cerr, draws(STDERR_FILENO), STDOUT_FILENO,
                                        columns_of(STDOUT_FILENO), shows_colours(STDOUT_FILENO)});
}
