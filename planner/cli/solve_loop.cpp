// The loop of one CDU group: its flow, its balance and its verdict.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "planner/cli/loop.hpp"
#include "planner/hydraulics/checks.hpp"
#include "planner/verdict/verdict.hpp"

namespace hallplan::cli {

using hydraulics::PipedRack;

GroupLoop solved_group(const Site& site, const Plan& plan, int group) {
  const CduGroup& at = site.cdu_groups[static_cast<std::size_t>(group)];
  GroupLoop loop;
  loop.group = group;
  if (!at.piping) {
    loop.unknown = fmt::format(
        "no pipes known; add to liquid.cdu_groups.{}: piping: {{header_diameter: ..., branch_diameter: ..., "
        "branch_length: ..., roughness: ...}}",
        at.id);
    return loop;
  }
  hydraulics::check_delivery(site, plan, group, loop.checks);
  verdict::apply_policy(site, loop.checks);
  loop.status = loop.checks.empty() ? Status::pass : verdict::worst(loop.checks);
  loop.made = hydraulics::network_of(site, plan, group);
  loop.unknown = loop.made.unknown;
  if (loop.unknown.empty() && loop.made.header_links.empty()) loop.unknown = "neither CDUs nor racks stand there";
  if (!loop.unknown.empty()) return loop;
  loop.state = hydraulics::GroupSolver(site, plan, group).state();
  loop.found = loop.state.flow;
  if (!loop.state.unknown.empty()) {
    loop.unknown = loop.state.unknown;
    loop.status = Status::undecided;
    return loop;
  }
  loop.balance = hydraulics::balance_of(loop.made);
  loop.margins = hydraulics::rack_margins(site, plan, group);
  return loop;
}

std::vector<std::size_t> by_share(const GroupLoop& loop) {
  std::vector<std::size_t> order(loop.made.racks.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto share = [&](std::size_t number) {
    const PipedRack& rack = loop.made.racks[number];
    return loop.found.flow_m3_per_s[rack.link] / rack.asked_m3_per_s;
  };
  // Valves hold a flow to some digits only: racks that get the same stay in the order of the header.
  constexpr double kSame = 1e6;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    return std::round(share(one) * kSame) < std::round(share(other) * kSame);
  });
  return order;
}

Fastest fastest_header(const GroupLoop& loop) {
  Fastest most;
  for (const std::size_t link : loop.made.header_links) {
    const std::optional<double> velocity =
        network::velocity_m_per_s(loop.made.network.links[link].law, std::fabs(loop.found.flow_m3_per_s[link]));
    if (velocity && *velocity > most.m_per_s) most = {link, *velocity};
  }
  return most;
}

double drop_pa(const network::Network& network, const network::Solution& found, std::size_t number) {
  const network::Link& link = network.links[number];
  const double weight_pa_per_m = network.fluid.density_kg_per_m3 * network::kGravity_m_per_s2;
  const double rise_m = network.nodes[link.to].elevation_m - network.nodes[link.from].elevation_m;
  return found.pressure_pa[link.from] - found.pressure_pa[link.to] - weight_pa_per_m * rise_m;
}

double head_m(const network::Network& network, const network::Solution& found, std::size_t node) {
  return network.nodes[node].elevation_m +
         found.pressure_pa[node] / (network.fluid.density_kg_per_m3 * network::kGravity_m_per_s2);
}

}  // namespace hallplan::cli
