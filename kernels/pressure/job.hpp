/// A checked question, and the entry points of the backends. Internal.
#pragma once

#include <span>
#include <vector>

#include "kernels/base/view.hpp"
#include "kernels/pressure/pressure.hpp"

namespace kernels::pressure {

struct Job {
  Operator left;
  std::vector<std::vector<double>> right;  ///< add up to zero over each closed part
  Options options;
};

// The job has been checked, and the backend can run. An answer for each right side; x is not pinned and the residual
// not recomputed yet.
std::vector<Answer> solve_on_host(const Job& job, const Execution& execution);
std::vector<Answer> solve_on_cuda(const Job& job);

}  // namespace kernels::pressure
