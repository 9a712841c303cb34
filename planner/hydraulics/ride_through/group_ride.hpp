/// Runs of one CDU group or unit: what limits its racks meet when, with headers mixed and as a plug. Internal to this module.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/loads.hpp"
#include "planner/hydraulics/ride_through/circuit.hpp"
#include "planner/hydraulics/ride_through/group_circuit.hpp"
#include "planner/hydraulics/ride_through/ride_through.hpp"

namespace hallplan::hydraulics {

/// What limits were passed first in one run.
struct Passed {
  std::vector<double> stated_s;  ///< by type
  std::vector<RideLimit> by;
  std::vector<double> table_s;
  double short_s = kNever_s;  ///< until the supply is too warm for some rack's flow
  bool settled = false;
  std::string problem;

  [[nodiscard]] double first_s() const {
    return stated_s.empty() ? kNever_s : *std::min_element(stated_s.begin(), stated_s.end());
  }
  [[nodiscard]] double first_table_s() const {
    return table_s.empty() ? kNever_s : *std::min_element(table_s.begin(), table_s.end());
  }
};

/// One group with its racks, or one unit of it with its own: what is followed again and again.
class GroupRide {
 public:
  GroupRide(const Site& site, const CduGroup& group, Racks racks, double loop_heat_w, const Accuracy& accuracy,
            std::optional<std::size_t> unit = {});

  [[nodiscard]] GroupCircuit circuit(Variant variant) const;

  /// Headers mixed and as a plug, and the racks' flow at both ends: of each type the sooner.
  [[nodiscard]] Passed follow_all(const Timeline& timeline, Variant variant) const;

  /// The run that meets a limit of a type first, sampled: mixed or plug.
  [[nodiscard]] RideSeries series(const Timeline& timeline, Variant variant, std::size_t type) const;

  [[nodiscard]] const Product<RackType>& rack(std::size_t type) const;
  [[nodiscard]] const Racks& racks() const { return racks_; }
  [[nodiscard]] const CduGroup& group() const { return group_; }
  [[nodiscard]] const Site& site() const { return site_; }
  [[nodiscard]] bool is_of_unit() const { return unit_.has_value(); }

 private:
  const Site& site_;
  const CduGroup& group_;
  Racks racks_;
  double loop_heat_w_;
  Accuracy accuracy_;
  std::optional<std::size_t> unit_;
};

}  // namespace hallplan::hydraulics
