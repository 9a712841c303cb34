/// A hydraulic network: nodes, and links between them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "planner/network/laws.hpp"
#include "planner/network/tee.hpp"

namespace hallplan::network {

struct Node {
  std::string id;
  double elevation_m = 0;
  double demand_m3_per_s = 0;         ///< drawn off; below 0: fed in
  std::optional<double> pressure_pa;  ///< gauge, held there: a reservoir, a tank, an expansion vessel
};

/// From the node `from` to the node `to`; a flow that way is positive.
struct Link {
  std::string id;
  std::size_t from = 0, to = 0;
  Law law;
  bool open = true;
  bool one_way = false;  ///< a check valve; pumps have one
  std::optional<double>
      most_flow_m3_per_s{};  ///< a flow-limiting or pressure-independent valve throttles what is beyond
};

struct Network {
  Fluid fluid;
  std::vector<Node> nodes;
  std::vector<Link> links;
  std::vector<Tee> tees;  ///< none: what streams lose where they part and meet is in the links, or not counted
};

}  // namespace hallplan::network
