/// Which slots a crated rack gets to from a dock door. It moves along x and y and turns by a quarter where the square of its
/// diagonal is free, which holds every angle on the way; it comes in by a door straight, and stands before its slot, square to
/// it, before or behind.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "planner/layout/passage.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/ways.hpp"

namespace hallplan::layout {
namespace {

constexpr char kUnknown = 2;
constexpr char kByUnknownMass = 3;
constexpr std::size_t kMostSearches = 64;  // crates that differ

/// A crate on the floor of one hall, at rest or turning.
class CrateRoutes {
 public:
  CrateRoutes(const Site& site, const Slots& slots, const Crated& crate)
      : hall_(hall_rect(site.hall)), crate_(crate), obstacles_(obstacles_to(site, slots, crate.height_mm)) {
    const double square = static_cast<double>(crate.width_mm) * static_cast<double>(crate.width_mm) +
                          static_cast<double>(crate.depth_mm) * static_cast<double>(crate.depth_mm);
    const auto diagonal = static_cast<long long>(std::ceil(std::sqrt(square)));
    const ExtentMm ways[] = {{crate.width_mm, crate.depth_mm}, {crate.depth_mm, crate.width_mm}};
    lines_ = lines_of(hall_, obstacles_, {ways[0], ways[1], {diagonal, diagonal}});
    add_door_lines(site.hall, ways);
    if (too_many(lines_)) return;
    const FreeSpace turning(hall_, obstacles_, lines_, {diagonal, diagonal});
    for (const ExtentMm& extent : ways) spaces_.emplace_back(hall_, obstacles_, lines_, extent);
    search(starts(site.hall, ways), turning);
  }

  /// Whether the crate gets to stand before the front or the rear of a slot: as `Slots::reached`.
  [[nodiscard]] char reaches(const RectMm& slot, Side front) const {
    if (spaces_.empty()) return kUnknown;
    return stands_before(slot, front) || stands_before(slot, opposite(front)) ? 1 : 0;
  }

 private:
  [[nodiscard]] static Span door_span(const Door& door, const ExtentMm& extent) {
    const bool along_x = door.wall == Wall::south || door.wall == Wall::north;
    const long long size = along_x ? extent.x : extent.y;
    const long long from = to_mm(door.position_m.value);
    return {2 * from + size, 2 * (from + to_mm(door.width_m.low)) - size};
  }

  void add_door_lines(const Hall& hall, const ExtentMm (&ways)[2]) {
    for (const Door& door : hall.doors) {
      const bool along_x = door.wall == Wall::south || door.wall == Wall::north;
      for (const ExtentMm& extent : ways) {
        const Span span = door_span(door, extent);
        if (span.from > span.to) continue;
        add_lines(along_x ? lines_.x2 : lines_.y2, {span.from, span.to});
      }
    }
  }

  /// Nodes just inside the dock doors, by the way the crate stands.
  [[nodiscard]] std::vector<std::pair<int, std::size_t>> starts(const Hall& hall, const ExtentMm (&ways)[2]) const {
    std::vector<std::pair<int, std::size_t>> out;
    for (const Door& door : hall.doors) {
      if (door.kind == DoorKind::egress || door_refuses(door, crate_)) continue;
      for (int way = 0; way < 2; ++way) {
        const Span span = door_span(door, ways[way]);
        if (span.from > span.to) continue;
        const FreeSpace& space = spaces_[static_cast<std::size_t>(way)];
        for (const std::size_t node : nodes_at_wall(space, lines_, hall_, door.wall, span, ways[way])) {
          out.emplace_back(way, node);
        }
      }
    }
    return out;
  }

  /// Breadth first over places and the two ways to stand.
  void search(std::vector<std::pair<int, std::size_t>> open, const FreeSpace& turning) {
    const std::size_t nodes = spaces_[0].nx() * spaces_[0].ny();
    for (auto& reach : reach_) reach.assign(nodes, -1);
    const auto offer = [&](int way, std::size_t node) {
      long long& reached = reach_[static_cast<std::size_t>(way)][node];
      if (reached == 0) return;
      reached = 0;
      open.emplace_back(way, node);
    };
    for (const auto& [way, node] : open) reach_[static_cast<std::size_t>(way)][node] = 0;
    for (std::size_t next = 0; next < open.size(); ++next) {
      const auto [way, node] = open[next];
      const FreeSpace& space = spaces_[static_cast<std::size_t>(way)];
      const std::size_t nx = space.nx();
      if (space.east(node)) offer(way, node + 1);
      if (node % nx > 0 && space.east(node - 1)) offer(way, node - 1);
      if (space.north(node)) offer(way, node + nx);
      if (node >= nx && space.north(node - nx)) offer(way, node - nx);
      if (turning.free(node)) offer(1 - way, node);
    }
  }

  /// The crate, its depth across the slot's face, covers the slot's width there, or stands within it when it is narrower.
  [[nodiscard]] bool stands_before(const RectMm& slot, Side side) const {
    const bool along_x = side == Side::south || side == Side::north;
    const std::size_t way = along_x ? 0 : 1;
    const Span width = across(slot, side);
    const Span centre2 = covering(width.from, width.to, crate_.width_mm);
    const long long edge = side == Side::south   ? slot.y0
                           : side == Side::north ? slot.y1
                           : side == Side::west  ? slot.x0
                                                 : slot.x1;
    const bool low = side == Side::south || side == Side::west;
    const long long fixed2 = 2 * edge + (low ? -crate_.depth_mm : crate_.depth_mm);
    return distance_to(spaces_[way], lines_, reach_[way], along_x ? Axis::x : Axis::y, fixed2, centre2.from,
                       centre2.to) >= 0;
  }

  RectMm hall_;
  Crated crate_;
  std::vector<RectMm> obstacles_;
  Lines lines_;
  std::vector<FreeSpace> spaces_;  ///< width along x; depth along x
  std::vector<long long> reach_[2];
};

/// Types that are rolled in alike share their routes. A door tells masses apart only where what leads to it is rated.
bool same_routes(const Crated& a, const Crated& b) {
  const auto mass = [](const Crated& crate) { return crate.mass_kg ? crate.mass_kg->high : -1.0; };
  return a.width_mm == b.width_mm && a.depth_mm == b.depth_mm && a.height_mm == b.height_mm && mass(a) == mass(b);
}

/// A crate whose mass nobody states as one that no ramp or lift carries; nothing where the mass is known or no dock door asks.
std::optional<Crated> by_doors_without_rating(const Hall& hall, Crated crate) {
  const bool asks = std::any_of(hall.doors.begin(), hall.doors.end(),
                                [](const Door& door) { return door.kind != DoorKind::egress && door.rating_kg; });
  if (crate.mass_kg || !asks) return std::nullopt;
  crate.mass_kg.emplace();
  crate.mass_kg->value = crate.mass_kg->low = crate.mass_kg->high = std::numeric_limits<double>::infinity();
  return crate;
}

}  // namespace

std::vector<std::vector<std::vector<char>>> reached_slots(const Site& site, const Slots& empty) {
  std::vector<std::vector<std::vector<char>>> out;
  if (!names_dock_door(site.hall)) return out;
  const Slots slots = with_doors(site, empty);
  std::vector<Crated> met;
  std::size_t searches = 0;
  for (const Product<RackType>& type : site.catalogue.racks) {
    const Crated crate = crated(type.body.body);
    const auto same =
        std::find_if(met.begin(), met.end(), [&](const Crated& other) { return same_routes(crate, other); });
    const auto number = static_cast<std::size_t>(same - met.begin());
    met.push_back(crate);
    if (number < out.size()) {
      out.push_back(out[number]);
      continue;
    }
    std::optional<CrateRoutes> routes, heavy;  // heavy: what is sure whatever the crate weighs
    if (searches++ < kMostSearches) routes.emplace(site, slots, crate);
    if (const auto sure = by_doors_without_rating(site.hall, crate); sure && routes) heavy.emplace(site, slots, *sure);
    const auto reaches = [&](const RectMm& slot, Side front) {
      const char reached = routes ? routes->reaches(slot, front) : kUnknown;
      return reached == 1 && heavy && heavy->reaches(slot, front) != 1 ? kByUnknownMass : reached;
    };
    std::vector<std::vector<char>> rows;
    for (std::size_t r = 0; r < slots.rows.size(); ++r) {
      std::vector<char> reached;
      for (const Slot& slot : slots.rows[r]) {
        const bool usable = slot.blocker == Blocker::none;
        reached.push_back(usable ? reaches(slot.rect, site.rows[r].front) : 0);
      }
      rows.push_back(std::move(reached));
    }
    out.push_back(std::move(rows));
  }
  return out;
}

}  // namespace hallplan::layout
