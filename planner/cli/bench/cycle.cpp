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
  const pressure_problem::Problem problem{static_cast<std::size_t>(n), pressure_problem::Kind::hall};
  for (int z = 0; z <= n; ++z) {
    for (int y = 0; y <= n; ++y) {
      for (int x = 0; x <= n; ++x) {
        const kernels::Index at = layout.at(x + 1, y + 1, z + 1);
        const auto i = static_cast<std::size_t>(x), j = static_cast<std::size_t>(y), k = static_cast<std::size_t>(z);
        if (y < n && z < n) level.cx[at] = static_cast<float>(problem.cx(i, j, k));
        if (x < n && z < n) level.cy[at] = static_cast<float>(problem.cy(i, j, k));
        if (x < n && y < n) level.cz[at] = static_cast<float>(problem.cz(i, j, k));
        if (x < n && y < n && z < n) level.b[at] = static_cast<float>((x * 7 + y * 5 + z * 3) % 11) - 5;
      }
    }
  }
  hierarchy.coarsen(executor);
  std::vector<double> seconds;
  for (int run = 0; run <= runs; ++run) {
    const double took = seconds_of([&] { hierarchy.cycle(executor, 2, 2); });
    if (run > 0) seconds.push_back(took);
  }
  return seconds;
}

}  // namespace hallplan::cli::bench
