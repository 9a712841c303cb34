/// The checks of all domains. Internal to this module.
#pragma once

#include <vector>

#include "planner/hydraulics/cooling_loss.hpp"
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

/// The checks of one phase: `site` and `plan` are what is there then. `losses`: see `hydraulics::check`.
[[nodiscard]] std::vector<Check> checks_in_phase(const Site& site, const Plan& plan, const Domains& domains,
                                                 const thermal::FieldResult* field,
                                                 std::vector<hydraulics::CoolingLoss>* losses = nullptr);

/// The checks of all phases, each the tightest of its kind.
[[nodiscard]] std::vector<Check> checks_of(const Site& site, const Plan& plan, const Domains& domains,
                                           const Fields& fields);

}  // namespace hallplan::verdict
