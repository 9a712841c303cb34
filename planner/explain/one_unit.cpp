// One scalable unit more: the hall is filled with limits raised one at a time, and the smallest raise is bisected.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "planner/explain/frozen.hpp"
#include "planner/search/greedy.hpp"

namespace hallplan::explain {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();
constexpr double kClose = 1e-7;  ///< of a raise: in four digits it is the shortage that the bound tells
constexpr int kMostBisections = 40;
constexpr std::size_t kMostEach = 8;  ///< elements whose raises are told one by one
using RowSet = std::vector<std::size_t>;

class Unit {
 public:
  Unit(const Frozen& hall, std::size_t demand) : hall_(hall), model_(hall.model), demand_(demand) {
    for (std::size_t kind = 0; kind < model_.kinds.size(); ++kind) {
      search::Kind& one = model_.kinds[kind];
      one.wanted = one.pinned_units + (kind == demand ? 1 : 0);
    }
    find_candidates();
  }

  OneUnit run() {
    OneUnit out;
    const Demand& demand = hall_.site.demand[demand_];
    out.demand = demand.id;
    out.what = fmt::format("{} x {}", demand.compute_racks, demand.compute.id);
    if (demand.network_racks > 0) out.what += fmt::format(", {} x {}", demand.network_racks, demand.network.id);
    out.fits = fits({}, 0, 0);
    if (out.fits) return out;
    RowSet all;
    for (std::size_t r = 0; r < model_.rows.size(); ++r) all.push_back(r);
    out.lacks_space = !fits(all, kNoLimit, 0);
    if (out.lacks_space) {
      count_slots(out);
      out.lacks = rules_of_space(hall_, demand_);
      for (const layout::RefusedSlots& one : refused_slots(hall_, demand_).by_rule) {
        if (std::find(out.lacks.begin(), out.lacks.end(), one.rule) == out.lacks.end()) continue;
        out.why.push_back(fmt::format("{} {} {} {}: {}", rule_id(one.rule),
                                      one.among_themselves ? "keeps racks out of each other's way in" : "refuses",
                                      one.slots, one.slots == 1 ? "slot" : "slots", one.first));
      }
      return out;
    }
    for (const auto& [key, rows] : by_element_) add_relief(out.alone, key.first, rows, {});
    if (out.alone.empty()) {
      for (const auto& [rule, rows] : by_rule_) {
        if (fits(rows, kNoLimit, 0)) add_relief(out.alone, rule, needed_of(rows, {}), {});
      }
    }
    std::stable_sort(out.alone.begin(), out.alone.end(),
                     [](const Relief& a, const Relief& b) { return share(a) < share(b); });
    if (out.alone.empty()) add_together(out);
    return out;
  }

 private:
  static double share(const Relief& relief) { return relief.by_share > 0 ? 1 + relief.by_share : relief.by_of_limit; }

  /// Rows that cannot hold a whole unit as they are, by element and by rule.
  void find_candidates() {
    const search::Kind& kind = model_.kinds[demand_];
    std::vector<double> takes(model_.rows.size(), 0);
    const auto most = [&](const std::vector<capacity::Term>& terms, int count) {
      for (const capacity::Term& term : terms) {
        double& row = takes[static_cast<std::size_t>(term.row)];
        row = std::max(row, term.amount * count);
      }
    };
    const int racks = kind.compute_racks + kind.network_racks + 1;
    for (const search::Wire& wire : model_.wires) most(wire.terms, racks);
    for (const search::Spot& spot : model_.spots) most(spot.terms, racks);
    for (std::size_t r = 0; r < model_.rows.size(); ++r) {
      const capacity::Row& row = model_.rows[r];
      if (!std::isfinite(row.limit) || takes[r] <= search::left_of(model_, r)) continue;
      by_element_[{row.rule, row.element}].push_back(r);
      by_rule_[row.rule].push_back(r);
    }
  }

  void count_slots(OneUnit& out) const {
    const int type = model_.kinds[demand_].compute;
    std::map<int, int> runs;
    for (int slot = 0; slot < static_cast<int>(model_.slots.size()); ++slot) {
      if (!model_.spot(slot, type).usable) continue;
      ++out.free_slots;
      out.longest_run = std::max(out.longest_run, ++runs[model_.slots[static_cast<std::size_t>(slot)].run]);
    }
  }

  /// True when the unit finds a place with these limits raised by an amount and by a share of themselves, and others lifted.
  [[nodiscard]] bool fits(const RowSet& raised, double by, double by_share, const RowSet& lifted = {}) const {
    search::Model model = model_;
    for (const std::size_t r : raised) {
      double& limit = model.rows[r].limit;
      limit += by + by_share * std::abs(limit);
    }
    return fits(std::move(model), lifted);
  }

  [[nodiscard]] bool fits(search::Model model, const RowSet& lifted) const {
    for (const std::size_t r : lifted) model.rows[r].limit = kNoLimit;
    search::finish(model);
    return finds_place(model, demand_);
  }

  /// The least raise of these limits that lets the unit in with others lifted; nothing where none does.
  void add_relief(std::vector<Relief>& out, Rule rule, const RowSet& rows, const RowSet& lifted) const {
    if (!fits(rows, kNoLimit, 0, lifted)) return;
    const capacity::Row& first = model_.rows[rows.front()];
    Relief relief{rule, elements_of(rows), first.unit_one_buys, first.dimension, 0, 0, 0, 0, {}};
    const bool alike = relief.elements.size() > 1;
    double scale = 0;  // of one element in amounts, of several in shares
    for (const std::size_t r : rows) scale = std::max(scale, std::abs(model_.rows[r].limit));
    const std::size_t tightest = tightest_of(rows);
    relief.limit = alike ? scale : std::abs(model_.rows[tightest].limit);
    if (!alike) relief.scenario = model_.rows[tightest].scenario;
    if (scale <= 0) {  // a rule that holds or not: lifted it lets the unit in, and no amount measures that
      relief.by_of_limit = kNoLimit;
      out.push_back(std::move(relief));
      return;
    }
    const auto holds = [&](double share) {
      return alike ? fits(rows, 0, share, lifted) : fits(rows, share * scale, 0, lifted);
    };
    double high = 1.0 / 64;
    while (high < 64 && !holds(high)) high *= 2;
    high = least(high <= 1.0 / 64 ? 0 : high / 2, high, holds);
    if (alike) {
      relief.by_share = high;
      if (relief.elements.size() <= kMostEach) relief.each = raises_of(rows, high, lifted);
    } else {
      relief.by = high * scale;
      relief.by_of_limit = relief.limit > 0 ? relief.by / relief.limit : high;
    }
    out.push_back(std::move(relief));
  }

  /// Of elements that let the unit in when each is raised by this share of its limits: the raise of one after the other made as small as it
  /// can be. Nothing where amounts do not do what shares did.
  [[nodiscard]] std::vector<Raise> raises_of(const RowSet& rows, double share, const RowSet& lifted) const {
    const std::vector<std::string> names = elements_of(rows);
    std::vector<RowSet> rows_of(names.size());
    for (const std::size_t r : rows) {
      const auto at = std::lower_bound(names.begin(), names.end(), model_.rows[r].element);
      rows_of[static_cast<std::size_t>(at - names.begin())].push_back(r);
    }
    std::vector<Raise> out;
    out.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::size_t tightest = tightest_of(rows_of[i]);
      Raise raise{names[i], model_.rows[tightest].scenario, 0, std::abs(model_.rows[tightest].limit)};
      for (const std::size_t r : rows_of[i]) raise.by = std::max(raise.by, share * std::abs(model_.rows[r].limit));
      out.push_back(std::move(raise));
    }
    const auto hold = [&] {
      search::Model model = model_;
      for (std::size_t i = 0; i < out.size(); ++i) {
        for (const std::size_t r : rows_of[i]) model.rows[r].limit += out[i].by;
      }
      return fits(std::move(model), lifted);
    };
    if (!hold()) return {};
    for (Raise& raise : out) {
      raise.by = least(0, raise.by, [&](double by) {
        raise.by = by;
        return hold();
      });
    }
    return out;
  }

  /// The least raise above `low` that holds, as close as it is told; `high` does.
  template <class Holds>
  [[nodiscard]] static double least(double low, double high, const Holds& holds) {
    for (int i = 0; i < kMostBisections && high - low > kClose * high; ++i) {
      const double middle = 0.5 * (low + high);
      (holds(middle) ? high : low) = middle;
    }
    return high;
  }

  /// An element's limits differ by what is lost; the one to raise is that with the least room.
  [[nodiscard]] std::size_t tightest_of(const RowSet& rows) const {
    return *std::min_element(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
      return search::left_of(model_, a) < search::left_of(model_, b);
    });
  }

  [[nodiscard]] std::vector<std::string> elements_of(const RowSet& rows) const {
    std::set<std::string> names;
    for (const std::size_t r : rows) names.insert(model_.rows[r].element);
    return {names.begin(), names.end()};
  }

  /// Of rows that let the unit in when they are lifted with others: those of the elements that have to be. Halves of them are put back
  /// while the unit still fits, then quarters, down to single ones.
  [[nodiscard]] RowSet needed_of(const RowSet& rows, const RowSet& others) const {
    const auto lifted = [&](const std::vector<std::string>& names) {
      RowSet out = others;
      for (const std::size_t r : rows) {
        if (std::binary_search(names.begin(), names.end(), model_.rows[r].element)) out.push_back(r);
      }
      return out;
    };
    std::vector<std::string> names = elements_of(rows);
    for (std::size_t chunk = (names.size() + 1) / 2; names.size() > 1; chunk = (chunk + 1) / 2) {
      for (std::size_t at = 0; at < names.size() && names.size() > 1;) {
        std::vector<std::string> fewer = names;
        const auto from = fewer.begin() + static_cast<std::ptrdiff_t>(at);
        fewer.erase(from, from + static_cast<std::ptrdiff_t>(std::min(chunk, fewer.size() - at)));
        if (!fewer.empty() && fits(lifted(fewer), kNoLimit, 0)) {
          names = std::move(fewer);
        } else {
          at += chunk;
        }
      }
      if (chunk == 1) break;
    }
    RowSet out;
    for (const std::size_t r : rows) {
      if (std::binary_search(names.begin(), names.end(), model_.rows[r].element)) out.push_back(r);
    }
    return out;
  }

  /// Rules of which none can be left as it is, and of each the elements: one after the other is put back while the unit still fits.
  void add_together(OneUnit& out) const {
    std::map<Rule, RowSet> raised = by_rule_;
    const auto still = [&](const std::map<Rule, RowSet>& set) {
      RowSet rows;
      for (const auto& [rule, some] : set) rows.insert(rows.end(), some.begin(), some.end());
      return fits(rows, kNoLimit, 0);
    };
    for (const auto& [rule, rows] : by_rule_) {
      std::map<Rule, RowSet> fewer = raised;
      fewer.erase(rule);
      if (still(fewer)) raised = std::move(fewer);
    }
    const auto others_than = [&](Rule rule) {
      RowSet others;
      for (const auto& [other, more] : raised) {
        if (other != rule) others.insert(others.end(), more.begin(), more.end());
      }
      return others;
    };
    for (auto& [rule, rows] : raised) rows = needed_of(rows, others_than(rule));
    for (const auto& [rule, rows] : raised) add_relief(out.together, rule, rows, others_than(rule));
  }

  const Frozen& hall_;
  search::Model model_;
  std::size_t demand_;
  std::map<std::pair<Rule, std::string>, RowSet> by_element_;
  std::map<Rule, RowSet> by_rule_;
};

}  // namespace

bool finds_place(const search::Model& model, std::size_t demand) {
  for (const search::Order order : {search::Order::straight, search::Order::thrifty}) {
    search::State state(model);
    search::Random random(1);
    const search::Policy policy{order, false, search::Wiring::balance};
    search::fill(state, policy, random, [] { return false; });
    if (state.units_of(static_cast<int>(demand)) > model.kinds[demand].pinned_units) return true;
  }
  return false;
}

OneUnit one_more_unit(const Frozen& hall, std::size_t demand) {
  if (hall.model.kinds[demand].compute < 0) return {};
  return Unit(hall, demand).run();
}

}  // namespace hallplan::explain
