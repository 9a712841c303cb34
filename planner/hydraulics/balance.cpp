#include "planner/hydraulics/balance.hpp"

#include <algorithm>
#include <variant>

#include "planner/network/solve.hpp"

namespace hallplan::hydraulics {
namespace {

/// A limit holds a flow to a part in ten thousand.
constexpr double kLimit = 1e-4;
constexpr double kNothing_pa = 1;

/// Between the ends of a link, both at one height's pressure.
double drive_pa(const network::Network& network, const network::Solution& found, const network::Link& link) {
  const double rise_m = network.nodes[link.to].elevation_m - network.nodes[link.from].elevation_m;
  return found.pressure_pa[link.from] - found.pressure_pa[link.to] -
         network.fluid.density_kg_per_m3 * network::kGravity_m_per_s2 * rise_m;
}

}  // namespace

Balance balance_of(const GroupNetwork& group) {
  Balance made;
  made.unknown = group.unknown;
  if (!made.unknown.empty()) return made;
  network::Network network = group.network;
  for (const std::size_t unit : group.unit_links) std::get<network::Pump>(network.links[unit].law).speed = 1;
  for (const PipedRack& rack : group.racks) network.links[rack.link].most_flow_m3_per_s = rack.asked_m3_per_s;
  const network::Solution found = network::solve(network);
  if (!found.solved()) {
    made.unknown = found.problem;
    return made;
  }
  bool first = true;
  for (std::size_t i = 0; i < group.racks.size(); ++i) {
    const PipedRack& rack = group.racks[i];
    const network::Link& link = network.links[rack.link];
    BranchValve valve{i, found.flow_m3_per_s[rack.link]};
    valve.reached = valve.flow_m3_per_s >= (1 - kLimit) * rack.asked_m3_per_s;
    if (valve.reached) {
      valve.flow_m3_per_s = rack.asked_m3_per_s;
      const double open_pa = network::loss_of(link.law, network.fluid, rack.asked_m3_per_s).pa;
      valve.valve_pa = std::max(0.0, drive_pa(network, found, link) - open_pa);
      if (valve.valve_pa > kNothing_pa)
        valve.kv_m3_per_h = network::kv_of(rack.asked_m3_per_s, valve.valve_pa, network.fluid);
      made.least_valve_pa = first ? valve.valve_pa : std::min(made.least_valve_pa, valve.valve_pa);
      first = false;
    } else {
      ++made.not_reached;
    }
    made.valves.push_back(valve);
  }
  if (made.not_reached > 0) made.least_valve_pa = 0;
  return made;
}

}  // namespace hallplan::hydraulics
