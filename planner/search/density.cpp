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

#include "planner/search/density_fullest.hpp"
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

DensityGuard density_guard(const Site& site, Rects fixed, const std::vector<Rects>& by_slot) {
  DensityGuard guard;
  guard.fixed = std::move(fixed);
  const thermal::DensityGrid asked = thermal::density_grid(site);
  guard.grid = asked.grid;
  guard.tabled = asked.tabled;
  for (std::size_t i = 0; i < asked.windows.size(); ++i) {
    if (asked.unusable[i].empty()) guard.windows.push_back(asked.windows[i]);
  }
  guard.binds = !guard.windows.empty() && may_exceed(asked, guard.fixed, by_slot);
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
