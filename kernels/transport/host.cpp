#include "kernels/executor/on_host.hpp"
#include "kernels/transport/job.hpp"
#include "kernels/transport/lane_group.hpp"
#include "kernels/transport/run_on.hpp"

namespace kernels::transport {
namespace {

/// A group of columns by its number.
template <int kWidth>
struct GroupBody {
  const std::vector<LaneEquation>* grids;
  const Layout* layout;
  const Ducts* ducts;
  ResponseOptions options;
  double* direct;
  int* sweeps;
  bool* converged;

  template <class Lane>
  void operator()(Index group, Lane /*lane*/) const {
    const Index first = group * kWidth;
    const Index count = std::min<Index>(kWidth, ducts->count() - first);
    LaneGroup<kWidth>(*grids, *layout, *ducts, first, count).run(options, direct, sweeps, converged);
  }
};

/// The flow's coefficients in host arrays, without all else that a solver holds.
struct HostFlow {
  std::vector<float> floats;
  std::vector<float> eddy;
  std::vector<double> flux[3];
  FlowViews views;
  Equation finest;  ///< without fields

  template <class Executor>
  HostFlow(Executor& executor, const Job& job) {
    const Layout& layout = job.problem.layout;
    const auto size = static_cast<std::size_t>(layout.size);
    floats.assign(size * 7, 0.0F);
    views.layout = layout;
    const Index steps[3] = {1, layout.pitch, layout.plane};
    for (std::size_t d = 0; d < 3; ++d) {
      flux[d] = padded(layout, static_cast<int>(d), job.flow->flux_m3_per_s[d]);
      views.step[d] = steps[d];
      views.bits[d] = (*job.bits)[d].data();
      views.flux[d] = flux[d].data();
      const double h = job.problem.h_m[d];
      views.area_per_distance_m[d] = job.problem.volume_m3() / (h * h);
    }
    for (std::size_t n = 0; n < 6; ++n) views.coefficient[n] = floats.data() + n * size;
    if (!job.flow->eddy_m2_per_s.empty()) eddy = padded(layout, 3, job.flow->eddy_m2_per_s);
    views.eddy = eddy.empty() ? nullptr : eddy.data();
    views.diffusivity_m2_per_s = job.problem.diffusivity_m2_per_s;
    views.per_turbulent_prandtl = job.problem.per_turbulent_prandtl;
    views.wall_share = job.walls_conduct ? 2 : 0;
    executor.for_each_row(layout.rows(), layout.nx, CoefficientRow{views, floats.data() + 6 * size});
    finest.layout = layout;
    std::copy(views.coefficient, views.coefficient + 6, finest.coefficient);
    finest.diagonal = floats.data() + 6 * size;
  }
};

}  // namespace

std::vector<Answer> solve_on_host(const Job& job, const Execution& execution) {
  return with_host_executor(execution, [&](auto& executor) { return solve_on(executor, job); });
}

Columns respond_on_host(const Job& job, const ResponseOptions& options, const Execution& execution) {
  const Ducts& ducts = job.problem.ducts;
  const auto count = static_cast<std::size_t>(ducts.count());
  Columns columns;
  columns.direct.assign(count * count, 0.0);
  columns.sweeps.assign(count, 0);
  const auto converged = std::make_unique<bool[]>(count);
  columns.status = with_host_executor(execution, [&](auto& executor) {
    const HostFlow flow(executor, job);
    const CoarseGrids<std::remove_reference_t<decltype(executor)>> coarse(executor, flow.views);
    std::vector<Equation> equations{flow.finest};
    equations.insert(equations.end(), coarse.equations().begin(), coarse.equations().end());
    const std::vector<LaneEquation> grids = lane_grids(equations);
    const auto run = [&]<int kWidth>() {
      const GroupBody<kWidth> body{
          &grids, &job.problem.layout, &ducts, options, columns.direct.data(), columns.sweeps.data(), converged.get()};
      // Dozens of sweeps: worth threads however few the groups are.
      executor.for_each_row((ducts.count() + kWidth - 1) / kWidth, grids.front().cells * 8 * kWidth, body);
    };
    const int threads = execution.backend == Backend::shuffled ? 1
                        : execution.threads > 0                ? execution.threads
                                                               : omp_get_max_threads();
    switch (lane_width(ducts.count(), threads)) {
      case 4:
        run.template operator()<4>();
        break;
      case 8:
        run.template operator()<8>();
        break;
      case 12:
        run.template operator()<12>();
        break;
      default:
        run.template operator()<16>();
        break;
    }
    return executor.status();
  });
  columns.converged = std::all_of(converged.get(), converged.get() + count, [](bool done) { return done; });
  return columns;
}

}  // namespace kernels::transport
