/// A site as the search sees it: indices and whole numbers, no names. Slots that can take a rack, what each rack type takes
/// there, the ways to connect it, and every capacity row. Rows are turned into integers once (`reduce.hpp`), so that adding
/// and removing racks is exact and never drifts.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/layout/layout.hpp"
#include "planner/layout/trays.hpp"
#include "planner/search/density.hpp"

namespace hallplan::search {

using Amount = std::int64_t;

/// What is to be had most of: compute racks, or their value where demands differ in it.
enum class Gain { racks, value };

/// What a rack takes of one reduced row.
struct Use {
  int row = 0;
  Amount amount = 0;
};

/// A place in half millimetres: centres of footprints are whole there.
struct Point {
  long long x = 0, y = 0;
};

/// |dx| + |dy| in half millimetres.
[[nodiscard]] long long manhattan(const Point& a, const Point& b);

/// Where a rack's cables start: the middle of its footprint, and the trays nearest to it where the site names trays.
struct CableEnd {
  Point centre;
  layout::TrayEnd tray = {};
};

/// A free slot that at least one demanded type fits. Slots are sorted by row, then slot.
struct SlotInfo {
  int row = 0;
  int slot = 0;
  int run = 0;  ///< slots of one run are neighbours without a gap
  Point centre;
};

/// A rack type in a slot: spot number = slot index * types + type.
struct Spot {
  bool usable = false;
  Point centre;                       ///< of the footprint
  layout::TrayEnd tray = {};          ///< nearest to it
  std::vector<capacity::Term> terms;  ///< what standing here takes, whatever the connections (floor bays)
  std::vector<Use> uses;              ///< the same, reduced
  std::vector<int> conflicts;         ///< spots that cannot be taken together with this one (clearances, overlap)
  kernels::density::Rect rect;
};

/// A way to connect a rack of a type in a site's row.
struct Wire {
  int choice = -1;  ///< in `capacity::choices(site)`
  int type = 0;
  int row = 0;
  std::vector<capacity::Term> terms;
  std::vector<Use> uses;
};

/// A demand line, with types as the model counts them (-1: none).
struct Kind {
  int compute = -1, network = -1, management = -1;
  int compute_racks = 0, network_racks = 0;
  int units_per_management = 0;
  std::int64_t value = 0;  ///< of a compute rack, thousandths; 0 where all are worth the same
  int wanted = 0;          ///< units; a very large number for "as many as fit"; no more than are delivered
  int ordered = 0;         ///< the same, delivered or not
  int due = 0;  ///< of these, what the verdict asks for: all of a number, one where as many as fit are wanted
  int sure =
      0;  ///< of these, those beyond pinned ones that every plan a bound speaks of has: 0, save in `where_due_stands`
  int pinned_units = 0;
  int pinned_management = 0;

  /// Management racks that this many units (pinned ones included) need beyond the pinned ones.
  [[nodiscard]] int management_for(int units) const;
};

/// A unit some racks of which the site pins.
struct PinnedUnit {
  int kind = 0;
  int number = 0;
  std::vector<CableEnd> compute, network;
  int missing_compute = 0, missing_network = 0;
};

/// The rows of power and coolant that a full hall may not reach but further racks could: for the room that is left.
struct Room {
  std::vector<Amount> free;            ///< by row
  std::vector<std::vector<Use>> uses;  ///< by wire
  std::vector<int> ways;               ///< wires of the first demand's compute type, those that take the same once
};

/// Rules of units that the policy takes as warnings: what they ask bounds no plan.
struct LivedWith {
  bool loose_racks = false;       ///< racks in no whole unit
  bool missing_managers = false;  ///< units without their management racks
  bool undelivered = false;       ///< more units than have come

  [[nodiscard]] bool any() const { return loose_racks || missing_managers || undelivered; }
};

struct Model {
  int types = 0;
  std::vector<int> site_type;           ///< by type, in the catalogue
  std::vector<std::string> type_names;  ///< by type: its id
  int site_rows = 0;
  std::vector<SlotInfo> slots;
  std::vector<std::map<Rule, int>> refused;  ///< by type: slots that do not take it, by the rule that refuses it
  std::vector<Spot> spots;
  std::vector<Wire> wires;
  std::vector<std::vector<int>> wires_of;  ///< by type * site_rows + row
  std::vector<Kind> kinds;                 ///< by demand
  std::vector<PinnedUnit> pinned_units;
  LivedWith lived_with;
  int pinned_compute = 0;
  bool valued = false;            ///< demands differ in value
  std::int64_t pinned_value = 0;  ///< of the pinned compute racks, thousandths
  std::vector<double> air_w;      ///< by type: heat to the hall's air; empty where it is not known
  long long reach = 0;  ///< most |dx| + |dy| between a compute rack and a network rack of its unit, half millimetres
  bool reach_proves = true;  ///< no plan may have longer ones; else the search alone keeps to it
  double cable_fixed_m = 0;  ///< drops and slack of one cable
  layout::TrayWays trays;    ///< empty where cables run along x and y everywhere
  DensityGuard density;

  std::vector<capacity::Row> rows;  ///< as the domains state them, then the floor bays
  std::vector<double> pinned_use;   ///< by row: what pinned racks take
  std::vector<Amount> free;         ///< by reduced row: what is left for racks to be placed
  std::vector<int> free_of;         ///< by reduced row: the row in `rows` that it stands for
  Room room;

  [[nodiscard]] const Spot& spot(int slot, int type) const {
    return spots[static_cast<std::size_t>(slot) * static_cast<std::size_t>(types) + static_cast<std::size_t>(type)];
  }
  /// A cable without drops and slack, half millimetres: no less than |dx| + |dy|. More than any reach where no tray leads.
  [[nodiscard]] long long cable(const CableEnd& from, const CableEnd& to) const {
    return trays.empty() ? manhattan(from.centre, to.centre) : trays.length_half_mm(from.tray, to.tray);
  }
  [[nodiscard]] int spot_index(int slot, int type) const { return slot * types + type; }
  [[nodiscard]] const std::vector<int>& wires_at(int slot, int type) const {
    const int row = slots[static_cast<std::size_t>(slot)].row;
    return wires_of[static_cast<std::size_t>(type) * static_cast<std::size_t>(site_rows) +
                    static_cast<std::size_t>(row)];
  }
};

/// Every additive limit of a site: power, liquid, air.
[[nodiscard]] capacity::Part capacity_part(const Site& site, const std::vector<capacity::Choice>& choices);

/// The model of a site under every additive limit. `choices` are the site's.
[[nodiscard]] Model model_of(const Site& site, const std::vector<capacity::Choice>& choices);
[[nodiscard]] Model model_of(const Site& site);

/// What racks to be placed may take of a row, with half of the rounding that a check forgives.
[[nodiscard]] double left_of(const Model& model, std::size_t row);

/// Fills `wires_of` and the reduced rows from the rest: what `model_of` ends with.
void finish(Model& model);

}  // namespace hallplan::search
