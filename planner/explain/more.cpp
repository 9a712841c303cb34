// The cheapest purchases for so many racks: steps are counted by kind, and sets of them are gone through by rising cost. A set whose bound
// allows fewer racks needs no search; what each kind needs at least, with all others in plenty, is where it starts.
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>
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
    if (out_.found && !stopped_()) by_single_devices(start);
    return std::move(out_);
  }

 private:
  /// Where a step takes many pieces: single devices in place of the last step of a kind. What all of them together hold, the fewest
  /// first ones of the most promising order hold by bisection, and then those go that the racks do not need.
  void by_single_devices(const Counts& start) {
    const int before = searches_left_;
    const double whole_steps = out_.cost;
    for (std::size_t kind = 0; kind < kinds_.size() && searches_left_ > 0 && !stopped_(); ++kind) {
      if (bought_[kind] == 0 || kinds_[kind].pieces < 2) continue;
      Counts rest = bought_;
      --rest[kind];
      // They come on top of the steps that stay: a busway of 4 places that has 5 then goes on from 5.
      Held stays = before_;
      stays.site = site_with(rest);
      const std::vector<Purchase> all = market_.one_by_one(stays, kinds_[kind].kind);
      if (static_cast<int>(all.size()) != kinds_[kind].pieces) continue;
      std::vector<std::size_t> kept = fewest_first(rest, all);
      for (std::size_t i = kept.size(); i-- > 0 && kept.size() > 1 && searches_left_ > 0;) {
        std::vector<std::size_t> fewer = kept;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        if (holds(rest, all, fewer)) kept = std::move(fewer);
      }
      if (kept.size() < all.size()) {
        bought_ = rest;
        for (const std::size_t one : kept) singly_.push_back(all[one]);
      }
    }
    out_.single_searches = before - searches_left_;
    out_.singles_unfinished = searches_left_ == 0 || stopped_();
    if (singly_.empty()) return;
    out_.with_singles = true;
    out_.whole_steps_cost = whole_steps;
    out_.lines.clear();
    take_over(with_singles_, cost(bought_) + cost(singly_), bought_);
    // Whatever is bought of a kind, some device of it takes as many steps as all of them would have to.
    out_.least_cost = 0;
    for (std::size_t kind = 0; kind < kinds_.size(); ++kind) {
      out_.least_cost += start[kind] * (out_.priced ? kinds_[kind].price(1).value_or(0) / kinds_[kind].pieces : 1.0);
    }
  }

  /// The first of these that hold the racks with the rest; all where no fewer do.
  std::vector<std::size_t> fewest_first(const Counts& rest, const std::vector<Purchase>& all) {
    std::size_t low = 0, high = all.size();
    const auto first = [](std::size_t count) {
      std::vector<std::size_t> out(count);
      std::iota(out.begin(), out.end(), std::size_t{0});
      return out;
    };
    while (high - low > 1 && searches_left_ > 0) {
      const std::size_t middle = (low + high) / 2;
      (holds(rest, all, first(middle)) ? high : low) = middle;
    }
    return first(high);
  }

  /// Whether the hall with all of this holds the racks and breaks nothing.
  bool holds(const Counts& counts, const std::vector<Purchase>& all, const std::vector<std::size_t>& which) {
    std::vector<Purchase> singly = singly_;
    for (const std::size_t one : which) singly.push_back(all[one]);
    Held hall;
    hall.site = site_with(counts);
    for (const Purchase& one : singly) one.make(hall.site);
    const search::Bound most = Market::linear_bound(hall.site);
    if (most.racks < out_.target) return false;
    hall.bound = most.racks;
    hall.by = most.by;
    --searches_left_;
    hall.plan = pinned_plan(hall.site);
    hall.racks = count_compute(hall.site, hall.plan);
    hall = market_.filled(std::move(hall));
    if (hall.racks < out_.target || !broken_by(before_, hall).empty()) return false;
    with_singles_ = std::move(hall);
    return true;
  }

  [[nodiscard]] double cost(const std::vector<Purchase>& singly) const {
    double sum = 0;
    for (const Purchase& one : singly) sum += out_.priced ? one.price(1).value_or(0) : one.pieces;
    return sum;
  }

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
    if (hall.proven() < out_.target) return false;  // a solver's word alone proves no set too small
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
    bought_ = counts;
    take_over(hall, price, counts);
    return true;
  }

  void take_over(const Held& hall, double price, const Counts& counts) {
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
    for (const Purchase& one : singly_) out_.lines.push_back(line_of(one, 1));
  }

  const Market& market_;
  const Held& before_;
  const std::function<bool()>& stopped_;
  int searches_left_;
  std::vector<Purchase> kinds_;
  Counts bought_;                 ///< of the set that was found
  std::vector<Purchase> singly_;  ///< and what of it is bought device by device
  Held with_singles_;             ///< the last hall with these that holds the racks
  More out_;
};

}  // namespace

More Market::more(const Held& before, int target, int most_searches, const std::function<bool()>& stopped) const {
  return Shopping(*this, before, purchases(before.site, options_.prices), target, most_searches, stopped).run();
}

}  // namespace hallplan::explain
