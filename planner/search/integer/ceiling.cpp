#include "planner/search/integer/ceiling.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "planner/mip/certified.hpp"

namespace hallplan::search::integer {
namespace {

/// A solver that says 11.999999 means 12.
double whole(double objective) {
  constexpr double kSolverNoise = 1e-5, kLastDigits = 1e-9;
  return std::floor(objective + std::max(kSolverNoise, kLastDigits * std::abs(objective)));
}

}  // namespace

Ceiling ceiling_of(const mip::Model& model, mip::Solver solver, const Budget& budget,
                   const std::function<bool(double)>& is_enough) {
  Ceiling out;
  mip::Relaxation relaxation = mip::relax(model, budget.seconds, solver);
  out.cut_by_time = relaxation.status == mip::Status::unknown;
  if (relaxation.status != mip::Status::optimal) return out;
  const double certified = mip::certified_whole_bound(model, relaxation.row_duals);
  if (std::isfinite(certified)) out.certified = whole(certified);
  out.row_duals = std::move(relaxation.row_duals);
  if (out.certified && is_enough(*out.certified)) return out;
  mip::Limits limits;
  limits.nodes = budget.nodes;
  limits.seconds = budget.seconds;
  limits.cancelled = budget.cancelled;
  mip::Answer answer = mip::solve(model, limits, solver);
  out.cut_by_time = answer.cut_by_time;
  const bool sound = answer.status == mip::Status::optimal || answer.status == mip::Status::feasible ||
                     answer.status == mip::Status::unknown;
  if (!sound) return out;
  if (std::isfinite(answer.bound)) out.claimed = whole(answer.bound);
  if (answer.has_point()) {
    out.reached = whole(answer.objective);
    out.point = std::move(answer.x);
  }
  return out;
}

}  // namespace hallplan::search::integer
