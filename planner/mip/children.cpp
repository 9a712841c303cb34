#include "planner/mip/children.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <exception>
#include <thread>

namespace hallplan::mip {
namespace {

constexpr int kAskEvery_ms = 100;  ///< whether the caller cancels
constexpr std::size_t kPiece = 1U << 16U;

struct Child {
  int number = 0;
  pid_t process = -1;
  int pipe = -1;
  std::string bytes;
};

void write_all(int pipe, const std::string& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = write(pipe, bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno != EINTR) _exit(1);
    if (written > 0) done += static_cast<std::size_t>(written);
  }
}

[[noreturn]] void be_child(int pipe, int number, const std::function<std::string(int)>& work) {
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  try {
    write_all(pipe, work(number));
  } catch (const std::exception&) {
    _exit(1);
  }
  _exit(0);
}

/// Nothing where the system gives no further process.
std::optional<Child> start(int number, const std::function<std::string(int)>& work) {
  int ends[2];
  if (pipe(ends) != 0) return {};
  const pid_t process = fork();
  if (process < 0) {
    close(ends[0]);
    close(ends[1]);
    return {};
  }
  if (process == 0) {
    close(ends[0]);
    be_child(ends[1], number, work);
  }
  close(ends[1]);
  return Child{number, process, ends[0], {}};
}

/// Reads what is there; true at the end of the answer.
bool read_some(Child& child) {
  char piece[kPiece];
  const ssize_t got = read(child.pipe, piece, sizeof piece);
  if (got > 0) child.bytes.append(piece, static_cast<std::size_t>(got));
  return got == 0 || (got < 0 && errno != EINTR);
}

/// Whether the child ended as it should.
bool reap(const Child& child) {
  close(child.pipe);
  int status = 0;
  while (waitpid(child.process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

std::vector<std::optional<std::string>> in_children(int count, int at_once, const std::function<std::string(int)>& work,
                                                    const std::function<bool()>& cancelled) {
  std::vector<std::optional<std::string>> answers(static_cast<std::size_t>(std::max(count, 0)));
  if (at_once <= 0) at_once = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::vector<Child> running;
  int next = 0;
  while (next < count || !running.empty()) {
    while (next < count && static_cast<int>(running.size()) < at_once) {
      std::optional<Child> child = start(next, work);
      if (child) {
        running.push_back(std::move(*child));
      } else if (running.empty()) {
        answers[static_cast<std::size_t>(next)] = work(next);
      } else {
        break;  // when one of them has ended there may be room
      }
      ++next;
    }
    std::vector<pollfd> pipes;
    pipes.reserve(running.size());
    for (const Child& child : running) pipes.push_back({child.pipe, POLLIN, 0});
    poll(pipes.data(), pipes.size(), kAskEvery_ms);
    if (cancelled && cancelled()) {
      for (const Child& child : running) {
        kill(child.process, SIGKILL);
        (void)reap(child);
      }
      return answers;
    }
    for (std::size_t i = running.size(); i-- > 0;) {
      if (pipes[i].revents == 0 || !read_some(running[i])) continue;
      const Child child = std::move(running[i]);
      running.erase(running.begin() + static_cast<std::ptrdiff_t>(i));
      if (reap(child)) answers[static_cast<std::size_t>(child.number)] = child.bytes;
    }
  }
  return answers;
}

}  // namespace hallplan::mip
