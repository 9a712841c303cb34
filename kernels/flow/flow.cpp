/// Checks the halls against the stated limits and chooses the backend once.
#include "kernels/flow/flow.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "kernels/flow/job.hpp"
#include "kernels/flow/tables.hpp"

namespace kernels::flow {
namespace {

constexpr int kMaxThreads = 4096;
constexpr double kMostSteps = 1e6;

Status bad(std::string text) { return {Code::bad_input, std::move(text)}; }

std::string text(const Grid& grid) {
  return std::to_string(grid.nx) + " x " + std::to_string(grid.ny) + " x " + std::to_string(grid.nz);
}

bool same(const Grid& a, const Grid& b) {
  return a.nx == b.nx && a.ny == b.ny && a.nz == b.nz && a.hx_m == b.hx_m && a.hy_m == b.hy_m && a.hz_m == b.hz_m;
}

Status check(const Sequence& hall) {
  if (hall.grids.empty()) return bad("a hall needs at least one grid");
  for (const Case& on : hall.grids) {
    if (Status status = check(on); !status) return status;
    if (on.ducts.size() != hall.grids.front().ducts.size() || on.probes.size() != hall.grids.front().probes.size()) {
      return bad("all grids of a hall need the same ducts and probes");
    }
  }
  return {};
}

Status check(const Options& options) {
  if (!(options.relax_velocity > 0 && options.relax_velocity < 1))
    return bad("relax_velocity must lie between 0 and 1");
  if (!(options.relax_pressure > 0 && options.relax_pressure <= 1)) return bad("relax_pressure must lie in (0, 1]");
  if (options.momentum_sweeps < 1 || options.temperature_sweeps < 1) {
    return bad("sweeps must be at least 1");
  }
  if (options.most_turns < 1 || options.coarse_turns < 0) return bad("most_turns must be at least 1");
  return {};
}

/// Members of a batch must be alike in what is the same for all of a body's cases.
Status alike(const Sequence& one, const Sequence& other) {
  if (one.grids.size() != other.grids.size()) return bad("the halls of a batch need equally many grids");
  for (std::size_t i = 0; i < one.grids.size(); ++i) {
    const Case& a = one.grids[i];
    const Case& b = other.grids[i];
    if (!same(a.grid, b.grid)) {
      return bad("the halls of a batch need equal grids: got " + text(a.grid) + " and " + text(b.grid));
    }
    if (a.turbulence != b.turbulence || a.scheme != b.scheme || a.drawn_air != b.drawn_air) {
      return bad("the halls of a batch need the same models");
    }
  }
  return {};
}

Status check(const Job& job, const Execution& execution) {
  if (execution.threads < 0 || execution.threads > kMaxThreads) return bad("threads must be between 0 and 4096");
  if (Status status = check(job.options); !status) return status;
  for (std::size_t i = 0; i < job.halls.size(); ++i) {
    if (Status status = check(*job.halls[i]); !status) return status;
    if (Status status = alike(*job.halls.front(), *job.halls[i]); !status) return status;
    const Fields* start = job.starts[i].fields;
    if ((start == nullptr) != (job.starts.front().fields == nullptr)) {
      return bad("either all halls of a batch start from fields or none");
    }
    if (start != nullptr && !same(start->grid, job.halls[i]->grids.back().grid)) {
      return bad("the start is on a grid of " + text(start->grid) + ", the finest one is " +
                 text(job.halls[i]->grids.back().grid));
    }
  }
  const Grid& finest = job.halls.front()->grids.back().grid;
  if (Layout(finest.nx, finest.ny, finest.nz, static_cast<Index>(job.halls.size())).size > kMostPlaces) {
    return {Code::too_large, "a batch may have 2^31 places at most, all halls together: solve it in parts"};
  }
  return backend_ready(execution.backend);
}

}  // namespace

Solution solve(const Sequence& hall, const Options& options, const Execution& execution, const Start& start,
               const Progress& progress) {
  const Job job{{&hall}, {start}, options, progress};
  Solution refused;
  refused.status = check(job, execution);
  if (!refused.status) return refused;
  return std::move(execution.backend == Backend::cuda ? solve_on_cuda(job).front()
                                                      : solve_on_host(job, execution).front());
}

std::vector<Solution> solve_batch(std::span<const Sequence> halls, const Options& options, const Execution& execution,
                                  std::span<const Start> starts, const Progress& progress) {
  if (halls.empty()) return {};
  Job job;
  job.options = options;
  job.progress = progress;
  for (const Sequence& hall : halls) job.halls.push_back(&hall);
  job.starts.resize(halls.size());
  for (std::size_t i = 0; i < starts.size() && i < halls.size(); ++i) job.starts[i] = starts[i];
  const Status status = check(job, execution);
  if (!status) {
    std::vector<Solution> refused(halls.size());
    for (Solution& solution : refused) solution.status = status;
    return refused;
  }
  return execution.backend == Backend::cuda ? solve_on_cuda(job) : solve_on_host(job, execution);
}

March march(const Case& hall, const Fields& start, const MarchOptions& options, const Execution& execution,
            const StopMarch& stop) {
  March refused;
  refused.status = check(hall);
  if (!refused.status) return refused;
  const bool sound = options.step_s > 0 && options.end_s > 0 && options.turns_a_step > 0 &&
                     options.momentum_sweeps > 0 && options.temperature_sweeps > 0 &&
                     options.end_s / options.step_s <= kMostSteps;
  if (!sound) refused.status = bad("a march needs a step, an end and turns above 0, and a million steps at most");
  if (hall.scheme != Scheme::upwind) refused.status = bad("a march in time is upwind");
  if (hall.turbulence == Turbulence::k_epsilon) {
    refused.status =
        bad("a march in time holds no k and no epsilon back: give the hall the zero-equation model for it");
  }
  if (!same(start.grid, hall.grid)) refused.status = bad("a march starts from fields on the hall's own grid");
  if (refused.status) refused.status = backend_ready(execution.backend);
  if (!refused.status) return refused;
  const MarchJob job{hall, start, options, stop};
  return execution.backend == Backend::cuda ? march_on_cuda(job) : march_on_host(job, execution);
}

std::int64_t bytes_needed(const Case& hall) { return bytes_of_fields(hall.grid, 1, hall.turbulence, hall.scheme); }

}  // namespace kernels::flow
