/// A moving rectangle walked over every half millimetre of a tiny hall: what the ways on lines are compared with.
#pragma once

#include <cstddef>
#include <vector>

#include "planner/layout/passage.hpp"

namespace hallplan::layout::test {

class BruteSpace {
 public:
  BruteSpace(const RectMm& hall, std::vector<RectMm> obstacles, ExtentMm extent)
      : hall_(hall), obstacles_(std::move(obstacles)), extent_(extent) {}

  [[nodiscard]] std::size_t nodes() const { return static_cast<std::size_t>((2 * hall_.x1 + 1) * (2 * hall_.y1 + 1)); }
  [[nodiscard]] std::size_t at(long long x2, long long y2) const {
    return static_cast<std::size_t>(y2 * (2 * hall_.x1 + 1) + x2);
  }
  [[nodiscard]] bool free(long long x2, long long y2) const { return free4(2 * x2, 2 * y2); }
  /// A step of half a millimetre: free at both ends and in its middle.
  [[nodiscard]] bool step(long long x2, long long y2, long long dx, long long dy) const {
    return free(x2, y2) && free(x2 + dx, y2 + dy) && free4(2 * x2 + dx, 2 * y2 + dy);
  }

  [[nodiscard]] std::vector<long long> distances(long long x2, long long y2) const {
    std::vector<long long> out(nodes(), -1);
    std::vector<std::pair<long long, long long>> open = {{x2, y2}};
    out[at(x2, y2)] = 0;
    for (std::size_t n = 0; n < open.size(); ++n) {
      const auto [x, y] = open[n];
      for (const auto& [dx, dy] : {std::pair{1, 0}, std::pair{-1, 0}, std::pair{0, 1}, std::pair{0, -1}}) {
        if (x + dx < 0 || y + dy < 0 || x + dx > 2 * hall_.x1 || y + dy > 2 * hall_.y1) continue;
        if (out[at(x + dx, y + dy)] >= 0 || !step(x, y, dx, dy)) continue;
        out[at(x + dx, y + dy)] = out[at(x, y)] + 1;
        open.emplace_back(x + dx, y + dy);
      }
    }
    return out;
  }

 private:
  /// In quarters of a millimetre.
  [[nodiscard]] bool free4(long long x4, long long y4) const {
    const long long ex = 2 * extent_.x;
    const long long ey = 2 * extent_.y;
    if (x4 - ex < 4 * hall_.x0 || x4 + ex > 4 * hall_.x1 || y4 - ey < 4 * hall_.y0 || y4 + ey > 4 * hall_.y1) {
      return false;
    }
    for (const RectMm& o : obstacles_) {
      if (x4 + ex > 4 * o.x0 && x4 - ex < 4 * o.x1 && y4 + ey > 4 * o.y0 && y4 - ey < 4 * o.y1) return false;
    }
    return true;
  }

  RectMm hall_;
  std::vector<RectMm> obstacles_;
  ExtentMm extent_;
};

}  // namespace hallplan::layout::test
