#include "planner/search/aggregate/incumbent.hpp"

#include <algorithm>
#include <utility>

#include "planner/search/aggregate/rules.hpp"

namespace hallplan::search::aggregate {

bool Incumbent::offer(Plan plan) {
  const double value = worth(hall_, plan, settings_.goal);
  if (value <= objective()) return true;
  if (std::string broken = broken_rule(hall_, plan); !broken.empty()) {
    reason_ = "a proposed plan breaks a rule: " + std::move(broken);
    return false;
  }
  plan_ = std::move(plan);
  objective_ = value;
  has_plan_ = true;
  return true;
}

void Incumbent::report(double bound, double objective) const {
  if (!settings_.progress) return;
  const double best = std::max(objective, objective_);
  settings_.progress({seconds(), best, std::max(bound, best)});
}

}  // namespace hallplan::search::aggregate
