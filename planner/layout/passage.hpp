/// Whether a rectangle that moves without turning, or turns where there is room, gets from one place of the hall to another
/// between obstacles. Only for this module.
///
/// Exact, without cells: a rectangle that can move at all can slide along edges, so it is enough to look at the positions of
/// its centre where it touches an obstacle or a wall (configuration space: Lozano-Perez, IEEE Trans. Computers C-32 (1983) 108).
/// Coordinates of centres are doubled millimetres, so that half of an odd width is whole.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "planner/layout/geometry.hpp"

namespace hallplan::layout {

/// Extent of what moves, in millimetres along x and y.
struct ExtentMm {
  long long x = 0, y = 0;
  friend bool operator==(const ExtentMm&, const ExtentMm&) = default;
};

/// The lines on which centres are looked at, ascending, each once.
struct Lines {
  std::vector<long long> x2, y2;
};

/// Lines on which any of these extents touches an obstacle or a wall from inside the hall.
[[nodiscard]] Lines lines_of(const RectMm& hall, const std::vector<RectMm>& obstacles,
                             const std::vector<ExtentMm>& extents);
/// Adds single positions, such as a door's.
void add_lines(std::vector<long long>& lines, std::vector<long long> more);
/// True when there are more places to look at than a stranger's file may ask for.
[[nodiscard]] bool too_many(const Lines& lines);

/// Free places of one extent on a grid of lines, and free ways between neighbouring ones.
class FreeSpace {
 public:
  FreeSpace(const RectMm& hall, const std::vector<RectMm>& obstacles, const Lines& lines, ExtentMm extent);

  [[nodiscard]] std::size_t nx() const { return nx_; }
  [[nodiscard]] std::size_t ny() const { return ny_; }
  [[nodiscard]] std::size_t at(std::size_t i, std::size_t j) const { return j * nx_ + i; }
  [[nodiscard]] bool free(std::size_t node) const { return (blocked_[node] & kHere) == 0; }
  /// From a node to the next one in x, in y; the last column and row have none.
  [[nodiscard]] bool east(std::size_t node) const { return (blocked_[node] & kEast) == 0; }
  [[nodiscard]] bool north(std::size_t node) const { return (blocked_[node] & kNorth) == 0; }

 private:
  static constexpr std::uint8_t kHere = 1, kEast = 2, kNorth = 4;
  std::size_t nx_ = 0, ny_ = 0;
  std::vector<std::uint8_t> blocked_;
};

/// Shortest way along the lines from the nearest start to every node, in doubled millimetres; -1 where none leads.
[[nodiscard]] std::vector<long long> distances(const FreeSpace& space, const Lines& lines,
                                               const std::vector<std::size_t>& starts);

/// Shortest distance to a place on a line: x fixed and y between ends, or the other way round (`along` is the axis of the ends), in
/// doubled millimetres; -1 where none leads. `reach` is what `distances` gave, or 0 and -1 for reached and not.
[[nodiscard]] long long distance_to(const FreeSpace& space, const Lines& lines, const std::vector<long long>& reach,
                                    Axis along, long long fixed2, long long from2, long long to2);

/// Where the centre of something `size` wide may be for it to cover a stretch, or to lie inside it when it is the narrower one:
/// doubled millimetres.
[[nodiscard]] Span covering(long long from, long long to, long long size);

/// The nodes on the inside of a wall where a thing of this extent stands in an opening from `from` to `to` along the wall.
[[nodiscard]] std::vector<std::size_t> nodes_at_wall(const FreeSpace& space, const Lines& lines, const RectMm& hall,
                                                     Wall wall, Span centre2, ExtentMm extent);

}  // namespace hallplan::layout
