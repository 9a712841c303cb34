#include "planner/search/density.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "planner/search/density_windows.hpp"
#include "planner/thermal/density.hpp"
#include "planner/thermal/hottest_window.hpp"

namespace hallplan::search {
namespace {

using kernels::density::Grid;
using kernels::density::Rect;
using kernels::density::Window;

constexpr kernels::Execution kOneThread{kernels::Backend::cpu, 1, 1};

constexpr std::size_t kMostKnown = 30'000;  ///< answers, some half a kilobyte each, in each thread

/// All that an answer hangs on, byte by byte.
std::string key_of(const Grid& part, const std::vector<Window>& windows, const Rects& near) {
  std::string key;
  const auto add = [&key](std::int64_t value) {
    std::array<char, sizeof value> raw{};
    std::memcpy(raw.data(), &value, sizeof value);
    key.append(raw.data(), raw.size());
  };
  for (const std::int64_t value :
       {part.x0_um, part.y0_um, part.cell_um, std::int64_t{part.nx}, std::int64_t{part.ny}}) {
    add(value);
  }
  add(static_cast<std::int64_t>(windows.size()));
  for (const Window& window : windows) {
    for (const std::int64_t value : {std::int64_t{window.cells_x}, std::int64_t{window.cells_y}, window.limit_mw})
      add(value);
  }
  for (const Rect& rect : near) {
    for (const std::int64_t value : {rect.x0_um, rect.y0_um, rect.x1_um, rect.y1_um, rect.power_mw}) add(value);
  }
  return key;
}

/// Cell by cell at least what any placement can put there: the type that puts most into a cell, and the fixed racks.
/// Empty when it cannot be made.
std::vector<std::int64_t> fullest_field(const Grid& grid, const Rects& fixed, const std::vector<Rects>& by_type) {
  kernels::density::Field field = kernels::density::rasterise(grid, fixed, kOneThread);
  if (!field.status) return {};
  std::vector<std::int64_t> most(field.cell_mw.size(), 0);
  for (const Rects& rects : by_type) {
    const kernels::density::Field one = kernels::density::rasterise(grid, rects, kOneThread);
    if (!one.status) return {};
    for (std::size_t i = 0; i < most.size(); ++i) most[i] = std::max(most[i], one.cell_mw[i]);
  }
  for (std::size_t i = 0; i < most.size(); ++i) most[i] += field.cell_mw[i];
  return most;
}

/// Whether some position of the window sums to more than its limit.
bool exceeds(const std::vector<std::int64_t>& cells, const Grid& grid, const Window& window) {
  const auto nx = static_cast<std::size_t>(grid.nx);
  const auto ny = static_cast<std::size_t>(grid.ny);
  const auto wx = static_cast<std::size_t>(window.cells_x);
  const auto wy = static_cast<std::size_t>(window.cells_y);
  std::vector<std::int64_t> table((nx + 1) * (ny + 1), 0);
  const auto at = [&](std::size_t x, std::size_t y) -> std::int64_t& { return table[y * (nx + 1) + x]; };
  for (std::size_t y = 0; y < ny; ++y) {
    for (std::size_t x = 0; x < nx; ++x) {
      at(x + 1, y + 1) = cells[y * nx + x] + at(x, y + 1) + at(x + 1, y) - at(x, y);
    }
  }
  for (std::size_t y = 0; y + wy <= ny; ++y) {
    for (std::size_t x = 0; x + wx <= nx; ++x) {
      if (at(x + wx, y + wy) - at(x, y + wy) - at(x + wx, y) + at(x, y) > window.limit_mw) return true;
    }
  }
  return false;
}

bool touches(const Rect& rect, const Grid& grid) {
  return rect.x1_um > grid.x0_um && rect.y1_um > grid.y0_um && rect.x0_um < grid.x0_um + grid.nx * grid.cell_um &&
         rect.y0_um < grid.y0_um + grid.ny * grid.cell_um;
}

/// The cells from which a window can reach the racks: their own, and one window less a cell around them.
Grid neighbourhood(const DensityGuard& guard, const Rects& changed) {
  const Grid& grid = guard.grid;
  std::int64_t x0 = grid.nx, y0 = grid.ny, x1 = 0, y1 = 0, wx = 1, wy = 1;
  for (const Rect& rect : changed) {
    x0 = std::min(x0, (rect.x0_um - grid.x0_um) / grid.cell_um);
    y0 = std::min(y0, (rect.y0_um - grid.y0_um) / grid.cell_um);
    x1 = std::max(x1, (rect.x1_um - grid.x0_um + grid.cell_um - 1) / grid.cell_um);
    y1 = std::max(y1, (rect.y1_um - grid.y0_um + grid.cell_um - 1) / grid.cell_um);
  }
  for (const Window& window : guard.windows) {
    wx = std::max<std::int64_t>(wx, window.cells_x);
    wy = std::max<std::int64_t>(wy, window.cells_y);
  }
  x0 = std::max<std::int64_t>(0, x0 - wx + 1);
  y0 = std::max<std::int64_t>(0, y0 - wy + 1);
  x1 = std::min<std::int64_t>(grid.nx, x1 + wx - 1);
  y1 = std::min<std::int64_t>(grid.ny, y1 + wy - 1);
  Grid part = grid;
  part.x0_um += x0 * grid.cell_um;
  part.y0_um += y0 * grid.cell_um;
  part.nx = static_cast<int>(std::max<std::int64_t>(0, x1 - x0));
  part.ny = static_cast<int>(std::max<std::int64_t>(0, y1 - y0));
  return part;
}

/// The same by a table of all cells.
bool table_holds(const Grid& part, const Window& window, const Rects& near) {
  const kernels::density::Answer answer = kernels::density::check_windows(
      part, std::span<const Window>(&window, 1), std::span<const kernels::density::Placement>(&near, 1), kOneThread);
  return answer.status && answer.hottest.front().violations == 0;
}

}  // namespace

DensityGuard density_guard(const Site& site, Rects fixed, const std::vector<Rects>& by_type) {
  DensityGuard guard;
  guard.fixed = std::move(fixed);
  const thermal::DensityGrid asked = thermal::density_grid(site);
  guard.grid = asked.grid;
  guard.tabled = asked.tabled;
  std::vector<Window> enclosing;
  enclosing.reserve(asked.windows.size());
  for (std::size_t i = 0; i < asked.windows.size(); ++i) {
    if (!asked.unusable[i].empty()) continue;
    guard.windows.push_back(asked.windows[i]);
    enclosing.push_back(asked.enclosing[i]);
  }
  if (guard.windows.empty()) return guard;
  const std::vector<std::int64_t> fullest = fullest_field(asked.coarse, guard.fixed, by_type);
  guard.binds = !fullest.empty() && std::any_of(enclosing.begin(), enclosing.end(), [&](const Window& window) {
    return exceeds(fullest, asked.coarse, window);
  });
  return guard;
}

bool within_windows(const DensityGuard& guard, const Rects& all, const Rects& changed) {
  const Grid part = neighbourhood(guard, changed);
  std::vector<Window> windows;
  for (const Window& window : guard.windows) {
    if (window.cells_x <= part.nx && window.cells_y <= part.ny) windows.push_back(window);
  }
  if (windows.empty()) return true;
  Rects near;
  const auto keep_near = [&](const Rect& rect) {
    if (touches(rect, part)) near.push_back(rect);
  };
  std::for_each(guard.fixed.begin(), guard.fixed.end(), keep_near);
  std::for_each(all.begin(), all.end(), keep_near);
  std::sort(near.begin(), near.end(), [](const Rect& a, const Rect& b) {
    return std::tie(a.x0_um, a.y0_um, a.x1_um, a.y1_um, a.power_mw) <
           std::tie(b.x0_um, b.y0_um, b.x1_um, b.y1_um, b.power_mw);
  });
  // A search tries the same blocks beside the same racks again and again.
  thread_local std::unordered_map<std::string, bool> known;
  std::string key = key_of(part, windows, near);
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  const bool within = std::all_of(windows.begin(), windows.end(), [&](const Window& window) {
    if (!guard.tabled) return thermal::hottest_window(part, window, near).power_mw <= window.limit_mw;
    const std::optional<bool> holds = window_holds(part, window, near);
    return holds ? *holds : table_holds(part, window, near);
  });
  if (known.size() >= kMostKnown) known.clear();
  known.emplace(std::move(key), within);
  return within;
}

}  // namespace hallplan::search
