/// The liquid side by balances of heat and flow: what each rack asks for, what each CDU group and each facility-water loop
/// can give with units lost. Pipes and valves are not resolved here: a CDU gives its rated flow, and its external head
/// must at least cover the racks' own pressure drop.
///
/// Method: steady energy balances, Q = density x specific heat x flow x temperature rise, with the properties and the flow
/// at the supply temperature. Every check takes the unfavourable end of each declared range.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "planner/capacity/capacity.hpp"
#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Density and specific heat of a coolant, linear between the lines of its table.
struct CoolantState {
  double density_kg_per_m3 = 0;
  double specific_heat_j_per_kg_k = 0;
};
/// Which end of the properties' ranges counts: the low one makes a stream warmer, the high one colder.
enum class End { low, high };
/// Nothing outside the table: properties are not extrapolated.
[[nodiscard]] std::optional<CoolantState> coolant_at(const CoolantType& coolant, double temperature_degc,
                                                     End end = End::low);

/// Temperature of a stream after it took up `heat_w`: supply + heat / (density x specific heat x flow), properties at the
/// supply temperature. The mass flow is exact, because the flow is stated at the supply. The specific heat of PG25 rises by
/// 0.06 % a kelvin and water's stays within 0.2 % from 20 to 60 degC, so the result is within 1 % of the rise. Nothing when the
/// coolant's table does not reach the supply temperature or there is heat without flow.
[[nodiscard]] std::optional<double> return_degc(const CoolantType& coolant, double supply_degc, double heat_w,
                                                double flow_m3_per_s, End end = End::low);

/// Heat a rack puts into its coolant: the high end of its sustained power times the high end of its liquid share; 0 without
/// a liquid side.
[[nodiscard]] double rack_heat_w(const Site& site, const RackType& rack);

/// What one rack of a type puts into and asks of its loop at a supply temperature.
struct RackDemand {
  double heat_w = 0;                       ///< as `rack_heat_w`
  double flow_m3_per_s = 0;                ///< the high end of the table's flow, over the low end of its heat
  double least_flow_m3_per_s = 0;          ///< the low end over the high one: what makes the return warmest
  std::optional<double> pressure_drop_pa;  ///< across the rack at `flow_m3_per_s`
};
/// Flow by the published table, linear between its lines and scaled with sustained liquid heat over the heat the table is
/// stated at. Makers size a rack for a constant return temperature Tr, F = k / (Tr - Ts); that law is convex, so the chord
/// between two lines of the table lies above it: on the safe side, by up to 4 % for lines 5 K apart that end 10 K below Tr.
///
/// Pressure drop by the table's own, linear between its lines (their law is convex too), times the flow over the table's flow:
/// squared where that is more than 1, as it is where it is less. Makers' tables follow dp ~ Q^1.89 (least squares over the five
/// lines of Lenovo Press LP2357, table 27), between the two, so both are on the safe side. Absent where a line it needs has
/// none.
///
/// Nothing when the table does not reach the supply temperature (it is not extrapolated) or the rack has no liquid side. `group`: what the
/// rack hangs on, whose coolant counts (`table_in`); none: the table's own.
[[nodiscard]] std::optional<RackDemand> rack_demand(const Site& site, const RackType& rack, double supply_degc,
                                                    const CduGroup* group = nullptr);

/// How it follows, to be redone by hand: of the flow, and of the pressure drop (empty where there is none). Where `rack_demand` is nothing
/// both are empty. Apart from it, since solvers ask for numbers thousands of times.
struct DemandWords {
  std::string flow;
  std::string pressure_drop;
};
[[nodiscard]] DemandWords rack_demand_words(const Site& site, const RackType& rack, double supply_degc,
                                            const CduGroup* group = nullptr);

/// A rack's flow table in the coolant of a group. Where its maker states it with another one: flow for the same heat at the same rise goes
/// with 1 / (density x specific heat); pressure drop by similarity, Eu = f(Re) with the table's own power n of the flow, as
/// density (viscosity / density)^(2 - n) flow^n. As thick and as little capacious at the high ends as both coolants' ranges allow. A film
/// that is thicker is not counted. As it stands where no coolant of the table is stated. Lines at which either coolant's properties are not known are
/// left out, and drops without both viscosities. `changed`: where a table that is another is left.
[[nodiscard]] const std::vector<FlowPoint>& table_in(const Site& site, const CduGroup* group, const RackLiquid& liquid,
                                                     std::vector<FlowPoint>& changed);
/// Whether it is another.
[[nodiscard]] bool table_differs(const Site& site, const CduGroup* group, const RackLiquid& liquid);

/// Heat that each facility-water loop takes, by loop: liquid heat of the racks on its CDU groups, the CDUs' own electrical
/// power (pumps end as heat in the loop; one that is not known counts as nothing here and makes the checks undecided) and
/// the air heat of the zones whose coils hang on it. Where a rack's liquid share is a range, liquid heat takes the high and
/// air heat the low end, so a loop that carries both is sized for more than the racks' power: on the safe side.
/// `zone_heat_w` has one entry an air zone, `door_heat_w` one a group of rear doors (or none).
[[nodiscard]] std::vector<double> loop_heat_w(const Site& site, const Plan& plan,
                                              const std::vector<double>& zone_heat_w,
                                              const std::vector<double>& door_heat_w = {});

/// The heat that a zone's air units take on with the rear door lost that takes most, where the doors hang on another loop than they do.
struct DoorLost {
  std::string scenario;  ///< "1 rear door lost"
  std::vector<double> by_zone_w;
};

/// All liquid checks. `zone_heat_w` is the air heat of every zone (from the room's balance), which the loops carry too, as they
/// do the heat that rear doors take.
/// What hangs on a value nobody gives is undecided, by name. `losses`: where to leave the losses that `liquid.supplied` looked at, for
/// those who name what they stop (or none).
[[nodiscard]] std::vector<Check> check(const Site& site, const Plan& plan, const std::vector<double>& zone_heat_w,
                                       const std::vector<double>& door_heat_w = {},
                                       std::vector<CoolingLoss>* losses = nullptr, const DoorLost& door_lost = {});

/// CDU groups by heat and by flow, loops by their own return limit and heat rejection, and losses that may stop nothing, as rows. `air` holds the rows of the
/// room's air: the heat of each zone in normal running (rule `air.heat`) is what its loop carries. `door_heat_w`: what each
/// choice's rear door hands to its loop (or none).
/// Flow of a rack whose table does not reach the supply temperature is left out: that check is undecided anyhow.
[[nodiscard]] capacity::Part capacity_rows(const Site& site, const std::vector<capacity::Choice>& choices,
                                           const capacity::Part& air, const std::vector<double>& door_heat_w = {});

}  // namespace hallplan::hydraulics
