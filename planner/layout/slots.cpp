/// Slots of the rows, what blocks them, and which rack types they take.
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "planner/layout/asked_floor.hpp"
#include "planner/layout/floor.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/sheets.hpp"
#include "planner/layout/ways.hpp"
#include "planner/site/policy.hpp"

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

/// A column or keep-out before a wall: no rack stands on one, but one that is narrower than the slot may stand short of a wall.
Slot slot_of(const Row& row, int index, const RectMm& hall, const std::vector<Fixed>& fixed) {
  Slot slot;
  slot.rect = slot_rect(row, index);
  const auto hit = std::find_if(fixed.begin(), fixed.end(), [&](const Fixed& f) { return overlap(slot.rect, f.rect); });
  if (!inside(slot.rect, hall) && (hit == fixed.end() || hit->kind == Blocker::plant)) {
    slot.blocker = Blocker::wall;
    slot.blocked_by = "outside the hall";
    slot.blocked_at = row.at;
    return slot;
  }
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

/// A rack that is tried in a slot.
struct Tried {
  const Site& site;
  const Slots& slots;
  const Slot& slot;
  const Row& row;
  const RackType& type;
  Placement rack;
  RectMm rect, reaching;  ///< without and with its rear door
  Side front;
  const Product<RearDoorType>* door;
};

/// A column, keep-out, wall or plant on its slot.
std::optional<Refusal> slot_refuses(const Tried& tried) {
  switch (tried.slot.blocker) {
    case Blocker::none:
      return std::nullopt;
    case Blocker::wall:
      return Refusal{Rule::layout_hall, tried.slot.blocked_at};
    case Blocker::plant:
      return Refusal{Rule::layout_overlap, tried.slot.blocked_at};
    case Blocker::column:
    case Blocker::keep_out:
      return Refusal{Rule::layout_slot, tried.slot.blocked_at};
  }
  return std::nullopt;
}

std::optional<Refusal> ceiling_refuses(const Tried& tried) {
  const Hall& hall = tried.site.hall;
  if (to_mm(tried.type.body.height_m.high) + to_mm(hall.overhead_m.high) <= to_mm(hall.ceiling_m.low)) {
    return std::nullopt;
  }
  return Refusal{hall.stack.empty() ? Rule::layout_height : Rule::layout_stack, hall.ceiling_m.at};
}

std::optional<Refusal> size_refuses(const Tried& tried) {
  if (!inside(tried.rect, tried.slot.rect)) return Refusal{Rule::layout_slot, tried.row.pitch_m.at};
  if (const Box* kept = keep_out_on(tried.site.hall, tried.reaching)) return Refusal{Rule::layout_slot, kept->at};
  return std::nullopt;
}

/// Partitions through the place of a rack.
std::optional<Refusal> wall_refuses(const Tried& tried) {
  const long long height = to_mm(tried.type.body.height_m.high);
  const Partition* wall = upright_through(tried.site.hall, tried.reaching, height);
  return wall != nullptr ? std::optional(Refusal{Rule::layout_slot, wall->at}) : std::nullopt;
}

/// Partitions too low over it.
std::optional<Refusal> lid_refuses(const Tried& tried) {
  const Partition* lid = level_over(tried.site.hall, tried.reaching, to_mm(tried.type.body.height_m.high));
  return lid != nullptr ? std::optional(Refusal{Rule::layout_height, lid->at}) : std::nullopt;
}

bool within(double value, double limit) { return value <= limit * (1 + 1e-9); }

/// Ratings that do not depend on a rack's neighbours, held against the least that it may weigh in this row.
std::optional<Refusal> patch_refuses(const Tried& tried) {
  const MaybeValue& rating = tried.site.hall.floor.footprint_kg_per_m2;
  if (!rating) return std::nullopt;
  const std::optional<double> patch = patch_kg_per_m2(loads_of(tried.site, tried.rack.row, tried.rack.type).least);
  if (!patch || within(*patch, rating->low)) return std::nullopt;
  return Refusal{Rule::layout_floor_patch, rating->at};
}

std::optional<Refusal> point_refuses(const Tried& tried) {
  const FloorRating& floor = tried.site.hall.floor;
  if (!floor.point_kg) return std::nullopt;
  const Body least = loads_of(tried.site, tried.rack.row, tried.rack.type).least;
  const std::optional<double> point = point_kg(least, tried.type.casters, floor);
  if (!point || within(*point, floor.point_kg->low)) return std::nullopt;
  return Refusal{Rule::layout_floor_point, floor.point_kg->at};
}

/// Floor free before and behind a rack, up to fixed things and walls. No partition stands in it, or hangs into it lower than the rack is
/// high.
bool has_free(const Tried& tried, Rule rule) {
  const RectMm hall = hall_rect(tried.site.hall);
  for (const bool at_front : {true, false}) {
    const Side side = at_front ? tried.front : opposite(tried.front);
    const long long asked = service_depth_mm(tried.type.body, at_front, rule);
    const long long depth = asked + (at_front ? 0 : depth_mm(tried.door));
    const RectMm free = strip(tried.rect, side, depth);
    if (!inside(free, hall)) return false;
    for (const RectMm& obstacle : tried.slots.obstacles) {
      if (overlap(free, obstacle)) return false;
    }
    for (const Partition& sheet : tried.site.hall.partitions) {
      const long long gap = gap_to(tried.rect, side, sheet_rect(sheet));
      if (gap >= 0 && gap < depth && in_the_way(sheet, to_mm(tried.type.body.height_m.high))) return false;
    }
  }
  return true;
}

std::optional<Refusal> clearance_refuses(const Tried& tried) {
  if (has_free(tried, Rule::layout_clearance)) return std::nullopt;
  return Refusal{Rule::layout_clearance, tried.row.at};
}

std::optional<Refusal> pull_refuses(const Tried& tried) {
  if (has_free(tried, Rule::layout_pull)) return std::nullopt;
  return Refusal{Rule::layout_pull, tried.row.at};
}

/// Floor that plant asks to be free, and the rule that asks it.
struct KeptFree {
  RectMm rect;
  Rule rule;
};

/// By piece of plant; a rule that only warns keeps no floor.
std::vector<KeptFree> kept_free(const Site& site, const std::vector<Equipment>& plant) {
  std::vector<KeptFree> out;
  const auto keep = [&](const RectMm& rect, Rule rule) {
    if (!only_warns(site.policy, rule)) out.push_back({rect, rule});
  };
  for (const AskedFloor& asked : asked_floor(site, plant)) {
    if (asked.is_working) {
      keep(asked.rect, Rule::layout_working);
      continue;
    }
    const Equipment& piece = plant[asked.piece];
    for (const Rule rule : {Rule::layout_clearance, Rule::layout_pull}) {
      const long long depth = service_depth_mm(*piece.body, asked.side == piece.front, rule);
      if (depth > 0) keep(strip(piece.rect, asked.side, depth), rule);
    }
  }
  return out;
}

/// The rule is looked up where some floor is asked: slots that plant refuses are few.
std::optional<Refusal> plant_refuses(const Tried& tried) {
  const std::vector<RectMm>& all = tried.slots.kept_free;
  const auto met =
      std::find_if(all.begin(), all.end(), [&](const RectMm& kept) { return overlap(tried.reaching, kept); });
  if (met == all.end()) return std::nullopt;
  const std::vector<KeptFree> kept = kept_free(tried.site, equipment(tried.site, Plan{}));
  return Refusal{kept[static_cast<std::size_t>(met - all.begin())].rule, tried.row.at};
}

/// Ways in, where the hall names dock doors.
std::optional<Refusal> route_refuses(const Tried& tried) {
  const auto& reached = tried.slots.reached;
  if (reached.empty()) return std::nullopt;
  const auto type = static_cast<std::size_t>(tried.rack.type), row = static_cast<std::size_t>(tried.rack.row);
  if (reached[type][row][static_cast<std::size_t>(tried.rack.slot)] != 0) return std::nullopt;
  return Refusal{Rule::layout_route, tried.row.at};
}

std::optional<Refusal> rolling_refuses(const Tried& tried) {
  const FloorRating& floor = tried.site.hall.floor;
  const Crated crate = crated(tried.type.body);
  if (tried.slots.reached.empty() || !floor.rolling_kg || !crate.mass_kg || !tried.type.casters) return std::nullopt;
  const double load_kg = crate.mass_kg->high / *tried.type.casters * floor.uneven.high;
  if (within(load_kg, floor.rolling_kg->low)) return std::nullopt;
  return Refusal{Rule::layout_route_floor, floor.rolling_kg->at};
}

/// Each speaks for one rule, so that a rule that only warns hides none behind it.
constexpr std::array kRefuse = {slot_refuses, ceiling_refuses, size_refuses,  wall_refuses,
                                lid_refuses,  patch_refuses,   point_refuses, clearance_refuses,
                                pull_refuses, plant_refuses,   route_refuses, rolling_refuses};

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
  for (const KeptFree& kept : kept_free(site, plant)) out.kept_free.push_back(kept.rect);
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
  Placement rack;
  rack.type = type;
  rack.row = row;
  rack.slot = slot;
  rack = positioned(site, rack);
  const RectMm rect = footprint(site, rack);
  const Side front = side_of(rack.rotation_deg);
  const Product<RearDoorType>* door = rear_door(site, row, type);
  const auto row_number = static_cast<std::size_t>(row);
  const Tried tried{site,
                    slots,
                    slots.rows[row_number][static_cast<std::size_t>(slot)],
                    site.rows[row_number],
                    site.catalogue.racks[static_cast<std::size_t>(type)].body,
                    rack,
                    rect,
                    with_door(rect, front, door),
                    front,
                    door};
  for (const auto refuses : kRefuse) {
    const std::optional<Refusal> refusal = refuses(tried);
    if (refusal && !only_warns(site.policy, refusal->rule)) return refusal;
  }
  return std::nullopt;
}

bool fits(const Site& site, const Slots& slots, int type, int row, int slot) {
  return !why_not(site, slots, type, row, slot);
}

}  // namespace hallplan::layout
