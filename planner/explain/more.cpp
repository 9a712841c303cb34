// The cheapest purchases for so many racks: steps are counted by kind, and sets of them are gone through by rising cost. A set whose bound
// allows fewer racks needs no search; what each kind needs at least, with all others in plenty, is where it starts.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <string_view>
#include <utility>

#include "planner/explain/market.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

constexpr int kMostBounds = 600;  ///< of sets

using Counts = std::vector<int>;

class Shopping {
 public:
  Shopping(const Market& market, const Held& before, std::vector<Purchase> all, int target, int most_searches,
           const std::function<bool()>& stopped)
      : market_(market), before_(before), stopped_(stopped), searches_left_(most_searches) {
    out_.wanted = std::max(0, target - before.racks);
    out_.target = target;
    out_.priced = std::any_of(all.begin(), all.end(), [](const Purchase& one) { return one.piece.has_value(); });
    for (Purchase& one : all) {
      if (one.of_single_ones) continue;
      if (!out_.priced || one.piece) {
        kinds_.push_back(std::move(one));
      } else {
        out_.unpriced.push_back(one.what);
      }
    }
  }

  More run() {
    const Counts plenty(kinds_.size(), kMostSteps);
    const search::Bound most = eased_bound(plenty);
    if (most.racks < out_.target) {
      out_.impossible = true;
      out_.why_not = most.by;
      return std::move(out_);
    }
    // More of anything never makes room for less in an eased hall: what is too little with all others in plenty is too little.
    Counts start(kinds_.size(), 0);
    for (std::size_t kind = 0; kind < kinds_.size() && !stopped_(); ++kind) {
      Counts counts = plenty;
      for (counts[kind] = 0; counts[kind] < kMostSteps; ++counts[kind]) {
        if (eased_bound(counts).racks >= out_.target) break;
      }
      start[kind] = counts[kind];
    }
    walk(start);
    return std::move(out_);
  }

 private:
  [[nodiscard]] double cost(const Counts& counts) const {
    double sum = 0;
    for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
      sum += out_.priced ? kinds_[kind].price(counts[kind]).value_or(0) : kinds_[kind].pieces * counts[kind];
    }
    return sum;
  }

  [[nodiscard]] Site site_with(const Counts& counts) const {
    Site site = before_.site;
    for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
      for (int step = 0; step < counts[kind]; ++step) kinds_[kind].make(site);
    }
    return site;
  }

  [[nodiscard]] search::Bound eased_bound(const Counts& counts) const {
    Site site = site_with(counts);
    ease(site);
    return Market::linear_bound(site);
  }

  /// Uniform-cost search: the first set that holds the racks is the cheapest that the search fills.
  void walk(const Counts& start) {
    std::priority_queue<std::pair<double, Counts>, std::vector<std::pair<double, Counts>>, std::greater<>> open;
    std::set<Counts> seen{start};
    open.emplace(cost(start), start);
    bool excluded = true;  // every cheaper set, by its bound
    int bounds = 0;
    while (!open.empty() && !stopped_()) {
      const auto [price, counts] = open.top();
      open.pop();
      if (excluded) out_.least_cost = price;
      if (searches_left_ == 0 || bounds == kMostBounds) {
        out_.why_not =
            fmt::format("{} sets were looked at by their bound, and none of the cheapest holds the racks", bounds);
        return;
      }
      ++bounds;
      if (take(counts, price, excluded)) return;
      for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
        Counts next = counts;
        if (++next[kind] <= kMostSteps && seen.insert(next).second) open.emplace(cost(next), next);
      }
    }
    out_.why_not = stopped_() ? "interrupted" : fmt::format("no set of up to {} steps of each holds them", kMostSteps);
  }

  /// True when a set holds the racks and breaks nothing. `excluded` turns false where its bound allows them and it does not.
  bool take(const Counts& counts, double price, bool& excluded) {
    Held hall;
    hall.site = site_with(counts);
    const search::Bound most = Market::linear_bound(hall.site);
    if (most.racks < out_.target) return false;
    hall.bound = most.racks;
    hall.by = most.by;
    const bool nothing = std::all_of(counts.begin(), counts.end(), [](int count) { return count == 0; });
    if (nothing) {
      hall = before_;
    } else {
      --searches_left_;
      hall.plan = pinned_plan(hall.site);
      hall.racks = count_compute(hall.site, hall.plan);
      hall = market_.filled(std::move(hall));
    }
    if (hall.bound < out_.target) return false;
    if (hall.racks < out_.target) {
      excluded = false;
      return false;
    }
    std::vector<std::string> breaks = broken_by(before_, hall);
    if (!breaks.empty()) {
      if (out_.failing_cost < 0) {
        out_.failing_cost = price;
        out_.then_fails = std::move(breaks);
      }
      excluded = false;
      return false;
    }
    out_.found = true;
    out_.cost = price;
    out_.racks = hall.racks;
    out_.bound = hall.bound;
    const verdict::Verdict verdict = verdict::verify(hall.site, hall.plan);
    out_.verdict = to_string(verdict.status);
    out_.fails = failing(hall.site, hall.plan);
    for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
      if (counts[kind] > 0) out_.lines.push_back(line_of(kinds_[kind], counts[kind]));
    }
    return true;
  }

  const Market& market_;
  const Held& before_;
  const std::function<bool()>& stopped_;
  int searches_left_;
  std::vector<Purchase> kinds_;
  More out_;
};

}  // namespace

More Market::more(const Held& before, int target, int most_searches, const std::function<bool()>& stopped) const {
  return Shopping(*this, before, purchases(before.site, options_.prices), target, most_searches, stopped).run();
}

}  // namespace hallplan::explain
