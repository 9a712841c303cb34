#include "planner/thermal/hottest_window.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "kernels/density/apportion.hpp"

namespace hallplan::thermal {
namespace {

using kernels::density::Grid;
using kernels::density::Hottest;
using kernels::density::Rect;
using kernels::density::Span;
using kernels::density::Window;

/// Racks of one depth in one line: their share in a window along y is the same.
struct Line {
  Span depth;
  std::vector<double> power_mw;  ///< of its racks' widths within the window, by place along x
};

/// Places of the window's low edge from which one of its edges meets an edge of a span, and the ends of the floor; micrometres from the
/// grid's corner.
std::vector<std::int64_t> places(const std::vector<Span>& spans, std::int64_t window_um, std::int64_t last_um) {
  std::vector<std::int64_t> out{0, last_um};
  out.reserve(2 + 4 * spans.size());
  for (const Span& span : spans) {
    for (const std::int64_t at_um : {span.begin_um, span.end_um, span.begin_um - window_um, span.end_um - window_um}) {
      if (at_um > 0 && at_um < last_um) out.push_back(at_um);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

/// The share of a span that lies in the window; 0 where none does.
double share_in(Span span, Span window) {
  const std::int64_t within_um = std::min(span.end_um, window.end_um) - std::max(span.begin_um, window.begin_um);
  return within_um <= 0 ? 0 : static_cast<double>(within_um) / static_cast<double>(span.length_um());
}

}  // namespace

Hottest hottest_window(const Grid& grid, const Window& window, const std::vector<Rect>& racks) {
  const std::int64_t width_um = window.cells_x * grid.cell_um, depth_um = window.cells_y * grid.cell_um;
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Rect>> by_depth;
  std::vector<Span> widths, depths;
  widths.reserve(racks.size());
  for (const Rect& rack : racks) {
    const Rect here{rack.x0_um - grid.x0_um, rack.y0_um - grid.y0_um, rack.x1_um - grid.x0_um, rack.y1_um - grid.y0_um,
                    rack.power_mw};
    by_depth[{here.y0_um, here.y1_um}].push_back(here);
    widths.push_back({here.x0_um, here.x1_um});
  }
  const std::vector<std::int64_t> along_x = places(widths, width_um, grid.nx * grid.cell_um - width_um);

  std::vector<Line> lines;
  lines.reserve(by_depth.size());
  depths.reserve(by_depth.size());
  for (auto& [ends, line] : by_depth) {
    depths.push_back({ends.first, ends.second});
    // One order of summands, whatever that of the racks is: a search and a verdict then come to the same milliwatt.
    std::sort(line.begin(), line.end(), [](const Rect& a, const Rect& b) {
      return std::pair(a.x0_um, std::pair(a.x1_um, a.power_mw)) < std::pair(b.x0_um, std::pair(b.x1_um, b.power_mw));
    });
    Line sums{depths.back(), {}};
    sums.power_mw.reserve(along_x.size());
    for (const std::int64_t x_um : along_x) {
      double power_mw = 0;
      for (const Rect& rack : line) {
        power_mw += static_cast<double>(rack.power_mw) * share_in({rack.x0_um, rack.x1_um}, {x_um, x_um + width_um});
      }
      sums.power_mw.push_back(power_mw);
    }
    lines.push_back(std::move(sums));
  }

  Hottest hottest{-1, 0, 0, 0};
  std::vector<double> power_mw(along_x.size());
  for (const std::int64_t y_um : places(depths, depth_um, grid.ny * grid.cell_um - depth_um)) {
    std::fill(power_mw.begin(), power_mw.end(), 0);
    for (const Line& line : lines) {
      const double share = share_in(line.depth, {y_um, y_um + depth_um});
      if (share <= 0) continue;
      for (std::size_t i = 0; i < along_x.size(); ++i) power_mw[i] += share * line.power_mw[i];
    }
    for (std::size_t i = 0; i < along_x.size(); ++i) {
      const std::int64_t here_mw = std::llround(power_mw[i]);
      if (here_mw > window.limit_mw) ++hottest.violations;
      if (here_mw > hottest.power_mw) {
        hottest.power_mw = here_mw;
        hottest.cell_x = along_x[i] / grid.cell_um;
        hottest.cell_y = y_um / grid.cell_um;
      }
    }
  }
  return hottest;
}

}  // namespace hallplan::thermal
