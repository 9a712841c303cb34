/// The checks of all domains. Internal to this module.
#pragma once

#include <vector>

#include "planner/hydraulics/cooling_loss.hpp"
#include "planner/hydraulics/ride_through/ride_through.hpp"
#include "planner/plan/check.hpp"
#include "planner/plan/plan.hpp"
#include "planner/site/site.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::verdict {

/// Which domains to look at: a moved floor rating changes nothing in the power tree.
struct Domains {
  bool layout = true;  ///< with demand
  bool plant = true;   ///< power, liquid and air
  bool density = true;
};

/// What is known of losses besides their checks.
struct Losses {
  std::vector<hydraulics::CoolingLoss> cooling;  ///< see `hydraulics::check`
  std::vector<hydraulics::CoolantLoss> coolant;  ///< see `hydraulics::check_ride_through`
};

/// The checks of one phase: `site` and `plan` are what is there then.
[[nodiscard]] std::vector<Check> checks_in_phase(const Site& site, const Plan& plan, const Domains& domains,
                                                 const thermal::FieldResult* field, Losses* losses = nullptr);

/// The checks of all phases, each the tightest of its kind.
[[nodiscard]] std::vector<Check> checks_of(const Site& site, const Plan& plan, const Domains& domains,
                                           const Fields& fields);

}  // namespace hallplan::verdict
