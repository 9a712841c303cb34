/// One grid of a solve in an executor's storage, and whether it fits. Internal.
#pragma once

#include <string>
#include <utility>

#include "kernels/flow/state.hpp"
#include "kernels/flow/tables.hpp"

namespace kernels::flow {

/// Tables and fields of one grid, which stay where they are: bodies point into them.
template <class Executor>
struct OnGrid {
  Tables tables;
  State<Executor> state;

  OnGrid(Executor& executor, Tables made) : tables(std::move(made)), state(executor, tables) {}
};

/// Whether a grid fits into the executor's storage, for that many cases: asked before anything of it is allocated.
template <class Executor>
[[nodiscard]] Status room_for(Executor& executor, const Case& hall, Index cases) {
  const Index needed = bytes_of_fields(hall.grid, cases, hall.turbulence, hall.scheme);
  const Index free = executor.free_bytes();
  if (needed <= free) return {};
  constexpr Index kMebibyte = Index{1} << 20;
  const Index cells = static_cast<Index>(static_cast<double>(hall.grid.cells()) * static_cast<double>(free) /
                                         static_cast<double>(needed));
  return {Code::out_of_memory, "a grid of " + std::to_string(hall.grid.cells()) + " cells needs " +
                                   std::to_string(needed / kMebibyte) + " MiB of device memory and " +
                                   std::to_string(free / kMebibyte) + " MiB are free: about " + std::to_string(cells) +
                                   " cells fit"};
}

}  // namespace kernels::flow
