/// What an integer program of a hall allows at most, and a point of it: the steps that every such program goes through. Internal.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "planner/mip/solve.hpp"

namespace hallplan::search::integer {

/// Work that a program is worth, in nodes of branch and bound; seconds only guard.
struct Budget {
  int nodes = 0;
  double seconds = 60;
  std::function<bool()> cancelled;
};

/// In whole steps of the program's objective.
struct Ceiling {
  std::optional<double> certified;     ///< no point has more: weak duality
  std::vector<double> row_duals = {};  ///< that prove it
  std::optional<double> claimed;       ///< the same as the solver claims
  std::optional<double> reached;       ///< by `point`
  std::vector<double> point = {};      ///< by column
  bool cut_by_time = false;            ///< a second run may claim something else
};

/// Branches only where `is_enough` says that the certified bound leaves room. Nothing placed, or what is placed, is always a point: a solver that
/// finds none is as wrong as one that fails, and claims nothing.
[[nodiscard]] Ceiling ceiling_of(const mip::Model& model, mip::Solver solver, const Budget& budget,
                                 const std::function<bool(double)>& is_enough);

}  // namespace hallplan::search::integer
