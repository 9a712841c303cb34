#include "planner/search/density_fullest.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

#include "kernels/density/apportion.hpp"

namespace hallplan::search {
namespace {

using kernels::density::Cells;
using kernels::density::cells_touched;
using kernels::density::Grid;
using kernels::density::power_within;
using kernels::density::Rect;
using kernels::density::Span;
using kernels::density::Window;

constexpr std::int64_t kRoughCell_um = 100'000;

/// The floor as a summed-area table (Crow 1984).
class Fullest {
 public:
  Fullest(const Grid& grid, const std::vector<Rect>& fixed, const std::vector<std::vector<Rect>>& by_slot)
      : grid_(grid), pitch_(static_cast<std::size_t>(grid.nx) + 1) {
    table_.assign(pitch_ * (static_cast<std::size_t>(grid.ny) + 1), 0);
    for (const Rect& rect : fixed) add({&rect, 1});
    for (const std::vector<Rect>& rects : by_slot) add(rects);
    for (std::int64_t y = 1; y <= grid.ny; ++y) {
      for (std::int64_t x = 1; x <= grid.nx; ++x) at(x, y) += at(x, y - 1) + at(x - 1, y) - at(x - 1, y - 1);
    }
  }

  /// True when some position of a window of so many cells holds more, mW.
  [[nodiscard]] bool exceeds(std::int64_t cells_x, std::int64_t cells_y, std::int64_t limit_mw) const {
    for (std::int64_t y = 0; y + cells_y <= grid_.ny; ++y) {
      for (std::int64_t x = 0; x + cells_x <= grid_.nx; ++x) {
        const std::int64_t sum_mw = at(x + cells_x, y + cells_y) - at(x, y + cells_y) - at(x + cells_x, y) + at(x, y);
        if (sum_mw > limit_mw) return true;
      }
    }
    return false;
  }

 private:
  [[nodiscard]] std::int64_t& at(std::int64_t x, std::int64_t y) {
    return table_[static_cast<std::size_t>(y) * pitch_ + static_cast<std::size_t>(x)];
  }
  [[nodiscard]] std::int64_t at(std::int64_t x, std::int64_t y) const {
    return table_[static_cast<std::size_t>(y) * pitch_ + static_cast<std::size_t>(x)];
  }

  /// Into each cell the most that one of these puts there. Cell (x, y) is kept at (x + 1, y + 1).
  void add(std::span<const Rect> rects) {
    Cells wide{grid_.nx, 0}, deep{grid_.ny, 0};
    const auto enclose = [](Cells& all, const Cells& one) {
      all = {std::min(all.begin, one.begin), std::max(all.end, one.end)};
    };
    for (const Rect& rect : rects) {
      enclose(wide, cells_touched(width_of(rect), grid_.cell_um, grid_.nx));
      enclose(deep, cells_touched(depth_of(rect), grid_.cell_um, grid_.ny));
    }
    if (wide.begin >= wide.end || deep.begin >= deep.end) return;
    for (std::int64_t y = deep.begin; y < deep.end; ++y) {
      most_mw_.assign(static_cast<std::size_t>(wide.end - wide.begin), 0);
      for (const Rect& rect : rects) {
        const std::int64_t strip_mw = power_within(rect.power_mw, depth_of(rect), cell(y));
        if (strip_mw == 0) continue;
        const Cells cells = cells_touched(width_of(rect), grid_.cell_um, grid_.nx);
        for (std::int64_t x = cells.begin; x < cells.end; ++x) {
          std::int64_t& most = most_mw_[static_cast<std::size_t>(x - wide.begin)];
          most = std::max(most, power_within(strip_mw, width_of(rect), cell(x)));
        }
      }
      for (std::int64_t x = wide.begin; x < wide.end; ++x) {
        at(x + 1, y + 1) += most_mw_[static_cast<std::size_t>(x - wide.begin)];
      }
    }
  }

  [[nodiscard]] Span width_of(const Rect& rect) const { return {rect.x0_um - grid_.x0_um, rect.x1_um - grid_.x0_um}; }
  [[nodiscard]] Span depth_of(const Rect& rect) const { return {rect.y0_um - grid_.y0_um, rect.y1_um - grid_.y0_um}; }
  [[nodiscard]] Span cell(std::int64_t number) const { return {number * grid_.cell_um, (number + 1) * grid_.cell_um}; }

  Grid grid_;
  std::size_t pitch_;
  std::vector<std::int64_t> table_;
  std::vector<std::int64_t> most_mw_;  ///< of the cells of one row
};

/// The same floor in cells of another size.
Grid with_cells(const Grid& grid, std::int64_t cell_um) {
  const auto cells = [&](int count) { return static_cast<int>((count * grid.cell_um + cell_um - 1) / cell_um); };
  return {grid.x0_um, grid.y0_um, cell_um, cells(grid.nx), cells(grid.ny)};
}

enum class Told { never, surely, not_known };

/// A window of any place lies within one that is a cell larger than it, and some hold each that is not larger.
Told roughly(const thermal::DensityGrid& asked, const std::vector<Rect>& fixed,
             const std::vector<std::vector<Rect>>& by_slot) {
  const Grid rough = with_cells(asked.grid, kRoughCell_um);
  const Fullest fullest(rough, fixed, by_slot);
  Told told = Told::never;
  for (std::size_t i = 0; i < asked.windows.size(); ++i) {
    if (!asked.unusable[i].empty()) continue;
    const Window& window = asked.windows[i];
    const std::int64_t width_um = window.cells_x * asked.grid.cell_um, depth_um = window.cells_y * asked.grid.cell_um;
    const std::int64_t inner_x = width_um / kRoughCell_um, inner_y = depth_um / kRoughCell_um;
    if (inner_x > 0 && inner_y > 0 && fullest.exceeds(inner_x, inner_y, window.limit_mw)) return Told::surely;
    const std::int64_t outer_x = std::min<std::int64_t>(inner_x + 2, rough.nx);
    const std::int64_t outer_y = std::min<std::int64_t>(inner_y + 2, rough.ny);
    // Shares are whole milliwatts: a rack's strip is off by one at its end, and a row of cells at either side of the window.
    const auto off_mw = static_cast<std::int64_t>(fixed.size() + by_slot.size()) + 2 * outer_y;
    if (fullest.exceeds(outer_x, outer_y, window.limit_mw - off_mw)) told = Told::not_known;
  }
  return told;
}

}  // namespace

bool may_exceed(const thermal::DensityGrid& asked, const std::vector<Rect>& fixed,
                const std::vector<std::vector<Rect>>& by_slot) {
  if (asked.coarse.cell_um < kRoughCell_um) {
    const Told told = roughly(asked, fixed, by_slot);
    if (told != Told::not_known) return told == Told::surely;
  }
  const Fullest fullest(asked.coarse, fixed, by_slot);
  for (std::size_t i = 0; i < asked.enclosing.size(); ++i) {
    const Window& window = asked.enclosing[i];
    if (asked.unusable[i].empty() && fullest.exceeds(window.cells_x, window.cells_y, window.limit_mw)) return true;
  }
  return false;
}

}  // namespace hallplan::search
