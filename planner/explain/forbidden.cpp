#include "planner/explain/forbidden.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "planner/search/bound.hpp"
#include "planner/search/model.hpp"

namespace hallplan::explain {
namespace {

/// The bound with only the limits of these rules.
search::Bound bound_under(const search::Model& whole, const std::vector<Rule>& rules) {
  search::Model model = whole;
  for (capacity::Row& row : model.rows) {
    const bool kept = std::find(rules.begin(), rules.end(), row.rule) != rules.end();
    if (!kept) row.limit = std::numeric_limits<double>::infinity();
  }
  search::finish(model);
  return search::bound_of(model);
}

}  // namespace

Forbidden forbidden(const Site& site, int wanted) {
  const search::Model model = search::model_of(site);
  std::vector<Rule> rules;
  for (const capacity::Row& row : model.rows) {
    if (std::find(rules.begin(), rules.end(), row.rule) == rules.end()) rules.push_back(row.rule);
  }
  Forbidden out;
  out.wanted = wanted;
  out.bound = bound_under(model, rules).racks;
  if (out.bound >= wanted) return out;
  // A rule without which the rest still forbids it is not needed.
  for (std::size_t i = 0; i < rules.size();) {
    std::vector<Rule> fewer = rules;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (bound_under(model, fewer).racks < wanted) {
      rules = std::move(fewer);
    } else {
      ++i;
    }
  }
  out.rules = rules;
  if (rules.empty()) out.words.push_back(bound_under(model, {}).by);
  for (const Rule rule : rules) {
    const search::Bound alone = bound_under(model, {rule});
    out.words.push_back(alone.by);
  }
  return out;
}

}  // namespace hallplan::explain
