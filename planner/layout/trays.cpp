#include "planner/layout/trays.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <limits>
#include <queue>
#include <tuple>

#include "planner/layout/geometry.hpp"

namespace hallplan::layout {

TrayWays::TrayWays(const Site& site) {
  for (const Tray& tray : site.network.trays) {
    const bool along_x = tray.along == Axis::x;
    const long long x = 2 * to_mm(tray.x_m.value);
    const long long y = 2 * to_mm(tray.y_m.value);
    const long long from = along_x ? x : y;
    trays_.push_back({along_x, along_x ? y : x, from, from + 2 * to_mm(tray.length_m.value), {}});
  }
  join_in_line();
  find_crossings();
  find_ways();
}

/// Trays in one line that overlap or touch are one.
void TrayWays::join_in_line() {
  std::sort(trays_.begin(), trays_.end(), [](const Straight& a, const Straight& b) {
    return std::tie(a.along_x, a.across, a.from, a.to) < std::tie(b.along_x, b.across, b.from, b.to);
  });
  std::vector<Straight> joined;
  for (Straight& tray : trays_) {
    const bool in_line =
        !joined.empty() && joined.back().along_x == tray.along_x && joined.back().across == tray.across;
    if (in_line && tray.from <= joined.back().to) {
      joined.back().to = std::max(joined.back().to, tray.to);
    } else {
      joined.push_back(std::move(tray));
    }
  }
  trays_ = std::move(joined);
}

long long TrayWays::place(const Straight& tray, int crossing) const {
  const Crossing& at = crossings_[static_cast<std::size_t>(crossing)];
  return tray.along_x ? at.x : at.y;
}

void TrayWays::find_crossings() {
  for (Straight& east : trays_) {
    if (!east.along_x) continue;
    for (Straight& north : trays_) {
      const bool meet = !north.along_x && north.across >= east.from && north.across <= east.to &&
                        east.across >= north.from && east.across <= north.to;
      if (!meet) continue;
      const int number = static_cast<int>(crossings_.size());
      crossings_.push_back({north.across, east.across, {}});
      east.crossings.push_back(number);
      north.crossings.push_back(number);
    }
  }
  for (Straight& tray : trays_) {
    std::vector<int>& on = tray.crossings;
    std::sort(on.begin(), on.end(), [&](int a, int b) { return place(tray, a) < place(tray, b); });
    for (std::size_t i = 1; i < on.size(); ++i) {
      const long long distance = place(tray, on[i]) - place(tray, on[i - 1]);
      crossings_[static_cast<std::size_t>(on[i - 1])].next.emplace_back(on[i], distance);
      crossings_[static_cast<std::size_t>(on[i])].next.emplace_back(on[i - 1], distance);
    }
  }
}

/// Dijkstra's shortest paths from every crossing.
void TrayWays::find_ways() {
  const std::size_t count = crossings_.size();
  ways_.assign(count * count, kNoWay_half_mm);
  using Reached = std::pair<long long, int>;
  for (std::size_t start = 0; start < count; ++start) {
    long long* length = &ways_[start * count];
    std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
    length[start] = 0;
    open.emplace(0, static_cast<int>(start));
    while (!open.empty()) {
      const auto [reached, at] = open.top();
      open.pop();
      if (reached > length[at]) continue;
      for (const auto& [next, distance] : crossings_[static_cast<std::size_t>(at)].next) {
        if (reached + distance >= length[next]) continue;
        length[next] = reached + distance;
        open.emplace(length[next], next);
      }
    }
  }
}

TrayEnd TrayWays::end_of(const RectMm& footprint) const {
  const long long x = footprint.x0 + footprint.x1;
  const long long y = footprint.y0 + footprint.y1;
  TrayEnd end;
  end.stub = std::numeric_limits<long long>::max();
  for (std::size_t t = 0; t < trays_.size(); ++t) {
    const Straight& tray = trays_[t];
    const long long at = tray.along_x ? x : y;
    if (at < tray.from || at > tray.to) continue;
    const long long stub = std::llabs((tray.along_x ? y : x) - tray.across);
    if (stub > end.stub) continue;
    if (stub < end.stub) end.count = 0;
    end.stub = stub;
    // At most two trays along x and two along y are equally near: those in one line are one.
    end.points[static_cast<std::size_t>(end.count++)] = {static_cast<int>(t), at};
  }
  if (end.count == 0) end.stub = 0;
  return end;
}

std::pair<int, int> TrayWays::beside(const TrayEnd::Point& point) const {
  const Straight& tray = trays_[static_cast<std::size_t>(point.tray)];
  const auto after = std::lower_bound(tray.crossings.begin(), tray.crossings.end(), point.at,
                                      [&](int crossing, long long at) { return place(tray, crossing) < at; });
  return {after == tray.crossings.begin() ? -1 : *(after - 1), after == tray.crossings.end() ? -1 : *after};
}

long long TrayWays::between(const TrayEnd::Point& from, const TrayEnd::Point& to) const {
  if (from.tray == to.tray) return std::llabs(from.at - to.at);  // a tray is straight: no way is shorter
  const auto [from_before, from_after] = beside(from);
  const auto [to_before, to_after] = beside(to);
  long long least = kNoWay_half_mm;
  for (const int a : {from_before, from_after}) {
    if (a < 0) continue;
    const long long start = std::llabs(from.at - place(trays_[static_cast<std::size_t>(from.tray)], a));
    for (const int b : {to_before, to_after}) {
      if (b < 0 || way(a, b) >= kNoWay_half_mm) continue;
      const long long finish = std::llabs(to.at - place(trays_[static_cast<std::size_t>(to.tray)], b));
      least = std::min(least, start + way(a, b) + finish);
    }
  }
  return least;
}

long long TrayWays::length_half_mm(const TrayEnd& from, const TrayEnd& to) const {
  long long least = kNoWay_half_mm;
  for (int a = 0; a < from.count; ++a) {
    for (int b = 0; b < to.count; ++b) {
      least =
          std::min(least, between(from.points[static_cast<std::size_t>(a)], to.points[static_cast<std::size_t>(b)]));
    }
  }
  return least >= kNoWay_half_mm ? kNoWay_half_mm : least + from.stub + to.stub;
}

}  // namespace hallplan::layout
