/// Puts units and management racks into what is left of a hall, one after the other, never breaking a limit.
#pragma once

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

struct Policy {
  bool straight_first = true;  ///< else the block that costs the free runs least
  bool shuffled = false;       ///< equally good blocks in random order
  Wiring wiring = Wiring::balance;
};

/// Asked between blocks; true: leave it at that.
using Stop = std::function<bool()>;

/// Completes pinned units, then puts units of each kind, most wanted first, until none fits or as many as wanted stand.
void fill(State& state, const Policy& policy, Random& random, const Stop& stop);

}  // namespace hallplan::search
