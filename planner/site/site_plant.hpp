/// The part of a site that cools: facility-water loops with their heat rejection, CDU groups with their pipes and coolant, air zones and
/// rear doors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/site/product.hpp"
#include "planner/site/site_hall.hpp"
#include "planner/site/value.hpp"

namespace hallplan {

/// One installed unit. Units without a place stand outside the hall.
struct Unit {
  std::string id;
  Mark at;
  MaybeValue x_m, y_m;
  Side front = Side::south;
  Ref delivered;  ///< the phase from which it runs; the first when not given
  Ref feed;       ///< the one device it hangs on; not given: on all of its group's. See `deal_feeds`
};

struct Rejection {
  Ref type;
  int units = 1;
  int spare = 1;  ///< units that may be lost
  std::vector<Ref> feeds;
  int cords = 0;  ///< of each unit: 1: on one of `feeds`, in turn; 2: on all of them; 0: not stated, counted as 2
  MaybeValue
      motor_contribution;   ///< its motors' short-circuit current over their full-load current; the code's when absent
  MaybeValue pump_power_w;  ///< of all the pumps that move the loop's water
  std::vector<Ref> pump_feeds;    ///< theirs; `feeds` when empty
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
  MaybeValue expansion_m3;      ///< that its vessels take up between fill and most pressure
  MaybeValue water_m3;          ///< all of it but what coils hold that state their volume
  MaybeValue fill_degc;         ///< coldest that it is filled or stands at
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
  MaybeValue fill_degc;         ///< coldest that it is filled or stands at
  bool constant_ua = false;     ///< the exchangers' U A stays as rated at any flow
  std::optional<Piping> piping;
  std::optional<CoolantInventory> ride_through;  ///< absent: the site does not ask
  int spare = 1;
  std::vector<Unit> units;
  std::vector<Ref> feeds;         ///< devices its units draw power from
  int cords = 0;                  ///< as of `Rejection`
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
  std::optional<CoilWater> water;  ///< of each unit's coil, in place of the product's
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
  int cords = 0;                  ///< as of `Rejection`
  MaybeValue motor_contribution;  ///< as of `Rejection`
};

/// Rear-door heat exchangers on racks of some rows, all alike.
struct RearDoors {
  std::string id;
  Mark at;
  Ref type;
  Ref loop;
  std::optional<CoilWater> water;  ///< of each door's coil, in place of the product's
  Value leaving_degc;              ///< air they let out is no cooler
  std::vector<Ref> rows;
  std::vector<Ref> racks;  ///< types that have one; empty: all
};

}  // namespace hallplan
