#include "planner/search/integer/prove.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "planner/base/text.hpp"
#include "planner/mip/certified.hpp"

namespace hallplan::search::integer {
namespace {

/// A solver that says 11.999999 means 12.
constexpr double kSolverNoise = 1e-5;

/// What an objective stands for, in racks or thousandths of value, pinned racks included.
std::int64_t amount_of(const Model& model, const Program& program, double objective) {
  const std::int64_t pinned = program.gain == Gain::value ? model.pinned_value : model.pinned_compute;
  const double noise = std::max(kSolverNoise, 1e-9 * std::abs(objective));
  return pinned + static_cast<std::int64_t>(std::floor(objective + noise)) * program.step;
}

/// The limits, or the floor space, that carry most of the bound.
std::string words_of(const Model& model, const Classes& classes, const Program& program,
                     const std::vector<double>& prices) {
  std::map<std::string, double> carried;
  for (std::size_t r = 0; r < prices.size(); ++r) {
    const mip::Row& row = program.model.rows[r];
    if (prices[r] <= 0 || !std::isfinite(row.upper)) continue;
    const int limit = program.limit_of_row[r];
    std::string name = "floor space";
    if (limit >= 0) {
      const capacity::Row& of =
          model.rows[static_cast<std::size_t>(classes.limits[static_cast<std::size_t>(limit)].row)];
      name = of.element + (of.scenario == "normal" ? "" : " with " + of.scenario);
    } else if (!row.name.starts_with("slots_")) {
      continue;
    }
    carried[name] += prices[r] * row.upper;
  }
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [name, share] : carried) order.push_back({-share, name});
  std::sort(order.begin(), order.end());
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(order.size(), kNamed); ++i) names.push_back(order[i].second);
  return "several limits together, each in whole racks" + (names.empty() ? "" : ", first of all " + join(names, ", "));
}

}  // namespace

Proof prove(const Model& model, const Classes& classes, const Program& program, mip::Solver solver, std::int64_t placed,
            const Budget& budget) {
  Proof proof;
  const mip::Relaxation relaxation = mip::relax(program.model, budget.seconds, solver);
  if (relaxation.status != mip::Status::optimal) {
    proof.cut_by_time = relaxation.status == mip::Status::unknown;
    return proof;
  }
  const double certified = mip::certified_whole_bound(program.model, relaxation.row_duals);
  if (std::isfinite(certified)) {
    proof.certified = amount_of(model, program, certified);
    proof.certified_by = words_of(model, classes, program, relaxation.row_duals);
  }
  if (proof.certified >= 0 && proof.certified <= placed) return proof;
  mip::Limits limits;
  limits.nodes = budget.nodes;
  limits.seconds = budget.seconds;
  limits.cancelled = budget.cancelled;
  mip::Answer answer = mip::solve(program.model, limits, solver);
  proof.cut_by_time = answer.cut_by_time;
  const bool sound = answer.status == mip::Status::optimal || answer.status == mip::Status::feasible ||
                     answer.status == mip::Status::unknown;
  if (!sound) return proof;  // nothing placed is always a point: "infeasible" is as wrong as "failed"
  if (std::isfinite(answer.bound)) proof.claimed = amount_of(model, program, answer.bound);
  if (answer.has_point()) {
    proof.reached = amount_of(model, program, answer.objective);
    proof.point = std::move(answer.x);
  }
  return proof;
}

}  // namespace hallplan::search::integer
