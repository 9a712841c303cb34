#include "planner/power/loads.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <tuple>
#include <utility>

#include "planner/power/gap.hpp"

namespace hallplan::power {
namespace {

template <class Feeds>
void hang(std::vector<HangsOn>& on, std::vector<int> HangsOn::*kind, const Feeds& feeds, std::size_t index) {
  for (const int feed : feeds) {
    if (feed < 0) continue;
    std::vector<int>& hanging = on[static_cast<std::size_t>(feed)].*kind;
    if (hanging.empty() || hanging.back() != static_cast<int>(index)) hanging.push_back(static_cast<int>(index));
  }
}

std::vector<RackGroup> groups_of(const Site& site, const Plan& plan) {
  std::map<std::tuple<int, int, int, double>, std::vector<int>> racks;  // by feeds, type and fans of doors
  for (std::size_t i = 0; i < plan.racks.size(); ++i) {
    const Placement& rack = plan.racks[i];
    const bool dual = !rack_at(site, rack.type).body.single_corded();
    const double fans_w = door_fans_w(site, rack.row, rack.type);
    racks[{rack.feed_a, dual ? rack.feed_b : -1, rack.type, fans_w}].push_back(static_cast<int>(i));
  }
  std::vector<RackGroup> groups;
  for (auto& [key, indices] : racks) {
    const auto& [feed_a, feed_b, type, fans_w] = key;
    const RackType& rack = rack_at(site, type).body;
    groups.push_back({{feed_a, feed_b},
                      type,
                      rack_w(site, rack) + fans_w,
                      rack_peak_w(site, rack) + fans_w,
                      fans_w,
                      std::move(indices)});
  }
  return groups;
}

void put(State& state, int device, double sustained_w, double peak_w) {
  state.output_w[static_cast<std::size_t>(device)] += sustained_w;
  state.peak_w[static_cast<std::size_t>(device)] += peak_w;
}

/// Devices on which racks or plant hang that draw power.
std::vector<bool> loaded_devices(const Site& site, const Loads& loads) {
  std::vector<bool> loaded = plant_feeds(site, loads.plant);
  for (const RackGroup& group : loads.groups) {
    for (const int feed : group.feeds) {
      if (feed >= 0 && group.sustained_w > 0) loaded[static_cast<std::size_t>(feed)] = true;
    }
  }
  return loaded;
}

/// Puts a load on its live feeds. False when none is left.
template <class Feeds>
bool put_on(State& state, const Feeds& feeds, double sustained_w, double peak_w) {
  const double share = live_share(feeds, state.live);
  for (const int feed : feeds) {
    if (feed >= 0 && state.live[static_cast<std::size_t>(feed)]) put(state, feed, share * sustained_w, share * peak_w);
  }
  return share > 0;
}

/// What a device takes in, on its sources.
void pass_up(State& state, const Device& device, const std::vector<int>& sources, double input_w, double peak_w) {
  const bool first = device.sharing == Sharing::first;
  const double share = first ? 1.0 : live_share(sources, state.live);
  for (const int source : sources) {
    if (!state.live[static_cast<std::size_t>(source)]) continue;
    put(state, source, share * input_w, share * peak_w);
    if (first) return;
  }
}

}  // namespace

Loads loads_of(const Site& site, const Plan& plan) {
  const std::size_t count = site.devices.size();
  Loads loads;
  loads.order = sources_first(site);
  loads.bridged = always_bridged(site, loads.order);
  loads.plant = plant_loads(site);
  loads.groups = groups_of(site, plan);
  loads.loaded = loaded_devices(site, loads);
  loads.normal = before_loss(site, loads.order, loads.loaded, -1);
  loads.on.resize(count);
  loads.sources.resize(count);
  for (std::size_t d = 0; d < count; ++d) {
    loads.efficiency.push_back(efficiency_of(site, site.devices[d]));
    loads.recharge_w.push_back(recharge_w(site, site.devices[d]));
    for (const Ref& source : site.devices[d].from) loads.sources[d].push_back(source.index);
    hang(loads.on, &HangsOn::devices, loads.sources[d], d);
  }
  for (std::size_t p = 0; p < loads.plant.size(); ++p) hang(loads.on, &HangsOn::plant, loads.plant[p].feeds, p);
  for (std::size_t g = 0; g < loads.groups.size(); ++g) hang(loads.on, &HangsOn::groups, loads.groups[g].feeds, g);
  return loads;
}

double share_from(const Site& site, const Loads& loads, int drawer, int source, const std::vector<bool>& live) {
  const auto at = static_cast<std::size_t>(drawer);
  if (!live[at]) return 0;
  const std::vector<int>& sources = loads.sources[at];
  if (site.devices[at].sharing == Sharing::equal) return share_on(sources, source, live);
  const auto first =
      std::find_if(sources.begin(), sources.end(), [&](int s) { return live[static_cast<std::size_t>(s)]; });
  return first != sources.end() && *first == source ? 1.0 : 0.0;
}

State simulate(const Site& site, const Loads& loads, int lost, int out) {
  return simulate(site, loads, lost, out, live_devices(site, loads.order, lost, out));
}

State simulate(const Site& site, const Loads& loads, int lost, int out, std::vector<bool> live) {
  State state;
  state.lost = lost;
  state.out = out;
  state.live = std::move(live);
  state.output_w.assign(site.devices.size(), 0.0);
  state.input_w = state.output_w;
  state.peak_w = state.output_w;
  for (const RackGroup& group : loads.groups) {
    if (put_on(state, group.feeds, group.count() * group.sustained_w, group.count() * group.peak_w)) continue;
    state.dark_racks.insert(state.dark_racks.end(), group.racks.begin(), group.racks.end());
  }
  std::sort(state.dark_racks.begin(), state.dark_racks.end());
  for (const PlantLoad& load : loads.plant) put_on(state, load.feeds, load.power_w(), load.power_w());
  state.dark_plant = dark_plant(loads.plant, state.live, lost >= 0);
  for (auto d = loads.order.rbegin(); d != loads.order.rend(); ++d) {
    const auto at = static_cast<std::size_t>(*d);
    if (!state.live[at]) continue;
    state.input_w[at] = state.output_w[at] / loads.efficiency[at] + loads.recharge_w[at];
    const double peak_input_w = state.peak_w[at] / loads.efficiency[at] + loads.recharge_w[at];
    pass_up(state, site.devices[at], loads.sources[at], state.input_w[at], peak_input_w);
  }
  return state;
}

State simulate(const Site& site, const Plan& plan, int lost, int out) {
  return simulate(site, loads_of(site, plan), lost, out);
}

}  // namespace hallplan::power
