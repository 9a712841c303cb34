/// Ways out of the hall: from every place where people work to a door for egress, with every usable slot filled. A way is as
/// wide as asked where a square of that side gets along it.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/passage.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/ways.hpp"

namespace hallplan::layout {
namespace {

constexpr long long kHeadroom_mm = 2032;  // what hangs lower than 80 in is in the way of people

/// The floor of one hall as people cross it, with the way from everywhere to the nearest door.
class WaysOut {
 public:
  WaysOut(const Site& site, const Slots& slots, long long side_mm)
      : hall_(hall_rect(site.hall)),
        obstacles_(obstacles_to(site, slots, kHeadroom_mm)),
        side_(side_mm),
        lines_(lines_with_doors(site.hall)) {
    if (too_many(lines_)) return;
    space_.emplace(hall_, obstacles_, lines_, ExtentMm{side_, side_});
    lengths_ = distances(*space_, lines_, doors(site.hall));
  }

  [[nodiscard]] bool known() const { return space_.has_value(); }

  /// From a stretch of floor before an edge of something that stands; nothing when the edge is flush with a wall or its middle with other
  /// things, so that nobody works there.
  void add(std::vector<WorkPlace>& out, WorkPlace place, const RectMm& thing, Side side) const {
    if (flush(thing, side)) return;
    const bool along_x = side == Side::south || side == Side::north;
    const Span width = across(thing, side);
    // The square covers the middle of the edge.
    const Span centre2 = {width.from + width.to - side_, width.from + width.to + side_};
    const bool low = side == Side::south || side == Side::west;
    const long long edge = low ? -along(thing, side).to : along(thing, side).to;
    const long long length2 = distance_to(*space_, lines_, lengths_, along_x ? Axis::x : Axis::y,
                                          2 * edge + (low ? -side_ : side_), centre2.from, centre2.to);
    place.has_way = length2 >= 0;
    // The way of the square's middle, and at most a side and a half more: from its far corner, and through the door.
    if (place.has_way) place.length_m = static_cast<double>(length2 + 3 * side_) / 2000;
    out.push_back(std::move(place));
  }

 private:
  [[nodiscard]] Span door_span(const Door& door) const {
    const long long from = to_mm(door.position_m.value);
    return covering(from, from + to_mm(door.width_m.low), side_);
  }

  [[nodiscard]] Lines lines_with_doors(const Hall& hall) const {
    Lines lines = lines_of(hall_, obstacles_, {{side_, side_}});
    for (const Door& door : hall.doors) {
      const bool along_x = door.wall == Wall::south || door.wall == Wall::north;
      const Span span = door_span(door);
      add_lines(along_x ? lines.x2 : lines.y2, {span.from, span.to});
    }
    return lines;
  }

  [[nodiscard]] std::vector<std::size_t> doors(const Hall& hall) const {
    std::vector<std::size_t> out;
    for (const Door& door : hall.doors) {
      if (door.kind == DoorKind::dock) continue;
      const auto nodes = nodes_at_wall(*space_, lines_, hall_, door.wall, door_span(door), {side_, side_});
      out.insert(out.end(), nodes.begin(), nodes.end());
    }
    return out;
  }

  /// A wall within a hand's breadth of an edge, or other things there that together cover its middle: nobody works at it. What covers less
  /// leaves a place to work.
  [[nodiscard]] bool flush(const RectMm& thing, Side side) const {
    constexpr long long kGap_mm = 50;
    const RectMm before = strip(thing, side, kGap_mm);
    if (!inside(before, hall_)) return true;
    const Span width = across(thing, side);
    const long long middle2 = width.from + width.to;
    bool below = false, above = false;
    for (const RectMm& other : obstacles_) {
      const Span deep = along(other, side);
      const bool in_plane = deep.from == deep.to && deep.from == along(thing, side).to;  // a sheet on the edge itself
      if (!in_plane && (deep.from >= along(before, side).to || deep.to <= along(before, side).from)) continue;
      const Span its = across(other, side);
      below = below || (2 * its.from < middle2 && middle2 <= 2 * its.to);
      above = above || (2 * its.from <= middle2 && middle2 < 2 * its.to);
    }
    return below && above;
  }

  RectMm hall_;
  std::vector<RectMm> obstacles_;
  long long side_;
  Lines lines_;
  std::optional<FreeSpace> space_;
  std::vector<long long> lengths_;
};

Check way_case(const Site& site, const WorkPlace& place) {
  const Egress& egress = *site.hall.egress;
  const Value& aisle = *egress.aisle_m;
  if (!place.has_way) {
    CheckSubject subject = about(Rule::layout_egress, place.name, Dimension::count, aisle);
    subject.at = place.at;
    subject.arithmetic =
        fmt::format("{}: no way {} m wide leads to a door for egress with every slot filled; {}", place.name,
                    metres(to_mm(aisle.high)),
                    place.widest_m > 0 ? fmt::format("the widest there is takes {:.1f} m", place.widest_m)
                                       : "there is none at all");
    return holds(std::move(subject), false);
  }
  const std::string way = fmt::format("{}: {:.1f} m to the nearest door for egress, {} m wide", place.name,
                                      place.length_m, metres(to_mm(aisle.high)));
  if (!egress.travel_m) {
    CheckSubject subject = about(Rule::layout_egress, place.name, Dimension::count, aisle);
    subject.arithmetic = way;
    return holds(std::move(subject), true);
  }
  CheckSubject subject = about(Rule::layout_egress, place.name, Dimension::length, *egress.travel_m);
  subject.arithmetic = way;
  return at_most(std::move(subject), place.length_m, egress.travel_m->low);
}

}  // namespace

namespace {

/// Every place where people work, with the way out of it that is so wide.
std::optional<std::vector<WorkPlace>> places_with_ways(const Site& site, const Slots& slots, long long side_mm) {
  const WaysOut ways(site, slots, side_mm);
  if (!ways.known()) return std::nullopt;
  std::vector<WorkPlace> out;
  for (std::size_t r = 0; r < site.rows.size(); ++r) {
    const Row& row = site.rows[r];
    for (const auto& [side, word] : {std::pair{row.front, "front"}, std::pair{opposite(row.front), "rear"}}) {
      for (std::size_t s = 0; s < slots.rows[r].size(); ++s) {
        if (slots.rows[r][s].blocker != Blocker::none) continue;
        WorkPlace place;
        place.group = fmt::format("row {}, {}", row.id, word);
        place.name = fmt::format("row {}, slot {}, {}", row.id, s + 1, word);
        place.at = row.at;
        ways.add(out, std::move(place), slots.rows[r][s].rect, side);
      }
    }
  }
  for (const Equipment& piece : equipment(site, Plan{})) {
    WorkPlace place;
    place.group = fmt::format("{}, front", piece.group);
    place.name = fmt::format("{}, front", piece.name);
    place.at = piece.at;
    ways.add(out, std::move(place), piece.rect, piece.front);
  }
  return out;
}

/// How narrow a way would have to be to lead out of the places that have none: what a reader mends.
void find_narrower(std::vector<WorkPlace>& places, const Site& site, const Slots& slots, long long asked_mm) {
  constexpr long long kStep_mm = 100, kLeast_mm = 300;
  const auto open = [](const WorkPlace& place) { return !place.has_way && place.widest_m == 0; };
  for (long long side = (asked_mm - 1) / kStep_mm * kStep_mm; side >= kLeast_mm; side -= kStep_mm) {
    if (std::none_of(places.begin(), places.end(), open)) return;
    const std::optional<std::vector<WorkPlace>> narrower = places_with_ways(site, slots, side);
    if (!narrower) return;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (open(places[i]) && (*narrower)[i].has_way) places[i].widest_m = to_m(side);
    }
  }
}

}  // namespace

std::optional<std::vector<WorkPlace>> work_places(const Site& site, const Slots& slots) {
  if (!names_egress_door(site.hall) || !site.hall.egress || !site.hall.egress->aisle_m) return std::nullopt;
  const long long asked_mm = to_mm(site.hall.egress->aisle_m->high);
  const Slots filled = with_doors(site, slots);
  std::optional<std::vector<WorkPlace>> places = places_with_ways(site, filled, asked_mm);
  if (places) find_narrower(*places, site, filled, asked_mm);
  return places;
}

namespace {

/// A door for egress is as wide as a person with a load, and as high: 32 in and 80 in clear (NFPA 101 and IBC 1010.1.1, from memory).
void check_egress_doors(std::vector<Check>& out, const Site& site) {
  constexpr long long kWidth_mm = 813;
  constexpr long long kHeight_mm = 2032;
  for (const Door& door : site.hall.doors) {
    if (door.kind == DoorKind::dock) continue;
    const long long width = to_mm(door.width_m.low);
    const long long height = to_mm(door.height_m.low);
    if (width >= kWidth_mm && height >= kHeight_mm) continue;
    CheckSubject subject = about(Rule::layout_egress, "door " + door.id, Dimension::length, door.at);
    subject.arithmetic = fmt::format("door {}: {} m wide and {} m high; people need {} m and {} m", door.id,
                                     metres(width), metres(height), metres(kWidth_mm), metres(kHeight_mm));
    const bool narrow = width < kWidth_mm;
    out.push_back(at_least(std::move(subject), to_m(narrow ? width : height), to_m(narrow ? kWidth_mm : kHeight_mm)));
  }
}

}  // namespace

void check_egress(std::vector<Check>& out, const Site& site, const Slots& slots) {
  if (!names_egress_door(site.hall)) return;
  check_egress_doors(out, site);
  const std::optional<std::vector<WorkPlace>> found = work_places(site, slots);
  if (!found) {
    out.push_back(undecided(about(Rule::layout_egress, "hall", Dimension::count, site.hall.doors.front().at),
                            "the hall has too many edges to look for ways out of it"));
    return;
  }
  const std::vector<WorkPlace>& places = *found;
  for (std::size_t first = 0; first < places.size();) {
    std::vector<Check> cases;
    std::size_t next = first;
    for (; next < places.size() && places[next].group == places[first].group; ++next) {
      cases.push_back(way_case(site, places[next]));
    }
    add_summary(out, std::move(cases), places[first].group);
    first = next;
  }
}

}  // namespace hallplan::layout
