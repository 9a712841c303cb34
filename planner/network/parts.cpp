#include "planner/network/parts.hpp"

#include <algorithm>
#include <cmath>
#include <variant>

namespace hallplan::network {
namespace {

constexpr double kNothing_m3_per_s = 1e-12;  ///< what demands of a closed circuit may add up to

/// The nodes of each part.
std::vector<std::vector<std::size_t>> nodes_by_part(const Network& network) {
  std::vector<std::vector<std::size_t>> beside(network.nodes.size());
  for (const Link& link : network.links) {
    if (!is_open(link)) continue;
    beside[link.from].push_back(link.to);
    beside[link.to].push_back(link.from);
  }
  std::vector<std::vector<std::size_t>> parts;
  std::vector<bool> seen(network.nodes.size(), false);
  for (std::size_t start = 0; start < network.nodes.size(); ++start) {
    if (seen[start]) continue;
    std::vector<std::size_t> part{start};
    seen[start] = true;
    for (std::size_t next = 0; next < part.size(); ++next) {
      for (const std::size_t other : beside[part[next]]) {
        if (seen[other]) continue;
        seen[other] = true;
        part.push_back(other);
      }
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

}  // namespace

bool is_open(const Link& link) {
  const auto* const pump = std::get_if<Pump>(&link.law);
  return link.open && (pump == nullptr || pump->speed > 0);
}

Parts parts_of(const Network& network) {
  const std::size_t nodes = network.nodes.size();
  Parts parts;
  parts.unfed.assign(nodes, false);
  parts.held.assign(nodes, false);
  parts.unknown.assign(nodes, -1);
  for (const std::vector<std::size_t>& part : nodes_by_part(network)) {
    double drawn = 0, most = 0;
    bool fed = false;
    for (const std::size_t node : part) {
      const Node& at = network.nodes[node];
      parts.held[node] = at.pressure_pa.has_value();
      fed = fed || parts.held[node];
      drawn += at.demand_m3_per_s;
      most = std::max(most, std::fabs(at.demand_m3_per_s));
    }
    if (fed) continue;
    if (std::fabs(drawn) <= kNothing_m3_per_s + 1e-9 * most) {
      parts.held[part.front()] = true;
    } else {
      for (const std::size_t node : part) parts.unfed[node] = true;
    }
  }
  for (std::size_t node = 0; node < nodes; ++node) {
    if (!parts.held[node] && !parts.unfed[node]) parts.unknown[node] = parts.unknowns++;
  }
  parts.works.reserve(network.links.size());
  for (const Link& link : network.links) parts.works.push_back(is_open(link) && !parts.unfed[link.from]);
  return parts;
}

}  // namespace hallplan::network
