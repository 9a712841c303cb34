/// Plans without a solver: filled by value, or after a point of the relaxation.
#pragma once

#include <vector>

#include "planner/search/aggregate/filling.hpp"
#include "planner/search/aggregate/hall.hpp"
#include "planner/search/aggregate/plan.hpp"
#include "planner/search/aggregate/program.hpp"

namespace hallplan::search::aggregate {

/// The best of several fillings: kinds and phases by what they are worth or by time, segments in order, by room or by turns; all
/// choices of spine rooms for the first, the most valuable of them for the others. Milliseconds at 1,000 slots. The hall has no fault.
[[nodiscard]] Filling first_plan(const Hall& hall, const std::vector<std::vector<int>>& spines, Goal goal);

/// As many halves of each kind in each segment and phase as the point has, rounded down; then those with the largest remainders; then
/// whatever still fits. Holds where the program's choice of spine rooms is a choice.
[[nodiscard]] Filling rounded_plan(const Hall& hall, const Program& program, const std::vector<double>& x);

/// What a planner does with a pencil: whole units in straight rows, segment by segment and phase by phase, the most valuable kind that is there,
/// each unit on one feed and one CDU group.
[[nodiscard]] Plan straight_plan(const Hall& hall, const std::vector<std::vector<int>>& spines);

/// A competent greedy: the same order with half units, each rack on the feed and group with most room, without going back.
[[nodiscard]] Plan greedy_plan(const Hall& hall, const std::vector<std::vector<int>>& spines);

/// What a plan is worth: units of value, or halves.
[[nodiscard]] double worth(const Hall& hall, const Plan& plan, Goal goal);
[[nodiscard]] double worth(const Filling& filling, Goal goal);

}  // namespace hallplan::search::aggregate
