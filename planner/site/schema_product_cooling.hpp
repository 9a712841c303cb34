/// The part of the catalogue's schema table that is about cooling plant: CDUs, air units, rear doors, heat rejection.
#pragma once

#include "planner/site/product.hpp"
#include "planner/site/schema.hpp"

namespace hallplan {

template <>
struct Schema<CduRating> {
  using T = CduRating;
  template <class V>
  static void describe(V& v) {
    v.quantity("approach", &T::approach_k, Dimension::temperature_difference, ranges::kDifference,
               "TCS supply minus FWS supply of this point.");
    v.quantity("capacity", &T::capacity_w, Dimension::power, ranges::kRating, "Heat at that approach and flow.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow,
               "TCS flow at which it holds; no more than the unit's own.");
  }
};

template <>
struct Schema<PumpPoint> {
  using T = PumpPoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, Range{0, 100}, "Flow of one unit.");
    v.quantity("head", &T::head_pa, Dimension::pressure, ranges::kPressure, "External head at that flow.");
  }
};

template <>
struct Schema<CduFacilitySide> {
  using T = CduFacilitySide;
  template <class V>
  static void describe(V& v) {
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow, "Facility-water flow of one unit as rated.");
    v.quantity("pressure_drop", &T::pressure_drop_pa, Dimension::pressure, ranges::kPressure,
               "Across the unit at that flow.");
    v.quantity("pressure_limit", &T::pressure_limit_pa, Dimension::pressure, ranges::kPressure,
               "Most working pressure, over atmosphere.");
  }
};

template <>
struct Schema<CduType> {
  using T = CduType;
  template <class V>
  static void describe(V& v) {
    v.whole("casters", &T::casters, 1, 32,
            "Feet that carry it. Without, what presses on the floor below each is undecided.");
    v.object("body", &T::body, Need::required, "Size, mass and clearances.");
    v.quantity("capacity", &T::capacity_w, Dimension::power, ranges::kRating, "Heat at the rated approach and flow.");
    v.quantity("approach", &T::approach_k, Dimension::temperature_difference, ranges::kDifference,
               "TCS supply minus FWS supply at which the capacity holds.");
    v.list("ratings", &T::ratings, Need::optional,
           "Further points at which the maker rates it, by rising approach. Between points capacity is interpolated, "
           "below the least it falls with the approach, above the greatest it stays.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow, "TCS flow at the rated external head.");
    v.quantity("head", &T::head_pa, Dimension::pressure, ranges::kPressure, "External head at that flow.");
    v.list("pump_curve", &T::pump_curve, Need::optional,
           "External head against TCS flow, by rising flow and falling head; read between its points.");
    v.quantity("shut_off_head", &T::shut_off_head_pa, Dimension::pressure, ranges::kPressure, "Head without flow.");
    v.quantity(
        "npsh", &T::npsh_pa, Dimension::pressure, ranges::kPressure,
        "Pressure over the coolant's vapour that its pumps need at their inlet, at the rated flow (NPSH x rho g).");
    v.quantity("pressure_limit", &T::pressure_limit_pa, Dimension::pressure, ranges::kPressure,
               "Most working pressure of the TCS side, over atmosphere.");
    v.object("facility", &T::facility, Need::optional, "Its facility-water side.");
    v.flag("in_rack", &T::in_rack, false, "It stands inside a rack and serves that rack alone.");
    v.quantity("power", &T::power_w, Dimension::power, ranges::kPower, "Its own electrical power.");
    v.quantity("supply_least", &T::supply_least_degc, Dimension::temperature, ranges::kWater,
               "Coldest TCS supply it is specified for.");
    v.quantity("supply_most", &T::supply_most_degc, Dimension::temperature, ranges::kWater,
               "Warmest TCS supply it is specified for.");
  }
};

template <>
struct Schema<CoilWater> {
  using T = CoilWater;
  template <class V>
  static void describe(V& v) {
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow,
               "Facility water of one coil at its capacity. What coils draw leaves less to CDUs on the same loop.");
    v.quantity("pressure_drop", &T::pressure_drop_pa, Dimension::pressure, ranges::kPressure,
               "Of coil and control valve, open, at that flow.");
    v.choice("valve", &T::valve, Need::optional, {{"two_way", CoilValve::two_way}, {"three_way", CoilValve::three_way}},
             "two_way: it throttles the coil's flow to what its heat asks for, so that units which share the heat of "
             "those that are not spare draw no more than these. three_way, and without: the branch always draws all of "
             "its flow, part of it past the coil, its unit lost or not.");
    v.quantity("pressure_limit", &T::pressure_limit_pa, Dimension::pressure, ranges::kPressure,
               "Most working pressure, over atmosphere.");
    v.quantity("volume", &T::volume_m3, Dimension::volume, Range{0, 10}, "Water that one coil holds.");
  }
};

template <>
struct Schema<AirUnitType> {
  using T = AirUnitType;
  template <class V>
  static void describe(V& v) {
    v.whole("casters", &T::casters, 1, 32,
            "Feet that carry it. Without, what presses on the floor below each is undecided.");
    v.object("body", &T::body, Need::required, "Size, mass and clearances.");
    v.quantity("capacity", &T::capacity_w, Dimension::power, ranges::kRating,
               "Sensible cooling at the stated water supply.");
    v.quantity("water_supply", &T::water_supply_degc, Dimension::temperature, ranges::kWater,
               "Water supply at which the capacity holds.");
    v.quantity(
        "return_air", &T::return_air_degc, Dimension::temperature, ranges::kHotAir,
        "Air that enters it, at which the capacity holds: what it takes of cooler air, and on other water, follows. "
        "Without, the heat of its zone is undecided.");
    v.quantity("airflow", &T::airflow_m3_per_s, Dimension::airflow, ranges::kFlow, "Air it moves.");
    v.quantity("fan_power", &T::fan_power_w, Dimension::power, ranges::kPower,
               "Fan power at that airflow; it heats the air.");
    v.object("water", &T::water, Need::optional, "The water side of its coil; a site's zone may state its own.");
  }
};

template <>
struct Schema<RearDoorType> {
  using T = RearDoorType;
  template <class V>
  static void describe(V& v) {
    v.quantity("capacity", &T::capacity_w, Dimension::power, ranges::kRating,
               "Sensible cooling of one door at the stated water supply.");
    v.quantity("water_supply", &T::water_supply_degc, Dimension::temperature, ranges::kWater,
               "Water supply at which the capacity holds.");
    v.quantity(
        "entering_air", &T::entering_air_degc, Dimension::temperature, ranges::kHotAir,
        "Air that enters it behind the rack, at which the capacity holds. Without it or `airflow` the heat of its zone "
        "is undecided.");
    v.quantity("airflow", &T::airflow_m3_per_s, Dimension::airflow, ranges::kFlow,
               "Air through it, at which the capacity holds.");
    v.quantity(
        "fan_power", &T::fan_power_w, Dimension::power, ranges::kPower,
        "Fan power of an active door, which heats the air behind the coil; 0 W of a passive one. Without, what feeds "
        "its rack is undecided.");
    v.quantity("mass", &T::mass_kg, Dimension::mass, ranges::kMass,
               "Of one door, filled; its rack's feet carry it. Without, the floor under its rack is undecided.");
    v.quantity("depth", &T::depth_m, Dimension::length, ranges::kClearance,
               "That it adds behind its rack. Without, the clearance behind its rack is undecided.");
    v.object("water", &T::water, Need::optional,
             "The water side of its coil; a site's rear doors may state their own.");
  }
};

template <>
struct Schema<RejectionPoint> {
  using T = RejectionPoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("air", &T::air_degc, Dimension::temperature, ranges::kAir, "Outdoor air of this point.");
    v.quantity("capacity", &T::capacity_w, Dimension::power, ranges::kRating, "Heat one unit rejects in it.");
    v.quantity("water_least", &T::water_least_degc, Dimension::temperature, ranges::kWater,
               "Coldest water it supplies in it.");
  }
};

template <>
struct Schema<ElevationPoint> {
  using T = ElevationPoint;
  template <class V>
  static void describe(V& v) {
    v.quantity("elevation", &T::elevation_m, Dimension::length, Range{-430, 5'000}, "Above sea level.");
    v.quantity("share", &T::share, Dimension::fraction, ranges::kShare, "Share of the capacity it keeps there.");
  }
};

template <>
struct Schema<RejectionType> {
  using T = RejectionType;
  template <class V>
  static void describe(V& v) {
    v.choice("kind", &T::kind, Need::optional,
             {{"dry_cooler", RejectionKind::dry_cooler},
              {"evaporative", RejectionKind::evaporative},
              {"chiller", RejectionKind::chiller}},
             "A dry cooler makes no water colder than the outdoor air, an evaporative unit (cooling tower, adiabatic "
             "cooler) none colder than its wet-bulb, "
             "whatever water_least says of other weather.");
    v.quantity("capacity", &T::capacity_w, Dimension::power, ranges::kRating,
               "Heat one unit rejects in the stated weather.");
    v.quantity("design_air", &T::design_air_degc, Dimension::temperature, ranges::kAir,
               "Outdoor air at which the capacity holds.");
    v.choice("rated_by", &T::rated_by, Need::optional,
             {{"dry_bulb", RatedBy::dry_bulb}, {"wet_bulb", RatedBy::wet_bulb}},
             "Which temperature that is: of the air itself, or for evaporative units its wet-bulb, held against the "
             "basis' outdoor_wet_bulb.");
    v.list("table", &T::table, Need::optional,
           "Capacity in other weather, by rising temperature; read between its points, never beyond the warmest.");
    v.quantity("rated_elevation", &T::rated_elevation_m, Dimension::length, Range{-430, 5'000},
               "Up to which the capacity holds; sea level without.");
    v.list("derating", &T::derating, Need::optional,
           "Share of the capacity against elevation, rising. Without it capacity falls with the density of the air "
           "above rated_elevation.");
    v.quantity("water_least", &T::water_least_degc, Dimension::temperature, ranges::kWater,
               "Coldest water it supplies in that air.");
    v.quantity(
        "water_return", &T::water_return_degc, Dimension::temperature, ranges::kWater,
        "Water that enters it at its capacities. What a dry cooler rejects goes with how much warmer than the air "
        "that is, so without it the heat of a dry cooler is undecided.");
    v.quantity("power", &T::power_w, Dimension::power, ranges::kPower, "Its own electrical power.");
  }
};

}  // namespace hallplan
