#include "planner/hydraulics/rack_trays.hpp"

#include <fmt/format.h>

#include "planner/hydraulics/pipes.hpp"
#include "planner/network/solve.hpp"

namespace hallplan::hydraulics {

TrayFlows tray_flows(const RackManifold& manifold, const network::Fluid& fluid, double flow_m3_per_s,
                     std::size_t scarce) {
  TrayFlows made;
  for (std::size_t kind = 0; kind < manifold.trays.size(); ++kind) {
    made.kind_of.insert(made.kind_of.end(), static_cast<std::size_t>(manifold.trays[kind].count), kind);
  }
  const std::size_t count = made.kind_of.size();
  const network::Pipe piece{manifold.height_m.high / static_cast<double>(count), manifold.diameter_m.low,
                            manifold.roughness_m.high, manifold.tee_loss ? manifold.tee_loss->high : 0};
  network::Network network;
  network.fluid = fluid;
  const std::size_t in = add_node(network, "supply port"), out = add_node(network, "return port");
  network.nodes[in].demand_m3_per_s = -flow_m3_per_s;
  network.nodes[out].pressure_pa = 0;
  std::size_t supply = in, back = out;
  std::vector<std::size_t> links;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t next_supply = add_node(network, fmt::format("supply at tray {}", i + 1));
    const std::size_t next_back = add_node(network, fmt::format("return at tray {}", i + 1));
    add_link(network, fmt::format("supply to tray {}", i + 1), supply, next_supply, piece);
    if (!manifold.return_at_top) {
      add_link(network, fmt::format("return from tray {}", i + 1), next_back, back, piece);
    } else if (i > 0) {
      add_link(network, fmt::format("return to tray {}", i + 1), back, next_back, piece);
    }
    const RackTrays& tray = manifold.trays[made.kind_of[i]];
    const bool is_scarce = made.kind_of[i] == scarce;
    const double drop_pa = is_scarce ? tray.pressure_drop_pa.high : tray.pressure_drop_pa.low;
    const double rated = is_scarce ? tray.flow_m3_per_s.low : tray.flow_m3_per_s.high;
    links.push_back(add_link(network, fmt::format("tray {}", i + 1), next_supply, next_back,
                             network::Resistance{0, drop_pa / (rated * rated)}));
    supply = next_supply;
    back = next_back;
  }
  if (manifold.return_at_top) add_link(network, "return from the last tray", back, out, piece);
  const network::Solution found = network::solve(network);
  if (!found.solved()) {
    made.unknown = found.problem;
    return made;
  }
  for (const std::size_t link : links) made.m3_per_s.push_back(found.flow_m3_per_s[link]);
  made.drop_pa = found.pressure_pa[in];
  return made;
}

WorstTray worst_tray(const RackManifold& manifold, const network::Fluid& fluid, double flow_m3_per_s, double part) {
  WorstTray worst;
  for (std::size_t kind = 0; kind < manifold.trays.size(); ++kind) {
    const TrayFlows flows = tray_flows(manifold, fluid, flow_m3_per_s, kind);
    worst.unknown = flows.unknown;
    if (!worst.unknown.empty()) return worst;
    const double asked = part * manifold.trays[kind].flow_m3_per_s.high;
    for (std::size_t i = 0; i < flows.m3_per_s.size(); ++i) {
      const bool is_worse = worst.trays == 0 || flows.m3_per_s[i] / asked < worst.flow_m3_per_s / worst.asked_m3_per_s;
      if (flows.kind_of[i] != kind || !is_worse) continue;
      worst = {i, flows.m3_per_s.size(), flows.m3_per_s[i], asked, flows.drop_pa, {}};
    }
  }
  if (worst.trays == 0) worst.unknown = "no trays known of its manifold";
  return worst;
}

}  // namespace hallplan::hydraulics
