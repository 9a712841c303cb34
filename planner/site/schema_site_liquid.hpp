/// The keys of the liquid side: facility-water loops with their heat rejection, CDU groups with their pipes.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

inline constexpr Range kRestart{0, 7'200};
inline constexpr Range kLoopVolume{0, 1'000};

template <>
struct Schema<Rejection> {
  using T = Rejection;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::rejection, Need::required, "Catalogue chiller or dry cooler.");
    v.whole("units", &T::units, 1, 200, Need::required, "Units installed.");
    v.whole("spare", &T::spare, 0, 100, Need::optional, "Units that may be lost.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::required, "Devices they draw power from, in equal parts.");
    v.whole(
        "cords", &T::cords, 1, 2, Need::optional,
        "1: each unit hangs on one of `feeds`, dealt to them in turn: the loss of one stops its units together; the "
        "pumps hang on all. 2: each unit hangs on all of them, as it counts without.");
    v.quantity("motor_contribution", &T::motor_contribution, Dimension::fraction, ranges::kMotorContribution,
               "Short-circuit current that their motors feed back, over their full-load current: 0 behind drives. "
               "Without: 4 under nec, 5 under iec.");
    v.quantity("pump_power", &T::pump_power_w, Dimension::power, ranges::kPower,
               "Electrical power of all the pumps that move the loop's water, which it takes up as heat. 0 where it is "
               "counted elsewhere. Without, what carries it stays undecided.");
    v.refs("pump_feeds", &T::pump_feeds, RefTo::device, Need::optional,
           "Devices that the pumps draw power from, in equal parts; `feeds` without.");
    v.table("grows", &T::grows, Need::optional, "By phase: units installed from then on, those of before among them.");
  }
};

template <>
struct Schema<LoopGrowth> {
  using T = LoopGrowth;
  template <class V>
  static void describe(V& v) {
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow, "Design flow, no less than before.");
    v.quantity("supply", &T::supply_degc, Dimension::temperature, ranges::kWater, "Supply at design weather.");
    v.quantity("return_limit", &T::return_limit_degc, Dimension::temperature, ranges::kWater,
               "Warmest return it accepts.");
    v.quantity("head", &T::head_pa, Dimension::pressure, ranges::kPressure, "Offered at each CDU.");
    v.quantity("most_pressure", &T::most_pressure_pa, Dimension::pressure, ranges::kPressure,
               "At its CDUs, over atmosphere.");
  }
};

/// The keys that the pipes of both sides have.
template <class T, class V>
void describe_pipes(V& v, std::string_view to_length, std::string_view strainer, std::string_view limited) {
  v.quantity("header_diameter", &T::header_diameter_m, Dimension::length, Range{0.005, 2}, "Inner, of the headers.");
  v.quantity("branch_diameter", &T::branch_diameter_m, Dimension::length, Range{0.003, 1},
             "Inner, of the hoses or pipes between header and what hangs on it.");
  v.quantity("branch_length", &T::branch_length_m, Dimension::length, Range{0.1, 100}, to_length);
  v.quantity("roughness", &T::roughness_m, Dimension::length, Range{0, 0.01},
             "Of the pipes' walls: 0.045 mm for new steel, 0.0015 mm for drawn tubes and plastics.");
  v.quantity("branch_loss", &T::branch_loss, Dimension::count, Range{0, 1000},
             "Of a branch's couplings, bends and valve, each way, in velocity heads; 0 without.");
  v.quantity("strainer_drop", &T::strainer_drop_pa, Dimension::pressure, ranges::kPressure, strainer);
  v.choice("return", static_cast<HeaderReturn T::*>(&T::header_return), Need::optional,
           {{"direct", HeaderReturn::direct}, {"reverse", HeaderReturn::reverse}},
           "direct: the return header leads back the way the supply came. reverse: it goes on to the header's far end "
           "and back from there, so that all that hang on it have headers of one length.");
  v.flag("flow_limited", &T::flow_limited, false, limited);
  v.flag(
      "header_tees", &T::header_tees, false,
      "What streams lose at the tees of 90 degrees by which branches leave and join headers is counted, by the share "
      "that parts there (Crane TP-410). Without, `branch_loss` has to have it.");
}

template <>
struct Schema<Piping> {
  using T = Piping;
  template <class V>
  static void describe(V& v) {
    describe_pipes<T>(
        v, "From header to rack; as much again back.",
        "Of one CDU's clean strainer at the CDU's rated flow. With it the racks' flow is also checked with each "
        "strainer half blocked.",
        "Pressure-independent valves hold each rack to the flow it asks for; without, the nearest take more.");
    v.choice("control", &T::control, Need::optional,
             {{"full_speed", PumpControl::full_speed},
              {"constant_flow", PumpControl::constant_flow},
              {"constant_pressure", PumpControl::constant_pressure}},
             "What the pumps of all CDUs hold by one speed, as near as full speed allows: nothing, `control_flow`, or "
             "`control_pressure`.");
    v.quantity("control_flow", &T::control_flow_m3_per_s, Dimension::flow, ranges::kFlow,
               "Of all CDUs together, those that are left after a loss too; with control: constant_flow.");
    v.quantity("control_pressure", &T::control_pressure_pa, Dimension::pressure, ranges::kPressure,
               "Between supply and return header at the CDUs; with control: constant_pressure.");
  }
};

template <>
struct Schema<FacilityPiping> {
  using T = FacilityPiping;
  template <class V>
  static void describe(V& v) {
    v.quantity(
        "x", &T::x_m, Dimension::length, ranges::kCoordinate,
        "Where its pipes enter the room. From there the header goes to the nearest CDU or coil of the loop, from that "
        "to the nearest of the others, and so on.");
    v.quantity("y", &T::y_m, Dimension::length, ranges::kCoordinate, "Likewise.");
    describe_pipes<T>(v, "From header to CDU or coil; as much again back.",
                      "Of the clean strainer before one CDU at the CDU's rated facility-water flow. With it the CDUs' "
                      "heat is also checked with each strainer half blocked.",
                      "Pressure-independent valves hold each CDU and coil to its rated facility-water flow.");
    v.quantity("differential_pressure", &T::differential_pressure_pa, Dimension::pressure, ranges::kPressure,
               "Between supply and return where its pipes enter the room, whatever flows; in place of pump_curve.");
    v.list("pump_curve", &T::pump_curve, Need::optional,
           "Head by flow of one pump, less what the plant outside of the room takes; in place of "
           "differential_pressure.");
    v.whole("pumps", &T::pumps, 1, 32, Need::optional, "Pumps that run, in parallel and all alike.");
    v.whole("spare_pumps", &T::spare_pumps, 0, 31, Need::optional, "Of them, those that may be lost.");
  }
};

template <>
struct Schema<FacilityLoop> {
  using T = FacilityLoop;
  template <class V>
  static void describe(V& v) {
    v.ref("coolant", &T::coolant, RefTo::coolant, Need::required, "What flows in it.");
    v.quantity("supply", &T::supply_degc, Dimension::temperature, ranges::kWater,
               "Facility-water supply at design weather.");
    v.quantity("flow", &T::flow_m3_per_s, Dimension::flow, ranges::kFlow, "Design flow.");
    v.quantity("return_limit", &T::return_limit_degc, Dimension::temperature, ranges::kWater,
               "Warmest return it accepts.");
    v.flag("insulated", &T::insulated, false,
           "Its pipes and valves in the hall are insulated against vapour, so they may be colder than the dew point.");
    v.flag("survive_loss", &T::survive_loss, false,
           "Its loss must leave every rack and air zone cooled. Without it the loss is shown, not failed.");
    v.quantity(
        "head", &T::head_pa, Dimension::pressure, ranges::kPressure,
        "Pressure difference that it offers at each CDU at the CDU's facility-water flow; without it the CDUs' own "
        "pressure drop is not checked.");
    v.quantity("most_pressure", &T::most_pressure_pa, Dimension::pressure, ranges::kPressure,
               "Most pressure at its CDUs, over atmosphere; without it their limits are not checked.");
    v.quantity(
        "restart", &T::restart_s, Dimension::duration, kRestart,
        "From power back until the loop supplies its water again: chillers and pumps; for ride_through of its CDU "
        "groups.");
    v.quantity("circulating_volume", &T::circulating_m3, Dimension::volume, Range{0, 10'000},
               "Its water that still passes the CDUs while heat rejection stands; none without. It counts where the "
               "loop's pumps run on: on a UPS, by `rejection.pump_feeds`.");
    v.quantity(
        "expansion_volume", &T::expansion_m3, Dimension::volume, Range{0, 100},
        "What the loop's expansion vessels take up between fill and most pressure; held against what its water grows "
        "by (water_volume).");
    v.quantity("water_volume", &T::water_m3, Dimension::volume, Range{0, 10'000},
               "All water of the loop but what the coils hold whose volume is stated.");
    v.quantity("fill_temperature", &T::fill_degc, Dimension::temperature, ranges::kWater,
               "Coldest that its water is when it is filled or stands; without, the supply or the room's air, "
               "whichever is colder.");
    v.object(
        "piping", &T::piping, Need::optional,
        "Pipes to its CDUs and coils; with it the facility water of each is worked out, and what a CDU's exchanger "
        "takes with that; `flow` is then the most that flows in all.");
    v.object("rejection", &T::rejection, Need::required, "What takes its heat to the weather.");
    v.table("grows", &T::grows, Need::optional,
            "By phase: what the loop has from then on, as pumps, pipes or set points change; what is not named stays.");
  }
};

template <>
struct Schema<PlateDevice> {
  using T = PlateDevice;
  template <class V>
  static void describe(V& v) {
    v.quantity("power", &T::power_w, Dimension::power, Range{1, 1e5}, "Heat of one device.");
    v.quantity("rise", &T::rise_k, Dimension::temperature_difference, Range{0.1, 100},
               "How far it lies above its coolant at that power and the rack's own flow.");
    v.quantity("mass", &T::mass_kg, Dimension::mass, Range{0.01, 100},
               "Of the device and its cold plate, counted as copper.");
    v.quantity("limit", &T::limit_degc, Dimension::temperature, Range{1, 150},
               "Temperature at which it throttles or trips. Makers of GPUs publish none: the owner's word.");
    v.quantity(
        "throttles_to", &T::throttles_to, Dimension::fraction, Range{0, 1},
        "Least share of its heat, and of all of its rack's, to which it slows down in the last kelvin below its limit; "
        "past the limit it trips all the same. Without, it keeps its heat until it trips.");
  }
};

template <>
struct Schema<RackCoolant> {
  using T = RackCoolant;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::rack, Need::required, "The rack type that this is of.");
    v.quantity("volume", &T::volume_m3, Dimension::volume, Range{0.0001, 2},
               "Coolant inside the rack; published figures lie between 6 and 200 L.");
    v.quantity("trapped", &T::trapped_m3, Dimension::volume, Range{0.0001, 2},
               "Of it in the cold plates: all that takes up heat once nothing flows.");
    v.quantity("metal", &T::metal_kg, Dimension::mass, Range{0, 2'000},
               "Of the cold plates, counted as copper; none without.");
    v.quantity("least_flow", &T::least_flow_m3_per_s, Dimension::flow, ranges::kFlow,
               "Flow below which the rack trips. Without, less than the least of its flow table is undecided.");
    v.quantity("no_flow", &T::no_flow_s, Dimension::duration, kRestart,
               "How long it bears less than least_flow; without, it trips at once.");
    v.object("device", &T::device, Need::optional, "The hottest device on a cold plate; without, none is followed.");
  }
};

template <>
struct Schema<CoolantInventory> {
  using T = CoolantInventory;
  template <class V>
  static void describe(V& v) {
    v.quantity(
        "supply_volume", &T::supply_m3, Dimension::volume, kLoopVolume,
        "Coolant in headers and branches from the CDUs to the racks; with `piping` it follows from that where it is "
        "not given here.");
    v.quantity("return_volume", &T::return_m3, Dimension::volume, kLoopVolume,
               "Coolant in those back to the CDUs; likewise.");
    v.quantity("cdu_volume", &T::cdu_m3, Dimension::volume, kLoopVolume, "Coolant on the TCS side of one CDU.");
    v.quantity("tank_volume", &T::tank_m3, Dimension::volume, kLoopVolume,
               "Buffer tank in the supply header; none without.");
    v.quantity(
        "coast_down", &T::coast_down_s, Dimension::duration, Range{0, 600},
        "Until the flow has halved after the pumps stop, by the inertia of what flows; without, it stops at once.");
    v.quantity("drive_restart", &T::drive_restart_s, Dimension::duration, kRestart,
               "From power back at the pumps until they give their flow again.");
    v.quantity("cdu_restart", &T::cdu_restart_s, Dimension::duration, kRestart,
               "From the loss of a CDU until it, or one that stood by, gives its flow.");
    v.table("racks", &T::racks, Need::required, "What racks hold, by type.");
  }
};

template <>
struct Schema<CduGroup> {
  using T = CduGroup;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::cdu, Need::required, "Catalogue CDU; all units of a group are alike.");
    v.ref("loop", &T::loop, RefTo::loop, Need::required, "Facility-water loop that cools it.");
    v.ref("coolant", &T::coolant, RefTo::coolant, Need::required, "What flows through the racks.");
    v.quantity("supply", &T::supply_degc, Dimension::temperature, ranges::kWater, "TCS supply temperature.");
    v.choice("headers", &T::headers, Need::optional, {{"shared", Headers::shared}, {"dedicated", Headers::dedicated}},
             "shared: all units feed one header, and those left carry all racks. dedicated: each unit has its own "
             "racks, in equal numbers, which stop with it; always so for CDUs inside racks.");
    v.quantity("fill_pressure", &T::fill_pressure_pa, Dimension::pressure, ranges::kPressure,
               "Over atmosphere, at the CDUs, pumps at rest.");
    v.quantity("highest_point", &T::highest_point_m, Dimension::length, Range{0, 100},
               "How far the loop's highest point lies above the CDUs' pressure gauge.");
    v.quantity("lowest_point", &T::lowest_point_m, Dimension::length, Range{0, 100},
               "How far its lowest point lies below that gauge; the CDU's height without.");
    v.quantity(
        "expansion_volume", &T::expansion_m3, Dimension::volume, Range{0, 100},
        "What the group's expansion vessels take up between fill and most pressure; held against what its coolant "
        "grows by (coolant_volume).");
    v.quantity("coolant_volume", &T::coolant_m3, Dimension::volume, Range{0, 1000},
               "All coolant of the group, in pipes, racks and CDUs.");
    v.quantity("fill_temperature", &T::fill_degc, Dimension::temperature, ranges::kWater,
               "Coldest that its coolant is when it is filled or stands; without, the supply or the room's air, "
               "whichever is colder.");
    v.flag("constant_ua", &T::constant_ua, false,
           "The CDUs' exchangers keep the U A of their ratings at any flow, as some makers' own programs take it. "
           "Without, "
           "each film goes with flow^0.8 below its rated flow and flow^0.7 above.");
    v.object("piping", &T::piping, Need::optional,
             "Pipes to the racks; with it each rack's flow is worked out and held against what it asks for.");
    v.object("ride_through", &T::ride_through, Need::optional,
             "What its coolant holds and how fast plant restarts; with it the seconds that its racks run on without "
             "pumps, units or facility water are held against restarts.");
    v.whole("spare", &T::spare, 0, 16, Need::optional,
            "Units that may be lost (1 for N+1). Racks on dedicated headers cannot survive a loss: 0 accepts that they "
            "stop.");
    v.table("units", &T::units, Need::required, "The units, with their places; CDUs inside racks have none.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::required, "Devices they draw power from, in equal parts.");
    v.whole("cords", &T::cords, 1, 2, Need::optional,
            "1: each unit hangs on one of `feeds`, dealt to them in turn as the units are listed, unless it names its "
            "own `feed`: the loss of one stops its units together. 2: each unit hangs on all of them, as it counts "
            "without.");
    v.quantity("motor_contribution", &T::motor_contribution, Dimension::fraction, ranges::kMotorContribution,
               "Short-circuit current that their motors feed back, over their full-load current: 0 behind drives. "
               "Without: 4 under nec, 5 under iec.");
  }
};

}  // namespace hallplan
