/// Failing and undecided checks as diagnostics, in the form of every other message: `file:line:col: error[rule]: ...`, the
/// line of the limit with a caret, the arithmetic as help. What `hallplan check` prints.
#pragma once

#include <vector>

#include "planner/base/diagnostic.hpp"
#include "planner/plan/check.hpp"

namespace hallplan::report {

/// A failing check becomes an error; an undecided one a warning that says what is missing, for it is nobody's mistake.
/// Checks that pass leave nothing. Sorted by place.
[[nodiscard]] Diagnostics to_diagnostics(const std::vector<Check>& checks);

/// The same for people: what is undecided of one rule for one reason is said once, and how often. A value that is missing can leave
/// dozens of checks undecided.
[[nodiscard]] Diagnostics to_grouped_diagnostics(const std::vector<Check>& checks);

}  // namespace hallplan::report
