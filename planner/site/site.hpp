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
#include "planner/site/site_purchases.hpp"
#include "planner/site/value.hpp"

namespace hallplan {

// --- rows -----------------------------------------------------------------------------------------------------------------

enum class Axis { x, y };
/// The compass side a rack's front looks to: south is -y.
enum class Side { south, north, west, east };

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
  MaybeValue fault_va;                  ///< of a utility: short-circuit power it delivers; infinite when absent
  MaybeValue impedance;                 ///< of a transformer, on its kVA rating; else its type's
  MaybeValue x_over_r;                  ///< of a utility, transformer or generator; else its type's
  MaybeValue interrupting_a;            ///< short-circuit current its overcurrent devices break
  MaybeValue test_x_over_r;             ///< at which they are tested to break it; the code's when absent
  MaybeValue swing_limit_w;             ///< of a utility: most that its load may rise or fall at once
  MaybeValue ramp_w_per_s;              ///< of a utility: fastest that its load may rise or fall
  std::vector<AltitudePoint> altitude;  ///< of its own ratings
  bool in_hall = false;                 ///< its losses heat the hall
  std::optional<DevicePlace> place;     ///< on the hall's floor
  Ref air_zone;                         ///< the zone its losses heat, when in the hall
  Ref energised;                        ///< the phase from which it has power; the first when not given
  bool waiting = false;                 ///< not energised yet in the phase that is looked at (see `in_phase`)
};

// --- plant units: CDUs, air units, heat rejection -----------------------------------------------------------------

/// One installed unit. Units without a place stand outside the hall.
struct Unit {
  std::string id;
  Mark at;
  MaybeValue x_m, y_m;
  Side front = Side::south;
  Ref delivered;  ///< the phase from which it runs; the first when not given
};

struct Rejection {
  Ref type;
  int units = 1;
  int spare = 1;  ///< units that may be lost
  std::vector<Ref> feeds;
  MaybeValue
      motor_contribution;  ///< its motors' short-circuit current over their full-load current; the code's when absent
  MaybeValue pump_power_w;        ///< of all the pumps that move the loop's water, on the same feeds
  std::vector<PhaseUnits> grows;  ///< units from later phases on, instead of `units`
};

/// What a loop has from a phase on, in the place of what it had before; `id` is the phase's.
struct LoopGrowth {
  std::string id;
  Mark at;
  MaybeValue flow_m3_per_s, supply_degc, return_limit_degc, head_pa, most_pressure_pa;
  int phase = -1;  ///< index of the phase, set when references are resolved
};

/// How a return header leads back: from where the supply header comes in, or from its far end (Tichelmann), so that all that hang on it
/// have the same length of header.
enum class HeaderReturn { direct, reverse };

/// Headers, and branches from them to what they supply: inner diameters. Lengths of headers follow from where things stand.
struct Pipes {
  Value header_diameter_m, branch_diameter_m;
  Value branch_length_m;  ///< from header to rack or unit, and as long back
  Value roughness_m;
  MaybeValue branch_loss;       ///< of couplings and fittings of a branch, each way: velocity heads
  MaybeValue strainer_drop_pa;  ///< of one CDU's clean strainer at the CDU's rated flow
  HeaderReturn header_return = HeaderReturn::direct;
  bool flow_limited = false;  ///< pressure-independent valves hold each branch to the flow that is asked of it
  bool header_tees = false;   ///< what streams lose where branches leave headers is counted
};

/// What a group's pumps hold by their speed: nothing, the flow of all of them together, or the pressure difference between its headers.
enum class PumpControl { full_speed, constant_flow, constant_pressure };

/// Pipes from a group's CDUs over its rows to its racks.
struct Piping : Pipes {
  PumpControl control = PumpControl::full_speed;
  MaybeValue control_flow_m3_per_s;  ///< of all CDUs together, with constant_flow
  MaybeValue control_pressure_pa;    ///< from return to supply header at the CDUs, with constant_pressure
};

/// Pipes of a facility-water loop from where it enters the room to its CDUs. What drives the water is either the pressure difference
/// that stands at the room's edge or pumps in parallel, all alike.
struct FacilityPiping : Pipes {
  Value x_m, y_m;  ///< where its pipes enter
  MaybeValue differential_pressure_pa;
  std::vector<PumpPoint> pump_curve;  ///< of one pump
  int pumps = 1, spare_pumps = 0;     ///< those that run, and of them those that may be lost
};

struct FacilityLoop {
  std::string id;
  Mark at;
  Ref coolant;
  Value supply_degc;
  Value flow_m3_per_s;
  Value return_limit_degc;
  bool insulated = false;       ///< its pipes in the hall are no cold surface
  bool survive_loss = false;    ///< the site asks that its loss stops nothing
  MaybeValue head_pa;           ///< pressure difference that it offers at each CDU at its rated facility-water flow
  MaybeValue most_pressure_pa;  ///< over atmosphere, at its CDUs
  MaybeValue restart_s;         ///< of heat rejection and pumps, from power back until it supplies its water again
  MaybeValue circulating_m3;    ///< water that still passes its CDUs while heat rejection stands; none when absent
  std::optional<FacilityPiping> piping;
  Rejection rejection;
  std::vector<LoopGrowth> grows;  ///< by phase; never less flow
};

/// The hottest device on a cold plate.
struct PlateDevice {
  Value power_w;
  Value rise_k;   ///< above its coolant, at that power
  Value mass_kg;  ///< of it and its plate
  Value limit_degc;
  MaybeValue throttles_to;  ///< least share of its heat to which it slows down below its limit; absent: it does not
};

/// What one rack of a type holds of its loop's coolant, and how long it does with less than it asks for.
struct RackCoolant {
  std::string id;
  Mark at;
  Ref type;
  MaybeValue volume_m3;            ///< in all
  MaybeValue trapped_m3;           ///< of it in cold plates: what takes up heat once nothing flows
  MaybeValue metal_kg;             ///< of cold plates, as copper
  MaybeValue least_flow_m3_per_s;  ///< below which it trips
  MaybeValue no_flow_s;            ///< how long it bears less than that; not at all when absent
  std::optional<PlateDevice> device;
};

/// What counts when pumps or facility water stop. Volumes that are absent hold nothing.
struct CoolantInventory {
  MaybeValue supply_m3, return_m3;  ///< of headers and branches, towards the racks and back
  MaybeValue cdu_m3;                ///< TCS side of one unit
  MaybeValue tank_m3;               ///< buffer tank in the supply
  MaybeValue coast_down_s;          ///< until flow has halved after pumps lost power; at once when absent
  MaybeValue drive_restart_s;       ///< from power back to the pumps until they give their flow again
  MaybeValue cdu_restart_s;         ///< from the loss of a unit until it, or another, gives its flow again
  std::vector<RackCoolant> racks;
};

/// How a group's units reach its racks: all of them into one header, or each into those of its own racks.
enum class Headers { shared, dedicated };

struct CduGroup {
  std::string id;
  Mark at;
  Ref type;
  Ref loop;
  Ref coolant;
  Value supply_degc;  ///< TCS
  Headers headers = Headers::shared;
  MaybeValue fill_pressure_pa;  ///< over atmosphere, at the CDUs, pumps at rest
  MaybeValue highest_point_m;   ///< of the loop, above the CDUs' gauge
  MaybeValue lowest_point_m;    ///< below it; the CDU's height when absent
  MaybeValue expansion_m3;      ///< that its vessels take up between fill and most pressure
  MaybeValue coolant_m3;        ///< all of it, racks and CDUs included
  bool constant_ua = false;     ///< the exchangers' U A stays as rated at any flow
  std::optional<Piping> piping;
  std::optional<CoolantInventory> ride_through;  ///< absent: the site does not ask
  int spare = 1;
  std::vector<Unit> units;
  std::vector<Ref> feeds;         ///< devices its units draw power from
  MaybeValue motor_contribution;  ///< as of `Rejection`
};

/// A rectangle of floor that is part of something.
struct FloorArea {
  Value x_m, y_m, width_m, depth_m;
};

/// Floor whose coolant a leak anywhere in it shuts off.
struct LeakZone {
  std::string id;
  Mark at;
  std::vector<Ref> rows;         ///< all their slots
  std::vector<FloorArea> areas;  ///< and these
  MaybeValue most_racks;         ///< that one leak may stop; as many as stand there when absent
  MaybeValue most_w;             ///< their sustained power, likewise
};

enum class Containment { none, hot, cold };
/// Where units blow: through their front, or by a raised floor through the tile before every rack's front.
enum class SupplyPath { automatic, front, floor };
/// Where units draw: through their top, their rear, the upper part of their front, or by a plenum through the ceiling.
enum class ReturnPath { automatic, top, rear, front, ceiling };
/// How much they move: their airflow, or what the racks draw and what leaks, up to their airflow.
enum class FanControl { automatic, rated, racks };

struct AirZone {
  std::string id;
  Mark at;
  Ref type;
  Ref loop;
  Value supply_degc;
  Value leakage;  ///< supply air that misses the racks, as a share of what they draw
  Containment containment = Containment::none;
  MaybeValue leakage_pressure_pa;  ///< at which `leakage` passes the containment; 5 Pa when absent
  SupplyPath supply_through = SupplyPath::automatic;
  ReturnPath return_through = ReturnPath::automatic;
  MaybeValue supply_from_m, supply_to_m;  ///< the part of the front that blows, above the floor
  FanControl fans = FanControl::automatic;
  int spare = 1;
  std::vector<Unit> units;
  std::vector<Ref> feeds;
  MaybeValue motor_contribution;  ///< as of `Rejection`
};

/// Rear-door heat exchangers on racks of some rows, all alike.
struct RearDoors {
  std::string id;
  Mark at;
  Ref type;
  Ref loop;
  Value leaving_degc;  ///< air they let out is no cooler
  std::vector<Ref> rows;
  std::vector<Ref> racks;  ///< types that have one; empty: all
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
