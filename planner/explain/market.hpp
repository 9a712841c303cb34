/// A hall with purchases: how many racks it then holds. Internal to this module.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/explain/purchases.hpp"
#include "planner/search/bound.hpp"
#include "planner/search/model.hpp"
#include "planner/search/search.hpp"

namespace hallplan::explain {

/// A hall, the plan that stands in it, and what no plan of it exceeds.
struct Held {
  Site site;  ///< without phases
  Plan plan;
  int racks = 0, bound = 0;
  std::string by;
  std::vector<std::string> fails = {};  ///< of the hall that purchases are held against: `failing`
  int certified = -1;                   ///< the bound without a solver's word; -1: `bound` is
  [[nodiscard]] int proven() const { return certified >= 0 ? certified : bound; }
};

class Market {
 public:
  explicit Market(const Options& options) : options_(options) {}

  /// Whether seconds ended some search.
  [[nodiscard]] bool out_of_time() const { return out_of_time_; }

  [[nodiscard]] search::Options search_options() const;
  [[nodiscard]] double seconds_left() const;

  /// What no plan exceeds; by integer programming where linear limits leave a gap to the racks that are placed. `certified` receives the racks
  /// that no plan exceeds without a solver's word.
  [[nodiscard]] search::Bound bound(const Site& site, int placed, int* certified = nullptr) const;
  /// By linear limits alone.
  [[nodiscard]] static search::Bound linear_bound(const Site& site) { return search::bound_of(search::model_of(site)); }

  /// The hall planned anew where its bound allows more than is held in it.
  [[nodiscard]] Held filled(Held hall) const;

  /// What every purchase gains, most a piece or for its price first, those that break something last.
  [[nodiscard]] std::vector<Gain> gains(const Held& before, const std::function<bool()>& stopped, Looked& looked) const;

  /// One purchase after the other while they gain, the best first; `last` receives the hall with all of them.
  [[nodiscard]] std::vector<Gain> one_after_the_other(const Held& before, const std::vector<Gain>& first,
                                                      const std::function<bool()>& stopped, Held& last) const;

  /// One step of each device of a kind, the most promising first and the ends of a feed pair together.
  [[nodiscard]] std::vector<Purchase> one_by_one(const Held& before, std::string_view kind) const;

  /// The cheapest steps for so many racks in all, with no more than so many searches.
  [[nodiscard]] More more(const Held& before, int target, int most_searches,
                          const std::function<bool()>& stopped) const;

 private:
  /// The hall with a purchase, by its bound alone; `breaks` receives what the racks as they stand fail with it.
  [[nodiscard]] static Held unsearched(const Held& before, const Purchase& purchase, std::vector<std::string>& breaks);
  [[nodiscard]] Gain gain(const Held& before, const Purchase& purchase, bool search, Held* bought = nullptr) const;

  /// What single devices gain of kinds of which all together gain some, and pairs where no single one of a kind does.
  [[nodiscard]] std::vector<Gain> single_gains(const Held& before, const std::vector<Gain>& kinds,
                                               const std::function<bool()>& stopped, Looked& looked) const;
  /// Of these, those whose bound allows a rack more, the most promising first.
  [[nodiscard]] std::vector<Purchase> candidates(const Held& before, std::vector<Purchase> all, Looked& looked) const;
  [[nodiscard]] std::vector<Purchase> every_purchase(const Site& site) const;

  const Options& options_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  mutable bool out_of_time_ = false;
};

/// Checks that fail, by rule and place: "power.switchboard mech-a".
[[nodiscard]] std::vector<std::string> failing(const Site& site, const Plan& plan);
/// Those that fail with the second hall and are none that the first one has.
[[nodiscard]] std::vector<std::string> broken_by(const Held& before, const Held& after);

/// What is bought, without what it gains.
[[nodiscard]] Line line_of(const Purchase& purchase, int steps);

}  // namespace hallplan::explain
