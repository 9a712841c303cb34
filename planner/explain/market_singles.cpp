// Which single devices, and which pairs of them, are worth a search: of what the bound allows, those that hold the hall back most.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "planner/explain/market.hpp"
#include "planner/explain/singles.hpp"
#include "planner/explain/steps.hpp"
#include "planner/search/weights.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

constexpr int kMostBounds = 48;    ///< of candidates, at each look
constexpr int kSearchesAKind = 3;  ///< of single devices, and as many of pairs
constexpr int kSearchesInAll = 9;

using Weight = std::tuple<double, double, double>;

/// How much a device holds the hall back: what a step of it adds to the weaker ends of feed pairs, which carry all when the other end is
/// lost; what its limits weigh in the prices of the linear relaxation; its load in its worst case.
class Pull {
 public:
  explicit Pull(const Held& hall) {
    const search::Model model = search::model_of(hall.site);
    const std::vector<double> free = search::free_of(model);
    const search::Weights weights = search::priced_weights(model, free, search::allowed_wires(model, free));
    for (std::size_t row = 0; row < weights.row.size(); ++row) {
      if (weights.row[row] > 0) price_[model.rows[row].element] += weights.row[row] * model.rows[row].limit;
    }
    for (const capacity::Row& row : model.rows) {
      std::map<std::string, double>& least = limits(row.rule == Rule::power_tap_off_count).least;
      const auto [at, is_new] = least.try_emplace(row.element, row.limit);
      if (!is_new) at->second = std::min(at->second, row.limit);
    }
    for (const Purchase& pair : pair_purchases(hall.site, {})) {
      limits(pair.kind == kTapOff).ends.emplace_back(pair.devices[0], pair.devices[1]);
    }
    for (const Check& check : verdict::verify(hall.site, hall.plan).checks) {
      if (check.sense != Sense::at_most || !(check.limit > 0)) continue;
      double& load = load_[check.where];
      load = std::max(load, check.value / check.limit);
    }
  }

  [[nodiscard]] Weight of(const Purchase& purchase) const {
    double price = 0, load = 0, ease = 0;
    for (const std::string& device : purchase.devices) {
      price += value(price_, device);
      load += value(load_, device);
    }
    const Limits& here = purchase.kind == kTapOff ? places_ : ratings_;
    const auto raised = [&](const std::string& end) {
      const bool bought = std::find(purchase.devices.begin(), purchase.devices.end(), end) != purchase.devices.end();
      return value(here.least, end) * (bought ? kStep : 1);
    };
    for (const auto& [a, b] : here.ends) {
      ease += std::min(raised(a), raised(b)) - std::min(value(here.least, a), value(here.least, b));
    }
    return {ease, price, load};
  }

 private:
  struct Limits {
    std::map<std::string, double> least;                    ///< of all losses, by device
    std::vector<std::pair<std::string, std::string>> ends;  ///< devices of one kind behind the two ends of feed pairs
  };

  [[nodiscard]] static double value(const std::map<std::string, double>& all, const std::string& key) {
    const auto found = all.find(key);
    return found == all.end() ? 0 : found->second;
  }

  Limits& limits(bool of_places) { return of_places ? places_ : ratings_; }

  std::map<std::string, double> price_, load_;
  Limits ratings_, places_;  ///< of what devices carry; places for tap-off boxes on busways
};

struct Candidate {
  Purchase purchase;
  Weight pull;
  int bound = 0;
};

}  // namespace

std::vector<Purchase> Market::candidates(const Held& before, std::vector<Purchase> all, Looked& looked) const {
  const Pull pull(before);
  std::vector<Candidate> ranked;
  for (Purchase& one : all) {
    const Weight of = pull.of(one);
    ranked.push_back({std::move(one), of, 0});
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Candidate& a, const Candidate& b) { return a.pull > b.pull; });
  std::vector<Candidate> allowed;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    if (static_cast<int>(i) >= kMostBounds || seconds_left() <= 0) {
      looked.left += static_cast<int>(ranked.size() - i);
      break;
    }
    Site bought = before.site;
    ranked[i].purchase.make(bought);
    ranked[i].bound = linear_bound(bought).racks;
    if (ranked[i].bound <= before.racks) {
      ++looked.excluded;
    } else {
      allowed.push_back(std::move(ranked[i]));
    }
  }
  std::stable_sort(allowed.begin(), allowed.end(), [](const Candidate& a, const Candidate& b) {
    return std::tie(a.bound, a.pull) > std::tie(b.bound, b.pull);
  });
  std::vector<Purchase> out;
  out.reserve(allowed.size());
  for (Candidate& one : allowed) out.push_back(std::move(one.purchase));
  return out;
}

std::vector<Gain> Market::single_gains(const Held& before, const std::vector<Gain>& kinds,
                                       const std::function<bool()>& stopped, Looked& looked) const {
  std::vector<Gain> out;
  const auto try_all = [&](const Gain& kind, const std::vector<Purchase>& every) {
    std::vector<Purchase> all;
    std::copy_if(every.begin(), every.end(), std::back_inserter(all),
                 [&](const Purchase& one) { return one.kind == kind.kind; });
    looked.candidates += static_cast<int>(all.size());
    // What all of a kind together do not gain, none of them does by itself.
    if (!kind.searched) {
      looked.excluded += static_cast<int>(all.size());
      return false;
    }
    if (kind.found <= 0 || kind.together) {
      looked.left += static_cast<int>(all.size());
      return false;
    }
    all = candidates(before, std::move(all), looked);
    bool gained = false;
    int searches = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool enough = gained && out.back().found >= kind.found;
      if (enough || searches == kSearchesAKind || looked.searched == kSearchesInAll || seconds_left() <= 0 ||
          stopped()) {
        looked.left += static_cast<int>(all.size() - i);
        break;
      }
      out.push_back(gain(before, all[i], true));
      ++searches;
      ++looked.searched;
      gained = gained || out.back().found > 0;
    }
    return gained;
  };
  const std::vector<Purchase> singles = single_purchases(before.site, options_.prices);
  const std::vector<Purchase> pairs = pair_purchases(before.site, options_.prices);
  std::vector<std::string> seen;
  for (const Gain& kind : kinds) {
    // Of a kind that is listed one by one as well, "all of them" is the first.
    if (!kind.devices.empty() || std::find(seen.begin(), seen.end(), kind.kind) != seen.end()) continue;
    seen.push_back(kind.kind);
    if (!try_all(kind, singles)) try_all(kind, pairs);
  }
  return out;
}

std::vector<Purchase> Market::one_by_one(const Held& before, std::string_view kind) const {
  const Pull pull(before);
  const auto of_kind = [&](std::vector<Purchase> all) {
    all.erase(std::remove_if(all.begin(), all.end(), [&](const Purchase& one) { return one.kind != kind; }), all.end());
    std::stable_sort(all.begin(), all.end(),
                     [&](const Purchase& a, const Purchase& b) { return pull.of(a) > pull.of(b); });
    return all;
  };
  std::vector<Purchase> all = single_purchases(before.site, options_.prices);
  for (Purchase& one : purchases(before.site, options_.prices)) {
    if (!one.devices.empty()) all.push_back(std::move(one));
  }
  const std::vector<Purchase> singles = of_kind(std::move(all));
  std::vector<Purchase> out;
  std::vector<std::string> taken;
  const auto take = [&](const std::string& device) {
    const auto one = std::find_if(singles.begin(), singles.end(),
                                  [&](const Purchase& single) { return single.devices.front() == device; });
    if (one == singles.end() || std::find(taken.begin(), taken.end(), device) != taken.end()) return;
    taken.push_back(device);
    out.push_back(*one);
  };
  for (const Purchase& pair : of_kind(pair_purchases(before.site, options_.prices))) {
    for (const std::string& device : pair.devices) take(device);
  }
  for (const Purchase& single : singles) take(single.devices.front());
  return out;
}

std::vector<Purchase> Market::every_purchase(const Site& site) const {
  std::vector<Purchase> out = purchases(site, options_.prices);
  for (const auto& more : {single_purchases(site, options_.prices), pair_purchases(site, options_.prices)}) {
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

}  // namespace hallplan::explain
