// Which single devices, and which pairs of them, are worth a search. The bound is asked first; of what it allows, those are searched that
// weigh most in the linear relaxation, and of equal ones those that are loaded most.
#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "planner/explain/market.hpp"
#include "planner/explain/singles.hpp"
#include "planner/search/weights.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::explain {
namespace {

constexpr int kMostBounds = 48;    ///< of candidates, at each look
constexpr int kSearchesAKind = 3;  ///< of single devices, and as many of pairs
constexpr int kSearchesInAll = 9;

/// How much a device holds the hall back: what its limits weigh in the prices of the linear relaxation, and its load in its worst case.
class Pull {
 public:
  explicit Pull(const Held& hall) {
    const search::Model model = search::model_of(hall.site);
    const std::vector<double> free = search::free_of(model);
    const search::Weights weights = search::priced_weights(model, free, search::allowed_wires(model, free));
    for (std::size_t row = 0; row < weights.row.size(); ++row) {
      if (weights.row[row] > 0) price_[model.rows[row].element] += weights.row[row] * model.rows[row].limit;
    }
    for (const Check& check : verdict::verify(hall.site, hall.plan).checks) {
      if (check.sense != Sense::at_most || !(check.limit > 0)) continue;
      double& load = load_[check.where];
      load = std::max(load, check.value / check.limit);
    }
  }

  [[nodiscard]] std::pair<double, double> of(const Purchase& purchase) const {
    std::pair<double, double> out;
    for (const std::string& device : purchase.devices) {
      out.first += value(price_, device);
      out.second += value(load_, device);
    }
    return out;
  }

 private:
  [[nodiscard]] static double value(const std::map<std::string, double>& all, const std::string& key) {
    const auto found = all.find(key);
    return found == all.end() ? 0 : found->second;
  }

  std::map<std::string, double> price_, load_;
};

struct Candidate {
  Purchase purchase;
  std::pair<double, double> pull;
  int bound = 0;
};

}  // namespace

std::vector<Purchase> Market::candidates(const Held& before, std::vector<Purchase> all, Looked& looked) const {
  const Pull pull(before);
  std::vector<Candidate> ranked;
  for (Purchase& one : all) {
    const std::pair<double, double> of = pull.of(one);
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

std::vector<Purchase> Market::every_purchase(const Site& site) const {
  std::vector<Purchase> out = purchases(site, options_.prices);
  for (const auto& more : {single_purchases(site, options_.prices), pair_purchases(site, options_.prices)}) {
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

}  // namespace hallplan::explain
