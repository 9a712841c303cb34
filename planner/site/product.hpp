/// What the catalogue describes: one product a file of `racks/`. A value that no source gives is absent; what needs it
/// is undecided, by name. Quantities are SI inside (see `value.hpp`); units stand in the names.
#pragma once

#include <string>
#include <vector>

#include "planner/site/value.hpp"

namespace hallplan {

/// Outer dimensions and mass as delivered.
struct Crate {
  Value width_m;
  Value depth_m;
  Value height_m;
  MaybeValue mass_kg;
};

/// Outer dimensions, mass and the space a piece of equipment needs around it.
struct Body {
  Value width_m;
  Value depth_m;
  Value height_m;
  MaybeValue mass_kg;            ///< filled, wet
  MaybeValue clearance_front_m;  ///< service clearance, free of other equipment
  MaybeValue clearance_rear_m;
  MaybeValue pull_front_m;  ///< free floor to pull the unit or a part of it out
  MaybeValue pull_rear_m;
  std::optional<Crate> crate;
};

// --- racks ----------------------------------------------------------------------------------------------------------

/// The power words of the field are different quantities: sustained design power, the ceiling to provision, and the
/// sub-second electrical peak (EDPp), which is no heat.
struct RackPower {
  Value tdp_w;
  MaybeValue max_w;
  MaybeValue edpp_w;
  MaybeValue typical_w;
  MaybeValue idle_w;
  MaybeValue ramp_w_per_s;  ///< fastest that it rises or falls
};

/// DC power shelves: `count` in all, half of them on each side (N+N).
struct RackShelves {
  int count = 0;
  Value rating_w;  ///< DC, each
  Value efficiency;
};

/// AC circuits from the tap-offs: `count` in all, half of them on each side.
struct RackCircuits {
  int count = 0;
  Value rating_a;
  Value voltage_v;  ///< line to line of the three-phase system, whatever `phases` is
  int phases = 3;   ///< of each circuit. 1: line to neutral, 2: line to line, 3: balanced
};

/// One published point of a rack's liquid side.
struct FlowPoint {
  Value supply_degc;
  Value flow_m3_per_s;
  MaybeValue pressure_drop_pa;
};

/// Trays of a rack that are alike and lie one over the other: the flow that one needs and what it loses there, tubes and couplings included.
struct RackTrays {
  int count = 1;
  Value flow_m3_per_s;
  Value pressure_drop_pa;
  MaybeValue heat_w;
};

/// The two vertical headers inside a rack, and what hangs between them, from the ports up.
struct RackManifold {
  Value diameter_m, height_m, roughness_m;
  MaybeValue tee_loss;         ///< where a tray leaves or joins: on each piece of header, velocity heads
  bool return_at_top = false;  ///< else both ports are at the bottom
  std::vector<RackTrays> trays;
};

struct RackLiquid {
  Value share;                   ///< of the heat that goes into the coolant; the rest is air heat
  Value table_power_w;           ///< sustained rack power at which `table` is stated
  Value table_share;             ///< liquid share at which `table` is stated
  std::string table_coolant;     ///< with which `table` is stated, by its id; empty where its maker does not say
  std::vector<FlowPoint> table;  ///< by rising supply temperature
  MaybeValue most_flow_m3_per_s;
  MaybeValue return_limit_degc;
  MaybeValue pressure_limit_pa;  ///< most working pressure, over atmosphere
  MaybeValue plate_power_w;      ///< of the hottest device on one cold plate: a GPU
  std::optional<RackManifold> manifold;
};

struct AirPoint {
  Value inlet_degc;
  Value flow_m3_per_s;
};

/// How an inlet class falls with elevation: `lose_k` for each `every_m` that the site lies above `above_m`.
struct AltitudeDerating {
  Value above_m;
  Value lose_k;
  Value every_m;
};

struct RackAir {
  std::vector<AirPoint> table;  ///< airflow against inlet temperature, by rising temperature
  MaybeValue inlet_limit_degc;
  std::optional<AltitudeDerating> altitude_derating;  ///< of `inlet_limit_degc`
  MaybeValue rear_intensity;                          ///< turbulence of what it blows, for k_epsilon; 10 % when absent
  MaybeValue rear_eddy_length_m;                      ///< 0.1 m when absent
};

struct RackType {
  std::string role;  ///< compute, network, management or storage
  int gpus = 0;
  std::optional<int> cords;  ///< power feeds: 2 = dual-corded A and B
  std::optional<int> casters;
  Body body;
  RackPower power;
  std::optional<RackShelves> shelves;
  std::optional<RackCircuits> circuits;
  std::optional<RackLiquid> liquid;
  RackAir air;

  /// It hangs on an A feed alone. Of unknown cords it hangs on both, and no check of its power passes.
  [[nodiscard]] bool single_corded() const { return cords == 1; }
};

// --- plant ------------------------------------------------------------------------------------------------------------

/// A further point at which the maker rates a CDU's heat.
struct CduRating {
  Value approach_k;
  Value capacity_w;
  Value flow_m3_per_s;  ///< TCS flow at which it holds, no more than the unit's own
};

/// One point of a pump curve: external head at a TCS flow.
struct PumpPoint {
  Value flow_m3_per_s;
  Value head_pa;
};

/// A CDU's facility-water side as its maker rates it.
struct CduFacilitySide {
  Value flow_m3_per_s;
  MaybeValue pressure_drop_pa;   ///< at `flow_m3_per_s`
  MaybeValue pressure_limit_pa;  ///< most working pressure, over atmosphere
};

/// A coolant distribution unit. Heat without its approach is no rating; flow without its head is none either.
struct CduType {
  std::optional<int> casters;
  Body body;
  Value capacity_w;
  Value approach_k;                ///< TCS supply minus FWS supply at which `capacity_w` holds
  std::vector<CduRating> ratings;  ///< at other approaches, rising
  Value flow_m3_per_s;
  Value head_pa;                      ///< external head at `flow_m3_per_s`
  std::vector<PumpPoint> pump_curve;  ///< by rising flow
  MaybeValue shut_off_head_pa;        ///< head without flow
  MaybeValue pressure_limit_pa;       ///< most working pressure of the TCS side, over atmosphere
  MaybeValue npsh_pa;  ///< that its pumps need over the coolant's vapour pressure at their inlet, at rated flow
  std::optional<CduFacilitySide> facility;
  bool in_rack = false;  ///< it stands inside a rack and serves it alone
  MaybeValue power_w;
  MaybeValue supply_least_degc;
  MaybeValue supply_most_degc;
};

/// What controls the water through a coil: a valve that throttles it to what the coil's heat asks for, or one that leads the rest past the
/// coil, so that the branch always draws its flow. Not stated it counts as three-way, which takes more from others.
enum class CoilValve { unknown, two_way, three_way };

/// The water side of an air unit's or a rear door's coil. Of a product as its maker rates it, of a site as it was built.
struct CoilWater {
  MaybeValue flow_m3_per_s;      ///< of one coil at its capacity
  MaybeValue pressure_drop_pa;   ///< of coil and control valve, open, at that flow
  MaybeValue pressure_limit_pa;  ///< most working pressure, over atmosphere
  MaybeValue volume_m3;          ///< that one coil holds
  CoilValve valve = CoilValve::unknown;
};

/// A CRAH, fan wall or in-row unit.
struct AirUnitType {
  std::optional<int> casters;
  Body body;
  Value capacity_w;            ///< sensible
  Value water_supply_degc;     ///< at which `capacity_w` holds,
  MaybeValue return_air_degc;  ///< with air that enters so warm
  Value airflow_m3_per_s;
  Value fan_power_w;
  std::optional<CoilWater> water;
};

/// A rear-door heat exchanger: it cools what its rack blows out.
struct RearDoorType {
  Value capacity_w;              ///< sensible, of one door
  Value water_supply_degc;       ///< at which `capacity_w` holds,
  MaybeValue entering_air_degc;  ///< with air that enters so warm, behind the rack,
  MaybeValue airflow_m3_per_s;   ///< and so much of it
  MaybeValue fan_power_w;        ///< of an active door; it heats the air behind the coil
  MaybeValue mass_kg;            ///< filled
  MaybeValue depth_m;            ///< that it adds behind its rack
  std::optional<CoilWater> water;
};

/// One point of a device's derating: the share of its rating it may carry in air of this temperature.
struct DeratingPoint {
  Value ambient_degc;
  Value share;
};

/// One point of a device's derating in thin air: the share of its rating it may carry at this elevation.
struct AltitudePoint {
  Value elevation_m;
  Value share;
};

struct BuswayType {
  Value rating_a;
  Value voltage_v;
  bool full_rated = false;  ///< its overcurrent device is 100 % rated for continuous load
  std::vector<DeratingPoint> derating;
  std::vector<AltitudePoint> altitude;
  MaybeValue mass_kg_per_m;
};

struct UpsType {
  Value module_w;
  Value efficiency;
  MaybeValue runtime_s;   ///< of its battery at full rating
  MaybeValue recharge_w;  ///< most that one module takes in for its battery, besides its load
  std::vector<DeratingPoint> derating;
  std::vector<AltitudePoint> altitude;
};

struct TransformerType {
  Value rating_va;
  MaybeValue impedance;   ///< on `rating_va`
  MaybeValue efficiency;  ///< output over input; lossless when absent
  std::vector<DeratingPoint> derating;
  std::vector<AltitudePoint> altitude;
  MaybeValue x_over_r;  ///< of its impedance
};

struct GeneratorType {
  Value rating_w;
  MaybeValue rating_va;
  MaybeValue reactance;  ///< subtransient, on `rating_va`
  MaybeValue start_s;    ///< from the loss of the utility until it takes load
  std::vector<DeratingPoint> derating;
  std::vector<AltitudePoint> altitude;
  MaybeValue x_over_r;  ///< subtransient
};

/// A box that taps one circuit off a busway.
struct TapOffType {
  int poles = 0;  ///< 0: not known
  MaybeValue rating_a;
  MaybeValue mass_kg;  ///< shown only: hung loads do not count it
};

/// Which temperature of the outdoor air a heat-rejection unit is rated by.
enum class RatedBy { dry_bulb, wet_bulb };

/// What keeps a unit from making any water: a dry cooler is bound to the air's temperature, an evaporative unit to its wet-bulb.
enum class RejectionKind { unknown, dry_cooler, evaporative, chiller };

/// A further point at which a maker rates a heat-rejection unit.
struct RejectionPoint {
  Value air_degc;
  Value capacity_w;
  MaybeValue water_least_degc;
};

/// The share of its capacity that a unit keeps at an elevation.
struct ElevationPoint {
  Value elevation_m;
  Value share;
};

struct RejectionType {
  RejectionKind kind = RejectionKind::unknown;
  Value capacity_w;  ///< at `design_air_degc`
  Value design_air_degc;
  RatedBy rated_by = RatedBy::dry_bulb;  ///< what `design_air_degc` and the table's temperatures are
  std::vector<RejectionPoint> table;     ///< in other weather, by rising temperature
  MaybeValue rated_elevation_m;          ///< sea level when absent
  std::vector<ElevationPoint> derating;  ///< by rising elevation
  MaybeValue water_least_degc;           ///< coldest supply it makes in air of `design_air_degc`
  MaybeValue water_return_degc;          ///< of the water that enters it at its capacities
  MaybeValue power_w;
};

/// One row of a coolant's property table.
struct CoolantPoint {
  Value temperature_degc;
  Value density_kg_per_m3;
  Value specific_heat_j_per_kg_k;
  MaybeValue viscosity_pa_s;
  MaybeValue conductivity_w_per_m_k;
};

struct CoolantType {
  std::vector<CoolantPoint> table;  ///< by rising temperature
};

struct CableType {
  Value reach_m;
};

enum class ServerForm { rack, sleds, tower };

/// A server by itself. No hall places it: filled racks of it are racks. It says what is known of it, and what nobody states.
struct ServerType {
  ServerForm form = ServerForm::rack;
  int units = 0;  ///< height in rack units, of the chassis where it holds sleds; 0: not known
  int nodes = 0;  ///< in one chassis; 0: one, or not known
  int gpus = 0;
  MaybeValue width_m, depth_m, height_m, mass_kg;
  int supplies = 0;  ///< power supplies of one chassis; 0: not known
  MaybeValue supply_w, tdp_w, typical_w;
  MaybeValue liquid_share;
  MaybeValue inlet_limit_degc;
  std::string filled_rack;  ///< id of the catalogue's rack of them; empty: there is none
};

// --- catalogue --------------------------------------------------------------------------------------------------------

/// A catalogue file: who makes it, the sources its values name, and one of the bodies above.
template <class Body>
struct Product {
  std::string id;
  Mark at;
  std::string name;
  std::string maker;
  std::string note;
  std::vector<Source> sources;
  Body body;
  bool in_site = false;  ///< described in the site file itself, under `rack_types`
};

/// Everything that `racks/` offers, in order of id.
struct Catalogue {
  std::vector<Product<RackType>> racks;
  std::vector<Product<CduType>> cdus;
  std::vector<Product<AirUnitType>> air_units;
  std::vector<Product<RearDoorType>> rear_doors;
  std::vector<Product<BuswayType>> busways;
  std::vector<Product<UpsType>> ups;
  std::vector<Product<TransformerType>> transformers;
  std::vector<Product<GeneratorType>> generators;
  std::vector<Product<TapOffType>> tap_offs;
  std::vector<Product<RejectionType>> rejections;
  std::vector<Product<CoolantType>> coolants;
  std::vector<Product<CableType>> cables;
  std::vector<Product<ServerType>> servers;  ///< no site refers to one
};

}  // namespace hallplan
