/// Cable routes through trays. A cable goes straight along x or y from the middle of a rack to the nearest point of a tray that it
/// meets at a right angle, along the trays by the shortest way, and likewise down. Trays that meet or cross are joined. Of equally near
/// trays the one with the shorter way counts.
///
/// Coordinates are whole half millimetres, so that middles of footprints are whole.
#pragma once

#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "planner/layout/layout.hpp"

namespace hallplan::layout {

/// Longer than any cable, and safe to add up: no way.
inline constexpr long long kNoWay_half_mm = 1LL << 60;

/// Where cables of one rack come onto the trays; `count` is 0 where no tray passes over or beside its middle.
struct TrayEnd {
  struct Point {
    int tray = 0;
    long long at = 0;  ///< along the tray
  };
  int count = 0;
  long long stub = 0;  ///< from the rack's middle to each of them
  std::array<Point, 4> points = {};
};

/// The trays of a site with the shortest ways between all their crossings, computed once.
class TrayWays {
 public:
  TrayWays() = default;
  explicit TrayWays(const Site& site);

  [[nodiscard]] bool empty() const { return trays_.empty(); }
  /// The trays nearest to the middle of a footprint.
  [[nodiscard]] TrayEnd end_of(const RectMm& footprint) const;
  /// Shortest way, without drops and slack; `kNoWay_half_mm` where there is none.
  [[nodiscard]] long long length_half_mm(const TrayEnd& from, const TrayEnd& to) const;

 private:
  /// A straight tray at one coordinate across, from one to another along.
  struct Straight {
    bool along_x = true;
    long long across = 0, from = 0, to = 0;
    std::vector<int> crossings;  ///< by their place along the tray
  };
  struct Crossing {
    long long x = 0, y = 0;
    std::vector<std::pair<int, long long>> next;  ///< neighbours on its trays, with the distance
  };

  void join_in_line();
  void find_crossings();
  void find_ways();
  [[nodiscard]] long long place(const Straight& tray, int crossing) const;
  [[nodiscard]] long long between(const TrayEnd::Point& from, const TrayEnd::Point& to) const;
  /// The crossings next to a point on its tray: before and behind; -1 for none.
  [[nodiscard]] std::pair<int, int> beside(const TrayEnd::Point& point) const;
  [[nodiscard]] long long way(int from, int to) const {
    return ways_[static_cast<std::size_t>(from) * crossings_.size() + static_cast<std::size_t>(to)];
  }

  std::vector<Straight> trays_;
  std::vector<Crossing> crossings_;
  std::vector<long long> ways_;  ///< by crossing and crossing
};

/// `cable_length_m` of the site that `ways` are of, for many cables.
[[nodiscard]] double cable_length_m(const Site& site, const TrayWays& ways, const Placement& from, const Placement& to);

}  // namespace hallplan::layout
