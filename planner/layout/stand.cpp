/// Whether each piece of equipment stands where it can: inside the hall, in a usable slot, on floor of its
/// own, under the ceiling.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "planner/layout/checks.hpp"
#include "planner/layout/geometry.hpp"
#include "planner/layout/grid.hpp"
#include "planner/layout/rear_doors.hpp"
#include "planner/layout/sheets.hpp"

namespace hallplan::layout {
namespace {

Check hall_case(const Site& site, const Equipment& piece) {
  const RectMm hall = hall_rect(site.hall);
  Side nearest = Side::south;
  for (const Side side : {Side::north, Side::west, Side::east}) {
    if (gap_to_wall(piece.rect, side, hall) < gap_to_wall(piece.rect, nearest, hall)) nearest = side;
  }
  const Value& size = nearest == Side::north || nearest == Side::south ? site.hall.depth_m : site.hall.width_m;
  const bool far_wall = nearest == Side::north || nearest == Side::east;
  CheckSubject subject = far_wall ? about(Rule::layout_hall, piece.name, Dimension::length, size)
                                  : about(Rule::layout_hall, piece.name, Dimension::length, piece.at);
  subject.arithmetic =
      fmt::format("{} stands at {}; the hall reaches to x {} m and y {} m; nearest is the {} wall", piece.name,
                  describe(piece.rect), metres(hall.x1), metres(hall.y1), to_string(nearest));
  return at_least(std::move(subject), to_m(gap_to_wall(piece.rect, nearest, hall)), 0);
}

/// The rack against its slot's size: the tighter of width and depth.
Check size_case(const Row& row, const Placement& rack, const RackType& type, const std::string& slot_name) {
  const auto one = [&](const char* word, const Value& has, const Value& needs) {
    CheckSubject subject = about(Rule::layout_slot, rack.id, Dimension::length, has);
    subject.arithmetic = fmt::format("{} is {} m {}; {} is {} m {}", rack.id, metres(to_mm(needs.high)), word,
                                     slot_name, metres(to_mm(has.low)), word);
    return at_most(std::move(subject), to_m(to_mm(needs.high)), to_m(to_mm(has.low)));
  };
  Check wide = one("wide", row.pitch_m, type.body.width_m);
  Check deep = one("deep", row.depth_m, type.body.depth_m);
  return deep.margin < wide.margin ? deep : wide;
}

/// Half a millimetre is what rounding to millimetres may move a rack; anything else that is stated is another place.
bool near(double stated_m, double slot_m) { return std::abs(stated_m - slot_m) < 0.0005; }

/// Whether plant or a wall takes a part of a slot beside the rack that stands in it. Ways in and out of such a slot are not looked at, as no
/// rack is expected there; a rack that itself meets the plant or the wall is another rule's matter.
bool is_taken_beside(const Site& site, const Slots& slots, const Slot& slot, const RectMm& rack) {
  if (slot.blocker == Blocker::wall) return inside(rack, hall_rect(site.hall));
  return slot.blocker == Blocker::plant &&
         std::none_of(slots.obstacles.begin(), slots.obstacles.end(),
                      [&](const RectMm& obstacle) { return overlap(rack, obstacle); });
}

/// A slot that a column, keep-out or upright partition takes, a rack whose door reaches into a keep-out, or one that does not stand in
/// its slot. Plant and walls that the rack itself meets are other rules' matter, and columns behind a rack its clearance's.
Check slot_case(const Site& site, const Slots& slots, const Placement& rack) {
  const Row& row = site.rows[static_cast<std::size_t>(rack.row)];
  const Slot& slot = slots.rows[static_cast<std::size_t>(rack.row)][static_cast<std::size_t>(rack.slot)];
  const std::string slot_name = fmt::format("row {}, slot {}", row.id, rack.slot + 1);
  const RackType& type = site.catalogue.racks[static_cast<std::size_t>(rack.type)].body;
  CheckSubject subject = about(Rule::layout_slot, rack.id, Dimension::count, row.at);
  if (slot.blocker == Blocker::column || slot.blocker == Blocker::keep_out) {
    subject.at = slot.blocked_at;
    subject.arithmetic =
        fmt::format("{} stands in {} ({}), which {} takes", rack.id, slot_name, describe(slot.rect), slot.blocked_by);
    return holds(std::move(subject), false);
  }
  const RectMm stands = footprint(site, rack);
  if (is_taken_beside(site, slots, slot, stands)) {
    subject.at = slot.blocked_at;
    subject.arithmetic = fmt::format(
        "{} stands at {} in {} ({}), a part of which {}", rack.id, describe(stands), slot_name, describe(slot.rect),
        slot.blocker == Blocker::wall ? "lies outside the hall" : slot.blocked_by + " takes");
    return holds(std::move(subject), false);
  }
  if (const Partition* wall = upright_through(site.hall, stands, to_mm(type.body.height_m.high))) {
    subject.at = wall->at;
    subject.arithmetic = fmt::format("{} stands in {} at {}; {} passes through it at {}", rack.id, slot_name,
                                     describe(stands), sheet_name(*wall), describe(sheet_rect(*wall)));
    return holds(std::move(subject), false);
  }
  const Product<RearDoorType>* door = rear_door(site, rack.row, rack.type);
  const RectMm reaches = with_door(stands, side_of(rack.rotation_deg), door);
  if (const Box* kept = reaches == stands ? nullptr : keep_out_on(site.hall, reaches)) {
    subject.at = kept->at;
    subject.arithmetic = fmt::format("{} stands in {}; with its door {} it takes {}, and keep-out {} is {}", rack.id,
                                     slot_name, door->id, describe(reaches), kept->id, describe(box_rect(*kept)));
    return holds(std::move(subject), false);
  }
  Check size = size_case(row, rack, type, slot_name);
  if (size.status != Status::pass) return size;
  const Placement slotted = positioned(site, rack);
  if (near(rack.x_m, slotted.x_m) && near(rack.y_m, slotted.y_m) && rack.rotation_deg == slotted.rotation_deg) {
    return size;
  }
  subject.arithmetic = fmt::format(
      "{} stands at x {:.4f} m, y {:.4f} m, turned {} degrees; its slot is at x {:.4f} m, y {:.4f} m, {} degrees "
      "({}, front to the {})",
      rack.id, rack.x_m, rack.y_m, rack.rotation_deg, slotted.x_m, slotted.y_m, slotted.rotation_deg, slot_name,
      to_string(row.front));
  return holds(std::move(subject), false);
}

/// What two footprints share, before the places of both.
std::string shared_text(const RectMm& a, const RectMm& b) {
  return fmt::format("both stand on the same floor, {:.6f} m2 of it", static_cast<double>(shared_mm2(a, b)) / 1e6);
}

/// Fixed things that plant may not stand on; racks on them fail by their slot.
void add_plant_on_fixed(std::vector<Check>& cases, const Equipment& piece, const std::vector<Box>& boxes,
                        const char* kind) {
  for (const Box& box : boxes) {
    if (!overlap(piece.rect, box_rect(box))) continue;
    CheckSubject subject =
        about(Rule::layout_overlap, fmt::format("{} and {} {}", piece.name, kind, box.id), Dimension::count, piece.at);
    subject.arithmetic = shared_text(piece.rect, box_rect(box)) + fmt::format("; {} stands at {}; {} {} is {}",
                                                                              piece.name, describe(piece.rect), kind,
                                                                              box.id, describe(box_rect(box)));
    cases.push_back(holds(std::move(subject), false));
  }
}

void add_plant_on_sheet(std::vector<Check>& cases, const Hall& hall, const Equipment& piece) {
  const Partition* wall = upright_through(hall, piece.rect, to_mm(piece.body->height_m.high));
  if (wall == nullptr) return;
  CheckSubject subject =
      about(Rule::layout_overlap, fmt::format("{} and {}", piece.name, sheet_name(*wall)), Dimension::count, piece.at);
  subject.arithmetic = fmt::format("the partition passes through it; {} stands at {}, {} at {}", piece.name,
                                   describe(piece.rect), sheet_name(*wall), describe(sheet_rect(*wall)));
  cases.push_back(holds(std::move(subject), false));
}

Check overlap_case(const Equipment& a, const Equipment& b) {
  CheckSubject subject = about(Rule::layout_overlap, fmt::format("{} and {}", a.name, b.name), Dimension::count, b.at);
  subject.arithmetic = shared_text(a.rect, b.rect) +
                       fmt::format("; {} stands at {}, {} at {}", a.name, describe(a.rect), b.name, describe(b.rect));
  return holds(std::move(subject), false);
}

/// What stands below a lid or roof fits under it. What runs above racks may run above the lid too.
void check_lids(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  for (const Partition& lid : site.hall.partitions) {
    if (!is_level(lid) || !lid.bottom_m) continue;
    const long long bottom = to_mm(lid.bottom_m->low);
    std::vector<Check> cases;
    for (const Equipment& piece : pieces) {
      if (!overlap(piece.rect, sheet_rect(lid))) continue;
      const long long height = to_mm(piece.body->height_m.high);
      CheckSubject subject = about(Rule::layout_height, piece.name, Dimension::length, *lid.bottom_m);
      subject.arithmetic = fmt::format("{} ({}) is {} m high; {} lies over it at {} m", piece.name, piece.type,
                                       metres(height), sheet_name(lid), metres(bottom));
      cases.push_back(at_most(std::move(subject), to_m(height), to_m(bottom)));
    }
    add_summary(out, std::move(cases), "below " + sheet_name(lid));
  }
}

}  // namespace

void check_hall(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  std::vector<Check> cases;
  cases.reserve(pieces.size());
  for (const Equipment& piece : pieces) cases.push_back(hall_case(site, piece));
  add_summary(out, std::move(cases), "hall");
}

void check_slots(std::vector<Check>& out, const Site& site, const Plan& plan, const Slots& slots) {
  std::vector<std::vector<Check>> cases(site.rows.size());
  std::vector<Check> nowhere;
  for (const Placement& rack : plan.racks) {
    const bool has_row = rack.row >= 0 && rack.row < static_cast<int>(site.rows.size());
    if (has_row && rack.slot >= 0 && rack.slot < site.rows[static_cast<std::size_t>(rack.row)].slots) {
      cases[static_cast<std::size_t>(rack.row)].push_back(slot_case(site, slots, rack));
      continue;
    }
    const Mark at = has_row ? site.rows[static_cast<std::size_t>(rack.row)].at : Mark{};
    CheckSubject subject = about(Rule::layout_slot, rack.id, Dimension::count, at);
    subject.arithmetic = fmt::format("{} stands in no slot of the site", rack.id);
    nowhere.push_back(holds(std::move(subject), false));
  }
  for (std::size_t r = 0; r < cases.size(); ++r) add_summary(out, std::move(cases[r]), "row " + site.rows[r].id);
  add_summary(out, std::move(nowhere), "hall");
}

void check_overlap(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  if (pieces.empty()) return;
  std::vector<Check> cases;
  std::size_t unlisted = 0;  // only the first are written out: racks that all stand on one place make very many pairs
  const Grid grid = grid_of(hall_rect(site.hall), pieces);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    for (const int other : meeting(grid, pieces[i].rect)) {
      const auto j = static_cast<std::size_t>(other);
      if (j <= i) continue;
      if (cases.size() < kMostListed) {
        cases.push_back(overlap_case(pieces[i], pieces[j]));
      } else {
        ++unlisted;
      }
    }
    if (pieces[i].rack >= 0) continue;
    add_plant_on_fixed(cases, pieces[i], site.hall.columns, "column");
    add_plant_on_fixed(cases, pieces[i], site.hall.keep_outs, "keep-out");
    add_plant_on_sheet(cases, site.hall, pieces[i]);
  }
  if (cases.empty()) {
    CheckSubject subject = about(Rule::layout_overlap, "hall", Dimension::count, Mark{});
    subject.arithmetic = fmt::format("{} pieces of equipment, no two on the same floor", pieces.size());
    cases.push_back(holds(std::move(subject), true));
  }
  add_summary(out, std::move(cases), "hall", unlisted);
}

void check_height(std::vector<Check>& out, const Site& site, const std::vector<Equipment>& pieces) {
  for (const Equipment* piece : one_of_each(pieces)) {
    // Busways, trays and headers run above the racks; plant only has to fit under the ceiling. Layers are another rule's matter.
    const bool has_overhead = piece->rack >= 0 && site.hall.stack.empty();
    const long long overhead = has_overhead ? to_mm(site.hall.overhead_m.high) : 0;
    const long long height = to_mm(piece->body->height_m.high);
    CheckSubject subject = about(Rule::layout_height, piece->type, Dimension::length, site.hall.ceiling_m);
    subject.arithmetic = has_overhead ? fmt::format("rack {} m + overhead {} m = {} m", metres(height),
                                                    metres(overhead), metres(height + overhead))
                                      : fmt::format("{} m high", metres(height));
    out.push_back(at_most(std::move(subject), to_m(height + overhead), to_m(to_mm(site.hall.ceiling_m.low))));
  }
  check_lids(out, site, pieces);
}

}  // namespace hallplan::layout
