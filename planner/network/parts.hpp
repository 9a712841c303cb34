/// Which parts of a network hang together. Internal.
#pragma once

#include <cstddef>
#include <vector>

#include "planner/network/network.hpp"

namespace hallplan::network {

/// What is solved: links that are closed, and parts that are not fed, are left out.
struct Parts {
  std::vector<bool> works;   ///< a link
  std::vector<bool> unfed;   ///< a node
  std::vector<bool> held;    ///< a node whose pressure is given, by the network or for want of any
  std::vector<int> unknown;  ///< a node's number among those whose pressure is sought; -1: none
  int unknowns = 0;
};

[[nodiscard]] bool is_open(const Link& link);
[[nodiscard]] Parts parts_of(const Network& network);

}  // namespace hallplan::network
