/// A site as the planner sees it: typed, in SI, every reference resolved to an index. Made only by `load_site`, so a
/// `Site` in hand is complete and consistent.
///
/// Coordinates: x to the east, y to the north, metres from the hall's south-west corner. Boxes and footprints are given by
/// their corner of least x and y.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/site/product.hpp"
#include "planner/site/site_hall.hpp"
#include "planner/site/site_plant.hpp"
#include "planner/site/site_purchases.hpp"
#include "planner/site/value.hpp"

namespace hallplan {

// --- rows -----------------------------------------------------------------------------------------------------------------

/// An A and a B feed that a rack can hang on together.
struct FeedPair {
  Ref a, b;
};

struct Row {
  std::string id;
  Mark at;
  Value x_m, y_m;  ///< corner of the row's first slot with least x and y
  Axis along = Axis::x;
  Side front = Side::south;
  int slots = 0;
  Value pitch_m;  ///< slot width
  Value depth_m;
  std::vector<FeedPair> feeds;
  std::vector<Ref> cdu_groups;
  Ref air_zone;
};

/// How the rows of a block face each other: pairs back to back over a hot aisle, front to front over a cold one, or all the
/// same way, where racks blow into ducts; without containment as `hot`.
enum class BlockContainment { none, hot, cold, chimney };
/// The side the fronts of a block with chimneys look to.
enum class BlockFront { automatic, south, north, west, east };

/// What a block's rows offer their racks. Names may hold "{row}", for which each row's number stands.
struct RowServices {
  std::string id;  ///< of an exception: the row's number
  Mark at;
  std::vector<std::string> given;  ///< lists that are named: an empty one is not the block's
  std::vector<FeedPair> feeds;
  std::vector<Ref> cdu_groups;
  Ref air_zone;
};

struct BlockArea {
  Value width_m, depth_m;
};

/// Rows that are laid out by rules. Expanded when a site is loaded: a `Site` in hand holds the rows alone.
struct RowBlock : RowServices {
  Value x_m, y_m;  ///< corner of least x and y
  Axis along = Axis::x;
  std::optional<BlockArea> area;
  int rows = 0;   ///< 0: as many as fit into the area; whole pairs where an aisle is contained
  int slots = 0;  ///< 0: as many as fit
  Value pitch_m;
  Value depth_m;  ///< of a slot
  BlockContainment containment = BlockContainment::none;
  BlockFront front = BlockFront::automatic;
  MaybeValue hot_aisle_m;   ///< between rears
  MaybeValue cold_aisle_m;  ///< between fronts; with chimneys between one row's front and the next one's rear
  bool snap = false;        ///< fronts and first slots on tile lines; aisles grow as they must
  std::vector<RowServices> by_row;
};

// --- power ----------------------------------------------------------------------------------------------------------------

enum class DeviceKind { utility, generator, transformer, switchboard, ups, busway, pdu };
/// How a device with several sources draws from them: in equal parts, or from the first that is live.
enum class Sharing { equal, first };
enum class FeedSide { none, a, b };

/// Where a power device stands in the hall. `Body` has its size as it stands: width along its front.
struct DevicePlace : Body {
  Value x_m, y_m;
  Side front = Side::south;
};

/// Places for tap-off boxes along a busway.
struct TapOffs {
  int count = 0;
  MaybeValue rating_a;  ///< of the largest box that fits; of this and its type's the least governs
  Ref type;
};

struct Device {
  std::string id;
  Mark at;
  DeviceKind kind = DeviceKind::switchboard;
  FeedSide side = FeedSide::none;
  std::vector<Ref> from;
  Sharing sharing = Sharing::equal;
  Ref busway_type, ups_type, transformer_type, generator_type;
  int modules = 1;        ///< of a UPS, in parallel
  int spare_modules = 0;  ///< of them, those that may be lost; with a UPS type
  MaybeValue rating_w;    ///< of several ratings, its type's among them, the least governs; at its output
  MaybeValue rating_va;
  MaybeValue rating_a;      ///< needs `voltage_v`, or a busway type that states one
  MaybeValue voltage_v;     ///< line to line, three phases
  MaybeValue short_time_w;  ///< for the sum of electrical peaks
  MaybeValue efficiency;    ///< output over input; a UPS or transformer type states its own; else lossless
  /// Its overcurrent device is 100 % rated for continuous load. Unsaid: a busway as its type; other switchboards, PDUs and
  /// busways must say so under NEC; the rest have no such rule.
  std::optional<bool> full_rated;
  bool maintained = true;  ///< taken out of service while racks run; else only lost
  std::optional<TapOffs> tap_offs;
  MaybeValue start_s;                   ///< of a generator: from utility loss until it takes load; else its type's
  MaybeValue transfer_s;                ///< until it draws from its next source when one is lost
  MaybeValue runtime_s;                 ///< of a UPS's battery at its full rating; else its type's
  MaybeValue recharge_w;                ///< most that a UPS takes in for its battery, besides its load; else its type's
  MaybeValue fault_va;                  ///< of a utility: short-circuit power it delivers; infinite when absent
  MaybeValue impedance;                 ///< of a transformer, on its kVA rating; else its type's
  MaybeValue x_over_r;                  ///< of a utility, transformer or generator; else its type's
  MaybeValue interrupting_a;            ///< short-circuit current its overcurrent devices break
  MaybeValue test_x_over_r;             ///< at which they are tested to break it; the code's when absent
  MaybeValue swing_limit_w;             ///< of a utility: most that its load may rise or fall at once
  MaybeValue ramp_w_per_s;              ///< of a utility: fastest that its load may rise or fall
  MaybeValue ambient_degc;              ///< air around it; see `power::limit_of` for those that state none
  std::vector<DeratingPoint> derating;  ///< of its own ratings, in that air
  std::vector<AltitudePoint> altitude;  ///< of its own ratings
  bool in_hall = false;                 ///< its losses heat the hall
  std::optional<DevicePlace> place;     ///< on the hall's floor
  Ref air_zone;                         ///< the zone its losses heat, when in the hall
  Ref energised;                        ///< the phase from which it has power; the first when not given
  bool waiting = false;                 ///< not energised yet in the phase that is looked at (see `in_phase`)
};

// --- openings and the air model -------------------------------------------------------------------------------------

/// A rectangle in a wall, the floor or the ceiling of the hall: x and width unless the wall is west or east, y and depth
/// unless it is south or north, bottom and top in walls.
struct WallOpening {
  std::string id;
  Mark at;
  Wall wall = Wall::south;
  MaybeValue x_m, y_m, width_m, depth_m, bottom_m, top_m;
};

/// Blows air into the hall.
struct AirSupply : WallOpening {
  MaybeValue velocity_m_per_s;  ///< this or the flow
  MaybeValue flow_m3_per_s;
  Value temperature_degc;
  MaybeValue intensity;      ///< of turbulence; 10 % when absent
  MaybeValue eddy_length_m;  ///< 0.07 times the opening's hydraulic diameter when absent
};

/// Is open to a room at zero pressure.
struct AirReturn : WallOpening {
  MaybeValue temperature_degc;  ///< of air that comes in through it; the basis' room air when absent
};

enum class TurbulenceModel { zero_equation, k_epsilon, none };
enum class ConvectionScheme { upwind, limited };
enum class DrawnAir { plain, boundary_value };

/// How the air field is solved. Absent numbers are those of the hall's own air.
struct FieldModel {
  MaybeValue screen_cell_m;
  MaybeValue validate_cell_m;
  TurbulenceModel turbulence = TurbulenceModel::zero_equation;
  ConvectionScheme scheme = ConvectionScheme::upwind;
  DrawnAir drawn_air = DrawnAir::plain;
  MaybeValue viscosity_m2_per_s;
  MaybeValue prandtl;
  MaybeValue turbulent_prandtl;
  MaybeValue expansion_per_k;
  MaybeValue reference_degc;
  MaybeValue density_kg_per_m3;
  MaybeValue specific_heat_j_per_kg_k;
  MaybeValue rack_specific_heat_j_per_kg_k;  ///< of a rack's mass, for what happens in time
  MaybeValue rack_mass_share;  ///< of that mass, what follows the air through the rack; without both: none
  bool calibrated = false;     ///< against measured temperatures of this hall
};

// --- network and demand ------------------------------------------------------------------------------------------------

/// A straight cable tray under the ceiling, without width.
struct Tray {
  std::string id;
  Mark at;
  Value x_m, y_m;  ///< its west or south end
  Axis along = Axis::x;
  Value length_m;
};

struct Network {
  Ref cable;                ///< between compute racks and their unit's network racks
  Value drop_m;             ///< from a rack's port up to the tray, each end
  Value slack_m;            ///< service loop, both ends together
  std::vector<Tray> trays;  ///< empty: trays run everywhere, along x and along y
};

/// A kind of scalable unit that is wanted: compute racks with the network racks that make them one machine, and their
/// part of the management racks.
struct Demand {
  std::string id;
  Mark at;
  Ref compute;
  int compute_racks = 8;
  Ref network;
  int network_racks = 0;
  Ref management;
  int units_per_management = 0;        ///< scalable units that one management rack serves; 0: none needed
  int units = 0;                       ///< wanted; 0: as many as fit
  std::vector<PhaseUnits> deliveries;  ///< scalable units that arrive in each phase; empty: all in the first
  int value_thousandths = 1000;        ///< worth of one compute rack against those of other demands
  int delivered = -1;                  ///< units that are there in the phase that is looked at; -1: as many as wanted
  bool is_due = true;  ///< false before the last phase where as many as fit are wanted: then none needs to stand yet
};

struct DensityLimit {
  std::string id;
  Mark at;
  Value width_m, depth_m;
  Value limit_w_per_m2;
};

/// A rack type that the site file itself describes; references find it before the catalogue's.
struct SiteRackType {
  std::string id;
  Mark at;
  std::string name;
  std::string maker;
  std::string note;
  RackType body;
};

/// A rack the site pins to a place.
struct PinnedRack {
  std::string id;
  Mark at;
  Ref type;
  Ref row;
  int slot = 0;  ///< 1-based, as drawn
  Ref feed_a, feed_b;
  Ref cdu_group;
  Ref demand;    ///< the kind of scalable unit it belongs to
  int unit = 0;  ///< which one, 1-based; 0: none
  Ref phase;     ///< from which it stands there; the first when not given
  Ref retired;   ///< the phase by which it is gone; never when not given
  Ref may_retire;  ///< the first phase by which it may be gone: whether and when is the search's to say; never when not given
};

// --- the site --------------------------------------------------------------------------------------------------------------

struct Site {
  std::string name;
  std::string title;
  std::vector<Phase> phases;  ///< by date; empty: everything at once
  Basis basis;
  Policy policy;
  Hall hall;
  std::vector<Row> rows;
  std::vector<RowBlock> row_blocks;  ///< moved to the rows before references are resolved
  std::vector<Device> devices;
  std::vector<FacilityLoop> loops;
  std::vector<CduGroup> cdu_groups;
  std::vector<LeakZone> leak_zones;
  std::vector<AirZone> air_zones;
  std::vector<RearDoors> rear_doors;
  std::vector<AirSupply> supplies;
  std::vector<AirReturn> returns;
  FieldModel field;
  Network network;
  std::vector<Demand> demand;
  std::vector<DensityLimit> density;
  std::vector<PinnedRack> placed;
  Purchases purchases;
  std::vector<PinnedRack> of_other_phases;  ///< pinned racks that do not stand in the phase that is looked at
  std::vector<Source> sources;
  std::vector<SiteRackType> rack_types;  ///< moved to the catalogue when references are resolved
  Catalogue catalogue;
};

/// Like units of a group that may be missing together: the spare ones; under `maintenance` one more, out of service.
[[nodiscard]] int units_missing(FaultPolicy policy, int spare);
/// "1 unit lost", "1 unit out, 2 units lost", "1 unit out": the scenario in which they are.
[[nodiscard]] std::string units_missing_text(FaultPolicy policy, int spare);

/// The doors that a rack of a type has in a row; null: none.
[[nodiscard]] const RearDoors* doors_of(const Site& site, int row, int rack_type);

[[nodiscard]] std::string_view to_string(DeviceKind kind);
[[nodiscard]] std::string_view to_string(FeedSide side);
[[nodiscard]] std::string_view to_string(Side side);
[[nodiscard]] std::string_view to_string(Containment containment);
[[nodiscard]] std::string_view to_string(Wall wall);
[[nodiscard]] std::string_view to_string(SustainedLevel level);
[[nodiscard]] std::string_view to_string(ElectricalCode code);

}  // namespace hallplan
