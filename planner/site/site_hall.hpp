/// The part of a site that is its basis of design, phases, policy and hall. Included by `site.hpp`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/site/value.hpp"

namespace hallplan {

enum class Axis { x, y };
/// The compass side a rack's front looks to: south is -y.
enum class Side { south, north, west, east };

// --- basis of design --------------------------------------------------------------------------------------------------

enum class ElectricalCode { nec, iec };
/// Which of a rack's power levels the site provisions as sustained load.
enum class SustainedLevel { tdp, max };

struct Basis {
  SustainedLevel sustained = SustainedLevel::tdp;
  ElectricalCode electrical_code = ElectricalCode::nec;
  Value elevation_m;
  Value outdoor_degc;  ///< design weather for heat rejection
  MaybeValue outdoor_wet_bulb_degc;
  Value room_air_degc;        ///< at the racks' inlets, for airflow tables
  Value busway_ambient_degc;  ///< air around the busways
  Value power_factor;         ///< of the load, where a rating is in amperes or kVA
  Value dew_point_degc;       ///< of the room
  Value dew_point_margin_k;   ///< that coolant stays above it
  /// Before electrical equipment, as NEC 110.26 has it: 1 nothing live or grounded opposite, 2 grounded parts (concrete, brick and
  /// tiled walls count as such, as do racks), 3 exposed live parts.
  int working_condition = 2;
  MaybeValue working_space_m;  ///< the site's own depth of it; under NEC no less than the code's
};

// --- phases ---------------------------------------------------------------------------------------------------------------

/// A state of the hall that lasts until the next one: what is energised, delivered and retired by its date.
struct Phase {
  std::string id;
  Mark at;
  std::string date;  ///< YYYY-MM-DD
};

/// How many units there are from a phase on; `id` is the phase's.
struct PhaseUnits {
  std::string id;
  Mark at;
  int units = 0;
  int phase = -1;  ///< index of the phase, set when references are resolved
};

/// What a hall must stand: one failure; or one more, while something is out of service for maintenance.
enum class FaultPolicy { single, maintenance };

/// Required margins, as shares of the limits of a domain.
struct Margins {
  MaybeValue power, liquid, air;
};

/// What the owner asks for beyond the limits themselves.
struct Policy {
  FaultPolicy power = FaultPolicy::single;
  FaultPolicy liquid = FaultPolicy::single;  ///< CDUs
  FaultPolicy air = FaultPolicy::single;
  FaultPolicy rejection = FaultPolicy::single;
  Margins margins;
  std::vector<Ref> warnings;  ///< rules whose failures do not fail the verdict
};

// --- hall ---------------------------------------------------------------------------------------------------------------

/// A rectangle on the floor.
struct Box {
  std::string id;
  Mark at;
  Value x_m, y_m, width_m, depth_m;
};

struct FloorRating {
  Value bay_m;                     ///< side of the square bays the slab is rated by
  Value bay_kg_per_m2;             ///< average over a bay
  MaybeValue footprint_kg_per_m2;  ///< under one footprint
  MaybeValue point_kg;             ///< under one caster
  Value uneven;                    ///< a caster's load over an even share, for an uneven stand
  MaybeValue rolling_kg;           ///< under one caster that rolls
};

/// A sheet without thickness: a wall, a door that is shut, a perforated panel. Upright with one of `width_m` and `depth_m`,
/// level with both.
struct Partition {
  std::string id;
  Mark at;
  Value x_m, y_m;
  MaybeValue width_m, depth_m;
  MaybeValue bottom_m;  ///< 0 when absent
  MaybeValue top_m;     ///< the ceiling when absent
  MaybeValue openness;  ///< free area over its area; 0 when absent
};

enum class Wall { south, north, west, east, floor, ceiling };

enum class DoorKind { dock, egress, both };

/// A door in one of the hall's four walls.
struct Door {
  std::string id;
  Mark at;
  Wall wall = Wall::south;
  Value position_m;  ///< from the wall's west or south end to the near edge of the opening
  Value width_m, height_m;
  DoorKind kind = DoorKind::both;
  MaybeValue rating_kg;  ///< of the ramp or lift that leads to it
};

/// How people leave the hall.
struct Egress {
  MaybeValue aisle_m;   ///< clear width of the way; set when the site is loaded where a door is for egress
  MaybeValue travel_m;  ///< longest way to a door
};

/// What hangs or is kept free above the racks at one height, from below.
struct StackLayer {
  std::string id;
  Mark at;
  Value height_m;
  MaybeValue gap_m;          ///< kept free below it
  MaybeValue mass_kg_per_m;  ///< that the ceiling grid carries over each row
};

struct Hall {
  Value width_m, depth_m, ceiling_m;
  MaybeValue plenum_m;  ///< clear height of the void above the ceiling, by which air units draw
  MaybeValue tile_m;    ///< a slab has none
  Value
      overhead_m;  ///< kept above the racks: busway, trays, headers, sprinkler clearance; the sum of `stack` where given
  FloorRating floor;
  std::vector<Box> columns;
  std::vector<Box> keep_outs;
  std::vector<Partition> partitions;
  std::vector<Door> doors;
  std::optional<Egress> egress;
  std::vector<StackLayer> stack;
  MaybeValue hung_kg_per_m;  ///< the ceiling grid's rating over a row
};

}  // namespace hallplan
