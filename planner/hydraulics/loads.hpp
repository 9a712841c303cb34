/// What a placement puts on each CDU group, and the losses a group or loop is checked in. Shared by the checks.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "planner/plan/field_text.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/cords.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Normal running, and the loss of the spare units where there are any, under `maintenance` with one more out of service. Without
/// spares and maintenance nothing more is asked for.
[[nodiscard]] std::vector<PlantLoss> losses_of(FaultPolicy policy, int spare);

/// The same of a group or of a loop's heat rejection, and the losses of power that stop more units than are spare, under `maintenance` with
/// one more out of service. Of a group whose units have racks of their own these are a matter of `liquid.supplied`.
[[nodiscard]] std::vector<PlantLoss> losses_of(const Site& site, const CduGroup& group);
[[nodiscard]] std::vector<PlantLoss> losses_of(const Site& site, const FacilityLoop& loop);

/// Units left running; never negative.
[[nodiscard]] int left(int units, const PlantLoss& loss);

/// "(3 - 1)" or "3": how units stand in an arithmetic.
[[nodiscard]] std::string left_text(int units, const PlantLoss& loss);

/// Every way to lose so many of the units, those without power among them, each as their numbers; nothing where there are more than 200.
[[nodiscard]] std::vector<std::vector<std::size_t>> ways_to_lose(std::size_t units, const PlantLoss& loss);

/// The racks on one CDU group: liquid-cooled types (index in the catalogue) and how many of each.
using Racks = std::map<int, int>;
[[nodiscard]] Racks racks_on(const Site& site, const Plan& plan, int group);

/// Flow of all racks of a group with its arithmetic, or why it is not known.
struct GroupFlow {
  double m3_per_s = 0;
  double least_m3_per_s = 0;  ///< low ends: what makes the return warmest
  std::string arithmetic;
  std::string unknown;
};
[[nodiscard]] GroupFlow flow_of(const Site& site, const CduGroup& group, const Racks& racks);

/// Racks on units that each serve their own, in whole racks, every one counted as the largest: with n racks over u units in equal
/// numbers no unit has more than ceil(n / u), so n <= u x floor(capacity / largest) holds for every such split, of mixed racks
/// too (there on the safe side).
struct WholeRacks {
  int racks = 0;
  double largest = 0;  ///< what the largest rack takes
  int per_unit = 0;    ///< whole racks a unit carries
  double value = 0;    ///< racks x largest
  double limit = 0;    ///< units x whole racks x largest; units x capacity where nothing is taken
  std::string unknown;
};
/// `most` is what one unit gives and `largest` what the largest rack takes, in the same unit.
[[nodiscard]] WholeRacks whole_racks(const Site& site, const CduGroup& group, int racks, double largest, double most);

/// Sum of the racks' liquid heat.
[[nodiscard]] double heat_w(const Site& site, const Racks& racks);

/// The electrical power of one CDU, all of it heat in the coolant that it pumps; 0 when not known.
[[nodiscard]] double unit_power_w(const CduType& cdu);
/// Why it is not, by name; empty when it is known.
[[nodiscard]] std::string unknown_unit_power(const Product<CduType>& cdu);

/// The CDUs' own electrical power of one group; 0 when not known.
[[nodiscard]] double own_power_w(const Site& site, const CduGroup& group);

/// The facility water of one unit as rated: its maker's, else assumed: as much as its coolant.
[[nodiscard]] const Value& facility_flow(const CduType& cdu);

/// The power of the pumps that move a loop's water; 0 when not known, or when the loop comes in a later phase.
[[nodiscard]] double pump_power_w(const FacilityLoop& loop);

/// The group's CDU type.
[[nodiscard]] const Product<CduType>& cdu_of(const Site& site, const CduGroup& group);

using field::degc;
using field::kpa;
using field::kw;
using field::l_per_min;

/// "pg25 from 20 to 55 degC": how far a coolant's table reaches.
[[nodiscard]] std::string reach_text(const Product<CoolantType>& coolant);

}  // namespace hallplan::hydraulics
