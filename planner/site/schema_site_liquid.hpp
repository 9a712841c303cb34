/// The keys of the liquid side: facility-water loops with their heat rejection, CDU groups with their pipes.
#pragma once

#include "planner/site/schema.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

template <>
struct Schema<Rejection> {
  using T = Rejection;
  template <class V>
  static void describe(V& v) {
    v.ref("type", &T::type, RefTo::rejection, Need::required, "Catalogue chiller or dry cooler.");
    v.whole("units", &T::units, 1, 200, Need::required, "Units installed.");
    v.whole("spare", &T::spare, 0, 100, Need::optional, "Units that may be lost.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::required, "Devices they draw power from, in equal parts.");
    v.quantity("motor_contribution", &T::motor_contribution, Dimension::fraction, ranges::kMotorContribution,
               "Short-circuit current that their motors feed back, over their full-load current: 0 behind drives. "
               "Without: 4 under nec, 5 under iec.");
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
    v.object("rejection", &T::rejection, Need::required, "What takes its heat to the weather.");
    v.table("grows", &T::grows, Need::optional,
            "By phase: what the loop has from then on, as pumps, pipes or set points change; what is not named stays.");
  }
};

template <>
struct Schema<Piping> {
  using T = Piping;
  template <class V>
  static void describe(V& v) {
    v.quantity("header_diameter", &T::header_diameter_m, Dimension::length, Range{0.005, 2},
               "Inner, of the pipes from the CDUs and over the rows.");
    v.quantity("branch_diameter", &T::branch_diameter_m, Dimension::length, Range{0.003, 1},
               "Inner, of the hoses between header and rack.");
    v.quantity("branch_length", &T::branch_length_m, Dimension::length, Range{0.1, 100},
               "From header to rack; as much again back.");
    v.quantity("roughness", &T::roughness_m, Dimension::length, Range{0, 0.01},
               "Of the pipes' walls: 0.045 mm for new steel, 0.0015 mm for drawn tubes and plastics.");
    v.quantity("branch_loss", &T::branch_loss, Dimension::count, Range{0, 1000},
               "Of a branch's couplings, bends and valve, each way, in velocity heads; 0 without.");
    v.choice(
        "return", &T::header_return, Need::optional,
        {{"direct", HeaderReturn::direct}, {"reverse", HeaderReturn::reverse}},
        "direct: the return header leads back the way the supply came. reverse: it goes on to the row's far end and "
        "back from there, so that all racks have headers of one length.");
    v.flag("flow_limited", &T::flow_limited, false,
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
    v.object("piping", &T::piping, Need::optional,
             "Pipes to the racks; with it each rack's flow is worked out and held against what it asks for.");
    v.whole("spare", &T::spare, 0, 16, Need::optional,
            "Units that may be lost (1 for N+1). Racks on dedicated headers cannot survive a loss: 0 accepts that they "
            "stop.");
    v.table("units", &T::units, Need::required, "The units, with their places; CDUs inside racks have none.");
    v.refs("feeds", &T::feeds, RefTo::device, Need::required, "Devices they draw power from, in equal parts.");
    v.quantity("motor_contribution", &T::motor_contribution, Dimension::fraction, ranges::kMotorContribution,
               "Short-circuit current that their motors feed back, over their full-load current: 0 behind drives. "
               "Without: 4 under nec, 5 under iec.");
  }
};

}  // namespace hallplan
