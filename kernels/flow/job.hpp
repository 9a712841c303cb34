/// The entry points of the backends: halls that have been checked, on equal grids. Internal.
#pragma once

#include <span>
#include <vector>

#include "kernels/flow/flow.hpp"

namespace kernels::flow {

/// Sequences with the same grids, models and options of their cases.
struct Job {
  std::vector<const Sequence*> halls;
  std::vector<Start> starts;  ///< one a hall
  Options options;
  Progress progress;

  [[nodiscard]] std::size_t grids() const { return halls.front()->grids.size(); }
};

/// A march in time that has been checked.
struct MarchJob {
  const Case& hall;
  const Fields& start;
  const MarchOptions& options;
  const StopMarch& stop;
};

March march_on_host(const MarchJob& job, const Execution& execution);
March march_on_cuda(const MarchJob& job);
std::vector<Solution> solve_on_host(const Job& job, const Execution& execution);
std::vector<Solution> solve_on_cuda(const Job& job);

}  // namespace kernels::flow
