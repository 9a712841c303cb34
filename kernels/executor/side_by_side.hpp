/// Jobs that do not see each other, each with an executor: on a device several at a time, each on a stream of its own, after
/// what the executor was told so far; on the host one after the other, since a job has all threads. A job's answer must not
/// depend on the others, so it has the same bits either way.
#pragma once

#include "kernels/base/view.hpp"

namespace kernels {

/// Whether a field of so many cells keeps a stream busy for longer than it takes to make one.
[[nodiscard]] constexpr bool worth_streams(Index cells) { return cells >= Index{1} << 18; }

/// The first job runs with `executor` itself. Not `worth` it: all do.
template <class Executor, class Job>
void side_by_side(Executor& executor, Index count, bool worth, const Job& job) {
  if constexpr (Executor::kLeavesHostFree) {
    if (worth) return executor.side_by_side(count, job);
  }
  for (Index i = 0; i < count; ++i) job(executor, i);
}

}  // namespace kernels
