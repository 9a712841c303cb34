/// The steps of the density check as kernel bodies. The table has one row and one column of zeros before the
/// grid's own (nx+1 by ny+1), so that a window needs no special case at the grid's edge:
///
///   table(x, y) = power of all cells left of x and below y
///   window at (x, y) of w by h cells = table(x+w, y+h) - table(x, y+h) - table(x+w, y) + table(x, y)
///
/// Each body writes only cells that belong to its own row and lane, and reads nothing that another one writes.
#pragma once

#include "kernels/base/view.hpp"
#include "kernels/density/apportion.hpp"
#include "kernels/density/density.hpp"

namespace kernels::density {

/// One row of the table, over all placements: the power of each cell at table(x+1, y+1); zeros in the borders.
struct RasteriseRow {
  Grid grid;
  View<const Rect> racks;
  View<const Index> first;  ///< [placement], absolute in `racks`
  View<Index> table;        ///< nx+1, ny+1, placements

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index placement = row / table.ny;
    const Index y = row % table.ny;
    Index* const out = table.row(y, placement);
    for (Index x = lane.first(0); x < table.nx; x += lane.stride()) out[x] = 0;
    if (y == 0) return;
    const Span band{(y - 1) * grid.cell_um, y * grid.cell_um};
    for (Index r = first[placement]; r < first[placement + 1]; ++r) {
      const Span depth{racks[r].y0_um, racks[r].y1_um};
      if (depth.touches(band)) add_strip(racks[r], power_within(racks[r].power_mw, depth, band), out, lane);
    }
  }

  /// Adds the part of a rack that lies in this row.
  template <class Lane>
  KERNELS_HD void add_strip(const Rect& rack, Index strip_mw, Index* out, Lane lane) const {
    const Span width{rack.x0_um, rack.x1_um};
    const Cells cells = cells_touched(width, grid.cell_um, grid.nx);
    for (Index x = lane.first(cells.begin + 1); x <= cells.end; x += lane.stride()) {
      out[x] += power_within(strip_mw, width, {(x - 1) * grid.cell_um, x * grid.cell_um});
    }
  }
};

/// Running sums down a stripe of columns; with the rows summed before, this completes the table.
struct SumDown {
  static constexpr Index kStripe = 64;  ///< columns: eight cache lines on the host, two warps on a device

  View<Index> table;

  KERNELS_HD Index stripes() const { return (table.nx + kStripe - 1) / kStripe; }

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index begin = row % stripes() * kStripe;
    const Index placement = row / stripes();
    const Index end = begin + kStripe < table.nx ? begin + kStripe : table.nx;
    for (Index y = 1; y < table.ny; ++y) {
      const Index* const above = table.row(y - 1, placement);
      Index* const here = table.row(y, placement);
      for (Index x = lane.first(begin); x < end; x += lane.stride()) here[x] += above[x];
    }
  }
};

/// Power of a window `width` cells wide at column x, from the table's rows at its low and its high edge.
KERNELS_HD inline Index window_power(const Index* low, const Index* high, Index x, Index width) {
  return (high[x + width] - high[x]) - (low[x + width] - low[x]);
}

/// What a window meets along one row of positions.
struct RowPeak {
  Index power_mw;  ///< the highest of the row; -1 where the window does not fit
  Index violations;
};

/// One window at all positions of one row; rows are numbered as `peaks` is.
struct SlideWindow {
  View<const Index> table;
  View<const Window> windows;
  View<RowPeak> peaks;  ///< [placement][window][y], extents ny, windows, placements

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const Index y = row % peaks.nx;
    const Index placement = row / peaks.nx / peaks.ny;
    const Window window = windows[row / peaks.nx % peaks.ny];
    RowPeak peak{-1, 0};
    if (y + window.cells_y < table.ny) {
      const Index* const low = table.row(y, placement);
      const Index* const high = table.row(y + window.cells_y, placement);
      const Index end = table.nx - window.cells_x;
      for (Index x = lane.first(0); x < end; x += lane.stride()) {
        const Index power_mw = window_power(low, high, x, window.cells_x);
        peak.power_mw = power_mw > peak.power_mw ? power_mw : peak.power_mw;
      }
      peak.power_mw = lane.max(peak.power_mw);
      if (peak.power_mw > window.limit_mw) {
        for (Index x = lane.first(0); x < end; x += lane.stride()) {
          peak.violations += window_power(low, high, x, window.cells_x) > window.limit_mw ? 1 : 0;
        }
        peak.violations = lane.sum(peak.violations);
      }
    }
    if (lane.leads()) peaks[row] = peak;
  }
};

/// The hottest position of one window in one placement: the highest row peak, then the place in that row.
struct FindHottest {
  View<const Index> table;
  View<const Window> windows;
  View<const RowPeak> peaks;  ///< as above
  View<Hottest> hottest;      ///< [placement][window]

  template <class Lane>
  KERNELS_HD void operator()(Index row, Lane lane) const {
    const RowPeak* const mine = peaks.row(row);
    Hottest found{-1, table.nx, peaks.nx, 0};
    for (Index y = lane.first(0); y < peaks.nx; y += lane.stride()) {
      found.power_mw = mine[y].power_mw > found.power_mw ? mine[y].power_mw : found.power_mw;
      found.violations += mine[y].violations;
    }
    found.power_mw = lane.max(found.power_mw);
    found.violations = lane.sum(found.violations);

    for (Index y = lane.first(0); y < peaks.nx; y += lane.stride()) {
      if (mine[y].power_mw == found.power_mw && y < found.cell_y) found.cell_y = y;
    }
    found.cell_y = lane.min(found.cell_y);

    const Window window = windows[row % peaks.ny];
    const Index* const low = table.row(found.cell_y, row / peaks.ny);
    const Index* const high = table.row(found.cell_y + window.cells_y, row / peaks.ny);
    for (Index x = lane.first(0); x < table.nx - window.cells_x; x += lane.stride()) {
      if (window_power(low, high, x, window.cells_x) == found.power_mw && x < found.cell_x) found.cell_x = x;
    }
    found.cell_x = lane.min(found.cell_x);
    if (lane.leads()) hottest[row] = found;
  }
};

/// The table's last entry: all power that stands on the grid.
struct TotalInside {
  View<const Index> table;
  View<Index> inside_mw;

  KERNELS_HD void operator()(Index placement) const {
    inside_mw[placement] = table.row(table.ny - 1, placement)[table.nx - 1];
  }
};

}  // namespace kernels::density
