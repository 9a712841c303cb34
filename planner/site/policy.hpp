/// What the owner's policy says of a rule.
#pragma once

#include <algorithm>

#include "planner/base/rule.hpp"
#include "planner/site/site.hpp"

namespace hallplan {

/// Whether the owner lives with what fails by a rule.
[[nodiscard]] inline bool only_warns(const Policy& policy, Rule rule) {
  return std::any_of(policy.warnings.begin(), policy.warnings.end(),
                     [&](const Ref& ref) { return ref.index == static_cast<int>(rule); });
}

}  // namespace hallplan
