/// Rooms of a hall: parts that air leaves and enters through screens and openings alone. Each has a level of pressure of its
/// own, which follows from what seeps through its rim; cycles of the multigrid, whose coarse cells reach across screens, find
/// it slowly. So the levels are kept as a small system of their own (level_rooms.hpp). Made on the host. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/base/view.hpp"

namespace kernels::flow {

struct Tables;

/// What one face adds to the air that comes into a room, or to what conducts between two: a factor times the velocity
/// (`field` 0 to 2, by component), or times the coefficient of the pressure correction (3 to 5).
struct RoomPart {
  Index at = 0;
  int field = 0;
  float factor = 0;
};

/// The rooms at both sides of a face, or two that faces join, in any order. kOutside: no level, which is the room beyond openings, and of rooms that have none the largest.
struct RoomLink {
  static constexpr int kOutside = -1;
  int low = kOutside, high = kOutside;
};

/// A face that joins two rooms: it follows their levels.
struct Seam {
  Index at = 0;
  int component = 0;
  RoomLink rooms;
};

struct RoomCell {
  Cell at = 0;
  std::int32_t room = 0;
};

/// Of all cases; rooms that have a level are numbered through them.
struct Rooms {
  static constexpr int kMost = 64;  ///< levels of a case; the smallest rooms beyond have none

  std::vector<Index> first_room{0};  ///< a case, and the end
  std::vector<Index> unit;           ///< a room: its case
  std::vector<RoomCell> cells;       ///< of rooms with a level
  std::vector<Index> first_link{0};  ///< a case, and the end
  std::vector<RoomLink> links;
  std::vector<Seam> seams;
  std::vector<Index> first_part{0};  ///< a room, then a link, and the end, in `parts`
  std::vector<RoomPart> parts;
  Index widest = 0;  ///< most parts of one
  Index most = 0;    ///< rooms of a case

  [[nodiscard]] Index count() const { return static_cast<Index>(unit.size()); }
  [[nodiscard]] Index sums() const { return static_cast<Index>(first_part.size()) - 1; }
};

/// From tables that have all else. A hall without screens that part it has no levels.
[[nodiscard]] Rooms find_rooms(const Tables& tables, std::size_t threads);

}  // namespace kernels::flow
