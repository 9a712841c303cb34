/// Where racks can stand and whether a placement stands well: slots and segments of the rows, clearances,
/// overlap, height, the three floor checks, and scalable units with their network racks within cable reach.
///
/// Geometry is exact to the millimetre: lengths are rounded to whole millimetres once, and compared as
/// integers. Checks take the unfavourable end of a disputed value: large footprints, heavy racks, wide
/// clearances, small halls and slots, weak floors; the load under a footprint takes the smallest one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::layout {

/// A rectangle on the floor in whole millimetres, x0 < x1, y0 < y1.
struct RectMm {
  long long x0 = 0, y0 = 0, x1 = 0, y1 = 0;
  friend bool operator==(const RectMm&, const RectMm&) = default;
};

/// True when the rectangles share floor (touching edges do not).
[[nodiscard]] bool overlap(const RectMm& a, const RectMm& b);

/// What keeps a slot from being used.
enum class Blocker { none, wall, column, keep_out, plant };

/// One slot of a row.
struct Slot {
  RectMm rect;
  Blocker blocker = Blocker::none;
  std::string blocked_by;  ///< "column c1", "CDU cdu-2", "outside the hall"; empty when usable
  Mark blocked_at;         ///< where the files put it
};

/// A run of usable neighbouring slots of one row.
struct Segment {
  int row = 0;
  int first_slot = 0;
  int slots = 0;
};

struct Slots {
  std::vector<std::vector<Slot>> rows;  ///< by site row
  std::vector<Segment> segments;        ///< by row, then first slot
  std::vector<RectMm> obstacles;        ///< columns and plant: a rack's service clearance must not meet them
  std::vector<RectMm> kept_free;  ///< service clearances, pull and working space of plant: no rack may stand there
  /// Slots that a rack type gets to from a dock door (1), does not (0), that the hall has too many edges to tell (2), or that hang on
  /// the rack's unknown mass (3), by rack type, row and slot; no types when the hall names no dock door.
  std::vector<std::vector<std::vector<char>>> reached;
};

/// All slots of a site, with what blocks them: the hall's walls, columns, keep-outs, CDUs and air units; and the ways to them.
[[nodiscard]] Slots slots_of(const Site& site);

/// Sets a rack's position and rotation from its row and slot: centred in the slot's width, flush with the
/// row's front. A rack whose type, row or slot the site does not hold comes back as it is.
[[nodiscard]] Placement positioned(const Site& site, Placement rack);
/// The same for every rack of a plan: what pinned racks need before they can be checked.
[[nodiscard]] Plan positioned(const Site& site, Plan plan);

/// A rule that keeps a rack type out of a slot, and where the files set its limit or place what is in the way.
struct Refusal {
  Rule rule;
  Mark at;
};

/// The first rule that refuses a rack of this type in this slot whatever other racks do; nothing when it fits.
[[nodiscard]] std::optional<Refusal> why_not(const Site& site, const Slots& slots, int type, int row, int slot);

/// True when a rack of this type can stand in this slot whatever other racks do: wide, deep enough, usable,
/// under the ceiling, within the floor's footprint and point ratings, clear of walls, partitions, columns and plant. An
/// absent value excludes nothing: the check of the placement says that it is unknown.
[[nodiscard]] bool fits(const Site& site, const Slots& slots, int type, int row, int slot);

/// A piece of equipment on the floor: placed rack, CDU, air unit or power device.
struct Equipment {
  std::string name;   ///< "c1", "CDU cdu-1", "air unit crah-1"
  std::string type;   ///< its product's id
  std::string group;  ///< what it stands with: "row r1", "CDU group g1", "air zone room"
  RectMm rect;
  Side front = Side::south;
  const Body* body = nullptr;
  std::optional<int> casters;                   ///< not known without; a power device stands on its whole base
  const Product<RearDoorType>* door = nullptr;  ///< behind `rect`, as deep as it is; null without one
  int rack = -1;                                ///< index into the plan, -1 for plant
  int device = -1;                              ///< index into `site.devices`, -1 for what is none
  Mark at;                                      ///< where the files put it: a pinned rack or its row, a plant unit
};

/// Everything that stands in the hall, plant first, in a fixed order: CDUs, air units, racks as the plan
/// lists them; power devices after the air units. Units and devices without a place stand outside. Refers to `site`, whose types the plan's racks must name.
[[nodiscard]] std::vector<Equipment> equipment(const Site& site, const Plan& plan);

/// Footprint of a placed rack, from its stated position and rotation.
[[nodiscard]] RectMm footprint(const Site& site, const Placement& rack);

/// Length of a cable between two racks: along the trays (see `trays.hpp`; without any |dx| + |dy| between rack centres), a drop at
/// each end, slack. Infinite where no way of trays joins them.
[[nodiscard]] double cable_length_m(const Site& site, const Placement& from, const Placement& to);

/// All layout and demand checks of a placement. Like checks are one line, with the tightest case; each
/// failing case is a line of its own, at most 20 a rule and element.
[[nodiscard]] std::vector<Check> check(const Site& site, const Plan& plan);

}  // namespace hallplan::layout
