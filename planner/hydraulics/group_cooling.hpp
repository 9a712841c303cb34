/// What the heat exchangers of a group's CDUs can take, from the points that their maker rates them at.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "planner/hydraulics/effectiveness.hpp"
#include "planner/hydraulics/liquid.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

struct GroupCooling {
  double set_degc = 0;            ///< what each CDU holds while it can: the high end of the group's supply
  double facility_degc = 0;       ///< what it is cooled with: the high end of the loop's supply
  double water_j_per_m3_k = 0;    ///< of facility water, low end, at its supply
  double coolant_j_per_m3_k = 0;  ///< low end, at the set supply
  double own_w = 0;               ///< electrical power of one unit, all of it heat in its coolant before the exchanger
  struct Rated {
    ExchangerRating rating;
    double ua_w_per_k = 0;
    double facility_m3_per_s = 0;  ///< that it is rated with; more is not counted
    std::size_t point = 0;         ///< its maker's, in the order of `ratings`, the unit's own last
  };
  std::vector<Rated> rated;  ///< of each point its maker rates it at, at each end of the ranges of its flows
  FilmLaw films;
  std::string unknown;  ///< why its exchangers' heat is not known, by name; then nothing else counts but the coolant

  /// Heat a kelvin between the streams' inlets at a TCS flow and a flow of facility water: the least that any of the points leads to.
  [[nodiscard]] double taken_w_per_k(double flow_m3_per_s, double facility_m3_per_s) const;
};

/// Whether a loop carries water, with which CDUs are rated.
[[nodiscard]] bool carries_water(const Site& site, const FacilityLoop& loop);

/// Where the loop carries something else, its film is scaled from that of water by both fluids' properties.
///
/// U A is by the end of a rating's ranges that makes it least: low heat, high approach. Which end of a rated flow is the bad one hangs on
/// the flows that a unit gets: both are kept. The maker's points are taken to hold at the group's temperatures, or at the end of its coolant's
/// table where that does not reach. Without the CDUs' own power. `end`: of the coolant's capacity.
[[nodiscard]] GroupCooling exchangers_of(const Site& site, const CduGroup& group, End end = End::low);
/// With it; unknown where `unit_heat` is.
[[nodiscard]] GroupCooling cooling_of(const Site& site, const CduGroup& group, End end = End::low);

}  // namespace hallplan::hydraulics
