/// What one CDU gives at the temperatures it runs at.
///
/// Heat against approach A = TCS supply - FWS supply, at the rated flows on both sides. With effectiveness e (a function of
/// NTU = U A / Cmin and Cmin / Cmax alone: Kays and London, Compact Heat Exchangers) and the heat balance of the TCS stream C_tcs,
///
///   Q = e Cmin (T_return - T_fws) = e Cmin (A + Q / C_tcs)   so   Q = A e Cmin / (1 - e Cmin / C_tcs),
///
/// proportional to A: heat falls with the approach as A / A_rated. `cdu_heat` takes U and both flows as those of the rating, so the FWS
/// flow at the CDU is the one its maker rates it at. A unit that gives less than its rated TCS flow carries no less at the same
/// approach and FWS flow, because its return is warmer by more than U falls (counterflow, NTU of 2.5 or more, an FWS stream of up
/// to 1.5 times the TCS stream, U falling with flow^0.8 at most; a test holds it against the formula). Other exchangers do carry less, and
/// with less water, or glycol in its place, the rated TCS flow is too much: `unit_heat` takes the least, or what the flows lead to that
/// the group's pipes give (`heat_share.hpp`). The XDU1350's NTU is about
/// 4: 1350 kW warm its 1200 L/min by 17 K, over 4 K of approach. Colder coolant than that of the rating is more viscous and U
/// falls with it: not counted, since makers do not say at which temperatures they rate.
///
/// Nothing is gained above the greatest approach a maker rates at, and nothing is known below half the least one, where what
/// controls let a supply stray (about 1 K) is no longer small.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/hydraulics/heat_share.hpp"
#include "planner/hydraulics/loads.hpp"
#include "planner/site/product.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// The approach of a group at its unfavourable end: coldest TCS supply less warmest FWS supply.
[[nodiscard]] double approach_k(const Site& site, const CduGroup& group);

/// The least approach, K, down to which a CDU's heat is known: half of the least that its maker rates it at.
[[nodiscard]] double least_approach_k(const CduType& cdu);

/// Heat of one CDU at an approach.
struct CduHeat {
  double capacity_w = 0;   ///< low end; an upper bound where `unknown` says why it is no more than that
  std::string arithmetic;  ///< "250 kW at 4 K approach"
  std::string unknown;
  double share = 1;  ///< of its heat with the facility water it is rated at, contained in `capacity_w`
};
[[nodiscard]] CduHeat cdu_heat(const Product<CduType>& cdu, double approach_k);

/// How much of the heat at an approach each of the maker's points makes up: the two that it lies between, or the one below or above which it
/// lies. In the order of `ratings`, the unit's own point last; together 1.
[[nodiscard]] std::vector<double> parts_of_points(const CduType& cdu, double approach_k);

/// Where a maker states no facility water.
inline constexpr std::string_view kAsMuchWater = "assumed: rated with as much facility water as coolant";
/// Where a CDU's capacity comes from, with what is assumed of it.
[[nodiscard]] std::string capacity_source(const CduType& cdu);

/// Heat of one unit of a group at its approach, the lost units of the group standing still.
///
/// With the facility water of the unit that gets least where the loop has pipes, or of `unit`; at any coolant flow (`heat_share`), or at
/// those that `shares` knows, in the worst way to lose so many. Else a maker's stated
/// facility-water flow must be there for all units of the loop that are not spare; where it is not, the rating does not hold and heat is
/// unknown. Where none is stated as much as of coolant is taken to be rated, and what flows is shared out in that proportion. Coils on the
/// loop take all of theirs first (`coils.hpp`); where nobody states it the heat is unknown, too.
[[nodiscard]] CduHeat unit_heat(const Site& site, const CduGroup& group, const PlantLoss& loss = {},
                                std::optional<std::size_t> unit = {}, const Shares& shares = {});

/// Heat of a group on shared headers after a loss: of all units left, or of no more than are not spare, the others standing still, where
/// the loop's flow does not do for all or those carry more.
struct GroupHeat {
  double capacity_w = 0;
  double own_w = 0;  ///< of it the running units' own power takes: pumps heat the coolant that they move
  int running = 0;
  std::string arithmetic;  ///< "(3 - 1) x test-cdu 250 kW at 4 K approach = 500 kW"
  std::string unknown;     ///< then capacity is an upper bound
  CduHeat unit = {};       ///< of one of them

  [[nodiscard]] double for_racks_w() const { return capacity_w - own_w; }
};
[[nodiscard]] GroupHeat group_heat(const Site& site, const CduGroup& group, const PlantLoss& loss,
                                   const Shares& shares = {});

}  // namespace hallplan::hydraulics
