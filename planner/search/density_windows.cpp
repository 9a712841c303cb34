#include "planner/search/density_windows.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

#include "kernels/density/apportion.hpp"

namespace hallplan::search {
namespace {

using kernels::density::Grid;
using kernels::density::power_within;
using kernels::density::Rect;
using kernels::density::Span;
using kernels::density::Window;

constexpr std::size_t kMostSummed = 20'000;     ///< positions that are summed exactly
constexpr std::size_t kMostPieces = 1'000'000;  ///< pieces of racks that are remembered, in each thread

std::int64_t floor_of(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// Racks of one depth in one line: their share in a window along y is the same.
struct Line {
  Span depth;
  std::vector<Rect> racks;
  // By place along x:
  std::vector<double> power_mw;    ///< of its racks' widths within the window
  std::vector<char> touched, cut;  ///< whether some rack is, and whether one is not wholly within
};

/// Positions of the window along one axis that are looked at. Between neighbours nothing bends, and no rack begins or ends to be cut.
std::vector<std::int64_t> places(const std::vector<Span>& spans, std::int64_t cell_um, std::int64_t cells,
                                 std::int64_t last) {
  std::vector<std::int64_t> out{0, last};
  const auto add = [&](std::int64_t at_um) {
    const std::int64_t low = floor_of(at_um, cell_um), high = floor_of(at_um + cell_um - 1, cell_um);
    for (const std::int64_t place : {low - 1, low, high, high + 1}) {
      if (place > 0 && place < last) out.push_back(place);
    }
  };
  for (const Span& span : spans) {
    for (const std::int64_t edge : {span.begin_um, span.end_um}) {
      add(edge);
      add(edge - cells * cell_um);
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

Span common(Span a, Span b) { return {std::max(a.begin_um, b.begin_um), std::min(a.end_um, b.end_um)}; }

/// What the kernel counts of a rack in a window that cuts it: its strips' cells.
std::int64_t piece_of(const Rect& rack, Span across, Span along, std::int64_t cell_um) {
  using Key = std::array<std::int64_t, 8>;
  struct Hash {
    std::size_t operator()(const Key& key) const {
      std::uint64_t sum = 0;
      for (const std::int64_t part : key)
        sum = (sum ^ static_cast<std::uint64_t>(part)) * 0x9E3779B97F4A7C15U + (sum >> 29U);
      return static_cast<std::size_t>(sum ^ (sum >> 32U));
    }
  };
  thread_local std::unordered_map<Key, std::int64_t, Hash> known;
  const Span width{rack.x0_um, rack.x1_um}, depth{rack.y0_um, rack.y1_um};
  // Whole cells from the rack's own corner on: where that lies in its cell matters, where the cell lies does not.
  const std::int64_t corner = floor_of(rack.y0_um, cell_um) * cell_um;
  const Key key{rack.power_mw,
                width.length_um(),
                depth.length_um(),
                rack.y0_um - corner,
                across.begin_um - rack.x0_um,
                across.end_um - rack.x0_um,
                along.begin_um - corner,
                along.end_um - corner};
  if (const auto found = known.find(key); found != known.end()) return found->second;
  std::int64_t sum = 0;
  for (std::int64_t y = floor_of(along.begin_um, cell_um) * cell_um; y < along.end_um; y += cell_um) {
    const std::int64_t strip_mw = power_within(rack.power_mw, depth, common({y, y + cell_um}, along));
    sum += power_within(strip_mw, width, across);
  }
  if (known.size() >= kMostPieces) known.clear();
  known.emplace(key, sum);
  return sum;
}

class Positions {
 public:
  Positions(const Grid& grid, const Window& window, const std::vector<Rect>& racks) : grid_(grid), window_(window) {
    std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Rect>> by_depth;
    std::vector<Span> widths, depths;
    for (const Rect& rack : racks) {
      const Rect here{rack.x0_um - grid.x0_um, rack.y0_um - grid.y0_um, rack.x1_um - grid.x0_um,
                      rack.y1_um - grid.y0_um, rack.power_mw};
      by_depth[{here.y0_um, here.y1_um}].push_back(here);
      widths.push_back({here.x0_um, here.x1_um});
      // A strip is off by less than a milliwatt, and a rack's strips together by less than one more.
      const std::int64_t strips = (here.y1_um - here.y0_um) / grid.cell_um;
      slack_mw_ += static_cast<double>(strips + 4);
    }
    for (const auto& [ends, line] : by_depth) {
      depths.push_back({ends.first, ends.second});
      lines_.push_back({depths.back(), line, {}, {}, {}});
    }
    along_x_ = places(widths, grid.cell_um, window.cells_x, grid.nx - window.cells_x);
    along_y_ = places(depths, grid.cell_um, window.cells_y, grid.ny - window.cells_y);
    for (Line& line : lines_) measure(line);
  }

  std::optional<bool> hold() {
    std::vector<double> power_mw(along_x_.size());
    std::vector<char> cut(along_x_.size());
    std::vector<std::pair<std::size_t, std::size_t>> close;
    const auto limit = static_cast<double>(window_.limit_mw);
    for (std::size_t j = 0; j < along_y_.size(); ++j) {
      add_up(along_y_[j], power_mw, cut);
      for (std::size_t i = 0; i < along_x_.size(); ++i) {
        const double slack = cut[i] != 0 ? slack_mw_ : 0;
        if (power_mw[i] > limit + slack) return false;
        if (power_mw[i] + slack > limit && slack > 0) close.emplace_back(i, j);
      }
    }
    return sum_up(close);
  }

 private:
  [[nodiscard]] Span window_at(std::int64_t place, int cells) const {
    return {place * grid_.cell_um, (place + cells) * grid_.cell_um};
  }

  void measure(Line& line) const {
    for (const std::int64_t place : along_x_) {
      const Span window = window_at(place, window_.cells_x);
      double power_mw = 0;
      bool touched = false, cut = false;
      for (const Rect& rack : line.racks) {
        const Span width{rack.x0_um, rack.x1_um};
        if (!width.touches(window)) continue;
        const std::int64_t within = common(width, window).length_um();
        touched = true;
        cut = cut || within < width.length_um();
        power_mw += within == width.length_um() ? static_cast<double>(rack.power_mw)
                                                : static_cast<double>(rack.power_mw) * static_cast<double>(within) /
                                                      static_cast<double>(width.length_um());
      }
      line.power_mw.push_back(power_mw);
      line.touched.push_back(touched ? 1 : 0);
      line.cut.push_back(cut ? 1 : 0);
    }
  }

  /// The power in the window at one place along y and all along x, and whether it cuts a rack there.
  void add_up(std::int64_t place, std::vector<double>& power_mw, std::vector<char>& cut) const {
    std::fill(power_mw.begin(), power_mw.end(), 0);
    std::fill(cut.begin(), cut.end(), 0);
    const Span window = window_at(place, window_.cells_y);
    for (const Line& line : lines_) {
      if (!line.depth.touches(window)) continue;
      const std::int64_t within = common(line.depth, window).length_um();
      const bool whole = within == line.depth.length_um();
      const double share = whole ? 1 : static_cast<double>(within) / static_cast<double>(line.depth.length_um());
      const std::vector<char>& cuts = whole ? line.cut : line.touched;
      for (std::size_t i = 0; i < power_mw.size(); ++i) {
        power_mw[i] += share * line.power_mw[i];
        cut[i] = static_cast<char>(cut[i] | cuts[i]);
      }
    }
  }

  /// Places up to which nothing bends on either side of one, itself among them.
  [[nodiscard]] static std::pair<std::int64_t, std::int64_t> around(const std::vector<std::int64_t>& all,
                                                                    std::size_t at) {
    return {at == 0 ? all[at] : all[at - 1] + 1, at + 1 == all.size() ? all[at] : all[at + 1] - 1};
  }

  /// Positions about those that are close to the limit, as the kernel sums them.
  [[nodiscard]] std::optional<bool> sum_up(const std::vector<std::pair<std::size_t, std::size_t>>& close) const {
    std::size_t summed = 0;
    for (const auto& [i, j] : close) {
      const auto [x0, x1] = around(along_x_, i);
      const auto [y0, y1] = around(along_y_, j);
      summed += static_cast<std::size_t>((x1 - x0 + 1) * (y1 - y0 + 1));
      if (summed > kMostSummed) return {};
      for (std::int64_t y = y0; y <= y1; ++y) {
        for (std::int64_t x = x0; x <= x1; ++x) {
          if (exact(x, y) > window_.limit_mw) return false;
        }
      }
    }
    return true;
  }

  [[nodiscard]] std::int64_t exact(std::int64_t x, std::int64_t y) const {
    const Span across = window_at(x, window_.cells_x), along = window_at(y, window_.cells_y);
    std::int64_t sum = 0;
    for (const Line& line : lines_) {
      if (!line.depth.touches(along)) continue;
      const Span depth = common(line.depth, along);
      for (const Rect& rack : line.racks) {
        const Span whole{rack.x0_um, rack.x1_um};
        if (!whole.touches(across)) continue;
        const Span width = common(whole, across);
        const bool is_whole = width.length_um() == whole.length_um() && depth.length_um() == line.depth.length_um();
        sum += is_whole ? rack.power_mw : piece_of(rack, width, depth, grid_.cell_um);
      }
    }
    return sum;
  }

  const Grid& grid_;
  const Window& window_;
  std::vector<Line> lines_;
  std::vector<std::int64_t> along_x_, along_y_;
  double slack_mw_ = 0;
};

}  // namespace

std::optional<bool> window_holds(const Grid& grid, const Window& window, const std::vector<Rect>& racks) {
  return Positions(grid, window, racks).hold();
}

}  // namespace hallplan::search
