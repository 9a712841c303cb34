// All power checks of a placement.
#include <algorithm>
#include <cstddef>
#include <iterator>

#include "planner/power/checks.hpp"
#include "planner/power/loads.hpp"
#include "planner/power/meanwhile.hpp"
#include "planner/power/tree.hpp"

namespace hallplan::power {

Basics basics_of(const Site& site, const Plan& plan) {
  Basics basics{site, plan, loads_of(site, plan), {}, {}, {}, {}, {}};
  const std::vector<int> looked_at = losses(site);
  for (const int device : basics.loads.order) {
    if (std::binary_search(looked_at.begin(), looked_at.end(), device)) basics.losses.push_back(device);
  }
  basics.held = held_limits(basics);
  for (std::size_t d = 0; d < site.devices.size(); ++d) {
    if (unknown_shares(site, site.devices[d]).empty()) continue;
    basics.uneven_sources.resize(site.devices.size());
    basics.uneven_sources[d] = true;
  }
  basics.fewer = with_fewer_modules(site, basics.held, false);
  if (site.policy.power == FaultPolicy::maintenance) basics.least = with_fewer_modules(site, basics.held, true);
  return basics;
}

States states_of(const Basics& basics) {
  States states{simulate(basics.site, basics.loads, -1), {}, {}};
  states.lost.reserve(basics.losses.size());
  for (const int device : basics.losses) {
    states.lost.push_back(simulate(basics.site, basics.loads, device));
    std::vector<State> meanwhile = states_meanwhile(basics, {-1, device}, states.lost.back().live);
    std::move(meanwhile.begin(), meanwhile.end(), std::back_inserter(states.meanwhile));
  }
  return states;
}

std::vector<Check> check(const Site& site, const Plan& plan) {
  const Basics basics = basics_of(site, plan);
  const States states = states_of(basics);
  const std::unique_ptr<PairRule> devices = device_pairs(basics, states);
  const std::unique_ptr<PairRule> phases = phase_rule(basics, states);
  const std::unique_ptr<PairRule> supplied = supplied_pairs(basics, states);
  for (const Pair& pair : maintenance_pairs(site, basics.losses)) {
    const State state = simulate(site, basics.loads, pair.lost, pair.out);
    for (PairRule* rule : {devices.get(), phases.get(), supplied.get()}) rule->look_at(state);
    for (const State& meanwhile : states_meanwhile(basics, pair, state.live)) {
      for (PairRule* rule : {devices.get(), phases.get()}) rule->look_at(meanwhile);
    }
  }
  std::vector<Check> out;
  check_racks(site, plan, out);
  check_tap_off_places(site, plan, out);
  check_devices(basics, states, out);
  devices->report(out);
  phases->report(out);
  check_supplied(basics, states, out);
  supplied->report(out);
  check_swing(basics, out);
  check_autonomy(basics, out);
  check_interrupting(basics, out);
  return out;
}

std::vector<Check> check_loss(const Site& site, const Plan& plan, int lost) {
  const Basics basics = basics_of(site, plan);
  const State state = simulate(site, basics.loads, lost);
  std::vector<Check> out;
  check_devices_in(basics, state, false, out);
  check_phases_in(basics, state, false, out);
  out.push_back(supplied_in(basics, state));
  return out;
}

}  // namespace hallplan::power
