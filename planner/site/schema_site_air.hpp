/// The part of the site files' schema table that is about room air: zones, openings, the model that is solved.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/schema_product_cooling.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

template <>
struct Schema<AirZone> {
  using T = AirZone;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::air_unit, Need::required, "Catalogue air unit; all units of a zone are alike.");
    v.ref("loop", &T::loop, RefTo::loop, Need::planning, "Facility-water loop that cools it.");
    v.object("water", &T::water, Need::optional,
             "The water side of each unit's coil as built; what it does not name is the product's. Where CDUs hang on "
             "the same loop their water is undecided without its flow.");
    v.quantity("supply", &T::supply_degc, Dimension::temperature, Range{5, 40}, "Supply air temperature.");
    v.quantity(
        "leakage", &T::leakage, Dimension::fraction, ranges::kShare, Need::planning,
        "Supply air that misses the racks, as a share of what they draw; its low and its high end are both solved. "
        "hallplan thermal assumes 2 to 15 % without it.");
    v.choice(
        "containment", &T::containment, Need::optional,
        {{"none", Containment::none}, {"hot", Containment::hot}, {"cold", Containment::cold}},
        "What is contained: the aisle between rears (hot) or fronts (cold) that face each other, by doors at its ends, "
        "panels for empty slots, and panels up to the ceiling (a roof, when cold) where its air has a way of its own.");
    v.quantity("leakage_pressure", &T::leakage_pressure_pa, Dimension::pressure, Range{0.1, 1'000},
               "Pressure at which the leakage passes the containment; 5 Pa without.");
    v.choice("supply_through", &T::supply_through, Need::optional,
             {{"auto", SupplyPath::automatic}, {"front", SupplyPath::front}, {"floor", SupplyPath::floor}},
             "Where units blow: their front, or by a raised floor the tile before every rack. auto: floor for cold "
             "containment, else front.");
    v.choice(
        "return_through", &T::return_through, Need::optional,
        {{"auto", ReturnPath::automatic},
         {"top", ReturnPath::top},
         {"rear", ReturnPath::rear},
         {"front", ReturnPath::front},
         {"ceiling", ReturnPath::ceiling}},
        "Where units draw: their top, their rear, the upper part of their front, or by a plenum the ceiling above hot "
        "aisles. auto: ceiling for hot containment, else top.");
    v.quantity("supply_from", &T::supply_from_m, Dimension::length, Range{0, 20},
               "Height at which the blowing part of a unit's front begins; the floor without.");
    v.quantity("supply_to", &T::supply_to_m, Dimension::length, ranges::kHeight,
               "Height at which it ends; the unit's height without, or half of it when it draws through its front.");
    v.choice(
        "fans", &T::fans, Need::optional,
        {{"auto", FanControl::automatic}, {"rated", FanControl::rated}, {"racks", FanControl::racks}},
        "What units move: their airflow (rated), or in equal parts what the racks draw and what leaks, up to their "
        "airflow (racks): what racks draw at the zone's supply or the basis' room air, whichever is less. auto: racks "
        "where an aisle is contained, else rated.");
    v.whole("spare", &T::spare, 0, 16, Need::optional, "Units that may be lost (1 for N+1).");
    v.table("units", &T::units, Need::required, "The units, with their places.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::planning, "Devices they draw power from, in equal parts.");
    v.whole("cords", &T::cords, 1, 2, Need::optional,
            "1: each unit hangs on one of `feeds`, dealt to them in turn as the units are listed, unless it names its "
            "own `feed`: the loss of one stops its units together. 2: each unit hangs on all of them, as it counts "
            "without.");
    v.quantity("motor_contribution", &T::motor_contribution, Dimension::fraction, ranges::kMotorContribution,
               "Short-circuit current that their motors feed back, over their full-load current: 0 behind drives. "
               "Without: 4 under nec, 5 under iec.");
  }
};

template <>
struct Schema<RearDoors> {
  using T = RearDoors;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::rear_door, Need::required, "Catalogue rear door.");
    v.ref("loop", &T::loop, RefTo::loop, Need::planning, "Facility-water loop that takes their heat.");
    v.object("water", &T::water, Need::optional,
             "The water side of each door's coil as built, likewise. Every slot of the rows counts as one door.");
    v.quantity("leaving", &T::leaving_degc, Dimension::temperature, Range{5, 60},
               "Set point: air leaves a door no cooler, and warmer where its capacity is not enough.");
    v.refs("rows", &T::rows, RefTo::row, Need::required, "Rows whose racks have them.");
    v.refs("racks", &T::racks, RefTo::rack, Need::optional, "Rack types that have them; all without.");
  }
};

/// The keys of a rectangle in a wall, for T that is one.
template <class T, class V>
void describe_opening(V& v) {
  v.choice("wall", static_cast<Wall T::*>(&T::wall), Need::required,
           {{"south", Wall::south},
            {"north", Wall::north},
            {"west", Wall::west},
            {"east", Wall::east},
            {"floor", Wall::floor},
            {"ceiling", Wall::ceiling}},
           "The side of the hall it is in.");
  v.quantity("x", &T::x_m, Dimension::length, ranges::kCoordinate, "West edge, unless in the west or east wall.");
  v.quantity("width", &T::width_m, Dimension::length, ranges::kSize, "Along x, unless in the west or east wall.");
  v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "South edge, unless in the south or north wall.");
  v.quantity("depth", &T::depth_m, Dimension::length, ranges::kSize, "Along y, unless in the south or north wall.");
  v.quantity("bottom", &T::bottom_m, Dimension::length, Range{0, 20}, "Lower edge, in a wall; the floor without.");
  v.quantity("top", &T::top_m, Dimension::length, ranges::kHeight, "Upper edge, in a wall; the ceiling without.");
}

template <>
struct Schema<AirSupply> {
  using T = AirSupply;
  template <class V>
  static void describe(V& v) {
    describe_opening<T>(v);
    v.quantity("velocity", &T::velocity_m_per_s, Dimension::velocity, ranges::kVelocity,
               "Into the hall; this or the flow.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::airflow, ranges::kFlow, "Of the whole opening.");
    v.quantity("temperature", &T::temperature_degc, Dimension::temperature, ranges::kAir, "Of the air it blows.");
    v.quantity("intensity", &T::intensity, Dimension::fraction, Range{0.001, 1},
               "Of its turbulence, for k_epsilon; 10 % without.");
    v.quantity("eddy_length", &T::eddy_length_m, Dimension::length, Range{1e-3, 10},
               "Of its turbulence, for k_epsilon; 0.07 times the hydraulic diameter without.");
  }
};

template <>
struct Schema<AirReturn> {
  using T = AirReturn;
  template <class V>
  static void describe(V& v) {
    describe_opening<T>(v);
    v.quantity("temperature", &T::temperature_degc, Dimension::temperature, ranges::kAir,
               "Of air that comes in through it; the basis' room air without.");
  }
};

template <>
struct Schema<FieldModel> {
  using T = FieldModel;
  template <class V>
  static void describe(V& v) {
    v.quantity("screen_cell", &T::screen_cell_m, Dimension::length, Range{0.02, 2},
               "Side of the cells of the quick field; 0.4 m without.");
    v.quantity("validate_cell", &T::validate_cell_m, Dimension::length, Range{0.02, 2},
               "Side of the cells of the field that decides; 0.15 m without.");
    v.choice(
        "turbulence", &T::turbulence, Need::optional,
        {{"zero_equation", TurbulenceModel::zero_equation},
         {"k_epsilon", TurbulenceModel::k_epsilon},
         {"none", TurbulenceModel::none}},
        "zero_equation: fine cells that do not settle with it are solved with k_epsilon. none: the viscosity is the "
        "one stated.");
    v.choice("scheme", &T::scheme, Need::optional,
             {{"upwind", ConvectionScheme::upwind}, {"limited", ConvectionScheme::limited}},
             "Of convection: first order, or second order with a limiter.");
    v.choice(
        "drawn_air", &T::drawn_air, Need::optional,
        {{"plain", DrawnAir::plain}, {"boundary_value", DrawnAir::boundary_value}},
        "What air that leaves through a face carries along it: its own velocity, or none, as a fixed-value boundary "
        "of other solvers has it.");
    v.quantity("viscosity", &T::viscosity_m2_per_s, Dimension::kinematic_viscosity, Range{1e-7, 1},
               "15 mm2/s without.");
    v.quantity("prandtl", &T::prandtl, Dimension::count, Range{1e-3, 1e6}, "0.71 without.");
    v.quantity("turbulent_prandtl", &T::turbulent_prandtl, Dimension::count, Range{1e-2, 100}, "0.85 without.");
    v.quantity("expansion", &T::expansion_per_k, Dimension::expansion, Range{0, 0.1},
               "Of the air; without, that of an ideal gas at the reference.");
    v.quantity("reference", &T::reference_degc, Dimension::temperature, ranges::kAir,
               "At which air neither rises nor sinks; the basis' room air without.");
    v.quantity("density", &T::density_kg_per_m3, Dimension::mass_density, Range{0.1, 10},
               "Of the air; without, that of an ideal gas at the site's elevation and the basis' room air.");
    v.quantity("specific_heat", &T::specific_heat_j_per_kg_k, Dimension::specific_heat, Range{500, 3'000},
               "Of the air; 1006 J/kgK without.");
    v.quantity("rack_specific_heat", &T::rack_specific_heat_j_per_kg_k, Dimension::specific_heat, Range{50, 5'000},
               "Of the racks' mass as the catalogue has it, for what happens in time; goes with the share.");
    v.quantity("rack_mass_share", &T::rack_mass_share, Dimension::fraction, ranges::kShare,
               "Part of that mass that follows the air through the rack; without it racks store no heat.");
    v.flag("calibrated", &T::calibrated, false,
           "The model was held against measured temperatures of this hall: its error is 1 K, else 2 K.");
  }
};

/// The level of keys under `air`.
struct SiteAir {
  template <class V>
  static void describe(V& v) {
    v.table("zones", &Site::air_zones, Need::planning, "Parts of the hall that share air units.");
    v.table("rear_doors", &Site::rear_doors, Need::optional, "Rear-door heat exchangers on racks.");
    v.table("supplies", &Site::supplies, Need::optional, "Openings that blow air into the hall.");
    v.table("returns", &Site::returns, Need::optional, "Openings through which air leaves it.");
  }
};

}  // namespace hallplan
