/// What a placement puts on each CDU group, and the losses a group or loop is checked in. Shared by the checks.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "planner/plan/field_text.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// A state of plant made of like units: all running, or its spare units lost.
struct Loss {
  int units = 0;
  std::string scenario;  ///< "normal", "1 unit lost", "1 unit out, 1 unit lost"
};

/// Normal running, and the loss of the spare units where there are any, under `maintenance` with one more out of service. Without
/// spares and maintenance nothing more is asked for.
[[nodiscard]] std::vector<Loss> losses_of(FaultPolicy policy, int spare);

/// Units left running; never negative.
[[nodiscard]] int left(int units, const Loss& loss);

/// "(3 - 1)" or "3": how units stand in an arithmetic.
[[nodiscard]] std::string left_text(int units, const Loss& loss);

/// The racks on one CDU group: liquid-cooled types (index in the catalogue) and how many of each.
using Racks = std::map<int, int>;
[[nodiscard]] Racks racks_on(const Site& site, const Plan& plan, int group);

/// Flow of all racks of a group with its arithmetic, or why it is not known.
struct GroupFlow {
  double m3_per_s = 0;
  std::string arithmetic;
  std::string unknown;
};
[[nodiscard]] GroupFlow flow_of(const Site& site, const CduGroup& group, const Racks& racks);

/// Sum of the racks' liquid heat.
[[nodiscard]] double heat_w(const Site& site, const Racks& racks);

/// The CDUs' own electrical power of one group; 0 when not known.
[[nodiscard]] double own_power_w(const Site& site, const CduGroup& group);

/// The group's CDU type.
[[nodiscard]] const Product<CduType>& cdu_of(const Site& site, const CduGroup& group);

using field::degc;
using field::kpa;
using field::kw;
using field::l_per_min;

/// True when a loop asks for colder water than its heat rejection makes in the air it is rated in. An unknown coldest water
/// says nothing.
[[nodiscard]] bool makes_no_such_water(const FacilityLoop& loop, const RejectionType& rejection);
/// What one heat-rejection unit takes from a loop: nothing when it does not make the loop's supply.
[[nodiscard]] double rejection_w(const FacilityLoop& loop, const RejectionType& rejection);

/// "pg25 from 20 to 55 degC": how far a coolant's table reaches.
[[nodiscard]] std::string reach_text(const Product<CoolantType>& coolant);

}  // namespace hallplan::hydraulics
