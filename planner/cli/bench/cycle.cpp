// The multigrid cycle alone, on the host.
#include "kernels/executor/openmp.hpp"
#include "kernels/multigrid/hierarchy.hpp"
#include "planner/cli/bench/bench.hpp"
#include "planner/cli/bench/pressure_problem.hpp"

namespace hallplan::cli::bench {

std::vector<double> cycle_seconds(int n, int threads, int runs) {
  kernels::OpenMp executor(threads);
  const kernels::Layout layout(n, n, n);
  kernels::multigrid::Hierarchy<kernels::OpenMp> hierarchy(executor, layout, 1, 1, 1);
  const auto& level = hierarchy.level(0);
  pressure_problem::lay_out({static_cast<std::size_t>(n), pressure_problem::Kind::hall}, layout, level.cx.data,
                            level.cy.data, level.cz.data, level.b.data);
  hierarchy.coarsen(executor);
  std::vector<double> seconds;
  for (int run = 0; run <= runs; ++run) {
    const double took = seconds_of([&] { hierarchy.cycle(executor, 2, 2); });
    if (run > 0) seconds.push_back(took);
  }
  return seconds;
}

}  // namespace hallplan::cli::bench
