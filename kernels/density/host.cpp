#include "kernels/density/job.hpp"
#include "kernels/density/run_on.hpp"
#include "kernels/executor/on_host.hpp"

namespace kernels::density {

Answer check_windows_on_host(const Job& job, const Execution& execution) {
  return with_host_executor(execution, [&](auto& executor) { return check_windows_on(executor, job); });
}

Field rasterise_on_host(const Job& job, const Execution& execution) {
  return with_host_executor(execution, [&](auto& executor) { return rasterise_on(executor, job); });
}

}  // namespace kernels::density
