/// Power density on a floor grid: how much power stands inside any window of the floor.
///
/// Racks are axis-aligned rectangles with a power. Each rack's milliwatts are split over the cells that it covers, in
/// proportion to the area covered; then every position of every asked window is summed and compared with its limit,
/// for many placements on the same grid at once.
///
/// Method: summed-area table (Crow 1984) on 64-bit integers. Lengths are whole micrometres and powers whole
/// milliwatts, so every sum is exact, and the same on every backend, thread count and order of racks.
///
/// The split, exact by construction: the rack's depth cuts its power P into one strip a row of cells, and the
/// strip's width cuts the strip's power into cells, each time by cumulative floor: the piece between the distances a
/// and b along a length L gets floor(P b / L) - floor(P a / L). Pieces are never negative and add up to P. A cell is
/// within 2 mW a rack of its exact share; a window within one milliwatt for each row of cells that it cuts.
///
/// What is defined at the edges: the part of a rack that lies outside the grid is left out (`inside_mw` says what was
/// counted); where racks overlap, their powers add; no racks is a field of zeros. A window at a limit is within it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "kernels/base/status.hpp"
#include "kernels/executor/backend.hpp"

namespace kernels::density {

// The limits below keep every intermediate product and sum under 2^63: a power times a length is at most
// 4e9 * 2e9 = 8e18, and the power of a whole placement at most 1e6 * 4e9 = 4e15.
inline constexpr std::int64_t kMaxCells = 16'777'216;             ///< of a grid, such as 400 m x 400 m at 0.1 m
inline constexpr std::int64_t kMaxCellsAlong = 65'536;            ///< either side of a grid
inline constexpr std::int64_t kMaxCoordinate_um = 1'000'000'000;  ///< one kilometre either side of the origin
inline constexpr std::int64_t kMaxRackPower_mw = 4'000'000'000;   ///< 4 MW for one rectangle
inline constexpr std::int64_t kMaxRacks = 1'000'000;              ///< of a placement
inline constexpr std::int64_t kMaxPlacements = 100'000;           ///< of a batch
inline constexpr std::int64_t kMaxWindows = 64;                   ///< sizes asked at once

/// Square cells; cell (x, y) spans [x0 + x c, x0 + (x+1) c) by [y0 + y c, y0 + (y+1) c).
struct Grid {
  std::int64_t x0_um = 0;
  std::int64_t y0_um = 0;
  std::int64_t cell_um = 100'000;
  int nx = 0;
  int ny = 0;
};

/// A rack's footprint with its power; x0 < x1 and y0 < y1.
struct Rect {
  std::int64_t x0_um = 0;
  std::int64_t y0_um = 0;
  std::int64_t x1_um = 0;
  std::int64_t y1_um = 0;
  std::int64_t power_mw = 0;
};

using Placement = std::vector<Rect>;

/// A window of whole cells that may lie anywhere on the grid, and the most power that may stand in it.
struct Window {
  int cells_x = 1;
  int cells_y = 1;
  std::int64_t limit_mw = 0;
};

/// The hottest position of one window in one placement.
struct Hottest {
  std::int64_t power_mw = 0;
  std::int64_t cell_x = 0;  ///< low corner; of equal positions the one with the lowest y, then the lowest x
  std::int64_t cell_y = 0;
  std::int64_t violations = 0;  ///< positions whose power is above the limit

  bool operator==(const Hottest&) const = default;
};

/// All windows of all placements. When `status` is not ok the rest is empty.
struct Answer {
  Status status;
  std::vector<Hottest> hottest;         ///< [placement * windows + window]
  std::vector<std::int64_t> inside_mw;  ///< [placement] power that stands on the grid
  std::string ran_on;                   ///< the executor that did the work, such as "openmp 2"
};

/// One placement, rasterised.
struct Field {
  Status status;
  std::vector<std::int64_t> cell_mw;  ///< [y * nx + x]
  std::string ran_on;
};

/// Every position of every window in every placement. The answer for a placement does not depend on the others.
/// Errors: `bad_input`, `too_large`, `out_of_memory`, `backend_absent`, `no_device`, `device_failed`.
[[nodiscard]] Answer check_windows(const Grid& grid, std::span<const Window> windows,
                                   std::span<const Placement> placements, const Execution& execution);

/// The power of each cell of one placement, for drawing. Errors as above.
[[nodiscard]] Field rasterise(const Grid& grid, const Placement& placement, const Execution& execution);

}  // namespace kernels::density
