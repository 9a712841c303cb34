/// The loop of search and verdict. Limits that are no sums over racks (air at a rack's inlet, flow through pipes, seconds after a loss) are
/// no capacity rows: the search cannot keep them. Where a plan fails one, what failed is cut, the search goes on from that plan, and the
/// new plan is judged as any other.
///
/// Method: branch and cut by trial, best first. A node is a set of cuts and the plan that the search finds under them; its children cut
/// what failed in it, in a few ways (`cuts.hpp`). Plans of most racks are looked at first, so the first one that holds is the best this
/// tree has. Cuts are trials: nothing is proved by them, and they never enter the search's bound.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "planner/plan/plan.hpp"
#include "planner/plan/steering.hpp"
#include "planner/search/search.hpp"
#include "planner/thermal/field.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::steer {

/// A plan, the air fields it was judged by, and the verdict on it.
struct Judged {
  Plan plan;
  std::vector<std::optional<thermal::FieldResult>> fields;  ///< by phase of the site
  verdict::Verdict verdict;
  std::optional<Steering> steering = {};  ///< empty: the search's first plan failed no limit that is steered by

  [[nodiscard]] verdict::Fields judging() const;
};

struct Options {
  search::Options search;  ///< `moves` are those of each try
  int tries = 0;           ///< searches; 0: by the size of the hall, 12 to 48
  int fields = 8;          ///< plans whose air is solved
  int fine_fields = 4;     ///< of these, plans whose air is solved finely as well
  /// The air fields of a plan by phase, as its verdict takes them; those that are not solved are empty.
  using Solve = std::function<std::vector<std::optional<thermal::FieldResult>>(const Plan&)>;
  Solve solve_fields;            ///< may be none at all
  Solve solve_finely;            ///< of plans that fail no limit by `solve_fields`: where given, these judge
  kernels::Execution execution;  ///< of response matrices
};

/// Moves of each try, where the options name none.
inline constexpr std::int64_t kMovesATry = 300;

/// True for a failed limit that no capacity row keeps by itself, and for an undecided one whose value is beyond its limit by less than its error. What
/// keeps its limit by less than its error is for a finer field to decide, and what lacks a value for whoever knows it.
[[nodiscard]] bool is_steered(const Check& check);

/// True when `a` is the better plan: one that passes, then one that fails nothing, then one that fails the demand alone, then others; of
/// equal ones that which is beyond no limit that is steered by, then more racks (of several phases in the last, then over all).
[[nodiscard]] bool better(const Site& site, const Judged& a, const Judged& b);

/// A plan of which a limit that is steered by says less than of `first` never is taken, nor one of fewer racks where `first` fails none of
/// them and is merely undecided beyond one, unless it passes. The better of `first` and what the loop finds, with a record of what was done. Where `first` fails no limit
/// that is steered by, it is handed back as it is, at once. Pinned racks never move. Deterministic for the options' seed, unless
/// cancelled or out of the search's seconds.
[[nodiscard]] Judged steer(const Site& site, Judged first, const Options& options);

}  // namespace hallplan::steer
