/// Puts units and management racks into what is left of a hall, one after the other, never breaking a limit.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "planner/search/random.hpp"
#include "planner/search/state.hpp"
#include "planner/search/templates.hpp"

namespace hallplan::search {

/// How a rack's feed pair and CDU group are chosen among those that have room.
enum class Wiring {
  balance,  ///< the least scarce
  tight,    ///< the scarcest: fills one before it opens the next
  any,      ///< at random
};

/// Which block is tried first.
enum class Order {
  straight,  ///< straight ones, then split ones, then the rest
  thrifty,   ///< those that cost the free runs least
  mixed,     ///< all forms at random
};

struct Policy {
  Order order = Order::straight;
  bool shuffled = false;  ///< equally good blocks in random order
  Wiring wiring = Wiring::balance;
  int first = -1;  ///< the kind that is put before all others; -1: as they come
};

/// Asked between blocks; true: leave it at that.
using Stop = std::function<bool()>;

/// Completes pinned units, then puts units of each kind, most wanted first, until none fits or as many as wanted stand.
/// Returns how many blocks it tried, those held against density windows counting more: the work it was.
std::int64_t fill(State& state, const Policy& policy, Random& random, const Stop& stop);

}  // namespace hallplan::search
