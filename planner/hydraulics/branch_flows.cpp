#include "planner/hydraulics/branch_flows.hpp"

#include <map>
#include <utility>

#include "planner/hydraulics/network_key.hpp"
#include "planner/hydraulics/pump_speed.hpp"

namespace hallplan::hydraulics {
namespace {

constexpr std::size_t kMostKept = 64;  ///< more groups than a hall has

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

BranchFlows branch_flows(const CduGroup& group, const GroupNetwork& network, FlowEnd end) {
  thread_local std::map<std::string, BranchFlows> kept;
  std::string key = network_key(group, network, end);
  const auto found = kept.find(key);
  if (found != kept.end()) return found->second;
  if (kept.size() >= kMostKept) kept.clear();
  return kept.emplace(std::move(key), solved(group, network, end)).first->second;
}

}  // namespace hallplan::hydraulics
