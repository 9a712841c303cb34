/// Slots of the rows, what blocks them, and which rack types they take.
#include <algorithm>
#include <cstddef>
#include <utility>

#include "planner/layout/asked_floor.hpp"
#include "planner/layout/floor.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/sheets.hpp"
#include "planner/layout/ways.hpp"

namespace hallplan::layout {
namespace {

/// Something fixed that a slot cannot share floor with.
struct Fixed {
  RectMm rect;
  Blocker kind = Blocker::none;
  std::string name;
  Mark at;
};

/// Fixed things in the order in which they are named when several block one slot.
std::vector<Fixed> fixed_things(const Site& site, const std::vector<Equipment>& plant) {
  std::vector<Fixed> out;
  for (const Box& box : site.hall.columns) {
    out.push_back({box_rect(box), Blocker::column, "column " + box.id, box.at});
  }
  for (const Box& box : site.hall.keep_outs) {
    out.push_back({box_rect(box), Blocker::keep_out, "keep-out " + box.id, box.at});
  }
  for (const Equipment& piece : plant) out.push_back({piece.rect, Blocker::plant, piece.name, piece.at});
  return out;
}

Slot slot_of(const Row& row, int index, const RectMm& hall, const std::vector<Fixed>& fixed) {
  Slot slot;
  slot.rect = slot_rect(row, index);
  if (!inside(slot.rect, hall)) {
    slot.blocker = Blocker::wall;
    slot.blocked_by = "outside the hall";
    slot.blocked_at = row.at;
    return slot;
  }
  const auto hit = std::find_if(fixed.begin(), fixed.end(), [&](const Fixed& f) { return overlap(slot.rect, f.rect); });
  if (hit != fixed.end()) {
    slot.blocker = hit->kind;
    slot.blocked_by = hit->name;
    slot.blocked_at = hit->at;
  }
  return slot;
}

void add_segments(std::vector<Segment>& out, int row, const std::vector<Slot>& slots) {
  Segment run{row, 0, 0};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].blocker == Blocker::none) {
      if (run.slots == 0) run.first_slot = static_cast<int>(i);
      ++run.slots;
    } else if (run.slots > 0) {
      out.push_back(run);
      run.slots = 0;
    }
  }
  if (run.slots > 0) out.push_back(run);
}

/// A rack in a slot.
struct Standing {
  RectMm rect;
  Side front;
  const Body* body;
  const Product<RearDoorType>* door;

  /// Its rear door and the floor behind that for service.
  [[nodiscard]] long long taken_mm(bool at_front) const {
    return service_depth_mm(*body, at_front) + (at_front ? 0 : depth_mm(door));
  }
};

/// No partition stands in the service clearance of a rack, or hangs into it lower than the rack is high.
bool clear_of_sheets(const Site& site, const Standing& rack) {
  const auto is_near = [&](const Partition& sheet, bool at_front) {
    const long long gap = gap_to(rack.rect, at_front ? rack.front : opposite(rack.front), sheet_rect(sheet));
    return gap >= 0 && gap < rack.taken_mm(at_front);
  };
  return std::none_of(site.hall.partitions.begin(), site.hall.partitions.end(), [&](const Partition& sheet) {
    return in_the_way(sheet, to_mm(rack.body->height_m.high)) && (is_near(sheet, true) || is_near(sheet, false));
  });
}

bool clear_of_fixed(const Site& site, const Slots& slots, const Standing& rack) {
  const RectMm service[] = {strip(rack.rect, rack.front, rack.taken_mm(true)),
                            strip(rack.rect, opposite(rack.front), rack.taken_mm(false))};
  const RectMm hall = hall_rect(site.hall);
  for (const RectMm& free : service) {
    if (!inside(free, hall)) return false;
    for (const RectMm& obstacle : slots.obstacles) {
      if (overlap(free, obstacle)) return false;
    }
  }
  const RectMm stands = with_door(rack.rect, rack.front, rack.door);
  return std::none_of(slots.kept_free.begin(), slots.kept_free.end(),
                      [&](const RectMm& kept) { return overlap(stands, kept); });
}

/// Partitions through the place of a rack, or too low over it.
std::optional<Refusal> sheet_refuses(const Hall& hall, const Body& body, const RectMm& rect) {
  const long long height = to_mm(body.height_m.high);
  if (const Partition* wall = upright_through(hall, rect, height)) return Refusal{Rule::layout_slot, wall->at};
  if (const Partition* lid = level_over(hall, rect, height)) return Refusal{Rule::layout_height, lid->at};
  return std::nullopt;
}

/// Ratings that do not depend on a rack's neighbours.
std::optional<Refusal> floor_refuses(const FloorRating& floor, const Body& body, std::optional<int> casters) {
  const auto within = [](double value, double limit) { return value <= limit * (1 + 1e-9); };
  const std::optional<double> patch = patch_kg_per_m2(body);
  const MaybeValue& footprint = floor.footprint_kg_per_m2;
  if (patch && footprint && !within(*patch, footprint->low)) {
    return Refusal{Rule::layout_floor_patch, footprint->at};
  }
  const std::optional<double> point = point_kg(body, casters, floor);
  if (point && floor.point_kg && !within(*point, floor.point_kg->low)) {
    return Refusal{Rule::layout_floor_point, floor.point_kg->at};
  }
  return std::nullopt;
}

/// Ways in, where the hall names dock doors.
std::optional<Refusal> route_refuses(const Site& site, const Slots& slots, const Placement& rack) {
  if (slots.reached.empty()) return std::nullopt;
  const auto type = static_cast<std::size_t>(rack.type);
  const auto row = static_cast<std::size_t>(rack.row);
  if (slots.reached[type][row][static_cast<std::size_t>(rack.slot)] == 0) {
    return Refusal{Rule::layout_route, site.rows[row].at};
  }
  const RackType& body = site.catalogue.racks[type].body;
  const Crated crate = crated(body.body);
  const MaybeValue& rating = site.hall.floor.rolling_kg;
  if (!rating || !crate.mass_kg || !body.casters) return std::nullopt;
  const double load_kg = crate.mass_kg->high / *body.casters * site.hall.floor.uneven.high;
  if (load_kg > rating->low * (1 + 1e-9)) return Refusal{Rule::layout_route_floor, rating->at};
  return std::nullopt;
}

/// The rule that a rack in a blocked slot breaks.
Rule rule_of(Blocker blocker) {
  if (blocker == Blocker::wall) return Rule::layout_hall;
  return blocker == Blocker::plant ? Rule::layout_overlap : Rule::layout_slot;
}

}  // namespace

Slots slots_of(const Site& site) {
  Slots out;
  const std::vector<Equipment> plant = equipment(site, Plan{});
  const std::vector<Fixed> fixed = fixed_things(site, plant);
  const RectMm hall = hall_rect(site.hall);
  for (std::size_t r = 0; r < site.rows.size(); ++r) {
    std::vector<Slot> slots;
    slots.reserve(static_cast<std::size_t>(site.rows[r].slots));
    for (int i = 0; i < site.rows[r].slots; ++i) slots.push_back(slot_of(site.rows[r], i, hall, fixed));
    add_segments(out.segments, static_cast<int>(r), slots);
    out.rows.push_back(std::move(slots));
  }
  for (const Fixed& thing : fixed) {
    if (thing.kind != Blocker::keep_out) out.obstacles.push_back(thing.rect);
  }
  for (const AskedFloor& asked : asked_floor(site, plant)) out.kept_free.push_back(asked.rect);
  out.reached = reached_slots(site, out);
  return out;
}

Placement positioned(const Site& site, Placement rack) {
  if (rack.type < 0 || rack.type >= static_cast<int>(site.catalogue.racks.size())) return rack;
  if (rack.row < 0 || rack.row >= static_cast<int>(site.rows.size())) return rack;
  const Row& row = site.rows[static_cast<std::size_t>(rack.row)];
  if (rack.slot < 0 || rack.slot >= row.slots) return rack;
  const RectMm slot = slot_rect(row, rack.slot);
  const RectMm body = body_rect(site.catalogue.racks[static_cast<std::size_t>(rack.type)].body.body, 0, 0, row.front);
  long long x = slot.x0;
  long long y = slot.y0;
  if (row.front == Side::south || row.front == Side::north) {
    x += (slot.x1 - slot.x0 - body.x1) / 2;
    if (row.front == Side::north) y = slot.y1 - body.y1;
  } else {
    y += (slot.y1 - slot.y0 - body.y1) / 2;
    if (row.front == Side::east) x = slot.x1 - body.x1;
  }
  rack.x_m = to_m(x);
  rack.y_m = to_m(y);
  rack.rotation_deg = rotation_of(row.front);
  return rack;
}

Plan positioned(const Site& site, Plan plan) {
  for (Placement& rack : plan.racks) rack = positioned(site, std::move(rack));
  return plan;
}

std::optional<Refusal> why_not(const Site& site, const Slots& slots, int type, int row, int slot) {
  const Slot& place = slots.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(slot)];
  if (place.blocker != Blocker::none) return Refusal{rule_of(place.blocker), place.blocked_at};
  const RackType& rack = site.catalogue.racks[static_cast<std::size_t>(type)].body;
  if (to_mm(rack.body.height_m.high) + to_mm(site.hall.overhead_m.high) > to_mm(site.hall.ceiling_m.low)) {
    return Refusal{site.hall.stack.empty() ? Rule::layout_height : Rule::layout_stack, site.hall.ceiling_m.at};
  }
  Placement placed;
  placed.type = type;
  placed.row = row;
  placed.slot = slot;
  placed = positioned(site, placed);
  const RectMm rect = footprint(site, placed);
  const Row& in = site.rows[static_cast<std::size_t>(row)];
  if (!inside(rect, place.rect)) return Refusal{Rule::layout_slot, in.pitch_m.at};
  const Standing standing{rect, side_of(placed.rotation_deg), &rack.body, rear_door(site, row, type)};
  const RectMm reaching = with_door(rect, standing.front, standing.door);
  if (const Box* kept = keep_out_on(site.hall, reaching)) return Refusal{Rule::layout_slot, kept->at};
  if (const std::optional<Refusal> refusal = sheet_refuses(site.hall, rack.body, reaching)) return refusal;
  const Body least = loads_of(site, row, type).least;
  const std::optional<Refusal> refusal = floor_refuses(site.hall.floor, least, rack.casters);
  if (refusal) return refusal;
  if (!clear_of_fixed(site, slots, standing) || !clear_of_sheets(site, standing)) {
    return Refusal{Rule::layout_clearance, in.at};
  }
  return route_refuses(site, slots, placed);
}

bool fits(const Site& site, const Slots& slots, int type, int row, int slot) {
  return !why_not(site, slots, type, row, slot);
}

}  // namespace hallplan::layout
