/// Work on the host by several threads at once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace kernels {

/// Threads that are worth having for `jobs` jobs on this machine.
inline std::size_t threads_for(std::size_t jobs, std::size_t most) {
  return std::clamp<std::size_t>(std::min<std::size_t>(std::thread::hardware_concurrency(), most), 1,
                                 std::max<std::size_t>(jobs, 1));
}

/// Calls work(thread) for each of `threads` at once and waits for all. What one of them throws comes out here.
template <class Work>
void in_threads(std::size_t threads, const Work& work) {
  std::vector<std::future<void>> others;
  others.reserve(threads);
  for (std::size_t thread = 1; thread < threads; ++thread) {
    others.push_back(std::async(std::launch::async, [&work, thread] { work(thread); }));
  }
  work(std::size_t{0});
  for (std::future<void>& other : others) other.get();
}

/// Calls job(i) for each i in [0, count), shared out among `threads`.
template <class Job>
void each_in_threads(std::size_t count, std::size_t threads, const Job& job) {
  in_threads(threads, [&](std::size_t thread) {
    for (std::size_t i = thread; i < count; i += threads) job(i);
  });
}

}  // namespace kernels
