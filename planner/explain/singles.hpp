/// Single devices as purchases, and two of a kind that have to be bought together. Internal to this module.
#pragma once

#include <vector>

#include "planner/explain/purchases.hpp"

namespace hallplan::explain {

/// One step of each device of a kind of which the site has more than one: "busway b-3 one step larger", "a module in ups-2"; and units of
/// groups and zones that `purchases` does not name one by one.
[[nodiscard]] std::vector<Purchase> single_purchases(const Site& site, const Purchases& prices);

/// One step of both devices of a kind that the two ends of some rack's feed pair hang on, of kinds of more than two: busways themselves,
/// and what is upstream of either.
[[nodiscard]] std::vector<Purchase> pair_purchases(const Site& site, const Purchases& prices);

}  // namespace hallplan::explain
