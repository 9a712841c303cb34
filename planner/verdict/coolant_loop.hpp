/// A CDU group's coolant loop as a verdict hands it on: flows, temperatures and what each rack has left, normally and at worst.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/plan/check.hpp"

namespace hallplan::verdict {

struct LoopUnit {
  std::string id;
  double flow_m3_per_s = 0, head_pa = 0;
  std::optional<double> heat_w, return_degc, supply_degc, approach_k;  ///< nothing where it stands still, or not known

  [[nodiscard]] bool operator==(const LoopUnit&) const = default;
};

/// For information: no maker publishes a limit.
struct PlateTemperature {
  double low_degc = 0, high_degc = 0;

  [[nodiscard]] bool operator==(const PlateTemperature&) const = default;
};

struct LoopRack {
  std::string id, row;    ///< row is empty for a rack of none
  std::size_t place = 0;  ///< row by row, from the CDUs on
  double asked_m3_per_s = 0;
  // With nothing out.
  double flow_m3_per_s = 0;
  std::optional<double> supply_degc, return_degc;
  std::optional<PlateTemperature> plate;
  double header_m = 0;                            ///< of supply header from the CDUs on
  std::optional<double> header_velocity_m_per_s;  ///< in its last piece
  // At worst over the failures, each by its own.
  double least_m3_per_s = 0;
  std::string least_when;
  double flow_margin_m3_per_s =
      0;  ///< least less asked; valves hold a flow to a part in ten thousand, which counts as nothing
  /// Where the supply comes nearest to the warmest that the rack's flow is enough for.
  std::optional<double> worst_supply_degc, worst_return_degc, supply_margin_k, return_margin_k;
  std::string warmest_when;
  std::optional<PlateTemperature> worst_plate;
  // Its balancing valve, all CDUs at full speed.
  bool valve_known = false;
  bool valve_reached = false;               ///< it gets what it asks for where none takes more
  std::optional<double> valve_kv_m3_per_h;  ///< nothing: wide open
  double valve_m3_per_s = 0, valve_pa = 0;

  [[nodiscard]] bool operator==(const LoopRack&) const = default;
};

/// One failure and the racks that it leaves least.
struct LoopFailure {
  std::string failure;  ///< "normal", "cdu-1 lost", "branch of c2 shut", "facility water off"
  std::string rack;     ///< least of the flow it asks for
  double asked_m3_per_s = 0, flow_m3_per_s = 0, flow_margin_m3_per_s = 0;
  std::size_t short_of = 0;  ///< racks that get less than they ask for
  std::string warm_rack;     ///< nearest to the warmest supply that its flow is enough for; empty where not known
  std::optional<double> supply_degc, supply_margin_k;
  std::string remark;  ///< why there are no temperatures

  [[nodiscard]] bool operator==(const LoopFailure&) const = default;
};

struct CoolantLoop {
  std::string group;
  bool piped = false;                 ///< the site gives its pipes; else nothing below is known
  Status status = Status::undecided;  ///< of the group's checks of delivery, under the site's policy
  std::string unknown;                ///< why its flow is not known; then nothing below is
  std::string unknown_heat;           ///< why its temperatures are not known
  std::string coolant;
  double at_degc = 0;                                      ///< what its properties are taken at
  double viscosity_low_pa_s = 0, viscosity_high_pa_s = 0;  ///< tables that disagree make a range
  double pump_speed = 1;                                   ///< share of full speed
  std::vector<LoopUnit> units;
  std::vector<LoopRack> racks;  ///< row by row, from the CDUs on
  std::vector<LoopFailure> failures;
  std::string phase = {};

  [[nodiscard]] bool operator==(const CoolantLoop&) const = default;
};

}  // namespace hallplan::verdict
