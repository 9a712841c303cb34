/// What each rack of a group with pipes has left, at worst over the failures that its checks look at, and what each of these failures leaves;
/// and how warm cold plates get, for information.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/hydraulics/group_state.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"

namespace hallplan::hydraulics {

/// Case of a GPU above its coolant, a watt of its heat. No maker publishes it: an assumption that others plan with, and its ends.
inline constexpr double kPlate_k_per_w_low = 0.01, kPlate_k_per_w_high = 0.02;

/// Of a GPU on its cold plate: from the coolant's mean between supply and return with the low resistance to its return with the high one.
/// Never a verdict: neither the resistance nor the limits of GPUs are in print.
struct PlateRange {
  double low_degc = 0, high_degc = 0;
};
/// Nothing where the rack's maker states no power of one (`plate_power`), or its temperatures are not known.
[[nodiscard]] std::optional<PlateRange> plate_range(const RackType& type, std::optional<double> supply_degc,
                                                    std::optional<double> return_degc);

/// Flows within what a limiting valve holds count as what is asked for, temperatures within what counts as held as the limit: so
/// that no failure is named for the last digits of a number.
struct RackMargin {
  std::size_t rack = 0;  ///< in the plan
  double asked_m3_per_s = 0;
  double normal_m3_per_s = 0;                                    ///< flow with nothing out
  std::optional<double> normal_supply_degc, normal_return_degc;  ///< likewise; nothing where not known
  double least_m3_per_s = 0;                                     ///< flow at worst
  std::string least_when;                                        ///< "normal", "cdu-1 lost", "branch of c2 shut"
  /// In the failure that warms its supply most, or leaves least of what its flow is enough for; nothing where not known.
  std::optional<double> supply_degc, return_degc, supply_margin_k, return_margin_k;
  std::string warmest_when;
  std::optional<PlateRange> plate_normal, plate_worst;
};

/// A state that the checks look at, but shut branches, which leave the others more.
struct GroupFailure {
  std::string
      text;  ///< "normal", "cdu-1, cdu-2 lost", "mech-a lost (cdu-1, cdu-2)", "strainer of cdu-1 half blocked", "1 facility pump lost"
  GroupLoss loss;
};
[[nodiscard]] std::vector<GroupFailure> group_failures(const Site& site, const CduGroup& group,
                                                       const GroupNetwork& network);

/// One failure, and the racks that it leaves least: of the flow they ask for, and of the supply that their flow is enough for.
struct FailureMargin {
  std::string text;      ///< as of `GroupFailure`, or "branch of c2 shut"
  std::size_t rack = 0;  ///< in the plan
  double asked_m3_per_s = 0, flow_m3_per_s = 0;
  std::size_t short_of = 0;              ///< racks that get less than they ask for
  std::optional<std::size_t> warm_rack;  ///< in the plan; nothing where temperatures are not known
  double supply_degc = 0, margin_k = 0;  ///< of that rack
  std::string unknown_heat;              ///< why there are no temperatures, by name
};

struct GroupMargins {
  std::string unknown;            ///< why there are none, by name; then nothing else counts
  std::vector<RackMargin> racks;  ///< in the order of the group's network
  std::vector<FailureMargin>
      failures;  ///< "normal" first; of shut branches the one that leaves some rack least, if any other rack is left
};
[[nodiscard]] GroupMargins group_margins(const Site& site, const Plan& plan, int group);

/// By the order of the group's network. Empty where its flow is not known.
[[nodiscard]] std::vector<RackMargin> rack_margins(const Site& site, const Plan& plan, int group);

}  // namespace hallplan::hydraulics
