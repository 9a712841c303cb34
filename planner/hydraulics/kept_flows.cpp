#include "planner/hydraulics/kept_flows.hpp"

#include <optional>
#include <unordered_map>
#include <utility>
#include <variant>

#include "planner/hydraulics/network_key.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr std::size_t kMostKept_bytes = std::size_t{1} << 25U;  ///< of keys, in each thread

/// Of one network under one control.
struct Kept {
  std::optional<ControlledFlow> flow;
  std::vector<double> speeds;  ///< of the units' pumps, with that flow
  std::optional<BranchFlows> branches;
};

double& speed_of(GroupNetwork& network, std::size_t link) {
  return std::get<network::Pump>(network.network.links[link].law).speed;
}

/// Pumps get full speed, from which their control begins. Stays where it is until the next call.
Kept& kept_of(const CduGroup& group, GroupNetwork& network, FlowEnd end) {
  thread_local std::unordered_map<std::string, Kept> store;
  thread_local std::size_t kept_bytes = 0;
  for (const std::size_t link : network.unit_links) speed_of(network, link) = 1;
  std::string key = network_key(group, network, end);
  const auto found = store.find(key);
  if (found != store.end()) return found->second;
  if (kept_bytes + key.size() > kMostKept_bytes) {
    store.clear();
    kept_bytes = 0;
  }
  kept_bytes += key.size();
  return store[std::move(key)];
}

BranchFlows solved(const CduGroup& group, GroupNetwork made, FlowEnd end) {
  BranchFlows found;
  const std::size_t count = made.racks.size();
  found.most_m3_per_s.assign(count, -1);
  found.most_shut.assign(count, 0);
  found.least_m3_per_s.assign(count, -1);
  found.least_shut.assign(count, 0);
  for (std::size_t out = 0; out < count; ++out) {
    made.network.links[made.racks[out].link].open = false;
    const ControlledFlow flow = controlled_flow(group, made, end);
    made.network.links[made.racks[out].link].open = true;
    found.unknown = flow.unknown;
    if (!found.unknown.empty()) return found;
    for (std::size_t i = 0; i < count; ++i) {
      const double here = flow.flow.flow_m3_per_s[made.racks[i].link];
      if (i == out) continue;
      if (here > found.most_m3_per_s[i]) {
        found.most_m3_per_s[i] = here;
        found.most_shut[i] = out;
      }
      if (found.least_m3_per_s[i] < 0 || here < found.least_m3_per_s[i]) {
        found.least_m3_per_s[i] = here;
        found.least_shut[i] = out;
      }
    }
  }
  return found;
}

}  // namespace

ControlledFlow kept_flow(const CduGroup& group, GroupNetwork& network, FlowEnd end) {
  Kept& kept = kept_of(group, network, end);
  if (!kept.flow) {
    kept.flow = controlled_flow(group, network, end);
    for (const std::size_t link : network.unit_links) kept.speeds.push_back(speed_of(network, link));
  }
  for (std::size_t u = 0; u < network.unit_links.size(); ++u) {
    speed_of(network, network.unit_links[u]) = kept.speeds[u];
  }
  return *kept.flow;
}

BranchFlows branch_flows(const CduGroup& group, const GroupNetwork& network, FlowEnd end) {
  GroupNetwork at_full_speed = network;
  Kept& kept = kept_of(group, at_full_speed, end);
  if (!kept.branches) kept.branches = solved(group, std::move(at_full_speed), end);
  return *kept.branches;
}

}  // namespace hallplan::hydraulics
