#include "planner/layout/passage.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace hallplan::layout {
namespace {

/// Centres that an obstacle keeps a moving extent from: an open rectangle, in doubled millimetres.
RectMm kept_from(const RectMm& obstacle, ExtentMm extent) {
  return {2 * obstacle.x0 - extent.x, 2 * obstacle.y0 - extent.y, 2 * obstacle.x1 + extent.x,
          2 * obstacle.y1 + extent.y};
}

/// Indices of lines strictly between two places.
std::pair<std::size_t, std::size_t> strictly_between(const std::vector<long long>& lines, long long low,
                                                     long long high) {
  const auto first = std::upper_bound(lines.begin(), lines.end(), low);
  const auto last = std::lower_bound(first, lines.end(), high);
  return {static_cast<std::size_t>(first - lines.begin()), static_cast<std::size_t>(last - lines.begin())};
}

void keep_unique(std::vector<long long>& lines) {
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
}

}  // namespace

Lines lines_of(const RectMm& hall, const std::vector<RectMm>& obstacles, const std::vector<ExtentMm>& extents) {
  Lines lines;
  for (const ExtentMm& extent : extents) {
    const RectMm walls = {2 * hall.x0 + extent.x, 2 * hall.y0 + extent.y, 2 * hall.x1 - extent.x,
                          2 * hall.y1 - extent.y};
    const auto add = [](std::vector<long long>& to, long long at, long long low, long long high) {
      if (at >= low && at <= high) to.push_back(at);
    };
    std::vector<RectMm> edges = {walls};
    for (const RectMm& obstacle : obstacles) edges.push_back(kept_from(obstacle, extent));
    for (const RectMm& edge : edges) {
      add(lines.x2, edge.x0, walls.x0, walls.x1);
      add(lines.x2, edge.x1, walls.x0, walls.x1);
      add(lines.y2, edge.y0, walls.y0, walls.y1);
      add(lines.y2, edge.y1, walls.y0, walls.y1);
    }
  }
  keep_unique(lines.x2);
  keep_unique(lines.y2);
  return lines;
}

void add_lines(std::vector<long long>& lines, std::vector<long long> more) {
  lines.insert(lines.end(), more.begin(), more.end());
  keep_unique(lines);
}

bool too_many(const Lines& lines) {
  constexpr std::size_t kMostPlaces = 500'000;
  return lines.x2.size() * lines.y2.size() > kMostPlaces;
}

FreeSpace::FreeSpace(const RectMm& hall, const std::vector<RectMm>& obstacles, const Lines& lines, ExtentMm extent)
    : nx_(lines.x2.size()), ny_(lines.y2.size()), blocked_(nx_ * ny_, 0) {
  const auto inside = [](long long at, long long low, long long high) { return at >= low && at <= high; };
  for (std::size_t j = 0; j < ny_; ++j) {
    const bool row_inside = inside(lines.y2[j], 2 * hall.y0 + extent.y, 2 * hall.y1 - extent.y);
    for (std::size_t i = 0; i < nx_; ++i) {
      const bool is_inside = row_inside && inside(lines.x2[i], 2 * hall.x0 + extent.x, 2 * hall.x1 - extent.x);
      if (!is_inside) blocked_[at(i, j)] |= kHere;
    }
  }
  for (const RectMm& obstacle : obstacles) {
    const RectMm kept = kept_from(obstacle, extent);
    const auto [i0, i1] = strictly_between(lines.x2, kept.x0, kept.x1);
    const auto [j0, j1] = strictly_between(lines.y2, kept.y0, kept.y1);
    // A way between two lines is closed when any of it is kept: also where it starts on the edge before the first line.
    const std::size_t ways_i0 = i0 > 0 ? i0 - 1 : 0;
    const std::size_t ways_j0 = j0 > 0 ? j0 - 1 : 0;
    for (std::size_t j = j0; j < j1; ++j) {
      for (std::size_t i = i0; i < i1; ++i) blocked_[at(i, j)] |= kHere;
      for (std::size_t i = ways_i0; i < i1; ++i) blocked_[at(i, j)] |= kEast;
    }
    for (std::size_t j = ways_j0; j < j1; ++j) {
      for (std::size_t i = i0; i < i1; ++i) blocked_[at(i, j)] |= kNorth;
    }
  }
  for (std::size_t j = 0; j < ny_; ++j) {
    for (std::size_t i = 0; i < nx_; ++i) {
      std::uint8_t& here = blocked_[at(i, j)];
      if (i + 1 == nx_ || !free(at(i, j)) || !free(at(i + 1, j))) here |= kEast;
      if (j + 1 == ny_ || !free(at(i, j)) || !free(at(i, j + 1))) here |= kNorth;
    }
  }
}

std::vector<long long> distances(const FreeSpace& space, const Lines& lines, const std::vector<std::size_t>& starts) {
  std::vector<long long> out(space.nx() * space.ny(), -1);
  using Step = std::pair<long long, std::size_t>;
  std::priority_queue<Step, std::vector<Step>, std::greater<>> open;
  const auto offer = [&](std::size_t node, long long length) {
    if (out[node] >= 0 && out[node] <= length) return;
    out[node] = length;
    open.emplace(length, node);
  };
  for (const std::size_t start : starts) offer(start, 0);
  while (!open.empty()) {
    const auto [length, node] = open.top();
    open.pop();
    if (length > out[node]) continue;
    const std::size_t i = node % space.nx();
    const std::size_t j = node / space.nx();
    const auto dx = [&](std::size_t west) { return lines.x2[west + 1] - lines.x2[west]; };
    const auto dy = [&](std::size_t south) { return lines.y2[south + 1] - lines.y2[south]; };
    if (space.east(node)) offer(node + 1, length + dx(i));
    if (i > 0 && space.east(node - 1)) offer(node - 1, length + dx(i - 1));
    if (space.north(node)) offer(node + space.nx(), length + dy(j));
    if (j > 0 && space.north(node - space.nx())) offer(node - space.nx(), length + dy(j - 1));
  }
  return out;
}

long long distance_to(const FreeSpace& space, const Lines& lines, const std::vector<long long>& reach, Axis along,
                      long long fixed2, long long from2, long long to2) {
  const bool along_x = along == Axis::x;
  const std::vector<long long>& fixed = along_x ? lines.y2 : lines.x2;
  const std::vector<long long>& free = along_x ? lines.x2 : lines.y2;
  const auto line = std::lower_bound(fixed.begin(), fixed.end(), fixed2);
  if (line == fixed.end() || *line != fixed2) return -1;
  const auto k = static_cast<std::size_t>(line - fixed.begin());
  const auto node = [&](std::size_t n) { return along_x ? space.at(n, k) : space.at(k, n); };
  const auto way_on = [&](std::size_t n) { return along_x ? space.east(node(n)) : space.north(node(n)); };
  long long best = -1;
  const auto offer = [&](std::size_t n, long long more) {
    const long long length = reach[node(n)];
    if (length >= 0 && (best < 0 || length + more < best)) best = length + more;
  };
  const auto first = static_cast<std::size_t>(std::lower_bound(free.begin(), free.end(), from2) - free.begin());
  for (std::size_t n = first; n < free.size() && free[n] <= to2; ++n) offer(n, 0);
  // Between two lines: from the one before, or from the one after.
  if (first > 0 && way_on(first - 1)) offer(first - 1, from2 - free[first - 1]);
  const auto after = static_cast<std::size_t>(std::upper_bound(free.begin(), free.end(), to2) - free.begin());
  if (after > 0 && after < free.size() && way_on(after - 1)) offer(after, free[after] - to2);
  return best;
}

Span covering(long long from, long long to, long long size) {
  const long long a = 2 * from + size;
  const long long b = 2 * to - size;
  return {std::min(a, b), std::max(a, b)};
}

std::vector<std::size_t> nodes_at_wall(const FreeSpace& space, const Lines& lines, const RectMm& hall, Wall wall,
                                       Span centre2, ExtentMm extent) {
  const bool along_x = wall == Wall::south || wall == Wall::north;
  const long long fixed2 = wall == Wall::south   ? 2 * hall.y0 + extent.y
                           : wall == Wall::north ? 2 * hall.y1 - extent.y
                           : wall == Wall::west  ? 2 * hall.x0 + extent.x
                                                 : 2 * hall.x1 - extent.x;
  const std::vector<long long>& fixed = along_x ? lines.y2 : lines.x2;
  const std::vector<long long>& free = along_x ? lines.x2 : lines.y2;
  std::vector<std::size_t> out;
  const auto line = std::lower_bound(fixed.begin(), fixed.end(), fixed2);
  if (line == fixed.end() || *line != fixed2) return out;
  const auto k = static_cast<std::size_t>(line - fixed.begin());
  for (std::size_t n = 0; n < free.size(); ++n) {
    if (free[n] < centre2.from || free[n] > centre2.to) continue;
    const std::size_t node = along_x ? space.at(n, k) : space.at(k, n);
    if (space.free(node)) out.push_back(node);
  }
  return out;
}

}  // namespace hallplan::layout
