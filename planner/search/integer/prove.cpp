#include "planner/search/integer/prove.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "planner/base/text.hpp"

namespace hallplan::search::integer {
namespace {

/// What whole steps of the objective stand for, in racks or thousandths of value, pinned racks included.
std::int64_t amount_of(const Model& model, const Program& program, double steps) {
  const std::int64_t pinned = program.gain == Gain::value ? model.pinned_value : model.pinned_compute;
  return pinned + static_cast<std::int64_t>(steps) * program.step;
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
  names.reserve(std::min(order.size(), kNamed));
  for (std::size_t i = 0; i < std::min(order.size(), kNamed); ++i) names.push_back(order[i].second);
  return "several limits together, each in whole racks" + (names.empty() ? "" : ", first of all " + join(names, ", "));
}

}  // namespace

Proof prove(const Model& model, const Classes& classes, const Program& program, mip::Solver solver, std::int64_t placed,
            const Budget& budget) {
  const auto amount = [&](double steps) { return amount_of(model, program, steps); };
  Ceiling found = ceiling_of(program.model, solver, budget, [&](double steps) { return amount(steps) <= placed; });
  Proof proof;
  proof.cut_by_time = found.cut_by_time;
  if (found.certified) {
    proof.certified = amount(*found.certified);
    proof.certified_by = words_of(model, classes, program, found.row_duals);
  }
  if (found.claimed) proof.claimed = amount(*found.claimed);
  if (found.reached) {
    proof.reached = amount(*found.reached);
    proof.point = std::move(found.point);
  }
  return proof;
}

}  // namespace hallplan::search::integer
