#include "planner/explain/forbidden.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "planner/search/integer/close_gap.hpp"

namespace hallplan::explain {
namespace {

class Forbidding {
 public:
  Forbidding(const Market& market, const Site& site, int wanted, int placed)
      : options_(market.search_options()), whole_(search::model_of(site)), placed_(placed) {
    out_.wanted = wanted;
  }

  Forbidden run() {
    std::vector<Rule> rules;
    for (const capacity::Row& row : whole_.rows) {
      if (std::find(rules.begin(), rules.end(), row.rule) == rules.end()) rules.push_back(row.rule);
    }
    out_.bound = bound_under(rules).racks;
    if (out_.bound >= out_.wanted) {
      in_whole_racks_ = true;
      out_.bound = bound_under(rules).racks;
    }
    if (out_.bound >= out_.wanted) return out_;
    if (name_each_that_does_by_itself(rules)) return out_;
    // A rule without which the rest still forbids it is not needed.
    for (std::size_t i = 0; i < rules.size();) {
      std::vector<Rule> fewer = rules;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      if (bound_under(fewer).racks < out_.wanted) {
        rules = std::move(fewer);
      } else {
        ++i;
      }
    }
    out_.rules = rules;
    for (const Rule rule : rules) out_.words.push_back(bound_under({rule}).by);
    out_.together = bound_under(rules).by;
    return out_;
  }

 private:
  /// False where no rule does, nor space alone, which is none.
  bool name_each_that_does_by_itself(const std::vector<Rule>& rules) {
    const search::Bound space = bound_under({});
    if (space.racks < out_.wanted) {
      out_.words.push_back(space.by);
      return true;
    }
    std::vector<std::pair<Rule, search::Bound>> each;
    for (const Rule rule : rules) {
      search::Bound alone = bound_under({rule});
      if (alone.racks < out_.wanted) each.emplace_back(rule, std::move(alone));
    }
    std::stable_sort(each.begin(), each.end(),
                     [](const auto& a, const auto& b) { return a.second.racks < b.second.racks; });
    for (auto& [rule, bound] : each) {
      out_.rules.push_back(rule);
      out_.words.push_back(fmt::format("{} at most by {}", bound.racks, bound.by));
    }
    return !each.empty();
  }

  /// The bound with only the limits of these rules.
  [[nodiscard]] search::Bound bound_under(const std::vector<Rule>& rules) const {
    search::Model model = whole_;
    for (capacity::Row& row : model.rows) {
      const bool kept = std::find(rules.begin(), rules.end(), row.rule) != rules.end();
      if (!kept) row.limit = std::numeric_limits<double>::infinity();
    }
    search::finish(model);
    search::Bound linear = search::bound_of(model);
    if (!in_whole_racks_ || linear.racks < out_.wanted) return linear;
    return search::integer::close_gap(model, linear, placed_, options_, search::integer::Aim::bound_only).bound;
  }

  search::Options options_;
  search::Model whole_;
  int placed_;
  bool in_whole_racks_ = false;
  Forbidden out_;
};

}  // namespace

Forbidden forbidden(const Market& market, const Site& site, int wanted, int placed) {
  return Forbidding(market, site, wanted, placed).run();
}

}  // namespace hallplan::explain
