#include "planner/layout/ways.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "planner/layout/geometry.hpp"
#include "planner/layout/sheets.hpp"

namespace hallplan::layout {
Crated crated(const Body& body) {
  const auto mm = [](const Value& value) { return to_mm(value.high); };
  if (!body.crate) return {mm(body.width_m), mm(body.depth_m), mm(body.height_m), body.mass_kg, true};
  // Unpacked before its slot, the rack needs the floor that it takes itself.
  const Crate& crate = *body.crate;
  return {std::max(mm(crate.width_m), mm(body.width_m)), std::max(mm(crate.depth_m), mm(body.depth_m)),
          std::max(mm(crate.height_m), mm(body.height_m)), crate.mass_kg, false};
}

std::vector<RectMm> obstacles_to(const Site& site, const Slots& slots, long long height_mm) {
  std::vector<RectMm> out = slots.obstacles;
  for (const Segment& run : slots.segments) {
    const std::vector<Slot>& row = slots.rows[static_cast<std::size_t>(run.row)];
    const RectMm& first = row[static_cast<std::size_t>(run.first_slot)].rect;
    const RectMm& last = row[static_cast<std::size_t>(run.first_slot + run.slots - 1)].rect;
    out.push_back({first.x0, first.y0, last.x1, last.y1});
  }
  for (const Partition& sheet : site.hall.partitions) {
    if (in_the_way(sheet, height_mm)) out.push_back(sheet_rect(sheet));
  }
  return out;
}

bool names_dock_door(const Hall& hall) {
  return std::any_of(hall.doors.begin(), hall.doors.end(), [](const Door& d) { return d.kind != DoorKind::egress; });
}

bool names_egress_door(const Hall& hall) {
  return std::any_of(hall.doors.begin(), hall.doors.end(), [](const Door& d) { return d.kind != DoorKind::dock; });
}

std::optional<std::string> door_refuses(const Door& door, const Crated& crate) {
  const long long least = std::min(crate.width_mm, crate.depth_mm);
  if (to_mm(door.width_m.low) < least) {
    return fmt::format("door {} is {} m wide", door.id, metres(to_mm(door.width_m.low)));
  }
  if (to_mm(door.height_m.low) < crate.height_mm) {
    return fmt::format("door {} is {} m high", door.id, metres(to_mm(door.height_m.low)));
  }
  if (door.rating_kg && crate.mass_kg && crate.mass_kg->high > door.rating_kg->low * (1 + 1e-9)) {
    return fmt::format("what leads to door {} carries {:g} kg", door.id, door.rating_kg->low);
  }
  return std::nullopt;
}

}  // namespace hallplan::layout
