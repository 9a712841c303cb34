/// Checks the question against the stated limits, brings it into flat form, and chooses the backend once.
#include "kernels/density/density.hpp"

#include <string>
#include <utility>

#include "kernels/density/job.hpp"

namespace kernels::density {
namespace {

constexpr int kMaxThreads = 4096;

Status bad(std::string text) { return {Code::bad_input, std::move(text)}; }
Status large(std::string text) { return {Code::too_large, std::move(text)}; }

bool far(std::int64_t at_um) { return at_um < -kMaxCoordinate_um || at_um > kMaxCoordinate_um; }

Status check(const Grid& grid) {
  if (grid.nx < 1 || grid.ny < 1) {
    return bad("a grid needs cells: got " + std::to_string(grid.nx) + " x " + std::to_string(grid.ny));
  }
  if (grid.cell_um < 1) return bad("a cell needs a size: got " + std::to_string(grid.cell_um) + " um");
  if (grid.nx > kMaxCellsAlong || grid.ny > kMaxCellsAlong || std::int64_t{grid.nx} * grid.ny > kMaxCells) {
    return large("a grid of " + std::to_string(grid.nx) + " x " + std::to_string(grid.ny) + " cells is over " +
                 std::to_string(kMaxCellsAlong) + " along a side or " + std::to_string(kMaxCells) + " in all");
  }
  if (grid.cell_um > kMaxCoordinate_um || far(grid.x0_um) || far(grid.y0_um) ||
      far(grid.x0_um + grid.nx * grid.cell_um) || far(grid.y0_um + grid.ny * grid.cell_um)) {
    return large("the grid reaches more than a kilometre from the origin");
  }
  return {};
}

Status check(const Window& window, const Grid& grid, std::size_t number) {
  const std::string name = "window " + std::to_string(number) + " of " + std::to_string(window.cells_x) + " x " +
                           std::to_string(window.cells_y) + " cells";
  if (window.cells_x < 1 || window.cells_y < 1) return bad(name + " covers nothing");
  if (window.cells_x > grid.nx || window.cells_y > grid.ny) {
    return bad(name + " does not fit the grid of " + std::to_string(grid.nx) + " x " + std::to_string(grid.ny));
  }
  if (window.limit_mw < 0) return bad(name + " has a negative limit");
  return {};
}

Status check(const Rect& rack, std::size_t placement, std::size_t number) {
  const auto name = [&] { return "rack " + std::to_string(number) + " of placement " + std::to_string(placement); };
  if (rack.power_mw < 0) return bad(name() + " has a negative power");
  if (rack.power_mw > kMaxRackPower_mw) return large(name() + " has a power above 4 MW");
  if (far(rack.x0_um) || far(rack.y0_um) || far(rack.x1_um) || far(rack.y1_um)) {
    return large(name() + " stands more than a kilometre from the origin");
  }
  if (rack.x0_um >= rack.x1_um || rack.y0_um >= rack.y1_um) return bad(name() + " has no area");
  return {};
}

Status check(std::span<const Placement> placements) {
  if (placements.size() > static_cast<std::size_t>(kMaxPlacements)) {
    return large("a batch of " + std::to_string(placements.size()) + " placements is over " +
                 std::to_string(kMaxPlacements));
  }
  for (std::size_t p = 0; p < placements.size(); ++p) {
    if (placements[p].size() > static_cast<std::size_t>(kMaxRacks)) {
      return large("placement " + std::to_string(p) + " has over " + std::to_string(kMaxRacks) + " racks");
    }
    for (std::size_t r = 0; r < placements[p].size(); ++r) {
      if (Status status = check(placements[p][r], p, r); !status) return status;
    }
  }
  return {};
}

Status check(const Grid& grid, std::span<const Window> windows, std::span<const Placement> placements,
             const Execution& execution) {
  if (execution.threads < 0 || execution.threads > kMaxThreads) return bad("threads must be 0 .. 4096");
  if (Status status = check(grid); !status) return status;
  if (windows.size() > static_cast<std::size_t>(kMaxWindows)) {
    return large("over " + std::to_string(kMaxWindows) + " windows asked at once");
  }
  for (std::size_t w = 0; w < windows.size(); ++w) {
    if (Status status = check(windows[w], grid, w); !status) return status;
  }
  if (Status status = check(placements); !status) return status;
  return backend_ready(execution.backend);
}

Job flatten(const Grid& grid, std::span<const Window> windows, std::span<const Placement> placements) {
  Job job;
  job.grid = grid;
  job.windows.assign(windows.begin(), windows.end());
  job.first.reserve(placements.size() + 1);
  job.first.push_back(0);
  for (const Placement& placement : placements) {
    for (const Rect& rack : placement) {
      job.racks.push_back({rack.x0_um - grid.x0_um, rack.y0_um - grid.y0_um, rack.x1_um - grid.x0_um,
                           rack.y1_um - grid.y0_um, rack.power_mw});
    }
    job.first.push_back(static_cast<Index>(job.racks.size()));
  }
  return job;
}

}  // namespace

Answer check_windows(const Grid& grid, std::span<const Window> windows, std::span<const Placement> placements,
                     const Execution& execution) {
  if (Status status = check(grid, windows, placements, execution); !status) return {std::move(status), {}, {}, {}};
  const Job job = flatten(grid, windows, placements);
  return execution.backend == Backend::cuda ? check_windows_on_cuda(job) : check_windows_on_host(job, execution);
}

Field rasterise(const Grid& grid, const Placement& placement, const Execution& execution) {
  const std::span<const Placement> one(&placement, 1);
  if (Status status = check(grid, {}, one, execution); !status) return {std::move(status), {}, {}};
  const Job job = flatten(grid, {}, one);
  return execution.backend == Backend::cuda ? rasterise_on_cuda(job) : rasterise_on_host(job, execution);
}

}  // namespace kernels::density
