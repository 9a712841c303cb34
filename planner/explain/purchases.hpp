/// What can be bought for a hall: one step of each kind of plant. Internal to this module.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planner/explain/explain.hpp"
#include "planner/site/site.hpp"

namespace hallplan::explain {

[[nodiscard]] Brings operator+(Brings a, const Brings& b);
[[nodiscard]] Brings operator*(Brings a, int times);

/// Kind of the purchase of places for tap-off boxes.
inline constexpr std::string_view kTapOff = "tap_off";

struct Purchase {
  std::string_view kind;                         ///< its key under the site's `purchases`
  std::string what;                              ///< "a CDU in g1"
  int pieces = 0;                                ///< 1
  std::function<std::string(int steps)> detail;  ///< what stands after so many steps: "g1: 3 -> 4 units"
  std::string besides;                           ///< what it needs and nobody looked at
  std::function<void(Site&)> make;
  Brings brings = {};
  std::optional<Piece> piece = {};        ///< what one costs, where the site says
  bool of_single_ones = false;            ///< others in the list make it up: "a CDU in every group"
  std::vector<std::string> devices = {};  ///< of single ones: their names

  [[nodiscard]] std::optional<double> price(int steps) const;
};

/// One step of all that the site has of a kind, in a fixed order; CDUs also by group and air units by zone where there are a few, heat
/// rejection and facility water by loop. What has no rating has no step.
[[nodiscard]] std::vector<Purchase> purchases(const Site& site, const Purchases& prices);

/// A CDU in each group and an air unit in each zone alone, where there are too many for `purchases` to name each.
[[nodiscard]] std::vector<Purchase> units_one_by_one(const Site& site);

/// What one piece of a kind costs, where the site says.
[[nodiscard]] std::optional<Piece> piece_of(const Purchases& prices, std::string_view kind);

/// The same hall with plant that draws no power and facility water in plenty: more of anything then never makes room for less.
void ease(Site& site);

}  // namespace hallplan::explain
