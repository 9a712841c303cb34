#include "kernels/executor/on_host.hpp"
#include "kernels/pressure/job.hpp"
#include "kernels/pressure/run_on.hpp"

namespace kernels::pressure {

std::vector<Answer> solve_on_host(const Job& job, const Execution& execution) {
  return with_host_executor(execution, [&](auto& executor) { return solve_on(executor, job); });
}

}  // namespace kernels::pressure
